"""侵入経路: how far vendors and the internet reach into the hospital, as a picture and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import (
    Route,
    Tag,
    VendorExposure,
    concentrations,
    vendor_attacker,
)
from vendormgr.domain.exposure.measures import single_measures
from vendormgr.domain.guideline import cite
from vendormgr.domain.hop import HopReading, read_scene
from vendormgr.domain.lanes_scene import Part
from vendormgr.domain.portfolio import Party
from vendormgr.domain.vocabulary import AttackMode, Location, PartyRole, PathState
from vendormgr.i18n import label, t
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.exposure_view import (
    busiest,
    credentials,
    figures_of,
    open_answers,
    passed_by_all,
    plan_of,
    vendor_picture,
)
from vendormgr.web.kept import kept
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing
from vendormgr.web.measure_title import measure_title
from vendormgr.web.names import namer
from vendormgr.web.paging import slice_of
from vendormgr.web.vendor import vendor_line, vendor_tabs

pages = Blueprint("exposure", __name__)
MOST_ROUTES = 4
MOST_TAGS = 8
MOST_REACHED = 200


@dataclass(frozen=True, slots=True)
class ExposedVendor:
    """A vendor with a way to a core system, as the list shows it."""

    party: Party
    exposure: VendorExposure

    @property
    def hops(self) -> int:
        """Connections of its shortest way."""
        path = self.exposure.path
        return 0 if path is None else len(path.all_connections)


_STATES = list(PathState)


@pages.get("/exposure")
@needs(Permission.VIEW_ATTACK_MAP)
def index() -> ResponseReturnValue:
    """The whole hospital: who reaches what, what it would cost to end that, what nobody knows."""
    conclusions = estate()
    return render_template(
        "exposure/index.html",
        listing=_exposed(conclusions),
        figures=figures_of(conclusions),
        plan=plan_of(conclusions),
        asked=open_answers(conclusions),
        targets=conclusions.exposure.targets,
        inside=[t for t in conclusions.exposure.targets if _is_inside(conclusions, t.asset)],
        modes=list(AttackMode),
        busy=busiest(conclusions),
        shared=_shared(conclusions),
        conclusions=conclusions,
        names=namer(conclusions),
    )


def _is_inside(conclusions: Conclusions, asset: str) -> bool:
    return conclusions.index.assets[asset].location is Location.HOSPITAL


def _shared(conclusions: Conclusions) -> list[object]:
    """Devices, lines, platforms and passwords that stand behind core systems."""
    found = kept("exposure.shared", conclusions, lambda: concentrations(conclusions.exposure.graph))
    listed = [one for one in found if one.cores and one.tag is not Tag.VENDOR]
    return list(listed[:MOST_TAGS])


def _exposed(conclusions: Conclusions) -> Listing[ExposedVendor]:
    parties = conclusions.index.parties
    return make_listing(
        [
            ExposedVendor(parties[id_], one)
            for id_, one in conclusions.exposure.vendors.items()
            if one.state is not PathState.CLOSED
        ],
        [
            ListColumn[ExposedVendor](
                key="name",
                title="exposure.vendor",
                value=lambda one: one.party.kana or one.party.name or one.party.id,
            ),
            ListColumn[ExposedVendor](
                key="state",
                title="exposure.state",
                value=lambda one: (_STATES.index(one.exposure.state), -len(one.exposure.cores)),
            ),
            ListColumn[ExposedVendor](
                key="cores", title="exposure.reaches", value=lambda one: len(one.exposure.cores)
            ),
            ListColumn[ExposedVendor](
                key="way", title="exposure.shortest", value=lambda one: one.hops, sortable=False
            ),
        ],
        [
            ListFilter[ExposedVendor](
                key="state",
                title="exposure.state",
                options={one: label(one) for one in (PathState.OPEN, PathState.UNVERIFIED)},
                holds=lambda one, value: one.exposure.state == value,
            ),
            ListFilter[ExposedVendor](
                key="trade",
                title="exposure.trade",
                options={"other": t("exposure.trade_other")},
                holds=lambda one, _: one.party.it_vendor is False,
            ),
        ],
        found_by=_found_by,
        order="state",
    )


def _found_by(one: ExposedVendor) -> Iterator[str | None]:
    yield from (one.party.name, one.party.kana, one.party.id, one.party.service)


def require_vendor(conclusions: Conclusions, id_: str) -> Party:
    """The vendor or subcontractor of that id; answers 404 when there is none."""
    party = conclusions.index.parties.get(id_)
    if party is None or party.role is PartyRole.HOSPITAL:
        abort(404)
    return party


@pages.get("/exposure/vendors/<id:id_>")
@needs(Permission.VIEW_ATTACK_MAP)
def vendor(id_: str) -> ResponseReturnValue:
    """One vendor: the picture, every hop in words, and what is left after the first stop."""
    conclusions = estate()
    party = require_vendor(conclusions, id_)
    picture = vendor_picture(conclusions, id_)
    exposed = conclusions.exposure.vendors[id_]
    routes, by_controls = _routes(conclusions, id_)
    return render_template(
        "exposure/vendor.html",
        party=party,
        line=vendor_line(conclusions, party),
        tabs=vendor_tabs(conclusions, party),
        exposure=exposed,
        reached=slice_of(exposed.reaches, key="reached", size=MOST_REACHED),
        picture=picture,
        parts=by_part(read_scene(conclusions, picture.scene)),
        routes=routes,
        by_controls=by_controls,
        unavoidable=passed_by_all(conclusions, id_),
        credentials=credentials(conclusions),
        conclusions=conclusions,
        catalogue=conclusions.catalogue,
        citation=partial(cite, conclusions.catalogue),
        measure_title=partial(measure_title, conclusions),
        names=namer(conclusions),
    )


def _routes(conclusions: Conclusions, party: str) -> tuple[tuple[Route, ...], bool]:
    """Way after way with its cheapest stop, and whether single controls had to be offered too.

    Recorded measures are preferred; where they do not stop a way, each control counts as a measure.
    """
    graph = conclusions.exposure.graph
    if conclusions.exposure.vendors[party].state is PathState.CLOSED:
        return (), False
    attacker = vendor_attacker(graph, conclusions.catalogue.kinds, party)
    routes = attacker.routes(most=MOST_ROUTES)
    recorded = conclusions.portfolio.measures
    if not recorded or all(one.stop for one in routes):
        return routes, False
    hops = graph.hop_numbers(
        connection for one in routes for connection in one.path.all_connections
    )
    offered = (*recorded, *single_measures(graph, sorted(set(hops))))
    return attacker.routes(offered, most=MOST_ROUTES), True


def by_part(hops: tuple[HopReading, ...]) -> list[tuple[Part, list[HopReading]]]:
    """The hops under the part of the way on which they stand, parts in order."""
    return [(part, listed) for part in Part if (listed := [h for h in hops if h.line.part is part])]

"""試してみる: switches for measures and answers; the new result stands beside the present one.

Everything is in the address, so a trial can be sent to somebody, and nothing is ever stored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import UnknownChangeError
from vendormgr.domain.exposure.states import ON_DEMAND, REMOVED
from vendormgr.domain.lanes import captions, draw
from vendormgr.domain.lanes_scene import scene_of_vendor
from vendormgr.domain.portfolio import Connection, Measure
from vendormgr.domain.vocabulary import PathState
from vendormgr.domain.what_if import Trial, try_out
from vendormgr.i18n import language
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.exposure import require_vendor
from vendormgr.web.exposure_view import busiest, credentials, vendor_picture
from vendormgr.web.vendor import vendor_line, vendor_tabs

pages = Blueprint("what_if", __name__)
SET = "set."
"""Begins the name of a switch: set.CONNECTION.CONTROL."""
_ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}
MOST_SWITCHES = 60
"""Lines."""
MOST_MEASURES = 200


@dataclass(frozen=True, slots=True)
class Switch:
    """One answer on a connection that can be tried out."""

    name: str
    """Of the form field."""
    title: str
    recorded: bool | None
    chosen: str
    """yes, no, unknown, or empty for what is recorded."""


@dataclass(frozen=True, slots=True)
class LineSwitches:
    """The switches of one connection."""

    connection: Connection
    state: PathState
    switches: tuple[Switch, ...]

    @property
    def changed(self) -> bool:
        """Whether any of them is set."""
        return any(one.chosen for one in self.switches)


@pages.get("/exposure/what-if")
@needs(Permission.VIEW_ATTACK_MAP)
def show() -> ResponseReturnValue:
    """The switches of one vendor or of the busiest lines, and what they would change."""
    address = _address()
    by_htmx = "HX-Request" in request.headers
    if not by_htmx and "" in request.args.values():
        return redirect(address, 303)
    page = make_response(_page())
    if by_htmx:
        page.headers["HX-Push-Url"] = address
    return page


def _address() -> str:
    """The address without what is left as recorded, short enough to be sent to somebody."""
    chosen = [(key, value) for key, value in request.args.items(multi=True) if value]
    return f"{request.path}?{urlencode(chosen)}" if chosen else request.path


def _page() -> str:
    conclusions = estate()
    vendor = request.args.get("vendor", "")
    party = require_vendor(conclusions, vendor) if vendor else None
    lines = _line_switches(conclusions, vendor)
    chosen = frozenset(request.args.getlist("measure"))
    trial = _trial(conclusions, chosen, lines)
    shown = {}
    if party is not None:
        scene = scene_of_vendor(trial.exposure, conclusions.catalogue.kinds, party.id)
        shown = {
            "before": vendor_picture(conclusions, party.id),
            "after": draw(scene, captions(conclusions.index)),
        }
    return render_template(
        "exposure/what_if.html",
        party=party,
        line=vendor_line(conclusions, party) if party is not None else None,
        tabs=vendor_tabs(conclusions, party) if party is not None else [],
        measures=_measures(conclusions, lines, everything=party is None),
        chosen=chosen,
        strange=len(chosen - {one.id for one in conclusions.portfolio.measures}),
        lines=lines,
        trial=trial,
        pictures=shown,
        credentials=credentials(conclusions),
        names=conclusions.index.name,
    )


def _trial(
    conclusions: Conclusions, chosen: frozenset[str], lines: Iterable[LineSwitches]
) -> Trial:
    """What the switches make; a measure on a connection that is gone does what is left of it."""
    answers = {
        one.name.removeprefix(SET): _ANSWERS[one.chosen]
        for line in lines
        for one in line.switches
        if one.chosen
    }
    picked = [one for one in conclusions.portfolio.measures if one.id in chosen]
    while True:
        try:
            return try_out(conclusions, picked, answers)
        except UnknownChangeError as error:
            picked = [_without(one, error.key) for one in picked]
            answers.pop(error.key, None)


def _without(measure: Measure, key: str) -> Measure:
    left = tuple(one for one in measure.sets if one != key)
    return Measure(id=measure.id, sets=left)


def _measures(
    conclusions: Conclusions, lines: Sequence[LineSwitches], *, everything: bool
) -> list[Measure]:
    """Recorded measures: all, or those that set anything on one of the lines."""
    ids = {line.connection.id for line in lines}
    chosen = request.args.getlist("measure")
    found = [
        one
        for one in conclusions.portfolio.measures
        if everything or any(key.partition(".")[0] in ids for key in one.sets)
    ]
    # What the address names comes first, so that nothing that counts is hidden.
    found.sort(key=lambda one: one.id not in chosen)
    return found[:MOST_MEASURES]


def _line_switches(conclusions: Conclusions, vendor: str) -> list[LineSwitches]:
    """The connections of the vendor's picture, or the busiest ones of all vendors."""
    if vendor:
        scene = scene_of_vendor(conclusions.exposure, conclusions.catalogue.kinds, vendor)
        ids = [line.connection for line in scene.lines]
    else:
        ids = [one.connection.id for one in busiest(conclusions)]
    connections = [conclusions.index.connections[id_] for id_ in ids]
    return [_of_line(conclusions, one) for one in connections][:MOST_SWITCHES]


def _of_line(conclusions: Conclusions, connection: Connection) -> LineSwitches:
    vectors = conclusions.catalogue.kinds[connection.kind].vectors.values()
    named = (control for ways in vectors for way in ways for control in sorted(way))
    controls = [one for one in dict.fromkeys(named) if one != REMOVED]
    return LineSwitches(
        connection=connection,
        state=conclusions.exposure.connections[connection.id].state,
        switches=tuple(_switch(conclusions, connection, one) for one in (*controls, REMOVED)),
    )


def _switch(conclusions: Conclusions, connection: Connection, control: str) -> Switch:
    name = f"{SET}{connection.id}.{control}"
    chosen = request.args.get(name, "")
    recorded = connection.controls.get(control)
    if control == ON_DEMAND:
        on = connection.always_on
        recorded = None if on is None else not on
    elif control == REMOVED:
        recorded = bool(recorded)
    return Switch(
        name=name,
        title=conclusions.catalogue.controls[control].title.of(language()),
        recorded=recorded,
        chosen=chosen if chosen in _ANSWERS else "",
    )

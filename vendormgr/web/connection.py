"""接続: lines between assets, what closes them, and what follows from them."""

from collections.abc import Iterable

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.effect import effect_of
from vendormgr.domain.gaps import Finding
from vendormgr.domain.hop import read_path
from vendormgr.domain.portfolio import Connection, Party
from vendormgr.domain.vocabulary import PartyRole
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.audit import Action, Event
from vendormgr.web.access import needs
from vendormgr.web.connection_form import ConnectionForm, ConnectionScreens
from vendormgr.web.connection_list import connection_lines, list_connections
from vendormgr.web.db import reading
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.names import namer, past_or_present
from vendormgr.web.paging import slice_of
from vendormgr.web.record import blueprint, put_away_page
from vendormgr.web.undo import may_take_back
from vendormgr.web.vendor import vendor_line, vendor_tabs


def connection_name(connection: Connection) -> str:
    """What people call a connection: its line, and where it leads."""
    name = past_or_present(estate().index.name)
    return t("connection.title", from_=name(connection.from_), to=name(connection.to))


SCREENS = ConnectionScreens(
    name="connection",
    kind=Connection,
    form=ConnectionForm,
    view=(Permission.VIEW_ATTACK_MAP,),
    edit=(Permission.EDIT_ASSETS,),
    title=connection_name,
    template="connection/form.html",
)
pages = blueprint(SCREENS, "/connections")


@pages.get("")
@needs(Permission.VIEW_ATTACK_MAP)
def index() -> ResponseReturnValue:
    """All connections with their state, and what is reached over them."""
    conclusions = estate()
    listing = list_connections(conclusions)
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="connection.list_title")
    return render_template(
        "connection/index.html",
        listing=listing,
        targets=conclusions.exposure.targets,
        names=conclusions.index.name,
        catalogue=conclusions.catalogue,
    )


@pages.get("/kinds")
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def choose_kind() -> ResponseReturnValue:
    """Which kind of connection is to be recorded, in plain words."""
    known = {name: value for name, value in request.args.items() if name in {"line_party", "to"}}
    edited = request.args.get("edit")
    if edited is not None and edited not in estate().index.connections:
        abort(404)
    return render_template(
        "connection/kinds.html",
        kinds=load_catalogue().kinds.values(),
        known=known,
        edited=edited,
        names=namer(estate()),
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_ATTACK_MAP)
def show(id_: str) -> ResponseReturnValue:
    """One connection: what is missing or unknown, what would close it, who answers for it."""
    conclusions = estate()
    connection = conclusions.index.connections.get(id_) or next(
        (one for one in conclusions.portfolio.connections if one.id == id_), None
    )
    if connection is None:
        return put_away_page(SCREENS, id_)
    return render_template(
        "connection/show.html",
        connection=connection,
        kind=conclusions.catalogue.kinds[connection.kind],
        state=conclusions.exposure.connections.get(id_),
        duties=[one for one in conclusions.portfolio.responsibilities if one.subject == id_],
        findings=conclusions.about(id_),
        conclusions=conclusions,
        catalogue=conclusions.catalogue,
        names=conclusions.index.name,
    )


@pages.get("/<id:id_>/effect")
@needs(Permission.VIEW_ATTACK_MAP)
def effect(id_: str) -> ResponseReturnValue:
    """What the connection changes: column, tier, paths and gaps with and without it."""
    conclusions = estate()
    connection = conclusions.index.connections.get(id_)
    if connection is None:
        if any(one.id == id_ for one in conclusions.portfolio.connections):
            abort(404)
        return put_away_page(SCREENS, id_)
    newest = store.history(reading(), Connection, id_, limit=1)[0]
    found = effect_of(connection, conclusions, load_catalogue())
    after = conclusions.exposure.vendors.get(connection.line_party or "")
    return render_template(
        "connection/effect.html",
        connection=connection,
        effect=found,
        kinds=by_rule(found.added),
        tier=conclusions.tiers.get(connection.line_party or ""),
        made=newest.sequence if _was_just_made(newest) else None,
        party=conclusions.index.parties.get(connection.line_party or ""),
        rows=read_path(conclusions, after.path if after is not None else None),
        conclusions=conclusions,
        names=conclusions.index.name,
    )


def _was_just_made(event: Event) -> bool:
    """Whether the newest event of a record is that the person could still take its making back."""
    return event.action == Action.CREATED and may_take_back(event)


def by_rule(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """The findings of each rule together, in the order in which the rules come first."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.rule, []).append(finding)
    return [tuple(one) for one in grouped.values()]


@pages.get("/of/<id:id_>")
@needs(Permission.VIEW_ATTACK_MAP)
def vendor(id_: str) -> ResponseReturnValue:
    """One vendor's lines, and its way to a core system hop by hop."""
    conclusions = estate()
    party = _vendor(conclusions, id_)
    exposure = conclusions.exposure.vendors[id_]
    part = slice_of(conclusions.index.lines_of.get(id_, ()))
    return render_template(
        "connection/vendor.html",
        party=party,
        line=vendor_line(conclusions, party),
        tabs=vendor_tabs(conclusions, party),
        part=part,
        lines=connection_lines(conclusions, part.rows),
        exposure=exposure,
        rows=read_path(conclusions, exposure.path),
        conclusions=conclusions,
        names=conclusions.index.name,
        record_url=url_for("line.new", id_=id_),
    )


def _vendor(conclusions: Conclusions, id_: str) -> Party:
    party = conclusions.index.parties.get(id_)
    if party is None or party.role is PartyRole.HOSPITAL:
        abort(404)
    return party

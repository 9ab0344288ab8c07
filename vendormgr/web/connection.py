"""接続: lines between assets, what closes them, and what follows from them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.effect import effect_of
from vendormgr.domain.exposure import ConnectionState
from vendormgr.domain.gaps import Finding
from vendormgr.domain.hop import read_path
from vendormgr.domain.portfolio import Connection, Party
from vendormgr.domain.vocabulary import Controller, PartyRole, PathState
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import label, language, t
from vendormgr.store import record as store
from vendormgr.store.audit import Action, Event
from vendormgr.web.access import needs
from vendormgr.web.control import (
    PREFIX,
    closing_controls,
    control_fields,
    further_controls,
    read_controls,
)
from vendormgr.web.db import reading
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import EnumRadioField, NoteField, ReferenceField, TextField, TriStateField
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.names import namer
from vendormgr.web.options import asset_options, vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page
from vendormgr.web.undo import may_take_back
from vendormgr.web.vendor import vendor_line, vendor_tabs


class ConnectionForm(FactForm[Connection]):
    """What the register holds of a connection, without its controls: they depend on the kind."""

    fact_kind = Connection
    line_kind: ConnectionKind
    closing: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    from_ = ReferenceField("connection.from_", [Required()], description="connection.from_hint")
    to = ReferenceField("connection.to", [Required()])
    line = TextField("connection.line", description="connection.line_hint")
    line_party = ReferenceField("connection.line_party")
    protocol = TextField("connection.protocol", description="connection.protocol_hint", limit=80)
    controlled_by = EnumRadioField(
        "connection.controlled_by", of=Controller, blank="common.unknown"
    )
    always_on = TriStateField("connection.always_on", description="connection.always_on_hint")
    registered = TriStateField("connection.registered")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Assets and vendors."""
        self.from_.offer(asset_options())
        self.to.offer(asset_options())
        self.line_party.offer(vendor_options())

    def validate_to(self, field: ReferenceField) -> None:
        """A connection leads somewhere else."""
        if field.data and field.data == self.from_.data:
            raise ValidationError(t("connection.to_itself"))

    @classmethod
    def shown(cls, fact: Connection) -> Any:
        """The fact with its controls as fields."""
        values = {name: getattr(fact, name) for name in fact.__dataclass_fields__}
        asked = (*cls.closing, *cls.further)
        controls = {f"{PREFIX}{name}": fact.controls.get(name) for name in asked}
        return SimpleNamespace(**values, **controls)

    def fact(self, base: Connection | None) -> Connection:
        """The fact as typed, of the form's kind."""
        recorded = base.controls if base is not None else {}
        controls = read_controls(self, recorded)
        return self.with_values(base, kind=self.line_kind.id, controls=controls)


def form_for(kind: ConnectionKind, recorded: tuple[str, ...] = ()) -> type[ConnectionForm]:
    """The form with the questions of one kind."""
    catalogue = load_catalogue()
    closing, further = closing_controls(kind), further_controls(kind, recorded)
    fields = control_fields((*closing, *further), catalogue)
    extras = {"line_kind": kind, "closing": closing, "further": further}
    return type("ConnectionFormOfKind", (ConnectionForm,), {**extras, **fields})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionScreens(Screens[Connection]):
    """Screens whose form depends on the kind of connection."""

    def make_form(self, obj: Connection | None, version: int = 0) -> FactForm[Connection]:
        """The form of the record's kind, or of the kind that the address names."""
        kinds = load_catalogue().kinds
        chosen = request.args.get("kind") or (obj.kind if obj is not None else "")
        if chosen not in kinds:
            abort(404)
        form = form_for(kinds[chosen], tuple(obj.controls) if obj is not None else ())
        screens = Screens(
            name=self.name, kind=self.kind, form=form, edit=self.edit, title=self.title
        )
        return screens.make_form(obj, version)


def connection_name(connection: Connection) -> str:
    """What people call a connection: its line, and where it leads."""
    name = estate().index.name
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


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """One connection as the list shows it."""

    connection: Connection
    state: ConnectionState
    kind: ConnectionKind
    start: str
    end: str
    party: str | None


def connection_lines(conclusions: Conclusions) -> list[ConnectionLine]:
    """Every connection that is still there, in portfolio order."""
    name, kinds = conclusions.index.name, conclusions.catalogue.kinds
    return [
        ConnectionLine(
            one,
            conclusions.exposure.connections[one.id],
            kinds[one.kind],
            name(one.from_),
            name(one.to),
            name(one.line_party) if one.line_party else None,
        )
        for one in conclusions.index.connections.values()
    ]


_STATES = list(PathState)


@pages.get("")
@needs(Permission.VIEW_ATTACK_MAP)
def index() -> ResponseReturnValue:
    """All connections with their state, and what is reached over them."""
    conclusions = estate()
    words = language()
    listing = make_listing(
        connection_lines(conclusions),
        [
            ListColumn[ConnectionLine](
                key="from",
                title="connection.route",
                value=lambda one: (one.start, one.end),
                exported=lambda one: f"{one.start} → {one.end}",
            ),
            ListColumn[ConnectionLine](
                key="kind", title="connection.kind", value=lambda one: one.kind.title.of(words)
            ),
            ListColumn[ConnectionLine](
                key="party", title="connection.line_party", value=lambda one: one.party
            ),
            ListColumn[ConnectionLine](
                key="state",
                title="connection.state",
                value=lambda one: _STATES.index(one.state.state),
                exported=lambda one: one.state.state,
            ),
            ListColumn[ConnectionLine](
                key="missing",
                title="connection.lacking",
                value=lambda one: len(one.state.missing) + len(one.state.unknown),
                exported=lambda one: _lacking(one.state),
            ),
        ],
        _filters(conclusions),
        found_by=_found_by,
        order="state",
    )
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


def _lacking(state: ConnectionState) -> list[str]:
    """The missing (×) and unconfirmed (？) controls in words."""
    controls, words = load_catalogue().controls, language()
    return [
        f"{mark} {controls[one].title.of(words)}"
        for mark, listed in (("×", state.missing), ("？", state.unknown))
        for one in listed
    ]


def _filters(conclusions: Conclusions) -> list[ListFilter[ConnectionLine]]:
    kinds, words = conclusions.catalogue.kinds.values(), language()
    return [
        ListFilter[ConnectionLine](
            key="state",
            title="connection.state",
            options={one: label(one) for one in PathState},
            holds=lambda one, value: one.state.state == value,
        ),
        ListFilter[ConnectionLine](
            key="entering",
            title="connection.entering",
            options={"yes": t("connection.entering_yes")},
            holds=lambda one, _: conclusions.index.crosses_into_hospital(one.connection),
        ),
        ListFilter[ConnectionLine](
            key="kind",
            title="connection.kind",
            options={one.id: one.title.of(words) for one in kinds},
            holds=lambda one, value: one.kind.id == value,
        ),
    ]


def _found_by(one: ConnectionLine) -> Iterator[str | None]:
    yield from (one.start, one.end, one.party, one.connection.line, one.connection.id)
    yield one.connection.protocol


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
    lines = {one.id for one in conclusions.index.lines_of.get(id_, ())}
    return render_template(
        "connection/vendor.html",
        party=party,
        line=vendor_line(conclusions, party),
        tabs=vendor_tabs(conclusions, party),
        lines=[one for one in connection_lines(conclusions) if one.connection.id in lines],
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

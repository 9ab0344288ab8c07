"""接続の用紙: a connection's form asks what its kind can be closed with."""

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from flask import abort, redirect, request, url_for
from wtforms import ValidationError

from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.portfolio import Connection
from vendormgr.domain.vocabulary import Controller
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import t
from vendormgr.web.control import (
    PREFIX,
    closing_controls,
    control_fields,
    further_controls,
    read_controls,
)
from vendormgr.web.estate import estate
from vendormgr.web.fields import EnumRadioField, NoteField, ReferenceField, TextField, TriStateField
from vendormgr.web.forms import Required
from vendormgr.web.options import asset_options, vendor_options
from vendormgr.web.paths import with_query
from vendormgr.web.record import FactForm, Screens


class ConnectionForm(FactForm[Connection]):
    """What the register holds of a connection, without its controls: they depend on the kind."""

    fact_kind = Connection
    line_kind: ConnectionKind
    closing: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    pattern: Connection | None = None
    """The line that a new one is copied from."""
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
        if base is None and self.pattern is not None:
            base = replace(self.pattern, id="")
        return self.with_values(base, kind=self.line_kind.id, controls=controls)


def form_for(
    kind: ConnectionKind, recorded: tuple[str, ...] = (), pattern: Connection | None = None
) -> type[ConnectionForm]:
    """The form with the questions of one kind."""
    catalogue = load_catalogue()
    closing, further = closing_controls(kind), further_controls(kind, recorded)
    fields = control_fields((*closing, *further), catalogue)
    extras = {"line_kind": kind, "closing": closing, "further": further, "pattern": pattern}
    return type("ConnectionFormOfKind", (ConnectionForm,), {**extras, **fields})


def _pattern() -> Connection | None:
    """The line that the address asks to copy; whether the copy is registered is asked anew."""
    id_ = request.args.get("copy")
    if id_ is None:
        return None
    found = next((one for one in estate().portfolio.connections if one.id == id_), None)
    if found is not None:
        return replace(found, registered=None, note=None)
    # What was typed must not be lost because the pattern was put away meanwhile.
    return None if request.method == "POST" else abort(404)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionScreens(Screens[Connection]):
    """Screens whose form depends on the kind of connection."""

    def make_form(self, obj: Connection | None, version: int = 0) -> FactForm[Connection]:
        """The form of the record's kind, or of the kind that the address names."""
        kinds = load_catalogue().kinds
        pattern = _pattern() if obj is None else None
        if obj is None and not request.args.get("kind"):
            there = with_query(url_for("connection.choose_kind"), without="kind")
            abort(redirect(there, 303))
        chosen = request.args.get("kind") or (obj.kind if obj is not None else "")
        if chosen not in kinds:
            abort(404)
        like = obj or pattern
        form = form_for(kinds[chosen], tuple(like.controls) if like is not None else (), pattern)
        screens = Screens(
            name=self.name, kind=self.kind, form=form, edit=self.edit, title=self.title
        )
        if pattern is None or request.method == "POST":
            return screens.make_form(obj, version)
        filled = form(form.shown(pattern))
        filled.offer()
        return filled

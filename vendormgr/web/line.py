"""接続の記録: one short form that records a vendor's line with what stands at both its ends.

People at a hospital know "the caterer has a VPN to the meal server", not assets and connections:
the form asks that, and makes the vendor's side, the connection and who updates it in one step.
"""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from vendormgr.domain.access import Permission
from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Asset, Connection, Party, Responsibility
from vendormgr.domain.vocabulary import AssetKind, Controller, Duty, Location, PartyRole
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import language, t
from vendormgr.store import record as store
from vendormgr.store.audit import batch_of
from vendormgr.store.errors import RecordError
from vendormgr.web.access import actor, needs
from vendormgr.web.control import closing_controls, control_fields, read_controls
from vendormgr.web.db import writing
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    EnumRadioField,
    NoteField,
    ReferenceField,
    TextField,
    TriStateField,
    reference,
)
from vendormgr.web.flashes import done
from vendormgr.web.forms import Required
from vendormgr.web.once import OnceForm, remember_sending, sent_before
from vendormgr.web.options import party_options
from vendormgr.web.record import refuse
from vendormgr.web.screens import name_archived

pages = Blueprint("line", __name__)
KINDS = ("remote_session", "third_party_access", "site_link", "agent_channel", "file_drop")
"""The kinds that come over a vendor's line, the usual one first."""
LINE_ENDS = frozenset({AssetKind.DEVICE, AssetKind.SEGMENT, AssetKind.SYSTEM})


class LineForm(OnceForm):
    """A vendor's line into the hospital, as people describe it."""

    closing: tuple[str, ...] = ()
    to = ReferenceField("line.to", [Required()], description="line.to_hint")
    start = ReferenceField("line.start", blank="line.start_new")
    start_name = TextField("line.start_name", description="line.start_name_hint")
    line = TextField("connection.line", description="connection.line_hint")
    protocol = TextField("connection.protocol", description="connection.protocol_hint", limit=80)
    controlled_by = EnumRadioField(
        "connection.controlled_by", of=Controller, blank="common.unknown"
    )
    always_on = TriStateField("connection.always_on", description="connection.always_on_hint")
    updater = ReferenceField(
        "line.updater", blank="line.updater_unknown", description="line.updater_hint"
    )
    registered = TriStateField("connection.registered")
    note = NoteField("common.note")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields; of a chosen record that was put away meanwhile, say just that."""
        right = bool(super().validate(extra_validators))
        if not right:
            name_archived(self)
        return right

    def offer(self, party: Party) -> None:
        """What stands in the hospital, what the vendor has outside, and who could update."""
        index = estate().index
        near = {one.system for one in index.services_of.get(party.id, ())} - {None}
        inside = sorted(
            (one for one in index.assets.values() if _can_end_line(one)),
            key=lambda one: _system_of(one, index) not in near,
        )
        own = [
            one for one in index.assets_owned.get(party.id, ()) if one.location is Location.EXTERNAL
        ]
        self.to.offer(reference(one.id, one.label or one.id, one.id) for one in inside)
        self.start.offer(reference(one.id, one.label or one.id, one.id) for one in own)
        self.updater.offer(party_options())


def _can_end_line(asset: Asset) -> bool:
    return asset.location is Location.HOSPITAL and asset.kind in LINE_ENDS


def _system_of(asset: Asset, index: Index) -> str | None:
    service = index.services.get(asset.service or "")
    return service.system if service is not None else None


def form_for(kind: ConnectionKind) -> type[LineForm]:
    """The form with the questions of one kind."""
    closing = closing_controls(kind)
    fields: dict[str, Any] = dict(control_fields(closing, load_catalogue()))
    made: type[LineForm] = type("LineFormOfKind", (LineForm,), {"closing": closing, **fields})
    return made


@pages.route("/vendors/<id:id_>/lines/new", methods=["GET", "POST"])
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def new(id_: str) -> ResponseReturnValue:
    """Record a line; afterwards the page says what it changes."""
    party = estate().index.parties.get(id_)
    if party is None or party.role is PartyRole.HOSPITAL:
        abort(404)
    kinds = load_catalogue().kinds
    chosen = request.args.get("kind", KINDS[0])
    if chosen not in KINDS:
        abort(404)
    form = form_for(kinds[chosen])()
    form.offer(party)
    if form.submitted():
        try:
            with writing() as session:
                place = sent_before(session)
                if place is not None:
                    return redirect(place, 303)
                connection = record_line(session, form, party, chosen)
                made = batch_of(session, "connections", connection.id)
                remember_sending(session, url_for("connection.effect", id_=connection.id))
        except RecordError as error:
            refuse(form, error)
        else:
            done(t("line.recorded", name=party.name or party.id), undo=made)
            return redirect(url_for("connection.effect", id_=connection.id), 303)
    page = render_template(
        "line/new.html",
        form=form,
        party=party,
        kinds=[kinds[one] for one in KINDS],
        chosen=kinds[chosen],
        words=language(),
    )
    return page, 422 if form.problems else 200


@pages.post("/vendors/<id:id_>/lines/all-listed")
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def all_listed(id_: str) -> ResponseReturnValue:
    """Note that every line of the vendor is recorded."""
    with writing() as session:
        stored = store.find(session, Party, id_)
        if stored is None or stored.archived_at or stored.fact.role is PartyRole.HOSPITAL:
            abort(404)
        changed = replace(stored.fact, lines_listed=True)
        store.update(session, changed, by=actor(), seen_version=stored.version)
        event = store.history(session, Party, id_, limit=1)[0]
    done(t("line.all_listed_done", name=changed.name or id_), undo=event.sequence)
    return redirect(url_for("connection.vendor", id_=id_), 303)


def record_line(session: Session, form: LineForm, party: Party, kind: str) -> Connection:
    """The vendor's side where it is new, the connection, and who updates its equipment.

    All in one audit batch: one undo takes all of it back.
    """
    by, batch = actor(), None
    start = form.start.data
    if start is None:
        side = Asset(
            id="",
            kind=AssetKind.SYSTEM,
            location=Location.EXTERNAL,
            owner=party.id,
            label=form.start_name.data or t("line.side_of", name=party.name or party.id),
        )
        start = store.create(session, side, by=by).fact.id
        batch = batch_of(session, "assets", start)
    connection = Connection(
        id="",
        from_=start,
        to=str(form.to.data),
        kind=kind,
        line=form.line.data,
        line_party=party.id,
        protocol=form.protocol.data,
        controlled_by=form.controlled_by.data,
        always_on=form.always_on.data,
        registered=form.registered.data,
        controls=read_controls(form, {}),
        note=form.note.data,
    )
    saved = store.create(session, connection, by=by, batch=batch).fact
    who = form.updater.data
    if who is not None:
        duty = Responsibility(subject=saved.id, duty=Duty.PATCH.value, accountable=(who,))
        batch = batch or batch_of(session, "connections", saved.id)
        store.create(session, duty, by=by, batch=batch)
    return saved

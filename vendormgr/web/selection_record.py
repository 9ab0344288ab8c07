"""委託先として登録: the chosen candidate becomes a vendor with its service, in one step."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from vendormgr.domain.access import Permission
from vendormgr.domain.due_diligence import need_met_by
from vendormgr.domain.portfolio import Party, Service
from vendormgr.domain.selection import Candidate, Selection
from vendormgr.domain.selection_step import state_of
from vendormgr.domain.vocabulary import Criticality, PartyRole, SelectionState, ServiceModel
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.audit import batch_of
from vendormgr.store.errors import RecordError
from vendormgr.web.access import actor, needs
from vendormgr.web.db import writing
from vendormgr.web.estate import estate
from vendormgr.web.flashes import done, warn
from vendormgr.web.lookalike import lookalikes
from vendormgr.web.once import OnceForm, remember_sending, sent_before
from vendormgr.web.screens import problem_text
from vendormgr.web.selection_sight import require_selection, standing_of

pages = Blueprint("selection_record", __name__, url_prefix="/selections")


@pages.route("/<id:id_>/record", methods=["GET", "POST"])
@needs(
    Permission.VIEW_PORTFOLIO,
    Permission.EDIT_ASSESSMENTS,
    Permission.EDIT_VENDORS,
    Permission.EDIT_SERVICES,
)
def record(id_: str) -> ResponseReturnValue:
    """Show what will be recorded of the approved candidate, then record all of it or nothing."""
    selection = require_selection(id_)
    chosen = standing_of(selection).chosen
    if chosen is None or state_of(selection) is not SelectionState.APPROVED:
        warn(t("selection.record_later"))
        return redirect(url_for("selection.show", id_=id_), 303)
    party, service = as_vendor(selection, chosen), as_service(selection, chosen)
    form = OnceForm()
    if form.submitted():
        answer = _record(chosen, party, service)
        if answer is not None:
            return answer
    known = next((one for one in estate().portfolio.parties if one.id == chosen.party), None)
    page = render_template(
        "selection/record.html",
        form=form,
        selection=selection,
        candidate=chosen,
        party=party,
        service=service,
        known=known,
        alike=[] if known else lookalikes(party, estate().portfolio.parties),
    )
    return page, 422 if form.problems else 200


def as_vendor(selection: Selection, candidate: Candidate) -> Party:
    """The candidate as a vendor, with the approval that the case has on record."""
    important = selection.important is not False
    return Party(
        id="",
        role=PartyRole.VENDOR,
        name=candidate.name,
        service=candidate.service or selection.title,
        criticality=Criticality.HIGH if important else Criticality.STANDARD,
        lines_listed=True if need_met_by(candidate, selection).connects is False else None,
        approved_on=selection.approved_on,
        approved_by=selection.approved_by,
    )


def as_service(selection: Selection, candidate: Candidate) -> Service | None:
    """What it offers as a service; None: nobody has said under which model."""
    need = need_met_by(candidate, selection)
    if need.model is None:
        return None
    return Service(
        id="",
        vendor=candidate.party or "",
        model=ServiceModel(need.model),
        name=candidate.service or selection.title,
        system=selection.system,
        data_class=need.data_class,
        data_country=candidate.data_country,
        equipment_in_hospital=need.equipment_in_hospital,
        stop_tolerance_hours=need.stop_tolerance_hours,
    )


def _record(chosen: Candidate, party: Party, service: Service | None) -> ResponseReturnValue | None:
    """Make the records and leave; None: the records refused, show the page again."""
    try:
        with writing() as session:
            place = sent_before(session)
            if place is not None:
                return redirect(place, 303)
            vendor, event = _create(session, party, service)
            _link(session, chosen.id, vendor)
            _note_approval(session, vendor, party)
            there = url_for("vendor.show", id_=vendor)
            remember_sending(session, there)
    except RecordError as error:
        warn(problem_text(error))
        return None
    done(t("selection.recorded", name=party.name or vendor), undo=event)
    return redirect(there, 303)


def _create(session: Session, party: Party, service: Service | None) -> tuple[str, int]:
    """A vendor on record gets only the service; what is made together is undone together."""
    by = actor()
    if service is not None and service.vendor:
        made = store.create(session, service, by=by).fact
        return service.vendor, store.history(session, Service, made.id, limit=1)[0].sequence
    vendor = store.create(session, party, by=by).fact.id
    batch = batch_of(session, "parties", vendor)
    if service is not None:
        store.create(session, replace(service, vendor=vendor), by=by, batch=batch)
    return vendor, batch


def _link(session: Session, candidate: str, vendor: str) -> None:
    """The candidate names the vendor that it became."""
    stored = store.find(session, Candidate, candidate)
    if stored is not None and stored.fact.party != vendor:
        linked = replace(stored.fact, party=vendor)
        store.update(session, linked, by=actor(), seen_version=stored.version)


def _note_approval(session: Session, vendor: str, party: Party) -> None:
    """A vendor on record that nobody had approved yet takes over the approval of the case."""
    stored = store.find(session, Party, vendor)
    if stored is None or stored.fact.approved_on is not None or party.approved_on is None:
        return
    approved = replace(stored.fact, approved_on=party.approved_on, approved_by=party.approved_by)
    store.update(session, approved, by=actor(), seen_version=stored.version)

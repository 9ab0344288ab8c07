"""不備への対応: accept for a time, plan, assign; one or many, and then all or none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType, SimpleNamespace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import Form as WTForm
from wtforms import ValidationError
from wtforms.form import BaseForm

from vendormgr.domain.access import Permission, may_accept, may_look_after, permissions_of
from vendormgr.domain.gaps import Finding
from vendormgr.i18n import t
from vendormgr.store.account import list_users
from vendormgr.store.audit import list_events
from vendormgr.store.errors import RecordError, StaleError
from vendormgr.store.gap import Acceptance, Plan, gap_history
from vendormgr.store.gap_decision import (
    accept_gap,
    assign_gap,
    drop_plan,
    plan_gap,
    withdraw_acceptance,
)
from vendormgr.store.gap_sync import SYSTEM
from vendormgr.store.record import Stored
from vendormgr.web.access import actor, needs, user
from vendormgr.web.clock import today
from vendormgr.web.conflict import Conflict, compare
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate
from vendormgr.web.fields import DateField, NoteField, ReferenceField, TextField, reference
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import RecordForm, Required
from vendormgr.web.gap_choice import Choice, Chosen, read_choices
from vendormgr.web.gap_list import gap_rows
from vendormgr.web.paths import safe_path
from vendormgr.web.screens import refuse
from vendormgr.web.sight import is_on_attack_map

pages = Blueprint("gap_decision", __name__, url_prefix="/gaps")
_SENT = "sent"
_BOTH = ["GET", "POST"]
Decide = Callable[[Session, Choice], object]


class DecisionForm(RecordForm):
    """What is decided; on the first step from a list there is nothing typed to read yet."""

    def __init__(self, obj: Any = None, *, typed: bool) -> None:
        if typed:
            super().__init__(obj)
        else:
            WTForm.__init__(self, formdata=None, obj=obj)


class AcceptForm(DecisionForm):
    """A risk taken knowingly, for a time."""

    reason = NoteField("gap.reason", [Required()], description="gap.reason_hint", limit=1000)
    approver = TextField("gap.approver", [Required()], description="gap.approver_hint")
    compensation = NoteField("gap.compensation", description="gap.compensation_hint", limit=1000)
    until = DateField("gap.until", [Required()], description="gap.until_hint")
    must_compensate: bool = False
    """Set where a vendor's terms are taken or left: then something has to make up for it."""

    def validate_compensation(self, field: NoteField) -> None:
        """What a vendor refuses for good is not accepted without something in its place."""
        if self.must_compensate and not field.data:
            raise ValidationError(t("gap.compensation_missing"))

    def validate_until(self, field: DateField) -> None:
        """Not in the past, and looked at again within a year."""
        if field.data is None:
            return
        if field.data < today():
            raise ValidationError(t("gap.until_past"))
        if field.data > a_year_after(today()):
            raise ValidationError(t("gap.until_far"))


class PlanForm(DecisionForm):
    """What will be done, by whom, until when."""

    what = NoteField("gap.plan_what", [Required()], description="gap.plan_what_hint", limit=1000)
    owner = TextField("gap.plan_owner", description="gap.plan_owner_hint")
    due_on = DateField("gap.plan_due", description="form.date_hint")

    def validate_due_on(self, field: DateField) -> None:
        """A new plan does not end in the past."""
        if field.data is not None and field.data < today():
            raise ValidationError(t("gap.plan_past"))


class AssigneeField(ReferenceField):
    """Somebody who may look after the gaps; of the others it says why they are not offered."""

    unfit: Mapping[str, str] = MappingProxyType({})
    """Id to name of those who may not see the gaps or may change nothing."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse whoever is not offered."""
        if self.data in self.unfit:
            raise ValidationError(t("gap.assignee_unfit", name=self.unfit[str(self.data)]))
        super().pre_validate(form)


class AssignForm(DecisionForm):
    """Who looks after it."""

    to = AssigneeField("gap.assigned_to", blank="gap.nobody", description="gap.assignee_hint")

    def offer_people(self, *, on_attack_map: bool) -> None:
        """Everybody who may see the gaps and do something about them."""
        people = [one for one in list_users(reading()) if one.active]
        fit = {
            one.id: one.name
            for one in people
            if may_look_after(permissions_of(one.roles), on_attack_map=on_attack_map)
        }
        self.to.offer(reference(id_, name) for id_, name in fit.items())
        self.to.unfit = {one.id: one.name for one in people if one.id not in fit}


def a_year_after(day: date) -> date:
    """The same day a year later; 28 February for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


@pages.route("/accept", methods=_BOTH)
@needs(Permission.VIEW_PORTFOLIO, Permission.ACCEPT_MINOR_RISK)
def accept() -> ResponseReturnValue:
    """Accept gaps as risks until a day; the severe ones only with the permission for them."""
    chosen = read_choices(estate())
    earlier = _single(chosen).acceptance
    form = AcceptForm(earlier, typed=_is_sent())
    form.must_compensate = any(is_take_or_leave(one.finding) for one in chosen.choices)
    if not _is_sent():
        form.approver.data = user().name
        form.until.data = earlier.until if earlier is not None and not earlier.ended_on else None

    def decide(session: Session, one: Choice) -> object:
        reason, approver, until = form.reason.data, form.approver.data, form.until.data
        if not reason or not approver or until is None:
            raise ValueError("the form was not checked")
        given: dict[str, Any] = {"reason": reason, "approver": approver, "until": until}
        given["compensation"] = form.compensation.data
        return accept_gap(session, one.finding, **given, **_by(one))

    return _answer("accept", form, chosen, decide)


@pages.route("/plan", methods=_BOTH)
@needs(Permission.VIEW_PORTFOLIO, Permission.MANAGE_GAPS)
def plan() -> ResponseReturnValue:
    """Note what will be done about gaps."""
    chosen = read_choices(estate())
    form = PlanForm(_single(chosen).plan, typed=_is_sent())

    def decide(session: Session, one: Choice) -> object:
        given: dict[str, Any] = {"owner": form.owner.data, "due_on": form.due_on.data}
        return plan_gap(session, one.finding, what=form.what.data or "", **given, **_by(one))

    return _answer("plan", form, chosen, decide)


@pages.route("/assign", methods=_BOTH)
@needs(Permission.VIEW_PORTFOLIO, Permission.MANAGE_GAPS)
def assign() -> ResponseReturnValue:
    """Give gaps to somebody, or to nobody."""
    chosen = read_choices(estate())
    form = AssignForm(_single(chosen), typed=_is_sent())
    known = estate()
    form.offer_people(
        on_attack_map=any(is_on_attack_map(one.finding, known) for one in chosen.choices)
    )
    return _answer(
        "assign",
        form,
        chosen,
        lambda session, one: assign_gap(session, one.finding, to=form.to.data, **_by(one)),
    )


@pages.post("/withdraw")
@needs(Permission.VIEW_PORTFOLIO, Permission.ACCEPT_MINOR_RISK)
def withdraw() -> ResponseReturnValue:
    """End an acceptance before its day."""
    chosen = read_choices(estate())
    if not all(may_accept_gap(one.finding) for one in chosen.choices):
        abort(403)
    return _end(
        chosen,
        lambda session, one: withdraw_acceptance(session, *one.finding.key, **_by(one)),
        t("gap.withdrawn"),
    )


@pages.post("/drop")
@needs(Permission.VIEW_PORTFOLIO, Permission.MANAGE_GAPS)
def drop() -> ResponseReturnValue:
    """Give up a plan."""
    return _end(
        read_choices(estate()),
        lambda session, one: drop_plan(session, *one.finding.key, **_by(one)),
        t("gap.dropped"),
        undoable=True,
    )


def is_take_or_leave(finding: Finding) -> bool:
    """Whether it is about what a contract says that nobody can negotiate."""
    contract = estate().index.contracts.get(finding.contract or "")
    about_text = finding.clause is not None or finding.item is not None
    return about_text and contract is not None and contract.negotiable is False


def may_accept_gap(finding: Finding) -> bool:
    """Whether the person who asks may accept a gap of that severity."""
    return may_accept(permissions_of(user().roles), finding.severity)


def _is_sent() -> bool:
    """Whether the form itself was sent, not only the choice of what it is about."""
    return request.method == "POST" and bool(request.form.get(_SENT))


def _by(one: Choice) -> dict[str, Any]:
    return {"today": today(), "by": actor(), "seen_version": one.seen_version}


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was decided about the one gap that is chosen; of several, nothing is filled in."""

    acceptance: Acceptance | None = None
    plan: Plan | None = None
    to: str | None = None


def _single(chosen: Chosen) -> _Decided:
    states = [one.state for one in chosen.choices]
    if len(states) != 1 or states[0] is None:
        return _Decided()
    return _Decided(states[0].acceptance, states[0].plan, states[0].assigned_to)


def _answer(what: str, form: DecisionForm, chosen: Chosen, decide: Decide) -> ResponseReturnValue:
    """Carry the decision out for all that were chosen, or show the form and say why not."""
    refused = [
        one for one in chosen.choices if what == "accept" and not may_accept_gap(one.finding)
    ]
    stale = False
    if _is_sent() and not refused and not chosen.gone and form.submitted():
        try:
            with writing() as session:
                for one in chosen.choices:
                    decide(session, one)
        except StaleError:
            stale, chosen = True, read_choices(estate())
        except RecordError as error:
            refuse(form, error)
        else:
            _say(what, chosen)
            return redirect(_back(chosen), 303)
    changed = [one for one in chosen.choices if one.is_stale] if stale else []
    page = render_template(
        "gap/decide.html",
        what=what,
        form=form,
        chosen=chosen,
        sent_values=[_value(one, chosen, stale=stale) for one in chosen.choices],
        rows=gap_rows([one.finding for one in chosen.choices], estate()),
        refused=refused,
        changed=changed,
        conflict=_conflict(what, form, chosen) if stale else None,
        back=_back(chosen),
    )
    return page, _status(form, stale=stale or bool(chosen.gone), refused=bool(refused))


def _status(form: DecisionForm, *, stale: bool, refused: bool) -> int:
    if stale:
        return 409
    if refused:
        return 403
    return 422 if form.problems else 200


def _value(one: Choice, chosen: Chosen, *, stale: bool) -> str:
    """What the form sends for a gap: the version whose decisions it shows."""
    if stale or (len(chosen.choices) == 1 and not _is_sent()):
        return one.value
    return f"{one.seen_version}:{one.finding.rule}:{one.finding.subject}"


def _say(what: str, chosen: Chosen) -> None:
    n = len(chosen.choices)
    undo = _last_event(chosen.choices[0].finding) if n == 1 else None
    done(t(f"gap.done_{what}", n=n), undo=undo)


def _last_event(finding: Finding) -> int:
    subject = f"{finding.rule}:{finding.subject}"
    return list_events(reading(), noun="gap", subject=subject, limit=1)[0].sequence


def _back(chosen: Chosen) -> str:
    """The gap's page, or the list that several were chosen from."""
    if len(chosen.choices) == 1 and not chosen.gone:
        finding = chosen.choices[0].finding
        return url_for("gap.show", rule=finding.rule, subject=finding.subject)
    return safe_path(request.form.get("back"), url_for("gap.every"))


def _conflict(what: str, form: DecisionForm, chosen: Chosen) -> Conflict | None:
    """For a single gap: what somebody else decided meanwhile against what was typed."""
    if len(chosen.choices) != 1 or chosen.choices[0].state is None:
        return None
    one = chosen.choices[0]
    theirs = _single(chosen)
    blank = dict.fromkeys(form.values())
    shown = {"accept": theirs.acceptance, "plan": theirs.plan, "assign": theirs}[what]
    event = gap_history(reading(), *one.finding.key)[0]
    by = t("gap.by_system") if event.by == SYSTEM.name else event.by
    stored: Stored[Any] = Stored(
        shown or SimpleNamespace(**blank), one.version, None, event.at, event.at, by
    )
    return compare(form, stored)


def _end(
    chosen: Chosen, decide: Decide, text: str, *, undoable: bool = False
) -> ResponseReturnValue:
    """A decision taken back by a button on the gap's page."""
    if chosen.gone or len(chosen.choices) != 1:
        abort(404)
    finding = chosen.choices[0].finding
    try:
        with writing() as session:
            decide(session, chosen.choices[0])
    except RecordError:
        warn(t("record.changed_meanwhile"))
    else:
        done(text, undo=_last_event(finding) if undoable else None)
    return redirect(url_for("gap.show", rule=finding.rule, subject=finding.subject), 303)

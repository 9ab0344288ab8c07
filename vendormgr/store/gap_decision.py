"""What people decide about a gap: accept it for a time, plan its end, give it to somebody."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.checking import is_storable
from vendormgr.store.clock import utc_now
from vendormgr.store.errors import InvalidFieldError, NotFoundError, StaleError
from vendormgr.store.gap import GAP, GapAction, GapState, find_gap, record_gap_events
from vendormgr.store.gap_sync import Found

NEVER_SEEN = 0
"""The version to say for a finding that has no record yet."""


def accept_gap(  # noqa: PLR0913
    session: Session,
    finding: Found,
    *,
    reason: str,
    approver: str,
    until: date,
    compensation: str | None = None,
    today: date,
    by: Actor,
    seen_version: int,
) -> GapState:
    """Accept a finding until a day, inclusive, as long as what it rests on stays as it is.

    `compensation` says what makes up for it, such as for a clause that a vendor refuses.

    Raises:
        StaleError: Somebody decided about it meanwhile.
        InvalidFieldError: The reason or approver is empty, or the day is over.
    """
    _require_text(reason=reason, approver=approver)
    _check_text(compensation=compensation)
    if until < today:
        raise InvalidFieldError("until", "past", noun="gap")
    values = {
        "acceptance_reason": reason,
        "acceptance_compensation": compensation,
        "acceptance_approver": approver,
        "acceptance_until": until,
        "acceptance_basis": finding.basis,
        "accepted_by": by.name,
        "accepted_at": utc_now(),
        "acceptance_ended_on": None,
        "acceptance_ending": None,
    }
    facts = {
        "reason": reason,
        "approver": approver,
        "until": until.isoformat(),
        **({"compensation": compensation} if compensation else {}),
    }
    return _decide(
        session,
        _open(session, finding, today, seen_version, facts),
        Action.ACCEPTED,
        values,
        facts,
        today=today,
        by=by,
    )


def withdraw_acceptance(  # noqa: PLR0913
    session: Session, rule: str, subject: str, *, today: date, by: Actor, seen_version: int
) -> GapState:
    """End an acceptance before its day.

    Raises:
        NotFoundError: There is none that has not ended.
        StaleError: Somebody decided about it meanwhile.
    """
    state = _require(session, rule, subject, seen_version)
    if state.acceptance is None or state.acceptance.ended_on is not None:
        raise NotFoundError("acceptance", f"{rule}:{subject}")
    values = {"acceptance_ended_on": today, "acceptance_ending": "withdrawn"}
    return _decide(session, state, Action.ACCEPTANCE_WITHDRAWN, values, {}, today=today, by=by)


def plan_gap(  # noqa: PLR0913
    session: Session,
    finding: Found,
    *,
    what: str,
    owner: str | None,
    due_on: date | None,
    today: date,
    by: Actor,
    seen_version: int,
) -> GapState:
    """Note what will be done about a finding, by whom, until when.

    Raises:
        StaleError: Somebody decided about it meanwhile.
        InvalidFieldError: It does not say what.
    """
    _require_text(what=what)
    _check_text(owner=owner)
    values = {
        "plan_what": what,
        "plan_owner": owner,
        "plan_due_on": due_on,
        "planned_by": by.name,
        "planned_at": utc_now(),
    }
    facts = {"what": what, "owner": owner, "due_on": due_on and due_on.isoformat()}
    state = _open(session, finding, today, seen_version, facts)
    return _decide(session, state, Action.PLANNED, values, facts, today=today, by=by)


def drop_plan(  # noqa: PLR0913
    session: Session, rule: str, subject: str, *, today: date, by: Actor, seen_version: int
) -> GapState:
    """Give up the plan for a gap.

    Raises:
        NotFoundError: There is no plan.
        StaleError: Somebody decided about it meanwhile.
    """
    state = _require(session, rule, subject, seen_version)
    if state.plan is None:
        raise NotFoundError("plan", f"{rule}:{subject}")
    names = ("plan_what", "plan_owner", "plan_due_on", "planned_by", "planned_at")
    values = dict.fromkeys(names)
    return _decide(session, state, Action.PLAN_DROPPED, values, {}, today=today, by=by)


def assign_gap(  # noqa: PLR0913
    session: Session,
    finding: Found,
    *,
    to: str | None,
    today: date,
    by: Actor,
    seen_version: int,
) -> GapState:
    """Give a finding to somebody, or to nobody.

    Raises:
        StaleError: Somebody decided about it meanwhile.
    """
    _check_text(assigned_to=to)
    facts = {"to": to}
    state = _open(session, finding, today, seen_version, facts)
    values = {"assigned_to": to or None}
    return _decide(session, state, Action.ASSIGNED, values, facts, today=today, by=by)


def _open(
    session: Session,
    finding: Found,
    today: date,
    seen_version: int,
    submitted: Mapping[str, Any],
) -> GapState:
    """The record of a finding; one that was never seen gets its record now."""
    state = find_gap(session, finding.rule, finding.subject)
    if state is not None:
        if state.version != seen_version:
            raise StaleError(state, submitted)
        return state
    session.execute(
        insert(GAP).values(
            rule=finding.rule,
            subject=finding.subject,
            severity=finding.severity.value,
            first_seen_on=today,
            last_seen_on=today,
            version=1,
        )
    )
    key, facts = (finding.rule, finding.subject), {"severity": finding.severity.value}
    record_gap_events(session, [(key, GapAction.SEEN, facts)], on=today, by="system")
    return _require(session, finding.rule, finding.subject, 1)


def _require(session: Session, rule: str, subject: str, seen_version: int) -> GapState:
    state = find_gap(session, rule, subject)
    if state is None:
        raise NotFoundError("gap", f"{rule}:{subject}")
    if state.version != seen_version:
        raise StaleError(state)
    return state


def _decide(  # noqa: PLR0913
    session: Session,
    state: GapState,
    action: Action,
    values: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    today: date,
    by: Actor,
) -> GapState:
    """Write a decision with its line in the history and its audit event."""
    step = update(GAP).where(GAP.c.rule == state.rule, GAP.c.subject == state.subject)
    session.execute(step.values(version=GAP.c.version + 1, **values))
    new = _require(session, state.rule, state.subject, state.version + 1)
    event = (state.key, GapAction(action.value), facts)
    record_gap_events(session, [event], on=today, by=by.name)
    subject = f"{state.rule}:{state.subject}"
    before, after = _shown(state), _shown(new)
    change = Change(action, "gap", subject, new.version, before=before, after=after)
    record_changes(session, [change], by=by)
    return new


def _shown(state: GapState) -> dict[str, Any]:
    """The decisions on a gap as the audit log holds them."""
    shown: dict[str, Any] = {}
    if state.acceptance is not None:
        one = state.acceptance
        shown["acceptance"] = {
            "reason": one.reason,
            "approver": one.approver,
            "until": one.until and one.until.isoformat(),
            "ending": one.ending,
            **({"compensation": one.compensation} if one.compensation else {}),
        }
    if state.plan is not None:
        due_on = state.plan.due_on
        shown["plan"] = {
            "what": state.plan.what,
            "owner": state.plan.owner,
            "due_on": due_on and due_on.isoformat(),
        }
    if state.assigned_to is not None:
        shown["assigned_to"] = state.assigned_to
    return shown


def _require_text(**values: str) -> None:
    for name, value in values.items():
        if not value.strip():
            raise InvalidFieldError(name, "missing", noun="gap")
    _check_text(**values)


def _check_text(**values: str | None) -> None:
    for name, value in values.items():
        if value is not None and not is_storable(value):
            raise InvalidFieldError(name, "characters", noun="gap")

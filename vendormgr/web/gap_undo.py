"""Taking a decision on a gap back, from the button beside the message that it was made."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from vendormgr.domain.access import Permission
from vendormgr.domain.gaps import Finding
from vendormgr.store.audit import Action, Event
from vendormgr.store.errors import NotFoundError
from vendormgr.store.gap_decision import assign_gap, drop_plan, plan_gap, withdraw_acceptance
from vendormgr.web.access import actor, can
from vendormgr.web.clock import today
from vendormgr.web.db import writing
from vendormgr.web.estate import estate
from vendormgr.web.gap_decision import may_accept_gap
from vendormgr.web.sight import visible

NOUN = "gap"
"""Under which decisions on gaps are logged."""


def may_take_back(event: Event) -> bool:
    """Whether a decision on a gap can be taken back from its message, by this person."""
    finding = _finding_of(event)
    if finding is None:
        return False
    if event.action == Action.ACCEPTED:
        return may_accept_gap(finding)
    undone = {Action.PLANNED, Action.PLAN_DROPPED, Action.ASSIGNED}
    return event.action in undone and can(Permission.MANAGE_GAPS)


def take_back(event: Event) -> None:
    """Decide the opposite, as long as nobody has decided anything since.

    Raises:
        StaleError: Somebody has.
    """
    finding = _finding_of(event)
    if finding is None:
        raise NotFoundError("gap", event.subject)
    with writing() as session:
        _decide_back(session, event, finding)


def _decide_back(session: Session, event: Event, finding: Finding) -> None:
    before = event.before or {}
    common: dict[str, Any] = {"today": today(), "by": actor(), "seen_version": event.version or 0}
    plan_before = before.get("plan")
    if event.action == Action.ACCEPTED:
        withdraw_acceptance(session, *finding.key, **common)
    elif event.action == Action.ASSIGNED:
        assign_gap(session, finding, to=before.get("assigned_to"), **common)
    elif plan_before is not None:
        due_on = plan_before["due_on"] and date.fromisoformat(plan_before["due_on"])
        given: dict[str, Any] = {
            "what": plan_before["what"],
            "owner": plan_before["owner"],
            "due_on": due_on,
        }
        plan_gap(session, finding, **given, **common)
    else:
        drop_plan(session, *finding.key, **common)


def _finding_of(event: Event) -> Finding | None:
    rule, _, subject = event.subject.partition(":")
    found = estate().finding(rule, subject)
    return next(iter(visible([found], estate())), None) if found is not None else None

"""What is kept about gaps: when they were seen, and what people decided about them.

A gap is found again and again by the rules; its row only remembers. Decisions are in the audit log
as well; what the rules saw by themselves is in the gap's history alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, tuple_
from sqlalchemy.orm import Session

from vendormgr.domain.vocabulary import Severity
from vendormgr.store.clock import utc_now
from vendormgr.store.counter import take
from vendormgr.store.tables.base import table_of
from vendormgr.store.tables.gap import GapEventRow, GapRow

GAP = table_of(GapRow)
GAP_EVENT = table_of(GapEventRow)
Key = tuple[str, str]
"""Rule and subject."""


class GapAction(StrEnum):
    """不備の経緯: what can happen to a gap."""

    SEEN = "seen"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    ACCEPTED = "accepted"
    ACCEPTANCE_WITHDRAWN = "acceptance_withdrawn"
    ACCEPTANCE_EXPIRED = "acceptance_expired"
    ACCEPTANCE_STALE = "acceptance_stale"
    PLANNED = "planned"
    PLAN_DROPPED = "plan_dropped"
    ASSIGNED = "assigned"


class GapStatus(StrEnum):
    """不備の状態: what people have to do with it."""

    OPEN = "open"
    PLANNED = "planned"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """受容: a risk taken knowingly, for a time."""

    reason: str
    approver: str
    until: date | None
    """Inclusive."""
    basis: str
    """Hash of what the finding rested on then."""
    by: str
    at: datetime
    ended_on: date | None = None
    ending: str | None = None
    """withdrawn, expired or stale."""
    compensation: str | None = None
    """補う対策: what makes up for it meanwhile."""

    def holds(self, today: date, basis: str | None = None) -> bool:
        """Whether it still counts; pass the finding's basis to see at once that it went stale."""
        return (
            self.ended_on is None
            and (self.until is None or today <= self.until)
            and basis in {None, self.basis}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """対応計画: what will be done, by whom, until when."""

    what: str
    owner: str | None
    due_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GapState:
    """What is known of one gap."""

    rule: str
    subject: str
    severity: Severity
    first_seen_on: date
    last_seen_on: date
    resolved_on: date | None
    acceptance: Acceptance | None
    """The last one, also when it has ended."""
    plan: Plan | None
    assigned_to: str | None
    version: int

    @property
    def key(self) -> Key:
        """Rule and subject."""
        return self.rule, self.subject

    def status(self, today: date, basis: str | None = None) -> GapStatus:
        """What it is today; pass the finding's basis to see a stale acceptance at once."""
        if self.resolved_on is not None:
            return GapStatus.RESOLVED
        if self.acceptance is not None and self.acceptance.holds(today, basis):
            return GapStatus.ACCEPTED
        return GapStatus.OPEN if self.plan is None else GapStatus.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class GapEvent:
    """One line of a gap's history."""

    sequence: int
    on: date
    at: datetime
    by: str
    action: str
    facts: Mapping[str, Any]
    portfolio_version: int | None


def gap_states(
    session: Session, *, decided: bool = False, keys: Sequence[Key] | None = None
) -> dict[Key, GapState]:
    """Rule and subject to what is known, resolved ones too; one query.

    `decided`: only those that somebody accepted, planned or assigned. `keys`: only these.
    """
    wanted: list[ColumnElement[bool]] = []
    if decided:
        decisions = (GAP.c.accepted_at, GAP.c.planned_at, GAP.c.assigned_to)
        wanted.append(or_(*(column.is_not(None) for column in decisions)))
    if keys is not None:
        wanted.append(tuple_(GAP.c.rule, GAP.c.subject).in_(keys))
    rows = session.execute(select(GAP).where(*wanted)).mappings()
    return {(row["rule"], row["subject"]): _state(row) for row in rows}


def find_gap(session: Session, rule: str, subject: str) -> GapState | None:
    """What is known of one gap; None if it was never seen. One query."""
    return gap_states(session, keys=[(rule, subject)]).get((rule, subject))


def resolved_gaps(session: Session, *, limit: int) -> tuple[GapState, ...]:
    """Gaps that no longer fire, the last resolved first; one query."""
    query = select(GAP).where(GAP.c.resolved_on.is_not(None))
    newest = query.order_by(GAP.c.resolved_on.desc(), GAP.c.rule, GAP.c.subject).limit(limit)
    return tuple(_state(row) for row in session.execute(newest).mappings())


def first_sights(session: Session) -> dict[Key, date]:
    """Rule and subject of every gap that is not resolved to the day it was first seen."""
    query = select(GAP.c.rule, GAP.c.subject, GAP.c.first_seen_on)
    rows = session.execute(query.where(GAP.c.resolved_on.is_(None)))
    return {(rule, subject): day for rule, subject, day in rows}


@dataclass(frozen=True, slots=True)
class GapMoves:
    """What came and what went between a day and now; what did both is left out."""

    new: tuple[Key, ...]
    gone: tuple[Key, ...]


def gap_moves(session: Session, since: date, severities: Sequence[Severity]) -> GapMoves | None:
    """What changed after that day among these severities; None: the records do not go back so far.

    Two queries at most, which read the changes only.
    """
    begun = session.execute(select(func.min(GAP.c.first_seen_on))).scalar_one()
    if begun is None or begun > since:
        return None
    came = and_(GAP.c.first_seen_on > since, GAP.c.resolved_on.is_(None))
    went = and_(GAP.c.first_seen_on <= since, GAP.c.resolved_on > since)
    query = select(GAP.c.rule, GAP.c.subject, GAP.c.resolved_on).where(
        GAP.c.severity.in_([one.value for one in severities]), or_(came, went)
    )
    rows = session.execute(query).all()
    return GapMoves(
        new=tuple((rule, subject) for rule, subject, resolved in rows if resolved is None),
        gone=tuple((rule, subject) for rule, subject, resolved in rows if resolved is not None),
    )


def gap_history(session: Session, rule: str, subject: str) -> tuple[GapEvent, ...]:
    """What happened to one gap, newest first; one query."""
    names = tuple(GapEvent.__dataclass_fields__)
    query = (
        select(*(GAP_EVENT.c[name] for name in names))
        .where(GAP_EVENT.c.rule == rule, GAP_EVENT.c.subject == subject)
        .order_by(GAP_EVENT.c.sequence.desc())
    )
    return tuple(GapEvent(**row) for row in session.execute(query).mappings())


def record_gap_events(
    session: Session,
    events: Sequence[tuple[Key, GapAction, Mapping[str, Any]]],
    *,
    on: date,
    by: str,
    portfolio_version: int | None = None,
) -> None:
    """Add to the histories; two statements, however many events."""
    if not events:
        return
    first = take(session, "gap_event", len(events))
    at = utc_now()
    rows = [
        {
            "sequence": first + place,
            "rule": rule,
            "subject": subject,
            "on": on,
            "at": at,
            "by": by,
            "action": action.value,
            "facts": dict(facts),
            "portfolio_version": portfolio_version,
        }
        for place, ((rule, subject), action, facts) in enumerate(events)
    ]
    session.execute(insert(GAP_EVENT), rows)


def _state(row: Mapping[Any, Any]) -> GapState:
    acceptance = plan = None
    if row["accepted_at"] is not None:
        acceptance = Acceptance(
            reason=row["acceptance_reason"],
            approver=row["acceptance_approver"],
            until=row["acceptance_until"],
            basis=row["acceptance_basis"],
            by=row["accepted_by"],
            at=row["accepted_at"],
            ended_on=row["acceptance_ended_on"],
            ending=row["acceptance_ending"],
            compensation=row["acceptance_compensation"],
        )
    if row["planned_at"] is not None:
        plan = Plan(
            what=row["plan_what"],
            owner=row["plan_owner"],
            due_on=row["plan_due_on"],
            by=row["planned_by"],
            at=row["planned_at"],
        )
    return GapState(
        rule=row["rule"],
        subject=row["subject"],
        severity=Severity(row["severity"]),
        first_seen_on=row["first_seen_on"],
        last_seen_on=row["last_seen_on"],
        resolved_on=row["resolved_on"],
        acceptance=acceptance,
        plan=plan,
        assigned_to=row["assigned_to"],
        version=row["version"],
    )

"""The audit log: every change with its before and after, written in the change's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from vendormgr.store.clock import utc_now
from vendormgr.store.counter import take
from vendormgr.store.tables.audit import AuditEventRow
from vendormgr.store.tables.base import table_of

EVENT = table_of(AuditEventRow)
Values = Mapping[str, Any]
LARGEST = 2**63 - 1
"""The largest number that a column holds."""


class Action(StrEnum):
    """操作: what was done."""

    CREATED = "created"
    UPDATED = "updated"
    ARCHIVED = "archived"
    RESTORED = "restored"
    IMPORTED = "imported"
    EXPORTED = "exported"
    DOWNLOADED = "downloaded"
    VIEWED = "viewed"
    REFUSED = "refused"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SIGN_IN_ENDED = "sign_in_ended"
    PASSWORD_SET = "password_set"  # noqa: S105
    ROLES_CHANGED = "roles_changed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    ACCEPTED = "accepted"
    ACCEPTANCE_WITHDRAWN = "acceptance_withdrawn"
    PLANNED = "planned"
    PLAN_DROPPED = "plan_dropped"
    ASSIGNED = "assigned"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Actor:
    """操作者: who acts, as the session knows it; the name stays readable for ever."""

    name: str
    user_id: str | None = None
    address: str | None = None
    """The network address it came from; None for the command line."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change to be logged; plain values only, and never a secret."""

    action: Action
    noun: str
    subject: str
    version: int | None = None
    before: Values | None = None
    after: Values | None = None
    reason: str | None = None
    undoes: int | None = None

    @property
    def changed(self) -> list[str]:
        """Names of the fields that differ, in the order they come."""
        before, after = self.before or {}, self.after or {}
        names = dict.fromkeys((*before, *after))
        return [name for name in names if before.get(name) != after.get(name)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """監査記録: one line of the audit log."""

    sequence: int
    batch: int
    at: datetime
    actor: str
    actor_id: str | None
    address: str | None
    action: str
    noun: str
    subject: str
    version: int | None
    before: Values | None
    after: Values | None
    changed: tuple[str, ...]
    reason: str | None
    undoes: int | None


def record_changes(
    session: Session, changes: Sequence[Change], *, by: Actor, batch: int | None = None
) -> int:
    """Log changes that belong together as one batch, or as more of one; returns its number.

    Two statements, however many changes there are.
    """
    first = take(session, "audit_event", len(changes))
    batch = first if batch is None else batch
    at = utc_now()
    rows = [
        {
            "sequence": first + place,
            "batch": batch,
            "at": at,
            "actor": by.name,
            "actor_id": by.user_id,
            "address": by.address,
            "action": change.action.value,
            "noun": change.noun,
            "subject": change.subject,
            "version": change.version,
            "before": change.before,
            "after": change.after,
            "changed": change.changed,
            "reason": change.reason,
            "undoes": change.undoes,
        }
        for place, change in enumerate(changes)
    ]
    if rows:
        session.execute(insert(EVENT), rows)
    return batch


def note_event(
    session: Session, action: Action, noun: str, subject: str, *, by: Actor, **facts: Any
) -> int:
    """Log something that changed no record (an export, a download, a refusal) with its facts."""
    change = Change(action, noun, subject, after=facts or None)
    return record_changes(session, [change], by=by)


def find_event(session: Session, sequence: int) -> Event | None:
    """The event of that number; one query."""
    if sequence > LARGEST:
        return None
    found = _events(session, EVENT.c.sequence == sequence, limit=1)
    return found[0] if found else None


def list_events(  # noqa: PLR0913
    session: Session,
    *,
    noun: str | None = None,
    subject: str | None = None,
    actor_id: str | None = None,
    action: str | None = None,
    batch: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before_sequence: int | None = None,
    limit: int | None = 100,
) -> tuple[Event, ...]:
    """Events that fit everything given, newest first; `until` is exclusive. One query."""
    wanted: list[ColumnElement[bool]] = []
    equal = {
        "noun": noun,
        "subject": subject,
        "actor_id": actor_id,
        "action": action,
        "batch": batch,
    }
    wanted += [EVENT.c[name] == value for name, value in equal.items() if value is not None]
    if since is not None:
        wanted.append(EVENT.c.at >= since)
    if until is not None:
        wanted.append(EVENT.c.at < until)
    if before_sequence is not None:
        wanted.append(EVENT.c.sequence < before_sequence)
    return _events(session, *wanted, limit=limit)


def list_events_about(
    session: Session, subjects: Collection[str], *, nouns: Collection[str], limit: int
) -> tuple[Event, ...]:
    """The newest events on any of these records, newest first; one query."""
    if not subjects:
        return ()
    wanted = (EVENT.c.subject.in_(sorted(subjects)), EVENT.c.noun.in_(sorted(nouns)))
    return _events(session, *wanted, limit=limit)


def batch_of(session: Session, noun: str, subject: str) -> int:
    """The batch of the newest event on a record; one query."""
    return list_events(session, noun=noun, subject=subject, limit=1)[0].batch


def count_events(session: Session) -> int:
    """How many events there are; as numbers have no holes, also the newest number."""
    return session.execute(select(func.count()).select_from(EVENT)).scalar_one()


def _events(session: Session, *wanted: ColumnElement[bool], limit: int | None) -> tuple[Event, ...]:
    query = select(EVENT).where(*wanted).order_by(EVENT.c.sequence.desc()).limit(limit)
    return tuple(
        Event(**{**row, "changed": tuple(row["changed"])})
        for row in session.execute(query).mappings()
    )

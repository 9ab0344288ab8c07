"""Undoing one audit event, as long as nobody has touched the record since."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from vendormgr.domain.plain import from_plain
from vendormgr.domain.portfolio import NOUNS, Fact
from vendormgr.store.audit import Action, Actor, Event, find_event, list_events
from vendormgr.store.errors import NotFoundError, StaleError, StillNeededError
from vendormgr.store.record.archiving import archive_all, in_order, restore
from vendormgr.store.record.dependence import dependants
from vendormgr.store.record.reading import Stored, require
from vendormgr.store.record.writing import update


def undo(session: Session, event_id: int, *, by: Actor) -> Stored[Any]:
    """Take back one creation, change, archiving or restoring of a record; itself an event.

    What was created together in one step goes together, whichever record is named.

    Raises:
        NotFoundError: There is no such event, or it is not about a record.
        StaleError: The record was changed after that event.
        StillNeededError: A creation cannot be undone while other records need the record.
        UnknownReferenceError: What the old value names is no longer there.
    """
    event = find_event(session, event_id)
    if event is None or event.noun not in NOUNS:
        raise NotFoundError("audit_event", str(event_id))
    kind = NOUNS[event.noun]
    stored = require(session, kind, event.subject)
    if stored.version != event.version:
        raise StaleError(stored)
    match event.action:
        case Action.CREATED:
            return _undo_creation(session, kind, event, by=by)
        case Action.UPDATED:
            old = from_plain(kind, {**(event.before or {}), "id": event.subject})
            return update(session, old, by=by, seen_version=stored.version, undoes=event.sequence)
        case Action.ARCHIVED:
            return restore(
                session,
                kind,
                event.subject,
                by=by,
                seen_version=stored.version,
                undoes=event.sequence,
            )
        case Action.RESTORED:
            return _undo_restoring(session, kind, event, by=by)
        case _:
            raise NotFoundError("audit_event", str(event_id))


def _undo_creation(session: Session, kind: type[Fact], event: Event, *, by: Actor) -> Stored[Fact]:
    """Archive what was created together; nobody may have touched any of it, or need it now."""
    together = made_together(session, event)
    _require_untouched(session, together)
    roots = [(one.noun, one.subject) for one in together]
    gone = {subject for _, subject in roots}
    needed = [
        other
        for noun, subject in roots
        for other in dependants(session, NOUNS[noun], subject).taken
        if other.id not in gone
    ]
    if needed:
        raise StillNeededError(tuple(needed))
    archive_all(session, roots, by=by, undoes=event.sequence)
    return require(session, kind, event.subject)


def made_together(session: Session, event: Event) -> tuple[Event, ...]:
    """The creations of one step, of which this is one; of an import it stands alone."""
    batch = list_events(session, batch=event.batch, limit=None)
    if any(one.action != Action.CREATED or one.noun not in NOUNS for one in batch):
        return (event,)
    return batch


def _undo_restoring(session: Session, kind: type[Fact], event: Event, *, by: Actor) -> Stored[Fact]:
    """Archive all that came back together; nobody may have touched any of it."""
    together = list_events(session, batch=event.batch, action=Action.RESTORED, limit=None)
    _require_untouched(session, together)
    roots = [(one.noun, one.subject) for one in together]
    archive_all(session, roots, by=by, undoes=event.sequence)
    return require(session, kind, event.subject)


def _require_untouched(session: Session, events: Sequence[Event]) -> None:
    versions = {one.subject: one.version for one in events}
    for _, stored in in_order(session, [(one.noun, one.subject) for one in events]):
        if stored.version != versions[stored.fact.id]:
            raise StaleError(stored)

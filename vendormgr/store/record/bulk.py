"""Many new records of one noun at once: all or none, in a fixed number of statements."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from vendormgr.domain.plain import to_plain
from vendormgr.domain.portfolio import Fact
from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.checking import check_id, check_named, check_values
from vendormgr.store.errors import IdTakenError
from vendormgr.store.record.writing import add_records
from vendormgr.store.rows import RECORD, archived, pairs, write_facts
from vendormgr.store.shape import shape_of
from vendormgr.store.state import raise_version

F = TypeVar("F", bound=Fact)


def taken_ids(session: Session) -> frozenset[str]:
    """Every id that a record has or had: one that is put away keeps its id."""
    return frozenset(session.execute(select(RECORD.c.id)).scalars())


def create_many(session: Session, facts: Sequence[F], *, by: Actor) -> int | None:
    """Write new records of one noun, each with an id; the number of their audit batch.

    None: there was nothing to write.

    Raises:
        IdTakenError, InvalidFieldError, UnknownReferenceError: See there; nothing was written.
    """
    if not facts:
        return None
    shape = shape_of(type(facts[0]))
    taken = pairs(session, select(RECORD.c.id, RECORD.c.noun))
    hidden = archived(session)
    known = {id_: noun for id_, noun in taken.items() if id_ not in hidden}
    known |= {fact.id: shape.noun for fact in facts}
    for fact in facts:
        check_id(shape, fact.id)
        if fact.id in taken:
            raise IdTakenError(fact.id, taken[fact.id], archived=fact.id in hidden)
        check_values(shape, fact)
        check_named(shape, fact, known)
    add_records(session, shape, facts, by=by)
    write_facts(session, shape, facts)
    changes = [Change(Action.CREATED, shape.noun, one.id, 1, after=to_plain(one)) for one in facts]
    batch = record_changes(session, changes, by=by)
    raise_version(session)
    return batch

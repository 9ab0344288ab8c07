"""A record as it is stored: the fact with its version and who touched it last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from vendormgr.domain.portfolio import Fact
from vendormgr.store.audit import Event, list_events
from vendormgr.store.errors import NotFoundError
from vendormgr.store.rows import RECORD, archived, read_facts
from vendormgr.store.shape import NOUN_OF, SHAPES, shape_of

F = TypeVar("F", bound=Fact)
_STAMPS = (
    RECORD.c.id,
    RECORD.c.version,
    RECORD.c.archived_at,
    RECORD.c.created_at,
    RECORD.c.updated_at,
    RECORD.c.updated_by,
    RECORD.c.archive_batch,
)


@dataclass(frozen=True, slots=True)
class Stored(Generic[F]):
    """A fact with what the database knows about it."""

    fact: F
    version: int
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    updated_by: str
    archive_batch: int | None = None
    """Number of the audit event that began the archiving."""


def find(session: Session, kind: type[F], id_: str) -> Stored[F] | None:
    """The record of that kind and id, archived or not; None if there is none.

    References to archived records read as None and drop out of lists, as in the portfolio; an
    archived record shows everything that it had. A fixed number of queries per kind.
    """
    found = find_many(session, kind, [id_])
    return found[0] if found else None


def find_many(session: Session, kind: type[F], ids: Collection[str]) -> list[Stored[F]]:
    """The records of those ids that there are, in document order; see `find`."""
    shape = shape_of(kind)
    query = select(*_STAMPS).where(RECORD.c.id.in_(ids), RECORD.c.noun == shape.noun)
    stamps = {row.id: row for row in session.execute(query)}
    if not stamps:
        return []
    live = [id_ for id_, row in stamps.items() if row.archived_at is None]
    facts = read_facts(session, shape, archived(session), live) if live else []
    if len(live) < len(stamps):
        gone = [id_ for id_, row in stamps.items() if row.archived_at is not None]
        facts += read_facts(session, shape, {}, gone)
    return [_stored(cast("F", fact), stamps[fact.id]) for fact in facts]


def require(session: Session, kind: type[F], id_: str) -> Stored[F]:
    """The record of that kind and id.

    Raises:
        NotFoundError: There is none.
    """
    found = find(session, kind, id_)
    if found is None:
        raise NotFoundError(NOUN_OF[kind], id_)
    return found


def list_archived(session: Session, kind: type[F]) -> list[Stored[F]]:
    """All archived records of a kind, in document order."""
    query = select(RECORD.c.id).where(
        RECORD.c.noun == NOUN_OF[kind], RECORD.c.archived_at.is_not(None)
    )
    return find_many(session, kind, list(session.execute(query).scalars()))


def history(session: Session, kind: type[Any], id_: str, *, limit: int = 200) -> tuple[Event, ...]:
    """The audit events of one record, newest first; one query."""
    return list_events(session, noun=NOUN_OF[kind], subject=id_, limit=limit)


def noun_of(session: Session, id_: str) -> str | None:
    """The noun of whatever record has that id, archived or not."""
    return session.execute(select(RECORD.c.noun).where(RECORD.c.id == id_)).scalar_one_or_none()


def kind_of(noun: str) -> type[Fact]:
    """The kind of fact that a noun lists."""
    return SHAPES[noun].kind


def _stored(fact: F, stamp: Any) -> Stored[F]:
    return Stored(
        fact,
        version=stamp.version,
        archived_at=stamp.archived_at,
        created_at=stamp.created_at,
        updated_at=stamp.updated_at,
        updated_by=stamp.updated_by,
        archive_batch=stamp.archive_batch,
    )

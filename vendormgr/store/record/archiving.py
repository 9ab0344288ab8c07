"""Archiving a record with what cannot stand without it, and bringing all of it back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy import update as sql_update
from sqlalchemy.orm import Session

from vendormgr.domain.plain import to_plain
from vendormgr.domain.portfolio import Fact, ItemDefault
from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.checking import check_default
from vendormgr.store.clock import utc_now
from vendormgr.store.errors import ArchivedError, StaleError, UnknownReferenceError
from vendormgr.store.record.dependence import by_noun, needing
from vendormgr.store.record.reading import Stored, find_many, kind_of, require
from vendormgr.store.record.writing import bump
from vendormgr.store.rows import RECORD, archived, pairs
from vendormgr.store.shape import NOUN_OF, SHAPES, Shape
from vendormgr.store.state import raise_version

F = TypeVar("F", bound=Fact)


def archive(  # noqa: PLR0913
    session: Session,
    kind: type[F],
    id_: str,
    *,
    by: Actor,
    seen_version: int,
    reason: str | None = None,
) -> Stored[F]:
    """Put a record and all that needs it out of sight; nothing is deleted.

    Raises:
        NotFoundError, StaleError, ArchivedError: See there; nothing was written.
    """
    stored = require(session, kind, id_)
    if stored.version != seen_version:
        raise StaleError(stored)
    if stored.archived_at is not None:
        raise ArchivedError(NOUN_OF[kind], id_)
    archive_all(session, [(NOUN_OF[kind], id_)], by=by, reason=reason)
    return require(session, kind, id_)


def archive_all(
    session: Session,
    roots: Sequence[tuple[str, str]],
    *,
    by: Actor,
    reason: str | None = None,
    undoes: int | None = None,
) -> None:
    """Put live records (noun, id) and all that needs them out of sight, in one batch."""
    taken = needing(session, by_noun(roots))
    everything = [*roots, *((one.noun, one.id) for one in taken)]
    changes = [
        Change(
            Action.ARCHIVED,
            noun,
            one.fact.id,
            one.version + 1,
            before=to_plain(one.fact),
            reason=reason,
            undoes=undoes,
        )
        for noun, one in in_order(session, everything)
    ]
    batch = record_changes(session, changes, by=by)
    ids = [change.subject for change in changes]
    bump(session, ids, by=by, archived_at=utc_now(), archive_batch=batch)
    raise_version(session)


def restore(  # noqa: PLR0913
    session: Session,
    kind: type[F],
    id_: str,
    *,
    by: Actor,
    seen_version: int,
    reason: str | None = None,
    undoes: int | None = None,
) -> Stored[F]:
    """Bring back a record and all that was archived with it; a live record stays as it is.

    What needs something that was archived later waits and comes back with that.

    Raises:
        NotFoundError, StaleError: See there.
        UnknownReferenceError: The record itself needs one that is still archived.
        DefaultTwiceError: Another record has taken its place meanwhile.
    """
    stored = require(session, kind, id_)
    if stored.version != seen_version:
        raise StaleError(stored)
    if stored.archived_at is None:
        return stored
    query = select(RECORD.c.noun, RECORD.c.id).where(RECORD.c.archive_batch == stored.archive_batch)
    batch = in_order(session, [(noun, one) for noun, one in session.execute(query)])
    waiting = _waiting(session, batch)
    if id_ in waiting:
        raise UnknownReferenceError(*waiting[id_], noun=NOUN_OF[kind], subject=id_)
    _wait(session, waiting)
    coming = [(noun, one) for noun, one in batch if one.fact.id not in waiting]
    for _, one in coming:
        if isinstance(one.fact, ItemDefault):
            check_default(session, one.fact)
    changes = [
        Change(
            Action.RESTORED,
            noun,
            one.fact.id,
            one.version + 1,
            after=to_plain(one.fact),
            reason=reason,
            undoes=undoes,
        )
        for noun, one in coming
    ]
    record_changes(session, changes, by=by)
    bump(session, [one.subject for one in changes], by=by, archived_at=None, archive_batch=None)
    raise_version(session)
    return require(session, kind, id_)


def in_order(
    session: Session, records: Iterable[tuple[str, str]]
) -> list[tuple[str, Stored[Fact]]]:
    """The records by noun, then in document order, so that restoring can go from the top."""
    named = by_noun(records)
    return [
        (noun, one)
        for noun in SHAPES
        if noun in named
        for one in find_many(session, kind_of(noun), named[noun])
    ]


def _waiting(session: Session, batch: list[tuple[str, Stored[Fact]]]) -> dict[str, tuple[str, str]]:
    """Id to (field, missing id) of what cannot come back yet."""
    coming = {one.fact.id for _, one in batch}
    out = {id_: noun for id_, noun in archived(session).items() if id_ not in coming}
    waiting: dict[str, tuple[str, str]] = {}
    # Nouns come in an order in which a need names an earlier noun: one pass is enough.
    for noun, one in batch:
        for name, id_, nouns in _needs(SHAPES[noun], one.fact):
            if out.get(id_) in nouns:
                waiting.setdefault(one.fact.id, (name, id_))
                out[one.fact.id] = noun
    return waiting


def _needs(shape: Shape, fact: Fact) -> list[tuple[str, str, list[str]]]:
    """(field, id, nouns that it may be of) of what a fact cannot stand without."""
    return [
        (name, getattr(fact, name), [NOUN_OF[kind] for kind in kinds])
        for name in shape.needs
        for kinds in [shape.refers.get(name) or shape.soft[name]]
        if getattr(fact, name) is not None
    ]


def _wait(session: Session, waiting: Mapping[str, tuple[str, str]]) -> None:
    """Move what waits into the batch of what it waits for."""
    query = select(RECORD.c.id, RECORD.c.archive_batch).where(
        RECORD.c.id.in_({missing for _, missing in waiting.values()})
    )
    batches = pairs(session, query) if waiting else {}
    for id_, (_, missing) in waiting.items():
        batches[id_] = batches[missing]
        step = sql_update(RECORD).where(RECORD.c.id == id_)
        session.execute(step.values(archive_batch=batches[id_]))

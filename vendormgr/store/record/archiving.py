"""Archiving a record with what cannot stand without it, and bringing all of it back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Table, select
from sqlalchemy import update as sql_update
from sqlalchemy.orm import Session

from vendormgr.domain.plain import to_plain
from vendormgr.domain.portfolio import NOUNS, Fact
from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.clock import utc_now
from vendormgr.store.errors import ArchivedError, StaleError, UnknownReferenceError
from vendormgr.store.record.reading import Stored, find_many, kind_of, require
from vendormgr.store.record.writing import bump
from vendormgr.store.rows import RECORD, archived, pairs
from vendormgr.store.shape import NOUN_OF, SHAPES, Kinds, Shape
from vendormgr.store.state import raise_version

F = TypeVar("F", bound=Fact)
Named = Mapping[str, frozenset[str]]
"""Noun to ids."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that names another one in a field."""

    noun: str
    id: str
    field: str
    label: str | None = None
    """What people call it: name, label or title."""


@dataclass(frozen=True, slots=True)
class Dependants:
    """What archiving a record means for others."""

    taken: tuple[Mention, ...]
    """Archived along with it, because they cannot stand without it."""
    loosened: tuple[Mention, ...]
    """Stay, but read as if that field did not name it, until it is restored."""


def dependants(session: Session, kind: type[Any], id_: str) -> Dependants:
    """What archiving would take along and what it would loosen; a bounded number of queries."""
    taken: dict[str, Mention] = {}
    level: Named = {NOUN_OF[kind]: frozenset({id_})}
    while level:
        found = [one for one in _needing(session, level) if one.id not in taken and one.id != id_]
        taken |= {one.id: one for one in found}
        level = _by_noun((one.noun, one.id) for one in found)
    gone = _by_noun([(NOUN_OF[kind], id_), *((one.noun, one.id) for one in taken.values())])
    loosened = {
        (one.id, one.field): one
        for one in _mentioning(session, gone)
        if one.id not in taken and one.id != id_
    }
    return Dependants(_labelled(session, taken.values()), _labelled(session, loosened.values()))


def archive(  # noqa: PLR0913
    session: Session,
    kind: type[F],
    id_: str,
    *,
    by: Actor,
    seen_version: int,
    reason: str | None = None,
    undoes: int | None = None,
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
    taken = dependants(session, kind, id_).taken
    everything = [(NOUN_OF[kind], id_), *((one.noun, one.id) for one in taken)]
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
        for noun, one in _in_order(session, everything)
    ]
    batch = record_changes(session, changes, by=by)
    ids = [change.subject for change in changes]
    bump(session, ids, by=by, archived_at=utc_now(), archive_batch=batch)
    raise_version(session)
    return require(session, kind, id_)


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
    """
    stored = require(session, kind, id_)
    if stored.version != seen_version:
        raise StaleError(stored)
    if stored.archived_at is None:
        return stored
    query = select(RECORD.c.noun, RECORD.c.id).where(RECORD.c.archive_batch == stored.archive_batch)
    batch = _in_order(session, [(noun, one) for noun, one in session.execute(query)])
    waiting = _waiting(session, batch)
    if id_ in waiting:
        raise UnknownReferenceError(*waiting[id_], noun=NOUN_OF[kind], subject=id_)
    _wait(session, waiting)
    coming = [(noun, one) for noun, one in batch if one.fact.id not in waiting]
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


def _in_order(
    session: Session, records: Iterable[tuple[str, str]]
) -> list[tuple[str, Stored[Fact]]]:
    """The records by noun, then in document order, so that restoring can go from the top."""
    named = _by_noun(records)
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
        for name, id_ in _needs(SHAPES[noun], one.fact):
            if id_ in out:
                waiting.setdefault(one.fact.id, (name, id_))
                out[one.fact.id] = noun
    return waiting


def _needs(shape: Shape, fact: Fact) -> list[tuple[str, str]]:
    named = [(name, getattr(fact, name)) for name in shape.needs]
    return [(name, id_) for name, id_ in named if id_ is not None]


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


class _Place(NamedTuple):
    """A column that may name records of these kinds."""

    noun: str
    field: str
    table: Table
    owner: str
    column: str
    kinds: Kinds


def _needing(session: Session, level: Named) -> list[Mention]:
    """The live records whose needed fields name any of these."""
    return [
        Mention(shape.noun, id_, name)
        for shape in SHAPES.values()
        for name in shape.needs
        for id_ in _naming(session, _own_place(shape, name), level)
    ]


def _mentioning(session: Session, gone: Named) -> list[Mention]:
    """The live records that name any of these in a field they can do without."""
    return [
        Mention(place.noun, id_, place.field)
        for shape in SHAPES.values()
        for place in _loose_places(shape)
        for id_ in _naming(session, place, gone)
    ]


def _own_place(shape: Shape, name: str) -> _Place:
    kinds = shape.refers.get(name) or shape.soft[name]
    return _Place(shape.noun, name, shape.table, "id", name, kinds)


def _loose_places(shape: Shape) -> list[_Place]:
    own = [name for name in (*shape.refers, *shape.soft) if name not in shape.needs]
    return [_own_place(shape, name) for name in own] + [
        _Place(shape.noun, part.name, part.table, part.owner, column, kinds)
        for part in shape.parts
        for column, kinds in (*part.refers.items(), *part.soft.items())
    ]


def _naming(session: Session, place: _Place, named: Named) -> list[str]:
    """The live owners of rows whose column names any of these; no query if none can."""
    ids = frozenset[str]().union(*(named.get(NOUN_OF[kind], ()) for kind in place.kinds))
    if not ids:
        return []
    owner, cell = place.table.c[place.owner], place.table.c[place.column]
    query = (
        select(owner, cell)
        .join(RECORD, RECORD.c.id == owner)
        .where(RECORD.c.archived_at.is_(None), cell.is_not(None))
        .order_by(RECORD.c.position)
    )
    if cell.foreign_keys:
        query = query.where(cell.in_(ids))
    rows = session.execute(query)
    return list(
        dict.fromkeys(id_ for id_, value in rows if value in ids or value.partition(".")[0] in ids)
    )


def _by_noun(records: Iterable[tuple[str, str]]) -> Named:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for noun, id_ in records:
        groups[noun].add(id_)
    return {noun: frozenset(ids) for noun, ids in groups.items()}


def _labelled(session: Session, mentions: Collection[Mention]) -> tuple[Mention, ...]:
    labels: dict[str, str | None] = {}
    for noun, ids in _by_noun((one.noun, one.id) for one in mentions).items():
        table = SHAPES[noun].table
        column = next((name for name in ("name", "label", "title") if name in table.c), None)
        if column is not None:
            query = select(table.c.id, table.c[column]).where(table.c.id.in_(ids))
            labels |= pairs(session, query)
    order = list(NOUNS)
    listed = [Mention(one.noun, one.id, one.field, labels.get(one.id)) for one in mentions]
    return tuple(sorted(listed, key=lambda one: order.index(one.noun)))

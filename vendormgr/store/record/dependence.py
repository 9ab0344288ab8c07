"""What stands and falls with a record, and what only mentions it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from vendormgr.domain.portfolio import NOUNS
from vendormgr.store.rows import RECORD, pairs
from vendormgr.store.shape import NOUN_OF, SHAPES, Kinds, Shape

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
    taken = needing(session, {NOUN_OF[kind]: frozenset({id_})})
    gone = by_noun([(NOUN_OF[kind], id_), *((one.noun, one.id) for one in taken)])
    out_of_sight = frozenset[str]().union(*gone.values())
    loosened = {
        (one.id, one.field): one for one in _mentioning(session, gone) if one.id not in out_of_sight
    }
    return Dependants(_labelled(session, taken), _labelled(session, loosened.values()))


def needing(session: Session, roots: Named) -> tuple[Mention, ...]:
    """The live records that cannot stand without these, directly or through others."""
    known = set[str]().union(*roots.values())
    taken: dict[str, Mention] = {}
    level = roots
    while level:
        found = [one for one in _needing(session, level) if one.id not in known]
        known |= {one.id for one in found}
        taken |= {one.id: one for one in found}
        level = by_noun((one.noun, one.id) for one in found)
    return tuple(taken.values())


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


def by_noun(records: Iterable[tuple[str, str]]) -> Named:
    """The ids of (noun, id) pairs, by noun."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for noun, id_ in records:
        groups[noun].add(id_)
    return {noun: frozenset(ids) for noun, ids in groups.items()}


def _labelled(session: Session, mentions: Collection[Mention]) -> tuple[Mention, ...]:
    labels: dict[str, str | None] = {}
    for noun, ids in by_noun((one.noun, one.id) for one in mentions).items():
        table = SHAPES[noun].table
        column = next((name for name in ("name", "label", "title") if name in table.c), None)
        if column is not None:
            query = select(table.c.id, table.c[column]).where(table.c.id.in_(ids))
            labels |= pairs(session, query)
    order = list(NOUNS)
    listed = [Mention(one.noun, one.id, one.field, labels.get(one.id)) for one in mentions]
    return tuple(sorted(listed, key=lambda one: order.index(one.noun)))

"""Facts to rows and back, for any noun; columns are selected, never entities."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.orm import Session

from vendormgr.domain.plain import parts_to_plain
from vendormgr.domain.portfolio import Fact
from vendormgr.store.shape import NOUN_OF, Cells, Part, Shape
from vendormgr.store.tables.base import table_of
from vendormgr.store.tables.record import RecordRow

RECORD = table_of(RecordRow)
Values = dict[str, Any]
Hidden = Mapping[str, str]
"""Id to noun of records that are out of sight."""


def archived(session: Session) -> Hidden:
    """Id to noun of all archived records; one query."""
    query = select(RECORD.c.id, RECORD.c.noun).where(RECORD.c.archived_at.is_not(None))
    return pairs(session, query)


def pairs(session: Session, query: Select[Any]) -> dict[str, Any]:
    """The rows of a query of two columns, as a mapping from the first to the second."""
    return {row[0]: row[1] for row in session.execute(query)}


def read_facts(
    session: Session, shape: Shape, hidden: Hidden, ids: Collection[str] | None = None
) -> list[Fact]:
    """The facts of a noun in document order: those that are not archived, or those of the ids.

    References to anything in `hidden` read as None and drop out of lists; a fact that cannot stand
    without one is left out. One query for the noun and one for each of its parts.
    """
    table = shape.table
    columns = [table.c[name] for name in shape.columns]
    flags = [table.c[part.known] for part in shape.parts if part.known]
    query = select(*columns, *flags).join(RECORD, RECORD.c.id == table.c.id)
    query = query.where(RECORD.c.archived_at.is_(None) if ids is None else table.c.id.in_(ids))
    rows = session.execute(query.order_by(RECORD.c.position)).all()
    parts = [_read_part(session, part, hidden, ids) for part in shape.parts]
    build = _builder(shape, hidden)
    return [fact for row in rows if (fact := build(row, parts)) is not None]


def write_facts(session: Session, shape: Shape, facts: Sequence[Fact]) -> None:
    """Insert new facts, whose record rows are there; one statement per table."""
    if not facts:
        return
    session.execute(insert(shape.table), [own_row(shape, fact) for fact in facts])
    for part in shape.parts:
        rows = [row for fact in facts for row in _part_rows(part, fact.id, _cells(part, fact))]
        if rows:
            session.execute(insert(part.table), rows)


def rewrite_fact(
    session: Session, shape: Shape, fact: Fact, changed: Collection[str], hidden: Hidden
) -> None:
    """Bring the rows of a fact to its new values; only changed fields are touched.

    A changed list keeps its elements that name something hidden: the person who changed it could
    not see them, and they come back when that is restored.
    """
    row = own_row(shape, fact)
    own = {
        name: value
        for name, value in row.items()
        if name in changed or name in {part.known for part in shape.parts if part.name in changed}
    }
    if own:
        session.execute(update(shape.table).where(shape.table.c.id == fact.id).values(**own))
    for part in shape.parts:
        if part.name not in changed:
            continue
        unseen = _unseen(session, part, fact.id, hidden)
        session.execute(delete(part.table).where(part.table.c[part.owner] == fact.id))
        rows = _part_rows(part, fact.id, [*_cells(part, fact), *unseen])
        if rows:
            session.execute(insert(part.table), rows)


def own_row(shape: Shape, fact: Fact) -> Values:
    """The row of a fact in its noun's table."""
    row = {name: _cell(getattr(fact, name)) for name in shape.columns}
    for part in shape.parts:
        if part.known:
            row[part.known] = getattr(fact, part.name) is not None
    return row


def references(shape: Shape, fact: Fact) -> Iterable[tuple[str, str, tuple[type[Fact], ...]]]:
    """Every (field, id, allowed kinds) that the fact names."""
    for name, kinds in shape.refers.items():
        value = getattr(fact, name)
        if value:
            yield name, value, kinds
    for part in shape.parts:
        if not part.refers:
            continue
        for cells in _cells(part, fact):
            for column, value in zip(part.columns, cells, strict=True):
                if value and column in part.refers:
                    yield part.name, value, part.refers[column]


def _cell(value: Any) -> Any:
    """An empty text is kept as "not known": both read the same, and it is no reference."""
    if value is None or isinstance(value, str):
        # Nearly all values: asked first, because asking for a mapping is slow.
        return value or None
    if isinstance(value, tuple):
        return parts_to_plain(value)
    return dict(value) if isinstance(value, Mapping) else value


def _cells(part: Part, fact: Fact) -> list[Cells]:
    return list(part.split(getattr(fact, part.name)))


def _part_rows(part: Part, owner: str, cells: Iterable[Cells]) -> list[Values]:
    return [
        {
            part.owner: owner,
            "position": place,
            **dict(zip(part.columns, map(_cell, one), strict=True)),
        }
        for place, one in enumerate(cells)
    ]


def _read_part(
    session: Session, part: Part, hidden: Hidden, ids: Collection[str] | None
) -> Mapping[str, list[Cells]]:
    """Owner to the cells of its rows, without rows that name something hidden."""
    table = part.table
    owner = table.c[part.owner]
    query = select(owner, *(table.c[name] for name in part.columns))
    if ids is not None:
        query = query.where(owner.in_(ids))
    groups: defaultdict[str, list[Cells]] = defaultdict(list)
    gone = _gone(part, part.columns, hidden)
    for name, *cells in session.execute(query.order_by(owner, table.c.position)):
        if not gone or not any(is_gone(cells[place]) for place, is_gone in gone):
            groups[name].append(tuple(cells))
    return groups


def _gone(
    form: Part | Shape, columns: Sequence[str], hidden: Hidden
) -> list[tuple[int, Callable[[Any], bool]]]:
    """Place of each column that may name a hidden record, and whether a value does."""
    if not hidden:
        return []
    strict = [
        (place, hidden.__contains__) for place, name in enumerate(columns) if name in form.refers
    ]
    return strict + [
        (place, partial(_names_hidden, hidden, [NOUN_OF[kind] for kind in form.soft[name]]))
        for place, name in enumerate(columns)
        if name in form.soft
    ]


def _names_hidden(hidden: Hidden, nouns: Collection[str], value: str | None) -> bool:
    return value is not None and hidden.get(value.partition(".")[0]) in nouns


def _unseen(session: Session, part: Part, owner: str, hidden: Hidden) -> list[Cells]:
    """The cells of a fact's rows that name something hidden."""
    if not hidden or not (part.refers or part.soft):
        return []
    seen = _read_part(session, part, hidden, [owner]).get(owner, [])
    everything = _read_part(session, part, {}, [owner]).get(owner, [])
    return [cells for cells in everything if cells not in seen]


def _builder(
    shape: Shape, hidden: Hidden
) -> Callable[[Sequence[Any], Sequence[Mapping[str, list[Cells]]]], Fact | None]:
    """A function from a row and its parts to the fact; made once per query, it is the hot loop."""
    width = len(shape.columns)
    gone = _gone(shape, shape.columns, hidden)
    needed = frozenset(place for place, name in enumerate(shape.columns) if name in shape.needs)
    names, kind, readers = shape.columns, shape.kind, shape.readers
    flags = {part.name for part in shape.parts if part.known}

    def build(row: Sequence[Any], parts: Sequence[Mapping[str, list[Cells]]]) -> Fact | None:
        values = list(row[:width])
        for place, is_gone in gone:
            if is_gone(values[place]):
                if place in needed:
                    return None
                values[place] = None
        for place, read in readers:
            values[place] = read(values[place])
        fields = dict(zip(names, values, strict=True))
        for part, groups in zip(shape.parts, parts, strict=True):
            unknown = part.name in flags and not row[width]
            fields[part.name] = None if unknown else part.join(groups.get(values[0], ()))
        return kind(**fields)

    return build

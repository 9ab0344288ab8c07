"""A portfolio document into the database: new records created, differing ones updated, in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vendormgr.domain.plain import to_plain
from vendormgr.domain.portfolio import Fact, ItemDefault, Portfolio, Responsibility
from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.checking import bottom_up, check_id, check_named, check_values
from vendormgr.store.errors import IdTakenError
from vendormgr.store.record.reading import find_many
from vendormgr.store.record.writing import add_records, bump, changed_fields, number_facts
from vendormgr.store.rows import RECORD, archived, pairs, read_facts, rewrite_fact, write_facts
from vendormgr.store.shape import SHAPES, Shape
from vendormgr.store.state import raise_version, read_state


@dataclass(frozen=True, slots=True)
class ImportCount:
    """How many records an import created, changed, brought back and found as they were."""

    created: int = 0
    updated: int = 0
    restored: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The facts of one noun, by what has to be done with them."""

    shape: Shape
    new: list[Fact]
    differing: list[tuple[Fact, Fact, int]]
    """Old fact, new fact, stored version."""
    same: int


def import_portfolio(session: Session, portfolio: Portfolio, *, by: Actor) -> ImportCount:
    """Write a whole portfolio: ids that are new are created, known ones updated where they differ.

    Records that the document does not have stay as they are; archived ones that it has come back.
    Facts without ids are matched by what they are about. All or nothing, one audit batch.

    Raises:
        IdTakenError: An id belongs to a record of another kind.
        InvalidFieldError, UnknownReferenceError, RunsOnCycleError, OverrideTwiceError: The
            document is not sound; each carries the noun and the id of the fact.
    """
    _check_whole(session, portfolio)
    restored = _restore(session, portfolio, by=by)
    changes: list[Change] = list(restored)
    counts = {"created": 0, "updated": 0, "restored": len(restored), "unchanged": 0}
    for noun, shape in SHAPES.items():
        todo = _sort(session, shape, getattr(portfolio, noun))
        changes += _create(session, todo, by=by)
        changes += _update(session, todo, by=by)
        counts["created"] += len(todo.new)
        counts["updated"] += len(todo.differing)
        counts["unchanged"] += todo.same
    _finish(session, portfolio, changes, by=by)
    return ImportCount(**counts)


def _check_whole(session: Session, portfolio: Portfolio) -> None:
    """Refuse an unsound document before anything is written; one query."""
    query = select(RECORD.c.id, RECORD.c.noun)
    taken = pairs(session, query)
    known: dict[str, str] = {}
    for noun, shape in SHAPES.items():
        for fact in getattr(portfolio, noun):
            if shape.numbered:
                continue
            check_id(shape, fact.id)
            other = known.get(fact.id) or taken.get(fact.id, noun)
            if other != noun or fact.id in known:
                raise IdTakenError(fact.id, other)
            known[fact.id] = noun
    for noun, shape in SHAPES.items():
        for fact in getattr(portfolio, noun):
            check_values(shape, fact)
            check_named(shape, fact, known)
    bottom_up(portfolio.services)


def _restore(session: Session, portfolio: Portfolio, *, by: Actor) -> list[Change]:
    """Bring back the archived records that the document has."""
    hidden = archived(session)
    if not hidden:
        return []
    changes = []
    for noun, shape in SHAPES.items():
        ids = [fact.id for fact in getattr(portfolio, noun) if fact.id in hidden]
        if ids and not shape.numbered:
            changes += [
                Change(
                    Action.RESTORED, noun, one.fact.id, one.version + 1, after=to_plain(one.fact)
                )
                for one in find_many(session, shape.kind, ids)
            ]
    ids = [change.subject for change in changes]
    bump(session, ids, by=by, archived_at=None, archive_batch=None)
    return changes


def _sort(session: Session, shape: Shape, facts: Sequence[Fact]) -> _Sorted:
    """Compare the document's facts of one noun with the stored ones."""
    stored: defaultdict[Any, list[Fact]] = defaultdict(list)
    for fact in read_facts(session, shape, archived(session)) if facts else ():
        stored[_key(shape, fact)].append(fact)
    query = select(RECORD.c.id, RECORD.c.version).where(RECORD.c.noun == shape.noun)
    versions = pairs(session, query) if stored else {}
    todo = _Sorted(shape, [], [], 0)
    same = 0
    for fact in facts:
        known = stored[_key(shape, fact)]
        old = known.pop(0) if known else None
        if old is None:
            todo.new.append(fact)
            continue
        new = replace(fact, id=old.id)
        if changed_fields(old, new):
            todo.differing.append((old, new, versions[old.id]))
        else:
            same += 1
    return replace(todo, same=same)


def _key(shape: Shape, fact: Fact) -> Any:
    """What a stored fact is recognised by: its id, else what it is about, else all of it."""
    match fact:
        case Responsibility():
            return (fact.subject, fact.duty)
        case ItemDefault():
            return (fact.item, fact.column)
        case _:
            return replace(fact, id="") if shape.numbered else fact.id


def _create(session: Session, todo: _Sorted, *, by: Actor) -> list[Change]:
    shape = todo.shape
    facts = number_facts(session, shape, todo.new) if shape.numbered else todo.new
    add_records(session, shape, facts, by=by)
    write_facts(session, shape, _writable(facts))
    return [Change(Action.CREATED, shape.noun, fact.id, 1, after=to_plain(fact)) for fact in facts]


def _writable(facts: Iterable[Fact]) -> Sequence[Fact]:
    """Services so that each comes after the one it runs on; anything else as it is."""
    listed: list[Any] = list(facts)
    return bottom_up(listed) if listed and hasattr(listed[0], "runs_on") else listed


def _update(session: Session, todo: _Sorted, *, by: Actor) -> list[Change]:
    if not todo.differing:
        return []
    hidden: Mapping[str, str] = archived(session)
    bump(session, [new.id for _, new, _ in todo.differing], by=by)
    for old, new, _ in todo.differing:
        rewrite_fact(session, todo.shape, new, changed_fields(old, new), hidden)
    return [
        Change(
            Action.UPDATED,
            todo.shape.noun,
            new.id,
            version + 1,
            before=to_plain(old),
            after=to_plain(new),
        )
        for old, new, version in todo.differing
    ]


def _finish(session: Session, portfolio: Portfolio, changes: list[Change], *, by: Actor) -> None:
    """Write the portfolio's own row and the audit events, under one version."""
    state = read_state(session)
    old = {
        "title": state.title,
        "note": state.note,
        "edition": state.edition,
        "as_of": state.as_of and state.as_of.isoformat(),
    }
    # What the document does not say is kept.
    new = {
        "title": portfolio.title or state.title,
        "note": portfolio.note or state.note,
        "edition": portfolio.edition or state.edition,
        "as_of": portfolio.as_of.isoformat(),
    }
    version = state.version + 1
    raise_version(
        session,
        portfolio_id=portfolio.id,
        imported_version=version,
        **new | {"as_of": portfolio.as_of},
    )
    head = Change(Action.IMPORTED, "portfolio", portfolio.id, version, before=old, after=new)
    record_changes(session, [head, *changes], by=by)

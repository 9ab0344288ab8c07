"""What must hold before a fact is written; everything that fails names its field."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vendormgr.domain.portfolio import Contract, Fact, ItemDefault, Override, Service
from vendormgr.store.audit import LARGEST
from vendormgr.store.errors import (
    DefaultTwiceError,
    InvalidFieldError,
    OverrideTwiceError,
    RunsOnCycleError,
    UnknownReferenceError,
)
from vendormgr.store.rows import RECORD, pairs, references
from vendormgr.store.shape import NOUN_OF, SHAPES, Shape
from vendormgr.store.tables.agreement import WRITABLE, ItemDefaultRow
from vendormgr.store.tables.base import table_of
from vendormgr.store.tables.estate import ServiceRow

SERVICE = table_of(ServiceRow)


def check_values(shape: Shape, fact: Fact) -> None:
    """Refuse what no database can hold or no form should send.

    Raises:
        InvalidFieldError, OverrideTwiceError: See there.
    """
    for name in _names_of(type(fact)):  # type: ignore[arg-type]
        problem = _problem(getattr(fact, name))
        if problem is not None:
            raise InvalidFieldError(name, problem, noun=shape.noun, subject=fact.id)
    for name in _required(shape.noun):
        if getattr(fact, name) in {None, ""}:
            raise InvalidFieldError(name, "missing", noun=shape.noun, subject=fact.id)
    if isinstance(fact, Contract):
        _check_overrides(fact)


def check_id(shape: Shape, id_: str) -> None:
    """Refuse an id that documents and addresses could not hold.

    Raises:
        InvalidFieldError: It is empty, has a dot, a slash or white space around it.
    """
    if not id_ or id_ != id_.strip() or any(sign in id_ for sign in "./"):
        raise InvalidFieldError("id", "id", noun=shape.noun, subject=id_)


def check_references(session: Session, shape: Shape, fact: Fact) -> None:
    """Refuse references to what does not exist, is archived or is of another kind; one query.

    Raises:
        UnknownReferenceError: With the field and the id.
    """
    named = list(references(shape, fact))
    if not named:
        return
    query = select(RECORD.c.id, RECORD.c.noun).where(
        RECORD.c.id.in_({id_ for _, id_, _ in named}), RECORD.c.archived_at.is_(None)
    )
    known = pairs(session, query)
    check_named(shape, fact, known)


def check_named(shape: Shape, fact: Fact, known: Mapping[str, str]) -> None:
    """The same against a mapping of ids to nouns.

    Raises:
        UnknownReferenceError: With the field and the id.
    """
    for name, id_, kinds in references(shape, fact):
        if known.get(id_) not in {NOUN_OF[kind] for kind in kinds}:
            raise UnknownReferenceError(name, id_, noun=shape.noun, subject=fact.id)


def check_stack(session: Session, service: Service) -> None:
    """Refuse a service that would run on itself, directly or through others; one query.

    Raises:
        RunsOnCycleError: With the chain.
    """
    if service.runs_on is None:
        return
    query = select(SERVICE.c.id, SERVICE.c.runs_on).where(SERVICE.c.runs_on.is_not(None))
    below = pairs(session, query)
    below[service.id] = service.runs_on
    check_chain(service.id, below)


def check_default(session: Session, change: ItemDefault) -> None:
    """Refuse a second change of one default; an archived one does not count."""
    default = table_of(ItemDefaultRow)
    query = (
        select(default.c.id)
        .join(RECORD, RECORD.c.id == default.c.id)
        .where(
            default.c.item == change.item,
            default.c.column == change.column.value,
            default.c.id != change.id,
            RECORD.c.archived_at.is_(None),
        )
        .limit(1)
    )
    if session.execute(query).first() is not None:
        raise DefaultTwiceError(change.item, change.column.value)


def check_chain(start: str, below: Mapping[str, str]) -> None:
    """Follow what runs on what, from `start` down.

    Raises:
        RunsOnCycleError: The chain comes back to a service in it.
    """
    chain = [start]
    seen = {start}
    while (under := below.get(chain[-1])) is not None:
        chain.append(under)
        if under in seen:
            raise RunsOnCycleError(tuple(chain))
        seen.add(under)


def bottom_up(services: Iterable[Service]) -> list[Service]:
    """Services so that each comes after the one it runs on.

    Raises:
        RunsOnCycleError: Some run on themselves.
    """
    listed = list(services)
    below = {one.id: one.runs_on for one in listed if one.runs_on is not None}
    depth: defaultdict[str, int] = defaultdict(int)
    for one in listed:
        chain = []
        at: str | None = one.id
        while at is not None and at not in depth:
            chain.append(at)
            if len(chain) > len(below) + 1:
                check_chain(one.id, below)
            at = below.get(at)
        base = depth[at] + 1 if at is not None else 0
        for step, name in enumerate(reversed(chain)):
            depth[name] = base + step
    return sorted(listed, key=lambda one: depth[one.id])


@cache
def _required(noun: str) -> tuple[str, ...]:
    columns, table = SHAPES[noun].columns, SHAPES[noun].table
    free = {"id", "controls", "defaults"}
    return tuple(name for name in columns if name not in free and not table.c[name].nullable)


def _problem(value: Any) -> str | None:
    """What is wrong with a value, at any depth."""
    match value:
        case None | bool() | StrEnum() | date():
            return None
        case str():
            return None if is_storable(value) else "characters"
        case int():
            return None if -LARGEST <= value <= LARGEST else "number"
        case Override() if value.party is not None and value.party not in WRITABLE:
            return "choice"
        case _:
            problems = filter(None, map(_problem, _inside(value)))
            return next(problems, None)


def _inside(value: Any) -> Iterable[Any]:
    """The values that a mapping, a tuple or a fact is made of."""
    match value:
        case Mapping():
            return (*value, *value.values())
        case tuple():
            return value
        case _:
            return (getattr(value, name) for name in _names_of(type(value)))  # type: ignore[arg-type]


@cache
def _names_of(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def is_storable(value: str) -> bool:
    """PostgreSQL takes no NUL, and no database takes half a surrogate pair."""
    if "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_overrides(contract: Contract) -> None:
    seen: set[tuple[str, str]] = set()
    for one in contract.overrides:
        if one.service is None or one.item is None:
            continue
        if (one.service, one.item) in seen:
            raise OverrideTwiceError(contract.id, one.service, one.item)
        seen.add((one.service, one.item))

"""Creating and changing one record: checks, rows, audit event and portfolio version together."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from sqlalchemy import insert, select
from sqlalchemy import update as sql_update
from sqlalchemy.orm import Session

from vendormgr.domain.plain import to_plain
from vendormgr.domain.portfolio import Fact, ItemDefault, Service
from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.checking import (
    check_default,
    check_id,
    check_references,
    check_stack,
    check_values,
)
from vendormgr.store.clock import utc_now
from vendormgr.store.counter import take
from vendormgr.store.errors import ArchivedError, IdTakenError, StaleError
from vendormgr.store.record.reading import Stored, require
from vendormgr.store.rows import RECORD, archived, rewrite_fact, write_facts
from vendormgr.store.shape import Shape, shape_of
from vendormgr.store.state import raise_version

F = TypeVar("F", bound=Fact)
LONGEST_ID = 40
RESERVED = frozenset({"new", "archived", "register", "wizard", "kinds", "of"})
"""Words that addresses use after a noun: a record of that id could not be opened."""


def create(session: Session, fact: F, *, by: Actor, batch: int | None = None) -> Stored[F]:
    """Write a new record; a fact without an id gets one.

    With the `batch` of a record that was made just before it belongs to that one: undo takes back
    both.

    Raises:
        IdTakenError, InvalidFieldError, UnknownReferenceError, RunsOnCycleError,
        OverrideTwiceError: See there; nothing was written.
    """
    shape = shape_of(type(fact))
    fact = _with_id(session, shape, fact)
    _check(session, shape, fact)
    _refuse_taken(session, fact.id)
    add_records(session, shape, [fact], by=by)
    write_facts(session, shape, [fact])
    change = Change(Action.CREATED, shape.noun, fact.id, 1, after=to_plain(fact))
    record_changes(session, [change], by=by, batch=batch)
    raise_version(session)
    return require(session, type(fact), fact.id)


def update(
    session: Session, fact: F, *, by: Actor, seen_version: int, undoes: int | None = None
) -> Stored[F]:
    """Bring a record to new values; an unchanged one stays as it is, without an event.

    Raises:
        StaleError: Its version is not `seen_version`; carries the stored and the submitted fact.
        NotFoundError, ArchivedError, InvalidFieldError, UnknownReferenceError, RunsOnCycleError,
        OverrideTwiceError: See there; nothing was written.
    """
    shape = shape_of(type(fact))
    stored = require(session, type(fact), fact.id)
    if stored.version != seen_version:
        raise StaleError(stored, fact)
    if stored.archived_at is not None:
        raise ArchivedError(shape.noun, fact.id)
    changed = changed_fields(stored.fact, fact)
    if not changed:
        return stored
    _check(session, shape, fact)
    bump(session, [fact.id], by=by)
    rewrite_fact(session, shape, fact, changed, archived(session))
    change = Change(
        Action.UPDATED,
        shape.noun,
        fact.id,
        seen_version + 1,
        before=to_plain(stored.fact),
        after=to_plain(fact),
        undoes=undoes,
    )
    record_changes(session, [change], by=by)
    raise_version(session)
    return require(session, type(fact), fact.id)


def new_id(session: Session, kind: type[Any], name: str | None = None) -> str:
    """A free id for a new record: from an ASCII name, else the noun with a number."""
    shape = shape_of(kind)
    folded = unicodedata.normalize("NFKC", name or "").casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:LONGEST_ID].strip("-")
    plain = folded.isascii() and slug[:1].isalpha() and slug not in RESERVED
    stem = slug if plain else shape.prefix
    query = select(RECORD.c.id).where(RECORD.c.id.startswith(stem, autoescape=True))
    taken = set(session.execute(query).scalars())
    if plain and stem not in taken:
        return stem
    number = 2 if plain else 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def changed_fields(old: Fact, new: Fact) -> frozenset[str]:
    """Names of the fields that differ."""
    return frozenset(
        one.name for one in fields(old) if getattr(old, one.name) != getattr(new, one.name)
    )


def add_records(session: Session, shape: Shape, facts: Sequence[Fact], *, by: Actor) -> None:
    """Insert the record rows of new facts, in this order."""
    if not facts:
        return
    first = take(session, "position", len(facts))
    now = utc_now()
    same: dict[str, Any] = {
        "noun": shape.noun,
        "version": 1,
        "created_at": now,
        "updated_at": now,
        "updated_by": by.name,
    }
    rows = [{**same, "id": fact.id, "position": first + n} for n, fact in enumerate(facts)]
    session.execute(insert(RECORD), rows)


def bump(session: Session, ids: Sequence[str], *, by: Actor, **values: Any) -> None:
    """Give records their next version and set columns of their rows."""
    session.execute(
        sql_update(RECORD)
        .where(RECORD.c.id.in_(ids))
        .values(version=RECORD.c.version + 1, updated_at=utc_now(), updated_by=by.name, **values)
    )


def number_facts(session: Session, shape: Shape, facts: Sequence[F]) -> list[F]:
    """Facts of a noun that documents list without ids, with fresh ids ("statement.12")."""
    if not facts:
        return []
    first = take(session, shape.prefix, len(facts))
    return [replace(fact, id=f"{shape.prefix}.{first + n}") for n, fact in enumerate(facts)]


def _with_id(session: Session, shape: Shape, fact: F) -> F:
    if shape.numbered:
        return number_facts(session, shape, [fact])[0]
    if not fact.id:
        name = getattr(fact, "name", None) or getattr(fact, "title", None)
        return replace(fact, id=new_id(session, type(fact), name))
    check_id(shape, fact.id)
    return fact


def _check(session: Session, shape: Shape, fact: Fact) -> None:
    check_values(shape, fact)
    if isinstance(fact, Service):
        check_stack(session, fact)
    if isinstance(fact, ItemDefault):
        check_default(session, fact)
    check_references(session, shape, fact)


def _refuse_taken(session: Session, id_: str) -> None:
    query = select(RECORD.c.noun, RECORD.c.archived_at).where(RECORD.c.id == id_)
    taken = session.execute(query).one_or_none()
    if taken is not None:
        raise IdTakenError(id_, taken.noun, archived=taken.archived_at is not None)

"""Tables have what the facts have, and constraints for what the domain promises."""

from dataclasses import fields
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import CheckConstraint, text
from sqlalchemy.exc import IntegrityError

from tests.store.cast import hire
from vendormgr.domain.portfolio import NOUNS
from vendormgr.exchange.portfolio_references import REFERENCES
from vendormgr.store.engine import Database
from vendormgr.store.shape import NOUN_OF, SHAPES, Shape
from vendormgr.store.tables import METADATA
from vendormgr.store.tables.estate import PartyRow


@pytest.mark.parametrize("noun", NOUNS)
def test_every_field_of_a_fact_has_its_place(noun: str) -> None:
    shape = SHAPES[noun]
    flags = {part.known for part in shape.parts if part.known}
    assert set(shape.columns) | flags == set(shape.table.c.keys())
    parts = {part.name for part in shape.parts}
    assert set(shape.columns) | parts == {one.name for one in fields(NOUNS[noun])}


@pytest.mark.parametrize("noun", NOUNS)
def test_a_column_may_be_empty_exactly_when_the_fact_may_not_know(noun: str) -> None:
    shape, hints = SHAPES[noun], get_type_hints(NOUNS[noun])
    unknown = {name for name in shape.columns if type(None) in get_args(hints[name])}
    assert {name for name in shape.columns if shape.table.c[name].nullable} == unknown


@pytest.mark.parametrize("noun", NOUNS)
def test_every_closed_set_is_a_named_check(noun: str) -> None:
    shape, hints = SHAPES[noun], get_type_hints(NOUNS[noun])
    closed = {name for name in shape.columns if _is_closed(hints[name])}
    checked = {str(one.name) for one in shape.table.constraints if type(one) is CheckConstraint}
    assert {f"ck_{shape.table.name}_{name}" for name in closed} <= checked


def _is_closed(hint: Any) -> bool:
    inner = get_args(hint)[0] if get_origin(hint) is UnionType else hint
    return isinstance(inner, type) and (issubclass(inner, StrEnum) or inner is bool)


@pytest.mark.parametrize("noun", REFERENCES)
def test_the_database_knows_the_references_of_documents(noun: str) -> None:
    shape = SHAPES[noun]
    known = {name.rstrip("_"): _targets(shape, name) for name in _referring(shape)}
    apart = {
        "item": {"own_items"},
        "clause": {"own_clauses"},
        "sets": {"assets", "connections"},
        "overrides": {"services"},
    }
    assert {name: kinds for name, kinds in known.items() if apart.get(name) != kinds} == {
        name: TARGETS.get(kind, {kind}) for name, kind in REFERENCES[noun].items()
    }


TARGETS = {"subject": {"assets", "connections", "services"}, "initiator": {"parties"}}


def _referring(shape: Shape) -> list[str]:
    own = [*shape.refers, *shape.soft]
    return own + [part.name for part in shape.parts if part.refers or part.soft]


def _targets(shape: Shape, name: str) -> set[str]:
    own = {**shape.refers, **shape.soft}
    for part in shape.parts:
        if part.name == name:
            own[name] = next(iter((part.refers or part.soft).values()))
    return {NOUN_OF[kind] for kind in own[name]}


def test_every_reference_is_a_foreign_key_with_an_index() -> None:
    for shape in SHAPES.values():
        places = [(shape.table, name) for name in shape.refers]
        places += [(part.table, name) for part in shape.parts for name in part.refers]
        for table, name in places:
            assert table.c[name].foreign_keys, (table.name, name)
            assert any(name in index.columns for index in table.indexes), (table.name, name)


def test_every_constraint_has_a_name() -> None:
    for table in METADATA.tables.values():
        named: list[Any] = [*table.constraints, *table.indexes]
        assert all(one.name for one in named), table.name


def test_rows_are_equal_only_to_themselves() -> None:
    one, other = PartyRow(id="a"), PartyRow(id="a")
    assert one != other
    assert len({one, other, one}) == 2


BROKEN = {
    "model": "UPDATE service SET model = 'magic' WHERE id = 'meals'",
    "service-without-vendor": "UPDATE service SET vendor = NULL WHERE id = 'meals'",
    "version": "UPDATE record SET version = 0",
    "noun": "UPDATE record SET noun = 'vendors'",
    "second-state": "INSERT INTO portfolio_state (id, portfolio_id, version) VALUES (2, 'p', 1)",
    "edition": "UPDATE portfolio_state SET edition = '5.2'",
    "party-of-an-override": (
        "INSERT INTO contract_override (contract, position, party)"
        " VALUES ('c-ehr', 0, 'not_applicable')"
    ),
    "status": (
        "INSERT INTO contract_clause (contract, position, clause, status)"
        " VALUES ('c-ehr', 0, 'x', 'perhaps')"
    ),
    "ghost-subject": (
        "INSERT INTO responsibility (id, subject, accountable_known)"
        " VALUES ('statement.1', 'ghost', true)"
    ),
    "role": "INSERT INTO account_role (account, role) VALUES ('user-1', 'king')",
    "gap-seen-backwards": (
        "INSERT INTO gap (rule, subject, severity, first_seen_on, last_seen_on, version)"
        " VALUES ('r', 's', 'high', '2026-01-02', '2026-01-01', 1)"
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_database_itself_refuses_what_the_domain_excludes(
    database: Database, case: str
) -> None:
    hire(database)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text(BROKEN[case]))

"""The published schema says what the facts are, and the fast check says what the schema says."""

import json
from dataclasses import MISSING, fields
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import extend

from tests.exchange.cast import FULL, read
from tests.exchange.mutations import CHANGES, PLACES, REPLACEMENTS, mutated
from vendormgr.domain import vocabulary
from vendormgr.domain.plain import portfolio_to_plain
from vendormgr.domain.portfolio import NOUNS, ClauseState, Fact, Override, Portfolio
from vendormgr.exchange.document import ErrorList
from vendormgr.exchange.portfolio_references import LISTS
from vendormgr.exchange.portfolio_schema import check_shape, schema
from vendormgr.exchange.portfolio_writer import FORMAT
from vendormgr.exchange.strict_json import read_json
from vendormgr.exchange.strict_tree import TreeBuilder

DEFINITIONS = schema()["$defs"]


def definition(noun: str) -> dict[str, Any]:
    """The definition of the facts under a document key."""
    name = schema()["properties"][noun]["items"]["$ref"].removeprefix("#/$defs/")
    found: dict[str, Any] = DEFINITIONS[name]
    return found


def fits(document: Any) -> bool:
    """What our own check says."""
    errors = ErrorList()
    builder = TreeBuilder(errors)
    read_json(json.dumps(document), builder)
    check_shape(builder.root, errors)
    return not errors.found


def strictly_whole(_: Any, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


# JSON Schema takes 4.0 for an integer; we do not, because it would come back as 4.
_checker = Draft202012Validator.TYPE_CHECKER.redefine("integer", strictly_whole)


@cache
def oracle() -> Any:
    strict: Any = extend(Draft202012Validator, type_checker=_checker)  # type: ignore[no-untyped-call]
    return strict(schema(), format_checker=FormatChecker(["date"]))


def test_the_schema_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    ("definition", "kind"),
    [*((definition(noun), kind) for noun, kind in NOUNS.items()),
     (DEFINITIONS["override"], Override), (DEFINITIONS["clause"]["anyOf"][1], ClauseState)],
    ids=[*NOUNS, "override", "clause"],
)  # fmt: skip
def test_keys_are_the_fields_in_their_order(
    definition: dict[str, Any], kind: type[Fact] | type[Override] | type[ClauseState]
) -> None:
    names = [one.name.rstrip("_") for one in fields(kind)]
    assert list(definition["properties"]) == names
    required = [
        one.name.rstrip("_")
        for one in fields(kind)
        if one.default is MISSING and one.default_factory is MISSING
    ]
    assert sorted(definition.get("required", ())) == sorted(required)


def test_top_level_keys_are_the_portfolios_fields() -> None:
    names = [one.name for one in fields(Portfolio)]
    assert list(schema()["properties"]) == ["format", *names]
    assert schema()["properties"]["format"] == {"const": FORMAT}


@pytest.mark.parametrize("noun", NOUNS)
def test_choices_are_the_vocabularys(noun: str) -> None:
    hints = get_type_hints(NOUNS[noun])
    for key, value in definition(noun)["properties"].items():
        hint = hints.get(key, hints.get(f"{key}_"))
        terms = next((one for one in (*get_args(hint), hint) if isinstance(one, type)), str)
        if issubclass(terms, StrEnum) and "enum" in value:
            assert [one for one in value["enum"] if one] == [one.value for one in terms]
        texts = any(one == tuple[str, ...] for one in (hint, *get_args(hint)))
        assert (key in LISTS) == (texts and key not in FREE)


FREE = {"rested_on", "supports"}
"""Lists of texts that name nothing of the document."""


def test_duties_and_statuses_are_the_vocabularys() -> None:
    duties = definition("responsibilities")["properties"]["duty"]["enum"]
    assert duties == [*(duty.value for duty in vocabulary.Duty), None]
    assert set(DEFINITIONS["clause_status"]["enum"]) == {*vocabulary.ClauseStatus, None}
    columns = definition("own_items")["properties"]["defaults"]["properties"]
    assert list(columns) == [column.value for column in vocabulary.Column]


def test_what_is_written_fits_the_schema() -> None:
    plain = {"format": FORMAT, **portfolio_to_plain(read(FULL))}
    assert list(oracle().iter_errors(plain)) == []


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), st.sampled_from(REPLACEMENTS), st.sampled_from(CHANGES))
def test_the_fast_check_agrees_with_jsonschema(
    path: tuple[str | int, ...], value: Any, change: str
) -> None:
    document = mutated(path, value, change)
    # An empty text in a shape stands for "unknown" with us.
    if value != "":
        assert fits(document) == oracle().is_valid(document)

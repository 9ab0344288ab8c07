"""The schemas of the seed files agree with the closed sets of the domain and with each other."""

import json
from enum import StrEnum
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from vendormgr.domain.vocabulary import (
    ClauseLevel,
    Column,
    DiligenceGroup,
    Edition,
    Holder,
    NeedTrigger,
    Severity,
    Verified,
)
from vendormgr.exchange.seed_file import LAYOUTS
from vendormgr.i18n import texts
from vendormgr.resources import resource_dir

SCHEMAS: dict[str, Any] = {
    place.name.removesuffix(".schema.json"): json.loads(place.read_text(encoding="utf-8"))
    for place in (resource_dir("schemas") / "seed").glob("*.json")
}
SHARED = SCHEMAS["common"]["$defs"]


def entry(schema: str, key: str) -> Any:
    return SCHEMAS[schema]["properties"][key]["items"]["properties"]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_every_type_of_file_has_its_schema_and_its_lists() -> None:
    assert {layout.schema for layout in LAYOUTS} | {"common"} == SCHEMAS.keys()
    for layout in LAYOUTS:
        assert set(layout.lists) <= SCHEMAS[layout.schema]["properties"].keys()


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        pytest.param(SHARED["column"]["enum"], Column, id="columns"),
        pytest.param(SHARED["holder"]["enum"], Holder, id="holders"),
        pytest.param(SHARED["verified"]["enum"], Verified, id="verified"),
        pytest.param(SHARED["severity"]["enum"], Severity, id="severities"),
        pytest.param(entry("clauses", "clause")["level"]["enum"], ClauseLevel, id="levels"),
        pytest.param(entry("sources", "source")["edition"]["enum"], Edition, id="editions"),
        pytest.param(list(entry("items", "item")["default"]["properties"]), Column, id="defaults"),
        pytest.param(
            entry("due-diligence", "question")["group"]["enum"], DiligenceGroup, id="groups"
        ),
        pytest.param(
            entry("due-diligence", "question")["when"]["items"]["enum"], NeedTrigger, id="needs"
        ),
    ],
)
def test_closed_sets_are_those_of_the_vocabulary(words: list[str], terms: type[StrEnum]) -> None:
    assert words == [term.value for term in terms]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("phase", SHARED["phase"]["enum"]),
        ("applies_to", SHARED["applies-to"]["enum"]),
        ("clause_condition", entry("clauses", "clause")["applies_when"]["enum"]),
        ("clause_condition", entry("clauses", "clause")["must_when"]["enum"]),
        ("item_basis", entry("items", "item")["basis"]["enum"]),
        ("incident_grade", entry("incidents", "incident")["grade"]["enum"]),
    ],
)
def test_every_allowed_word_has_a_label(table: str, words: list[str]) -> None:
    assert {f"vocabulary.{table}.{word}" for word in words} <= texts().keys()


def test_every_pattern_says_in_words_what_is_wrong() -> None:
    for name, shape in SHARED.items():
        if "pattern" in shape:
            assert f"seed_error.{shape['x-problem']}" in texts(), name

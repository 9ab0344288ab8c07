"""The model wordings of the clauses, as people take them into a negotiation."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from tests.seed.test_schemas import SCHEMAS
from vendormgr.domain.index import build_index
from vendormgr.domain.model_wording import (
    BLANK,
    PLACEHOLDERS,
    ModelWording,
    Strength,
    WordingFacts,
    fill,
)
from vendormgr.domain.wording_facts import wording_facts
from vendormgr.exchange.demo import demo_portfolio
from vendormgr.exchange.seed import load_catalogue
from vendormgr.exchange.seed_texts import placeholders

CATALOGUE = load_catalogue()
WORDINGS = CATALOGUE.wordings
each = pytest.mark.parametrize("wording", WORDINGS.values(), ids=lambda wording: wording.id)


def sentences(draft: str) -> Iterator[str]:
    return (one for one in re.split(r"(?<=。)", draft) if one)


def test_every_clause_has_its_wording_in_the_order_of_the_clauses() -> None:
    assert list(WORDINGS) == list(CATALOGUE.clauses)


@each
def test_no_wording_leaves_a_placeholder_unfilled(wording: ModelWording) -> None:
    for strength in Strength:
        assert not re.search(r"[{}]", fill(wording.draft(strength), WordingFacts()))


@each
def test_a_draft_is_one_to_five_whole_japanese_sentences(wording: ModelWording) -> None:
    for strength in Strength:
        said = list(sentences(wording.draft(strength)))
        assert 1 <= len(said) <= 5
        assert all(one.endswith("。") for one in said)


@each
def test_reasons_are_polite_sentences_in_both_languages(wording: ModelWording) -> None:
    for said in (wording.why, wording.instead):
        assert re.search(r"(ます|ません|です|ください)。$", said.ja)
        assert said.en.endswith(".")
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]", said.en)
        assert not placeholders(said.ja) | placeholders(said.en)


def test_no_two_drafts_share_a_sentence() -> None:
    found: defaultdict[str, list[tuple[str, Strength]]] = defaultdict(list)
    for wording in WORDINGS.values():
        for strength in Strength:
            for one in sentences(wording.draft(strength)):
                found[one].append((wording.id, strength))
    assert {one: places for one, places in found.items() if len(places) > 1} == {}


def test_only_a_last_resort_may_promise_no_more_than_effort() -> None:
    for wording in WORDINGS.values():
        for strength in (Strength.MUST_HAVE, Strength.ACCEPTABLE):
            assert "努力" not in wording.draft(strength), wording.id


def test_the_list_of_placeholders_is_the_same_in_schema_and_code_and_each_is_used() -> None:
    used = {
        name
        for wording in WORDINGS.values()
        for strength in Strength
        for name in placeholders(wording.draft(strength))
    }
    listed = SCHEMAS["wordings"]["$defs"]["draft"]["x-placeholders"].keys()
    assert used == PLACEHOLDERS == listed


def test_the_demo_fills_the_names_of_its_contracts() -> None:
    portfolio = demo_portfolio(CATALOGUE, date(2026, 11, 22))
    look_ups = build_index(portfolio)
    named = [wording_facts(one, look_ups, CATALOGUE) for one in portfolio.contracts]
    draft = WORDINGS["scope-of-work"].must_have
    assert named
    assert all(facts.hospital in fill(draft, facts) for facts in named)
    assert BLANK not in {facts.hospital for facts in named}

"""Drafts of clauses and how their blanks are filled."""

import pytest

from vendormgr.domain.model_wording import (
    BLANK,
    ModelWording,
    Strength,
    WordingFacts,
    fill,
    fill_words,
    join_names,
)
from vendormgr.domain.text import Text

WORDING = ModelWording(
    id="two-factor",
    must_have="必須",
    acceptable="許容",
    last_resort="最低限",
    why=Text("理由", "why"),
    instead=Text("代わり", "instead"),
)


@pytest.mark.parametrize(
    ("strength", "draft"),
    list(zip(Strength, ("必須", "許容", "最低限"), strict=True)),
    ids=list(Strength),
)
def test_a_strength_names_its_draft(strength: Strength, draft: str) -> None:
    assert WORDING.draft(strength) == draft


def test_facts_stand_where_the_draft_asks_for_them() -> None:
    facts = WordingFacts(hospital="試験病院", notice_hours=12)
    assert fill("{hospital}に{notice_hours}時間以内", facts) == "試験病院に12時間以内"


def test_what_nobody_recorded_is_a_visible_blank() -> None:
    assert fill("{vendor}の{systems}", WordingFacts()) == f"{BLANK}の{BLANK}"


def test_braces_in_a_name_are_just_text() -> None:
    assert fill("{services}", WordingFacts(services="検査{vendor}")) == "検査{vendor}"


def test_a_draft_that_asks_for_something_else_is_refused() -> None:
    with pytest.raises(KeyError):
        fill_words("{weather}", WordingFacts().words())


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        ((), BLANK),
        (("A",), "A"),
        (("A", "B"), "A及びB"),
        (("A", "B", "C"), "A、B及びC"),
        (("A", "B", "A"), "A及びB"),
        (("A", None), f"A及び{BLANK}"),
        ((None, ""), BLANK),
    ],
    ids=str,
)
def test_names_are_joined_as_contracts_do(names: tuple[str | None, ...], joined: str) -> None:
    assert join_names(names) == joined

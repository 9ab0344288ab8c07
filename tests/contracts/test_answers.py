"""The answers to the contracts hold together: known topics, quotes that stand there, real dates."""

import html
import re
import tomllib
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from vendormgr.resources import resource_dir

HERE = Path(__file__).parent
ANSWERS = sorted(HERE.glob("*/*.answers.toml"))
LABEL = re.compile(
    r"前文|附則|\d+\.|\d+([.-]\d+)+|第\d+(条(の\d+)?)?(第\d+項)?"
    r"|(別紙|別表|別添|別記)\w{0,2}( (\d+\.|\d+([.-]\d+)+|第\d+条(第\d+項)?))?"
)
SUB_OUTSOURCING = {"prior_consent", "notice", "free", "forbidden"}


def of(answers: Path) -> dict[str, Any]:
    return tomllib.loads(answers.read_text(encoding="utf-8"))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def contract_text(answers: Path) -> str:
    """The whole text of the contract beside the answers, without white space."""
    stem = answers.name.removesuffix(".answers.toml")
    (place,) = (one for one in answers.parent.glob(f"{stem}.*") if one != answers)
    if place.suffix == ".docx":
        with zipfile.ZipFile(place) as package:
            xml = package.read("word/document.xml").decode()
        return squeezed(html.unescape(re.sub(r"<[^>]+>", "", xml)))
    if place.suffix == ".pdf":
        pages = pytest.importorskip("pypdf").PdfReader(place).pages
        return squeezed("".join(page.extract_text() for page in pages))
    return squeezed(place.read_text(encoding="utf-8"))


@cache
def topics() -> frozenset[str]:
    return frozenset(
        clause["id"]
        for place in (resource_dir("seed") / "clauses").glob("*.toml")
        for clause in tomllib.loads(place.read_text(encoding="utf-8")).get("clause", ())
    )


def test_there_are_twelve_to_tune_with_and_eight_held_out() -> None:
    assert [sum(one.parent.name == name for one in ANSWERS) for name in ("tuning", "held_out")] == [
        12,
        8,
    ]


@pytest.mark.parametrize("answers", ANSWERS, ids=lambda one: one.name.split(".")[0])
def test_every_topic_is_known_listed_once_and_placed(answers: Path) -> None:
    clauses = of(answers)["clause"]
    ids = [one["id"] for one in clauses]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= topics()
    assert {one["status"] for one in clauses} <= {"present", "inadequate"}
    places = [label for one in clauses for label in one["passages"]]
    assert [label for label in places if not LABEL.fullmatch(label)] == []


@pytest.mark.parametrize("answers", ANSWERS, ids=lambda one: one.name.split(".")[0])
def test_every_quote_stands_in_the_contract(answers: Path) -> None:
    text = contract_text(answers)
    quotes = [one["quote"] for one in of(answers)["clause"]]
    assert [one for one in quotes if squeezed(one) not in text] == []


@pytest.mark.parametrize("answers", ANSWERS, ids=lambda one: one.name.split(".")[0])
def test_facts_of_the_contract_are_well_formed_and_stand_there(answers: Path) -> None:
    facts, text = of(answers)["contract"], contract_text(answers)
    for name in facts.keys() & {"starts_on", "ends_on"}:
        date.fromisoformat(facts[name])
    assert facts.get("sub_outsourcing", "free") in SUB_OUTSOURCING
    notices = [*facts.get("notice", ()), *filter(None, [facts.get("cancel_notice")])]
    worded = [facts[name] for name in facts.keys() & {"governing_law", "court", "liability_cap"}]
    cited = [*worded, *facts.get("cites", ()), *(one["text"] for one in notices)]
    assert [one for one in cited if squeezed(one) not in text] == []


def test_every_topic_is_found_in_both_sets() -> None:
    for name in ("tuning", "held_out"):
        seen = {one["id"] for place in (HERE / name).glob("*.toml") for one in of(place)["clause"]}
        assert topics() - seen == set()

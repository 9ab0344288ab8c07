"""What is written reads back the same, and is fit for people to read."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.cast import FILES, HEAD, HOSPITAL, read
from tests.exchange.strategies import ODD_TEXTS, portfolios, texts
from vendormgr.domain.portfolio import Party, Portfolio, Statement
from vendormgr.exchange.portfolio import write_portfolio
from vendormgr.exchange.seed import load_catalogue


def named(name: str) -> Portfolio:
    return Portfolio(id="d", as_of=date(2026, 10, 1), parties=(Party(id="p", name=name),))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(portfolios(load_catalogue()))
def test_a_written_portfolio_reads_back_equal(portfolio: Portfolio) -> None:
    assert read(write_portfolio(portfolio)) == portfolio


@given(texts | st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1))
def test_every_text_reads_back_equal(text: str) -> None:
    portfolio = named(text)
    assert read(write_portfolio(portfolio)) == portfolio


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_documents_read_back_equal(file: Path) -> None:
    portfolio = read(file.read_text(encoding="utf-8"))
    assert read(write_portfolio(portfolio)) == portfolio


@pytest.mark.parametrize("text", ODD_TEXTS, ids=lambda text: ascii(text[:8]))
def test_readers_of_yaml_1_1_see_the_same_text(text: str) -> None:
    written = yaml.safe_load(write_portfolio(named(text)))
    assert written["parties"][0]["name"] == text
    assert written["as_of"] == "2026-10-01"


def test_a_document_is_written_for_people() -> None:
    text = HEAD + HOSPITAL + (
        "title: 病院(本館)\n"
        "assets: [{id: a, kind: system, location: hospital, core: true, controls: {av: null}}]\n"
        "contracts:\n"
        "- id: k\n"
        "  services: []\n"
        "  clauses: {two-factor: absent, training: {status: present, article: 第7条}}\n"
        "statements: [{party: vendor, 'on': 2026-09-01, note: 'no'}]\n"
        "responsibilities: [{subject: a, accountable: [ehr, hospital]}, {accountable: []}, {}]\n"
    )  # fmt: skip
    assert write_portfolio(read(text)) == (
        "format: vendormgr-portfolio/1\n"
        "id: d\n"
        'as_of: "2026-10-01"\n'
        "title: 病院(本館)\n"
        "parties:\n"
        "- id: hospital\n"
        "  role: hospital\n"
        "- id: ehr\n"
        "  role: vendor\n"
        "assets:\n"
        "- id: a\n"
        "  kind: system\n"
        "  location: hospital\n"
        "  core: true\n"
        "  controls:\n"
        "    av: null\n"
        "contracts:\n"
        "- id: k\n"
        "  clauses:\n"
        "    two-factor: absent\n"
        "    training:\n"
        "      status: present\n"
        "      article: 第7条\n"
        "statements:\n"
        "- party: vendor\n"
        '  "on": "2026-09-01"\n'
        '  note: "no"\n'
        "responsibilities:\n"
        "- subject: a\n"
        "  accountable: [ehr, hospital]\n"
        "- accountable: []\n"
        "- {}\n"
    )


def test_kanji_emoji_and_kana_are_written_as_they_are() -> None:
    assert "name: 𠮷野家・髙島ー病院\n" in write_portfolio(named("𠮷野家・髙島ー病院"))
    assert 'name: "🏥"\n' in write_portfolio(named("🏥"))


def test_marks_that_nobody_sees_are_written_as_escapes() -> None:
    assert 'name: "\\u202eabc"\n' in write_portfolio(named("\u202eabc"))


def test_a_portfolio_of_nothing_is_a_document() -> None:
    empty = Portfolio(id="d", as_of=date(2026, 10, 1))
    assert read(write_portfolio(empty)) == empty


def test_ids_that_the_database_gave_stay_out_of_documents() -> None:
    kept = Portfolio(
        id="d", as_of=date(2026, 10, 1), statements=(Statement(id="statement.12", note="a"),)
    )
    assert read(write_portfolio(kept)).statements == (Statement(note="a"),)

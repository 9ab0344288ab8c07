"""Whatever a file holds is read or refused with errors; what is read can be concluded on."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.cast import FULL
from tests.exchange.mutations import CHANGES, PLACES, REPLACEMENTS, mutated
from tests.exchange.strategies import portfolios
from vendormgr.domain.analysis import conclude
from vendormgr.domain.portfolio import Portfolio
from vendormgr.exchange.document import DocumentErrors
from vendormgr.exchange.portfolio import read_portfolio
from vendormgr.exchange.portfolio_answer import check_answer, matrix_answer
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import t

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
CATALOGUE = load_catalogue()


def read_or_refuse(text: str) -> Portfolio | None:
    """The portfolio; None when it was refused, with every error in words."""
    try:
        return read_portfolio(text, CATALOGUE)
    except DocumentErrors as error:
        errors = error.errors
    assert errors
    for one in errors:
        assert one.line >= 1
        assert t(one.text_id, **one.values)
    return None


def answer(portfolio: Portfolio) -> None:
    conclusions = conclude(portfolio, CATALOGUE)
    for language in ("ja", "en"):
        told = (check_answer(conclusions, language), matrix_answer(conclusions, language))
        json.dumps(told, allow_nan=False)


@settings(max_examples=300, deadline=None, suppress_health_check=SLOW)
@given(st.sampled_from(PLACES), st.sampled_from(REPLACEMENTS), st.sampled_from(CHANGES))
def test_a_changed_document_is_concluded_on_or_refused(
    path: tuple[str | int, ...], value: Any, change: str
) -> None:
    portfolio = read_or_refuse(json.dumps(mutated(path, value, change)))
    if portfolio is not None:
        answer(portfolio)


@settings(max_examples=300, deadline=None, suppress_health_check=SLOW)
@given(
    st.integers(0, len(FULL)),
    st.integers(0, 30),
    st.text(st.sampled_from("{}[]:,-&*!|>'\"#%@`?\\ \n\tab1~\u2028\x00"), max_size=6),
)
def test_a_text_with_a_scar_is_read_or_refused(start: int, length: int, inserted: str) -> None:
    read_or_refuse(FULL[:start] + inserted + FULL[start + length :])


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refuse(text)
    read_or_refuse("{" + text)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(portfolios(CATALOGUE))
def test_every_valid_portfolio_can_be_concluded_on(portfolio: Portfolio) -> None:
    answer(portfolio)

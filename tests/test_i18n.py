"""Texts, dates and numbers in both languages."""

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from vendormgr.domain.access import Role
from vendormgr.domain.dates import fiscal_year
from vendormgr.i18n import (
    Language,
    UnknownTextError,
    format_date,
    format_fiscal_year,
    format_number,
    format_time,
    format_yen,
    label,
    speaking,
    t,
)


def test_a_text_comes_in_the_current_language() -> None:
    assert t("common.save") == "保存する"
    with speaking(Language.EN):
        assert t("common.save") == "Save"
    assert t("common.save") == "保存する"


@pytest.mark.parametrize(
    ("n", "text"),
    [(1, "Please mend 1 entry"), (2, "Please mend 2 entries"), (0, "Please mend 0 entries")],
)
def test_english_has_a_plural(n: int, text: str) -> None:
    with speaking(Language.EN):
        assert t("form.summary_title", n=n) == text
    assert t("form.summary_title", n=n) == f"{n}か所を直してください"


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(UnknownTextError, match=r"no\.such"):
        t("no.such")


def test_safe_html_in_a_text_stays_and_everything_else_is_escaped() -> None:
    text = t("form.conflict_text", by="<b>x</b>", at=Markup("<strong>y</strong>"))
    assert isinstance(text, Markup)
    assert "&lt;b&gt;x" in text
    assert "<strong>y" in text
    assert not isinstance(t("form.conflict_text", by="<b>", at="y"), Markup)


def test_dates_and_times_in_words() -> None:
    late = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)
    assert format_date(date(2026, 11, 22)) == "2026年11月22日"
    assert format_time(late) == "2026年4月1日 00:30"
    with speaking(Language.EN):
        assert format_date(date(2026, 11, 2)) == "2 Nov 2026"
        assert format_time(late) == "1 Apr 2026 00:30"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        format_time(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 4, 1), "令和8年度"),
        (date(2026, 3, 31), "令和7年度"),
        (date(2019, 4, 1), "令和元年度"),
        (date(2019, 3, 31), "2018年度"),
    ],
)
def test_the_fiscal_year_begins_in_april(day: date, text: str) -> None:
    assert format_fiscal_year(fiscal_year(day)) == text
    with speaking(Language.EN):
        assert format_fiscal_year(2026) == "FY2026"


def test_numbers_and_money_have_separators() -> None:
    assert format_number(1_234_567) == "1,234,567"
    assert format_yen(1_200_000) == "1,200,000円"
    with speaking(Language.EN):
        assert format_yen(1_200_000) == "JPY 1,200,000"


def test_a_term_has_a_label() -> None:
    assert label(Role.PLANNER) == "企画管理者"

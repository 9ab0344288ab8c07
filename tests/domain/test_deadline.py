"""When a contract ends, the last day for notice, and what renews itself."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.factories import TODAY, contract, day
from vendormgr.domain.deadline import (
    DeadlineState,
    Event,
    Happening,
    deadline_of,
    events_between,
    in_year,
)


def seen(today: date = TODAY, **fields: Any) -> tuple[str, date | None, date | None]:
    found = deadline_of(contract(**fields), today)
    return found.state.value, found.ends_on, found.notice_by


def test_a_contract_without_an_end_on_record_has_nothing_to_decide() -> None:
    assert seen() == ("open", None, None)


@pytest.mark.parametrize(
    ("ends_on", "days", "state"),
    [
        ("2026-09-30", None, "ended"),
        ("2026-10-01", None, "due"),
        ("2026-12-30", None, "due"),
        ("2026-12-31", None, "later"),
        ("2027-03-31", 90, "later"),
        ("2027-03-31", 91, "due"),
        ("2026-12-31", 92, "missed"),
    ],
)
def test_a_term_is_due_ninety_days_before_the_last_day_for_notice(
    ends_on: str, days: int | None, state: str
) -> None:
    assert seen(ends_on=ends_on, cancel_notice_days=days)[0] == state


def test_a_contract_that_renews_itself_has_its_next_end_to_decide() -> None:
    found = deadline_of(
        contract(ends_on="2024-03-31", auto_renewal=True, cancel_notice_days=90), TODAY
    )
    assert (found.ends_on, found.notice_by) == (day("2027-03-31"), day("2026-12-31"))
    assert (found.state, found.renewals) == (DeadlineState.LATER, 3)


def test_once_its_notice_day_has_passed_the_renewal_is_certain_and_the_next_end_counts() -> None:
    found = deadline_of(
        contract(ends_on="2026-10-31", auto_renewal=True, cancel_notice_days=90), TODAY
    )
    assert (found.state, found.term_ends_on) == (DeadlineState.RENEWED, day("2026-10-31"))
    assert (found.ends_on, found.notice_by) == (day("2027-10-31"), day("2027-08-02"))


def test_what_presses_is_what_ended_was_missed_or_is_due() -> None:
    assert deadline_of(contract(ends_on="2026-10-31"), TODAY).presses
    assert not deadline_of(contract(ends_on="2028-10-31"), TODAY).presses


def test_the_calendar_carries_renewals_on_and_keeps_each_day_in_order() -> None:
    listed = (
        contract(ends_on="2026-03-31", auto_renewal=True, cancel_notice_days=30),
        contract(id_="new", starts_on="2027-04-01", ends_on="2028-03-31"),
    )
    found = events_between(listed, date(2026, 4, 1), date(2028, 3, 31))
    assert found == (
        Event(date(2027, 3, 1), Happening.NOTICE, "c-ehr"),
        Event(date(2027, 3, 31), Happening.RENEWS, "c-ehr"),
        Event(date(2027, 4, 1), Happening.STARTS, "new"),
        Event(date(2028, 3, 1), Happening.NOTICE, "c-ehr"),
        Event(date(2028, 3, 31), Happening.ENDS, "new"),
        Event(date(2028, 3, 31), Happening.RENEWS, "c-ehr"),
    )


def test_a_notice_day_shows_even_when_its_end_is_beyond_the_calendar() -> None:
    listed = (contract(ends_on="2026-12-31", auto_renewal=True, cancel_notice_days=400),)
    found = events_between(listed, date(2026, 11, 1), date(2026, 11, 30))
    assert [(one.day, one.what) for one in found] == [(date(2026, 11, 26), Happening.NOTICE)]


@pytest.mark.parametrize(
    ("ends_on", "months", "last_day"),
    [
        ("2028-03-31", 3, "2027-12-31"),
        ("2027-03-31", 1, "2027-02-28"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2028-06-30", 3, "2028-03-30"),
        ("2028-01-31", 2, "2027-11-30"),
        ("2028-03-31", 12, "2027-03-31"),
        ("2028-03-31", 0, "2028-03-31"),
        ("2028-03-31", 10**9, "2018-03-31"),
        ("0003-03-31", 120, "0001-01-01"),
    ],
)
def test_months_are_counted_back_by_the_calendar(ends_on: str, months: int, last_day: str) -> None:
    found = seen(ends_on=ends_on, cancel_notice_months=months)
    assert found[2] == day(last_day)
    both = seen(ends_on=ends_on, cancel_notice_months=months, cancel_notice_days=90)
    assert both[2] == day(last_day)


def test_a_notice_in_months_has_its_day_in_the_calendar() -> None:
    listed = (contract(ends_on="2028-03-31", cancel_notice_months=3),)
    found = events_between(listed, date(2027, 12, 1), date(2028, 1, 31))
    assert [(one.day, one.what) for one in found] == [(date(2027, 12, 31), Happening.NOTICE)]
    assert deadline_of(listed[0], TODAY).has_notice


DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(DAYS, DAYS, st.one_of(st.none(), st.integers(0, 9999)), st.sampled_from([True, False, None]))
def test_the_last_day_is_never_after_the_end_and_of_a_renewed_one_never_past(
    end: date, today: date, days: int | None, renews: bool | None
) -> None:
    found = deadline_of(
        contract(ends_on=end.isoformat(), cancel_notice_days=days, auto_renewal=renews), today
    )
    assert found.notice_by is not None
    assert found.ends_on is not None
    assert found.notice_by <= found.ends_on
    if renews is True:
        assert found.notice_by >= today
        assert found.ends_on == in_year(end, found.ends_on.year)

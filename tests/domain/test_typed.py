"""What people type for dates, numbers, phones and addresses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendormgr.domain.naming import corporate_number_fits
from vendormgr.domain.typed import (
    TypedError,
    read_corporate_number,
    read_date,
    read_email,
    read_phone,
    read_web_address,
    read_whole_number,
)
from vendormgr.i18n import find_text

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "2026/11/22", "2026-11-22", "2026.11.22", "20261122", "2026年11月22日", "2026年 11月 22日",
        "２０２６／１１／２２", "２０２６年１１月２２日", "２０２６－１１－２２",
        "令和8年11月22日", "令和８年１１月２２日",
        "R8.11.22", "r8/11/22", "R08-11-22", "令8.11.22", "平成38年11月22日", "昭和101年11月22日",
        "　2026/11/22　", "2026/11/22(日)", "2026年11月22日（日）", "㋿8年11月22日",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form_in_use(text: str) -> None:
    assert read_date(text) == DAY


@pytest.mark.parametrize("text", ["令和元年5月1日", "R1.5.1", "平成31年5月1日", "2019/5/1"])
def test_the_first_day_of_reiwa(text: str) -> None:
    assert read_date(text) == date(2019, 5, 1)


@pytest.mark.parametrize(
    ("text", "problem", "values"),
    [
        ("2026/2/30", "form.date_day", {"year": 2026, "month": 2, "day": 30, "last": 28}),
        ("2024/2/30", "form.date_day", {"year": 2024, "month": 2, "day": 30, "last": 29}),
        ("令和8年2月29日", "form.date_day", {"year": 2026, "month": 2, "day": 29, "last": 28}),
        ("2026/4/0", "form.date_day", {"year": 2026, "month": 4, "day": 0, "last": 30}),
        ("2026/13/1", "form.date_month", {"month": 13}),
        ("令和元年4月30日", "form.date_before_era", {"era": "令和"}),
        ("1899/1/1", "form.date_year", {"first": 1900, "last": 2199}),
        ("9999/1/1", "form.date_year", {"first": 1900, "last": 2199}),
        ("令和9999年1月1日", "form.date_year", {"first": 1900, "last": 2199}),
        ("11/22", "form.date_unreadable", {}),
        ("26/11/22", "form.date_unreadable", {}),
        ("令和0年1月1日", "form.date_unreadable", {}),
        ("元年1月1日", "form.date_unreadable", {}),
        ("tomorrow", "form.date_unreadable", {}),
        ("2026/11/22 10:00", "form.date_unreadable", {}),
        ("9" * 5_000, "form.date_unreadable", {}),
        ("²026/11/22", "form.date_unreadable", {}),
    ],
)
def test_an_impossible_day_says_what_to_type(
    text: str, problem: str, values: dict[str, object]
) -> None:
    if text.startswith("²"):
        assert read_date(text) == DAY  # NFKC makes it an ordinary digit
        return
    with pytest.raises(TypedError) as caught:
        read_date(text)
    assert (caught.value.text_id, caught.value.values) == (problem, values)
    assert find_text(problem).ja.format(**values)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_is_read_back_from_every_way_of_writing_it(day: date) -> None:
    written = [f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"]
    if day >= date(2019, 5, 1):
        written.append(f"令和{day.year - 2018}年{day.month}月{day.day}日")
    assert {read_date(text) for text in written} == {day}


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (
        read_date, read_corporate_number, read_phone, read_email, read_web_address
    ):  # fmt: skip
        problem = None
        try:
            read(text)
        except TypedError as error:
            problem = find_text(error.text_id)
        assert problem is None or problem.ja


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("72", 72),
        ("７２", 72),
        ("1,200,000", 1_200_000),
        ("１，２００，０００円", 1_200_000),
        ("－5", -5),
        ("0", 0),
    ],
)
def test_a_number_is_read_in_any_width_with_separators(text: str, number: int) -> None:
    assert read_whole_number(text, least=-10, most=10_000_000) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("3.5", "form.number_unreadable"),
        ("many", "form.number_unreadable"),
        ("9" * 40, "form.number_unreadable"),
        ("101", "form.number_range"),
        ("-1", "form.number_range"),
    ],
)
def test_a_number_that_does_not_fit_names_the_bounds(text: str, problem: str) -> None:
    with pytest.raises(TypedError) as caught:
        read_whole_number(text, least=0, most=100)
    assert caught.value.text_id == problem
    assert caught.value.values == {"least": 0, "most": 100}


@pytest.mark.parametrize(
    "text", ["7000012050002", "７０００-０１２０-５０００２", "7000 0120 50002"]
)
def test_a_corporate_number_is_read_and_checked(text: str) -> None:
    assert read_corporate_number(text) == "7000012050002"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("7000012050003", "form.corporate_number_check"),
        ("700001205000", "form.corporate_number_length"),
        ("70000120500021", "form.corporate_number_length"),
        ("T7000012050002", "form.corporate_number_length"),
        ("七〇〇〇", "form.corporate_number_length"),
    ],
)
def test_a_wrong_corporate_number_is_refused(text: str, problem: str) -> None:
    with pytest.raises(TypedError) as caught:
        read_corporate_number(text)
    assert caught.value.text_id == problem


@given(st.integers(min_value=0, max_value=10**12 - 1), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_of_a_corporate_number_is_found(base: int, place: int, add: int) -> None:
    digits = f"{base:012}"
    number = next(f"{c}{digits}" for c in range(10) if corporate_number_fits(f"{c}{digits}"))
    wrong = digits[:place] + str((int(digits[place]) + add) % 10) + digits[place + 1 :]
    # 0 and 9 in one place weigh the same modulo 9: the rule itself cannot tell them apart.
    same = {digits[place], wrong[place]} == {"0", "9"}
    assert corporate_number_fits(number[0] + wrong) is same


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("06-1234-5678", "06-1234-5678"),
        ("０６ー１２３４ー５６７８", "06-1234-5678"),
        ("090 1234 5678", "090 1234 5678"),
        ("06-1234-5678 内線123", "06-1234-5678 内線123"),
        ("+81-6-1234-5678 ext 12", "+81-6-1234-5678 ext 12"),
        ("(06)1234-5678", "(06)1234-5678"),
        ("119", None),
        ("電話", None),
    ],
)
def test_phone_numbers(text: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(TypedError, match="phone"):
            read_phone(text)
    else:
        assert read_phone(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a.b+c@example.co.jp", "a.b+c@example.co.jp"),
        ("ａｂ＠ｅｘａｍｐｌｅ．ｊｐ", "ab@example.jp"),
        ("名前@例え.jp", "名前@例え.jp"),
        ("a@b", None),
        ("a b@example.jp", None),
        ("a@example.jp, b@example.jp", None),
        ("<a@example.jp>", None),
        ("a" * 250 + "@example.jp", None),
    ],
)
def test_mail_addresses(text: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(TypedError, match="email"):
            read_email(text)
    else:
        assert read_email(text) == kept


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("https://www.example.jp/a?b=c", "https://www.example.jp/a?b=c"),
        ("www.example.jp", "https://www.example.jp"),
        ("ｈｔｔｐｓ：／／example.jp", "https://example.jp"),
        ("http://example.jp", "form.web_address_https"),
        ("javascript:alert(1)", "form.web_address_https"),
        ("data:text/html,x", "form.web_address_https"),
        ("https://", "form.web_address_unreadable"),
        ("https://user:secret@example.jp", "form.web_address_unreadable"),
        ("https://localhost", "form.web_address_unreadable"),
        ("https://example.jp/<b>", "form.web_address_unreadable"),
        ("https://[::1", "form.web_address_unreadable"),
        ("https://example.jp:99999", "form.web_address_unreadable"),
    ],
)
def test_web_addresses_are_https_only(text: str, result: str) -> None:
    if result.startswith("form."):
        with pytest.raises(TypedError) as caught:
            read_web_address(text)
        assert caught.value.text_id == result
    else:
        assert read_web_address(text) == result

"""Names as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendormgr.domain.naming import (
    clean_line,
    clean_text,
    half_width,
    same_name_key,
    search_key,
)


@pytest.mark.parametrize(
    "typed",
    [
        "サンプルフーズ",
        "さんぷるふーず",
        "ｻﾝﾌﾟﾙﾌｰｽﾞ",
        "㈱サンプルフーズ",
        "(株)サンプル・フーズ",
        "サンプル フーズ株式会社",
        "ぷるふ",
    ],
)
def test_kana_width_and_company_form_make_no_difference_to_a_search(typed: str) -> None:
    assert search_key(typed) in search_key("株式会社サンプルフーズ")


def test_different_names_have_different_keys() -> None:
    assert search_key("サンプルフード") != search_key("サンプルフーズ")
    assert search_key("髙橋") != search_key("高橋")


def test_the_letters_of_a_name_stay_as_typed() -> None:
    for name in ("𠮷㈱髙﨑①", "ﾊﾝｶｸ", "株式会社　全角空白", "<b>&amp;"):
        assert clean_line(name) == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x1fc\x7f", "abc"),
        ("admin\u202egnp.exe\u2066", "admingnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("two\r\nlines\tand tab", "two lines and tab"),
        (" 　around　 ", "around"),
        ("lone \ud800 surrogate", "lone  surrogate"),
    ],
)
def test_control_and_invisible_characters_are_dropped(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


def test_several_lines_keep_their_ends() -> None:
    assert clean_text("一行目\r\n  二行目 \r三行目\t終\n\n") == "一行目\n  二行目\n三行目 終"


def test_names_that_only_look_different_are_the_same() -> None:
    assert same_name_key("Ａｄｍｉｎ\u200b") == same_name_key("admin")


def test_half_width_is_for_codes() -> None:
    assert half_width("　Ａ－１２３　") == "A-123"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)
    assert "\x00" not in clean_text(text)

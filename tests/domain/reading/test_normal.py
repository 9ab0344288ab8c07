"""Texts as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendormgr.domain.reading.normal import normalise, overlapping_spans, whole_number

SPELLINGS = (("立入", "立入り"), ("漏洩", "漏えい"))


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("２４ 時間　以内", "24時間以内"),
        ("二十四時間以内", "24時間以内"),
        ("三〇日以内", "30日以内"),
        ("百二十日", "120日"),
        ("三か月前", "3か月前"),
        ("第十二条の二", "第12条の二"),
        ("金五百万円", "金500万円"),
        ("１，０００万円", "1,000万円"),
        ("ＶＰＮ装置", "vpn装置"),
        ("ﾙｰﾀｰ", "ルータ"),
        ("ﾊﾞｯｸｱｯﾌﾟ", "バックアップ"),
        ("サーバーのユーザー", "サーバのユーザ"),
        ("キー", "キー"),
        ("十分な注意", "十分な注意"),
        ("一切の責任", "一切の責任"),
        ("二要素認証", "二要素認証"),
        ("立入検査、立入り", "立入り検査、立入り"),
        ("漏洩", "漏えい"),
    ],
)
def test_what_means_the_same_is_compared_as_the_same(written: str, compared: str) -> None:
    assert normalise(written, SPELLINGS).text == compared


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("24", 24),
        ("２４", 24),
        ("二十四", 24),
        ("三〇", 30),
        ("百", 100),
        ("1,000万", 10_000_000),
        ("1億2000万", 120_000_000),
        ("時間", None),
        ("", None),
    ],
)
def test_a_number_is_read_in_any_writing(words: str, value: int | None) -> None:
    assert whole_number(words) == value


def test_what_was_found_is_marked_in_the_original() -> None:
    original = "通報は 二十四 時間以内に行う。"
    compared = normalise(original)
    at = compared.text.index("24時間以内")
    start, end = compared.original(at, at + len("24時間以内"))
    assert original[start:end] == "二十四 時間以内"


@given(st.text())
def test_every_compared_character_has_its_place_in_order(text: str) -> None:
    compared = normalise(text, SPELLINGS)
    assert len(compared.places) == len(compared.text) + 1
    assert list(compared.places) == sorted(compared.places)
    assert compared.places[-1] == len(text)
    assert all(0 <= place < len(text) for place in compared.places[:-1])


def test_stretches_that_touch_are_marked_as_one() -> None:
    assert overlapping_spans([(4, 6), (0, 2), (1, 3), (6, 8)]) == ((0, 3), (4, 8))

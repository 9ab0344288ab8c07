"""Japanese lines: where they may end, over thousands of generated ones."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from vendormgr.reports.fonts import BOLD, REGULAR, register_fonts
from vendormgr.reports.ink import Ink, Span
from vendormgr.reports.linebreak import NOT_AT_END, NOT_AT_START, Text, break_lines, may_break
from vendormgr.reports.look import BODY

PIECES = (
    "医療機関", "「電子カルテ」", "（VPN装置）", "、", "。", "サーバー", "ウェブ", "SaaS", "…",
    "――", "Windows Server 2022", "1,200,000円", "第7条", "ちょっと", "3.5", "『契約』", " ",
    "10%", "iaas", "¥980", "ガンマ通信", "No.3", "（「重ね」）", "！？", "・", "１２３", "é", "Ω",
)  # fmt: skip


def typed(seed: int) -> str:
    """A text of Japanese, Latin words, numbers and marks."""
    chance = random.Random(seed)  # noqa: S311
    return "".join(chance.choice(PIECES) for _ in range(80))


def set_lines(text: str | list[Span | str], width: float) -> list[str]:
    """The lines of a paragraph of that width."""
    paragraph = Ink().text(text, BODY)
    paragraph.wrap(width, 10_000)
    return lines_of(paragraph)


def lines_of(paragraph: Text) -> list[str]:
    """The text of each line of a paragraph that has been wrapped."""
    return ["".join(word.text for word in line.words) for line in paragraph.blPara.lines]


def word_joins(before: str, after: str) -> bool:
    """Whether two characters belong to one Latin word or number."""
    return before.isalnum() and after.isalnum() and not may_break(before, after)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("width", [110.0, 150.0, 230.5, 400.0])
def test_generated_lines_keep_every_rule(seed: int, width: float) -> None:
    text = typed(seed)
    lines = set_lines(text, width)
    assert "".join(lines) == text
    assert all(line[0] not in NOT_AT_START for line in lines[1:])
    assert all(line.rstrip()[-1] not in NOT_AT_END for line in lines[:-1])
    assert all(stringWidth(line.rstrip(), REGULAR, BODY.size) <= width + 0.01 for line in lines)
    for before, after in pairwise(lines):
        assert not word_joins(before[-1], after[0]) or word_too_long(before, after, width)


def word_too_long(before: str, after: str, width: float) -> bool:
    """Whether the word cut between two lines is longer than a line."""
    start = len(before) - 1
    while start > 0 and not may_break(before[start - 1], before[start]):
        start -= 1
    end = 1
    while end < len(after) and not may_break(after[end - 1], after[end]):
        end += 1
    word = before[start:] + after[:end]
    return bool(stringWidth(word, REGULAR, BODY.size) > width)


def test_a_word_longer_than_the_line_is_cut_and_loses_nothing() -> None:
    lines = set_lines("https://example.jp/" + "a" * 300, 120)
    assert "".join(lines) == "https://example.jp/" + "a" * 300
    assert all(stringWidth(line, REGULAR, BODY.size) <= 120.01 for line in lines)


def test_line_breaks_that_were_typed_stay_also_empty_lines() -> None:
    assert set_lines("一行目\n\n三行目\n", 200) == ["一行目", "", "三行目"]


def test_bold_and_plain_stretches_break_as_one_text() -> None:
    lines = set_lines([Span("「重要", bold=True), "」な点", Span("。", bold=True)], 8.5 * 5.5)
    assert lines == ["「重要」な", "点。"]


def test_a_mark_may_not_begin_a_line_even_after_a_bold_word() -> None:
    register_fonts()
    width = stringWidth("安全", BOLD, BODY.size) + 1
    assert set_lines([Span("安全", bold=True), "、です"], width)[1][0] != "、"


def test_a_paragraph_split_over_two_pages_gains_no_space_and_keeps_its_line_breaks() -> None:
    text = "日本語の文章には空白がありません。改行\nはそのままです。" * 4
    paragraph = Ink().text(text, BODY)
    paragraph.wrap(100, 10_000)
    upper, lower = paragraph.split(100, BODY.leading * 3)
    for part in (upper, lower):
        part.wrap(100, 10_000)
    assert "".join(lines_of(upper) + lines_of(lower)) == text.replace("\n", "")
    lower.wrap(1000, 10_000)
    assert len(lines_of(lower)) == text.count("\n") + 1 - sum(
        line.lineBreak for line in upper.blPara.lines
    )


@given(
    st.text(st.sampled_from("あア漢、。「」（）abc 12.…ー\n"), max_size=60),
    st.floats(min_value=0.5, max_value=12),
)
def test_whatever_the_text_lines_cover_it_once_and_never_run_over(text: str, width: float) -> None:
    lines = break_lines(text, [1.0] * len(text), [width])
    assert "".join(text[a:b] for a, b in lines) == text
    assert all(b > a for a, b in lines)
    assert all(len(text[a:b].rstrip()) <= max(width + 0.001, 1) for a, b in lines)

"""Official sheets: merged headings, two heading rows, odd numbers, and what a cell may say."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendormgr.domain.assurance import SheetAnswer
from vendormgr.domain.sheet_answer import answer_cells, read_answer
from vendormgr.domain.sheet_grid import Area, Grid
from vendormgr.domain.sheet_number import CIRCLED, item_number, section_number
from vendormgr.domain.sheet_table import SheetLine, SheetRole, find_table, read_lines, role_of
from vendormgr.domain.vocabulary import Answer

TWO_ROWS = Grid(
    "チェックリスト",
    (
        ("令和8年度 自己点検表", "", "", "", "", ""),
        ("医療機関名:", "", "", "", "", ""),
        ("", "点検項目", "結果(日付)", "", "", "備考"),
        ("", "", "1回目", "目標日", "2回目", ""),
        ("2 管理と運用", "", "", "", "", ""),
        ("①", "機器の一覧があるか", "はい", "", "", ""),
        ("②", "接続の一覧があるか", "いいえ", "令和9年3月31日", "", "調査中"),
        ("3 事故の備え", "", "", "", "", ""),
        ("①", "連絡先があるか", "はい・いいえ", "( / )", "", ""),
    ),
    merged=(
        (0, 0, 0, 5),
        (2, 0, 3, 0),
        (2, 1, 3, 1),
        (2, 2, 2, 4),
        (2, 5, 3, 5),
        (4, 0, 4, 5),
        (7, 0, 7, 5),
    ),
)
TICKED = Grid(
    "役割",
    (
        ("項番", "区分", "確認事項", "はい", "いいえ", "対象外", "初回確認", "完了日"),
        ("２－⑩", "運用", "二要素", "○", "", "", "2026-05-01", "2026/6/1"),
        ("2-11", "運用", "共有しない", "", "レ", "", "", ""),
        ("(3)", "運用", "記録", "", "", "", "", ""),
    ),
)


def lines(grid: Grid) -> list[SheetLine]:
    layout = find_table(grid)
    assert layout is not None
    return list(read_lines(grid, layout))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2-⑩", "2-⑩"), ("２－⑩", "2-⑩"), ("2⑩", "2-⑩"), ("2.⑩", "2-⑩"), (" (3) ", "3"),
        ("1.2", "1-2"), ("１－２－３", "1-2-3"), ("A1", "A1"), ("⑩", "⑩"),
        ("第2条", None), ("", None), ("はい", None), ("-", None),
    ],
)  # fmt: skip
def test_numbers_come_in_one_form(text: str, number: str | None) -> None:
    assert item_number(text) == number


def test_a_circled_digit_belongs_to_its_section() -> None:
    assert item_number("⑩", "2") == "2-⑩"
    assert section_number("２　医療情報システムの管理") == "2"
    assert section_number("2026-05-01") is None


def test_headings_over_two_rows_and_bands_between_the_lines_are_understood() -> None:
    found = lines(TWO_ROWS)
    assert [(one.number, one.section, one.item) for one in found] == [
        ("2-①", "2", "機器の一覧があるか"),
        ("2-②", "2", "接続の一覧があるか"),
        ("3-①", "3", "連絡先があるか"),
    ]
    answer, problems = read_answer(found[1])
    assert answer == SheetAnswer(
        number="2-②", answer=Answer.NO, target_on=date(2027, 3, 31), remark="調査中"
    )
    assert problems == ()


def test_a_printed_choice_and_a_printed_blank_are_no_answer() -> None:
    assert read_answer(lines(TWO_ROWS)[2]) == (SheetAnswer(number="3-①"), ())


def test_ticks_in_columns_of_their_own_are_answers() -> None:
    found = [read_answer(one)[0] for one in lines(TICKED)]
    assert found == [
        SheetAnswer(
            number="2-⑩",
            answer=Answer.YES,
            first_checked_on=date(2026, 5, 1),
            completed_on=date(2026, 6, 1),
        ),
        SheetAnswer(number="2-11", answer=Answer.NO),
        SheetAnswer(number="3"),
    ]


@pytest.mark.parametrize(
    ("role", "text", "problem"),
    [
        (SheetRole.ANSWER, "たぶん", "answer_unreadable"),
        (SheetRole.TARGET, "2026年13月1日", "date_unreadable"),
        (SheetRole.COMPLETED, "3月末", "date_unreadable"),
    ],
)
def test_what_cannot_be_read_is_named_and_left_empty(
    role: SheetRole, text: str, problem: str
) -> None:
    line = replace(lines(TICKED)[2], cells={role: text})
    answer, problems = read_answer(line)
    assert answer == SheetAnswer(number="3")
    assert [(one.role, one.text, one.problem) for one in problems] == [(role, text, problem)]


def test_two_ticks_in_one_line_are_no_answer() -> None:
    line = replace(lines(TICKED)[2], cells={SheetRole.YES: "○", SheetRole.NO: "○"})
    answer, problems = read_answer(line)
    assert answer.answer is None
    assert [one.problem for one in problems] == ["two_answers"]


@pytest.mark.parametrize(
    "rows",
    [
        (),
        ((),),
        (("a", "b"),),
        (("項目", "備考"), ("1", "x"), ("2", "y")),
        (("番号", "項目", "回答"),),
    ],
)
def test_a_sheet_without_a_table_to_fill_in_has_none(rows: tuple[tuple[str, ...], ...]) -> None:
    assert find_table(Grid("x", rows)) is None


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("確認結果(日付)/1回目", SheetRole.ANSWER),
        ("確認結果/目標日", SheetRole.TARGET),
        ("はい", SheetRole.YES),
        ("チェック項目", SheetRole.ITEM),
        ("項目番号", SheetRole.NUMBER),
        ("№", SheetRole.NUMBER),
        ("初回確認", SheetRole.FIRST_CHECKED),
        ("完 了 日", SheetRole.COMPLETED),
        ("備　考", SheetRole.REMARK),
        ("", None),
        ("とても長い説明" * 20, None),
    ],
)
def test_headings_say_what_a_column_holds(heading: str, role: SheetRole | None) -> None:
    assert role_of(heading) is role


answers = st.builds(
    SheetAnswer,
    number=st.sampled_from([f"2-{sign}" for sign in CIRCLED[:13]]),
    answer=st.none() | st.sampled_from(Answer),
    first_checked_on=st.none() | st.dates(date(1990, 1, 1), date(2190, 1, 1)),
    target_on=st.none() | st.dates(date(1990, 1, 1), date(2190, 1, 1)),
    completed_on=st.none() | st.dates(date(1990, 1, 1), date(2190, 1, 1)),
    remark=st.none() | st.sampled_from(["調査中", "A/B"]),
    compensation=st.none() | st.just("別の手順"),
)
FILLED = [
    frozenset(SheetRole) - {SheetRole.ANSWER},
    frozenset(SheetRole) - {SheetRole.YES, SheetRole.NO},
]


@given(answers, st.sampled_from(FILLED))
def test_what_is_written_into_a_line_reads_back(
    answer: SheetAnswer, roles: frozenset[SheetRole]
) -> None:
    written = {role: str(value) for role, value in answer_cells(answer, roles).items() if value}
    line = SheetLine(1, answer.number, "", None, written)
    assert read_answer(line) == (answer, ())


areas: st.SearchStrategy[Area] = st.tuples(*[st.integers(0, 6)] * 4)


@given(
    st.lists(
        st.lists(st.sampled_from(["", "1", "項目", "回答", "はい"]), min_size=4, max_size=4),
        max_size=6,
    ),
    st.lists(areas, max_size=3),
)
def test_no_sheet_is_too_odd_to_be_looked_at(rows: list[list[str]], merged: list[Area]) -> None:
    grid = Grid("x", tuple(map(tuple, rows)), tuple(merged))
    layout = find_table(grid)
    assert layout is None or all(line.number for line in read_lines(grid, layout))

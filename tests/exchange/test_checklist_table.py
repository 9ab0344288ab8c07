"""The checklist goes out as a workbook and comes back: unchanged, filled in, sorted, or broken."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.domain.factories import contract
from tests.reports.papers import sheets_of
from vendormgr.domain.checklist import FilledRow, Here, Review, review
from vendormgr.domain.naming import clean_line, clean_text
from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import ClauseState
from vendormgr.domain.rounds import rounds_of_contract
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, NegotiationDecision
from vendormgr.exchange.checklist_table import CellError, FilledList, mark_of, read_checklist
from vendormgr.exchange.seed import load_catalogue
from vendormgr.exchange.workbook_file import WorkbookError
from vendormgr.i18n import Language, speaking, t
from vendormgr.reports.checklist import Checklist, ChecklistRow
from vendormgr.reports.checklist_xlsx import render_xlsx
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.page import Heading
from vendormgr.web.checklist_words import words_of_lists

CLAUSES = ("two-factor", "log-provision", "backup-content")
TODAY = date(2026, 11, 22)
TITLES = 4
"""Row with the titles of the columns, counted from 0."""

days = st.none() | st.dates(date(1990, 1, 1), date(2190, 12, 31))
lines = st.none() | st.text(max_size=40).map(lambda one: clean_line(one) or None)
texts = st.none() | st.text(max_size=120).map(lambda one: clean_text(one) or None)
states = st.builds(
    ClauseState,
    status=st.sampled_from(ClauseStatus),
    article=lines,
    wording=texts,
    first_answer=st.none() | st.booleans(),
    first_checked_on=days,
    completed_on=days,
    note=texts,
)
talks = st.none() | st.builds(
    Negotiation,
    id=st.just("round.1"),
    contract=st.just("c-ehr"),
    clause=st.just("two-factor"),
    ask=texts,
    fallback=texts,
    answered_on=days,
    counterpart=lines,
    answer=texts,
)


def checklist_row(clause: str, state: ClauseState, talk: Negotiation | None) -> ChecklistRow:
    return ChecklistRow(
        clause=clause,
        title=clause,
        asks="求める内容",
        level=ClauseLevel.MUST,
        status=state.status,
        worth="3行が片付く",
        carried="",
        state=state,
        talk=talk,
        before="",
    )


def workbook(*rows: ChecklistRow) -> bytes:
    """The list as it goes out."""
    made = datetime(2026, 11, 22, tzinfo=UTC)
    imprint = Imprint(hospital="病院", made_at=made, made_by="係", data_version="1", words=t)
    document = Checklist(
        imprint=imprint,
        contract="c-ehr",
        heading=Heading(title="交渉チェックリスト", subject="利用契約"),
        lead="",
        rows=rows,
    )
    marks = (
        mark_of("c-ehr", one.clause, one.talk.id if one.talk else None, one.digest) for one in rows
    )
    return render_xlsx(document, tuple(marks))


def read(content: bytes) -> FilledList:
    return read_checklist(content, words_of_lists())


def against(rows: tuple[FilledRow, ...], *made: ChecklistRow) -> Review:
    """What the rows would change where nothing has changed since."""
    talks_ = [one.talk for one in made if one.talk is not None]
    here = Here(
        contract=contract("ehr-saas", clauses={one.clause: one.state for one in made}),
        rounds=rounds_of_contract("c-ehr", talks_),
        clauses=CLAUSES,
        today=TODAY,
        by="係",
    )
    return review(rows, here)


def typed(cells: list[list[Any]], name: str = "チェックリスト") -> bytes:
    """A workbook with these cells, as another program would save it."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet(name)
    for row, line in enumerate(cells):
        for column, value in enumerate(line):
            if isinstance(value, date):
                page.write_datetime(row, column, value, book.add_format({"num_format": "yyyy/m/d"}))
            else:
                page.write(row, column, value)
    book.close()
    return target.getvalue()


def cells_of(*rows: ChecklistRow) -> list[list[Any]]:
    """The cells of the list as it went out."""
    return [list(row) for row in next(iter(sheets_of(workbook(*rows)).values()))]


def column(cells: list[list[Any]], title: str) -> int:
    return cells[TITLES].index(title)


ROW = checklist_row("two-factor", ClauseState(status=ClauseStatus.ABSENT), None)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(state=states, talk=talks, english=st.booleans())
@example(state=ClauseState(note="_x0041_ '=1", article="=1+1"), talk=None, english=False)
@example(state=ClauseState(note="'=1+1", wording="1,200", article="7"), talk=None, english=False)
def test_what_goes_out_comes_back_as_no_change(
    state: ClauseState, talk: Negotiation | None, english: bool
) -> None:
    made = checklist_row("two-factor", state, talk)
    with speaking(Language.EN if english else Language.JA):
        content = workbook(made)
    filled = read(content)
    assert (filled.errors, filled.problem) == ((), "")
    assert against(filled.rows, made) == Review((), ())


def test_a_filled_cell_is_the_only_change() -> None:
    cells = cells_of(ROW)
    cells[TITLES + 1][column(cells, "条番号")] = "第９条"
    (change,) = against(read(typed(cells)).rows, ROW).changes
    assert [(one.field, one.new) for one in change.fields] == [("article", "第９条")]
    assert change.row == TITLES + 2


@pytest.mark.parametrize(
    ("title", "value", "field", "meant"),
    [
        ("状態", "present", "status", ClauseStatus.PRESENT),
        ("初回確認", "○", "first_answer", True),
        ("初回確認", "はい", "first_answer", True),
        ("初回確認日", "令和8年11月20日", "first_checked_on", date(2026, 11, 20)),
        ("初回確認日", "2026/11/20", "first_checked_on", date(2026, 11, 20)),
        ("初回確認日", date(2026, 11, 20), "first_checked_on", date(2026, 11, 20)),
        ("結果", "合意", "decision", NegotiationDecision.AGREED),
        ("条番号", 7, "article", "7"),
    ],
)
def test_cells_are_read_as_people_type_them(title: str, value: Any, field: str, meant: Any) -> None:
    cells = cells_of(ROW)
    cells[TITLES + 1][column(cells, title)] = value
    filled = read(typed(cells))
    assert filled.rows[0].values[field] == meant


@pytest.mark.parametrize(
    ("title", "value", "problem"),
    [
        ("状態", "たぶんある", "no_status"),
        ("結果", "まあまあ", "no_decision"),
        ("初回確認", "たぶん", "no_answer"),
        ("完了日", "来週", "no_date"),
        ("完了日", "2026/2/30", "no_date"),
        ("条番号", "あ" * 81, "too_long"),
        ("先方の回答", "あ" * 4_001, "too_long"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_row(
    title: str, value: str, problem: str
) -> None:
    cells = cells_of(ROW)
    cells[TITLES + 1][column(cells, title)] = value
    filled = read(typed(cells))
    assert filled.rows == ()
    (error,) = filled.errors
    assert (error.row, error.problem) == (TITLES + 2, problem)


def test_rows_may_be_sorted_columns_moved_and_added_and_the_sheet_renamed() -> None:
    made = [checklist_row(one, ClauseState(note=one), None) for one in CLAUSES]
    cells = cells_of(*made)
    head, body = cells[: TITLES + 1], cells[TITLES + 1 :]
    turned = [["メモ", *reversed(line)] for line in (*head, *reversed(body))]
    filled = read(typed([["前置き"], *turned, ["合計"]], name="会議の控え"))
    assert {one.clause for one in filled.rows} == set(CLAUSES)
    assert against(filled.rows, *made) == Review((), ())


def test_a_formula_is_read_as_the_value_it_showed_last() -> None:
    cells = cells_of(ROW)
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet()
    for number, line in enumerate(cells):
        page.write_row(number, 0, [str(one) for one in line])
    place = column(cells, "条番号")
    page.write_formula(TITLES + 1, place, '=CONCATENATE("第","9","条")', None, "第9条")
    book.close()
    assert read(target.getvalue()).rows[0].values["article"] == "第9条"


def test_a_deleted_column_keeps_what_is_on_record() -> None:
    made = checklist_row("two-factor", ClauseState(note="残す"), None)
    cells = cells_of(made)
    place = column(cells, "備考・対象外の理由")
    short = [line[:place] + line[place + 1 :] for line in cells]
    short[TITLES + 1][column(short, "条番号")] = "第4条"
    (change,) = against(read(typed(short)).rows, made).changes
    assert change.state == ClauseState(note="残す", article="第4条")


def test_a_mark_that_was_changed_is_an_error_of_its_row() -> None:
    cells = cells_of(ROW)
    cells[TITLES + 1][0] = "書き換えた"
    assert read(typed(cells)).errors == (CellError(TITLES + 2, "", "mark", "書き換えた"),)


def test_a_workbook_without_a_checklist_says_so() -> None:
    assert read(typed([["a", "b"], [1, 2]])).problem == "no_list"
    cells = cells_of(ROW)[: TITLES + 1]
    assert read(typed(cells)).problem == "no_rows"


def test_too_many_rows_are_refused() -> None:
    cells = cells_of(ROW)
    assert read(typed([*cells, *[cells[TITLES + 1]] * 2_001])).problem == "too_many"


def test_fifty_thousand_rows_are_refused_before_they_are_read() -> None:
    cells = cells_of(ROW)
    with pytest.raises(WorkbookError, match="too_many_rows"):
        read(typed([*cells, *[["x"]] * 50_000]))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04broken", "照合欄".encode()])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(WorkbookError):
        read(content)


def test_a_filled_row_whose_mark_was_cleared_is_an_error_that_names_its_clause() -> None:
    topics = load_catalogue().clauses
    made = replace(ROW, title=topics["two-factor"].title.of(Language.JA))
    cells = [*cells_of(made), ["", "", "合計 3件"]]
    cells[TITLES + 1][0] = ""
    filled = read_checklist(typed(cells), words_of_lists(topics.values()))
    assert filled.rows == ()
    assert filled.errors == (CellError(TITLES + 2, "", "no_mark", clause="two-factor"),)
    assert read(typed(cells)).errors[0].clause == made.title

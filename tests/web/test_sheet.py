"""Official sheets on screens: a form is loaded once, then filled in, read back and written out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from tests.domain.factories import CAST, TODAY, portfolio
from tests.web.browse import fill_in
from tests.web.conftest import Visitor
from tests.workbooks import filled_form, official_form
from vendormgr.domain.access import Role
from vendormgr.domain.assurance import Sheet, SheetAnswer
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.sheet_answer import read_answer
from vendormgr.domain.sheet_table import find_table, read_lines
from vendormgr.domain.vocabulary import Answer, SheetKind
from vendormgr.exchange.workbook_file import read_workbook
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

Keep = Callable[[Portfolio], None]
FORM = {"kind": "vendor_checklist", "fiscal_year": "２０２６", "title": "R8 事業者確認用"}
LAST_YEAR = Sheet(
    id="last",
    kind=SheetKind.VENDOR_CHECKLIST,
    fiscal_year=2025,
    party="ehr",
    answers=(SheetAnswer(number="2-①", answer=Answer.NO),),
)


def load_form(visitor: Visitor, content: bytes, **fields: str) -> Any:
    file = (BytesIO(content), "r8.xlsx")
    return visitor.post(
        "/sheets/forms/new", {**FORM, **fields, "file": file}, content_type="multipart/form-data"
    )


def upload(visitor: Visitor, id_: str, content: bytes) -> Any:
    return visitor.post(
        f"/sheets/{id_}/upload",
        {"file": (BytesIO(content), "x.xlsx")},
        content_type="multipart/form-data",
    )


def kept(database: Database, id_: str) -> Sheet:
    with database.reading() as session:
        return next(one for one in load_portfolio(session, TODAY).sheets if one.id == id_)


@pytest.fixture
def sheet(planner: Visitor, keep: Keep, database: Database) -> str:
    """A sheet of this year that follows a form that was loaded and confirmed."""
    keep(portfolio(LAST_YEAR))
    place = load_form(planner, official_form()).location
    assert fill_in(planner, place, "first")[1].status_code == 303
    planner.post(
        "/sheets/new",
        {
            "kind": "vendor_checklist",
            "fiscal_year": "2026",
            "party": "ehr",
            "edition": place.rpartition("/")[2],
        },
    )
    with database.reading() as session:
        return next(
            one.id for one in load_portfolio(session, TODAY).sheets if one.id != LAST_YEAR.id
        )


def test_a_form_shows_what_was_found_before_it_can_be_used(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(*CAST[:1]))
    answer = load_form(planner, official_form())
    assert answer.status_code == 303
    page = planner.get(answer.location).text
    assert "2行の表が見つかり、うち1行は標準データの番号と一致しました" in page
    assert "台帳があるか" in page
    assert "この様式で確認表を作る" not in page
    assert "R8 事業者確認用" not in planner.get("/sheets/new").text
    fill_in(planner, answer.location, "first")
    assert "この様式で確認表を作る" in planner.get(answer.location).text
    assert "R8 事業者確認用" in planner.get("/sheets/new").text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ファイルを選んでください"),
        (b"%PDF-1.7", "Excelファイル(.xlsx)ではありません"),
        (b"\xd0\xcf\x11\xe0", "パスワード付きか、古い形式"),
        (
            filled_form(("B2", "x"), ("C2", "y"), ("C3", "z"), ("D3", ""), ("E3", "")),
            "表が見つかりません",
        ),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_nothing_typed_is_lost(
    content: bytes, said: str, planner: Visitor
) -> None:
    answer = load_form(planner, content)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="R8 事業者確認用"' in answer.text
    assert "R8 事業者確認用" not in planner.get("/sheets/forms").text


def test_columns_that_cannot_be_are_refused_beside_their_field(
    planner: Visitor, keep: Keep
) -> None:
    keep(portfolio(*CAST[:1]))
    place = load_form(planner, official_form()).location
    _, answer = fill_in(planner, place, "first", number="", answer="1", last="5", first="9")
    assert answer.status_code == 422
    for said in ("番号の列を選んでください", "同じ列を二つ", "最後の行が最初の行より前"):
        assert said in answer.text


def test_answers_are_kept_and_what_changed_since_last_year_is_marked(
    planner: Visitor, sheet: str, database: Database
) -> None:
    _, answer = fill_in(
        planner,
        f"/sheets/{sheet}/answers",
        line0_answer="yes",
        line0_completed_on="令和8年6月1日",
        line1_answer="no",
        line1_target_on="",
    )
    assert answer.status_code == 303
    assert kept(database, sheet).answers == (
        SheetAnswer(number="2-①", answer=Answer.YES, completed_on=date(2026, 6, 1)),
        SheetAnswer(number="2-②", answer=Answer.NO),
    )
    page = planner.get(f"/sheets/{sheet}").text
    assert "昨年度:いいえ" in page
    assert "1件は、目標日か代わりの対策を決める必要があります" in page
    assert "1件に、目標日も代わりの対策もありません" in planner.get("/sheets").text


def test_wrong_dates_are_named_and_nothing_is_saved(
    planner: Visitor, sheet: str, database: Database
) -> None:
    _, answer = fill_in(
        planner, f"/sheets/{sheet}/answers", line0_target_on="13月1日", line1_remark="書きかけ"
    )
    assert answer.status_code == 422
    assert "2-① 目標日" in answer.text
    assert 'value="書きかけ"' in answer.text
    assert kept(database, sheet).answers == ()


def test_two_people_answering_at_once_lose_nothing(
    planner: Visitor, sheet: str, database: Database
) -> None:
    path = f"/sheets/{sheet}/answers"
    mine = {"seen": "1", "line0_answer": "yes", "line1_remark": "調査中"}
    fill_in(planner, path, line0_answer="no", line1_answer="yes")
    answer = planner.post(path, mine)
    assert answer.status_code == 409
    assert "2-① 回答" in answer.text
    assert "2-② 回答" in answer.text
    assert kept(database, sheet).answers[0].answer is Answer.NO


def test_a_filled_in_file_is_shown_first_and_saved_only_then(
    planner: Visitor, sheet: str, database: Database
) -> None:
    fill_in(planner, f"/sheets/{sheet}/answers", line1_remark="口頭で確認")
    content = filled_form(("C5", "はい"), ("D6", "2027/3/31"), ("C6", "いいえ"))
    answer = upload(planner, sheet, content)
    assert answer.status_code == 200
    assert "2行の違いを読み取りました" in answer.text
    assert kept(database, sheet).answers == (SheetAnswer(number="2-②", remark="口頭で確認"),)
    sent = {"seen": "2", "line0_answer": "yes", "line1_answer": "no"}
    sent |= {"line1_target_on": "2027/03/31", "line1_remark": "口頭で確認"}
    for name, value in sent.items():
        if name.startswith("line") and "answer" not in name:
            assert f'value="{value}"' in answer.text
    assert planner.post(f"/sheets/{sheet}/answers", sent).status_code == 303
    assert kept(database, sheet).answers == (
        SheetAnswer(number="2-①", answer=Answer.YES),
        SheetAnswer(
            number="2-②", answer=Answer.NO, target_on=date(2027, 3, 31), remark="口頭で確認"
        ),
    )


def test_what_a_file_says_wrong_is_named_row_by_row(planner: Visitor, sheet: str) -> None:
    content = filled_form(("C5", "たぶん"), ("D5", "3月末2027"), ("A6", "⑨"), ("E5", "2099/1/1"))
    page = upload(planner, sheet, content).text
    assert "5行目(番号2-①)「たぶん」:はい・いいえ・対象外のどれか読み取れません" in page
    assert "「3月末2027」:日付として読み取れません" in page
    assert "「2099/01/01」:まだ来ていない日付です" in page
    assert "読み飛ばしました:2-⑨" in page
    assert upload(planner, sheet, b"x").status_code == 422


def test_the_very_layout_is_written_out_with_the_answers(planner: Visitor, sheet: str) -> None:
    fill_in(planner, f"/sheets/{sheet}/answers", line0_answer="not_applicable", line0_remark="=1+1")
    answer = planner.get(f"/sheets/{sheet}/file.xlsx")
    grid = read_workbook(answer.data)[0]
    layout = find_table(grid)
    assert layout is not None
    read = [read_answer(line)[0] for line in read_lines(grid, layout)]
    assert read[0] == SheetAnswer(number="2-①", answer=Answer.NOT_APPLICABLE, remark="=1+1")
    assert grid.rows[0][0] == "令和8年度 点検表"


def test_a_sheet_without_a_form_says_that_its_words_are_not_the_official_ones(
    planner: Visitor, keep: Keep
) -> None:
    keep(portfolio(LAST_YEAR))
    page = planner.get("/sheets/last").text
    assert "要原典確認" in page
    assert "CL7-V-2.②" in page
    assert "様式のまま書き出す" not in page
    assert planner.get("/sheets/last/file.xlsx").status_code == 404


def test_answers_to_lines_that_a_form_does_not_have_are_kept_and_shown(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    odd = SheetAnswer(number="9-9", answer=Answer.YES)
    keep(portfolio(replace(LAST_YEAR, answers=(odd,))))
    assert "9-9" in planner.get("/sheets/last").text
    fill_in(planner, "/sheets/last/answers", line0_answer="yes")
    assert odd in kept(database, "last").answers


def test_a_form_that_is_put_away_still_serves_its_sheets(planner: Visitor, sheet: str) -> None:
    place = "/sheets/forms/form-1"
    assert planner.post(f"{place}/archive", {"seen": "1"}).status_code == 303
    assert "R8" in planner.get("/sheets/forms").text
    assert planner.post(f"{place}/archive", {"seen": "2"}).status_code == 303
    assert "様式がまだありません" in planner.get("/sheets/forms").text
    assert "台帳があるか" in planner.get(f"/sheets/{sheet}").text
    assert "様式のまま書き出す" in planner.get(f"/sheets/{sheet}").text


@pytest.mark.parametrize("role", [Role.CONTRACTS, Role.AUDITOR])
def test_who_may_only_read_sees_no_buttons_and_changes_nothing(
    role: Role, signed_in: Callable[[Role], Visitor], sheet: str
) -> None:
    visitor = signed_in(role)
    page = visitor.get(f"/sheets/{sheet}").text
    assert "台帳があるか" in page
    assert "記入する" not in page
    assert visitor.get(f"/sheets/{sheet}/answers").status_code == 403
    assert load_form(visitor, official_form()).status_code == 403

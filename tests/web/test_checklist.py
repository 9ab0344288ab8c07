"""交渉チェックリスト: handed out, filled in, and read back with a preview of every change."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.exchange.test_checklist_table import TITLES, column, typed
from tests.reports.papers import pages_of, sheets_of, text_of
from tests.web.browse import follow, form_on, press_undo
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import ClauseState, Contract, Portfolio
from vendormgr.domain.vocabulary import ClauseStatus, NegotiationDecision
from vendormgr.store import record as store
from vendormgr.store.engine import Database

SHEET = "/contracts/c-ehr/negotiation"
LIST = "/contracts/c-ehr/checklist"
UPLOAD, PREVIEW = f"{LIST}/upload", f"{LIST}/preview"
TALK = Negotiation(
    id="round.1", contract="c-ehr", clause="two-factor", on=date(2026, 10, 1), ask="求めた文"
)
Keep = Callable[[Portfolio], None]
SignIn = Callable[[Role], Visitor]
Held = Callable[[], ClauseState | None]
Cells = list[list[Any]]


@pytest.fixture(autouse=True)
def small_estate(keep: Keep) -> None:
    keep(estate(TALK))


@pytest.fixture
def held(database: Database) -> Held:
    """``held()``: what the contract has on two-factor now."""

    def now() -> ClauseState | None:
        with database.reading() as session:
            found = store.find(session, Contract, "c-ehr")
        assert found is not None
        return found.fact.clauses.get("two-factor")

    return now


def handed_out(visitor: Visitor, query: str = "") -> Cells:
    """The cells of the list as it is handed out now."""
    answer = visitor.get(f"{LIST}.xlsx{query}")
    assert answer.status_code == 200
    return [list(row) for row in next(iter(sheets_of(answer.data).values()))]


def fill(cells: Cells, clause: str = "two-factor", **typed_in: Any) -> Cells:
    """Type into the row of a clause; columns are named by their titles."""
    row = next(one for one in cells if f"|{clause}|" in str(one[0]))
    for title, value in typed_in.items():
        row[column(cells, title)] = value
    return cells


def send(visitor: Visitor, cells: Cells | bytes) -> TestResponse:
    content = cells if isinstance(cells, bytes) else typed(cells)
    return visitor.post(UPLOAD, {"file": (BytesIO(content), "list.xlsx")})


def confirm(visitor: Visitor) -> TestResponse:
    return visitor.post(PREVIEW, form_on(visitor.get(PREVIEW), "shown"))


def test_the_list_that_comes_back_untouched_changes_nothing(planner: Visitor) -> None:
    answer = planner.get(f"{LIST}.xlsx")
    page = follow(planner, send(planner, answer.data))
    assert "変わるところはありません" in page.text
    assert "shown" not in page.text


def test_every_change_is_shown_before_it_is_saved_and_one_undo_takes_it_back(
    planner: Visitor, held: Held
) -> None:
    cells = fill(handed_out(planner), 条番号="第9条", 状態="あり")
    fill(cells, "log-provision", 初回確認="×", 初回確認日="令和8年11月20日")
    page = follow(planner, send(planner, fill(cells, 状態="契約にある")))
    assert "変わります" in page.text or "取り込みません" in page.text
    before = held()
    cells = fill(handed_out(planner), 条番号="第9条")
    page = follow(planner, send(planner, cells))
    assert "1件の条項が変わります" in page.text
    assert "第9条" in page.text
    assert held() == before
    answer = confirm(planner)
    assert held() == ClauseState(status=ClauseStatus.ABSENT, article="第9条")
    press_undo(planner, follow(planner, answer))
    assert held() == before


def test_an_answer_and_a_decision_go_into_the_open_round(planner: Visitor) -> None:
    send(planner, fill(handed_out(planner), 先方の回答="同意します", 結果="合意"))
    page = follow(planner, confirm(planner))
    assert page.status_code == 200
    text = planner.get(f"{SHEET}/two-factor").text
    assert "同意します" in text
    assert "第2回" not in text
    assert NegotiationDecision.AGREED.value in text or "合意" in text


def test_an_ask_for_another_clause_begins_a_round(planner: Visitor) -> None:
    send(planner, fill(handed_out(planner), "log-provision", こちらの求め="ログの提供"))
    assert "新しい回" in planner.get(PREVIEW).text
    confirm(planner)
    assert "ログの提供" in planner.get(f"{SHEET}/log-provision").text


def test_wrong_rows_are_named_and_left_out_and_the_right_ones_can_be_saved(
    planner: Visitor, held: Held
) -> None:
    cells = fill(handed_out(planner), 条番号="第9条")
    fill(cells, "log-provision", 完了日="来週")
    fill(cells, "backup-content", 状態="たぶん")
    page = follow(planner, send(planner, cells))
    assert "2行は誤りがあるため取り込みません" in page.text
    assert "「来週」は日付として読めません" in page.text
    assert "「たぶん」という状態はありません" in page.text
    confirm(planner)
    state = held()
    assert state is not None
    assert state.article == "第9条"


def test_a_row_of_another_contract_is_refused(planner: Visitor) -> None:
    cells = handed_out(planner)
    for row in cells[TITLES + 1 :]:
        row[0] = str(row[0]).replace("c-ehr|", "c-other|")
    page = follow(planner, send(planner, fill(cells, 条番号="第9条")))
    assert "ほかの契約のチェックリスト" in page.text


def test_what_somebody_else_changed_after_it_was_handed_out_is_not_overwritten(
    planner: Visitor, signed_in: SignIn, held: Held
) -> None:
    mine, theirs = handed_out(planner), handed_out(planner)
    other = signed_in(Role.CONTRACTS)
    send(other, fill(theirs, 条番号="第8条"))
    confirm(other)
    page = follow(planner, send(planner, fill(mine, 条番号="第9条")))
    assert "ほかの人がこの条項の記録を変えました" in page.text
    state = held()
    assert state is not None
    assert state.article == "第8条"


def test_what_somebody_else_changes_during_the_preview_is_not_overwritten(
    planner: Visitor, signed_in: SignIn, held: Held
) -> None:
    mine, theirs = handed_out(planner), handed_out(planner)
    send(planner, fill(mine, 条番号="第9条"))
    sent = form_on(planner.get(PREVIEW), "shown")
    other = signed_in(Role.CONTRACTS)
    send(other, fill(theirs, 条番号="第8条"))
    confirm(other)
    answer = planner.post(PREVIEW, sent)
    assert answer.status_code == 409
    state = held()
    assert state is not None
    assert state.article == "第8条"


def test_two_people_read_lists_of_the_same_contract_without_mixing_them(
    planner: Visitor, signed_in: SignIn
) -> None:
    other = signed_in(Role.CONTRACTS)
    cells = handed_out(planner)
    send(planner, fill(cells, 条番号="わたしの条"))
    assert "わたしの条" not in follow(other, other.get(PREVIEW)).text
    assert "わたしの条" in planner.get(PREVIEW).text


def test_a_confirmed_list_cannot_be_confirmed_twice(planner: Visitor) -> None:
    send(planner, fill(handed_out(planner), "log-provision", こちらの求め="ログの提供"))
    sent = form_on(planner.get(PREVIEW), "shown")
    planner.post(PREVIEW, sent)
    assert planner.post(PREVIEW, sent).status_code == 303
    assert "第2回" not in planner.get(f"{SHEET}/log-provision").text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ファイルを選んでください"),
        (b"%PDF-1.7 no workbook", "Excelファイル(.xlsx)ではありません"),
        (typed([["a"], [1]]), "このファイルにチェックリストがありません"),
    ],
)
def test_a_wrong_file_is_refused_with_a_reason(planner: Visitor, content: bytes, said: str) -> None:
    answer = send(planner, content)
    assert answer.status_code == 422
    assert said in answer.text


def test_the_preview_without_a_file_leads_to_choosing_one(planner: Visitor) -> None:
    assert planner.get(PREVIEW).location.endswith(UPLOAD)


def test_what_a_file_says_is_escaped(planner: Visitor) -> None:
    send(planner, fill(handed_out(planner), 先方の回答="<script>x</script>", 完了日="<b>"))
    assert "<script>x" not in planner.get(PREVIEW).text
    assert "<b>" not in planner.get(PREVIEW).text


def test_the_list_stands_by_worth_or_as_in_the_catalogue(planner: Visitor) -> None:
    marks = [str(row[0]).split("|")[1] for row in handed_out(planner)[TITLES + 1 :]]
    listed = [
        str(row[0]).split("|")[1] for row in handed_out(planner, "?order=catalogue")[TITLES + 1 :]
    ]
    assert marks != listed
    assert sorted(marks) == sorted(listed)
    assert marks[0] == "security-update-duty"


def test_the_paper_names_clauses_asks_and_what_is_left(planner: Visitor) -> None:
    answer = planner.get(f"{LIST}.pdf")
    said = text_of(answer.data)
    for word in ("電子カルテ利用契約", "求めた文", "断られると残る", "合意", "1/"):
        assert word in said
    assert len(pages_of(answer.data)) > 1


def test_who_may_not_edit_takes_lists_along_and_reads_none_in(signed_in: SignIn) -> None:
    auditor = signed_in(Role.AUDITOR)
    assert auditor.get(f"{LIST}.pdf").status_code == 200
    assert auditor.get(UPLOAD).status_code == 403
    assert UPLOAD not in auditor.get(SHEET).text


def test_a_contract_without_clauses_has_no_list(planner: Visitor) -> None:
    assert planner.get("/contracts/nobody/checklist.pdf").status_code == 404
    assert planner.get("/contracts/nobody/checklist/upload").status_code == 404


def test_a_row_without_its_mark_and_a_bare_decision_are_pointed_out(planner: Visitor) -> None:
    cells = fill(handed_out(planner), "log-provision", 結果="合意", 決まった日="2026/11/20")
    bare = fill(cells, 条番号="第9条")
    next(one for one in bare if "|two-factor|" in str(one[0]))[0] = ""
    page = follow(planner, send(planner, bare))
    assert "この行の照合欄が消えています" in page.text
    assert "結果だけを記録してよいか" in page.text
    confirm(planner)
    page = follow(planner, send(planner, bare))
    assert "1行の交渉の回は、同じ内容がすでに記録されている" in page.text
    assert "新しい回" not in page.text


def test_a_paper_says_what_was_withheld_from_whoever_printed_it(
    planner: Visitor, signed_in: SignIn
) -> None:
    clerk = signed_in(Role.CONTRACTS)
    note = "権限では、接続（回線）の名前"
    assert note in text_of(clerk.get(f"{LIST}.pdf").data)
    assert note not in text_of(planner.get(f"{LIST}.pdf").data)
    assert any(note in str(cell) for row in handed_out(clerk) for cell in row)
    page = follow(clerk, send(clerk, clerk.get(f"{LIST}.xlsx").data))
    assert "変わるところはありません" in page.text

"""責任分界表: agreeing on the matrix, versions that never change, and what differs since."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import text

from tests.reports.papers import text_of
from tests.web.browse import fill_in, follow, form_on
from tests.web.conftest import MovableClock, Visitor
from tests.web.records import FACTS, estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import ClauseState, Contract, Portfolio
from vendormgr.domain.vocabulary import ClauseStatus, Holder
from vendormgr.store import record as store
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database

PAGE = "/contracts/c-ehr/annex"
HELD = next(one for one in FACTS if isinstance(one, Contract))
WRITTEN = {"security-update-duty": ClauseState(status=ClauseStatus.PRESENT, article="第7条")}
Keep = Callable[[Portfolio], None]
SignIn = Callable[[Role], Visitor]


@pytest.fixture(autouse=True)
def small_estate(keep: Keep) -> None:
    keep(estate(replace(HELD, clauses=WRITTEN)))


@pytest.fixture
def change(database: Database) -> Callable[..., None]:
    """``change(clauses={})``: somebody edits the contract."""

    def now(**fields: Any) -> None:
        with database.writing() as session:
            found = store.find(session, Contract, "c-ehr")
            assert found is not None
            fact = replace(found.fact, **fields)
            store.update(session, fact, by=Actor("別の人"), seen_version=found.version)

    return now


def agree(visitor: Visitor, **typed: str) -> Any:
    _, answer = fill_in(visitor, PAGE, "agreed_on", **{"agreed_on": "2026/10/1", **typed})
    return answer


def pdf(visitor: Visitor, path: str) -> bytes:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return bytes(answer.data)


def test_agreeing_keeps_the_matrix_as_version_one(planner: Visitor) -> None:
    page = follow(planner, agree(planner, note="契約更新時"))
    assert "第1版" in page.text
    assert "契約更新時" in page.text
    assert "2026年10月1日合意）と同じです" in page.text


def test_later_changes_are_counted_on_contract_matrix_and_annex(
    planner: Visitor, change: Callable[..., None]
) -> None:
    agree(planner)
    change(clauses={})
    for path in ("/contracts/c-ehr", "/matrix/services/ehr-saas"):
        text_ = planner.get(path).text
        assert "2026年10月1日に合意（第1版）" in text_
        assert "つの欄が違います" in text_
        assert f"{PAGE}/1" in text_
    page = planner.get(f"{PAGE}/1")
    assert "契約の記載が外れ" in page.text
    assert "第7条" in page.text


def test_a_cell_says_then_now_and_why(planner: Visitor, change: Callable[..., None]) -> None:
    agree(planner)
    (held,) = HELD.overrides
    change(overrides=(replace(held, article="第4条"),))
    page = planner.get(f"{PAGE}/1")
    assert "1つの欄が違います" in page.text
    assert "第3条" in page.text
    assert "第4条" in page.text
    assert "根拠の条項や条番号が変わりました" in page.text


def test_an_emergency_stands_in_the_annex_and_counts_as_a_difference(
    planner: Visitor, change: Callable[..., None]
) -> None:
    agree(planner)
    (held,) = HELD.overrides
    then = replace(held, emergency=Holder.HOSPITAL, emergency_parts="甲が先に回線を切る")
    change(overrides=(replace(then, parts="乙が毎日見る"),))
    page = planner.get(f"{PAGE}/1").text
    assert "1つの欄が違います" in page
    assert "非常時：医療機関" in page
    assert "非常時の担当か分担が変わりました" in page
    agree(planner)
    for path in (f"{PAGE}.pdf", f"{PAGE}/2.pdf"):
        said = text_of(pdf(planner, path))
        assert "通常時：事業者(乙が毎日見る)" in said
        assert "甲が先に回線を切る" in said
    assert "乙が毎日見る" not in text_of(pdf(planner, f"{PAGE}/1.pdf"))


def test_a_shared_row_without_a_decider_is_warned_of_before_it_is_kept(
    planner: Visitor, change: Callable[..., None]
) -> None:
    assert "最後に決める者が決まっていない行" not in planner.get(PAGE).text
    (held,) = HELD.overrides
    change(overrides=(replace(held, party=Holder.SHARED),))
    page = planner.get(PAGE).text
    assert "最後に決める者が決まっていない行が1つあります" in page
    address = "/matrix/services/ehr-saas/rows/log-review/agreed"
    assert address in page
    assert planner.get(address).status_code == 200
    assert "決める者：未定" in text_of(pdf(planner, f"{PAGE}.pdf"))


def test_a_version_prints_the_same_bytes_whatever_changes_later(
    planner: Visitor, change: Callable[..., None], clock: MovableClock, signed_in: SignIn
) -> None:
    agree(planner)
    first = pdf(planner, f"{PAGE}/1.pdf")
    change(title="改名した契約", clauses={}, overrides=())
    clock.forward(hours=1)
    assert pdf(signed_in(Role.AUDITOR), f"{PAGE}/1.pdf") == first
    said = text_of(first)
    for word in ("電子カルテ利用契約", "第1版", "2026年10月1日", "甲（医療機関）", "第7条"):
        assert word in said


def test_a_version_can_be_printed_after_the_contract_was_archived(planner: Visitor) -> None:
    agree(planner)
    first = pdf(planner, f"{PAGE}/1.pdf")
    fill_in(planner, "/contracts/c-ehr/archive", reason="終了")
    assert pdf(planner, f"{PAGE}/1.pdf") == first
    assert "台帳にない" in planner.get(f"{PAGE}/1").text


def test_the_draft_says_that_nobody_agreed_yet(planner: Visitor) -> None:
    assert "案（未合意）" in text_of(pdf(planner, f"{PAGE}.pdf"))


def test_a_matrix_that_changed_after_the_page_was_opened_is_not_kept(
    planner: Visitor, change: Callable[..., None]
) -> None:
    sent = form_on(planner.get(PAGE), "agreed_on")
    change(clauses={})
    answer = planner.post(PAGE, sent | {"agreed_on": ["2026/10/1"]})
    assert answer.status_code == 409
    assert "画面を開いたあとに" in answer.text
    assert "第1版" not in planner.get(PAGE).text
    again = form_on(answer, "agreed_on")
    assert planner.post(PAGE, again).status_code == 303


def test_sending_twice_keeps_one_version(planner: Visitor) -> None:
    sent = form_on(planner.get(PAGE), "agreed_on") | {"agreed_on": ["2026/10/1"]}
    planner.post(PAGE, sent)
    planner.post(PAGE, sent)
    assert "第2版" not in planner.get(PAGE).text


@pytest.mark.parametrize("day", ["2026/11/23", "", "あした"])
def test_a_day_that_cannot_be_is_refused(planner: Visitor, day: str) -> None:
    assert agree(planner, agreed_on=day).status_code == 422


def test_a_version_that_was_altered_in_the_database_is_refused(
    planner: Visitor, database: Database
) -> None:
    agree(planner)
    with database.writing() as session:
        session.execute(text("UPDATE snapshot SET content = replace(content, '第7条', '第8条')"))
    for path in (f"{PAGE}/1", f"{PAGE}/1.pdf", PAGE):
        answer = planner.get(path)
        assert answer.status_code == 409
        assert "照合番号と一致しません" in answer.text
    assert planner.get("/contracts/c-ehr").status_code == 200


def test_a_contract_without_a_matrix_says_so(planner: Visitor, keep: Keep) -> None:
    keep(estate(replace(HELD, services=(), overrides=())))
    assert "責任分界がありません" in planner.get(PAGE).text
    assert planner.get(f"{PAGE}.pdf").status_code == 404
    assert planner.get(f"{PAGE}/1").status_code == 404


def test_only_who_edits_contracts_keeps_a_version(signed_in: SignIn) -> None:
    auditor = signed_in(Role.AUDITOR)
    assert "agreed_on" not in auditor.get(PAGE).text
    assert auditor.post(PAGE, {"agreed_on": "2026/10/1"}).status_code == 403


def test_agreeing_stands_in_the_log(planner: Visitor) -> None:
    agree(planner)
    assert "責任分界表" in planner.get("/audit").text


def test_the_number_to_compare_stands_on_one_line(planner: Visitor) -> None:
    agree(planner)
    page = pypdfium2.PdfDocument(pdf(planner, f"{PAGE}/1.pdf"))[0]
    lines = page.get_textpage().get_text_range().splitlines()
    assert [one for one in lines if re.search(r"照合番号\W*[0-9a-f]{32}$", one.strip())]

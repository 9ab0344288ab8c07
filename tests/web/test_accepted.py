"""Accepted risks as one register: gaps, noes and retained risks, each with its end."""

from collections.abc import Callable
from datetime import date

from tests.domain.factories import (
    TODAY,
    assessment,
    contract,
    disclosure,
    portfolio,
    said_no,
    service,
)
from tests.reports.papers import squeezed, text_of
from tests.web.conftest import TESTER, Visitor
from vendormgr.domain.analysis import conclude
from vendormgr.domain.assessment import Risk
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.vocabulary import Treatment
from vendormgr.exchange.seed import load_catalogue
from vendormgr.store.engine import Database
from vendormgr.store.gap_decision import accept_gap

Keep = Callable[[Portfolio], None]
CLAUSE = ("clause-missing", "c-ehr/two-factor")
ESTATE = portfolio(
    service(name="電子カルテSaaS", data_class="phi"),
    contract("ehr-saas", title="利用契約", clauses={"two-factor": "absent"}),
    disclosure(
        said_no("A-1", question="鍵の管理", accepted_by="病院長", accepted_until="2027-03-31"),
        said_no("A-2", compensation="閉域"),
    ),
    assessment(
        risks=(
            Risk(title="停止", treatment=Treatment.RETAIN, likelihood=2, impact=4, owner="総務課"),
            Risk(title="漏えい", treatment=Treatment.REDUCE),
        )
    ),
)


def accept(database: Database, until: date) -> None:
    finding = conclude(ESTATE, load_catalogue()).finding(*CLAUSE)
    assert finding is not None
    with database.writing() as session:
        accept_gap(
            session,
            finding,
            reason="更新まで待つ",
            approver="経営者の人",
            until=until,
            compensation="接続元を限る",
            today=TODAY,
            by=TESTER,
            seen_version=0,
        )


def test_the_register_holds_gaps_noes_and_retained_risks(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    keep(ESTATE)
    accept(database, date(2027, 9, 30))
    page = planner.get("/gaps/accepted").text
    for word in (
        "更新まで待つ",
        "接続元を限る",
        "経営者の人",
        "A-1 鍵の管理",
        "停止",
        "残るリスク：8",
    ):
        assert word in page
    assert "A-2" not in page
    assert "漏えい" not in page
    only = planner.get("/gaps/accepted?kind=risk").text
    assert "更新まで待つ" not in only


def test_what_has_ended_comes_first_and_is_said(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    keep(ESTATE)
    accept(database, date(2026, 10, 31))
    page = planner.get("/gaps/accepted").text
    assert "判断し直してください" in page
    assert "期限が過ぎた" in page
    assert page.index("更新まで待つ") < page.index("A-1 鍵の管理")


def test_the_paper_says_the_same_and_has_a_box_to_sign(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    keep(ESTATE)
    accept(database, date(2027, 1, 31))
    text = squeezed(text_of(planner.get("/gaps/accepted.pdf").data))
    for word in (
        "更新まで待つ",
        "接続元を限る",
        "90日以内に期限",
        "鍵の管理",
        "経営者",
        "残るリスク：8",
    ):
        assert squeezed(word) in text
    narrowed = squeezed(text_of(planner.get("/gaps/accepted.pdf?kind=answer").data))
    assert "更新まで待つ" not in narrowed


def test_nothing_accepted_is_said_too(planner: Visitor, keep: Keep) -> None:
    keep(portfolio())
    assert "受容したリスクはありません" in planner.get("/gaps/accepted").text
    assert planner.get("/gaps/accepted.pdf").status_code == 200

"""Clauses of the hospital's own: asked for like the catalogue's, always marked."""

from collections.abc import Callable

import pytest

from tests.domain.factories import TODAY, contract, portfolio, service
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.negotiation import OwnClause
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.vocabulary import ClauseLevel, Column
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

Keep = Callable[[Portfolio], None]
LIST = "/matrix/clauses"
TYPED = {"title": "夜間の窓口", "asks": "夜間も電話に出る。", "level": "must"}


@pytest.fixture
def kept(database: Database) -> Callable[[], Portfolio]:
    """The portfolio as it is stored now."""

    def now() -> Portfolio:
        with database.reading() as session:
            return load_portfolio(session, TODAY)

    return now


Kept = Callable[[], Portfolio]


def test_a_new_clause_is_asked_for_in_every_contract_that_needs_it(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(portfolio(service(), contract("ehr-saas", title="利用契約")))
    answer = planner.post(f"{LIST}/new", {**TYPED, "columns": ["saas"], "settles": ["os-updates"]})
    assert answer.status_code == 303
    (own,) = kept().own_clauses
    assert (own.columns, own.settles, own.level) == (
        (Column.SAAS,),
        ("os-updates",),
        ClauseLevel.MUST,
    )
    page = planner.get("/contracts/c-ehr").text
    assert "独自" in page.partition('id="clauses"')[2].partition("夜間の窓口")[2][:200]
    assert "夜間の窓口" in planner.get("/contracts/c-ehr/clauses").text
    row = "/matrix/services/ehr-saas?service=ehr-saas&item=os-updates"
    assert "夜間の窓口" in planner.get(row).text
    assert "1件中0件で合意済み" in planner.get(LIST).text


def test_agreed_it_makes_its_row_written(planner: Visitor, keep: Keep) -> None:
    own = OwnClause(id="own", title="夜間の窓口", level=ClauseLevel.MUST, settles=("os-updates",))
    keep(portfolio(own, service(), contract("ehr-saas", clauses={"own": "present"})))
    page = planner.get("/matrix/services/ehr-saas?service=ehr-saas&item=os-updates").text
    assert "条項があるため、提案どおりの担当です。" in page
    assert "1件中1件で合意済み" in planner.get(LIST).text
    assert planner.get("/catalogue/clauses/own").location == f"{LIST}/own"


def test_it_can_be_edited_archived_and_brought_back(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    own = OwnClause(id="own", title="旧", level=ClauseLevel.SHOULD, settles=("os-updates",))
    keep(portfolio(own, service(), contract("ehr-saas", clauses={"own": "present"})))
    planner.post(f"{LIST}/own/edit", {**TYPED, "seen": "1"})
    assert [(one.title, one.settles) for one in kept().own_clauses] == [("夜間の窓口", ())]
    planner.post(f"{LIST}/own/archive", {"seen": "2"})
    assert kept().own_clauses == ()
    assert planner.get("/contracts/c-ehr").status_code == 200
    assert "夜間の窓口" in planner.get(f"{LIST}/archived").text
    planner.post(f"{LIST}/own/restore", {"seen": "3"})
    assert planner.get(f"{LIST}/own").location == f"{LIST}#own"


def test_a_clause_needs_a_name_and_a_level(planner: Visitor, keep: Keep) -> None:
    keep(portfolio())
    answer = planner.post(f"{LIST}/new", {"title": "", "level": ""})
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert 'id="level-error"' in answer.text


def test_only_who_keeps_the_catalogue_adds_clauses(
    signed_in: Callable[[Role], Visitor], keep: Keep
) -> None:
    keep(portfolio())
    auditor = signed_in(Role.AUDITOR)
    assert auditor.get(LIST).status_code == 200
    assert auditor.get(f"{LIST}/new").status_code == 403

"""Yearly reviews on screens: who is still to be reviewed, and the gap that goes once it is done."""

from collections.abc import Callable
from datetime import date

from tests.domain.factories import CAST, TODAY, contract, portfolio, service
from tests.web.browse import fill_in
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.assurance import Review
from vendormgr.domain.portfolio import Portfolio
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

Keep = Callable[[Portfolio], None]


def kept(database: Database) -> tuple[Review, ...]:
    with database.reading() as session:
        return load_portfolio(session, TODAY).reviews


def test_recording_a_review_takes_the_vendor_off_the_open_ones(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    keep(portfolio(*CAST, service(), contract("ehr-saas", starts_on=date(2020, 4, 1))))
    page = planner.get("/reviews").text
    assert "点検が済んでいない委託先が3社あります" in page
    assert "/reviews/new?party=ehr" in page
    gap = planner.get("/gaps/review-overdue?subject=ehr").text
    assert "年次点検を記録する" in gap
    _, answer = fill_in(planner, "/reviews/new?party=ehr", signed_off_by="病院長")
    assert answer.status_code == 303
    done = kept(database)[0]
    assert (done.party, done.fiscal_year, done.signed_off_by) == ("ehr", 2026, "病院長")
    assert "済んでいない委託先が2社あります" in planner.get("/reviews").text
    assert planner.get("/gaps/review-overdue?subject=ehr").status_code == 404


def test_a_vendor_is_reviewed_once_a_year_and_not_in_the_future(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    first = Review(party="ehr", fiscal_year=2026, signed_off_on=date(2026, 6, 1))
    keep(portfolio(*CAST, service(), first))
    _, answer = fill_in(
        planner, "/reviews/new?party=ehr", signed_off_by="病院長", signed_off_on="2027/1/1"
    )
    assert answer.status_code == 422
    assert "すでに記録されています" in answer.text
    assert len(kept(database)) == 1


def test_who_may_only_read_records_no_review(
    signed_in: Callable[[Role], Visitor], keep: Keep
) -> None:
    keep(portfolio(*CAST, service()))
    auditor = signed_in(Role.AUDITOR)
    assert "年次点検を記録" not in auditor.get("/reviews").text
    assert auditor.get("/reviews/new").status_code == 403

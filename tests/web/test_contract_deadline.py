"""契約の期限: what has to be decided until when, as a list and over a fiscal year."""

from collections.abc import Callable

import pytest

from tests.domain.factories import contract, portfolio
from tests.web.conftest import Visitor
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.vocabulary import ContractKind

LIST = "/contracts/deadlines"
CONTRACTS = (
    contract(id_="ended", title="終わった契約", ends_on="2026-10-31"),
    contract(id_="missed", title="通知を逃した契約", ends_on="2027-01-31", cancel_notice_days=90),
    contract(id_="due", title="まもない契約", ends_on="2027-03-31", cancel_notice_days=90),
    contract(
        id_="renewed",
        title="更新が決まった契約",
        ends_on="2024-12-31",
        auto_renewal=True,
        cancel_notice_days=60,
    ),
    contract(id_="open", title="終わりのない契約"),
    contract(id_="memo", title="覚書", amends="due", kind=ContractKind.MEMORANDUM),
)


@pytest.fixture(autouse=True)
def contracts(keep: Callable[[Portfolio], None]) -> None:
    keep(portfolio(*CONTRACTS))


def test_what_presses_comes_first_and_says_what_to_do(planner: Visitor) -> None:
    page = planner.get(LIST).text
    assert "3件は、今すぐ判断が必要です" in page
    rows = page.partition("<tbody>")[2]
    order = [rows.index(one.title or "") for one in CONTRACTS[:5]]
    assert order == sorted(order)
    assert "覚書" not in rows
    assert "2026年12月31日に更新されます" in rows
    assert "2027年11月1日" in rows


def test_the_list_is_filtered_and_exported(planner: Visitor) -> None:
    rows = planner.get(f"{LIST}?state=missed").text.partition("<tbody>")[2]
    assert "通知を逃した契約" in rows
    assert "まもない契約" not in rows
    answer = planner.get(f"{LIST}?export=csv")
    assert "通知の期限を過ぎた" in answer.data.decode("utf-8-sig")


def test_the_calendar_shows_a_fiscal_year_month_by_month(planner: Visitor) -> None:
    page = planner.get(f"{LIST}/calendar").text
    assert "令和8年度" in page
    december = page.partition("2026年12月")[2].partition("</tr>")[0]
    assert "まもない契約" in december
    assert "更新が決まった契約" in december
    assert f"{LIST}/calendar?year=2027" in page
    following = planner.get(f"{LIST}/calendar?year=2027").text
    assert "更新が決まった契約" in following.partition("2027年12月")[2].partition("</tr>")[0]


@pytest.mark.parametrize("year", ["", "soon", "99999", "１"])
def test_a_year_that_is_none_is_not_found(planner: Visitor, year: str) -> None:
    assert planner.get(f"{LIST}/calendar?year={year}").status_code == 404

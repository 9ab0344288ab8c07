"""締結前の確認: what falls between an old and a new vendor, seen before the second one signs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tests.domain.factories import portfolio
from tests.domain.test_signing import FACTS, NEW, OLD
from tests.web.conftest import Visitor
from vendormgr.domain.portfolio import Portfolio

PAGE = "/matrix/systems/core/before-signing"
Keep = Callable[[Portfolio], None]


def test_what_falls_between_the_vendors_is_said_with_the_clause_to_ask_for(
    planner: Visitor, keep: Keep
) -> None:
    keep(portfolio(*FACTS, OLD, NEW))
    page = planner.get(PAGE).text
    assert "約束した事業者がいない役割" in page
    assert "障害の切り分けを主導する事業者が決まっていません" in page
    row = page.partition("OSの更新")[2].partition("</tr>")[0]
    assert "契約に記載なし" in row
    assert 'href="/contracts/new/clauses/security-update-duty"' in row


def test_the_system_and_the_contract_lead_there(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(*FACTS, OLD, NEW))
    assert f'href="{PAGE}?contract=new"' in planner.get("/matrix/systems/core").text


def test_without_a_contract_to_come_the_page_says_what_to_do(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(*FACTS, OLD))
    assert "これから始まる契約が登録されていません" in planner.get(PAGE).text
    assert planner.get(f"{PAGE}?contract=old").status_code == 404
    assert planner.get("/matrix/systems/none/before-signing").status_code == 404


def test_the_headline_tells_nobody_from_two_and_names_the_contract_that_ends(
    planner: Visitor, keep: Keep
) -> None:
    ending = replace(OLD, title="医事会計の保守契約", ends_on=date(2027, 1, 31))
    keep(portfolio(*FACTS, ending, NEW))
    page = planner.get(PAGE).text
    assert "の役割が取り決められないまま残ります（約束した事業者がいない" in page
    assert "つの役割" not in page
    assert "今の契約「医事会計の保守契約」がそれまでに終わるために外れます" in page
    row = page.partition("OSの更新")[2].partition("</tr>")[0]
    assert "「医事会計の保守契約」の終了で外れます" in row
    keep(portfolio(*FACTS, OLD, replace(NEW, clauses=OLD.clauses)))
    assert "2社以上が約束している役割" in planner.get(PAGE).text

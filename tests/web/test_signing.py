"""締結前の確認: what falls between an old and a new vendor, seen before the second one signs."""

from collections.abc import Callable

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
    assert "どの事業者の約束にもなりません" in page
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

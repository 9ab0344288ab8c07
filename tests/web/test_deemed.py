"""みなし遵守 on the screen: the answer, the servers, what is missing and where to mend it."""

from collections.abc import Callable

import pytest

from tests.domain.factories import (
    EHR,
    HOSPITAL,
    asset,
    contract,
    override,
    portfolio,
    service,
)
from tests.web.browse import follow, press_undo
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import ClauseState, Portfolio
from vendormgr.domain.vocabulary import ClauseStatus, Edition

Keep = Callable[[Portfolio], None]
PAGE = "/deemed-compliance"
UPDATES = {"security-update-duty": ClauseState(status=ClauseStatus.PRESENT, article="第7条")}


def test_the_answer_is_yes_when_contracts_give_the_vendors_all_updates(
    planner: Visitor, keep: Keep
) -> None:
    keep(
        portfolio(
            service(data_class="phi", name="電子カルテSaaS"),
            contract("ehr-saas", title="利用契約", clauses=UPDATES),
        )
    )
    page = planner.get(PAGE).text
    assert "みなし遵守を使えます。" in page
    assert "第7条" in page
    assert "満たす" in page
    assert "契約ごとに足りない記載" not in page


def test_the_answer_is_no_as_long_as_one_row_stays_with_the_hospital(
    planner: Visitor, keep: Keep
) -> None:
    keep(
        portfolio(
            service(data_class="phi", name="電子カルテSaaS"),
            contract(
                "ehr-saas",
                title="利用契約",
                clauses=UPDATES,
                overrides=(override("ehr-saas", "middleware-updates", "hospital"),),
            ),
        )
    )
    page = planner.get(PAGE).text
    assert "いまは、みなし遵守を使えません。" in page
    assert "1件のうち1件で" in page
    assert "「電子カルテSaaS」のミドルウェアの更新が、医療機関の担当のままです。" in page
    assert "service=ehr-saas&amp;item=middleware-updates#panel" in page
    assert "「電子カルテSaaS」のミドルウェアの更新を、事業者の担当と明記する" in page


def test_every_reason_is_said_with_the_page_that_mends_it(planner: Visitor, keep: Keep) -> None:
    keep(
        portfolio(
            service(data_class="business"),
            asset("nobody", data_class="phi", label="誰も保守しない"),
            asset("own", data_class="phi", maintained_by=HOSPITAL),
            asset("covered", data_class="phi", maintained_by=EHR, service="ehr-saas"),
            asset("late", data_class="phi", maintained_by="maintainer"),
            asset("without", data_class="phi", maintained_by="caterer"),
            contract(title="空の契約", clauses={"security-update-duty": "absent"}),
            contract(id_="c-old", party="maintainer", title="終わった契約", ends_on="2020-03-31"),
        )
    )
    page = planner.get(PAGE).text
    for words in (
        "保守する会社が登録されていません。",
        "当院が自ら保守しているため",
        "契約「空の契約」に、更新責任の条項がありません（無し）。",
        "契約「空の契約」の対象に「ehr-saas」が入っていません。",
        "契約「終わった契約」は、いま有効な期間ではありません。",
        "「給食事業者」との契約が登録されていません。",
        'href="/assets/nobody/edit"',
        'href="/contracts/new?party=caterer"',
        'href="/contracts/c-ehr/edit"',
        "条項「セキュリティ更新の責任」を加える",
    ):
        assert words in page, words


def test_without_any_server_nothing_is_judged(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(service(), asset("box", label="分類していない箱")))
    page = planner.get(PAGE).text
    assert "判定できません。" in page
    assert "情報区分が未登録のもの" in page
    assert "分類していない箱" in page


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (Edition.V6, "第6.0版で運用しています。みなし遵守は第7.0版の仕組みです。"),
        (Edition.V7, "第7.0版で運用しています。みなし遵守はこの版の仕組みです。"),
    ],
)
def test_the_page_says_under_which_edition_the_hospital_works(
    edition: Edition, words: str, planner: Visitor, keep: Keep
) -> None:
    keep(portfolio(service(data_class="phi"), edition=edition))
    page = planner.get(PAGE).text
    assert words in page
    assert "要原典確認" in page


def test_servers_in_the_hospital_are_named_for_the_attack_map_only(
    signed_in: Callable[[Role], Visitor], keep: Keep
) -> None:
    keep(
        portfolio(
            service(name="電子カルテ保守", model="onprem"),
            asset("box", label="秘密のサーバ", data_class="phi", service="ehr-saas"),
            asset("other", label="別の秘密", data_class="phi"),
            asset("loose", label="分類前の秘密"),
        )
    )
    known = signed_in(Role.PLANNER).get(PAGE).text
    hidden = signed_in(Role.CONTRACTS).get(PAGE).text
    assert "秘密のサーバ" in known
    assert "秘密" not in hidden
    assert "「電子カルテ保守」の院内サーバ" in hidden
    assert "2件のうち2件で" in known
    assert "2件のうち2件で" in hidden
    assert "/assets/" not in hidden


def test_the_administrator_of_accounts_does_not_read_it(
    signed_in: Callable[[Role], Visitor], keep: Keep
) -> None:
    keep(portfolio(service(data_class="phi")))
    assert signed_in(Role.ADMINISTRATOR).get(PAGE).status_code == 403


def hosted(*clauses: str) -> Portfolio:
    return portfolio(
        service(name="電子カルテ", data_class="phi"),
        contract("ehr-saas", title="利用契約", clauses=dict.fromkeys(clauses, "absent")),
    )


def test_one_button_begins_the_negotiation_of_what_is_missing_and_one_takes_it_back(
    planner: Visitor, keep: Keep
) -> None:
    keep(hosted("security-update-duty"))
    assert "足りない条項1件の交渉を始める" in planner.get(PAGE).text
    answer = planner.post(f"{PAGE}/negotiate", {"contract": "c-ehr"})
    page = follow(planner, answer)
    assert "みなし遵守" not in page.text
    assert 'id="security-update-duty"' in page.text
    assert "交渉を始める" not in planner.get(PAGE).text
    press_undo(planner, page)
    assert "足りない条項1件の交渉を始める" in planner.get(PAGE).text


def test_a_second_press_begins_nothing_twice(planner: Visitor, keep: Keep) -> None:
    keep(hosted())
    planner.post(f"{PAGE}/negotiate", {"contract": "c-ehr"})
    answer = planner.post(f"{PAGE}/negotiate", {"contract": "c-ehr"})
    assert "すべて交渉中" in follow(planner, answer).text
    assert planner.get("/negotiations").text.count('<th scope="row">') == 1


def test_only_who_edits_contracts_is_offered_the_button(
    signed_in: Callable[[Role], Visitor], keep: Keep
) -> None:
    keep(hosted())
    auditor = signed_in(Role.AUDITOR)
    assert "交渉を始める" not in auditor.get(PAGE).text
    assert auditor.post(f"{PAGE}/negotiate", {"contract": "c-ehr"}).status_code == 403

"""Contracts as they are in Japan: kinds, what amends what, and what holds among them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.factories import contract, service
from tests.web.browse import fill_in, links_on
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import ClauseState, Contract, Portfolio
from vendormgr.domain.vocabulary import ClauseStatus, ContractKind, SubOutsourcing
from vendormgr.store import record as store
from vendormgr.store.engine import Database
from vendormgr.web import contract_terms

MEMO = contract(
    id_="memo",
    title="安全管理の覚書",
    kind=ContractKind.MEMORANDUM,
    amends="c-ehr",
    starts_on="2026-06-01",
    clauses={"two-factor": ClauseState(status=ClauseStatus.PRESENT, article="第2条")},
)
Keep = Callable[[Portfolio], None]


def stored(database: Database, id_: str = "c-ehr") -> Contract:
    with database.reading() as session:
        found = store.find(session, Contract, id_)
    assert found is not None
    return found.fact


def test_a_contract_says_its_kind_and_who_bears_what(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    keep(estate())
    typed: dict[str, Any] = {
        "kind": "terms",
        "negotiable": "no",
        "sub_outsourcing": "prior_consent",
        "liability_cap": "年間の委託料",
        "governing_law": "日本法",
        "court": "東京地方裁判所",
    }
    _, answer = fill_in(planner, "/contracts/c-ehr/edit", **typed)
    assert answer.status_code == 303
    now = stored(database)
    assert (now.kind, now.negotiable) == (ContractKind.TERMS, False)
    assert now.sub_outsourcing is SubOutsourcing.PRIOR_CONSENT
    page = planner.get("/contracts/c-ehr").text
    for word in ("約款・利用規約", "年間の委託料", "東京地方裁判所", "交渉できない約款です"):
        assert word in page


@pytest.mark.parametrize("amends", ["c-ehr", "memo"])
def test_a_contract_cannot_amend_itself_not_even_over_others(
    planner: Visitor, keep: Keep, amends: str, database: Database
) -> None:
    keep(estate(MEMO))
    answer = planner.post(
        "/contracts/c-ehr/edit",
        {"title": "契約", "party": "ehr", "amends": amends, "seen": "1"},
    )
    assert answer.status_code == 422
    assert 'id="amends-error"' in answer.text
    assert stored(database).amends is None


def test_the_page_shows_the_bundle_as_a_tree_with_what_holds(planner: Visitor, keep: Keep) -> None:
    keep(estate(MEMO))
    page = planner.get("/contracts/c-ehr").text
    tree = page.partition('id="bundle"')[2].partition("</section>")[0]
    assert "安全管理の覚書" in tree
    assert "条項 1件" in tree
    assert "第2条" in page.partition('id="two-factor"')[2].partition("</tr>")[0]
    clause = planner.get("/contracts/c-ehr/clauses/two-factor").text
    assert "「安全管理の覚書」が決めています" in clause
    member = planner.get("/contracts/memo").text
    assert "「電子カルテ利用契約」の束の一部です" in member
    assert 'href="/contracts/c-ehr#clauses"' in member


def test_the_list_counts_a_bundle_once_and_filters_by_kind(planner: Visitor, keep: Keep) -> None:
    keep(estate(MEMO))
    page = planner.get("/contracts").text
    assert "「電子カルテ利用契約」の束で判定" in page
    only = planner.get("/contracts?kind=memorandum").text
    assert "安全管理の覚書" in only
    assert '/contracts/c-ehr"' not in only.partition("<tbody>")[2].partition("安全管理の覚書")[0]


def test_the_sheet_of_an_amendment_offers_what_its_bundle_needs(
    planner: Visitor, keep: Keep
) -> None:
    keep(estate(MEMO))
    page = planner.get("/contracts/memo/clauses").text
    assert 'name="status_incident-notice"' in page
    assert "この契約書が触れていない条項は「未確認」のまま" in page


def test_contracts_with_the_same_service_in_one_bundle_are_no_overlap(
    planner: Visitor, keep: Keep
) -> None:
    keep(estate(MEMO, contract("ehr-saas", id_="other", title="別の契約")))
    page = planner.get("/contracts/c-ehr").text
    warning = page.partition("期間の重なる契約があります")[2].partition("</ul>")[0]
    assert "別の契約" in warning
    assert "安全管理の覚書" not in warning


def test_a_clause_says_why_it_is_needed_and_who_switched_it_off(
    planner: Visitor, keep: Keep
) -> None:
    keep(estate(service("ehr-saas", name="電子カルテSaaS", data_class="phi")))
    path = "/contracts/c-ehr/clauses/incident-notice"
    page = planner.get(path).text
    assert "この契約に必要な理由" in page
    assert "「電子カルテSaaS」" in page
    bare = planner.post(path, {"status": "not_applicable", "seen": "1"})
    assert bare.status_code == 422
    off = {"status": "not_applicable", "note": "試験環境だけのため", "seen": "1"}
    assert planner.post(path, off).status_code == 303
    page = planner.get(path).text
    assert "この契約では対象外にしています" in page
    assert "試験環境だけのため" in page
    assert "が2026年11月22日" in page


def test_a_contract_that_cites_an_old_edition_is_marked_and_found(
    planner: Visitor, keep: Keep
) -> None:
    keep(estate(contract("ehr-saas", id_="c-ehr", title="契約", cites_edition="5.2")))
    assert "古い版を引用" in planner.get("/contracts/c-ehr").text
    assert "契約" in planner.get("/contracts?edition=old").text.partition("<tbody>")[2]


def test_what_terms_lack_is_accepted_together(
    signed_in: Callable[[Role], Visitor], keep: Keep
) -> None:
    terms = contract(
        "ehr-saas",
        id_="c-ehr",
        title="利用規約",
        negotiable=False,
        clauses={"two-factor": "absent", "audit-right": "absent"},
    )
    keep(estate(terms))
    executive = signed_in(Role.EXECUTIVE)
    page = executive.get("/contracts/c-ehr")
    (address,) = (one for one in links_on(page) if one.startswith("/gaps/accept?"))
    assert "c-ehr%2Ftwo-factor" in address or "c-ehr/two-factor" in address
    asked = executive.get(address).text
    assert "補う対策" in asked
    assert "交渉できない約款についての不備が含まれています" in asked
    auditor = signed_in(Role.AUDITOR).get("/contracts/c-ehr")
    assert not [one for one in links_on(auditor) if one.startswith("/gaps/accept?")]


def test_more_gaps_than_one_page_takes_are_offered_to_the_last_and_unread_clauses_are_not(
    signed_in: Callable[[Role], Visitor], keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contract_terms, "AT_ONCE", 2)
    absent = dict.fromkeys(("two-factor", "audit-right", "log-provision"), "absent")
    terms = contract("ehr-saas", id_="c-ehr", negotiable=False, clauses=absent)
    keep(estate(terms))
    executive = signed_in(Role.EXECUTIVE)
    page = executive.get("/contracts/c-ehr")
    steps = [one for one in links_on(page) if one.startswith("/gaps/accept?")]
    assert len(steps) > 1
    assert "clause-unknown" not in "".join(steps)
    sizes = [one.count("gap=") for one in steps]
    assert set(sizes[:-1]) == {2}
    assert f"{sum(sizes)}件のうち1〜2件目" in page.text
    assert f"{sum(sizes)}件のうち2件まで" in page.text
    assert "未確認の条項が" in page.text
    assert f"{sum(sizes)}件のうち2件です" in executive.get(steps[0]).text

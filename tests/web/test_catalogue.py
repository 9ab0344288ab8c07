"""The catalogue to read: every entry has its page, its use and how well it was checked."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.factories import CATERER, asset, connection, contract, portfolio, service
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.model_wording import NUMBERS, PLACEHOLDERS
from vendormgr.domain.portfolio import OwnItem, Portfolio
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import find_text
from vendormgr.web.catalogue import entry_address
from vendormgr.web.catalogue_use import EntryKind, entries, find_entries, uses

Keep = Callable[[Portfolio], None]
SignedIn = Callable[[Role], Visitor]
LISTS = (
    "",
    "/items",
    "/clauses",
    "/rules",
    "/connections",
    "/requirements",
    "/incidents",
    "/editions",
    "/unverified",
    "/background",
)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_list_opens_in_both_languages(path: str, language: str, planner: Visitor) -> None:
    planner.headers["Accept-Language"] = language
    page = planner.get(f"/catalogue{path}")
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text


@pytest.mark.parametrize("kind", [one for one in EntryKind if one is not EntryKind.INCIDENT])
def test_every_entry_has_its_page(kind: EntryKind, planner: Visitor) -> None:
    listed = [one for one in entries().values() if one.kind is kind]
    assert listed
    for one in listed:
        with planner.client.application.test_request_context():
            address = entry_address(one.kind, one.id)
        page = planner.get(address)
        assert page.status_code == 200, address
        assert ("要原典確認</" in page.text) or not one.needs_checking


def test_every_citation_leads_to_its_entry(planner: Visitor) -> None:
    catalogue = load_catalogue()
    for id_ in (*catalogue.requirements, *catalogue.incidents, *catalogue.clauses):
        assert planner.get(f"/catalogue/cited/{id_}").status_code == 303, id_
    assert planner.get("/catalogue/cited/O-1").location == "/catalogue/incidents#O-1"
    assert planner.get("/catalogue/cited/nothing").status_code == 404


@pytest.mark.parametrize(
    "path", ["items", "clauses", "rules", "connections", "controls", "requirements"]
)
def test_an_unknown_entry_is_not_found(path: str, planner: Visitor) -> None:
    assert planner.get(f"/catalogue/{path}/nothing").status_code == 404


def test_a_requirement_shows_its_level_the_other_edition_and_its_use(planner: Visitor) -> None:
    page = planner.get("/catalogue/requirements/G6-S-10-4").text
    assert "別の版では" in page
    assert "/catalogue/requirements/G7-13" in page
    assert "リモート保守の承認" in page
    assert "照合の程度" in page


def test_requirements_are_searched_and_filtered(planner: Visitor) -> None:
    whole = planner.get("/catalogue/requirements").text
    assert f"{len(load_catalogue().requirements)}件中" in whole
    narrow = planner.get("/catalogue/requirements?edition=7.0&verified=secondary").text
    assert "G7-01" in narrow
    assert "G6-" not in narrow
    assert "条件に合うものはありません" in planner.get("/catalogue/requirements?q=zzzz").text
    assert "G7-01" in planner.get("/catalogue/requirements?q=G7-01&as=csv").data.decode("utf-8-sig")


def test_the_search_finds_entries_of_every_kind(planner: Visitor) -> None:
    kinds = {one.kind for one in find_entries("二要素")}
    assert {EntryKind.ITEM, EntryKind.CLAUSE, EntryKind.RULE, EntryKind.CONTROL} <= kinds
    page = planner.get("/catalogue?q=二要素").text
    assert "「二要素」の検索結果" in page
    assert "&lt;b&gt;" in planner.get("/catalogue?q=<b>").text
    assert find_entries("") == ()


def test_use_is_known_in_both_directions() -> None:
    by_clause = {one.key for one in uses()[EntryKind.CLAUSE, "security-update-duty"]}
    assert (EntryKind.ITEM, "os-updates") in by_clause
    assert (EntryKind.CONTROL, "patched") in by_clause
    assert all(key in entries() for key in uses())


def test_known_gaps_are_said_and_levels_counted(planner: Visitor) -> None:
    page = planner.get("/catalogue/unverified").text
    for gap in load_catalogue().background.known_gaps:
        assert gap.what.ja in page


def test_a_clause_shows_its_drafts_with_every_blank_named(planner: Visitor) -> None:
    page = planner.get("/catalogue/clauses/scope-of-work").text
    assert "〔医療機関名〕（以下「甲」という。）は、〔サービス名〕に関する業務を" in page
    assert "〔30〕日前までに変更箇所を" in page
    assert "法的な助言ではありません" in page
    assert page.index("求める文言") < page.index("許容できる文言") < page.index("最後の手段")


def test_an_adverse_clause_shows_what_to_put_against_it(planner: Visitor) -> None:
    page = planner.get("/catalogue/clauses/cyber-force-majeure").text
    assert "対案の文例" in page
    assert page.index("削除を求める") < page.index("範囲を限定する")
    assert "そのまま受け入れると" in page


@pytest.mark.parametrize("name", sorted(PLACEHOLDERS - NUMBERS.keys()))
def test_every_blank_has_a_name(name: str) -> None:
    assert find_text(f"wording.blank.{name}").ja


def test_an_entry_says_how_it_stands_here(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(service(), contract("ehr-saas", clauses={"security-update-duty": "present"})))
    assert "当てはまる1サービスすべてで" in planner.get("/catalogue/items/os-updates").text
    clause = planner.get("/catalogue/clauses/security-update-duty").text
    assert "必要な1契約すべてで" in clause
    lacking = planner.get("/catalogue/clauses/incident-notice").text
    assert "必要な1契約のうち1契約で" in lacking
    assert "いま" in planner.get("/catalogue/rules/clause-unknown").text


def test_who_reads_the_catalogue_only_sees_nothing_of_the_hospital(
    signed_in: SignedIn, keep: Keep
) -> None:
    keep(portfolio(service(), OwnItem(id="own", title="当院だけの行", layer="bcp")))
    visitor = signed_in(Role.ADMINISTRATOR)
    for path in ("/items/os-updates", "/clauses/incident-notice", "/rules/clause-unknown"):
        assert "いま当院では" not in visitor.get(f"/catalogue{path}").text
    assert "当院だけの行" not in visitor.get("/catalogue/items").text
    assert visitor.get("/catalogue/items/own").status_code == 404


def test_findings_of_the_attack_map_are_counted_for_those_who_may_see_it(
    signed_in: SignedIn, keep: Keep
) -> None:
    keep(
        portfolio(
            asset("remote", owner=CATERER, location="external"),
            asset("ehr-core", core=True),
            connection("remote", "ehr-core", registered=False),
        )
    )
    path = "/catalogue/rules/connection-unregistered"
    assert "いま1件見つかっています。" in signed_in(Role.PLANNER).get(path).text
    assert "いまは見つかっていません。" in signed_in(Role.CONTRACTS).get(path).text


def test_nobody_reads_it_without_signing_in(visitor: Visitor) -> None:
    assert visitor.get("/catalogue").status_code in {302, 303}


def test_a_page_costs_the_same_for_one_service_and_for_fifty(
    planner: Visitor, keep: Keep, count_statements: Callable[[], Any]
) -> None:
    counts = []
    for many in (1, 50):
        keep(portfolio(*(service(f"s{n}") for n in range(many))))
        planner.get("/matrix")
        with count_statements() as statements:
            planner.get("/catalogue/items/os-updates")
        counts.append(len(statements))
    assert counts[0] == counts[1]

"""The dashboard: one sentence, figures that open their lists, and nothing that is not allowed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.domain.factories import CATERER, EHR, asset, contract, party, portfolio, service
from tests.web.browse import links_on
from tests.web.conftest import TESTER, MovableClock, Visitor
from tests.web.gapped import PATH, Keep, hospital, open_line, vendors
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Connection, Party, Portfolio
from vendormgr.store.engine import Database
from vendormgr.store.record import archive, find, update
from vendormgr.web.watch import look_once

SignedIn = Callable[[Role], Visitor]


def closed() -> Portfolio:
    """A hospital with a vendor, a contract that ends soon, and no line at all."""
    return portfolio(
        service(),
        contract("ehr-saas", title="電子カルテ利用契約", ends_on="2026-12-31"),
        contract(id_="c-later", title="先の契約", ends_on="2028-03-31"),
        contract(id_="c-over", title="終わった契約", ends_on="2020-03-31"),
    )


def figure(page: str, label: str) -> str:
    """The text of the card with that label, without its markup."""
    found = re.search(
        rf'<a href="[^"]*" class="card">\s*<span[^>]*>{label}</span>(.*?)</a>', page, re.DOTALL
    )
    assert found is not None, label
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_an_open_path_is_the_sentence_and_the_first_thing_to_do(
    planner: Visitor, keep: Keep
) -> None:
    keep(hospital())
    page = planner.get("/").text
    assert "委託先3社のうち" in page
    assert "1社から電子カルテ基幹まで道が開いています" in page
    assert 'class="button primary" href="/exposure/plan"' in page
    assert f'class="button" href="/gaps/{PATH[0]}?subject={PATH[1]}"' in page
    assert figure(page, "基幹システムへの経路").startswith("1社")


def test_the_worst_path_is_shown_hop_by_hop_with_what_closes_it(
    planner: Visitor, keep: Keep
) -> None:
    keep(hospital())
    page = planner.get("/").text
    assert "給食事業者から電子カルテ基幹まで" in page
    assert "IT以外の委託先が、2区間で基幹システムに届きます。" in page
    assert "区分は「高」" in page
    fix = page.partition('class="own-fix"')[2].partition("</p>")[0]
    assert "院内だけで可能" in fix
    assert "この道は閉じます" in fix


def test_a_vendor_outside_it_is_shown_before_a_shorter_way(planner: Visitor, keep: Keep) -> None:
    office = asset("office", location="external", owner=EHR, label="保守室")
    keep(hospital(office, open_line("office", "core", "short", "remote_session")))
    assert "給食事業者から電子カルテ基幹まで" in planner.get("/").text


def test_what_is_not_known_is_said_as_not_known(planner: Visitor, keep: Keep) -> None:
    keep(hospital(*vendors(2)))
    assert "未確認を最悪とみなすと" in planner.get("/").text


def test_without_any_line_it_says_that_none_is_open(planner: Visitor, keep: Keep) -> None:
    keep(closed())
    page = planner.get("/").text
    assert "開いている道はありません。" in page
    assert "どこから" not in page


def test_deadlines_count_what_the_list_of_contracts_shows(planner: Visitor, keep: Keep) -> None:
    keep(closed())
    page = planner.get("/").text
    assert figure(page, "90日以内の期限").startswith("1件")
    assert "最短：2026年12月31日" in page
    assert "先の契約" not in page
    assert "1件中" in planner.get("/contracts?soon=yes").text


def test_without_deadlines_it_says_so(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(service(), contract("ehr-saas", ends_on="2020-03-31")))
    card = figure(planner.get("/").text, "90日以内の期限")
    assert card == "0件 近い期限はありません 終わったままの契約 1件"
    keep(portfolio())
    assert planner.get("/").status_code == 200


def test_every_figure_counts_what_its_list_shows(planner: Visitor, keep: Keep) -> None:
    keep(hospital(*vendors(3)))
    page = planner.get("/").text
    serious = figure(page, "緊急・高の不備").split("件")[0]
    assert f"{serious}件中" in planner.get("/gaps/all?severity=serious").text
    opened = figure(page, "基幹システムへの経路").split("社")[0]
    assert f"{opened}件中" in planner.get("/vendors?path=open").text


def test_what_is_accepted_as_a_risk_is_no_longer_counted_as_open(
    planner: Visitor, keep: Keep, signed_in: SignedIn
) -> None:
    keep(hospital())
    before = int(figure(planner.get("/").text, "緊急・高の不備").split("件")[0])
    executive = signed_in(Role.EXECUTIVE)
    value = f"0:{PATH[0]}:{PATH[1]}"
    sent = {"gap": value, "sent": "1", "reason": "更新まで", "approver": "院長"}
    assert executive.post("/gaps/accept", {**sent, "until": "2027/3/31"}).status_code == 303
    page = executive.get("/").text
    after = int(figure(page, "緊急・高の不備").split("件")[0])
    assert after == before - 1
    assert f"{after}件中" in executive.get("/gaps/all?severity=serious&status=due").text
    assert "severity=serious&amp;status=due" in page


def test_every_link_leads_somewhere(planner: Visitor, keep: Keep) -> None:
    keep(hospital())
    links = {link.partition("?")[0]: link for link in links_on(planner.get("/"))}
    dead = [link for link in links.values() if planner.get(link).status_code >= 400]
    assert dead == []


def test_the_chart_is_a_table_whose_numbers_open_their_lists(planner: Visitor, keep: Keep) -> None:
    keep(hospital())
    page = planner.get("/").text
    cells = re.findall(r'href="/gaps/all\?theme=(\w+)&amp;severity=(\w+)"[^>]*>([0-9,]+)</a>', page)
    assert cells
    for theme, severity, number in cells:
        listed = planner.get(f"/gaps/all?theme={theme}&severity={severity}").text
        assert f"{number}件中" in listed


@pytest.mark.parametrize("role", [Role.CONTRACTS, Role.PROCUREMENT])
def test_without_the_attack_map_there_is_neither_path_nor_its_figure(
    role: Role, signed_in: SignedIn, keep: Keep
) -> None:
    keep(hospital())
    visitor = signed_in(role)
    page = visitor.get("/").text
    assert "基幹システムへの経路" not in page
    assert "道が開いて" not in page
    assert "給食VPN" not in page
    serious = figure(page, "緊急・高の不備").split("件")[0]
    assert f"{serious}件中" in visitor.get("/gaps/all?severity=serious").text
    assert f"緊急・高の不備が{serious}件あります" in page


def test_the_trend_needs_a_month_of_records_and_then_tells_it(
    app: Flask, signed_in: SignedIn, keep: Keep, database: Database, clock: MovableClock
) -> None:
    keep(hospital())
    look_once(app)
    assert "30日前の記録なし" in signed_in(Role.PLANNER).get("/").text
    clock.forward(days=31)
    look_once(app)
    assert "30日前と同じ" in signed_in(Role.PLANNER).get("/").text
    with database.writing() as session:
        stored = find(session, Connection, "line")
        assert stored is not None
        archive(session, Connection, "line", by=TESTER, seen_version=stored.version)
    look_once(app)
    assert re.search(r"30日前 [0-9,]+件 ↓", signed_in(Role.PLANNER).get("/").text)


def test_what_is_planned_late_and_mine_is_counted(
    app: Flask, signed_in: SignedIn, keep: Keep, clock: MovableClock
) -> None:
    keep(hospital())
    look_once(app)
    gap = "1:clause-missing:c-meals/two-factor"
    plan = {"gap": gap, "sent": "1", "what": "条項を入れる", "due_on": "2026/11/30"}
    visitor = signed_in(Role.PLANNER)
    assert visitor.post("/gaps/plan", plan).status_code == 303
    page = visitor.get("/").text
    assert "計画1・受容0" in page
    clock.forward(days=20)
    assert "期限を過ぎた計画 1件" in signed_in(Role.PLANNER).get("/").text


def test_the_administrator_sees_people_and_no_vendors(signed_in: SignedIn, keep: Keep) -> None:
    keep(hospital())
    page = signed_in(Role.ADMINISTRATOR).get("/").text
    assert "planner の人" in page
    assert "給食" not in page
    assert "不備の内容は見られません" in page


def test_a_role_with_nothing_to_see_is_told_so(signed_in: SignedIn, keep: Keep) -> None:
    keep(hospital())
    page = signed_in(Role.VENDOR).get("/").text
    assert "この利用者で見られる画面はまだありません" in page
    assert "planner の人" not in page


@pytest.mark.parametrize(("role", "may_begin"), [(Role.PLANNER, True), (Role.AUDITOR, False)])
def test_an_empty_hospital_is_told_what_to_do_first(
    role: Role, may_begin: bool, signed_in: SignedIn
) -> None:
    visitor = signed_in(role)
    page = visitor.get("/").text
    assert "まず、委託先を1社登録しましょう" in page
    assert ("委託先を登録する</a>" in page) is may_begin
    assert "まだ不備はありません" in visitor.get("/gaps").text
    assert visitor.get("/gaps/all").status_code == 200


def test_hostile_names_do_no_harm(planner: Visitor, keep: Keep, database: Database) -> None:
    hostile = "</strong><script>alert(1)</script>{{7*7}}"
    keep(hospital())
    with database.writing() as session:
        stored = find(session, Party, CATERER)
        assert stored is not None
        update(session, party(CATERER, name=hostile), by=TESTER, seen_version=stored.version)
    page = planner.get("/").text
    assert "<script>alert" not in page
    assert "{{7*7}}" in page


@pytest.mark.parametrize("role", [Role.PLANNER, Role.CONTRACTS, Role.EXECUTIVE])
def test_it_asks_the_database_as_often_for_one_vendor_as_for_fifty(
    role: Role, app: Flask, signed_in: SignedIn, keep: Keep, count_statements: Callable[[], Any]
) -> None:
    counts = []
    for n in (1, 50):
        keep(hospital(*vendors(n)))
        look_once(app)
        visitor = signed_in(role)
        visitor.get("/")
        with count_statements() as statements:
            assert visitor.get("/").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 14

"""Gaps on screens: vendors first, one list, one vendor, one gap; nobody sees more than allowed."""

import html
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from tests.domain.factories import CATERER, connection, party
from tests.web.browse import links_on
from tests.web.conftest import TESTER, Visitor
from tests.web.gapped import CLAUSE, PATH, Keep, gapped_file, hospital, vendors
from vendormgr.domain import wording
from vendormgr.domain.access import Role
from vendormgr.domain.gaps import Finding
from vendormgr.domain.portfolio import Connection
from vendormgr.store.audit import list_events
from vendormgr.store.engine import Database
from vendormgr.store.record import archive, find
from vendormgr.web import gap, gap_list, paper_limit
from vendormgr.web.estate import estate
from vendormgr.web.sight import ATTACK_MAP_THEMES
from vendormgr.web.watch import look_once

SignedIn = Callable[[Role], Visitor]
WITHOUT_MAP = (Role.PROCUREMENT, Role.CONTRACTS)


@pytest.fixture(scope="module")
def prepared_file(prepared_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hospital, with its gaps on record."""
    return gapped_file(prepared_file, tmp_path_factory.mktemp("gapped"))


def address(rule: str, subject: str) -> str:
    return f"/gaps/{rule}?subject={subject}"


def findings(app: Flask) -> tuple[Finding, ...]:
    """Everything that the rules see in the database."""
    with app.test_request_context():
        return estate().findings


def on_the_map(app: Flask, one: Finding) -> bool:
    with app.test_request_context():
        known = estate()
        head = one.subject.partition("/")[0]
        theme = known.catalogue.rules[one.rule].theme
    return (
        theme in ATTACK_MAP_THEMES or head in known.index.assets or head in known.index.connections
    )


def said_total(page: str) -> int:
    """How many gaps the first sentence speaks of."""
    found = re.search(r"不備が([0-9,]+)件あります", page)
    assert found is not None
    return int(found[1].replace(",", ""))


def test_the_first_page_puts_vendors_and_clauses_before_findings(planner: Visitor) -> None:
    page = planner.get("/gaps").text
    assert page.index("給食事業者") < page.index("電子カルテ事業者</a>")
    assert "行が片付く" in page
    assert f'href="/gaps/of/{CATERER}"' in page
    assert "基幹システムへの侵入経路が開いている" in page


def test_what_to_do_first_is_the_open_path(planner: Visitor) -> None:
    first = re.search(r'class="button primary" href="([^"]+)"', planner.get("/gaps").text)
    assert first is not None
    assert html.unescape(first[1]) == address(*PATH)


@pytest.mark.parametrize("path", ["/gaps?view=list&severity=serious", "/gaps/all?severity=serious"])
def test_the_list_shows_every_finding_most_severe_first(path: str, planner: Visitor) -> None:
    page = planner.get(path, follow_redirects=True).text
    ranks = [
        ("critical", "high").index(one)
        for one in re.findall(r'<td data-label="重大度"><span class="badge severity-(\w+)"', page)
    ]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1}


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("severity=critical", lambda one: one.severity == "critical"),
        ("rule=clause-missing", lambda one: one.rule == "clause-missing"),
        ("theme=path", lambda one: one.rule.startswith(("path", "vendor-data", "cross"))),
        (f"vendor={CATERER}", lambda one: CATERER in one.parties),
        ("status=open", lambda _one: True),
        ("status=accepted", lambda _one: False),
        ("whose=me", lambda _one: False),
        ("whose=nobody", lambda _one: True),
        ("theme=path&severity=low", lambda _one: False),
        ("rule=concentration", lambda one: one.rule == "concentration"),
        ("severity=nonsense&theme=%00", lambda _one: True),
    ],
)
def test_a_filter_keeps_exactly_what_it_names(
    query: str, holds: Callable[[Finding], bool], app: Flask, planner: Visitor
) -> None:
    expected = sum(map(holds, findings(app)))
    page = planner.get(f"/gaps/all?{query}").text
    if expected:
        assert f"{expected}件中" in page
    else:
        assert "条件に合うものはありません" in page


def test_each_choice_counts_what_it_would_leave_of_the_other_choices(planner: Visitor) -> None:
    page = planner.get("/gaps/all?theme=contract").text
    chips = re.findall(
        r'href="(/gaps/all\?[^"]*severity=(\w+)[^"]*)"[^>]*><span>[^<]* (\d+)</span>', page
    )
    assert chips
    for address, _, number in chips:
        assert f"{number}件中" in planner.get(address.replace("&amp;", "&")).text


@pytest.mark.parametrize("words", ["給食事業者", "キュウショク", "ｷｭｳｼｮｸ", "患者給食 caterer"])
def test_the_search_does_not_mind_kana_or_width(words: str, app: Flask, planner: Visitor) -> None:
    page = planner.get("/gaps/all", query_string={"q": words, "size": "200"})
    shown = {
        html.unescape(one) for one in re.findall(r'<th scope="row"><a href="([^"]+)"', page.text)
    }
    concerned = {address(*one.key) for one in findings(app) if CATERER in one.parties}
    assert shown
    assert shown <= concerned
    assert shown == concerned or " " in words


@pytest.mark.parametrize("column", ["severity", "rule", "vendor", "status", "since"])
def test_every_column_orders_both_ways(column: str, planner: Visitor) -> None:
    def listed(order: str) -> list[str]:
        pages = [planner.get(f"/gaps/all?sort={order}&size=200&page={n}") for n in (1, 2)]
        assert {one.status_code for one in pages} == {200}
        text = "".join(one.text for one in pages)
        return re.findall(r'<th scope="row"><a href="([^"]+)"', text)

    shown = [listed(column), listed(f"-{column}")]
    assert sorted(shown[0]) == sorted(shown[1])
    assert shown[0] != shown[1] or column in {"status", "since"}


def test_only_what_a_page_shows_is_put_into_words(
    planner: Visitor, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(hospital(*vendors(20)))
    worded: list[Any] = []

    def counting(finding: Any, *args: Any) -> Any:
        worded.append(finding)
        return original(finding, *args)

    original = wording.word
    monkeypatch.setattr(gap_list, "word", counting)
    assert planner.get("/gaps/all?page=2").status_code == 200
    assert len(worded) == 50


@pytest.mark.parametrize("role", WITHOUT_MAP)
def test_without_the_attack_map_no_figure_counts_what_the_list_hides(
    role: Role, app: Flask, signed_in: SignedIn
) -> None:
    visitor = signed_in(role)
    everything = findings(app)
    allowed = [one for one in everything if not on_the_map(app, one)]
    assert 0 < len(allowed) < len(everything)
    for path in ("/gaps", "/gaps/all"):
        page = visitor.get(path).text
        assert said_total(page) == len(allowed)
        assert "給食VPN" not in page
        assert "侵入経路" not in page
    assert f"{len(allowed)}件中" in visitor.get("/gaps/all").text
    assert "条件に合うものはありません" in visitor.get("/gaps/all?q=給食VPN").text


@pytest.mark.parametrize("role", WITHOUT_MAP)
def test_without_the_attack_map_its_gaps_have_no_page_and_no_file(
    role: Role, signed_in: SignedIn
) -> None:
    visitor = signed_in(role)
    assert visitor.get(address(*PATH)).status_code == 404
    assert visitor.get(address("exposed-device-unpatched", "vpn")).status_code == 404
    assert visitor.get(f"/gaps/plan?gap=1:{PATH[0]}:{PATH[1]}").status_code in {403, 409}
    for path in ("/gaps/all.xlsx", "/gaps/vendors.xlsx", f"/gaps/of/{CATERER}/gaps.xlsx"):
        rows = CalamineWorkbook.from_filelike(BytesIO(visitor.get(path).data))
        text = repr([rows.get_sheet_by_name(name).to_python() for name in rows.sheet_names])
        assert "給食VPN" not in text
        assert "path-open" not in text
    page = visitor.get(f"/gaps/of/{CATERER}").text
    assert "給食VPN" not in page
    assert "給食サーバ" not in page


@pytest.mark.parametrize(
    "path", ["/gaps/all.xlsx?severity=serious", "/gaps/all.pdf?rule=path-open"]
)
def test_what_the_list_shows_can_be_taken_along_and_is_logged(
    path: str, planner: Visitor, database: Database
) -> None:
    answer = planner.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with database.reading() as session:
        event = list_events(session, limit=1)[0]
    assert (event.action, event.noun, event.actor) == ("downloaded", "gaps", "planner の人")


def test_the_file_holds_all_pages_of_what_is_filtered(
    app: Flask, planner: Visitor, keep: Keep
) -> None:
    keep(hospital(*vendors(3)))
    book = CalamineWorkbook.from_filelike(
        BytesIO(planner.get("/gaps/all.xlsx?rule=clause-missing").data)
    )
    rows = book.get_sheet_by_index(0).to_python()
    expected = sum(one.rule == "clause-missing" for one in findings(app))
    assert sum("clause-missing" in row for row in rows) == expected


@pytest.mark.parametrize(
    ("kind", "limit", "word"),
    [("pdf", "MOST_ON_PAPER", "PDFにできるのは2件まで"), ("xlsx", "MOST_IN_WORKBOOK", "Excelに")],
)
def test_too_many_for_one_file_leads_back_with_a_word(
    kind: str, limit: str, word: str, planner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gap, limit, 2)
    answer = planner.get(f"/gaps/all.{kind}?severity=high")
    assert answer.status_code == 303
    assert answer.location == "/gaps/all?severity=high"
    assert word in planner.get(answer.location).text


def test_too_many_questions_for_a_pdf_lead_back_and_are_paged(
    planner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_limit, "QUESTIONS", 2)
    monkeypatch.setattr(gap, "MOST_QUESTIONS", 2)
    page = f"/gaps/of/{CATERER}"
    answer = planner.get(f"{page}/questions.pdf")
    assert (answer.status_code, answer.location) == (303, page)
    shown = planner.get(page)
    assert "PDFにできる質問は2件までです" in shown.text
    assert f"{page}/questions.pdf" not in links_on(shown)
    assert f"{page}/questions.xlsx" in links_on(shown)
    assert "\n2. " in shown.text
    assert "\n3. " not in shown.text
    assert "\n3. " in planner.get(f"{page}?asked=2").text
    assert planner.get(f"{page}/questions.xlsx").data.startswith(b"PK")


def test_no_paper_is_offered_that_would_be_refused(
    planner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "all.pdf" in planner.get("/gaps/all").text
    monkeypatch.setattr(gap, "MOST_ON_PAPER", 2)
    assert "all.pdf" not in planner.get("/gaps/all").text


def test_a_vendors_page_groups_by_contract_and_clause_and_asks(planner: Visitor) -> None:
    page = planner.get(f"/gaps/of/{CATERER}").text
    assert "契約「給食委託契約」" in page
    assert "この条項が契約にあれば、" in page
    assert 'href="/contracts/c-meals/clauses/security-update-duty"' in page
    assert "給食事業者 御中" in page
    assert "すぐに手を打つものが" in page
    questions = planner.get(f"/gaps/of/{CATERER}/questions.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(questions.data)).get_sheet_by_index(0).to_python()
    assert "回答の選択肢" in repr(rows)
    assert planner.get(f"/gaps/of/{CATERER}/questions.pdf").data.startswith(b"%PDF")


def test_the_tab_counts_what_the_page_lists(app: Flask, planner: Visitor) -> None:
    concerned = sum(CATERER in one.parties for one in findings(app))
    assert f"不備が{concerned}件あります" in planner.get(f"/gaps/of/{CATERER}").text


def test_the_hospitals_own_gaps_stand_by_themselves(planner: Visitor) -> None:
    assert planner.get("/gaps/of/hospital").location == "/gaps/own"
    assert planner.get("/gaps/own").status_code == 200


def test_one_gap_says_why_on_what_ground_and_what_to_do(planner: Visitor) -> None:
    page = planner.get(address(*PATH)).text
    assert "開いている接続だけでたどれます" in page
    assert "給食回線" in page or "給食センター → 給食サーバ" in page
    assert f'href="/exposure/vendors/{CATERER}"' in page
    assert "要原典確認" in page
    assert 'href="/catalogue/rules/path-open"' in page
    clause = planner.get(address(*CLAUSE)).text
    assert 'href="/contracts/c-meals/clauses/two-factor"' in clause
    assert "直せる人：" in clause


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_who_may_not_mend_it_reads_whose_work_it_is(role: Role, signed_in: SignedIn) -> None:
    page = signed_in(role).get(address(*CLAUSE)).text
    assert 'href="/contracts/c-meals/clauses/two-factor"' not in page
    assert "契約担当" in page


def test_a_resolved_gap_keeps_its_page_and_its_history(
    app: Flask, planner: Visitor, database: Database
) -> None:
    look_once(app)
    with database.writing() as session:
        stored = find(session, Connection, "line")
        assert stored is not None
        archive(session, Connection, "line", by=TESTER, seen_version=stored.version)
    look_once(app)
    page = planner.get(address("connection-always-on", "line")).text
    assert "この不備は解消しました" in page
    assert "自動の点検" in page
    assert "受容する" not in page
    listed = planner.get("/gaps/all?status=resolved").text
    assert address("connection-always-on", "line").replace("&", "&amp;") in listed
    assert planner.get("/gaps/all.xlsx?status=resolved").status_code == 404


@pytest.mark.parametrize("role", WITHOUT_MAP)
def test_a_resolved_gap_of_the_attack_map_stays_hidden(
    role: Role, app: Flask, signed_in: SignedIn, database: Database
) -> None:
    look_once(app)
    with database.writing() as session:
        stored = find(session, Connection, "line")
        assert stored is not None
        archive(session, Connection, "line", by=TESTER, seen_version=stored.version)
    look_once(app)
    visitor = signed_in(role)
    assert visitor.get(address("connection-always-on", "line")).status_code == 404
    assert "給食回線" not in visitor.get("/gaps/all?status=resolved").text


@pytest.mark.parametrize(
    "path",
    [
        "/gaps/path-open",
        "/gaps/path-open?subject=",
        "/gaps/path-open?subject=nothing",
        f"/gaps/path-open?subject={'x' * 4000}",
        "/gaps/path-open?subject=%00",
        "/gaps/no-such-rule?subject=core",
        "/gaps/of/nobody",
        "/gaps/of/nobody/questions.pdf",
        "/gaps/of/hospital/gaps.xlsx",
        "/gaps/all.exe",
    ],
)
def test_what_is_not_there_is_not_found(path: str, planner: Visitor) -> None:
    assert planner.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "page=99999999999999999999",
        "page=-1&size=7",
        "sort=%27;drop table gap;--",
        "q=%27%22%3Cscript%3Ealert(1)%3C/script%3E",
        "q=" + "あ" * 5000,
        "vendor=%00&clause=../../etc/passwd&whose=everybody",
        "q=%ff%fe",
    ],
)
@pytest.mark.parametrize("path", ["/gaps", "/gaps/all"])
def test_hostile_parts_of_the_address_do_no_harm(path: str, query: str, planner: Visitor) -> None:
    answer = planner.get(f"{path}?{query}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_names_with_markup_are_shown_as_they_are(planner: Visitor, keep: Keep) -> None:
    hostile = '<img src=x onerror=alert(1)>"&{{7*7}}'
    keep(hospital(party("v-x", name=hostile), connection("kitchen", "core", "x", line=hostile)))
    for path in ("/gaps", "/gaps/all?q=img", "/gaps/of/v-x", "/", "/gaps/own"):
        assert "<img src=x" not in planner.get(path).text
    assert "&lt;img src=x" in planner.get("/gaps/of/v-x").text
    assert "{{7*7}}" in planner.get("/gaps/of/v-x").text


def test_every_link_on_the_gap_pages_leads_somewhere(planner: Visitor) -> None:
    pages = [
        "/gaps",
        "/gaps/all?severity=critical",
        f"/gaps/of/{CATERER}",
        address(*PATH),
        address(*CLAUSE),
    ]
    links = {link for path in pages for link in links_on(planner.get(path))}
    dead = [link for link in sorted(links) if planner.get(link).status_code >= 400]
    assert dead == []


@pytest.mark.parametrize(
    "path",
    ["/gaps", "/gaps/all", "/gaps/all?sort=since&q=条項", "/gaps/of/v000", "/gaps/own",
     "/gaps/clause-missing?subject=c-v000/two-factor"],
)  # fmt: skip
def test_a_page_asks_the_database_as_often_for_one_vendor_as_for_fifty(
    path: str, app: Flask, signed_in: SignedIn, keep: Keep, count_statements: Callable[[], Any]
) -> None:
    counts = []
    for n in (1, 50):
        keep(hospital(*vendors(n)))
        look_once(app)
        visitor = signed_in(Role.PLANNER)
        assert visitor.get(path).status_code == 200
        with count_statements() as statements:
            visitor.get(path)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 14

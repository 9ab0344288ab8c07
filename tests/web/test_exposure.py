"""The ways in on screens: pictures, hops, plan, what-if, drill and inventory."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from tests.domain.factories import (
    CATERER,
    EHR,
    asset,
    connection,
    party,
    portfolio,
    relation,
)
from tests.web.browse import links_on
from tests.web.conftest import TESTER, MovableClock, Visitor
from tests.web.exposed import PASSWORDS, estate, text_of
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Connection, Measure, Portfolio
from vendormgr.store import record as store
from vendormgr.store.engine import Database
from vendormgr.store.gap import find_gap
from vendormgr.store.path_history import path_moves
from vendormgr.web import paper_limit
from vendormgr.web.watch import look_once

Keep = Callable[[Portfolio], None]


@pytest.fixture
def kept(keep: Keep) -> None:
    keep(estate(PASSWORDS))


PAGES = (
    "/exposure",
    f"/exposure/vendors/{CATERER}",
    "/exposure/plan",
    "/exposure/what-if",
    f"/exposure/what-if?vendor={CATERER}",
    "/measures",
    f"/drill?vendor={CATERER}",
    "/drill?model=VX-1",
)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_is_there_in_both_languages(planner: Visitor, path: str, language: str) -> None:
    planner.headers["Accept-Language"] = language
    page = text_of(planner, path)
    assert "<b>会社" not in page
    assert not re.search(r"<[^>]+ style=", page)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("path", PAGES)
def test_who_may_not_see_the_attack_map_sees_none_of_it(
    signed_in: Callable[[Role], Visitor], path: str
) -> None:
    assert signed_in(Role.CONTRACTS).get(path).status_code == 403


def test_a_vendor_whose_lines_were_never_asked_for_is_not_called_closed(
    planner: Visitor, keep: Keep
) -> None:
    keep(portfolio(party("cleaner", name="清掃会社"), asset("core", core=True)))
    page = planner.get("/exposure/vendors/cleaner").text
    assert "まだ確かめていません" in page
    assert "未確認（線の有無）" in page
    assert "閉じています" not in page
    assert "線があるかどうか、まだ確かめていません" in planner.get("/connections/of/cleaner").text
    assert "清掃会社" in planner.get("/vendors?path=not_asked").text
    assert "path=not_asked" in planner.get("/exposure").text


def test_a_line_that_is_known_of_and_not_recorded_keeps_its_vendor_from_being_closed(
    planner: Visitor, keep: Keep
) -> None:
    keep(portfolio(party("cleaner", lines_listed=False), asset("core", core=True)))
    page = planner.get("/exposure/vendors/cleaner").text
    assert "どこに届くかが記録されていません" in page
    assert "閉じています" not in page


def test_a_vendors_own_router_in_the_hospital_makes_the_vendor_exposed_everywhere(
    planner: Visitor, keep: Keep
) -> None:
    keep(
        portfolio(
            party("mri", name="MRIメーカー"),
            asset("lte", kind="device", owner="mri", label="LTEルータ"),
            asset("pacs", core=True, label="PACS"),
            connection("lte", "pacs", "c1", "remote_session", controls={"mfa": False}),
        )
    )
    page = planner.get("/exposure/vendors/mri").text
    assert "1区間で基幹システムに届きます" in page
    assert "LTEルータ" in page
    assert ">MRIメーカー</a>" in planner.get("/exposure?state=open").text
    assert ">MRIメーカー</a>" in planner.get("/vendors?path=open").text
    assert "1区間で届きます" in planner.get("/connections/of/mri").text


def test_a_vendor_that_owns_the_core_system_is_said_to_hold_it(
    planner: Visitor, keep: Keep
) -> None:
    keep(portfolio(party("lease"), asset("core", core=True, owner="lease", label="基幹")))
    for address in ("/exposure/vendors/lease", "/connections/of/lease", "/exposure/plan"):
        assert planner.get(address).status_code == 200
    assert "そのまま攻撃者の手に渡ります" in planner.get("/exposure/vendors/lease").text
    assert planner.get("/exposure/vendors/lease.pdf").status_code == 200


def test_an_empty_estate_says_what_to_do_first(planner: Visitor, keep: Keep) -> None:
    keep(portfolio())
    assert "基幹システムが登録されていません" in text_of(planner, "/exposure")
    assert "線は登録されていません" in text_of(planner, f"/exposure/vendors/{CATERER}")
    assert "まだ対策がありません" in text_of(planner, "/measures")
    assert text_of(planner, f"/drill?vendor={CATERER}")
    assert text_of(planner, "/inventory")


@pytest.mark.usefixtures("kept")
def test_the_hospital_page_counts_what_is_certain_and_the_worst_case(planner: Visitor) -> None:
    page = text_of(planner, "/exposure")
    assert "1社から基幹システムまで道が開いています" in page
    assert "未確認を最悪とみなすと 2社" in page


@pytest.mark.usefixtures("kept")
def test_the_picture_is_drawn_and_each_hop_says_who_answers_and_which_clause(
    planner: Visitor,
) -> None:
    page = text_of(planner, f"/exposure/vendors/{CATERER}")
    assert "<svg" in page
    assert 'aria-labelledby="lanes-title lanes-desc"' in page
    for lane in ("外部", "接続装置", "事業者側サーバ", "院内の入口", "基幹システム"):
        assert lane in page
    hop = page[page.index("基幹システムまで</th>") :]
    assert "二要素認証" in hop
    assert "契約に無し" in hop
    assert "管理者IDを分ける" in hop
    assert "バックアップなど" in page


@pytest.mark.usefixtures("kept")
def test_the_page_says_which_way_is_next_after_the_cheapest_stop(planner: Visitor) -> None:
    page = text_of(planner, f"/exposure/vendors/{CATERER}")
    assert "止めたら、次はどこを通るか" in page
    assert "この委託先からの道はなくなります" in page


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("path", ["/exposure/vendors/none", "/drill?vendor=none", "/drill?model=x"])
def test_what_is_not_there_is_not_found(planner: Visitor, path: str) -> None:
    assert planner.get(path).status_code == 404


@pytest.mark.usefixtures("kept")
def test_switching_a_measure_shows_the_new_result_beside_the_old_one(
    planner: Visitor, database: Database
) -> None:
    before = text_of(planner, f"/exposure/what-if?vendor={CATERER}")
    assert "結果が変わります" not in before
    page = text_of(planner, f"/exposure/what-if?vendor={CATERER}&measure=passwords")
    assert "結果が変わります" in page
    assert 'value="passwords" checked' in page
    with database.reading() as session:
        stored = store.find(session, Connection, "inside")
    assert stored is not None
    assert stored.fact.controls == {"unique_credentials": False}


@pytest.mark.usefixtures("kept")
def test_switching_a_single_answer_works_and_nonsense_changes_nothing(planner: Visitor) -> None:
    line = f"/exposure/what-if?vendor={CATERER}&set.inside.unique_credentials="
    assert "結果が変わります" in text_of(planner, line + "yes")
    assert "結果が変わります" not in text_of(planner, line + "maybe")
    nonsense = "/exposure/what-if?set.gone.mfa=yes&measure=none&set.x=" + quote("<script>")
    assert "<script>alert" not in text_of(planner, nonsense)


@pytest.mark.usefixtures("kept")
def test_the_address_of_a_trial_holds_only_what_was_switched(planner: Visitor) -> None:
    sent = "/exposure/what-if?set.line.mfa=&set.line.jump_host=yes&measure=passwords"
    wanted = "/exposure/what-if?set.line.jump_host=yes&measure=passwords"
    answer = planner.get(sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, wanted)
    planner.headers["HX-Request"] = "true"
    assert planner.get(sent).headers["HX-Push-Url"] == wanted


def test_a_measure_on_a_line_that_is_gone_is_tried_without_it(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    keep(estate(Measure(id="m", title="古い対策", cost=1, sets=("beyond.dest_pinned",))))
    with database.writing() as session:
        store.archive(session, Connection, "beyond", by=TESTER, seen_version=1, reason=None)
    assert text_of(planner, "/exposure/what-if?measure=m")
    assert "接続が保管されているため" in text_of(planner, "/measures")


@pytest.mark.usefixtures("kept")
def test_the_plan_names_the_measure_its_cost_and_whom_no_measure_stops(planner: Visitor) -> None:
    page = text_of(planner, "/exposure/plan")
    assert "管理者IDを分ける" in page
    assert "費用 3" in page
    assert "これより安い組み合わせがないことを確かめてあります" in page
    assert "登録した対策では止まらない委託先" in page
    assert "電子カルテ事業者" in page[page.index("登録した対策では止まらない委託先") :]


@pytest.mark.usefixtures("kept")
def test_a_step_becomes_the_planned_treatment_of_the_path_gap(
    planner: Visitor, database: Database
) -> None:
    sent = {"measure": "passwords", "seen": "", "owner": "情報 花子", "due_on": "令和9年3月31日"}
    answer = planner.post("/exposure/plan", sent)
    assert answer.status_code == 303
    with database.reading() as session:
        state = find_gap(session, "path-open", "ehr-core")
    assert state is not None
    assert state.plan is not None
    assert (state.plan.what, state.plan.owner) == ("管理者IDを分ける", "情報 花子")
    assert state.plan.due_on == date(2027, 3, 31)
    assert "対応計画に入っています" in text_of(planner, "/exposure/plan")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("field", "value"), [("owner", ""), ("due_on", ""), ("due_on", "2020/1/1"), ("due_on", "x")]
)
def test_a_treatment_without_owner_or_with_a_bad_day_is_refused(
    planner: Visitor, field: str, value: str
) -> None:
    sent = {"measure": "passwords", "owner": "花子", "due_on": "2027/3/31", field: value}
    answer = planner.post("/exposure/plan", sent)
    assert answer.status_code == 422
    assert "error" in answer.text


@pytest.mark.usefixtures("kept")
def test_a_treatment_of_a_gap_that_changed_meanwhile_is_refused(planner: Visitor) -> None:
    sent = {"measure": "passwords", "owner": "花子", "due_on": "2027/3/31"}
    assert planner.post("/exposure/plan", sent).status_code == 303
    assert planner.post("/exposure/plan", sent).status_code == 409
    assert planner.post("/exposure/plan", {**sent, "measure": "none"}).status_code == 404


def test_a_long_plan_and_long_lists_are_paged_and_say_how_much_there_is(
    planner: Visitor, keep: Keep
) -> None:
    many = range(60)
    keep(
        portfolio(
            asset("core", core=True),
            asset("net", location="external", owner=EHR),
            *(asset(f"a{n}", label=f"端末{n}") for n in range(210)),
            *(connection("net", "core", f"c{n:02}", "remote_session") for n in many),
            *(connection("net", f"a{n}", f"b{n:03}", "remote_session") for n in range(210)),
            *(
                Measure(id=f"m{n}", title=f"対策{n}", cost=1, sets=(f"c{n:02}.removed",))
                for n in many
            ),
        )
    )
    page = text_of(planner, "/exposure/plan")
    assert "全60件のうち1〜50件目" in page
    assert "対策60件" in page
    rest = text_of(planner, "/exposure/plan?page=2")
    assert "全60件のうち51〜60件目" in rest
    assert rest.count('name="measure"') == 10
    for odd in ("0", "x", "-1", "9" * 40, "１"):
        assert text_of(planner, f"/exposure/plan?page={quote(odd)}")
    assert "全211件のうち201〜211件目" in text_of(planner, f"/exposure/vendors/{EHR}?reached=2")
    assert "全211件のうち1〜200件目" in text_of(planner, f"/drill?vendor={EHR}")


def test_a_drill_says_whose_things_count_as_compromised(planner: Visitor, keep: Keep) -> None:
    keep(
        portfolio(
            party("mri", name="MRIメーカー"),
            party("sub", name="下請け保守", role="subvendor"),
            relation("mri", "sub"),
            asset("lte", kind="device", owner="mri", label="LTEルータ"),
            asset("laptop", owner="sub", location="external", label="保守端末"),
            asset("core", core=True),
            connection("laptop", "core", "c1", "remote_session"),
        )
    )
    page = text_of(planner, "/drill?vendor=mri")
    assert "MRIメーカー → 下請け保守" in page
    assert "LTEルータ（院内の機器）" in page
    assert "基幹システム1件に届きます" in page
    assert planner.get("/drill.pdf?vendor=mri").status_code == 200


@pytest.mark.usefixtures("kept")
def test_questions_are_grouped_by_whom_to_ask(planner: Visitor) -> None:
    page = text_of(planner, "/exposure/plan")
    asked = page[page.index('id="questions"') :]
    assert "電子カルテ事業者" in asked
    assert "先に聞く" in asked


MEASURE = {"title": "踏み台を通す", "cost": "２", "by": "hospital", "sets": ["line.jump_host"]}


@pytest.mark.usefixtures("kept")
def test_a_measure_is_recorded_and_chosen_from_what_is_missing(planner: Visitor) -> None:
    form = text_of(planner, "/measures/new")
    assert 'value="line.jump_host"' in form
    answer = planner.post("/measures/new", MEASURE)
    assert answer.status_code == 303, answer.text[:3000]
    assert "踏み台を通す" in text_of(planner, "/measures")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sets": []}, "変わる設定が1つも選ばれていません"),
        ({"sets": ["gone.mfa"]}, "もうない接続または設定を指しています：gone.mfa"),
        ({"sets": ["line.nonsense"]}, "もうない接続または設定を指しています：line.nonsense"),
        ({"cost": "0"}, "1"),
        ({"cost": "-3"}, "1"),
        ({"title": ""}, "入力"),
    ],
)
def test_a_measure_that_makes_no_sense_is_refused_with_the_reason(
    planner: Visitor, change: dict[str, Any], message: str
) -> None:
    answer = planner.post("/measures/new", {**MEASURE, **change})
    assert answer.status_code == 422
    assert message in answer.text


@pytest.mark.usefixtures("kept")
def test_the_drill_cuts_what_the_hospital_can_cut_first_and_says_what_stops(
    planner: Visitor,
) -> None:
    page = text_of(planner, f"/drill?vendor={CATERER}")
    cuts = page[page.index("切る線と順番") :]
    assert "院内で切れる" in cuts
    assert "給食の提供" in cuts
    assert "4時間" in cuts
    assert "0120-000-000" in cuts


@pytest.mark.usefixtures("kept")
def test_a_measure_names_the_archived_connection_on_which_it_set_something(
    planner: Visitor, database: Database
) -> None:
    planner.post("/measures/new", MEASURE)
    with database.writing() as session:
        stored = store.find(session, Connection, "line")
        assert stored is not None
        store.archive(
            session, Connection, "line", by=TESTER, seen_version=stored.version, reason="gone"
        )
    page = text_of(planner, "/measures?problem=yes")
    assert "接続が保管されているため効かない設定があります：" in page
    assert "変わる設定が1つも選ばれていません" not in page
    said = page[page.index("効かない設定") :].partition("</span>")[0]
    assert "→" in said
    assert "踏み台" in said


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/exposure.pdf", b"%PDF"),
        (f"/exposure/vendors/{CATERER}.pdf", b"%PDF"),
        (f"/drill.pdf?vendor={CATERER}", b"%PDF"),
        ("/inventory.pdf", b"%PDF"),
        (f"/inventory.xlsx?vendor={CATERER}", b"PK"),
    ],
)
def test_every_paper_can_be_taken_along(planner: Visitor, path: str, kind: bytes) -> None:
    answer = planner.get(path)
    assert answer.status_code == 200
    assert answer.data.startswith(kind)
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("query", "there", "word"),
    [
        ("", "/inventory", "1社ずつ選ぶか、Excel"),
        (f"?vendor={CATERER}", f"/inventory/vendors/{CATERER}", "線0本までです。Excel"),
    ],
)
def test_too_many_lines_for_a_pdf_lead_back_with_a_word(
    planner: Visitor, monkeypatch: pytest.MonkeyPatch, query: str, there: str, word: str
) -> None:
    monkeypatch.setattr(paper_limit, "LINES", 0)
    answer = planner.get(f"/inventory.pdf{query}")
    assert (answer.status_code, answer.location) == (303, there)
    shown = planner.get(there)
    assert word in shown.text
    assert f"/inventory.pdf{query}" not in links_on(shown)
    assert planner.get(f"/inventory.xlsx{query}").data.startswith(b"PK")


@pytest.mark.usefixtures("kept")
def test_who_only_reads_is_led_back_to_the_lines(
    signed_in: Callable[[Role], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_limit, "LINES", 0)
    answer = signed_in(Role.AUDITOR).get("/inventory.pdf")
    assert answer.location == "/connections"


def test_a_vendor_with_many_lines_has_them_on_pages(planner: Visitor, keep: Keep) -> None:
    lines = [
        connection("kitchen", "meal", f"more-{n:02}", line=f"回線{n:02}", line_party=CATERER)
        for n in range(60)
    ]
    keep(estate(*lines))
    path = f"/connections/of/{CATERER}"
    assert "回線59" not in text_of(planner, path)
    assert "回線59" in text_of(planner, f"{path}?page=2")
    picture = planner.get(f"/exposure/vendors/{CATERER}")
    assert re.search(r"図にない線が、他\d+本あります", picture.text)
    assert path in links_on(picture)


def test_pages_ask_the_database_as_often_for_one_vendor_as_for_fifty(
    planner: Visitor, keep: Keep, count_statements: Callable[[], Any]
) -> None:
    counts = []
    for size in (1, 50):
        more = [
            fact
            for n in range(size)
            for fact in (
                party(f"v{n}"),
                asset(f"out{n}", location="external", owner=f"v{n}"),
                connection(f"out{n}", "ehr-core", f"l{n}", line_party=f"v{n}"),
            )
        ]
        keep(estate(*more))
        text_of(planner, "/exposure")
        with count_statements() as seen:
            text_of(planner, "/exposure")
            text_of(planner, "/exposure/vendors/v0")
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("kept")
def test_the_history_says_which_ways_are_new_and_which_are_gone(
    signed_in: Callable[[Role], Visitor], app: Flask, clock: MovableClock, database: Database
) -> None:
    planner = signed_in(Role.PLANNER)
    assert "まだ記録がありません" in text_of(planner, "/exposure/history")
    look_once(app)
    assert "給食センター → 給食サーバ → 電子カルテ" in text_of(planner, "/exposure/history")
    clock.forward(days=100)
    with database.writing() as session:
        stored = store.find(session, Connection, "line")
        assert stored is not None
        shut = replace(stored.fact, controls={"mfa": True, "jump_host": True})
        store.update(session, shut, by=TESTER, seen_version=stored.version)
    look_once(app)
    with database.reading() as session:
        moves = path_moves(session, date(2027, 1, 1), attacker=CATERER)
    assert [one.core for one in moves.gone] == ["ehr-core"]
    later = signed_in(Role.PLANNER)
    assert "日に消滅" in text_of(later, f"/exposure/history?vendor={CATERER}&since=2027/1/1")


@pytest.mark.usefixtures("kept")
def test_a_day_that_is_none_is_said_beside_its_field(planner: Visitor) -> None:
    assert "日付として読めません" in text_of(planner, "/exposure/history?since=いつか")

"""Decisions on gaps: who may take them, how long they hold, and two people at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.domain.factories import connection
from tests.web.browse import fill_in, form_on
from tests.web.conftest import TESTER, MovableClock, Visitor
from tests.web.gapped import CLAUSE, LOW, PATH, gapped_file
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Connection, Contract
from vendormgr.store.audit import list_events
from vendormgr.store.engine import Database
from vendormgr.store.gap import GapState, GapStatus, find_gap, gap_states
from vendormgr.store.record import find, update
from vendormgr.web.gap_choice import MOST
from vendormgr.web.gap_decision import a_year_after
from vendormgr.web.watch import look_once

SignedIn = Callable[[Role], Visitor]
ACCEPT = {"reason": "回線を来月に替えるため", "approver": "院長", "until": "令和9年3月31日"}
PLAN = {"what": "条項を入れて更新する", "owner": "契約係", "due_on": "2027/1/20"}
ADVERSE = ("clause-unknown", "c-meals/audit-right")
"""A gap that nobody needs the executive for."""


@pytest.fixture(scope="module")
def prepared_file(prepared_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hospital, with its gaps on record."""
    return gapped_file(prepared_file, tmp_path_factory.mktemp("gapped"))


def named(gap: tuple[str, str], version: int = 1) -> str:
    return f"{version}:{gap[0]}:{gap[1]}"


def page_of(gap: tuple[str, str]) -> str:
    return f"/gaps/{gap[0]}?subject={gap[1]}"


def state(database: Database, gap: tuple[str, str]) -> GapState:
    with database.reading() as session:
        found = find_gap(session, *gap)
    assert found is not None
    return found


def decided(database: Database) -> set[tuple[str, str]]:
    with database.reading() as session:
        return set(gap_states(session, decided=True))


def send(visitor: Visitor, what: str, /, *gaps: str, **fields: Any) -> Any:
    return visitor.post(f"/gaps/{what}", {"gap": list(gaps), "sent": "1", **fields})


def test_accepting_records_reason_approver_and_end_and_shows_them(
    signed_in: SignedIn, database: Database
) -> None:
    visitor = signed_in(Role.EXECUTIVE)
    _, answer = fill_in(visitor, f"/gaps/accept?gap={named(PATH)}", **ACCEPT)
    assert answer.status_code == 303
    acceptance = state(database, PATH).acceptance
    assert acceptance is not None
    assert acceptance.until == date(2027, 3, 31)
    page = visitor.get(page_of(PATH)).text
    assert "2027年3月31日まで受容されています" in page
    assert "回線を来月に替えるため" in page
    assert "executive の人" in page
    with database.reading() as session:
        event = list_events(session, noun="gap", limit=1)[0]
    assert (event.action, event.subject) == ("accepted", "path-open:core")


@pytest.mark.parametrize(
    ("role", "gap", "allowed"),
    [
        (Role.EXECUTIVE, PATH, True),
        (Role.EXECUTIVE, ADVERSE, True),
        (Role.PLANNER, PATH, False),
        (Role.PLANNER, CLAUSE, False),
        (Role.PLANNER, ADVERSE, True),
        (Role.CONTRACTS, ADVERSE, False),
        (Role.PROCUREMENT, ADVERSE, False),
        (Role.OPERATOR, ADVERSE, False),
        (Role.AUDITOR, ADVERSE, False),
        (Role.ADMINISTRATOR, ADVERSE, False),
    ],
)
def test_only_the_executive_accepts_severe_gaps_and_only_two_roles_any(
    role: Role, gap: tuple[str, str], allowed: bool, signed_in: SignedIn, database: Database
) -> None:
    visitor = signed_in(role)
    answer = send(visitor, "accept", named(gap), **ACCEPT)
    assert answer.status_code == (303 if allowed else 403)
    assert (gap in decided(database)) is allowed
    opened = visitor.get(f"/gaps/accept?gap={named(gap)}")
    assert opened.status_code == (200 if allowed else 403)


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.AUDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("what", ["plan", "assign", "drop"])
def test_planning_and_assigning_need_their_permission(
    role: Role, what: str, signed_in: SignedIn, database: Database
) -> None:
    assert send(signed_in(role), what, named(CLAUSE), **PLAN).status_code == 403
    assert decided(database) == set()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": "  "}, "受容する理由"),
        ({"approver": ""}, "承認した人"),
        ({"until": ""}, "いつまで"),
        ({"until": "2026/11/21"}, "今日より後の日を入れてください。"),
        ({"until": "2027/11/23"}, "受容できるのは1年以内です。"),
        ({"until": "来年"}, "いつまで"),
        ({"reason": "あ" * 1001}, "受容する理由"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    changes: dict[str, str], message: str, signed_in: SignedIn, database: Database
) -> None:
    answer = send(signed_in(Role.EXECUTIVE), "accept", named(PATH), **{**ACCEPT, **changes})
    assert answer.status_code == 422
    assert message in answer.text
    kept = form_on(answer, "sent")
    assert kept["approver"] == [{**ACCEPT, **changes}["approver"]]
    assert kept["gap"] == [named(PATH)]
    assert decided(database) == set()


@pytest.mark.parametrize("until", ["2026/11/22", "2027/11/22", "Ｒ９．１１．２２"])
def test_an_acceptance_may_last_from_today_to_a_year_from_today(
    until: str, signed_in: SignedIn
) -> None:
    answer = send(signed_in(Role.EXECUTIVE), "accept", named(PATH), **{**ACCEPT, "until": until})
    assert answer.status_code == 303


def test_a_year_after_a_leap_day_is_the_28th() -> None:
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_after(date(2026, 11, 22)) == date(2027, 11, 22)


def test_an_acceptance_goes_stale_at_once_when_its_ground_changes(
    app: Flask, signed_in: SignedIn, database: Database
) -> None:
    visitor = signed_in(Role.EXECUTIVE)
    send(visitor, "accept", named(PATH), **ACCEPT)
    with database.writing() as session:
        line = find(session, Connection, "line")
        assert line is not None
        fact = connection("kitchen", "meals", controls=dict.fromkeys(line.fact.controls, False))
        changed = Connection(**{**_fields(line.fact), "protocol": "rdp", "controls": fact.controls})
        update(session, changed, by=TESTER, seen_version=line.version)
    for _ in range(2):
        page = visitor.get(page_of(PATH)).text
        assert "受容したときの前提が変わりました" in page
        assert "受容する</a>" in page
        assert "受容の前提が変わった" in visitor.get("/gaps/all?rule=path-open").text
        look_once(app)
    assert state(database, PATH).acceptance is not None
    assert "自動の点検" in visitor.get(page_of(PATH)).text


def _fields(fact: Connection) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in fact.__dataclass_fields__}


def test_an_acceptance_ends_the_day_after_its_last(
    app: Flask, signed_in: SignedIn, clock: MovableClock
) -> None:
    send(signed_in(Role.EXECUTIVE), "accept", named(PATH), **{**ACCEPT, "until": "2026/11/23"})
    clock.forward(days=1)
    assert "受容中" in signed_in(Role.EXECUTIVE).get(page_of(PATH)).text
    clock.forward(days=1)
    visitor = signed_in(Role.EXECUTIVE)
    assert "受容の期限が過ぎました" in visitor.get(page_of(PATH)).text
    look_once(app)
    assert "受容の期限が過ぎた" in visitor.get(page_of(PATH)).text
    assert "受容の期限切れ" in visitor.get("/gaps/all?rule=path-open").text


def test_withdrawing_ends_an_acceptance_and_only_who_may_accept_may_do_it(
    signed_in: SignedIn, database: Database
) -> None:
    executive = signed_in(Role.EXECUTIVE)
    send(executive, "accept", named(PATH), **ACCEPT)
    assert send(signed_in(Role.PLANNER), "withdraw", named(PATH, 2)).status_code == 403
    assert send(executive, "withdraw", named(PATH, 2)).status_code == 303
    found = state(database, PATH)
    assert found.status(date(2026, 11, 22)) is GapStatus.OPEN
    assert found.acceptance is not None
    assert found.acceptance.ending == "withdrawn"


def test_a_plan_is_kept_shown_changed_and_dropped(planner: Visitor, database: Database) -> None:
    fill_in(planner, f"/gaps/plan?gap={named(CLAUSE)}", **PLAN)
    page = planner.get(page_of(CLAUSE)).text
    assert "条項を入れて更新する" in page
    assert "2027年1月20日" in page
    shown = form_on(planner.get(f"/gaps/plan?gap={named(CLAUSE)}"), "sent")
    assert (shown["what"], shown["due_on"]) == (["条項を入れて更新する"], ["2027/01/20"])
    fill_in(planner, f"/gaps/plan?gap={named(CLAUSE)}", owner="調達課")
    plan = state(database, CLAUSE).plan
    assert plan is not None
    assert plan.owner == "調達課"
    send(planner, "drop", named(CLAUSE, 3))
    assert state(database, CLAUSE).plan is None


def test_a_plan_survives_recomputation(app: Flask, planner: Visitor, database: Database) -> None:
    send(planner, "plan", named(CLAUSE), **PLAN)
    with database.writing() as session:
        line = find(session, Connection, "line")
        assert line is not None
        changed = Connection(**{**_fields(line.fact), "note": "写しあり"})
        update(session, changed, by=TESTER, seen_version=line.version)
    look_once(app)
    assert state(database, CLAUSE).plan is not None
    assert "計画中 1" in planner.get("/gaps/all").text


def test_assigning_offers_people_who_see_gaps_and_shows_the_name(
    planner: Visitor, database: Database
) -> None:
    page = planner.get(f"/gaps/assign?gap={named(CLAUSE)}").text
    assert "operator の人" in page
    assert "administrator の人" not in page
    assert "vendor の人" not in page
    me = _account(database, "planner")
    assert send(planner, "assign", named(CLAUSE), to=me).status_code == 303
    assert "planner の人" in planner.get(page_of(CLAUSE)).text
    assert "1件中" in planner.get("/gaps/all?whose=me").text
    assert send(planner, "assign", named(CLAUSE, 2), to="user-999").status_code == 422
    assert send(planner, "assign", named(CLAUSE, 2), to="").status_code == 303
    assert state(database, CLAUSE).assigned_to is None


def test_a_gap_is_given_only_to_who_may_see_it_and_do_something(planner: Visitor) -> None:
    offered = {
        gap: planner.get(f"/gaps/assign?gap={named(gap)}").text.partition('name="to"')[2]
        for gap in (CLAUSE, PATH)
    }
    assert "contracts の人" in offered[CLAUSE]
    assert "contracts の人" not in offered[PATH], "the attack map is not for them"
    assert "operator の人" in offered[PATH]
    assert "executive の人" in offered[PATH]
    for page in offered.values():
        assert "auditor の人" not in page, "they change nothing"


@pytest.mark.parametrize(("role", "gap"), [("contracts", PATH), ("auditor", CLAUSE)])
def test_giving_a_gap_to_somebody_else_is_refused_beside_the_field(
    role: str, gap: tuple[str, str], planner: Visitor, database: Database
) -> None:
    answer = send(planner, "assign", named(gap), to=_account(database, role))
    assert answer.status_code == 422
    said = answer.text.partition('id="to-error"')[2].partition("</div>")[0]
    assert f"{role} の人さんは、選んだ不備を見られないか" in said
    assert decided(database) == set()


def test_of_several_gaps_one_on_the_attack_map_narrows_who_is_offered(planner: Visitor) -> None:
    page = planner.get(f"/gaps/assign?gap={named(CLAUSE)}&gap={named(PATH)}").text
    assert "contracts の人" not in page.partition('name="to"')[2]


def test_the_list_offers_to_accept_only_what_the_person_may_accept(
    planner: Visitor, signed_in: SignedIn
) -> None:
    severe, minor = "/gaps/all?severity=critical", "/gaps/all?severity=info"
    assert "/gaps/accept" not in planner.get(severe).text
    assert "受容（中以下）" in planner.get(minor).text
    executive = signed_in(Role.EXECUTIVE)
    assert "/gaps/accept" in executive.get(severe).text
    assert "受容（中以下）" not in executive.get(minor).text


def _account(database: Database, login: str) -> str:
    from vendormgr.store.account import find_by_login  # noqa: PLC0415 - only here

    with database.reading() as session:
        found = find_by_login(session, login)
    assert found is not None
    return found.id


@pytest.mark.parametrize(
    ("what", "fields", "was"),
    [("plan", PLAN, "plan"), ("assign", {"to": "user-2"}, "assigned_to")],
)
def test_a_decision_can_be_taken_back_until_somebody_decides_again(
    what: str, fields: dict[str, str], was: str, planner: Visitor, database: Database
) -> None:
    send(planner, what, named(CLAUSE), **fields)
    number = _last_event(database)
    assert f'action="/undo/{number}"' in planner.get(page_of(CLAUSE)).text
    assert planner.post(f"/undo/{number}").status_code == 303
    assert getattr(state(database, CLAUSE), was) is None
    assert planner.post(f"/undo/{number}").status_code == 303
    assert "元に戻せませんでした" in planner.get("/gaps").text


def test_taking_back_needs_the_permission_of_the_decision(
    planner: Visitor, signed_in: SignedIn, database: Database
) -> None:
    send(signed_in(Role.EXECUTIVE), "accept", named(PATH), **ACCEPT)
    accepted = _last_event(database)
    assert planner.post(f"/undo/{accepted}").status_code == 404
    send(planner, "plan", named(CLAUSE), **PLAN)
    assert signed_in(Role.AUDITOR).post(f"/undo/{_last_event(database)}").status_code == 404
    assert signed_in(Role.EXECUTIVE).post(f"/undo/{accepted}").status_code == 303
    assert state(database, PATH).status(date(2026, 11, 22)) is GapStatus.OPEN


def test_taking_back_a_changed_or_dropped_plan_brings_the_earlier_one_back(
    planner: Visitor, database: Database
) -> None:
    send(planner, "plan", named(CLAUSE), **PLAN)
    send(planner, "plan", named(CLAUSE, 2), **{**PLAN, "what": "別の案"})
    planner.post(f"/undo/{_last_event(database)}")
    plan = state(database, CLAUSE).plan
    assert plan is not None
    assert plan.what == PLAN["what"]
    send(planner, "drop", named(CLAUSE, 4))
    planner.post(f"/undo/{_last_event(database)}")
    plan = state(database, CLAUSE).plan
    assert plan is not None
    assert plan.due_on == date(2027, 1, 20)


def _last_event(database: Database) -> int:
    with database.reading() as session:
        return list_events(session, noun="gap", limit=1)[0].sequence


def test_the_second_of_two_sees_both_versions_and_may_overwrite(
    planner: Visitor, signed_in: SignedIn, database: Database
) -> None:
    other = signed_in(Role.OPERATOR)
    mine = form_on(planner.get(f"/gaps/plan?gap={named(CLAUSE)}"), "sent")
    fill_in(other, f"/gaps/plan?gap={named(CLAUSE)}", **{**PLAN, "what": "<b>ほかの人の案</b>"})
    answer = planner.post("/gaps/plan", {**mine, "what": "私の案"})
    assert answer.status_code == 409
    assert "&lt;b&gt;ほかの人の案&lt;/b&gt;" in answer.text
    assert "operator の人" in answer.text
    assert "私の案" in answer.text
    plan = state(database, CLAUSE).plan
    assert plan is not None
    assert plan.what == "<b>ほかの人の案</b>"
    again = planner.post("/gaps/plan", form_on(answer, "sent"))
    assert again.status_code == 303
    plan = state(database, CLAUSE).plan
    assert plan is not None
    assert plan.what == "私の案"


def test_several_are_decided_with_one_form(planner: Visitor, database: Database) -> None:
    gaps = [named(CLAUSE), named(LOW)]
    first = planner.post("/gaps/plan", {"gap": gaps, "back": "/gaps/all?q=x"})
    assert first.status_code == 200
    assert "対象の不備（2件）" in first.text
    assert decided(database) == set()
    sent = form_on(first, "sent")
    answer = planner.post("/gaps/plan", {**sent, **{key: [one] for key, one in PLAN.items()}})
    assert answer.location == "/gaps/all?q=x"
    assert decided(database) == {CLAUSE, LOW}
    assert "2件の対応計画を記録しました。" in planner.get("/gaps/all").text


@pytest.mark.parametrize("what", ["plan", "assign"])
def test_of_several_either_all_are_saved_or_none(
    what: str, planner: Visitor, database: Database
) -> None:
    send(planner, "plan", named(LOW), **PLAN)
    answer = send(planner, what, named(CLAUSE), named(LOW), **{**PLAN, "to": ""})
    assert answer.status_code == 409
    assert "1件は、ほかの人が先に変更しました" in answer.text
    assert decided(database) == {LOW}
    assert send(planner, what, *form_on(answer, "sent")["gap"], **PLAN, to="").status_code == 303


def test_one_severe_gap_among_many_keeps_the_planner_from_accepting_any(
    planner: Visitor, database: Database
) -> None:
    answer = send(planner, "accept", named(ADVERSE), named(PATH), **ACCEPT)
    assert answer.status_code == 403
    assert "緊急・高の不備が1件あるため、受容できません" in answer.text
    assert 'name="reason"' not in answer.text
    assert decided(database) == set()


def test_a_gap_that_is_gone_keeps_the_others_from_being_saved(
    planner: Visitor, database: Database
) -> None:
    gone = named(("clause-missing", "c-meals/no-such"))
    answer = send(planner, "plan", named(CLAUSE), gone, **PLAN)
    assert answer.status_code == 409
    assert "もう当てはまりません" in answer.text
    assert decided(database) == set()


@pytest.mark.parametrize("role", [Role.CONTRACTS, Role.PROCUREMENT])
def test_who_sees_no_attack_map_decides_about_none_of_it(
    role: Role, signed_in: SignedIn, database: Database
) -> None:
    visitor = signed_in(role)
    answer = send(visitor, "plan", named(CLAUSE), named(PATH), **PLAN)
    assert answer.status_code == 409
    assert "電子カルテ基幹" not in answer.text
    assert decided(database) == set()
    assert send(visitor, "drop", named(PATH)).status_code == 404


@pytest.mark.parametrize(
    "gaps",
    [
        ["x"],
        ["1:no-such-rule:core"],
        ["-1:path-open:core"],
        ["１:path-open:core"],
        ["1:path-open:"],
        ["9" * 400],
        ["1:path-open:" + "x" * 400],
        [f"1:path-open:{n}" for n in range(MOST + 1)],
        ["%00"],
    ],
    ids=range(9),
)
def test_nonsense_is_refused(gaps: list[str], planner: Visitor) -> None:
    for what in ("plan", "assign", "accept", "withdraw", "drop"):
        assert send(planner, what, *gaps).status_code == 400


@pytest.mark.parametrize("what", ["plan", "assign", "accept"])
def test_choosing_nothing_leads_back_to_the_list_with_a_word(
    what: str, planner: Visitor, database: Database
) -> None:
    answer = send(planner, what, **PLAN)
    assert (answer.status_code, answer.location) == (303, "/gaps/all")
    assert "一覧で不備を選んでから" in planner.get("/gaps/all").text
    assert decided(database) == set()


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\t/evil", "/\\evil"])
def test_the_way_back_stays_inside(back: str, planner: Visitor) -> None:
    answer = send(planner, "plan", named(CLAUSE), named(LOW), **PLAN, back=back)
    assert answer.location == "/gaps/all"


def test_looking_at_pages_changes_nothing(planner: Visitor, database: Database) -> None:
    with database.reading() as session:
        before = (gap_states(session), list_events(session))
    for path in ("/", "/gaps", "/gaps/all", page_of(PATH), f"/gaps/plan?gap={named(CLAUSE)}"):
        assert planner.get(path).status_code == 200
    for path in ("/gaps/withdraw", "/gaps/drop"):
        assert planner.get(f"{path}?gap={named(CLAUSE)}").status_code == 404
    with database.reading() as session:
        assert (gap_states(session), list_events(session)) == before


def test_without_the_token_nothing_is_decided(planner: Visitor, database: Database) -> None:
    for what in ("plan", "accept", "assign", "withdraw", "drop"):
        answer = planner.post_bare(f"/gaps/{what}", {"gap": named(CLAUSE), "sent": "1", **PLAN})
        assert answer.status_code == 400
    assert decided(database) == set()


def test_an_expired_session_keeps_what_was_typed(
    planner: Visitor, clock: MovableClock, database: Database
) -> None:
    sent = form_on(planner.get(f"/gaps/plan?gap={named(CLAUSE)}"), "sent")
    clock.forward(hours=2)
    planner.headers = {"Sec-Fetch-Site": "same-origin"}
    answer = planner.post("/gaps/plan", {**sent, **PLAN})
    assert answer.status_code == 401
    assert "入力した内容は残っています" in answer.text
    assert PLAN["what"] in answer.text
    assert decided(database) == set()


def test_what_a_vendor_refuses_for_good_is_accepted_only_with_something_in_its_place(
    signed_in: SignedIn, database: Database
) -> None:
    with database.writing() as session:
        stored = find(session, Contract, "c-meals")
        assert stored is not None
        terms = replace(stored.fact, negotiable=False)
        update(session, terms, by=TESTER, seen_version=stored.version)
    visitor = signed_in(Role.EXECUTIVE)
    asked = visitor.get(f"/gaps/accept?gap={named(CLAUSE)}").text
    assert "交渉できない約款についての不備が含まれています" in asked
    bare = send(visitor, "accept", named(CLAUSE), **ACCEPT)
    assert bare.status_code == 422
    assert 'id="compensation-error"' in bare.text
    instead = "接続を使うときだけ開ける"
    answer = send(visitor, "accept", named(CLAUSE), **ACCEPT, compensation=instead)
    assert answer.status_code == 303
    acceptance = state(database, CLAUSE).acceptance
    assert acceptance is not None
    assert acceptance.compensation == instead
    assert instead in visitor.get(page_of(CLAUSE)).text

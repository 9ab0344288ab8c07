"""Choosing a vendor: from the need over questions and comparison to the approval on record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.domain.factories import TODAY
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.due_diligence import need_met_by, questions_for_need
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.selection import Candidate, CandidateAnswer, Condition, Selection
from vendormgr.domain.vocabulary import (
    Answer,
    DataClass,
    Edition,
    SelectionState,
    ServiceModel,
)
from vendormgr.exchange.seed import load_catalogue
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

Keep = Callable[[Portfolio], None]
Kept = Callable[[], Portfolio]
SignIn = Callable[[Role], Visitor]
CASE = Selection(
    id="case",
    title="電子カルテの更新",
    system="ehr-system",
    model=ServiceModel.SAAS,
    data_class=DataClass.PHI,
    connects=True,
    equipment_in_hospital=False,
    opened_on=date(2026, 9, 1),
)
PAGE = "/selections/case"
TASK = Condition(text="二要素認証を入れる", owner="情報室", due_on=date(2026, 11, 1))


def candidate(
    id_: str = "alpha", answer: Answer | None = Answer.YES, **fields: object
) -> Candidate:
    made = Candidate(id=id_, selection="case", name=f"候補{id_}", service="新しいカルテ")
    asked = questions_for_need(need_met_by(made, CASE), load_catalogue(), Edition.V7)
    answers = tuple(CandidateAnswer(question=one.id, answer=answer, remark="説明") for one in asked)
    return replace(made, answers=answers if answer else (), **fields)  # type: ignore[arg-type]


def with_case(*candidates: Candidate, **fields: object) -> Portfolio:
    case = replace(CASE, **fields)  # type: ignore[arg-type]
    return replace(estate(), selections=(case,), candidates=candidates)


@pytest.fixture
def kept(database: Database) -> Kept:
    """The portfolio as it is stored now."""

    def now() -> Portfolio:
        with database.reading() as session:
            return load_portfolio(session, TODAY)

    return now


def test_a_need_is_recorded_and_says_at_once_what_to_ask(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(estate())
    assert "まだ選定がありません" in planner.get("/selections").text
    sent = {"title": "給食の更新", "model": "saas", "data_class": "phi_limited", "connects": "yes"}
    answer = planner.post("/selections/new", {**sent, "opened_on": "令和8年11月22日"})
    assert answer.status_code == 303
    page = planner.get(answer.location).text
    assert "企画管理編 7 ⑥ a" in page
    assert "要原典確認" in page
    assert "（第7.0版での位置は未確認）" in page
    assert "候補を1社以上登録してください。" in page
    assert kept().selections[0].opened_on == date(2026, 11, 22)


def test_questions_follow_the_need_and_nothing_else_is_asked(planner: Visitor, keep: Keep) -> None:
    keep(with_case(model=ServiceModel.ONPREM, connects=False))
    page = planner.get(PAGE).text
    assert "院内への接続では" not in page
    assert "財務諸表" not in page


def test_a_title_and_a_model_are_needed(planner: Visitor, keep: Keep) -> None:
    keep(estate())
    answer = planner.post("/selections/new", {"title": " "})
    assert answer.status_code == 422
    assert 'href="#title"' in answer.text
    assert 'href="#model"' in answer.text


def test_candidates_stand_side_by_side_with_what_differs(planner: Visitor, keep: Keep) -> None:
    keep(with_case(candidate("alpha"), candidate("beta", None, connects=False)))
    page = planner.get(PAGE).text
    table = page.partition('class="table grid compare"')[2]
    assert table.index("候補alpha") < table.index("候補beta")
    assert "違いあり" in table
    assert "基幹システムへの経路" in table
    assert "〜" in table


def test_paths_are_for_those_who_may_see_the_attack_map(signed_in: SignIn, keep: Keep) -> None:
    keep(with_case(candidate("alpha", Answer.NO)))
    planner, clerk = signed_in(Role.PLANNER), signed_in(Role.PROCUREMENT)
    assert "電子カルテ基幹サーバ" in planner.get(PAGE).text
    hidden = clerk.get(PAGE).text
    assert "基幹システムへの経路" not in hidden
    assert "電子カルテ基幹サーバ" not in hidden


def test_answers_are_entered_with_remarks_and_not_applicable_needs_its_reason(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(with_case(candidate("alpha", None)))
    path = "/candidates/alpha/answers"
    assert planner.get(path).status_code == 200
    bare = {"seen": "1", "answer.storage-policies": "not_applicable"}
    refused = planner.post(path, bare)
    assert refused.status_code == 422
    assert "理由を書いてください" in refused.text
    sent = {**bare, "remark.storage-policies": "保存しない", "answer.storage-backup": "no"}
    assert planner.post(path, sent).status_code == 303
    said = {one.question: one for one in kept().candidates[0].answers}
    assert said["storage-policies"].remark == "保存しない"
    assert said["storage-backup"].answer is Answer.NO
    assert said["storage-backup"].checked_on == date(2026, 11, 22)
    assert said.keys() == {"storage-policies", "storage-backup"}


def test_two_people_entering_answers_see_both(planner: Visitor, keep: Keep) -> None:
    keep(with_case(candidate("alpha", None)))
    path = "/candidates/alpha/answers"
    planner.post(path, {"seen": "1", "answer.storage-backup": "no"})
    late = planner.post(path, {"seen": "1", "answer.storage-backup": "yes"})
    assert late.status_code == 409
    assert "いいえ" in late.text


def test_accepted_clauses_are_kept(planner: Visitor, keep: Keep, kept: Kept) -> None:
    keep(with_case(candidate("alpha")))
    path = "/candidates/alpha/clauses"
    assert planner.get(path).status_code == 200
    planner.post(path, {"seen": "1", "accepts.two-factor": "yes", "accepts.audit-right": "no"})
    agreed = {one.clause: one.accepts for one in kept().candidates[0].clauses}
    assert agreed == {"two-factor": True, "audit-right": False}


def test_five_candidates_at_most(planner: Visitor, keep: Keep, kept: Kept) -> None:
    keep(with_case(*(candidate(f"c{n}") for n in range(5))))
    answer = planner.post("/candidates/new", {"selection": "case", "name": "六社目"})
    assert answer.status_code == 422
    assert "候補は5社までです" in answer.text
    assert len(kept().candidates) == 5


def test_a_move_that_is_not_allowed_yet_says_why(planner: Visitor, keep: Keep, kept: Kept) -> None:
    keep(with_case(candidate("alpha", None), state=SelectionState.QUESTIONS_SENT))
    planner.post(f"{PAGE}/move", {"to": "answers_in", "seen": "1"})
    assert kept().selections[0].state is SelectionState.QUESTIONS_SENT
    assert "すべての質問に回答した候補が、まだありません" in planner.get(PAGE).text


def test_a_move_is_made_and_can_be_undone(planner: Visitor, keep: Keep, kept: Kept) -> None:
    keep(with_case(candidate("alpha")))
    planner.post(f"{PAGE}/move", {"to": "questions_sent", "seen": "1"})
    assert kept().selections[0].state is SelectionState.QUESTIONS_SENT
    page = planner.get(PAGE).text
    undo = page.partition('action="/undo/')[2].partition('"')[0]
    planner.post(f"/undo/{undo}")
    assert kept().selections[0].state is None


def test_a_stale_move_changes_nothing(planner: Visitor, keep: Keep, kept: Kept) -> None:
    keep(with_case(candidate("alpha")))
    planner.post(f"{PAGE}/choose", {"chosen": "alpha", "seen": "1"})
    planner.post(f"{PAGE}/move", {"to": "questions_sent", "seen": "1"})
    assert kept().selections[0].state is None
    assert kept().selections[0].chosen == "alpha"


def test_only_the_executive_approves_what_is_important_and_it_is_on_record(
    signed_in: SignIn, keep: Keep, kept: Kept
) -> None:
    keep(with_case(candidate("alpha"), chosen="alpha", state=SelectionState.ASSESSED))
    sent = {"to": "approved", "seen": "1"}
    signed_in(Role.PLANNER).post(f"{PAGE}/move", sent)
    assert signed_in(Role.PLANNER).post(f"{PAGE}/approve", sent).status_code == 403
    assert kept().selections[0].state is SelectionState.ASSESSED
    executive = signed_in(Role.EXECUTIVE)
    assert f"{PAGE}/approve" in executive.get(PAGE).text
    assert "承認する" in executive.get(f"{PAGE}/approve").text
    executive.post(f"{PAGE}/approve", sent)
    case = kept().selections[0]
    assert case.state is SelectionState.APPROVED
    assert (case.approved_on, case.approved_by) == (date(2026, 11, 22), "executive の人")


def test_the_executive_can_take_the_approval_back_and_the_planner_cannot(
    signed_in: SignIn, keep: Keep, kept: Kept
) -> None:
    keep(with_case(candidate("alpha"), chosen="alpha", state=SelectionState.ASSESSED))
    executive, planner = signed_in(Role.EXECUTIVE), signed_in(Role.PLANNER)
    executive.post(f"{PAGE}/approve", {"to": "approved", "seen": "1"})
    undo = executive.get(PAGE).text.partition('action="/undo/')[2].partition('"')[0]
    assert planner.post(f"/undo/{undo}").status_code == 404
    executive.post(f"/undo/{undo}")
    assert kept().selections[0].approved_on is None
    assert kept().selections[0].state is SelectionState.ASSESSED


def test_the_executive_refuses_with_a_reason_and_not_without(
    signed_in: SignIn, keep: Keep, kept: Kept
) -> None:
    keep(with_case(candidate("alpha"), chosen="alpha", state=SelectionState.ASSESSED))
    executive = signed_in(Role.EXECUTIVE)
    sent = {"to": "refused", "seen": "1"}
    executive.post(f"{PAGE}/approve", sent)
    assert kept().selections[0].state is SelectionState.ASSESSED
    executive.post(f"{PAGE}/approve", {**sent, "reason": "費用が予算を超える"})
    case = kept().selections[0]
    assert (case.state, case.note) == (SelectionState.REFUSED, "費用が予算を超える")
    assert case.approved_on is None


def test_what_was_decided_stays_until_it_is_reopened(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(with_case(candidate("alpha"), chosen="alpha", state=SelectionState.APPROVED))
    assert planner.post(f"{PAGE}/edit", {"title": "別", "model": "bpo"}).status_code == 422
    path = "/candidates/alpha/answers"
    changed = planner.post(path, {"seen": "1", "answer.storage-backup": "no"})
    assert changed.status_code == 422
    assert "決定した選定は変更できません" in changed.text
    assert kept().selections[0].title == CASE.title


def test_conditions_are_tasks_and_overdue_ones_show(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(with_case(candidate("alpha"), conditions=(TASK,)))
    assert "期限切れ" in planner.get(PAGE).text
    assert "期限切れ1件" in planner.get("/selections?tasks=overdue").text
    path = f"{PAGE}/conditions"
    assert "二要素認証を入れる" in planner.get(path).text
    row = {"text.0": TASK.text, "owner.0": TASK.owner, "due_on.0": "2026/11/01"}
    vague = planner.post(path, {"seen": "1", **row, "text.1": "規程を受け取る"})
    assert vague.status_code == 422
    assert "担当を書いてください" in vague.text
    planner.post(path, {"seen": "1", **row, "done_on.0": "2026/11/20"})
    assert kept().selections[0].conditions == (replace(TASK, done_on=date(2026, 11, 20)),)
    assert "期限切れ1件" not in planner.get("/selections").text


def test_the_chosen_candidate_becomes_a_vendor_with_its_service_and_back(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(
        with_case(
            candidate("alpha"),
            chosen="alpha",
            state=SelectionState.APPROVED,
            approved_on=date(2026, 11, 20),
            approved_by="病院長",
        )
    )
    page = planner.get(f"{PAGE}/record").text
    assert "候補alpha" in page
    answer = planner.post(f"{PAGE}/record", {"sending": "mark-1"})
    vendor = answer.location.rpartition("/")[2]
    made = next(one for one in kept().parties if one.id == vendor)
    assert (made.name, made.approved_by) == ("候補alpha", "病院長")
    service = next(one for one in kept().services if one.vendor == vendor)
    assert (service.model, service.system) == (ServiceModel.SAAS, "ehr-system")
    assert kept().candidates[0].party == vendor
    assert planner.post(f"{PAGE}/record", {"sending": "mark-1"}).location == answer.location
    undo = planner.get(answer.location).text.partition('action="/undo/')[2].partition('"')[0]
    planner.post(f"/undo/{undo}")
    assert vendor not in {one.id for one in kept().parties}
    assert service.id not in {one.id for one in kept().services}


def test_a_vendor_on_record_gets_the_service_and_the_approval_of_the_case(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(
        with_case(
            candidate("alpha", party="caterer"),
            chosen="alpha",
            state=SelectionState.APPROVED,
            approved_on=date(2026, 11, 20),
            approved_by="病院長",
        )
    )
    assert f"{PAGE}/record" in planner.get(PAGE).text
    assert "この選定での承認" in planner.get(f"{PAGE}/record").text
    planner.post(f"{PAGE}/record", {"sending": "mark-3"})
    caterer = next(one for one in kept().parties if one.id == "caterer")
    assert (caterer.name, caterer.approved_by) == ("給食事業者", "病院長")
    assert "新しいカルテ" in {one.name for one in kept().services if one.vendor == "caterer"}
    assert f"{PAGE}/record" not in planner.get(PAGE).text


def test_nothing_is_recorded_before_the_approval(planner: Visitor, keep: Keep, kept: Kept) -> None:
    keep(with_case(candidate("alpha"), chosen="alpha"))
    before = len(kept().parties)
    planner.post(f"{PAGE}/record", {"sending": "mark-2"})
    assert len(kept().parties) == before


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OPERATOR, Role.CONTRACTS])
def test_others_read_and_change_nothing(signed_in: SignIn, keep: Keep, role: Role) -> None:
    keep(with_case(candidate("alpha")))
    reader = signed_in(role)
    page = reader.get(PAGE)
    assert page.status_code == 200
    assert "/candidates/alpha/answers" not in page.text
    assert reader.post(f"{PAGE}/move", {"to": "questions_sent", "seen": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("path", "start"),
    [
        (f"{PAGE}/review.pdf", b"%PDF"),
        (f"{PAGE}/requirements.pdf", b"%PDF"),
        (f"{PAGE}/requirements.xlsx", b"PK"),
        ("/candidates/alpha/questions.pdf", b"%PDF"),
    ],
)
def test_papers_are_downloads(planner: Visitor, keep: Keep, path: str, start: bytes) -> None:
    keep(with_case(candidate("alpha"), candidate("beta", None), conditions=(TASK,)))
    answer = planner.get(path)
    assert answer.data.startswith(start)
    assert "attachment" in answer.headers["Content-Disposition"]

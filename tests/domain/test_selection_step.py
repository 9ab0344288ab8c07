"""Which moves a case may make, and what it says while it may not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendormgr.domain.due_diligence import need_met_by, questions_for_need
from vendormgr.domain.selection import Candidate, CandidateAnswer, Condition, Selection
from vendormgr.domain.selection_step import (
    BACK,
    Obstacle,
    Standing,
    moved,
    next_states,
    obstacles,
    overdue,
)
from vendormgr.domain.vocabulary import (
    Answer,
    DataClass,
    Edition,
    SelectionState,
    ServiceModel,
)
from vendormgr.exchange.seed import load_catalogue

CATALOGUE = load_catalogue()
TODAY = date(2026, 10, 1)
TASK = Condition(text="二要素認証を入れる", owner="情報室", due_on=date(2026, 12, 1))
CASE = Selection(
    id="case",
    model=ServiceModel.SAAS,
    data_class=DataClass.PHI,
    connects=False,
    equipment_in_hospital=False,
    chosen="a",
)


def case(state: SelectionState, **fields: object) -> Selection:
    return replace(CASE, state=state, **fields)  # type: ignore[arg-type]


def candidate(answer: Answer | None = Answer.YES, remark: str | None = None) -> Candidate:
    asked = questions_for_need(need_met_by(Candidate(id="a"), CASE), CATALOGUE, Edition.V7)
    said = [CandidateAnswer(question=one.id, answer=Answer.YES) for one in asked]
    said[0] = replace(said[0], answer=answer, remark=remark)
    return Candidate(id="a", selection="case", answers=tuple(said))


def standing(selection: Selection, *candidates: Candidate) -> Standing:
    asked = {
        one.id: questions_for_need(need_met_by(one, selection), CATALOGUE, Edition.V7)
        for one in candidates
    }
    return Standing(selection, candidates, asked)


def missing(
    selection: Selection, to: SelectionState, *candidates: Candidate, executive: bool = False
) -> set[Obstacle]:
    return set(obstacles(standing(selection, *candidates), to, executive=executive))


def test_questions_are_sent_to_somebody_about_something() -> None:
    bare = replace(CASE, model=None, state=None)
    to = SelectionState.QUESTIONS_SENT
    assert missing(bare, to) == {Obstacle.NO_MODEL, Obstacle.NO_CANDIDATE}
    six = [replace(candidate(), id=f"c{n}") for n in range(6)]
    assert missing(replace(CASE, state=None), to, *six) == {Obstacle.TOO_MANY}
    assert missing(replace(CASE, state=None), to, candidate()) == set()


def test_answers_are_in_when_one_candidate_has_answered_everything() -> None:
    sent = case(SelectionState.QUESTIONS_SENT)
    open_ = candidate(None)
    assert missing(sent, SelectionState.ANSWERS_IN, open_) == {Obstacle.NOBODY_ANSWERED}
    whole = replace(candidate(), id="b")
    assert missing(sent, SelectionState.ANSWERS_IN, open_, whole) == set()


def test_an_assessment_needs_a_choice_whose_every_no_is_explained_or_a_condition() -> None:
    inn = case(SelectionState.ANSWERS_IN)
    to = SelectionState.ASSESSED
    assert missing(replace(inn, chosen=None), to, candidate()) == {Obstacle.NOT_CHOSEN}
    assert missing(inn, to, candidate(None)) == {Obstacle.CHOSEN_UNANSWERED}
    assert missing(inn, to, candidate(Answer.NO)) == {Obstacle.NO_UNEXPLAINED}
    assert missing(inn, to, candidate(Answer.NO, "年内に規程を定める")) == set()
    assert missing(replace(inn, conditions=(TASK,)), to, candidate(Answer.NO)) == set()


@pytest.mark.parametrize("important", [True, None])
def test_important_outsourcing_waits_for_the_executive(important: bool | None) -> None:
    ready = case(SelectionState.ASSESSED, important=important)
    to = SelectionState.APPROVED
    assert missing(ready, to, candidate()) == {Obstacle.NEEDS_EXECUTIVE}
    assert missing(ready, to, candidate(), executive=True) == set()
    assert missing(replace(ready, important=False), to, candidate()) == set()


def test_conditions_are_agreed_before_the_approval_and_each_is_a_task() -> None:
    with_task = case(SelectionState.ASSESSED, conditions=(TASK,))
    assert SelectionState.APPROVED not in next_states(with_task)
    vague = case(SelectionState.CONDITIONS, conditions=(replace(TASK, owner=None),))
    found = missing(vague, SelectionState.APPROVED, candidate(), executive=True)
    assert found == {Obstacle.CONDITION_INCOMPLETE}
    none = case(SelectionState.ASSESSED)
    assert missing(none, SelectionState.CONDITIONS, candidate()) == {Obstacle.NO_CONDITION}


def test_a_refusal_says_why() -> None:
    assert missing(CASE, SelectionState.REFUSED) == {Obstacle.NO_REASON}
    assert missing(replace(CASE, note="価格が合わない"), SelectionState.REFUSED) == set()


def test_an_executive_approval_is_on_record_and_reopening_takes_it_back() -> None:
    ready = case(SelectionState.ASSESSED)
    done = moved(ready, SelectionState.APPROVED, by="病院長", on=TODAY, executive=True)
    assert (done.approved_on, done.approved_by, done.decided_on) == (TODAY, "病院長", TODAY)
    assert missing(done, SelectionState.ASSESSED) == {Obstacle.NEEDS_EXECUTIVE}
    again = moved(done, SelectionState.ASSESSED, by="病院長", on=TODAY, executive=True)
    assert again == ready


@given(st.sampled_from(SelectionState), st.sampled_from(SelectionState))
def test_only_the_listed_moves_are_possible(state: SelectionState, to: SelectionState) -> None:
    found = missing(case(state), to, candidate(), executive=True)
    listed = to in next_states(case(state)) or BACK.get(state) is to
    assert (Obstacle.NO_SUCH_MOVE in found) is not listed


def test_a_condition_is_overdue_only_while_nobody_reports_it_done() -> None:
    late = replace(TASK, due_on=date(2026, 9, 30))
    finished = replace(late, done_on=date(2026, 9, 29))
    today = replace(TASK, due_on=TODAY)
    assert overdue(replace(CASE, conditions=(late, finished, today)), TODAY) == (late,)

"""選定の進め方: which move a case may make now, and if not, what is missing for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from vendormgr.domain.due_diligence import AskedQuestion, answers_of, settled, shortfall
from vendormgr.domain.selection import Candidate, Condition, Selection
from vendormgr.domain.vocabulary import Answer, SelectionState

MOST_CANDIDATES = 5
"""As many as can be compared side by side."""
DECIDED = frozenset({SelectionState.APPROVED, SelectionState.REFUSED})
FORWARD: Mapping[SelectionState, tuple[SelectionState, ...]] = {
    SelectionState.DRAFT: (SelectionState.QUESTIONS_SENT, SelectionState.REFUSED),
    SelectionState.QUESTIONS_SENT: (SelectionState.ANSWERS_IN, SelectionState.REFUSED),
    SelectionState.ANSWERS_IN: (SelectionState.ASSESSED, SelectionState.REFUSED),
    SelectionState.ASSESSED: (
        SelectionState.APPROVED,
        SelectionState.CONDITIONS,
        SelectionState.REFUSED,
    ),
    SelectionState.CONDITIONS: (SelectionState.APPROVED, SelectionState.REFUSED),
    SelectionState.APPROVED: (),
    SelectionState.REFUSED: (),
}
BACK: Mapping[SelectionState, SelectionState] = {
    SelectionState.QUESTIONS_SENT: SelectionState.DRAFT,
    SelectionState.ANSWERS_IN: SelectionState.QUESTIONS_SENT,
    SelectionState.ASSESSED: SelectionState.ANSWERS_IN,
    SelectionState.CONDITIONS: SelectionState.ASSESSED,
    SelectionState.APPROVED: SelectionState.ASSESSED,
    SelectionState.REFUSED: SelectionState.ASSESSED,
}


class Obstacle(StrEnum):
    """Why a move is not allowed yet; worded in texts/selection.toml."""

    NO_SUCH_MOVE = "no_such_move"
    NO_MODEL = "no_model"
    """What is asked follows from the model."""
    NO_CANDIDATE = "no_candidate"
    TOO_MANY = "too_many"
    NOBODY_ANSWERED = "nobody_answered"
    """No candidate has answered every question."""
    NOT_CHOSEN = "not_chosen"
    CHOSEN_UNANSWERED = "chosen_unanswered"
    """Questions to the chosen candidate are still open."""
    NO_UNEXPLAINED = "no_unexplained"
    """A no of the chosen candidate has neither a remark nor a condition beside it."""
    NO_CONDITION = "no_condition"
    CONDITION_INCOMPLETE = "condition_incomplete"
    """A condition lacks its text, its owner or its day."""
    NEEDS_EXECUTIVE = "needs_executive"
    NO_REASON = "no_reason"
    """A refusal says why."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A case with what its moves depend on."""

    selection: Selection
    candidates: Sequence[Candidate]
    asked: Mapping[str, Sequence[AskedQuestion]]
    """Candidate to the questions that it is asked."""

    @property
    def chosen(self) -> Candidate | None:
        """The chosen candidate, if it is one of the case."""
        return next((one for one in self.candidates if one.id == self.selection.chosen), None)


def state_of(selection: Selection) -> SelectionState:
    """The state; a case without one has not begun."""
    return selection.state or SelectionState.DRAFT


def is_decided(selection: Selection) -> bool:
    """Whether need, answers and choice are fixed until somebody reopens the case."""
    return state_of(selection) in DECIDED


def needs_executive(selection: Selection) -> bool:
    """Whether only the executive may approve; what nobody said counts as important."""
    return selection.important is not False


def next_states(selection: Selection) -> tuple[SelectionState, ...]:
    """The moves forward from here, the usual one first; conditions before an approval with any."""
    states = FORWARD[state_of(selection)]
    if state_of(selection) is SelectionState.ASSESSED and selection.conditions:
        return tuple(one for one in states if one is not SelectionState.APPROVED)
    return states


def obstacles(standing: Standing, to: SelectionState, *, executive: bool) -> tuple[Obstacle, ...]:
    """What is missing for a move; empty: it is allowed now.

    Args:
        standing: The case.
        to: The state to go to.
        executive: Whether whoever moves it may approve important outsourcing.
    """
    selection = standing.selection
    if to is BACK.get(state_of(selection)):
        undone = state_of(selection) is SelectionState.APPROVED and needs_executive(selection)
        return (Obstacle.NEEDS_EXECUTIVE,) if undone and not executive else ()
    if to not in next_states(selection):
        return (Obstacle.NO_SUCH_MOVE,)
    found = list(_missing(standing, to))
    if to is SelectionState.APPROVED and needs_executive(selection) and not executive:
        found.append(Obstacle.NEEDS_EXECUTIVE)
    return tuple(found)


def _missing(standing: Standing, to: SelectionState) -> Iterator[Obstacle]:
    match to:
        case SelectionState.QUESTIONS_SENT:
            yield from _to_send(standing)
        case SelectionState.ANSWERS_IN:
            if not any(_is_complete(one, standing) for one in standing.candidates):
                yield Obstacle.NOBODY_ANSWERED
        case SelectionState.ASSESSED:
            yield from _to_assess(standing)
        case SelectionState.CONDITIONS:
            yield from _conditions(standing.selection, wanted=True)
        case SelectionState.APPROVED:
            yield from _to_assess(standing)
            yield from _conditions(standing.selection, wanted=False)
        case SelectionState.REFUSED:
            if not (standing.selection.note or "").strip():
                yield Obstacle.NO_REASON
        case _:
            return


def _to_send(standing: Standing) -> Iterator[Obstacle]:
    if standing.selection.model is None:
        yield Obstacle.NO_MODEL
    if not standing.candidates:
        yield Obstacle.NO_CANDIDATE
    if len(standing.candidates) > MOST_CANDIDATES:
        yield Obstacle.TOO_MANY


def _to_assess(standing: Standing) -> Iterator[Obstacle]:
    chosen = standing.chosen
    if chosen is None:
        yield Obstacle.NOT_CHOSEN
        return
    if not _is_complete(chosen, standing):
        yield Obstacle.CHOSEN_UNANSWERED
    if unexplained(chosen, standing.asked.get(chosen.id, ())) and not standing.selection.conditions:
        yield Obstacle.NO_UNEXPLAINED


def _conditions(selection: Selection, *, wanted: bool) -> Iterator[Obstacle]:
    if wanted and not selection.conditions:
        yield Obstacle.NO_CONDITION
    if not all(is_trackable(one) for one in selection.conditions):
        yield Obstacle.CONDITION_INCOMPLETE


def unexplained(candidate: Candidate, asked: Sequence[AskedQuestion]) -> tuple[AskedQuestion, ...]:
    """The questions that a candidate denies without a word on what makes up for it."""
    answers = answers_of(candidate)
    return tuple(
        one
        for one in asked
        if settled(answers.get(one.id)) is Answer.NO and not (answers[one.id].remark or "").strip()
    )


def is_trackable(condition: Condition) -> bool:
    """Whether a condition is a task: what, who, until when."""
    return bool(condition.text and condition.owner and condition.due_on)


def overdue(selection: Selection, today: date) -> tuple[Condition, ...]:
    """Conditions whose day has passed and that nobody reported as done."""
    return tuple(
        one
        for one in selection.conditions
        if one.done_on is None and one.due_on is not None and one.due_on < today
    )


def open_conditions(selection: Selection) -> tuple[Condition, ...]:
    """Conditions that nobody reported as done."""
    return tuple(one for one in selection.conditions if one.done_on is None)


def moved(
    selection: Selection, to: SelectionState, *, by: str, on: date, executive: bool
) -> Selection:
    """The case after a move that `obstacles` allows; leaving a decision takes it back."""
    after = replace(selection, state=to)
    if to is SelectionState.APPROVED and needs_executive(selection) and executive:
        return replace(after, decided_on=on, decided_by=by, approved_on=on, approved_by=by)
    if to in DECIDED:
        return replace(after, decided_on=on, decided_by=by)
    return replace(after, decided_on=None, decided_by=None, approved_on=None, approved_by=None)


def _is_complete(candidate: Candidate, standing: Standing) -> bool:
    asked = standing.asked.get(candidate.id, ())
    return bool(asked) and shortfall(asked, candidate).open == 0

"""What a filled checklist would change: nothing where nobody wrote, nobody's work overwritten."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.factories import contract
from vendormgr.domain.checklist import (
    FIELDS,
    FieldChange,
    FilledRow,
    Here,
    Review,
    RowProblem,
    digest_of_row,
    from_text,
    review,
    row_values,
    to_text,
)
from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import ClauseState
from vendormgr.domain.rounds import rounds_of_contract
from vendormgr.domain.vocabulary import ClauseStatus, NegotiationDecision

TODAY = date(2026, 11, 22)
TOMORROW = date(2026, 11, 23)
AGREED = NegotiationDecision.AGREED
STATE = ClauseState(status=ClauseStatus.ABSENT, article="第3条", note="備考")
TALK = Negotiation(
    id="round.1", contract="c-ehr", clause="two-factor", on=date(2026, 10, 1), ask="求める"
)


def here(state: ClauseState = STATE, *talks: Negotiation) -> Here:
    return Here(
        contract=contract("ehr-saas", clauses={"two-factor": state}),
        rounds=rounds_of_contract("c-ehr", talks),
        clauses={"two-factor", "log-provision"},
        today=TODAY,
        by="契約係",
    )


def row(
    state: ClauseState = STATE, talk: Negotiation | None = None, number: int = 5, **typed: Any
) -> FilledRow:
    """The row as it went out, with cells typed over."""
    values = row_values(state, talk)
    given = {name: typed.pop(name) for name in ("contract", "clause") if name in typed}
    return FilledRow(
        row=number,
        contract=given.get("contract", "c-ehr"),
        clause=given.get("clause", "two-factor"),
        round=talk.id if talk else "",
        digest=digest_of_row(values),
        values={**values, **typed},
    )


def problems(found: Review) -> list[RowProblem]:
    return [one.problem for one in found.errors]


def test_a_row_that_comes_back_as_it_went_out_changes_nothing() -> None:
    assert review([row()], here()) == Review((), ())
    assert review([row(talk=TALK)], here(STATE, TALK)) == Review((), ())


def test_a_typed_cell_is_one_change_with_old_and_new() -> None:
    (change,) = review([row(status=ClauseStatus.PRESENT)], here()).changes
    assert change.fields == (FieldChange("status", ClauseStatus.ABSENT, ClauseStatus.PRESENT),)
    assert change.state == replace(STATE, status=ClauseStatus.PRESENT)
    assert change.talk is None


def test_an_answer_goes_into_the_open_round() -> None:
    (change,) = review([row(talk=TALK, answer="よい")], here(STATE, TALK)).changes
    assert change.state is None
    assert change.talk == replace(TALK, answer="よい")


def test_an_answer_without_an_open_round_begins_one() -> None:
    answered = date(2026, 11, 20)
    (change,) = review([row(answer="よい", answered_on=answered)], here()).changes
    assert change.talk == Negotiation(
        contract="c-ehr",
        clause="two-factor",
        on=answered,
        answer="よい",
        answered_on=answered,
        by="契約係",
    )


def test_a_decision_without_a_day_was_made_today() -> None:
    typed = row(talk=TALK, decision=NegotiationDecision.AGREED)
    (change,) = review([typed], here(STATE, TALK)).changes
    assert change.talk is not None
    assert change.talk.decided_on == TODAY


def test_a_row_that_somebody_changed_meanwhile_is_not_overwritten() -> None:
    newer = replace(STATE, article="第9条")
    assert problems(review([row(article="第4条")], here(newer))) == [RowProblem.CHANGED_MEANWHILE]
    assert review([row()], here(newer)) == Review((), ())
    assert review([row(article="第9条")], here(newer)) == Review((), ())


def test_a_round_that_began_or_went_meanwhile_is_said() -> None:
    assert problems(review([row(answer="よい")], here(STATE, TALK))) == [
        RowProblem.CHANGED_MEANWHILE
    ]
    assert problems(review([row(talk=TALK, answer="よい")], here())) == [RowProblem.ROUND_GONE]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (row(contract="c-other"), RowProblem.OTHER_CONTRACT),
        (row(clause="no-such"), RowProblem.UNKNOWN_CLAUSE),
        (row(status=None), RowProblem.STATUS_MISSING),
        (row(status=ClauseStatus.NOT_APPLICABLE, note=None), RowProblem.REASON_MISSING),
        (row(decided_on=TODAY), RowProblem.DECISION_MISSING),
        (row(decision=AGREED, decided_on=TOMORROW), RowProblem.IN_FUTURE),
        (row(answer="よい", answered_on=TOMORROW), RowProblem.IN_FUTURE),
        (row(completed_on=TOMORROW), RowProblem.IN_FUTURE),
        (row(answered_on=TODAY), RowProblem.ANSWER_MISSING),
    ],
)
def test_what_cannot_be_is_said_of_its_row(typed: FilledRow, problem: RowProblem) -> None:
    (error,) = review([typed], here()).errors
    assert (error.row, error.problem) == (5, problem)


def test_nobody_answers_before_being_asked() -> None:
    early = row(talk=TALK, answered_on=date(2026, 9, 30))
    assert problems(review([early], here(STATE, TALK))) == [RowProblem.BEFORE_ASKING]


def test_a_clause_with_two_rows_takes_the_first_and_names_the_second() -> None:
    found = review([row(article="第4条"), row(number=9, article="第5条")], here())
    assert [one.row for one in found.changes] == [5]
    assert [(one.row, one.problem) for one in found.errors] == [(9, RowProblem.TWICE)]


def test_columns_that_somebody_deleted_keep_what_is_on_record() -> None:
    typed = row(article="第4条")
    short = replace(typed, values={"article": "第4条"})
    assert review([short], here()).changes == review([typed], here()).changes


def test_values_survive_as_plain_texts() -> None:
    talk = replace(TALK, decision=NegotiationDecision.REFUSED, decided_on=TODAY)
    values = row_values(replace(STATE, first_answer=False, first_checked_on=TODAY), talk)
    assert {name: from_text(name, to_text(name, values[name])) for name in FIELDS} == values


def test_a_day_on_record_that_is_still_to_come_stops_no_other_cell() -> None:
    ahead = replace(STATE, completed_on=TOMORROW)
    (change,) = review([row(ahead, article="第9条")], here(ahead)).changes
    assert [one.field for one in change.fields] == ["article"]


def test_a_decision_of_which_nobody_says_what_was_asked_is_pointed_out() -> None:
    rows = (row(decision=AGREED), row(decision=AGREED, ask="求める"))
    assert [review([one], here()).changes[0].bare_decision for one in rows] == [True, False]


@pytest.mark.parametrize("day", [None, date(2026, 11, 20)])
def test_the_same_list_read_in_again_begins_no_second_round(day: date | None) -> None:
    typed = row(decision=AGREED, decided_on=day, ask="求める", article="第9条")
    (change,) = review([typed], here()).changes
    assert change.talk is not None
    assert change.state is not None
    later = here(change.state, replace(change.talk, id="round.2"))
    assert review([typed], replace(later, today=TOMORROW)) == Review((), (), (5,))
    (other,) = review([replace(typed, values={**typed.values, "ask": "別の文"})], here()).changes
    assert other.talk is not None


def test_the_same_list_into_an_open_round_changes_nothing_the_second_time() -> None:
    typed = row(talk=TALK, decision=AGREED, answer="よい")
    (change,) = review([typed], here(STATE, TALK)).changes
    assert change.talk is not None
    assert review([typed], replace(here(STATE, change.talk), today=TOMORROW)) == Review((), ())


def test_terms_that_nobody_negotiates_take_no_new_round() -> None:
    terms = here()
    terms = replace(terms, contract=replace(terms.contract, negotiable=False))
    assert problems(review([row(ask="求める")], terms)) == [RowProblem.NOT_NEGOTIABLE]
    assert len(review([row(article="第4条")], terms).changes) == 1

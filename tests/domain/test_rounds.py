"""The rounds over a clause: their order, whose turn it is, and what an agreement writes down."""

from datetime import date
from typing import Any

import pytest

from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import ClauseState
from vendormgr.domain.rounds import (
    NO_ROUNDS,
    ClauseRounds,
    Stage,
    rounds_of_contract,
    settled_by_round,
    stage_of,
)
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, NegotiationDecision

DAY = date(2026, 10, 1)
HELD = ClauseState(status=ClauseStatus.ABSENT, article="第3条", wording="前の文")


def talk(id_: str = "negotiation.1", **fields: Any) -> Negotiation:
    return Negotiation(**{"id": id_, "contract": "c", "clause": "two-factor", **fields})


@pytest.mark.parametrize(
    ("one", "stage"),
    [
        (talk(), Stage.ASKED),
        (talk(answer="検討します"), Stage.ANSWERED),
        (talk(answered_on=DAY), Stage.ANSWERED),
        (talk(answer="よい", decision=NegotiationDecision.AGREED), Stage.AGREED),
        (talk(decision=NegotiationDecision.REFUSED), Stage.REFUSED),
    ],
)
def test_a_round_says_whose_turn_it_is(one: Negotiation, stage: Stage) -> None:
    assert stage_of(one) is stage


def test_rounds_stand_by_clause_and_by_day_and_other_contracts_do_not_count() -> None:
    late, early = talk("b", on=DAY), talk("a", on=date(2026, 9, 1))
    undated = talk("c")
    others = (
        talk("d", contract="other"),
        talk("e", clause="log-provision"),
        talk("f", clause=None),
    )
    found = rounds_of_contract("c", [late, early, undated, *others])
    assert [one.id for one in found["two-factor"].rounds] == ["c", "a", "b"]
    assert set(found) == {"two-factor", "log-provision"}


def test_a_clause_stands_where_its_open_round_stands() -> None:
    refused = talk("a", decision=NegotiationDecision.REFUSED)
    assert ClauseRounds((refused,)).stage is Stage.REFUSED
    assert ClauseRounds((refused, talk("b"))).stage is Stage.ASKED
    assert ClauseRounds((talk("b"), refused)).stage is Stage.ASKED
    assert NO_ROUNDS.stage is Stage.NOT_ASKED


def test_an_agreement_puts_the_asked_wording_into_the_contract() -> None:
    one = talk(ask="求めた文", decision=NegotiationDecision.AGREED, decided_on=DAY)
    state = settled_by_round(HELD, one, ClauseLevel.MUST)
    assert (state.status, state.wording, state.completed_on) == (
        ClauseStatus.PRESENT,
        "求めた文",
        DAY,
    )
    assert state.article == "第3条"


def test_a_fallback_puts_the_fallback_into_the_contract() -> None:
    one = talk(ask="求めた文", fallback="次善の文", decision=NegotiationDecision.FALLBACK)
    assert settled_by_round(HELD, one, ClauseLevel.SHOULD).wording == "次善の文"


def test_an_adverse_clause_that_was_agreed_upon_is_gone() -> None:
    one = talk(ask="削除を求める", decision=NegotiationDecision.AGREED)
    held = ClauseState(status=ClauseStatus.PRESENT, wording="免責する")
    state = settled_by_round(held, one, ClauseLevel.ADVERSE)
    assert (state.status, state.wording) == (ClauseStatus.ABSENT, "免責する")
    soft = talk(fallback="限定する", decision=NegotiationDecision.FALLBACK)
    assert settled_by_round(held, soft, ClauseLevel.ADVERSE).status is ClauseStatus.PRESENT

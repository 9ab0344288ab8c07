"""交渉の回: the rounds over each clause of a contract, whose turn it is, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import ClauseState
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, NegotiationDecision


class Stage(StrEnum):
    """交渉の段階: how far the talk about one clause is."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    """The vendor's turn."""
    ANSWERED = "answered"
    """The hospital's turn: to decide."""
    AGREED = "agreed"
    FALLBACK = "fallback"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Stage.ASKED, Stage.ANSWERED})
CLOSED_WELL = frozenset({NegotiationDecision.AGREED, NegotiationDecision.FALLBACK})
"""Decisions after which the contract has the clause, in the asked or in another wording."""


@dataclass(frozen=True, slots=True)
class ClauseRounds:
    """The rounds over one clause of one contract, the oldest first."""

    rounds: tuple[Negotiation, ...] = ()

    @property
    def latest(self) -> Negotiation | None:
        """The last round, open or not."""
        return self.rounds[-1] if self.rounds else None

    @property
    def open(self) -> Negotiation | None:
        """The last round that nobody has decided yet."""
        return next((one for one in reversed(self.rounds) if one.decision is None), None)

    @property
    def stage(self) -> Stage:
        """Where the talk stands: by the open round, else by the last one."""
        one = self.open or self.latest
        return Stage.NOT_ASKED if one is None else stage_of(one)


NO_ROUNDS = ClauseRounds()


def stage_of(one: Negotiation) -> Stage:
    """How far one round is."""
    if one.decision is not None:
        return Stage(one.decision.value)
    return Stage.ANSWERED if one.answer or one.answered_on else Stage.ASKED


def rounds_of_contract(
    contract: str, negotiations: Iterable[Negotiation]
) -> Mapping[str, ClauseRounds]:
    """Clause to its rounds in one contract, by the day of asking; undated ones come first."""
    found: dict[str, list[Negotiation]] = {}
    for one in negotiations:
        if one.contract == contract and one.clause is not None:
            found.setdefault(one.clause, []).append(one)
    return {
        clause: ClauseRounds(tuple(sorted(rounds, key=lambda one: one.on or date.min)))
        for clause, rounds in found.items()
    }


def settled_by_round(state: ClauseState, one: Negotiation, level: ClauseLevel) -> ClauseState:
    """What the contract would have on the clause once the round is written into it.

    An adverse clause that was agreed upon is gone; one that was only softened is there and no
    longer adverse, which a person must judge: its status stays.
    """
    adverse = level is ClauseLevel.ADVERSE
    agreed = one.decision is NegotiationDecision.AGREED
    gone = ClauseStatus.ABSENT if agreed else state.status
    wording = one.ask if agreed else one.fallback or one.answer
    return replace(
        state,
        status=gone if adverse else ClauseStatus.PRESENT,
        wording=state.wording if adverse else wording or state.wording,
        completed_on=one.decided_on or state.completed_on,
    )

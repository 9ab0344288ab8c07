"""One clause of a contract as negotiators see it: its worth, its state, its rounds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ClauseTopic
from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import ClauseState, Contract
from vendormgr.domain.rounds import NO_ROUNDS, ClauseRounds, Stage, rounds_of_contract
from vendormgr.domain.worth import Burden, ClauseValue, burden_without, values_of_clauses
from vendormgr.web.kept import kept
from vendormgr.web.sight import sees_attack_map, visible

NOT_LISTED = ClauseState()


class Show(StrEnum):
    """Which clauses of a contract a page shows."""

    TO_ASK = "to_ask"
    """Open, and nobody has asked yet."""
    ASKED = "asked"
    """The vendor's turn."""
    ANSWERED = "answered"
    """The hospital's turn."""
    REFUSED = "refused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class NegotiationLine:
    """One clause of one contract."""

    topic: ClauseTopic
    value: ClauseValue
    state: ClauseState
    """What the documents of the bundle have on it."""
    rounds: ClauseRounds
    burden: Burden

    @property
    def latest(self) -> Negotiation | None:
        """The round that the talk stands at."""
        return self.rounds.open or self.rounds.latest

    @property
    def show(self) -> Show:
        """Where it belongs on the page."""
        stage = self.rounds.stage
        if stage in {Stage.ASKED, Stage.ANSWERED}:
            return Show(stage.value)
        if self.value.settled:
            return Show.DONE
        return Show.REFUSED if stage is Stage.REFUSED else Show.TO_ASK


def clause_values(conclusions: Conclusions, contract: Contract) -> tuple[ClauseValue, ...]:
    """What each clause is worth, as far as the person may see what it rests on."""
    sees = sees_attack_map()

    def make() -> tuple[ClauseValue, ...]:
        concerning = conclusions.findings_by_party.get(contract.party or "", ())
        findings = visible(concerning, conclusions)
        return values_of_clauses(conclusions, contract, findings=findings, lines=sees)

    return kept(("clause values", contract.id, sees), conclusions, make)


def contract_rounds(conclusions: Conclusions, contract: Contract) -> Mapping[str, ClauseRounds]:
    """Clause to its rounds in that contract."""
    return kept(
        ("rounds", contract.id),
        conclusions,
        lambda: rounds_of_contract(contract.id, conclusions.portfolio.negotiations),
    )


def negotiation_lines(
    conclusions: Conclusions, contract: Contract, *, catalogue_order: bool = False
) -> tuple[NegotiationLine, ...]:
    """Every applicable clause, by worth or in the order of the catalogue."""
    rounds = contract_rounds(conclusions, contract)
    topics = conclusions.catalogue.clauses
    lines = tuple(
        NegotiationLine(
            topic=topics[value.clause.clause],
            value=value,
            state=_state(conclusions, contract, value),
            rounds=rounds.get(value.clause.clause, NO_ROUNDS),
            burden=burden_without(conclusions, value),
        )
        for value in clause_values(conclusions, contract)
    )
    if not catalogue_order:
        return lines
    places = {id_: place for place, id_ in enumerate(topics)}
    return tuple(sorted(lines, key=lambda one: places[one.topic.id]))


def _state(conclusions: Conclusions, contract: Contract, value: ClauseValue) -> ClauseState:
    """What the bundle has on the clause; the first check is that of the contract itself."""
    own = contract.clauses.get(value.clause.clause, NOT_LISTED)
    source = conclusions.index.contracts.get(value.clause.source or "")
    if source is None:
        return own
    held = source.clauses.get(value.clause.clause, NOT_LISTED)
    return replace(
        held,
        first_answer=held.first_answer if own.first_answer is None else own.first_answer,
        first_checked_on=own.first_checked_on or held.first_checked_on,
    )


def find_line(conclusions: Conclusions, contract: Contract, clause: str) -> NegotiationLine | None:
    """The line of one clause; None: it does not apply to the contract."""
    lines = negotiation_lines(conclusions, contract)
    return next((one for one in lines if one.topic.id == clause), None)

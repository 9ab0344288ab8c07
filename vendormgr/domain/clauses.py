"""Which clauses a contract needs, why, and which matrix rows each of them would settle.

Source: catalogue of clauses (applies_models, applies_when, must_when); unknown counts as yes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.catalogue import Catalogue, ClauseTopic
from vendormgr.domain.clauses_condition import Answer, Surroundings, answer
from vendormgr.domain.index import Index
from vendormgr.domain.matrix import Matrix
from vendormgr.domain.matrix_stack import column_of
from vendormgr.domain.portfolio import ClauseState, Contract, Service
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, Column, Criticality, Holder

HIGH = frozenset({Criticality.HIGH, Criticality.CRITICAL})
CRITICALITY_HIGH = "criticality_high"
NOT_LISTED = ClauseState()
CellKey = tuple[str, str]
"""(service, item)."""


class ClauseReason(StrEnum):
    """Why a clause applies to a contract, or at which level."""

    MODEL = "model"
    """Every service of this model needs it."""
    CONDITION_MET = "condition_met"
    """The model needs it under a condition, and the condition holds."""
    CONDITION_UNKNOWN = "condition_unknown"
    """Nobody has recorded whether the condition holds; unknown counts as yes."""
    LISTED = "listed"
    """The contract covers no recorded service and lists the clause."""
    RAISED = "raised"
    """A should that is a must here, because its `must_when` holds."""


@dataclass(frozen=True, slots=True)
class Because:
    """One reason as data: what to say about which service, and the facts that show it."""

    reason: ClauseReason
    service: str | None = None
    column: Column | None = None
    condition: str | None = None
    """applies_when or must_when of the clause."""
    facts: tuple[str, ...] = ()
    """Ids of what shows it: connections, assets, services, parties."""


@dataclass(frozen=True, slots=True)
class ApplicableClause:
    """A clause that a contract needs (or, adverse, should not have), and how it stands."""

    contract: str
    clause: str
    level: ClauseLevel
    """With `must_when` applied."""
    status: ClauseStatus
    """Unknown when the contract does not list the clause."""
    because: tuple[Because, ...]
    """One reason per covered service that needs it, then the raise, if any."""


@dataclass(frozen=True, slots=True)
class ClauseWorth:
    """What a clause would do to the matrix if this contract had it."""

    contract: str
    clause: str
    settles: tuple[CellKey, ...]
    """Rows of the vendor or shared that would become written."""
    decides: tuple[CellKey, ...]
    """Rows without a default: this clause is the place to write who has them."""
    confirms: tuple[CellKey, ...]
    """Rows that stay the hospital's and would say so."""

    @property
    def open_rows(self) -> tuple[CellKey, ...]:
        """The rows that fall to the hospital for want of this clause."""
        return self.settles + self.decides


def applicable_clauses(
    contract: Contract, index: Index, catalogue: Catalogue, matrix: Matrix
) -> tuple[ApplicableClause, ...]:
    """The clauses that apply to a contract, in catalogue order, each with the reasons.

    A contract that covers no recorded service is judged by the clauses it lists.
    """
    around = Surroundings(index, matrix)
    services = [index.services[one] for one in dict.fromkeys(contract.services)]
    columns = [(one, column_of(one, matrix.connected)) for one in services]
    answers: dict[tuple[str, str], Answer] = {}
    found = []
    for topic in catalogue.clauses.values():
        if columns:
            because = tuple(_reasons(topic, columns, around, answers))
        else:
            because = (Because(ClauseReason.LISTED),) if topic.id in contract.clauses else ()
        if because:
            found.append(_applicable(topic, contract, because, index))
    return tuple(found)


def _reasons(
    topic: ClauseTopic,
    columns: list[tuple[Service, Column]],
    around: Surroundings,
    answers: dict[tuple[str, str], Answer],
) -> Iterator[Because]:
    """Why each of the services needs the clause; `answers` keeps what was asked before."""
    condition = topic.applies_when
    for service, column in columns:
        if column not in topic.applies_models:
            continue
        if condition is None:
            yield Because(ClauseReason.MODEL, service.id, column)
            continue
        key = (condition, service.id)
        if key not in answers:
            answers[key] = answer(condition, service, around)
        holds, facts = answers[key]
        if holds is not False:
            reason = ClauseReason.CONDITION_MET if holds else ClauseReason.CONDITION_UNKNOWN
            yield Because(reason, service.id, column, condition, facts)


def _applicable(
    topic: ClauseTopic, contract: Contract, because: tuple[Because, ...], index: Index
) -> ApplicableClause:
    level = topic.level
    party = index.parties.get(contract.party or "")
    if (
        topic.must_when == CRITICALITY_HIGH
        and level is ClauseLevel.SHOULD
        and party is not None
        and party.criticality in HIGH
    ):
        level = ClauseLevel.MUST
        raised = Because(ClauseReason.RAISED, condition=topic.must_when, facts=(party.id,))
        because = (*because, raised)
    status = contract.clauses.get(topic.id, NOT_LISTED).status
    return ApplicableClause(contract.id, topic.id, level, status, because)


def worth_of_all(
    contract: Contract, index: Index, catalogue: Catalogue, matrix: Matrix
) -> tuple[ClauseWorth, ...]:
    """What each clause is worth in this contract, most open rows first, then in catalogue order.

    A clause that would change nothing is left out; so is everything of a contract that is not in
    force. One row may stand under several clauses: any of them would do.
    """
    if not contract.in_force(index.portfolio.as_of):
        return ()
    rows: defaultdict[str, tuple[list[CellKey], list[CellKey], list[CellKey]]]
    rows = defaultdict(lambda: ([], [], []))
    for service in dict.fromkeys(contract.services):
        for cell in matrix.of_service(service):
            if cell.written is None and cell.proposed is not Holder.NOT_APPLICABLE:
                place = _PLACES.get(cell.proposed, 0)
                for clause in catalogue.items[cell.item].settled_by:
                    rows[clause][place].append((cell.service, cell.item))
    worths = [
        ClauseWorth(contract.id, clause, *(tuple(keys) for keys in rows[clause]))
        for clause in catalogue.clauses
        if clause in rows
    ]
    return tuple(sorted(worths, key=lambda one: -len(one.open_rows)))


_PLACES = {Holder.TO_SETTLE: 1, Holder.HOSPITAL: 2}
"""Where a row stands in ClauseWorth; the vendor's and shared ones come first."""


def clause_worth(
    contract: Contract, clause: str, index: Index, catalogue: Catalogue, matrix: Matrix
) -> ClauseWorth:
    """What one clause is worth in this contract; empty when it would change nothing."""
    worths = worth_of_all(contract, index, catalogue, matrix)
    nothing = ClauseWorth(contract.id, clause, (), (), ())
    return next((one for one in worths if one.clause == clause), nothing)


def clause_to_ask(worths: tuple[ClauseWorth, ...]) -> Mapping[CellKey, str]:
    """Each open row with the one clause to ask for: the one that settles most rows at once."""
    asked: dict[CellKey, str] = {}
    for worth in worths:
        for key in worth.open_rows:
            asked.setdefault(key, worth.clause)
    return asked

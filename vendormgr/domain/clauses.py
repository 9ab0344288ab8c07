"""Which clauses a contract needs, why, and which matrix rows each of them would settle.

Source: catalogue of clauses (applies_models, applies_when, must_when); unknown counts as yes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from vendormgr.domain.agreement import NOTHING, Bundle, HeldClause, held_clause
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.clauses_condition import Surroundings, answer
from vendormgr.domain.index import Index
from vendormgr.domain.matrix import Cell, Matrix
from vendormgr.domain.matrix_stack import column_of
from vendormgr.domain.portfolio import Contract, Service
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, Column, Criticality, Holder

HIGH = frozenset({Criticality.HIGH, Criticality.CRITICAL})
CRITICALITY_HIGH = "criticality_high"
WORST_FIRST = (
    ClauseStatus.ABSENT,
    ClauseStatus.INADEQUATE,
    ClauseStatus.UNKNOWN,
    ClauseStatus.NEGOTIATING,
    ClauseStatus.NOT_APPLICABLE,
    ClauseStatus.PRESENT,
)
"""Of a clause that should be there; of an adverse one the other way round."""
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
    """The contract covers no recorded service, or only amends another, and lists the clause."""
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


class ApplicableClause(NamedTuple):
    """A clause that a contract needs (or, adverse, should not have), and how it stands."""

    contract: str
    clause: str
    level: ClauseLevel
    """With `must_when` applied."""
    status: ClauseStatus
    """Unknown when the contract does not list the clause."""
    because: tuple[Because, ...]
    """One reason per covered service that needs it, then the raise, if any."""
    source: str | None = None
    """The document of its bundle that says so; None: the contract itself, or nobody."""


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

    A bundle is judged as one, under its seat, by what its documents say together; its other
    documents have the clauses they list. So does a contract that covers no recorded service.
    """
    return _of_contract(contract, Surroundings(index, matrix), _sort_by_need(catalogue))


def clauses_of_contracts(
    index: Index, catalogue: Catalogue, matrix: Matrix
) -> Mapping[str, tuple[ApplicableClause, ...]]:
    """Contract to the clauses that apply to it, for all contracts; cheaper than one by one."""
    around, topics = Surroundings(index, matrix), _sort_by_need(catalogue)
    return {one.id: _of_contract(one, around, topics) for one in index.portfolio.contracts}


class _Topic(NamedTuple):
    """A clause of the catalogue, as far as it is the same for all contracts."""

    id: str
    level: ClauseLevel
    rises: bool
    """A should that is a must for a vendor of high criticality."""
    need: int
    """The place of its need."""


@dataclass(frozen=True, slots=True)
class _Topics:
    """The clauses of a catalogue with their needs: models and condition, which many share."""

    clauses: tuple[_Topic, ...]
    needs: tuple[tuple[frozenset[Column], str | None], ...]


def _sort_by_need(catalogue: Catalogue) -> _Topics:
    places: dict[tuple[frozenset[Column], str | None], int] = {}
    clauses = tuple(
        _Topic(
            id=topic.id,
            level=topic.level,
            rises=topic.must_when == CRITICALITY_HIGH and topic.level is ClauseLevel.SHOULD,
            need=places.setdefault((topic.applies_models, topic.applies_when), len(places)),
        )
        for topic in catalogue.clauses.values()
    )
    return _Topics(clauses, tuple(places))


def _of_contract(
    contract: Contract, around: Surroundings, topics: _Topics
) -> tuple[ApplicableClause, ...]:
    bundle = around.index.bundles[contract.id]
    if len(bundle.members) == 1:
        return _listed(contract, dict.fromkeys(contract.services), around, topics)
    if bundle.seat != contract.id:
        return _listed(contract, (), around, topics)
    return tuple(_of_bundle(contract, bundle, around, topics))


def _listed(
    contract: Contract, covered: Iterable[str], around: Surroundings, topics: _Topics
) -> tuple[ApplicableClause, ...]:
    """The clauses of one contract that stands for itself."""
    services = [around.index.services[one] for one in covered]
    clauses = topics.clauses
    if not services:
        clauses = tuple(topic for topic in clauses if topic.id in contract.clauses)
    reasons = _all_reasons(services, around, topics)
    raised = _raised(contract, around.index)
    id_, states, new, found = contract.id, contract.clauses, tuple.__new__, []
    for clause, level, rises, need in clauses:
        because = reasons[need]
        if because:
            if rises and raised is not None:
                level, because = ClauseLevel.MUST, (*because, raised)  # noqa: PLW2901
            status = states.get(clause, NOTHING).status
            # Tens of thousands are made here; naming the fields would take twice as long.
            found.append(new(ApplicableClause, (id_, clause, level, status, because, None)))
    return tuple(found)


def _of_bundle(
    seat: Contract, bundle: Bundle, around: Surroundings, topics: _Topics
) -> Iterator[ApplicableClause]:
    """The clauses that the services of all its documents need, by what these say together."""
    services = [around.index.services[one] for one in bundle.services]
    reasons = _all_reasons(services, around, topics)
    anyone = bundle.speaking()
    speaking = {service.id: bundle.speaking(service.id) for service in services}
    listed = {clause for one in bundle.members for clause in one.clauses}
    raised = _raised(seat, around.index)
    for topic in topics.clauses:
        because = reasons[topic.need]
        if not because or not (services or topic.id in listed):
            continue
        level = topic.level
        asked = (speaking.get(one.service or "", anyone) for one in because)
        held = _worst([held_clause(one, topic.id) for one in asked], level)
        if topic.rises and raised is not None:
            level, because = ClauseLevel.MUST, (*because, raised)
        source = held.contract if held.contract != seat.id else None
        yield ApplicableClause(seat.id, topic.id, level, held.state.status, because, source)


def _worst(found: list[HeldClause], level: ClauseLevel) -> HeldClause:
    """The state that leaves most open: one service without the clause is one too many."""
    places = {status: place for place, status in enumerate(WORST_FIRST)}
    sign = -1 if level is ClauseLevel.ADVERSE else 1
    return min(found, key=lambda one: (sign * places[one.state.status], one.contract or ""))


def _all_reasons(
    services: list[Service], around: Surroundings, topics: _Topics
) -> list[tuple[Because, ...]]:
    """The reasons behind each need; without services the list of clauses is reason enough."""
    if not services:
        listed: tuple[Because, ...] = (Because(ClauseReason.LISTED),)
        return [listed] * len(topics.needs)
    columns = [(one, column_of(one, around.matrix.connected)) for one in services]
    return [tuple(_reasons(need, columns, around)) for need in topics.needs]


def _raised(contract: Contract, index: Index) -> Because | None:
    """Why a should may be a must in this contract; None: the vendor is not that critical."""
    party = index.parties.get(contract.party or "")
    if party is None or party.criticality not in HIGH:
        return None
    return Because(ClauseReason.RAISED, condition=CRITICALITY_HIGH, facts=(party.id,))


def _reasons(
    need: tuple[frozenset[Column], str | None],
    columns: list[tuple[Service, Column]],
    around: Surroundings,
) -> Iterator[Because]:
    """One reason for each service whose model fits and whose condition is not known to fail."""
    models, condition = need
    for service, column in columns:
        if column in models:
            because = _because(condition, service, column, around)
            if because is not None:
                yield because


def _because(
    condition: str | None, service: Service, column: Column, around: Surroundings
) -> Because | None:
    """Why a service of a fitting model needs the clause; None when its condition does not hold."""
    if condition is None:
        return Because(ClauseReason.MODEL, service.id, column)
    holds, facts = answer(condition, service, around)
    if holds is False:
        return None
    reason = ClauseReason.CONDITION_MET if holds else ClauseReason.CONDITION_UNKNOWN
    return Because(reason, service.id, column, condition, facts)


def worth_of_all(
    contract: Contract, index: Index, catalogue: Catalogue, matrix: Matrix
) -> tuple[ClauseWorth, ...]:
    """What each clause is worth in this contract, most open rows first, then in catalogue order.

    A clause that would change nothing is left out; so is everything of a contract that is not in
    force. One row may stand under several clauses: any of them would do.
    """
    bundle = index.bundles[contract.id]
    if not bundle.in_force or (contract.id not in bundle.in_force and contract.id != bundle.seat):
        return ()
    covered = bundle.covers.get(contract.id, ())
    if contract.id == bundle.seat:
        covered = tuple(dict.fromkeys(one for some in bundle.covers.values() for one in some))
    return _rows_of_clauses(contract, covered, catalogue, matrix)


def worth_before_signing(
    contract: Contract, index: Index, catalogue: Catalogue, matrix: Matrix
) -> tuple[ClauseWorth, ...]:
    """The same for a contract that need not be in force yet; empty once all of it has ended."""
    bundle = index.bundles[contract.id]
    if all(one.has_ended(index.portfolio.as_of) for one in bundle.members):
        return ()
    seat = contract.id == bundle.seat
    covered = bundle.services if seat else bundle.reaches.get(contract.id, ())
    return _rows_of_clauses(contract, covered, catalogue, matrix)


def _rows_of_clauses(
    contract: Contract, covered: Iterable[str], catalogue: Catalogue, matrix: Matrix
) -> tuple[ClauseWorth, ...]:
    rows: defaultdict[str, tuple[list[CellKey], list[CellKey], list[CellKey]]]
    rows = defaultdict(lambda: ([], [], []))
    for service in covered:
        for cell in matrix.of_service(service):
            place = _place(cell)
            if place is not None:
                for clause in catalogue.items[cell.item].settled_by:
                    rows[clause][place].append((cell.service, cell.item))
    worths = [
        ClauseWorth(contract.id, clause, *(tuple(keys) for keys in rows[clause]))
        for clause in catalogue.clauses
        if clause in rows
    ]
    return tuple(sorted(worths, key=lambda one: -len(one.open_rows)))


def _place(cell: Cell) -> int | None:
    """Where a cell stands among the three lists of ClauseWorth; None: there is nothing to write."""
    if cell.written is not None or cell.proposed is Holder.NOT_APPLICABLE:
        return None
    if cell.proposed is Holder.TO_SETTLE:
        return 1
    return 2 if cell.proposed is Holder.HOSPITAL else 0


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

"""What a contract in force says about the rows of a service, and which contract holds.

Source: scenarios, section Matrix, point 3.
"""

from collections.abc import Container, Mapping

from vendormgr.domain.agreement import Bundle, by_precedence, held_clause
from vendormgr.domain.matrix_cell import ALWAYS_HOSPITAL, PARTIES, CellReason, Ground, Row
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import ClauseStatus


def grounds_of(
    service: str,
    rows: tuple[Row, ...],
    contracts: tuple[Contract, ...],
    bundles: Mapping[str, Bundle],
) -> Mapping[str, Ground]:
    """Row to what its written holder rests on; rows on which the contracts are silent are left out.

    An override holds before any clause, whichever of the contracts it stands in. A clause that a
    later document of the same bundle takes away settles nothing.
    """
    grounds: dict[str, Ground] = {}
    ordered = by_precedence(contracts, bundles)
    for contract in ordered:
        lost = _taken_away(service, contract, bundles[contract.id])
        grounds.update(_from_clauses(rows, contract, lost))
    for contract in ordered:
        grounds.update(_from_overrides(service, contract))
    return grounds


def _taken_away(service: str, contract: Contract, bundle: Bundle) -> Container[str]:
    """Clauses that the contract has and that no longer hold among the documents of its bundle."""
    if len(bundle.members) == 1:
        return ()
    speaking = bundle.speaking(service)
    return [
        clause
        for clause in contract.clauses
        if held_clause(speaking, clause).state.status is not ClauseStatus.PRESENT
    ]


def _from_clauses(
    rows: tuple[Row, ...], contract: Contract, lost: Container[str]
) -> Mapping[str, Ground]:
    """Grounds of the rows that a present clause settles; the first of `settled_by` is named."""
    present = {
        clause: state.article
        for clause, state in contract.clauses.items()
        if state.status is ClauseStatus.PRESENT and clause not in lost
    }
    if not present:
        return {}
    return {
        row.item: Ground(
            row.proposed, contract.id, clause, present[clause], None, CellReason.WRITTEN_BY_CLAUSE
        )
        for row in rows
        for clause in reversed(row.settled_by)
        if clause in present
    }


def _from_overrides(service: str, contract: Contract) -> Mapping[str, Ground]:
    """Grounds of the rows that an override names; one without a row or a party says nothing."""
    return {
        one.item: Ground(
            one.party,
            contract.id,
            one.clause,
            one.article,
            one.decider,
            CellReason.WRITTEN_BY_OVERRIDE,
        )
        for one in contract.overrides
        if one.service == service
        and one.item is not None
        and one.item not in ALWAYS_HOSPITAL
        and one.party is not None
        and one.party in PARTIES
    }

"""What each clause would settle in a matrix: the rows, the gaps, and the ground that it gives."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ClauseTopic
from vendormgr.domain.clauses import CellKey, ClauseWorth, worth_of_all
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.settlement import ClauseGaps
from vendormgr.domain.vocabulary import ClauseStatus
from vendormgr.domain.worth import gaps_by_clause
from vendormgr.web.sight import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One clause to ask for in one contract, with what it is worth."""

    contract: Contract
    clause: ClauseTopic
    status: ClauseStatus
    article: str | None
    rows: tuple[CellKey, ...]
    """Rows that fall to the hospital for want of it."""
    decides: int
    """How many of them take more than the clause: who does it has to be recorded too."""
    closes: int
    """Gaps that are gone once it is agreed and these rows are written."""
    grounds: int
    """Further gaps that the vendor could then be held to."""


def offers(conclusions: Conclusions, services: Collection[str]) -> tuple[Offer, ...]:
    """The clauses that would settle open rows of these services, most rows first."""
    index = conclusions.index
    seats = dict.fromkeys(
        index.bundles[contract.id].seat
        for service in services
        for contract in index.contracts_covering.get(service, ())
    )
    made = [one for id_ in seats for one in _of_contract(conclusions, index.contracts[id_])]
    mine = [one for one in made if any(service in services for service, _ in one.rows)]
    return tuple(sorted(mine, key=lambda one: (-len(one.rows), -one.closes)))


def offers_for(conclusions: Conclusions, cell: CellKey) -> tuple[Offer, ...]:
    """The clauses that would settle one cell."""
    return tuple(one for one in offers(conclusions, (cell[0],)) if cell in one.rows)


def _of_contract(conclusions: Conclusions, contract: Contract) -> Iterator[Offer]:
    worths = worth_of_all(contract, conclusions.index, conclusions.catalogue, conclusions.matrix)
    placed = gaps_by_clause(conclusions, contract)
    for worth in worths:
        if worth.open_rows:
            yield _offer(conclusions, contract, worth, placed.get(worth.clause))


def _offer(
    conclusions: Conclusions, contract: Contract, worth: ClauseWorth, gaps: ClauseGaps | None
) -> Offer:
    held = conclusions.index.bundles[contract.id].holding(worth.clause)
    return Offer(
        contract=contract,
        clause=conclusions.catalogue.clauses[worth.clause],
        status=held.state.status,
        article=held.state.article,
        rows=worth.open_rows,
        decides=len(worth.decides),
        # Each open row is one gap of its own: unassigned or unwritten.
        closes=len(worth.open_rows) + (len(gaps.own) if gaps else 0),
        grounds=len(visible(gaps.grounds, conclusions)) if gaps else 0,
    )

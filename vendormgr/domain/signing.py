"""締結前の確認: who would have what once a contract to come runs, and what falls between.

Nothing is easier to agree than what is asked for before the signature. Source: mhlw-6.0/企画管理編
/2.2, the worked example of an old and a new vendor.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.clauses import CellKey, clause_to_ask, worth_of_all
from vendormgr.domain.index import Index, build_index
from vendormgr.domain.matrix import Matrix, derive_matrix
from vendormgr.domain.matrix_cell import Cell
from vendormgr.domain.matrix_system import RowProblem, SystemView, services_of_system, system_view
from vendormgr.domain.portfolio import Contract

FALLS_BETWEEN = (RowProblem.NOBODY, RowProblem.UNWRITTEN, RowProblem.SHARED_WITHOUT_DECIDER)
"""Problems that leave a row with no vendor bound to it."""


@dataclass(frozen=True, slots=True)
class RowToCome:
    """One row of the system, today and on the first day of the contract."""

    item: str
    today: tuple[Cell | None, ...]
    """In the order of Preview.services; None: the service has no column yet."""
    then: tuple[Cell, ...]
    doers: tuple[str, ...]
    """Who would have agreed or would have to do it."""
    problems: Mapping[RowProblem, tuple[str, ...]]
    asks: tuple[tuple[str, str], ...]
    """(service, clause): what to ask for in the contract before it is signed."""

    @property
    def falls_between(self) -> bool:
        """Whether nobody is bound to it for some service."""
        return any(one in self.problems for one in FALLS_BETWEEN)

    @property
    def changes(self) -> bool:
        """Whether somebody else has it then, for some service."""
        pairs = zip(self.today, self.then, strict=True)
        return any(was is None or was.effective is not now.effective for was, now in pairs)


@dataclass(frozen=True, slots=True)
class Preview:
    """The matrix of a system as it would be on the first day of a contract."""

    system: str
    contract: str
    day: date
    services: tuple[str, ...]
    rows: tuple[RowToCome, ...]
    """Those that arise, in catalogue order."""
    lead_missing: bool
    index: Index
    """Everything as of that day."""

    @property
    def open_rows(self) -> tuple[RowToCome, ...]:
        """The rows that fall between the vendors."""
        return tuple(row for row in self.rows if row.falls_between)


def contracts_to_come(system: str, index: Index) -> tuple[Contract, ...]:
    """Contracts that have not begun and cover a service of the system, earliest first."""
    services = {one.id for one in index.services_in.get(system, ())}
    found = [
        one
        for one in index.portfolio.contracts
        if one.starts_on is not None
        and one.starts_on > index.portfolio.as_of
        and services.intersection(index.bundles[one.id].reaches.get(one.id, one.services))
    ]
    return tuple(sorted(found, key=lambda one: one.starts_on or date.max))


def preview_signing(
    system: str, contract: Contract, *, index: Index, matrix: Matrix, catalogue: Catalogue
) -> Preview:
    """The system on the day on which the contract begins; the catalogue holds own rows.

    Costs one matrix of the whole portfolio: contracts that end before that day no longer count.
    """
    day = max(contract.starts_on or index.portfolio.as_of, index.portfolio.as_of)
    later = build_index(replace(index.portfolio, as_of=day))
    then = derive_matrix(later, catalogue)
    view = system_view(system, later, then)
    worths = worth_of_all(_seat(contract, later), later, catalogue, then)
    return Preview(
        system=system,
        contract=contract.id,
        day=day,
        services=services_of_system(system, later, then),
        rows=tuple(_rows(view, matrix, clause_to_ask(worths))),
        lead_missing=view.lead_missing,
        index=later,
    )


def _seat(contract: Contract, index: Index) -> Contract:
    return index.contracts[index.bundles[contract.id].seat]


def _rows(view: SystemView, today: Matrix, ask: Mapping[CellKey, str]) -> list[RowToCome]:
    return [
        RowToCome(
            item=row.item,
            today=tuple(today.cells.get((cell.service, cell.item)) for cell in row.cells),
            then=row.cells,
            doers=row.doers,
            problems=row.problems,
            asks=tuple(
                (cell.service, ask[cell.service, cell.item])
                for cell in row.cells
                if (cell.service, cell.item) in ask
            ),
        )
        for row in view.rows
        if row.arises
    ]

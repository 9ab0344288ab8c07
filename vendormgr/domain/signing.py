"""締結前の確認: who would have what once a contract to come runs, and what falls between.

Nothing is easier to agree than what is asked for before the signature. Source: mhlw-6.0/企画管理編
/2.2, the worked example of an old and a new vendor.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.clauses import CellKey, clause_to_ask, worth_of_all
from vendormgr.domain.index import Index, build_index
from vendormgr.domain.matrix import Matrix, derive_matrix
from vendormgr.domain.matrix_cell import Cell
from vendormgr.domain.matrix_system import (
    RowProblem,
    SystemRow,
    SystemView,
    services_of_system,
    system_view,
)
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import Holder

UNPROMISED = (RowProblem.NOBODY, RowProblem.UNWRITTEN)
"""Problems that leave a row with no vendor bound to it."""


class Standing(StrEnum):
    """締結後の状態: how a row would stand, what leaves most to the hospital first."""

    NOBODY = "nobody"
    """For some service no vendor has promised it."""
    TWO = "two"
    """Two vendors or more have promised it: each may wait for the other."""
    UNDECIDED = "undecided"
    """Shared, and nobody is named who decides."""
    SETTLED = "settled"


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

    promised: tuple[str, ...] = ()
    """The vendors among the doers."""
    ended: tuple[str, ...] = ()
    """Contracts that promise it today and are over by then, with nothing in their place."""

    @property
    def standing(self) -> Standing:
        """How it would stand; a row stands in one place only."""
        if RowProblem.SEVERAL in self.problems and len(self.promised) > 1:
            return Standing.TWO
        if any(one in self.problems for one in UNPROMISED):
            return Standing.NOBODY
        if RowProblem.SHARED_WITHOUT_DECIDER in self.problems:
            return Standing.UNDECIDED
        return Standing.SETTLED

    @property
    def falls_between(self) -> bool:
        """Whether it needs settling before the signature."""
        return self.standing is not Standing.SETTLED

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

    def rows_that_stand(self, standing: Standing) -> tuple[RowToCome, ...]:
        """The rows of one standing."""
        return tuple(row for row in self.rows if row.standing is standing)

    @property
    def ending(self) -> Mapping[str, int]:
        """Contract to how many open rows fall out because it ends."""
        return Counter(one for row in self.open_rows for one in row.ended)


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
        rows=tuple(_rows(view, matrix, clause_to_ask(worths), later)),
        lead_missing=view.lead_missing,
        index=later,
    )


def _seat(contract: Contract, index: Index) -> Contract:
    return index.contracts[index.bundles[contract.id].seat]


def _rows(
    view: SystemView, today: Matrix, ask: Mapping[CellKey, str], later: Index
) -> list[RowToCome]:
    hospital = {later.hospital, Holder.HOSPITAL}
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
            promised=tuple(one for one in row.doers if one not in hospital),
            ended=_ended(row, today, later),
        )
        for row in view.rows
        if row.arises
    ]


def _ended(row: SystemRow, today: Matrix, later: Index) -> tuple[str, ...]:
    """The contracts whose end alone takes the row's ground away."""
    day = later.portfolio.as_of
    pairs = ((today.cells.get((now.service, now.item)), now) for now in row.cells)
    lost = (was.contract for was, now in pairs if was and was.written and now.written is None)
    found = (later.contracts.get(one or "") for one in lost)
    return tuple(dict.fromkeys(one.id for one in found if one and one.has_ended(day)))

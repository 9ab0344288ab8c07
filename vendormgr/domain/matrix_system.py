"""One system over all its services: nothing may fall between several vendors.

For every row exactly one effective doer is fine; nobody, two, shared without a decider, unwritten
and disputed are five different findings. Source: mhlw-6.0/企画管理編/2.2, the worked example of an
old and a new vendor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.index import Index
from vendormgr.domain.matrix import Matrix
from vendormgr.domain.matrix_cell import (
    DISPUTED,
    NO_DECIDER,
    UNASSIGNED,
    UNWRITTEN,
    Cell,
    CellReason,
)
from vendormgr.domain.matrix_stack import services_beneath
from vendormgr.domain.portfolio import Party
from vendormgr.domain.vocabulary import Holder, PartyRole


class RowProblem(StrEnum):
    """What is wrong with one row of a system."""

    NOBODY = "nobody"
    """A service leaves it to nobody: no default, nothing written."""
    SEVERAL = "several"
    """Two or more parties do it."""
    SHARED_WITHOUT_DECIDER = "shared_without_decider"
    UNWRITTEN = "unwritten"
    """The vendor is expected to, but no contract says so."""
    DISPUTED = "disputed"
    """The vendor's own statement differs."""


_PROBLEM_OF = {
    UNASSIGNED: RowProblem.NOBODY,
    NO_DECIDER: RowProblem.SHARED_WITHOUT_DECIDER,
    UNWRITTEN: RowProblem.UNWRITTEN,
    DISPUTED: RowProblem.DISPUTED,
}


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One row over the services of a system."""

    item: str
    cells: tuple[Cell, ...]
    """In the order of SystemView.services."""
    doers: tuple[str, ...]
    """Who has agreed or has to do it: party ids, for shared rows the decider as recorded. Who only
    has it because nothing is written is no doer."""
    problems: Mapping[RowProblem, tuple[str, ...]]
    """What is wrong, each with the services where; empty when all is well or nothing arises."""

    @property
    def arises(self) -> bool:
        """Whether the row is applicable to any of the services."""
        return any(cell.effective is not Holder.NOT_APPLICABLE for cell in self.cells)


@dataclass(frozen=True, slots=True)
class SystemView:
    """The matrix of one system."""

    system: str
    services: tuple[str, ...]
    """Its services with a column, then separately contracted ones beneath them."""
    rows: tuple[SystemRow, ...]
    """In catalogue order."""
    lead_missing: bool


def services_of_system(system: str, index: Index, matrix: Matrix) -> tuple[str, ...]:
    """Its services with a column, then separately contracted ones beneath them."""
    inside = [one for one in index.services_in.get(system, ()) if one.id in matrix.columns]
    beneath = [
        lower.id
        for service in inside
        for lower in services_beneath(index, service)
        if lower.id in matrix.columns
    ]
    return tuple(dict.fromkeys([*(one.id for one in inside), *beneath]))


def system_view(system: str, index: Index, matrix: Matrix) -> SystemView:
    """The rows of a system over all its services and what these run on."""
    services = services_of_system(system, index, matrix)
    columns = (matrix.of_service(one) for one in services)
    return SystemView(
        system=system,
        services=services,
        rows=tuple(_row(cells, index) for cells in zip(*columns, strict=True)),
        lead_missing=system in matrix.leads_missing,
    )


def _row(cells: tuple[Cell, ...], index: Index) -> SystemRow:
    doers = {cell.service: doer for cell in cells if (doer := _doer(cell, index)) is not None}
    problems: dict[RowProblem, tuple[str, ...]] = {}
    for rule, problem in _PROBLEM_OF.items():
        where = tuple(cell.service for cell in cells if rule in cell.problems)
        if where:
            problems[problem] = where
    names = tuple(dict.fromkeys(doers.values()))
    if len(names) > 1:
        problems[RowProblem.SEVERAL] = tuple(doers)
    return SystemRow(cells[0].item, cells, names, problems)


def _doer(cell: Cell, index: Index) -> str | None:
    """The one party that has the row in this cell by agreement or by its nature; None: nobody."""
    if cell.written is None and cell.because not in {
        CellReason.PROPOSED_HOSPITAL,
        CellReason.ALWAYS_HOSPITAL,
    }:
        return None
    match cell.effective:
        case Holder.VENDOR:
            return index.services[cell.service].vendor
        case Holder.SHARED:
            return cell.decider
        case _:
            return _hospital(index.parties.values())


def _hospital(parties: Iterable[Party]) -> str:
    return next((one.id for one in parties if one.role is PartyRole.HOSPITAL), Holder.HOSPITAL)

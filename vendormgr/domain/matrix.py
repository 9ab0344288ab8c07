"""責任分界マトリクス: who holds each row of each service, and why.

Cells are derived from the register every time and never stored. What the words mean stands in
matrix_cell, what contracts say in matrix_ground, services on services in matrix_stack.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.index import Index
from vendormgr.domain.matrix_cell import (
    ALWAYS_HOSPITAL,
    PARTIES,
    Cell,
    CellReason,
    Row,
    blank_cell,
    make_cell,
    silent_reason,
    with_blank,
)
from vendormgr.domain.matrix_ground import grounds_of
from vendormgr.domain.matrix_stack import (
    Stack,
    answered_above,
    column_of,
    connected_parties,
    stack_beneath,
)
from vendormgr.domain.portfolio import Service, Statement
from vendormgr.domain.vocabulary import ClauseStatus, Column, Holder

__all__ = [
    "ALWAYS_HOSPITAL",
    "PARTIES",
    "Cell",
    "CellReason",
    "CellTable",
    "Matrix",
    "derive_matrix",
]

INTERFACE_LEAD_MISSING = "interface-lead-missing"
INTERFACE_CLAUSE = "vendor-interface"


class CellTable(Mapping[tuple[str, str], Cell]):
    """Cells by (service, item), in the order of the portfolio and of the catalogue."""

    __slots__ = ("_places", "_rows")

    def __init__(self, rows: Mapping[str, tuple[Cell, ...]], places: Mapping[str, int]) -> None:
        self._rows, self._places = rows, places

    def __getitem__(self, key: tuple[str, str]) -> Cell:
        """The cell of (service, item); KeyError when the service has no column."""
        return self._rows[key[0]][self._places[key[1]]]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The keys in order."""
        return ((service, item) for service in self._rows for item in self._places)

    def __len__(self) -> int:
        """How many cells there are."""
        return len(self._rows) * len(self._places)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells of all services, and the systems where nobody leads between vendors."""

    columns: Mapping[str, Column]
    """Service to its column; a service that another vendor answers for has none."""
    rows: Mapping[str, tuple[Cell, ...]]
    """Service to its cells in catalogue order; same keys as `columns`."""
    cells: CellTable
    answered_above: frozenset[str]
    """Services without a column."""
    connected: frozenset[str]
    """Parties with a line or with equipment in the hospital."""
    vendors_of: Mapping[str, tuple[str, ...]]
    """System to the vendors whose services have a column in it, in order."""
    leads_missing: tuple[str, ...]
    """Systems of two or more vendors where nobody leads fault isolation."""

    def of_service(self, service: str) -> tuple[Cell, ...]:
        """The cells of a service in catalogue order; empty when it has no column."""
        return self.rows.get(service, ())

    def every_cell(self) -> Iterator[Cell]:
        """All cells, in the order of the portfolio and of the catalogue."""
        return chain.from_iterable(self.rows.values())


def derive_matrix(index: Index, catalogue: Catalogue) -> Matrix:
    """The matrix of a portfolio; the catalogue must already hold the hospital's own rows.

    Costs one pass over services x rows; services of the same column and stack share their rows.
    """
    connected = connected_parties(index)
    answered = answered_above(index)
    services = [one for one in index.portfolio.services if one.id not in answered]
    columns = {service.id: column_of(service, connected) for service in services}
    templates: dict[tuple[object, ...], tuple[Row, ...]] = {}
    cells: dict[str, tuple[Cell, ...]] = {}
    stated = {service for service, _ in index.statements_on}
    for service in services:
        column, stack = columns[service.id], stack_beneath(index, service, answered)
        key = (column, stack.key)
        if key not in templates:
            templates[key] = _template(column, stack, index, catalogue)
        cells[service.id] = _cells(service, templates[key], index, stated=service.id in stated)
    vendors = _vendors_in_systems(index, columns)
    return Matrix(
        columns=columns,
        rows=cells,
        cells=CellTable(cells, {item: place for place, item in enumerate(catalogue.items)}),
        answered_above=answered,
        connected=connected,
        vendors_of=vendors,
        leads_missing=_leads_missing(index, vendors),
    )


def _template(column: Column, stack: Stack, index: Index, catalogue: Catalogue) -> tuple[Row, ...]:
    """The rows of a column over a stack, as far as they do not depend on the single service."""
    rows = []
    for item in catalogue.items.values():
        proposed = Holder.HOSPITAL if item.id in ALWAYS_HOSPITAL else item.defaults[column]
        silent = silent_reason(item.id, proposed)
        lower = stack.performed.get(item.id)
        performer = None if lower is None else index.services[lower].vendor
        if item.id in stack.taken and proposed is not Holder.NOT_APPLICABLE:
            lower = stack.taken[item.id]
            proposed, silent = Holder.NOT_APPLICABLE, CellReason.NOT_APPLICABLE_BY_STACK
        settled_by = item.settled_by if proposed in PARTIES else ()
        row = Row(item.id, column, proposed, settled_by, performer, lower, silent)
        rows.append(with_blank(row))
    return tuple(rows)


def _cells(
    service: Service, template: tuple[Row, ...], index: Index, *, stated: bool
) -> tuple[Cell, ...]:
    """The cells of one service; rows with nothing written or stated take the template's."""
    name = service.id
    contracts = index.contracts_covering.get(name, ())
    grounds = grounds_of(name, template, contracts, index.bundles) if contracts else {}
    said = _statements(name, template, index) if stated else {}
    spoken = grounds.keys() | said.keys()
    return tuple(
        [
            make_cell(name, row, grounds.get(row.item), said.get(row.item))
            if row.item in spoken
            else blank_cell(name, row)
            for row in template
        ]
    )


def _statements(service: str, template: tuple[Row, ...], index: Index) -> Mapping[str, Statement]:
    keys = ((row.item, (service, row.item)) for row in template)
    return {item: index.statements_on[key] for item, key in keys if key in index.statements_on}


def _vendors_in_systems(
    index: Index, columns: Mapping[str, Column]
) -> Mapping[str, tuple[str, ...]]:
    return {
        system: tuple(dict.fromkeys(one.vendor for one in services if one.id in columns))
        for system, services in index.services_in.items()
    }


def _leads_missing(index: Index, vendors: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Systems of several vendors without a lead; the clause in a contract of each is one too."""
    return tuple(
        system.id
        for system in index.portfolio.systems
        if system.lead is None
        and len(several := vendors.get(system.id, ())) > 1
        and not all(_has_interface_clause(index, vendor) for vendor in several)
    )


def _has_interface_clause(index: Index, vendor: str) -> bool:
    bundles = (index.bundles[one.id] for one in index.contracts_of.get(vendor, ()))
    return any(
        bundle.in_force and bundle.holding(INTERFACE_CLAUSE).state.status is ClauseStatus.PRESENT
        for bundle in bundles
    )

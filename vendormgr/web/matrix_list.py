"""The list of matrices: every system, every service without one, with what is open in each."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.matrix_cell import DISPUTED, NO_DECIDER, UNASSIGNED, UNWRITTEN
from vendormgr.domain.matrix_system import services_of_system
from vendormgr.i18n import t
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing

Counts = Mapping[str, int]
"""Problem to the number of cells that have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixLine:
    """One system, or one service that belongs to none."""

    id: str
    name: str
    is_system: bool
    vendors: tuple[str, ...]
    services: tuple[str, ...]
    """Services with a column."""
    counts: Counts
    lead_missing: bool

    @property
    def unwritten(self) -> int:
        """Cells that stand in no contract."""
        return self.counts[UNWRITTEN] + self.counts[UNASSIGNED]

    @property
    def disputed(self) -> int:
        """Cells on which the vendor says otherwise."""
        return self.counts[DISPUTED]

    @property
    def undecided(self) -> int:
        """Shared cells without a decider."""
        return self.counts[NO_DECIDER]

    @property
    def weight(self) -> tuple[int, bool, int, int]:
        """What puts a line on top: disputes, a missing lead, then how much is not written."""
        return self.disputed, self.lead_missing, self.unwritten, self.undecided

    @property
    def url(self) -> str:
        """The matrix itself."""
        return url_for("matrix.system" if self.is_system else "matrix.service", id_=self.id)


def count_up(conclusions: Conclusions) -> Counts:
    """Problem to the number of cells in the whole portfolio."""
    cells = conclusions.estate.problem_cells
    return Counter({rule: len(found) for rule, found in cells.items()})


def matrix_lines(conclusions: Conclusions) -> Iterator[MatrixLine]:
    """Systems first, then services without one; in portfolio order."""
    by_service = _counts_by_service(conclusions)
    index, matrix = conclusions.index, conclusions.matrix
    for system in conclusions.portfolio.systems:
        services = services_of_system(system.id, index, matrix)
        yield MatrixLine(
            id=system.id,
            name=system.name or system.id,
            is_system=True,
            vendors=tuple(dict.fromkeys(index.services[one].vendor for one in services)),
            services=services,
            counts=sum((by_service[one] for one in services), Counter[str]()),
            lead_missing=system.id in matrix.leads_missing,
        )
    for service in conclusions.portfolio.services:
        if service.system is None and service.id in matrix.columns:
            yield MatrixLine(
                id=service.id,
                name=service.name or service.id,
                is_system=False,
                vendors=(service.vendor,),
                services=(service.id,),
                counts=by_service[service.id],
                lead_missing=False,
            )


def _counts_by_service(conclusions: Conclusions) -> Mapping[str, Counter[str]]:
    counts = {service: Counter[str]() for service in conclusions.matrix.columns}
    for rule, cells in conclusions.estate.problem_cells.items():
        for cell in cells:
            counts[cell.service][rule] += 1
    return counts


def _columns(name: Callable[[str], str]) -> list[ListColumn[MatrixLine]]:
    return [
        ListColumn(key="name", title="matrix.column_name", value=lambda one: one.name),
        ListColumn(
            key="vendors",
            title="matrix.column_vendors",
            value=lambda one: len(one.vendors),
            exported=lambda one: tuple(map(name, one.vendors)),
        ),
        ListColumn(
            key="weight", title="matrix.by_weight", value=lambda one: one.weight, hidden=True
        ),
        ListColumn(
            key="unwritten", title="matrix.column_unwritten", value=lambda one: one.unwritten
        ),
        ListColumn(key="disputed", title="matrix.column_disputed", value=lambda one: one.disputed),
        ListColumn(
            key="undecided", title="matrix.column_undecided", value=lambda one: one.undecided
        ),
        ListColumn(
            key="lead",
            title="matrix.column_lead",
            value=lambda one: one.lead_missing,
            exported=lambda one: t("matrix.lead_missing_mark") if one.lead_missing else None,
        ),
    ]


def list_matrices(conclusions: Conclusions) -> Listing[MatrixLine]:
    """The matrices that the address asks for; what is worst comes first."""
    name = conclusions.index.name
    return make_listing(
        matrix_lines(conclusions),
        _columns(name),
        [
            ListFilter[MatrixLine](
                key="problem",
                title="matrix.filter_problem",
                options={
                    "unwritten": t("matrix.filter_unwritten"),
                    "disputed": t("matrix.filter_disputed"),
                    "undecided": t("matrix.filter_undecided"),
                    "lead": t("matrix.filter_lead"),
                    "none": t("matrix.filter_none"),
                },
                holds=_holds,
            ),
            ListFilter[MatrixLine](
                key="kind",
                title="matrix.filter_kind",
                options={
                    "system": t("matrix.filter_system"),
                    "service": t("matrix.filter_service"),
                },
                holds=lambda one, value: one.is_system == (value == "system"),
            ),
        ],
        found_by=lambda one: (one.name, one.id, *map(name, one.vendors), *map(name, one.services)),
        order="-weight",
    )


def _holds(line: MatrixLine, value: str) -> bool:
    match value:
        case "none":
            return not any(line.weight)
        case "lead":
            return line.lead_missing
        case _:
            return bool(getattr(line, value))

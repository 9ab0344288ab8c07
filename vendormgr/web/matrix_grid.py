"""責任分界マトリクス on the screen: bands of rows, a cell for each service, marks in words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import Catalogue, PublishedRow, ResponsibilityItem
from vendormgr.domain.matrix_cell import (
    DISPUTED,
    NO_DECIDER,
    UNASSIGNED,
    UNWRITTEN,
    Cell,
)
from vendormgr.domain.matrix_system import RowProblem, SystemView
from vendormgr.domain.portfolio import Contract, Service
from vendormgr.domain.vocabulary import Column, Holder
from vendormgr.i18n import label, language, t
from vendormgr.web.matrix_address import MARK_NAMES, Address
from vendormgr.web.matrix_small import small_line

MARKS: Mapping[str, str] = MappingProxyType(
    {UNASSIGNED: "bad", UNWRITTEN: "bad", DISPUTED: "bad", NO_DECIDER: "warn"}
)
"""The problems that a cell can have, worst first, each with its tone."""
MOST_FIRST = 5
LACKING = frozenset({UNASSIGNED, UNWRITTEN})
"""What stands in no contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One service at the head of its column."""

    service: Service
    vendor: str
    column: Column
    contracts: tuple[Contract, ...]
    """In force and covering it."""

    @property
    def name(self) -> str:
        """What people call the service."""
        return self.service.name or self.service.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One cell as it is seen."""

    cell: Cell
    marks: tuple[tuple[str, str], ...]
    """Word and tone of each problem."""
    small: str
    """Proposed, written and stated on one line."""
    address: str
    """This page with the cell opened."""
    chosen: bool
    service: str
    """The service's name, for screens too narrow for columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One row over all columns."""

    item: ResponsibilityItem
    title: str
    help: str
    faces: tuple[Face, ...]
    several: tuple[str, ...]
    """Names of the doers, where two or more have the row."""
    published: PublishedRow | None
    """Its row in the published table, while that is shown."""
    difference: str

    @property
    def arises(self) -> bool:
        """Whether the row is applicable to any of the services."""
        return any(face.cell.effective is not Holder.NOT_APPLICABLE for face in self.faces)

    @property
    def mark_names(self) -> frozenset[str]:
        """What is open about it, by the names that the address uses; empty when all is well."""
        problems = {_short(rule) for face in self.faces for rule in face.cell.problems}
        return frozenset(problems | ({"several"} if self.several else set()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The whole table."""

    heads: tuple[Head, ...]
    bands: tuple[tuple[str, tuple[GridRow, ...]], ...]
    """Layer headings with the rows that are shown."""
    rows: int
    """Rows of the preset."""
    wrong_rows: int
    counts: Mapping[str, int]
    """Problem to the number of cells that have it, over all rows of the preset."""
    marked: Mapping[str, int]
    """Mark to the number of rows of the preset that have it; those that occur, worst first."""

    @property
    def lacking(self) -> int:
        """Cells that stand in no contract."""
        return sum(self.counts.get(rule, 0) for rule in LACKING)

    @property
    def vendors(self) -> tuple[str, ...]:
        """The vendors of the columns, each once."""
        return tuple(dict.fromkeys(head.vendor for head in self.heads))


def make_grid(
    conclusions: Conclusions,
    services: tuple[str, ...],
    address: Address,
    view: SystemView | None = None,
) -> Grid:
    """The table of these services, as the address asks for it; `view` adds the whole system."""
    seen = _Seen(conclusions, tuple(_head(conclusions, one) for one in services), address, view)
    rows = [seen.row(item) for item in _items(conclusions.catalogue, published=address.published)]
    marks = [row.mark_names for row in rows]
    marked = Counter(mark for names in marks for mark in names)
    shown = [row for row, names in zip(rows, marks, strict=True) if _asked_for(names, address)]
    cells = [face.cell for row in rows for face in row.faces]
    return Grid(
        heads=seen.heads,
        bands=tuple(_banded(shown, conclusions.catalogue)),
        rows=len(rows),
        wrong_rows=sum(bool(names) for names in marks),
        counts=Counter(rule for cell in cells for rule in cell.problems),
        marked={mark: marked[mark] for mark in MARK_NAMES if marked[mark]},
    )


def _asked_for(marks: frozenset[str], address: Address) -> bool:
    """Whether a row with these marks is shown."""
    if address.mark is not None:
        return address.mark in marks
    return bool(marks) or not address.problems


def _head(conclusions: Conclusions, service: str) -> Head:
    found = conclusions.index.services[service]
    return Head(
        service=found,
        vendor=found.vendor,
        column=conclusions.matrix.columns[service],
        contracts=conclusions.index.contracts_covering.get(service, ()),
    )


def _items(catalogue: Catalogue, *, published: bool) -> list[ResponsibilityItem]:
    if published:
        return [catalogue.items[row.item] for row in catalogue.published]
    return list(catalogue.items.values())


def _banded(rows: list[GridRow], catalogue: Catalogue) -> Iterator[tuple[str, tuple[GridRow, ...]]]:
    """Rows under their headings; layers that belong to no heading come last, each for itself."""
    spoken = language()
    groups = [(one.title.of(spoken), frozenset(one.members)) for one in catalogue.layer_groups]
    grouped = frozenset[str]().union(*(members for _, members in groups))
    for layer in dict.fromkeys(row.item.layer for row in rows if row.item.layer not in grouped):
        text = catalogue.layers.get(layer)
        groups.append((text.of(spoken) if text else layer, frozenset({layer})))
    for title, members in groups:
        fitting = tuple(row for row in rows if row.item.layer in members)
        if fitting:
            yield title, fitting


def look_first(grid: Grid) -> list[tuple[GridRow, Face]]:
    """The few cells to look at first: disputed, then several marks, then in the table's order."""
    cells = [(row, face) for _, rows in grid.bands for row in rows for face in row.faces]
    wrong = [(row, face) for row, face in cells if face.cell.problems]
    wrong.sort(key=lambda one: (DISPUTED not in one[1].cell.problems, -len(one[1].marks)))
    return wrong[:MOST_FIRST]


class _Seen:
    """Makes rows and cells; what belongs to the whole table is looked up once."""

    def __init__(
        self,
        conclusions: Conclusions,
        heads: tuple[Head, ...],
        address: Address,
        view: SystemView | None,
    ) -> None:
        self._known = conclusions
        self.heads = heads
        self._address = address
        self._spoken = language()
        self._rows = {row.item: row for row in view.rows} if view else {}
        published = conclusions.catalogue.published if address.published else ()
        self._published = {row.item: row for row in published}

    def row(self, item: ResponsibilityItem) -> GridRow:
        """One row with its cells."""
        published = self._published.get(item.id)
        difference = published.difference if published else None
        return GridRow(
            item=item,
            title=(published or item).title.of(self._spoken),
            help=item.help.of(self._spoken) if item.help else "",
            faces=tuple(self._face(head, item, published) for head in self.heads),
            several=tuple(map(self._known.index.name, self.doers(item.id))),
            published=published,
            difference=difference.of(self._spoken) if difference else "",
        )

    def doers(self, item: str) -> tuple[str, ...]:
        """The parties that do a row of the system, where there are several."""
        row = self._rows.get(item)
        return row.doers if row is not None and RowProblem.SEVERAL in row.problems else ()

    def _face(self, head: Head, item: ResponsibilityItem, published: PublishedRow | None) -> Face:
        cell = self._known.matrix.cells[head.service.id, item.id]
        marks = [(t(f"matrix.mark_{_short(rule)}"), MARKS[rule]) for rule in cell.problems]
        if published is not None and _departs(cell, published):
            marks.append((t("matrix.published_says", who=label(published.party)), "accent"))
        return Face(
            cell=cell,
            marks=tuple(marks),
            small=small_line(cell, head.contracts, self._known),
            address=self._address.cell(head.service.id, item.id),
            chosen=self._address.chosen == (head.service.id, item.id),
            service=head.name,
        )


def _short(rule: str) -> str:
    """The mark of a rule: unassigned, unwritten, disputed or decider."""
    return rule.rpartition("-")[2]


def _departs(cell: Cell, published: PublishedRow) -> bool:
    """Whether the 40 rows propose another party than the published table."""
    return cell.proposed not in {Holder.NOT_APPLICABLE, published.party}

"""The matrix with one line for each cell and every field, for filtering in Excel."""

from collections.abc import Iterator, Sequence

from vendormgr.domain.matrix import Matrix
from vendormgr.domain.matrix_cell import Cell
from vendormgr.domain.matrix_mode import modes_of
from vendormgr.reports.cells import Value
from vendormgr.reports.matrix_view import FlatSheet, LayerView, RowView
from vendormgr.reports.matrix_words import Teller

_SHEET = "report.matrix.sheet."
_MATRIX = "report.matrix."
_TITLES = (
    "number layer item_id :item own service_id service vendor column :now problems :proposed"
    " :written contract clause article decider parts emergency performer :stated stated_on"
    " stated_by statement_note :why cites"
)


def flat_sheet(
    matrix: Matrix, services: Sequence[str], layers: Sequence[LayerView], teller: Teller
) -> FlatSheet:
    """Row by row of the matrix, service by service."""
    titles = tuple(
        teller.imprint.words(_MATRIX + one[1:] if one.startswith(":") else _SHEET + one)
        for one in _TITLES.split()
    )
    return FlatSheet(
        titles,
        tuple(
            _line(layer.title, row, matrix.cells[service, row.item], teller)
            for layer, row in _rows(layers)
            for service in services
        ),
    )


def _rows(layers: Sequence[LayerView]) -> Iterator[tuple[LayerView, RowView]]:
    return ((layer, row) for layer in layers for row in layer.rows)


def _line(layer: str, row: RowView, cell: Cell, teller: Teller) -> tuple[Value, ...]:
    imprint, name = teller.imprint, teller.index.name
    view, said = teller.cell(cell), cell.statement
    clause = teller.catalogue.clauses.get(cell.clause or "")
    cites = teller.catalogue.items[cell.item].cites
    return (
        row.number,
        layer,
        cell.item,
        row.title,
        row.origin,
        cell.service,
        name(cell.service),
        name(teller.index.services[cell.service].vendor),
        imprint.term(cell.column),
        view.who,
        ", ".join(mark.text for mark in view.marks),
        view.proposed,
        imprint.term(cell.written) if cell.written else "",
        name(cell.contract) if cell.contract else "",
        clause.title.of(imprint.language) if clause else cell.clause,
        cell.article,
        name(cell.decider) if cell.decider else "",
        modes_of(cell, teller.index).parts,
        teller.emergency(cell),
        name(cell.performer) if cell.performer else "",
        imprint.term(cell.stated) if cell.stated else "",
        said.on if said else None,
        name(said.by) if said and said.by else "",
        said.note if said else "",
        view.why,
        ", ".join(cites),
    )

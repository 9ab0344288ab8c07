"""The form that a sheet follows, as it was loaded: its lines, read again from the file."""

from vendormgr.domain.assurance import Sheet
from vendormgr.domain.sheet_grid import Grid
from vendormgr.domain.sheet_lines import AskedLine, asked_lines
from vendormgr.domain.sheet_table import SheetLayout, SheetLine, read_lines
from vendormgr.exchange.workbook_file import read_workbook
from vendormgr.store.sheet_edition import SheetEdition, edition_content, find_edition
from vendormgr.web.db import reading
from vendormgr.web.estate import estate


def edition_of(sheet: Sheet) -> SheetEdition | None:
    """The form that the sheet follows; None: none, or it is not in this database."""
    return find_edition(reading(), sheet.edition) if sheet.edition else None


def grids_of(edition: SheetEdition) -> tuple[Grid, ...]:
    """The sheets of a form's file; read once a file, one query."""
    known = _GRIDS.get(edition.digest)
    if known is None:
        known = read_workbook(edition_content(reading(), edition.id))
        if len(_GRIDS) >= _MOST_KNOWN:
            _GRIDS.clear()
        _GRIDS[edition.digest] = known
    return known


_GRIDS: dict[str, tuple[Grid, ...]] = {}
_MOST_KNOWN = 8


def loaded_lines(edition: SheetEdition) -> tuple[SheetLine, ...]:
    """The lines of a form where a person confirmed its table; none where nobody did."""
    layout = edition.layout
    if layout is None:
        return ()
    return tuple(read_lines(grid_named(grids_of(edition), layout), layout))


def grid_named(grids: tuple[Grid, ...], layout: SheetLayout) -> Grid:
    """The sheet in which a table lies; an empty one where the file has none of that name."""
    return next((one for one in grids if one.name == layout.sheet), Grid(layout.sheet, ()))


def lines_of(sheet: Sheet) -> tuple[AskedLine, ...]:
    """What a sheet asks: the lines of its form, else those that the catalogue knows."""
    if sheet.kind is None:
        return ()
    edition = edition_of(sheet)
    loaded = None if edition is None else loaded_lines(edition)
    return asked_lines(sheet.kind, estate().catalogue, loaded)

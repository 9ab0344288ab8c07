"""Fills an official sheet in its own layout: the hospital's copy of the file, answers added."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import cast

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from vendormgr.domain.assurance import SheetAnswer
from vendormgr.domain.sheet_answer import answer_cells
from vendormgr.domain.sheet_table import PRINTED, SheetLayout, SheetLine

_DATE_FORMAT = "yyyy/mm/dd"


def fill_sheet(
    content: bytes,
    layout: SheetLayout,
    lines: Mapping[str, SheetLine],
    answers: Mapping[str, SheetAnswer],
) -> bytes:
    """The workbook with the answers in their lines; all else stays as the file has it.

    `lines` and `answers` go by number. A line without an answer keeps what is printed in it.
    """
    workbook = openpyxl.load_workbook(BytesIO(content))
    sheet: Worksheet = workbook[layout.sheet]
    roles = frozenset(layout.columns) - PRINTED
    for number, line in lines.items():
        answer = answers.get(number)
        if answer is None:
            continue
        for role, value in answer_cells(answer, roles).items():
            if value or role in line.cells:
                _write(sheet, line.row + 1, layout.columns[role] + 1, value)
    filled = BytesIO()
    workbook.save(filled)
    return filled.getvalue()


def _write(sheet: Worksheet, row: int, column: int, value: str | date) -> None:
    cell = _anchor(sheet, row, column)
    if isinstance(value, date):
        cell.value = value
        cell.number_format = _DATE_FORMAT
        return
    cell.value = value or None
    if value:
        # A text that begins with = would be taken for a formula.
        cell.data_type = "s"


def _anchor(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell that can be written: of a merged area the one at its upper left."""
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            row, column = area.min_row, area.min_col
    return cast("Cell", sheet.cell(row, column))

"""A sheet of a workbook as texts in rows, with the areas that were merged."""

from dataclasses import dataclass
from functools import cached_property

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; all inclusive and from 0."""


@dataclass(frozen=True)
class Grid:
    """One sheet; all rows are equally long, an empty cell is an empty text."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Area, ...] = ()
    hidden: bool = False

    @property
    def width(self) -> int:
        """Cells in a row."""
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def filled(self) -> tuple[tuple[str, ...], ...]:
        """The rows with each merged area full of its text, as a person reads it."""
        rows = [list(row) for row in self.rows]
        for top, left, bottom, right in self.merged:
            if top >= len(rows) or left >= self.width:
                continue
            text = rows[top][left]
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [text] * len(row[left : right + 1])
        return tuple(map(tuple, rows))

    @cached_property
    def bands(self) -> frozenset[int]:
        """Rows in which one text runs across most of the sheet: a heading within a table."""
        return frozenset(
            top
            for top, left, bottom, right in self.merged
            if top == bottom and right - left + 1 > self.width // 2
        )

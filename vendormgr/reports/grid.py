"""A table whose head repeats on each page and whose rows may be cut where a page ends.

Our own instead of reportlab 5.1's Table: with splitInRow that one cuts rows that would fit on the
next page, prints the head again in the middle of a page, and loses where a typed line ended.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeAlias

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from vendormgr.reports.look import BAND, INK, RULE, SURFACE

Content: TypeAlias = "Flowable | Sequence[Flowable]"
"""What a cell holds, from top to bottom."""
TALL = 200.0
"""Points. A row up to this height moves to the next page as a whole; a taller one is cut."""
LEAST = 60.0
"""Points that must be free on a page before a tall row begins there."""
_ANY = 1e6


class RowKind(Enum):
    """What a row is for."""

    HEAD = "head"
    BAND = "band"
    """Heads a group: one cell over the whole width, kept with the row after it."""
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Ruling:
    """Padding of a cell and the lines around it, in points; None draws no line."""

    left: float = 4
    right: float = 4
    top: float = 3
    bottom: float = 3.5
    rule: Color | None = RULE
    frame: Color | None = None
    """A box around the whole, with a thick bar on its left."""
    above: bool = False
    """A strong line above the first row."""


RULED = Ruling()
BARE = Ruling(left=0, right=8, top=1, bottom=1, rule=None)
LISTED = Ruling(left=0, right=8, top=3, bottom=3, above=True)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[tuple[Flowable, ...], ...]
    kind: RowKind
    height: float = 0


class Grid(Flowable):  # type: ignore[misc]
    """Rows of cells; `bands` and the first `heads` rows are named by their place in `rows`."""

    def __init__(
        self,
        rows: Sequence[Sequence[Content]],
        widths: Sequence[float],
        *,
        heads: int = 0,
        bands: Iterable[int] = (),
        ruling: Ruling = RULED,
    ) -> None:
        super().__init__()
        banded = frozenset(bands)
        self._widths, self._ruling = tuple(widths), ruling
        self.width = sum(widths)
        self._rows = [
            self._measured(_Row(tuple(map(_as_tuple, row)), _kind(n, heads, banded)))
            for n, row in enumerate(rows)
        ]

    def wrap(self, _available: float, _height: float) -> tuple[float, float]:
        """The size of all rows together."""
        self.height = sum(row.height for row in self._rows)
        return self.width, self.height

    def split(self, _available: float, height: float) -> list[Flowable]:
        """What fits, and the rest under a repeated head; empty: begin on the next page."""
        heads = [row for row in self._rows if row.kind is RowKind.HEAD]
        body = self._rows[len(heads) :]
        room = height - sum(row.height for row in heads)
        count = 0
        while count < len(body) and body[count].height <= room:
            room -= body[count].height
            count += 1
        above, below = body[:count], body[count:]
        if below and below[0].height > TALL and room >= LEAST:
            cut = self._cut(below[0], room)
            above, below = [*above, cut[0]], [cut[1], *below[1:]]
        elif above and above[-1].kind is RowKind.BAND:
            below.insert(0, above.pop())
        if not above:
            return []
        return [self._with(heads + above), self._with(heads + below)]

    def draw(self) -> None:
        """Draw the rows from the top."""
        top = self.height
        for place, row in enumerate(self._rows):
            self._draw_ground(row, top, first=place == 0)
            for cell, (left, width) in zip(row.cells, self._places(row), strict=False):
                self._draw_cell(cell, left, width, top - self._ruling.top)
            top -= row.height
        if self._ruling.frame is not None:
            self._draw_frame(self._ruling.frame)

    def _with(self, rows: list[_Row]) -> "Grid":
        part = Grid([], self._widths, ruling=self._ruling)
        part._rows = rows
        return part

    def _places(self, row: _Row) -> list[tuple[float, float]]:
        """Left edge and width of each cell's content."""
        gaps = self._ruling.left + self._ruling.right
        if row.kind is RowKind.BAND:
            return [(self._ruling.left, self.width - gaps)]
        edges = [sum(self._widths[:n]) + self._ruling.left for n in range(len(self._widths))]
        return [(left, width - gaps) for left, width in zip(edges, self._widths, strict=True)]

    def _measured(self, row: _Row) -> _Row:
        heights = [
            sum(part.wrap(width, _ANY)[1] for part in cell)
            for cell, (_, width) in zip(row.cells, self._places(row), strict=False)
        ]
        return replace(row, height=max(heights, default=0) + self._ruling.top + self._ruling.bottom)

    def _cut(self, row: _Row, room: float) -> tuple[_Row, _Row]:
        """The row in two, each cell cut as far down as fits."""
        room -= self._ruling.top + self._ruling.bottom
        pairs = [
            _cut_cell(cell, width, room)
            for cell, (_, width) in zip(row.cells, self._places(row), strict=False)
        ]
        upper = _Row(tuple(one for one, _ in pairs), row.kind)
        lower = _Row(tuple(one for _, one in pairs), row.kind)
        return self._measured(upper), self._measured(lower)

    def _draw_cell(self, cell: Sequence[Flowable], left: float, width: float, top: float) -> None:
        for part in cell:
            top -= part.wrap(width, _ANY)[1]
            part.drawOn(self.canv, left, top)

    def _draw_ground(self, row: _Row, top: float, *, first: bool) -> None:
        pen: Any = self.canv
        ground = {RowKind.HEAD: SURFACE, RowKind.BAND: BAND}.get(row.kind)
        if ground is not None:
            pen.setFillColor(ground)
            pen.rect(0, top - row.height, self.width, row.height, stroke=0, fill=1)
        if first and self._ruling.above:
            self._draw_line(top, INK, 0.8)
        if row.kind is RowKind.HEAD:
            self._draw_line(top - row.height, INK, 1.1)
        elif self._ruling.rule is not None:
            self._draw_line(top - row.height, self._ruling.rule, 0.4)

    def _draw_line(self, height: float, colour: Color, weight: float) -> None:
        self.canv.setStrokeColor(colour)
        self.canv.setLineWidth(weight)
        self.canv.line(0, height, self.width, height)

    def _draw_frame(self, colour: Color) -> None:
        pen = self.canv
        pen.setStrokeColor(colour)
        pen.setFillColor(colour)
        pen.setLineWidth(0.9)
        pen.rect(0, 0, self.width, self.height)
        pen.rect(0, 0, 5, self.height, stroke=0, fill=1)


def _kind(place: int, heads: int, bands: frozenset[int]) -> RowKind:
    if place < heads:
        return RowKind.HEAD
    return RowKind.BAND if place in bands else RowKind.BODY


def _as_tuple(content: Content) -> tuple[Flowable, ...]:
    return (content,) if isinstance(content, Flowable) else tuple(content)


def _cut_cell(
    cell: Sequence[Flowable], width: float, room: float
) -> tuple[tuple[Flowable, ...], tuple[Flowable, ...]]:
    for place, part in enumerate(cell):
        height = part.wrap(width, _ANY)[1]
        if height > room:
            pieces = part.split(width, room)
            above = (*cell[:place], *pieces[:1])
            return above, (*(pieces[1:] or [part]), *cell[place + 1 :])
        room -= height
    return tuple(cell), ()

"""Building blocks of papers: badges, tables, call-outs, tick boxes, signature boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Table

from vendormgr.reports.fonts import BOLD, REGULAR
from vendormgr.reports.grid import BARE, LISTED, Content, Grid, Ruling
from vendormgr.reports.ink import Ink
from vendormgr.reports.look import (
    HEAD,
    INK,
    LABEL,
    PALE,
    SMALL,
    WHITE,
    Style,
    Tone,
)

_BESIDE, _BELOW = 3.0, 1.5
"""Points between badges of a line, and under a line."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A word in a coloured box."""

    text: str
    tone: Tone
    size: float = 7
    """Points; the holder of a cell is set bigger than the marks beside it."""


class Badges(Flowable):  # type: ignore[misc]
    """Badges side by side, on as many lines as the width asks for; one too wide is set smaller."""

    def __init__(self, badges: Sequence[Badge], ink: Ink) -> None:
        super().__init__()
        self._badges = [Badge(ink.plain(one.text), one.tone, one.size) for one in badges]
        self._lines: list[list[tuple[Badge, float]]] = []

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Width and height when set into the available width."""
        self._lines, used = [[]], 0.0
        for badge in self._badges:
            fitted, width = _fit(badge, available)
            if self._lines[-1] and used + width > available:
                self._lines.append([])
                used = 0.0
            self._lines[-1].append((fitted, width))
            used += width + _BESIDE
        self.width = available
        self.height = sum(map(_line_height, self._lines))
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines from the top; the badges of a line share its middle."""
        top = self.height
        for line in self._lines:
            top -= _line_height(line)
            left = 0.0
            tallest = max(map(_badge_height, (badge for badge, _ in line)), default=0)
            for badge, width in line:
                middle = top + _BELOW + (tallest - _badge_height(badge)) / 2
                _draw_badge(self.canv, badge, left, middle, width)
                left += width + _BESIDE


def _fit(badge: Badge, available: float) -> tuple[Badge, float]:
    side = badge.size * (0.62 if badge.tone.value.ground or badge.tone.value.frame else 0.1)
    width = stringWidth(badge.text, BOLD, badge.size)
    if width + 2 * side <= available:
        return badge, width + 2 * side
    size = max(2.0, (available - 2 * side) / (width / badge.size))
    return Badge(badge.text, badge.tone, size), available


def _line_height(line: Sequence[tuple[Badge, float]]) -> float:
    return max(map(_badge_height, (badge for badge, _ in line)), default=0) + _BELOW


def _badge_height(badge: Badge) -> float:
    return badge.size * 1.6


def _draw_badge(canvas: Any, badge: Badge, left: float, bottom: float, width: float) -> None:
    colours = badge.tone.value
    height = _badge_height(badge)
    if colours.ground is not None:
        canvas.setFillColor(HexColor(colours.ground))
        if colours.frame is not None:
            canvas.setStrokeColor(HexColor(colours.frame))
            canvas.setLineWidth(0.6)
        canvas.roundRect(left, bottom, width, height, 2, fill=1, stroke=int(bool(colours.frame)))
    canvas.setFillColor(HexColor(colours.ink))
    canvas.setFont(BOLD, badge.size)
    canvas.drawCentredString(left + width / 2, bottom + badge.size * 0.45, badge.text)


def facts(
    pairs: Sequence[tuple[str, str]], width: float, ink: Ink, *, columns: int, style: Style
) -> Grid:
    """Labels with their values in a ruled grid, read across; at most so many columns."""
    cells: list[Content] = [[ink.text(k, LABEL), ink.text(v or "－", style)] for k, v in pairs]
    lines = max(1, -(-len(cells) // columns))
    columns = -(-len(cells) // lines)
    cells += [ink.text("", style)] * (-len(cells) % columns)
    rows = [cells[n : n + columns] for n in range(0, len(cells), columns)]
    return Grid(rows, [width / columns] * columns, ruling=LISTED)


def callout(content: Sequence[Flowable], width: float, *, colour: Color) -> Grid:
    """A framed box with a thick bar on its left, as on the screens."""
    ruling = Ruling(left=14, right=10, top=6, bottom=7, rule=None, frame=colour)
    return Grid([[content]], [width], ruling=ruling)


class TickBox(Flowable):  # type: ignore[misc]
    """A box to tick, drawn as a shape: the font has no ☐ and no ☑."""

    def __init__(self, *, ticked: bool = False, size: float = 8) -> None:
        super().__init__()
        self._ticked = ticked
        self.width = self.height = size

    def wrap(self, _available: float, _height: float) -> tuple[float, float]:
        """The size of the box."""
        return self.width, self.height + 2

    def draw(self) -> None:
        """Draw the box, and the tick if there is one."""
        pen, size = self.canv, self.height
        pen.setStrokeColor(INK)
        pen.setLineWidth(0.8)
        pen.setFillColor(WHITE)
        pen.rect(0, 0, size, size, fill=1)
        if self._ticked:
            pen.setLineWidth(1.4)
            pen.lines(
                [
                    (size * 0.18, size * 0.5, size * 0.42, size * 0.22),
                    (size * 0.42, size * 0.22, size * 0.85, size * 0.82),
                ]
            )


class TickList(Flowable):  # type: ignore[misc]
    """Choices, each with a box to tick, on as many lines as the width asks for."""

    def __init__(self, choices: Sequence[str], ink: Ink, *, style: Style = SMALL) -> None:
        super().__init__()
        self._style = style
        self._choices = [ink.plain(one) for one in choices]
        self._places: list[tuple[float, int, str]] = []

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """The available width, and the height of all lines."""
        size, left, line = self._style.size, 0.0, 0
        self._places = []
        for choice in self._choices:
            width = size + 3 + stringWidth(choice, REGULAR, size)
            if left and left + width > available:
                left, line = 0.0, line + 1
            self._places.append((left, line, choice))
            left += width + size
        self.width, self.height = available, (line + 1) * self._step
        return self.width, self.height

    @property
    def _step(self) -> float:
        return self._style.leading + 3

    def draw(self) -> None:
        """Draw boxes and words from the top."""
        pen, size = self.canv, self._style.size
        for left, line, choice in self._places:
            bottom = self.height - (line + 1) * self._step
            pen.setStrokeColor(INK)
            pen.setLineWidth(0.6)
            pen.rect(left, bottom + 2, size, size, fill=0)
            pen.setFillColor(INK)
            pen.setFont(REGULAR, size)
            pen.drawString(left + size + 3, bottom + 3, choice)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the side, with the labels of the lines to fill in."""

    title: str
    name: str
    lines: tuple[str, ...]


def signature_boxes(signers: Sequence[Signer], seal: str, width: float, ink: Ink) -> Grid:
    """One box for each side: lines to write on and a place for the seal."""
    each = width / max(2, len(signers))
    boxes = [_signature_box(one, seal, each - 10, ink) for one in signers]
    return Grid([boxes], [each] * len(boxes), ruling=BARE)


def _signature_box(signer: Signer, seal: str, width: float, ink: Ink) -> Table:
    rows: list[list[Any]] = [[[ink.text(signer.title, HEAD), ink.text(signer.name)], "", ""]]
    rows += [[ink.text(label, SMALL), "", ""] for label in signer.lines]
    rows[-1][2] = ink.text(seal, LABEL)
    last = len(rows) - 1
    box = Table(rows, colWidths=[22 * mm, width - 44 * mm, 22 * mm], hAlign="LEFT")
    box.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, 8),
            ("SPAN", (0, 0), (-1, 0)),
            ("BOX", (0, 0), (-1, -1), 0.8, PALE),
            ("LINEBELOW", (1, 1), (1, -1), 0.4, PALE),
            ("TOPPADDING", (0, 1), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 1), (-1, -1), 3),
            ("BOTTOMPADDING", (0, last), (-1, last), 8),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
        ]
    )
    return box

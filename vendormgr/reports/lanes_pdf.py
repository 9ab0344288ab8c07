"""The picture of the ways in on paper: the same boxes and lines as on the screen."""

from collections.abc import Collection
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from vendormgr.domain.lanes_picture import (
    FONT,
    JOINT,
    NOTE_FONT,
    NUMBER,
    Box,
    Joint,
    Line,
    Picture,
    Point,
)
from vendormgr.domain.lanes_scene import Lane
from vendormgr.domain.vocabulary import PathState
from vendormgr.reports.fonts import BOLD, REGULAR
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.ink import Ink
from vendormgr.reports.look import GREY, INK, PALE, RED, RULE, WHITE

ORANGE, PURPLE = HexColor("#c74700"), HexColor("#5c10be")
_START_GROUND, _CORE_GROUND = HexColor("#fff5e6"), HexColor("#fdeeee")
_OUTSIDE_GROUND, _CREDENTIAL_GROUND = HexColor("#f2f2f2"), HexColor("#f1eafa")
COLOURS = {PathState.OPEN: RED, PathState.UNVERIFIED: ORANGE, PathState.CLOSED: PALE}
DASHES: dict[PathState, tuple[float, ...]] = {
    PathState.OPEN: (),
    PathState.UNVERIFIED: (7, 4),
    PathState.CLOSED: (1, 3.5),
}
LARGEST = 0.85
"""Boxes on paper are a little smaller than on the screen."""


class LanesDrawing(Flowable):  # type: ignore[misc]
    """The picture, made smaller where it is wider or higher than the room there is."""

    def __init__(  # noqa: PLR0913
        self,
        picture: Picture,
        ink: Ink,
        imprint: Imprint,
        *,
        credentials: Collection[str] = (),
        numbers: bool = True,
        highest: float = 215,
    ) -> None:
        super().__init__()
        self._picture, self._ink, self._imprint = picture, ink, imprint
        self._credentials, self._numbers, self._highest = credentials, numbers, highest
        self._scale = 1.0

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """The size at which it fits the width."""
        across = available / max(self._picture.width, 1)
        self._scale = min(LARGEST, across, self._highest / max(self._picture.height, 1))
        self.width, self.height = available, self._picture.height * self._scale
        return self.width, self.height

    def draw(self) -> None:
        """Draw heads, lines, joints, boxes and numbers, in this order."""
        pen: Any = self.canv
        pen.saveState()
        left = (self.width - self._picture.width * self._scale) / 2
        # From the top down, as the picture counts; text is turned back where it is set.
        pen.transform(self._scale, 0, 0, -self._scale, max(left, 0), self.height)
        for head in self._picture.heads:
            pen.setStrokeColor(RULE)
            pen.setLineWidth(0.8)
            pen.line(head.left, 27, head.right, 27)
            name = self._imprint.words(f"exposure.lane_{head.lane.name.lower()}")
            self._text(Point(head.middle, 19), name, REGULAR, 11.5, GREY)
        for line in self._picture.lines:
            self._draw_line(line)
        for joint in self._picture.joints:
            self._draw_joint(joint)
        for box in self._picture.boxes:
            self._draw_box(box)
        for line in self._picture.lines:
            if self._numbers and line.number is not None:
                self._draw_number(line, line.number)
        pen.restoreState()

    def _text(self, at: Point, text: str, font: str, size: float, colour: Color) -> None:
        pen: Any = self.canv
        pen.saveState()
        pen.transform(1, 0, 0, -1, at.x, at.y)
        pen.setFillColor(colour)
        pen.setFont(font, size)
        pen.drawCentredString(0, 0, self._ink.plain(text))
        pen.restoreState()

    def _draw_line(self, line: Line) -> None:
        pen: Any = self.canv
        colour = COLOURS[line.state]
        pen.setStrokeColor(colour)
        pen.setLineWidth(3 if line.bold else 1.6)
        pen.setDash(*([list(DASHES[line.state])] if DASHES[line.state] else [[]]))
        path = pen.beginPath()
        path.moveTo(*line.start)
        for end, bend, other in line.curves:
            if bend is None or other is None:
                path.lineTo(*end)
            else:
                path.curveTo(*bend, *other, *end)
        pen.drawPath(path, stroke=1, fill=0)
        pen.setDash([])
        if line.arrow:
            head = pen.beginPath()
            head.moveTo(*line.arrow[0])
            for corner in line.arrow[1:]:
                head.lineTo(*corner)
            head.close()
            pen.setFillColor(colour)
            pen.drawPath(head, stroke=0, fill=1)

    def _draw_joint(self, joint: Joint) -> None:
        pen: Any = self.canv
        pen.setStrokeColor(GREY)
        pen.setFillColor(WHITE)
        pen.setLineWidth(1.2)
        pen.circle(joint.x, joint.y, JOINT, stroke=1, fill=1)
        words = self._imprint.words("exposure.joint")
        self._text(Point(joint.x, joint.y + 4), words, REGULAR, NOTE_FONT, INK)

    def _draw_box(self, box: Box) -> None:
        pen: Any = self.canv
        ground, edge, weight = self._box_look(box)
        pen.setFillColor(ground)
        pen.setStrokeColor(edge)
        pen.setLineWidth(weight)
        pen.roundRect(box.x, box.y, box.width, box.height, 7, stroke=1, fill=1)
        font = BOLD if box.lane is Lane.CORE else REGULAR
        middle = box.x + box.width / 2
        for foot, words in box.title_lines():
            self._text(Point(middle, foot), words, font, FONT, INK)
        for foot, words in box.note_lines():
            self._text(Point(middle, foot), words, REGULAR, NOTE_FONT, GREY)

    def _box_look(self, box: Box) -> tuple[Color, Color, float]:
        if box.lane is Lane.CORE:
            return _CORE_GROUND, RED, 2
        if box.is_start:
            return _START_GROUND, ORANGE, 1.7
        if box.asset in self._credentials:
            return _CREDENTIAL_GROUND, PURPLE, 1.2
        return (_OUTSIDE_GROUND if box.lane is Lane.OUTSIDE else WHITE), GREY, 1.2

    def _draw_number(self, line: Line, number: int) -> None:
        pen: Any = self.canv
        pen.setStrokeColor(COLOURS[line.state])
        pen.setFillColor(WHITE)
        pen.setLineWidth(1.2)
        at = line.number_at
        pen.circle(at.x, at.y, NUMBER, stroke=1, fill=1)
        self._text(Point(at.x, at.y + 3.6), str(number), BOLD, 10, INK)


class Legend(Flowable):  # type: ignore[misc]
    """What the three kinds of lines mean, for readers in black and white too."""

    def __init__(self, ink: Ink, imprint: Imprint) -> None:
        super().__init__()
        self._items = [
            (state, ink.plain(imprint.words(f"exposure.legend_{state}"))) for state in PathState
        ]
        self._bold = ink.plain(imprint.words("exposure.legend_bold"))

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """One line."""
        self.width, self.height = available, 14
        return available, 14

    def draw(self) -> None:
        """Draw each kind of line with its words."""
        pen: Any = self.canv
        left = 0.0
        for state, words in self._items:
            pen.setStrokeColor(COLOURS[state])
            pen.setLineWidth(1.4)
            pen.setDash(list(DASHES[state]))
            pen.line(left, 5, left + 26, 5)
            pen.setDash([])
            left = self._word(left + 31, words)
        self._word(left, self._bold)

    def _word(self, left: float, words: str) -> float:
        pen: Any = self.canv
        pen.setFillColor(GREY)
        pen.setFont(REGULAR, 7)
        pen.drawString(left, 2.5, words)
        return left + float(pen.stringWidth(words, REGULAR, 7)) + 14

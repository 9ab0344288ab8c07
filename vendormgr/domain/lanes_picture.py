"""経路図の部品: boxes, lines and heads of a picture, as points from its top left corner."""

from dataclasses import dataclass
from typing import NamedTuple

from vendormgr.domain.lanes_scene import Lane, Part, Scene
from vendormgr.domain.vocabulary import PathState

FONT = 12.5
NOTE_FONT = 10.5
LINE = 17.0
NOTE_LINE = 14.0
JOINT = 15.0
"""Radius of the point where several ways join."""
NUMBER = 8.5
"""Radius of a line's number."""


class Point(NamedTuple):
    """From the left, from the top."""

    x: float
    y: float


class Curve(NamedTuple):
    """A stretch of a line from where the last one ended; straight when both bends are None."""

    end: Point
    bend: Point | None = None
    other_bend: Point | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """An asset."""

    asset: str
    title: tuple[str, ...]
    note: tuple[str, ...]
    full: str
    """Its whole name."""
    lane: Lane
    is_start: bool
    x: float
    y: float
    width: float
    height: float

    def title_lines(self) -> list[tuple[float, str]]:
        """Each line of the title with the height of its foot."""
        total = len(self.title) * LINE + len(self.note) * NOTE_LINE
        top = self.y + (self.height - total) / 2
        return [(top + n * LINE + FONT, line) for n, line in enumerate(self.title)]

    def note_lines(self) -> list[tuple[float, str]]:
        """Each line of the note with the height of its foot."""
        total = len(self.title) * LINE + len(self.note) * NOTE_LINE
        top = self.y + (self.height - total) / 2 + len(self.title) * LINE
        return [(top + n * NOTE_LINE + NOTE_FONT, line) for n, line in enumerate(self.note)]


@dataclass(frozen=True, slots=True)
class Joint:
    """All of what leads here must be held to go on."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A connection, or its way to the joint that it needs."""

    connection: str
    state: PathState
    part: Part
    bold: bool
    start: Point
    curves: tuple[Curve, ...]
    arrow: tuple[Point, ...]
    """The corners of its head; empty where it ends in a joint."""
    number: int | None
    """None: another stretch of the line bears it."""
    number_at: Point
    tail: str
    head: str

    @property
    def path(self) -> str:
        """As the d attribute of an SVG path."""
        steps = [f"M{self.start.x:g} {self.start.y:g}"]
        for end, bend, other in self.curves:
            if bend is None or other is None:
                steps.append(f"L{end.x:g} {end.y:g}")
            else:
                steps.append(f"C{bend.x:g} {bend.y:g} {other.x:g} {other.y:g} {end.x:g} {end.y:g}")
        return "".join(steps)

    @property
    def arrow_points(self) -> str:
        """As the points attribute of an SVG polygon."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.arrow)


@dataclass(frozen=True, slots=True)
class LaneHead:
    """The name of a lane stands over its columns."""

    lane: Lane
    left: float
    right: float

    @property
    def middle(self) -> float:
        """Where its name is centred."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Picture:
    """経路図."""

    width: float
    height: float
    heads: tuple[LaneHead, ...]
    boxes: tuple[Box, ...]
    joints: tuple[Joint, ...]
    lines: tuple[Line, ...]
    """Closed ones first, the easiest way last: what matters most is drawn over the rest."""
    scene: Scene

    @property
    def states(self) -> frozenset[PathState]:
        """The states that occur, for the legend."""
        return frozenset(line.state for line in self.lines)

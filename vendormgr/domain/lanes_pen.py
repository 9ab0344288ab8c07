"""経路図の線: curves between the columns, straight across them, with arrows and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vendormgr.domain.lanes_layout import Edge, Node, Placing
from vendormgr.domain.lanes_picture import NUMBER, Curve, Line, Point
from vendormgr.domain.lanes_scene import Scene, SceneLine
from vendormgr.domain.vocabulary import PathState

GAP = 50.0
MARGIN = 14.0
HEAD = 46.0
"""Room for the names of the lanes."""
PORT = 17.0
"""Between two lines that end at the same box."""
ARROW = 8.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """An edge of the layout and the connection that it stands for."""

    edge: Edge
    line: SceneLine
    number: int | None
    ends_in_joint: bool


class Frame:
    """Edges of the columns, and where nodes stand in them."""

    def __init__(self, placing: Placing, sizes: Mapping[str, Node]) -> None:
        self.placing, self.sizes = placing, sizes
        widths = [
            max((sizes[slot.key].width for slot in column if not slot.is_line), default=PORT)
            for column in placing.columns
        ]
        self.left = []
        at = MARGIN
        for width in widths:
            self.left.append(at)
            at += width + GAP
        self.right = [left + width for left, width in zip(self.left, widths, strict=True)]
        self.width = at - GAP + MARGIN if widths else 2 * MARGIN
        foot = (placing.middle[s.key] + s.height / 2 for c in placing.columns for s in c)
        self.height = HEAD + max(foot, default=0.0) + MARGIN

    def centre(self, node: str) -> Point:
        """The middle of a node."""
        column = self.placing.column[node]
        middle = (self.left[column] + self.right[column]) / 2
        return Point(middle, HEAD + self.placing.middle[node])

    def middle(self, slot: str) -> float:
        """The height of a slot's middle."""
        return HEAD + self.placing.middle[slot]


class Pen:
    """Draws the lines: curves between the columns, straight across them."""

    def __init__(self, frame: Frame, stretches: Sequence[Stretch], scene: Scene) -> None:
        self._frame, self._stretches, self._scene = frame, stretches, scene
        self._chains = frame.placing.chains
        self._ports = self._spread_ports()
        self._numbers: list[Point] = []

    def lines(self) -> tuple[Line, ...]:
        """Every line, the most important last."""
        order = sorted(self._stretches, key=self._weight)
        return tuple(self._line(one) for one in order)

    def _weight(self, one: Stretch) -> tuple[bool, bool, bool]:
        state = one.line.state
        return (
            one.line.connection in self._scene.first,
            state is not PathState.CLOSED,
            state is PathState.OPEN,
        )

    def _spread_ports(self) -> Mapping[tuple[str, bool], float]:
        """(edge, at its left end) to the height at which it touches the node there."""
        ends: dict[tuple[str, bool], list[tuple[float, str]]] = {}
        for edge, chain in self._chains.items():
            ends.setdefault((chain[0], True), []).append((self._frame.middle(chain[1]), edge))
            ends.setdefault((chain[-1], False), []).append((self._frame.middle(chain[-2]), edge))
        ports = {}
        for (node, on_left), listed in ends.items():
            # In a joint all lines meet in one point.
            step = PORT if node in self._scene.assets else 0.0
            first = self._frame.middle(node) - step * (len(listed) - 1) / 2
            for n, (_, edge) in enumerate(sorted(listed)):
                ports[edge, on_left] = first + n * step
        return ports

    def _line(self, one: Stretch) -> Line:
        edge = one.edge
        points = self._points(edge.id)
        if edge.id in self._frame.placing.backward:
            points = points[::-1]
        ahead = 1 if points[-1].x >= points[0].x else -1
        arrow: tuple[Point, ...] = ()
        if not one.ends_in_joint:
            tip = points[-1]
            base = Point(tip.x - ahead * ARROW, tip.y)
            arrow = (tip, Point(base.x, tip.y - ARROW / 2), Point(base.x, tip.y + ARROW / 2))
            points = [*points[:-1], base]
        at = self._number_place(points) if one.number is not None else points[0]
        return Line(
            connection=edge.id if one.number is not None else one.line.connection,
            state=one.line.state,
            part=one.line.part,
            bold=one.line.connection in self._scene.first,
            start=points[0],
            curves=tuple(_curve(a, b) for a, b in pairwise(points)),
            arrow=arrow,
            number=one.number,
            number_at=at,
            tail=edge.tail,
            head=edge.head,
        )

    def _points(self, edge: str) -> list[Point]:
        """From left to right: out of the node, and in and out of every column on the way."""
        chain, frame = self._chains[edge], self._frame
        first, last = chain[0], chain[-1]
        points = []
        start, end = self._ports[edge, True], self._ports[edge, False]
        column = frame.placing.column[first]
        edge_of_first = frame.centre(first).x + frame.sizes[first].width / 2
        points.append(Point(edge_of_first, start))
        if edge_of_first < frame.right[column]:
            points.append(Point(frame.right[column], start))
        for n, slot in enumerate(chain[1:-1], column + 1):
            at = frame.middle(slot)
            points += [Point(frame.left[n], at), Point(frame.right[n], at)]
        column = frame.placing.column[last]
        edge_of_last = frame.centre(last).x - frame.sizes[last].width / 2
        if edge_of_last > frame.left[column]:
            points.append(Point(frame.left[column], end))
        points.append(Point(edge_of_last, end))
        return points

    def _number_place(self, points: Sequence[Point]) -> Point:
        """On the line, in the first gap, away from the numbers that stand there already."""
        options = [
            _on_curve(a, b, share)
            for a, b in pairwise(points)
            if abs(abs(b.x - a.x) - GAP) <= ARROW + 1
            for share in (0.5, 0.36, 0.64, 0.25, 0.75)
        ] or [_on_curve(points[0], points[1], 0.5)]
        far = (2 * NUMBER) ** 2
        free = (
            at
            for at in options
            if all((at.x - x) ** 2 + (at.y - y) ** 2 >= far for x, y in self._numbers)
        )
        chosen = next(free, options[0])
        self._numbers.append(chosen)
        return chosen


def _curve(start: Point, end: Point) -> Curve:
    if start.y == end.y:
        return Curve(end)
    half = (start.x + end.x) / 2
    return Curve(end, Point(half, start.y), Point(half, end.y))


def _on_curve(start: Point, end: Point, share: float) -> Point:
    """A point of the curve between two points."""
    rest = 1 - share
    half = (start.x + end.x) / 2
    x = rest**3 * start.x + 3 * rest * share * half + share**3 * end.x
    y = start.y + (end.y - start.y) * (3 * share**2 - 2 * share**3)
    return Point(round(x, 1), round(y, 1))

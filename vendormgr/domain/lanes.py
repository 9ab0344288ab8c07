"""経路図: the ways of one vendor to the core systems as boxes and lines with fixed coordinates.

Screens and papers draw the same picture from it. Coordinates are points from the top left corner.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from vendormgr.domain.index import Index
from vendormgr.domain.lanes_layout import Edge, Node, Placing, backward_edges, place
from vendormgr.domain.lanes_scene import Lane, Part, Scene, SceneLine
from vendormgr.domain.lanes_text import lines_of
from vendormgr.domain.vocabulary import PathState

BOX_WIDTH = 134.0
BOX_LEAST = 44.0
GAP = 50.0
MARGIN = 14.0
HEAD = 46.0
"""Room for the names of the lanes."""
FONT = 12.5
NOTE_FONT = 10.5
LINE = 17.0
NOTE_LINE = 14.0
JOINT = 15.0
"""Radius of the point where several ways join."""
PORT = 17.0
"""Between two lines that end at the same box."""
ARROW = 8.0
NUMBER = 8.5
"""Radius of a line's number."""

Name = Callable[[str], tuple[str, str | None]]
"""Asset to its name and a small line under it."""


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


@dataclass(frozen=True, slots=True)
class _Stretch:
    """An edge of the layout and the connection that it stands for."""

    edge: Edge
    line: SceneLine
    number: int | None
    ends_in_joint: bool


def draw(scene: Scene, name: Name) -> Picture:
    """The picture of a scene; the same scene and names give the same picture."""
    stretches = _stretches(scene)
    counts = _ends(stretches)
    nodes = [_box_node(asset, lane, name, counts) for asset, lane in scene.assets.items()]
    joints = dict.fromkeys(s.edge.tail for s in stretches if s.edge.tail not in scene.assets)
    nodes += [Node(id_, None, 2 * JOINT, 2 * JOINT) for id_ in joints]
    sizes = {node.id: node for node in nodes}
    placing = place(nodes, [s.edge for s in stretches])
    frame = _Frame(placing, sizes)
    drawn = _Pen(frame, stretches, scene).lines()
    boxes = tuple(
        _box(asset, lane, name, frame, asset in scene.starts)
        for asset, lane in scene.assets.items()
    )
    return Picture(
        width=frame.width,
        height=frame.height,
        heads=_heads(frame, scene),
        boxes=boxes,
        joints=tuple(Joint(*frame.centre(id_)) for id_ in joints),
        lines=drawn,
        scene=scene,
    )


def _stretches(scene: Scene) -> list[_Stretch]:
    """One edge a line; lines that need several assets share a joint where these are the same."""
    found: list[_Stretch] = []
    known: set[str] = set()
    for number, line in enumerate(scene.lines, 1):
        if not line.needs:
            found.append(_Stretch(Edge(line.connection, line.tail, line.head), line, number, False))
            continue
        joint = "\n".join(("joint", *sorted((line.tail, *line.needs))))
        if joint not in known:
            known.add(joint)
            for asset in (line.tail, *line.needs):
                edge = Edge(f"{joint}\n{asset}", asset, joint)
                found.append(_Stretch(edge, line, None, True))
        found.append(_Stretch(Edge(line.connection, joint, line.head), line, number, False))
    return found


def _ends(stretches: Iterable[_Stretch]) -> Mapping[str, int]:
    """Node to the most lines on one of its sides."""
    edges = [one.edge for one in stretches]
    backward = backward_edges(edges)
    turned = [(e.head, e.tail) if e.id in backward else (e.tail, e.head) for e in edges]
    leaving = Counter(start for start, _ in turned)
    entering = Counter(end for _, end in turned)
    return {id_: max(leaving[id_], entering[id_]) for id_ in leaving | entering}


def _texts(asset: str, name: Name) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    title, note = name(asset)
    room = (BOX_WIDTH - 14) / FONT
    small = lines_of(note, (BOX_WIDTH - 12) / NOTE_FONT, 1) if note else ()
    return lines_of(title, room, 3), small, title


def _box_node(asset: str, lane: Lane, name: Name, counts: Mapping[str, int]) -> Node:
    title, note, _ = _texts(asset, name)
    text = len(title) * LINE + len(note) * NOTE_LINE + 12
    ports = counts.get(asset, 0) * PORT + 6
    return Node(asset, int(lane), BOX_WIDTH, max(BOX_LEAST, text, ports))


class _Frame:
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


class _Pen:
    """Draws the lines: curves between the columns, straight across them."""

    def __init__(self, frame: _Frame, stretches: Sequence[_Stretch], scene: Scene) -> None:
        self._frame, self._stretches, self._scene = frame, stretches, scene
        self._chains = frame.placing.chains
        self._ports = self._spread_ports()
        self._numbers: list[Point] = []

    def lines(self) -> tuple[Line, ...]:
        """Every line, the most important last."""
        order = sorted(self._stretches, key=self._weight)
        return tuple(self._line(one) for one in order)

    def _weight(self, one: _Stretch) -> tuple[bool, bool, bool]:
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

    def _line(self, one: _Stretch) -> Line:
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


def _box(asset: str, lane: Lane, name: Name, frame: _Frame, is_start: bool) -> Box:
    title, note, full = _texts(asset, name)
    size, centre = frame.sizes[asset], frame.centre(asset)
    return Box(
        asset=asset,
        title=title,
        note=note,
        full=full,
        lane=lane,
        is_start=is_start,
        x=centre.x - size.width / 2,
        y=centre.y - size.height / 2,
        width=size.width,
        height=size.height,
    )


def _heads(frame: _Frame, scene: Scene) -> tuple[LaneHead, ...]:
    """One name over neighbouring columns of a lane; columns with joints only belong to none."""
    heads: list[LaneHead] = []
    for n, (lane, column) in enumerate(
        zip(frame.placing.lanes, frame.placing.columns, strict=True)
    ):
        if not any(slot.key in scene.assets for slot in column):
            continue
        if heads and heads[-1].lane == lane:
            heads[-1] = LaneHead(heads[-1].lane, heads[-1].left, frame.right[n])
        else:
            heads.append(LaneHead(Lane(lane), frame.left[n], frame.right[n]))
    return tuple(heads)


def captions(index: Index) -> Name:
    """The name of an asset, and under it whose it is where that is a vendor."""

    def name(asset: str) -> tuple[str, str | None]:
        owner = index.assets[asset].owner
        note = index.name(owner) if owner is not None and index.is_vendor(owner) else None
        return index.name(asset), note

    return name

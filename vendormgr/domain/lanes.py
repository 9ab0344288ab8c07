"""経路図: the ways of one vendor to the core systems as boxes and lines with fixed coordinates.

Screens and papers draw the same picture from it. Coordinates are points from the top left corner.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from vendormgr.domain.index import Index
from vendormgr.domain.lanes_layout import Edge, Node, backward_edges, place
from vendormgr.domain.lanes_pen import PORT, Frame, Pen, Stretch
from vendormgr.domain.lanes_picture import (
    FONT,
    JOINT,
    LINE,
    NOTE_FONT,
    NOTE_LINE,
    Box,
    Joint,
    LaneHead,
    Picture,
)
from vendormgr.domain.lanes_scene import Lane, Scene
from vendormgr.domain.lanes_text import lines_of

BOX_WIDTH = 134.0
BOX_LEAST = 44.0
Name = Callable[[str], tuple[str, str | None]]
"""Asset to its name and a small line under it."""


def draw(scene: Scene, name: Name) -> Picture:
    """The picture of a scene; the same scene and names give the same picture."""
    stretches = _stretches(scene)
    counts = _ends(stretches)
    nodes = [_box_node(asset, lane, name, counts) for asset, lane in scene.assets.items()]
    joints = dict.fromkeys(s.edge.tail for s in stretches if s.edge.tail not in scene.assets)
    nodes += [Node(id_, None, 2 * JOINT, 2 * JOINT) for id_ in joints]
    sizes = {node.id: node for node in nodes}
    placing = place(nodes, [s.edge for s in stretches])
    frame = Frame(placing, sizes)
    drawn = Pen(frame, stretches, scene).lines()
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


def _stretches(scene: Scene) -> list[Stretch]:
    """One edge a line; lines that need several assets share a joint where these are the same."""
    found: list[Stretch] = []
    known: set[str] = set()
    for number, line in enumerate(scene.lines, 1):
        if not line.needs:
            found.append(Stretch(Edge(line.connection, line.tail, line.head), line, number, False))
            continue
        joint = "\n".join(("joint", *sorted((line.tail, *line.needs))))
        if joint not in known:
            known.add(joint)
            for asset in (line.tail, *line.needs):
                edge = Edge(f"{joint}\n{asset}", asset, joint)
                found.append(Stretch(edge, line, None, True))
        found.append(Stretch(Edge(line.connection, joint, line.head), line, number, False))
    return found


def _ends(stretches: Iterable[Stretch]) -> Mapping[str, int]:
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


def _box(asset: str, lane: Lane, name: Name, frame: Frame, is_start: bool) -> Box:
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


def _heads(frame: Frame, scene: Scene) -> tuple[LaneHead, ...]:
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

"""Columns, order and heights of boxes and lines: a layered drawing, the same for the same input.

Long lines get a place of their own in every column that they pass, so that they never run through
a box. Source: Sugiyama, Tagawa and Toda 1981; places in a column by isotonic regression.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 12
SETTLINGS = 10
PASSING = 18.0
"""Room for a line that only passes a column."""
APART = 22.0
"""Between two boxes of a column."""


@dataclass(frozen=True, slots=True)
class Node:
    """Something with a place: a box, or the point where several ways join."""

    id: str
    lane: int | None
    """None: it stands right behind what leads to it."""
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Edge:
    """From one node to another; ids are unique."""

    id: str
    tail: str
    head: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a column: a node, or a line that passes."""

    key: str
    height: float
    is_line: bool


@dataclass(frozen=True, slots=True)
class Placing:
    """Where everything stands; heights are those of middles."""

    columns: tuple[tuple[Slot, ...], ...]
    """From left to right, each from top to bottom."""
    lanes: tuple[int, ...]
    """The lane of each column."""
    middle: Mapping[str, float]
    """Slot key to its middle."""
    column: Mapping[str, int]
    """Node to its column."""
    chains: Mapping[str, tuple[str, ...]]
    """Edge to the slots that it joins, from left to right."""
    backward: frozenset[str]
    """Edges that lead from right to left."""


def place(nodes: Sequence[Node], edges: Sequence[Edge]) -> Placing:
    """Columns by lane and by what comes before; crossings few; lines as straight as possible."""
    backward = backward_edges(edges)
    forward = [(e.head, e.tail) if e.id in backward else (e.tail, e.head) for e in edges]
    column, lanes = _columns(nodes, forward)
    slots = {node.id: Slot(node.id, node.height, is_line=False) for node in nodes}
    rows: list[list[Slot]] = [[] for _ in lanes]
    for node in nodes:
        rows[column[node.id]].append(slots[node.id])
    chains = {}
    for edge, (left, right) in zip(edges, forward, strict=True):
        passed = []
        for at in range(column[left] + 1, column[right]):
            slot = Slot(f"{edge.id}\n{at}", PASSING, is_line=True)
            rows[at].append(slot)
            passed.append(slot.key)
        chains[edge.id] = (left, *passed, right)
    joined = _joined(chains.values())
    ordered = _ordered(rows, joined)
    return Placing(
        columns=tuple(map(tuple, ordered)),
        lanes=lanes,
        middle=_settled(ordered, joined),
        column=column,
        chains=chains,
        backward=backward,
    )


def backward_edges(edges: Iterable[Edge]) -> frozenset[str]:
    """Edges that would close a circle, taken in their order."""
    listed = tuple(edges)
    onward: dict[str, set[str]] = {end: set() for edge in listed for end in (edge.tail, edge.head)}
    found = set()
    for edge in listed:
        if edge.tail == edge.head or _leads(onward, edge.head, edge.tail):
            found.add(edge.id)
        else:
            onward[edge.tail].add(edge.head)
    return frozenset(found)


def _leads(onward: Mapping[str, set[str]], start: str, goal: str) -> bool:
    todo, seen = [start], {start}
    while todo:
        at = todo.pop()
        if at == goal:
            return True
        todo += onward[at] - seen
        seen |= onward[at]
    return False


def _columns(
    nodes: Sequence[Node], forward: Iterable[tuple[str, str]]
) -> tuple[dict[str, int], tuple[int, ...]]:
    """A column for each lane and depth in use; nothing stands left of what leads to it."""
    before: dict[str, list[str]] = {node.id: [] for node in nodes}
    for left, right in forward:
        if left != right:
            before[right].append(left)
    of = {node.id: node for node in nodes}
    known: dict[str, tuple[int, int]] = {}

    def key(id_: str) -> tuple[int, int]:
        if id_ not in known:
            lane = of[id_].lane
            own = (0 if lane is None else lane, 0)
            ahead = [key(one) for one in before[id_]]
            furthest = max(ahead, default=None)
            if furthest is not None and furthest >= own:
                own = (furthest[0], furthest[1] + 1)
            known[id_] = own
        return known[id_]

    for node in nodes:
        key(node.id)
    used = sorted(set(known.values()))
    number = {one: place for place, one in enumerate(used)}
    return {id_: number[one] for id_, one in known.items()}, tuple(lane for lane, _ in used)


@dataclass(frozen=True, slots=True)
class _Joined:
    left: Mapping[str, list[str]]
    """Slot to what it is joined to in the column before."""
    right: Mapping[str, list[str]]


def _joined(chains: Iterable[tuple[str, ...]]) -> _Joined:
    left: defaultdict[str, list[str]] = defaultdict(list)
    right: defaultdict[str, list[str]] = defaultdict(list)
    for chain in chains:
        for one, other in pairwise(chain):
            right[one].append(other)
            left[other].append(one)
    return _Joined(left, right)


def _ordered(rows: list[list[Slot]], joined: _Joined) -> list[list[Slot]]:
    """The columns in the order with the fewest crossings that the sweeps came by."""
    best, fewest = [list(row) for row in rows], _crossings(rows, joined)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        backwards = sweep % 2 == 1
        order = range(len(rows) - 2, -1, -1) if backwards else range(1, len(rows))
        neighbours = joined.right if backwards else joined.left
        for at in order:
            other = rows[at + 1 if backwards else at - 1]
            rows[at] = _by_neighbours(rows[at], other, neighbours)
        crossings = _crossings(rows, joined)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _by_neighbours(
    row: list[Slot], other: list[Slot], neighbours: Mapping[str, list[str]]
) -> list[Slot]:
    at = {slot.key: float(n) for n, slot in enumerate(other)}

    def weight(entry: tuple[int, Slot]) -> tuple[float, int]:
        n, slot = entry
        places = [at[one] for one in neighbours.get(slot.key, ()) if one in at]
        return (sum(places) / len(places) if places else float(n)), n

    return [slot for _, slot in sorted(enumerate(row), key=weight)]


def _crossings(rows: Sequence[Sequence[Slot]], joined: _Joined) -> int:
    total = 0
    for row, following in pairwise(rows):
        at = {slot.key: n for n, slot in enumerate(following)}
        ends = [
            (n, at[one]) for n, slot in enumerate(row) for one in joined.right.get(slot.key, ())
        ]
        total += sum(
            1
            for n, (left, right) in enumerate(ends)
            for other_left, other_right in ends[:n]
            if (left - other_left) * (right - other_right) < 0
        )
    return total


def _settled(rows: list[list[Slot]], joined: _Joined) -> dict[str, float]:
    """Middles that keep the order and the room between, pulled towards what they are joined to."""
    middle: dict[str, float] = {}
    for row in rows:
        for slot, at in zip(row, _stacked(row), strict=True):
            middle[slot.key] = at
    for turn in range(SETTLINGS):
        backwards = turn % 2 == 1
        for row in reversed(rows) if backwards else rows:
            wished = [_wish(slot, middle, joined) for slot in row]
            weights = [4.0 if slot.is_line else 1.0 for slot in row]
            for slot, at in zip(row, _kept_apart(row, wished, weights), strict=True):
                middle[slot.key] = at
    top = min((middle[s.key] - s.height / 2 for row in rows for s in row), default=0.0)
    return {key: float(round(at - top)) for key, at in middle.items()}


def _wish(slot: Slot, middle: Mapping[str, float], joined: _Joined) -> float:
    near = [*joined.left.get(slot.key, ()), *joined.right.get(slot.key, ())]
    if not near:
        return middle[slot.key]
    return sum(middle[one] for one in near) / len(near)


def _distance(one: Slot, other: Slot) -> float:
    bare = one.is_line or other.is_line
    return (one.height + other.height) / 2 + (APART / 2 if bare else APART)


def _stacked(row: Sequence[Slot]) -> list[float]:
    places: list[float] = []
    for n, slot in enumerate(row):
        places.append(places[-1] + _distance(row[n - 1], slot) if n else slot.height / 2)
    half = (places[-1] if places else 0.0) / 2
    return [at - half for at in places]


def _kept_apart(
    row: Sequence[Slot], wished: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """The places nearest to the wishes that keep order and distance (pool adjacent violators)."""
    offsets = [0.0]
    for one, other in pairwise(row):
        offsets.append(offsets[-1] + _distance(one, other))
    blocks: list[tuple[float, float, int]] = []
    for wish, offset, weight in zip(wished, offsets, weights, strict=False):
        mean, heavy, count = wish - offset, weight, 1
        while blocks and blocks[-1][0] > mean:
            last, last_heavy, last_count = blocks.pop()
            mean = (mean * heavy + last * last_heavy) / (heavy + last_heavy)
            heavy, count = heavy + last_heavy, count + last_count
        blocks.append((mean, heavy, count))
    free = [mean for mean, _, count in blocks for _ in range(count)]
    return [at + offset for at, offset in zip(free, offsets, strict=False)]

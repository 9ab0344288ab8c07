"""経路図の中身: which assets and connections a picture shows, and in which lane each stands."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.exposure.analysis import Exposure
from vendormgr.domain.exposure.graph import Graph, cores_of, starts_of_vendor
from vendormgr.domain.exposure.path import Path
from vendormgr.domain.exposure.routes import Efforts
from vendormgr.domain.exposure.search import easiest
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Asset, Connection
from vendormgr.domain.vocabulary import AssetKind, Location, PartyRole, PathState

MOST_LINES = 60
"""A picture with more lines is read by nobody; what is left out is counted and stands in the
list."""
MOST_ALIKE = 5
"""Lines between the same two places that are on no easiest way; more of them say nothing new."""
MOST_BEYOND = 6
"""What lies behind the core systems, backups first of all."""
MOST_UPSTREAM = 12
"""Steps on the vendor's own side."""


class Lane(IntEnum):
    """列: the role that an asset plays on the way in, in the order in which a way passes them."""

    OUTSIDE = 0
    SUBCONTRACTOR = 1
    VENDOR = 2
    DEVICE = 3
    VENDOR_SERVER = 4
    ENTRY = 5
    SEGMENT = 6
    CORE = 7
    BEYOND = 8


class Part(IntEnum):
    """区間の位置: where on the way a connection stands."""

    UPSTREAM = 0
    """On the vendor's own side, before the attacker is at the hospital."""
    WAY = 1
    """On an easiest way to a core system."""
    ELSEWHERE = 2
    """Another line of the vendor, on no easiest way."""
    BEYOND = 3
    """Leads on from a core system."""
    CLOSED = 4
    """Leads nowhere as long as its controls stay in place."""


_OFF_THE_WAY = frozenset({Part.ELSEWHERE, Part.CLOSED})


@dataclass(frozen=True, slots=True)
class SceneLine:
    """区間: one connection of the picture."""

    connection: str
    tail: str
    head: str
    needs: tuple[str, ...]
    """Further assets that have to be held, without the tail."""
    state: PathState
    part: Part


@dataclass(frozen=True, slots=True)
class Scene:
    """経路図の中身, before anything is placed."""

    starts: frozenset[str]
    """Where the attacker stands."""
    assets: Mapping[str, Lane]
    """In the order in which the lines name them."""
    lines: tuple[SceneLine, ...]
    """In the order in which an attacker takes them; closed ones last."""
    first: frozenset[str]
    """Connections of the easiest way of all."""
    left_out: int
    """Lines for which there was no room."""
    paths: tuple[Path, ...] = field(default=(), repr=False)
    """The easiest way to each core system that is reached, the easiest first."""


def scene_of_vendor(exposure: Exposure, kinds: Mapping[str, ConnectionKind], party: str) -> Scene:
    """The easiest ways of one vendor to every core system it reaches, and its other lines."""
    index = exposure.graph.index
    starts = starts_of_vendor(exposure.graph, party)
    lines = [one for one in index.lines_of.get(party, ()) if _is_line_of(index, one, party)]
    return scene_from(exposure, kinds, starts, lines=lines)


def _is_line_of(index: Index, connection: Connection, party: str) -> bool:
    """Whether it is the vendor's own line; another vendor's line to what it maintains is not."""
    ends = (index.assets[connection.from_], index.assets[connection.to])
    return connection.line_party in {None, party} or any(one.owner == party for one in ends)


def scene_from(
    exposure: Exposure,
    kinds: Mapping[str, ConnectionKind],
    starts: Collection[str],
    *,
    lines: Iterable[Connection] = (),
) -> Scene:
    """The easiest ways from these assets to every core system in reach, and these lines."""
    graph = exposure.graph
    paths = easiest_paths(graph, kinds, starts)
    return _Painter(exposure, frozenset(starts)).paint(paths, lines)


def easiest_paths(
    graph: Graph, kinds: Mapping[str, ConnectionKind], starts: Collection[str]
) -> tuple[Path, ...]:
    """The easiest way to each core system in reach: open ones first, then by effort."""
    efforts = Efforts(graph, kinds)
    begin = graph.numbers(starts)
    found: dict[int, tuple[int, Path]] = {}
    for certain, layer in ((0, graph.confirmed), (1, graph.worst)):
        trace = easiest(graph, layer, begin, effort=efforts)
        for core in cores_of(graph):
            path = trace.path(core)
            if core not in found and path is not None:
                found[core] = certain, path

    def rank(entry: tuple[int, Path]) -> tuple[int, int, tuple[str, ...]]:
        effort = sum(efforts(hop) for hop in graph.hop_numbers(entry[1].all_connections))
        return entry[0], effort, entry[1].connections

    return tuple(path for _, path in sorted(found.values(), key=rank))


class _Painter:
    """Collects the lines of one picture, each once."""

    def __init__(self, exposure: Exposure, starts: frozenset[str]) -> None:
        self._exposure = exposure
        self._index = exposure.graph.index
        self._starts = starts
        self._parts: dict[str, Part] = {}

    def paint(self, paths: Sequence[Path], lines: Iterable[Connection]) -> Scene:
        """The scene with these ways and lines."""
        for path in paths:
            for hop in self._exposure.hops(path):
                self._parts.setdefault(hop.connection, Part.WAY)
        self._add_upstream()
        for one in lines:
            if one.to in {one.from_, *one.needs}:
                continue  # It leads nowhere that is not held already.
            closed = self._state(one) is PathState.CLOSED
            self._parts.setdefault(one.id, Part.CLOSED if closed else Part.ELSEWHERE)
        self._add_upstream()
        self._add_beyond([path.assets[-1] for path in paths])
        order = sorted(self._parts, key=lambda id_: self._parts[id_])
        shown = self._without_likes(order)[:MOST_LINES]
        lines_shown = tuple(self._line(id_) for id_ in shown)
        return Scene(
            starts=self._starts,
            assets=_lanes(self._index, lines_shown, paths, self._starts),
            lines=lines_shown,
            first=frozenset(paths[0].all_connections) if paths else frozenset(),
            left_out=len(order) - len(shown),
            paths=tuple(paths),
        )

    def _without_likes(self, order: Iterable[str]) -> list[str]:
        """These lines, of those between the same two places only the first few."""
        alike: Counter[tuple[str, str, Part]] = Counter()
        shown = []
        for id_ in order:
            one, part = self._index.connections[id_], self._parts[id_]
            alike[one.from_, one.to, part] += 1
            if part in _OFF_THE_WAY and alike[one.from_, one.to, part] > MOST_ALIKE:
                continue
            shown.append(id_)
        return shown

    def _state(self, connection: Connection) -> PathState:
        return self._exposure.connections[connection.id].state

    def _line(self, id_: str) -> SceneLine:
        one = self._index.connections[id_]
        needs = tuple(
            need
            for need in dict.fromkeys(one.needs)
            if need != one.from_ and need in self._index.assets
        )
        return SceneLine(id_, one.from_, one.to, needs, self._state(one), self._parts[id_])

    def _shown(self) -> list[str]:
        found: dict[str, None] = {}
        for id_ in self._parts:
            one = self._index.connections[id_]
            found |= dict.fromkeys((one.from_, *one.needs, one.to))
        return [asset for asset in found if asset in self._index.assets]

    def _add_upstream(self) -> None:
        """What leads to the vendor's side: from the internet, from subcontractors, inside it."""
        todo = [asset for asset in self._shown() if self._is_vendor_side(asset)]
        seen = set(todo)
        added: list[str] = []
        while todo and len(added) < MOST_UPSTREAM:
            for one in self._index.incoming.get(todo.pop(0), ()):
                known = one.id in self._parts or one.id in added or one.from_ == one.to
                if known or not self._comes_from_outside(one):
                    continue
                added.append(one.id)
                if one.from_ not in seen:
                    seen.add(one.from_)
                    todo.append(one.from_)
        for id_ in reversed(added[:MOST_UPSTREAM]):
            closed = self._state(self._index.connections[id_]) is PathState.CLOSED
            self._parts[id_] = Part.CLOSED if closed else Part.UPSTREAM

    def _is_vendor_side(self, id_: str) -> bool:
        asset = self._index.assets[id_]
        inside = asset.location is Location.HOSPITAL
        return id_ in self._starts or (inside and asset.kind is AssetKind.DEVICE)

    def _comes_from_outside(self, connection: Connection) -> bool:
        start, end = (self._index.assets[id_] for id_ in (connection.from_, connection.to))
        if start.kind is AssetKind.INTERNET:
            return True
        return start.location is Location.EXTERNAL and end.location is Location.EXTERNAL

    def _add_beyond(self, cores: Sequence[str]) -> None:
        shown = set(self._shown())
        count = 0
        for core in cores:
            for one in self._index.outgoing.get(core, ()):
                target = self._index.assets[one.to]
                inside = target.location is Location.HOSPITAL and target.core is not True
                if not inside or one.to in shown or self._state(one) is PathState.CLOSED:
                    continue
                if count == MOST_BEYOND:
                    return
                self._parts[one.id] = Part.BEYOND
                shown.add(one.to)
                count += 1


def _lanes(
    index: Index, lines: Iterable[SceneLine], paths: Iterable[Path], starts: Iterable[str]
) -> dict[str, Lane]:
    listed = tuple(lines)
    named: dict[str, None] = {}
    for line in listed:
        named |= dict.fromkeys((line.tail, *line.needs, line.head))
    # A core asset that is itself a start has no line, and yet it is the whole way.
    named |= dict.fromkeys(asset for path in paths for asset in path.assets)
    named |= dict.fromkeys(asset for asset in starts if asset in named)
    beyond = {line.head for line in listed if line.part is Part.BEYOND}
    behind = {line.head for line in listed if _is_outside(index, line.tail)}
    return {
        id_: Lane.BEYOND if id_ in beyond else _lane(index, index.assets[id_], id_ in behind)
        for id_ in named
    }


def _is_outside(index: Index, id_: str) -> bool:
    return index.assets[id_].location is Location.EXTERNAL


def _lane(index: Index, asset: Asset, entered_from_outside: bool) -> Lane:
    if asset.kind is AssetKind.INTERNET:
        return Lane.OUTSIDE
    if asset.location is Location.EXTERNAL:
        return _outside_lane(index, asset, entered_from_outside)
    if asset.core is True:
        return Lane.CORE
    if asset.kind in {AssetKind.CREDENTIAL, AssetKind.SEGMENT}:
        return Lane.SEGMENT
    is_device = asset.kind is AssetKind.DEVICE
    return Lane.DEVICE if is_device and entered_from_outside else Lane.ENTRY


def _outside_lane(index: Index, asset: Asset, entered: bool) -> Lane:
    owner = index.parties.get(asset.owner or "")
    if owner is not None and owner.role is PartyRole.SUBVENDOR:
        return Lane.SUBCONTRACTOR
    if asset.kind is AssetKind.DEVICE:
        return Lane.DEVICE
    return Lane.VENDOR_SERVER if entered else Lane.VENDOR

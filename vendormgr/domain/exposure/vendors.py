"""委託先ごとの到達: what each vendor's own assets reach, all vendors in the same passes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vendormgr.domain.exposure.graph import Graph, Layer, cores_of
from vendormgr.domain.exposure.path import Path
from vendormgr.domain.exposure.reach import Reach, ones, reach_of, seeds_of
from vendormgr.domain.exposure.search import NONE, easiest, make_path
from vendormgr.domain.exposure.spread import spread
from vendormgr.domain.index import Index
from vendormgr.domain.vocabulary import PathState, VendorPath

CoreState = tuple[str, PathState]
"""A core asset of the hospital and whether it is reached for certain or perhaps."""


@dataclass(frozen=True, slots=True)
class VendorExposure:
    """委託先の到達: from all that a vendor owns, in the hospital too, to core assets there."""

    party: str
    state: PathState
    """Of the connections on record; `standing` is what people are shown."""
    lines_known: bool
    """Whether a line is on record, or somebody confirmed that there is none."""
    cores: tuple[CoreState, ...]
    """Core assets reached over open, else over unverified connections, in portfolio order."""
    _lookup: "VendorLookup" = field(repr=False, compare=False)

    @property
    def standing(self) -> VendorPath:
        """The state as it is shown: unknown is never taken for closed."""
        if self.state is PathState.CLOSED and not self.lines_known:
            return VendorPath.NOT_ASKED
        return VendorPath(self.state.value)

    @property
    def path(self) -> Path | None:
        """The shortest way to any of these core assets; None when closed. Found when asked for."""
        return self._lookup.path(self.party, self.state)

    @property
    def reaches(self) -> tuple[str, ...]:
        """All assets reached over open and unverified connections, its own starts left out.

        In portfolio order; the first question costs one pass over the estate for all vendors.
        """
        return self._lookup.reach.assets_of(self.party)


class VendorLookup:
    """What is found only when a screen asks for it, each answer once."""

    def __init__(self, graph: Graph, starts: Mapping[str, list[int]]) -> None:
        self._graph = graph
        self._starts = starts
        # A set, because every vendor's search asks for each asset whether it is one.
        self._cores = frozenset(cores_of(graph))
        self._onward: dict[PathState, list[int]] = {}
        self._paths: dict[str, Path | None] = {}

    def path(self, party: str, state: PathState) -> Path | None:
        """The shortest way from the party's own assets to a core asset."""
        if state is PathState.CLOSED:
            return None
        if party not in self._paths:
            self._paths[party] = self._find(self._starts[party], state)
        return self._paths[party]

    def _find(self, starts: list[int], state: PathState) -> Path | None:
        graph = self._graph
        held = [asset for asset in starts if asset in self._cores]
        if held:
            # By id: which one is shown must not hang on the order of the document.
            return make_path(graph, min(held, key=graph.assets.__getitem__), ())
        layer = graph.confirmed if state is PathState.OPEN else graph.worst
        if layer.joint:
            trace = easiest(graph, layer, starts, effort=lambda _: 1, until=self._cores)
            return trace.nearest(self._cores)
        if state not in self._onward:
            self._onward[state] = nearest_hops(graph, layer, self._cores)
        return follow(graph, self._onward[state], starts)

    @cached_property
    def reach(self) -> Reach:
        """What all vendors reach, in one table."""
        return reach_of(self._graph, self._starts)


def expose_vendors(graph: Graph) -> tuple[Mapping[str, VendorExposure], VendorLookup]:
    """Every vendor and subcontractor with what it reaches, in portfolio order."""
    owned = graph.roles.owned
    reached = cores_reached(graph, list(owned.values()))
    lookup = VendorLookup(graph, owned)
    exposed = {
        party: VendorExposure(
            party=party,
            state=_worst(cores),
            lines_known=_lines_known(graph.index, party),
            cores=cores,
            _lookup=lookup,
        )
        for party, cores in zip(owned, reached, strict=True)
    }
    return exposed, lookup


def _lines_known(index: Index, party: str) -> bool:
    """Whether what is on record can be all: not while a line is known of that is not recorded."""
    listed = index.parties[party].lines_listed
    return listed is True or (listed is None and party in index.lines_of)


def _worst(cores: tuple[CoreState, ...]) -> PathState:
    if not cores:
        return PathState.CLOSED
    confirmed = any(state is PathState.OPEN for _, state in cores)
    return PathState.OPEN if confirmed else PathState.UNVERIFIED


def cores_reached(graph: Graph, groups: list[list[int]]) -> list[tuple[CoreState, ...]]:
    """For each group of assets the core assets that it reaches, all groups in the same passes."""
    seeds = seeds_of(groups)
    confirmed = spread(graph, graph.confirmed, seeds)
    worst = spread(graph, graph.worst, seeds)
    cores: list[list[CoreState]] = [[] for _ in groups]
    for core in cores_of(graph):
        for place in ones(worst[core]):
            certain = confirmed[core] >> place & 1
            state = PathState.OPEN if certain else PathState.UNVERIFIED
            cores[place].append((graph.assets[core], state))
    return [tuple(found) for found in cores]


def nearest_hops(graph: Graph, layer: Layer, cores: Iterable[int]) -> list[int]:
    """Asset to the hop that begins its shortest way to a core asset, ties in text order.

    For layers without joint hops. Read backwards from the core assets, each hop once.
    """
    tail, entering = graph.tail, layer.entering
    onward = [NONE] * len(graph.assets)
    distance = [-1] * len(graph.assets)
    level = list(cores)
    for asset in level:
        distance[asset] = 0
    steps = 0
    while level:
        steps += 1
        following = []
        for asset in level:
            for hop in entering[asset]:
                before = tail[hop]
                if distance[before] < 0:
                    distance[before] = steps
                    onward[before] = hop
                    following.append(before)
                elif distance[before] == steps and hop < onward[before]:
                    onward[before] = hop
        level = following
    return onward


def follow(graph: Graph, onward: list[int], starts: Iterable[int]) -> Path | None:
    """The shortest of the ways from these starts, ties in text order; None: there is none."""
    chains = [_chain(graph, onward, asset) for asset in starts if onward[asset] != NONE]
    if not chains:
        return None
    chain = min(chains, key=lambda hops: (len(hops), hops))
    return make_path(graph, graph.head[chain[-1]], chain)


def _chain(graph: Graph, onward: list[int], asset: int) -> list[int]:
    chain = []
    while (hop := onward[asset]) != NONE:
        chain.append(hop)
        asset = graph.head[hop]
    return chain

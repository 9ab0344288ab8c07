"""侵入経路の分析: what an attacker reaches in both modes, and what each vendor reaches."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.collector import collector_paused
from vendormgr.domain.exposure.graph import Graph, build_graph, starts_of
from vendormgr.domain.exposure.path import Hop, Path
from vendormgr.domain.exposure.reach import Reach
from vendormgr.domain.exposure.search import shortest
from vendormgr.domain.exposure.states import ConnectionState
from vendormgr.domain.exposure.vendors import VendorExposure, VendorLookup, expose_vendors
from vendormgr.domain.index import Index
from vendormgr.domain.vocabulary import AttackMode, PathState


@dataclass(frozen=True, slots=True)
class Target:
    """基幹システムの判定: the state of one core asset in one attack mode."""

    asset: str
    mode: AttackMode
    state: PathState
    path: Path | None
    """The shortest, over open connections if there is one; None when closed."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """Everything that follows from the connections as recorded."""

    targets: tuple[Target, ...]
    """Core assets in portfolio order, for each the internet first."""
    reachable: Mapping[AttackMode, tuple[str, ...]]
    """Assets reached over open and unverified connections, in portfolio order, without starts."""
    connections: Mapping[str, ConnectionState]
    vendors: Mapping[str, VendorExposure]
    """Every vendor and subcontractor, in portfolio order."""
    graph: Graph = field(repr=False, compare=False)
    _lookup: VendorLookup = field(repr=False, compare=False)

    @property
    def reach(self) -> Reach:
        """What every vendor reaches and who reaches an asset; made when first asked for."""
        return self._lookup.reach

    def target(self, asset: str, mode: AttackMode) -> Target | None:
        """The judgement of that core asset; None: it is not judged in this mode."""
        return next((t for t in self.targets if t.asset == asset and t.mode is mode), None)

    def hops(self, path: Path) -> tuple[Hop, ...]:
        """The hops of a path in an order in which they can be taken; each stands once."""
        return hops_of(self.graph, path)


@collector_paused()
def analyse_exposure(index: Index, kinds: Mapping[str, ConnectionKind]) -> Exposure:
    """Both attack modes and every vendor, each in passes that read every connection once.

    Raises:
        KeyError: A connection's kind is not among the kinds.
    """
    graph = build_graph(index, kinds)
    vendors, lookup = expose_vendors(graph)
    found = {mode: _judge_mode(graph, mode) for mode in AttackMode}
    return Exposure(
        targets=tuple(
            targets[asset]
            for asset in found[AttackMode.INTERNET][0]
            for targets, _ in found.values()
            if asset in targets
        ),
        reachable={mode: found[mode][1] for mode in AttackMode},
        connections=graph.states,
        vendors=vendors,
        graph=graph,
        _lookup=lookup,
    )


def _judge_mode(graph: Graph, mode: AttackMode) -> tuple[dict[str, Target], tuple[str, ...]]:
    starts = starts_of(graph, mode)
    confirmed = shortest(graph, graph.confirmed, starts)
    worst = shortest(graph, graph.worst, starts)
    judged = graph.roles.cores
    if mode is AttackMode.INTERNET:
        judged = tuple(sorted((*judged, *graph.roles.hosted)))
    targets = {}
    for place in judged:
        asset = graph.assets[place]
        if place in confirmed.by:
            targets[asset] = Target(asset, mode, PathState.OPEN, confirmed.path(place))
        elif place in worst.by:
            targets[asset] = Target(asset, mode, PathState.UNVERIFIED, worst.path(place))
        else:
            targets[asset] = Target(asset, mode, PathState.CLOSED, None)
    return targets, _reached(graph, worst.by, starts)


def _reached(graph: Graph, held: Collection[int], starts: Collection[int]) -> tuple[str, ...]:
    return tuple(graph.assets[place] for place in sorted(set(held).difference(starts)))


def hops_of(graph: Graph, path: Path) -> tuple[Hop, ...]:
    """The hops of a path in an order in which they can be taken; each stands once."""
    ways = {way.assets[-1]: way for way in path.support}
    seen: set[str] = set()
    return tuple(_walk(graph, path, None, ways, seen))


def _walk(
    graph: Graph, path: Path, serves: str | None, ways: Mapping[str, Path], seen: set[str]
) -> Iterator[Hop]:
    for id_ in path.connections:
        connection = graph.index.connections[id_]
        for need in connection.needs:
            if need in ways:
                yield from _walk(graph, ways[need], need, ways, seen)
        if id_ in seen:
            continue
        seen.add(id_)
        state = graph.states[id_]
        yield Hop(
            connection=id_,
            from_=connection.from_,
            to=connection.to,
            kind=connection.kind,
            state=state.state,
            missing=state.missing,
            unknown=state.unknown,
            nearest=state.fix,
            needs=connection.needs,
            serves=serves,
        )

"""経路の見張り: the easiest ways that exist now, and whether a way of the past still does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.exposure import Exposure, Path
from vendormgr.domain.exposure.graph import Graph, starts_of_vendor
from vendormgr.domain.lanes_scene import easiest_paths
from vendormgr.domain.vocabulary import AttackMode, Location, PathState


@dataclass(frozen=True, slots=True)
class Way:
    """A way of one attacker to one core system of the hospital."""

    attacker: str
    """A vendor, or the asset where the internet begins."""
    core: str
    state: PathState
    path: Path


def ways_now(exposure: Exposure, kinds: Mapping[str, ConnectionKind]) -> Iterator[Way]:
    """The easiest way of each vendor to each core system it reaches, and those of the internet."""
    graph = exposure.graph
    for party, exposed in exposure.vendors.items():
        if not exposed.cores:
            continue
        states = dict(exposed.cores)
        for path in easiest_paths(graph, kinds, starts_of_vendor(graph, party)):
            core = path.assets[-1]
            yield Way(party, core, states[core], path)
    for target in exposure.targets:
        inside = graph.index.assets[target.asset].location is Location.HOSPITAL
        if target.mode is AttackMode.INTERNET and inside and target.path is not None:
            yield Way(target.path.assets[0], target.asset, target.state, target.path)


def state_of_way(graph: Graph, connections: tuple[str, ...]) -> PathState | None:
    """The state of a way over these connections; None: it is closed, or a part of it is gone."""
    states = [graph.states.get(one) for one in connections]
    known = [one.state for one in states if one is not None]
    if not known or len(known) < len(states) or PathState.CLOSED in known:
        return None
    return PathState.UNVERIFIED if PathState.UNVERIFIED in known else PathState.OPEN

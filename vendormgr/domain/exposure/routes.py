"""楽な経路: the path of least effort, and what is left after the cheapest stop on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.exposure.field import in_text_order, lay_out
from vendormgr.domain.exposure.graph import Graph, Layer
from vendormgr.domain.exposure.measures import cheapest_stop, measures_of, toolbox
from vendormgr.domain.exposure.path import Path
from vendormgr.domain.exposure.search import easiest
from vendormgr.domain.portfolio import Connection, Measure

MOST_ROUTES = 20
"""More would not be read; each is a path that all stops before it leave open."""


@dataclass(frozen=True, slots=True)
class Route:
    """経路と止め方: a path of least effort with the cheapest measures that close any hop of it."""

    path: Path
    effort: int
    """That of its connections, each counted once; ordinal, not a probability."""
    stop: tuple[Measure, ...]
    """What has to be added to the stops before; empty: no measure closes any of its hops."""


def effort_of(connection: Connection, kind: ConnectionKind) -> int:
    """How much work the hop is: that of its kind and one for each control in place."""
    in_place = sum(value is True for value in connection.controls.values())
    return max(kind.effort, 1) + in_place + (connection.always_on is False)


class Efforts:
    """The effort of each hop of a graph, worked out when a search comes by."""

    def __init__(self, graph: Graph, kinds: Mapping[str, ConnectionKind]) -> None:
        self._graph = graph
        self._kinds = kinds
        self._known: dict[int, int] = {}

    def __call__(self, hop: int) -> int:
        """The effort of that hop."""
        effort = self._known.get(hop)
        if effort is None:
            connection = self._graph.index.connections[self._graph.hops[hop]]
            effort = effort_of(connection, self._kinds[connection.kind])
            self._known[hop] = effort
        return effort


@dataclass(frozen=True, slots=True)
class Attacker:
    """攻撃者: somebody who holds some assets and wants others."""

    graph: Graph
    efforts: Efforts
    starts: tuple[int, ...]
    goals: frozenset[int]
    worst_case: bool = True
    """Unverified connections count as well as open ones."""

    @property
    def layer(self) -> Layer:
        """The hops that count."""
        return self.graph.worst if self.worst_case else self.graph.confirmed

    def easiest_path(self) -> Path | None:
        """The path of least effort to any goal; None: none is in reach."""
        return self._easiest(self.layer)

    def _easiest(self, layer: Layer) -> Path | None:
        trace = easiest(self.graph, layer, self.starts, effort=self.efforts, until=self.goals)
        return trace.nearest(self.goals)

    def routes(
        self, measures: Iterable[Measure] | None = None, *, most: int = MOST_ROUTES
    ) -> tuple[Route, ...]:
        """The easiest path, then the easiest that its cheapest stop leaves, and so on.

        Ends when nothing is left, when a path cannot be stopped, or after `most`. `measures`
        replaces the recorded ones.
        """
        graph = self.graph
        field = lay_out(graph, self.layer, {"": self.starts}, self.goals)
        hops = [step.hop for step in field.ways.steps]
        tools = toolbox(graph, measures_of(graph, hops) if measures is None else measures, hops)
        found: list[Route] = []
        taken: frozenset[int] = frozenset()
        closed: frozenset[int] = frozenset()
        while len(found) < most:
            path = self._easiest(graph.layer([hop for hop in hops if hop not in closed]))
            if path is None:
                break
            way = graph.hop_numbers(path.all_connections)
            stop = cheapest_stop(tools, way, taken)
            chosen = tuple(tools.measures[place] for place in sorted(stop))
            found.append(Route(path, sum(map(self.efforts, way)), chosen))
            if not stop:
                break
            taken |= stop
            closed = tools.closed_by(taken)
        return tuple(found)


def vendor_attacker(graph: Graph, kinds: Mapping[str, ConnectionKind], party: str) -> Attacker:
    """Somebody inside a vendor: holds all that it owns, wants the hospital's core assets."""
    owned = in_text_order(graph, graph.roles.owned.get(party, ()))
    return Attacker(graph, Efforts(graph, kinds), owned, frozenset(graph.cores))

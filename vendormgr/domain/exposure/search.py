"""What an attacker can hold, and the fewest or easiest connections that lead there."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from vendormgr.domain.exposure.graph import Graph, Layer, Sparse
from vendormgr.domain.exposure.path import Path

NONE = -1
"""No hop: a start, or not reached."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How each asset is reached best from the starts of one search."""

    graph: Graph
    by: Mapping[int, int]
    """Reached asset to the hop that reaches it, NONE for a start; those that come first in
    (connections on the way, their text order) stand first."""

    def path(self, asset: int) -> Path | None:
        """The way to the asset, with the ways to what its hops need; None: out of reach."""
        if asset not in self.by:
            return None
        chain = self._chain(asset)
        return make_path(self.graph, asset, chain, self._support(chain))

    def nearest(self, assets: Collection[int]) -> Path | None:
        """The way to that of the assets which stands first; None: all are out of reach."""
        return next((self.path(asset) for asset in self.by if asset in assets), None)

    def _chain(self, asset: int) -> list[int]:
        hops = []
        while (hop := self.by[asset]) != NONE:
            hops.append(hop)
            asset = self.graph.tail[hop]
        return hops[::-1]

    def _support(self, chain: list[int]) -> list[tuple[int, list[int]]]:
        """Needed asset with the chain that reaches it; what is held from the start is left out."""
        support: dict[int, list[int]] = {}
        todo = deque([chain])
        while todo:
            for hop in todo.popleft():
                for need in self.graph.needs.get(hop, ()):
                    if need not in support and self.by[need] != NONE:
                        support[need] = self._chain(need)
                        todo.append(support[need])
        return list(support.items())


def make_path(
    graph: Graph, asset: int, chain: Sequence[int], support: Iterable[tuple[int, list[int]]] = ()
) -> Path:
    """The path over these hops; an empty chain is the asset alone."""
    start = graph.tail[chain[0]] if chain else asset
    return Path(
        assets=(graph.assets[start], *(graph.assets[graph.head[hop]] for hop in chain)),
        connections=tuple(graph.hops[hop] for hop in chain),
        support=tuple(make_path(graph, need, hops) for need, hops in support),
    )


def reach(graph: Graph, layer: Layer, starts: Iterable[int]) -> bytearray:
    """A flag per asset: whether it can be held, the starts among them."""
    held = bytearray(len(graph.assets))
    todo = list(starts)
    for asset in todo:
        held[asset] = 1
    head, out, waiting = graph.head, layer.out, layer.waiting
    while todo:
        asset = todo.pop()
        for hop in out[asset]:
            to = head[hop]
            if not held[to]:
                held[to] = 1
                todo.append(to)
        for hop in waiting[asset]:
            to = head[hop]
            if not held[to] and all(held[premise] for premise in graph.premises(hop)):
                held[to] = 1
                todo.append(to)
    return held


def shortest(graph: Graph, layer: Layer, starts: Collection[int]) -> Trace:
    """The fewest connections to every asset; ties: the ids that come first in text order.

    Where a hop needs several assets, the connections that reach each of them are counted.
    """
    if layer.joint:
        return easiest(graph, layer, starts, effort=lambda _: 1)
    return _breadth_first(graph, layer.out, starts)


def easiest(
    graph: Graph,
    layer: Layer,
    starts: Collection[int],
    *,
    effort: Callable[[int], int],
    until: Collection[int] = (),
) -> Trace:
    """The least effort to every asset; ties: fewest connections, then their text order.

    `effort` of a hop is at least 1. With `until`, the search may end once the nearest of these
    assets is known; what lies further away then counts as out of reach. It costs as much as what
    it explores, however large the estate.
    Source: Knuth 1977, A generalization of Dijkstra's algorithm.
    """
    found = _least_effort(graph, layer, starts, effort, frozenset(until))
    return _breadth_first(graph, _tight(graph, layer, found, effort), starts)


@dataclass(frozen=True, slots=True)
class _Costs:
    of: dict[int, int]
    """Reached asset to what reaching it costs, the cheapest first. No list of all assets: one
    vendor's search must not grow with the estate around it."""


def _least_effort(
    graph: Graph,
    layer: Layer,
    starts: Collection[int],
    effort: Callable[[int], int],
    until: frozenset[int],
) -> _Costs:
    head, out = graph.head, layer.out
    cost: dict[int, int] = {}
    # Many assets share a cost, so they wait in one list for each cost.
    waiting = {0: list(starts)}
    costs = [0]
    while costs:
        spent = heappop(costs)
        fresh = [asset for asset in dict.fromkeys(waiting.pop(spent)) if asset not in cost]
        cost.update(dict.fromkeys(fresh, spent))
        if not until.isdisjoint(fresh):
            break
        for asset in fresh:
            for hop in out[asset]:
                if head[hop] not in cost:
                    _wait(waiting, costs, spent + effort(hop), head[hop])
            for hop in layer.waiting[asset]:
                steps = [cost.get(premise, NONE) for premise in graph.premises(hop)]
                if NONE not in steps and head[hop] not in cost:
                    _wait(waiting, costs, sum(steps) + effort(hop), head[hop])
    return _Costs(cost)


def _wait(waiting: dict[int, list[int]], costs: list[int], cost: int, asset: int) -> None:
    line = waiting.get(cost)
    if line is None:
        line = waiting[cost] = []
        heappush(costs, cost)
    line.append(asset)


def _tight(graph: Graph, layer: Layer, costs: _Costs, effort: Callable[[int], int]) -> Sparse:
    """Asset to the hops by which something is reached at its cost, in text order."""
    head, cost = graph.head, costs.of
    tight = Sparse()
    for asset, spent in cost.items():
        hops = [hop for hop in layer.out[asset] if cost.get(head[hop]) == spent + effort(hop)]
        if hops:
            tight[asset] = hops
    if not layer.joint:
        return tight
    for hop in {hop for asset in cost for hop in layer.waiting[asset]}:
        steps = [cost.get(premise, NONE) for premise in graph.premises(hop)]
        if NONE not in steps and cost.get(head[hop]) == sum(steps) + effort(hop):
            tight.add(graph.tail[hop], hop)
            tight[graph.tail[hop]].sort()
    return tight


def _breadth_first(graph: Graph, out: list[list[int]] | Sparse, starts: Collection[int]) -> Trace:
    """The fewest hops to every asset, level by level, ties in text order."""
    # Within a level assets stand in the text order of their connection lists, so the first hop to
    # find an asset is the right one; only the first level must be sorted.
    by = dict.fromkeys(starts, NONE)
    head = graph.head
    level = []
    for hop in sorted(hop for asset in by for hop in out[asset]):
        if (to := head[hop]) not in by:
            by[to] = hop
            level.append(to)
    while level:
        following = []
        for asset in level:
            for hop in out[asset]:
                if (to := head[hop]) not in by:
                    by[to] = hop
                    following.append(to)
        level = following
    return Trace(graph, by)

"""Who can hold what, for many attackers at once: one bit per attacker, pushed through the graph.

Assets that reach each other hold the same bits, so the graph is first folded into its strongly
connected components (Tarjan 1972); one pass in topological order then carries all bits, and joint
hops are applied until nothing changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from vendormgr.domain.exposure.graph import Graph, Layer


def spread(graph: Graph, layer: Layer, seeds: Mapping[int, int]) -> list[int]:
    """Asset to the bits of all attackers that can hold it; a seed holds its own bits."""
    folded = fold(graph, layer, seeds)
    place, bits = folded.place, [0] * len(folded.next)
    for asset, own in seeds.items():
        bits[place[asset]] |= own
    # Components are numbered sinks first, so counting down is topological order.
    for group in range(len(bits) - 1, -1, -1):
        here = bits[group]
        if here:
            for other in folded.next[group]:
                # Sharing one big number is far cheaper than making an equal one.
                known = bits[other]
                if known is not here:
                    bits[other] = known | here if known else here
    if layer.joint:
        _apply_joint(graph, layer, folded, bits)
    return [bits[group] if group >= 0 else 0 for group in place]


@dataclass(frozen=True, slots=True)
class Folded:
    """Components of what the seeds can reach; place is -1 for everything else."""

    place: list[int]
    next: list[list[int]]
    """Component to the components that its plain hops lead to, always with lower numbers."""


def fold(graph: Graph, layer: Layer, seeds: Iterable[int]) -> Folded:
    """The strongly connected components of the plain hops, sinks first.

    Joint hops open the way to assets that plain hops do not reach, so their ends count as seeds.
    """
    head = graph.head
    following = [[head[hop] for hop in layer.out[asset]] for asset in range(len(graph.assets))]
    roots = [*seeds, *(head[hop] for hop in layer.joint)]
    place = components(following, roots)
    size = max(place, default=-1) + 1
    leads: list[list[int]] = [[] for _ in range(size)]
    for asset, group in enumerate(place):
        if group >= 0:
            onward = leads[group]
            for to in following[asset]:
                if place[to] != group:
                    onward.append(place[to])
    return Folded(place, leads)


def components(following: list[list[int]], roots: Iterable[int]) -> list[int]:
    """Tarjan's components without recursion, in the form of Pearce 2016: one number per asset."""
    count = 0
    depth = 1
    low = [0] * len(following)
    place = [-1] * len(following)
    stack: list[int] = []
    for root in roots:
        if low[root]:
            continue
        low[root] = depth
        depth += 1
        trail: list[tuple[int, int, Iterator[int]]] = [(root, low[root], iter(following[root]))]
        while trail:
            asset, own, onward = trail[-1]
            for to in onward:
                if not low[to]:
                    low[to] = depth
                    trail.append((to, depth, iter(following[to])))
                    depth += 1
                    break
                if place[to] < 0 and low[to] < low[asset]:
                    low[asset] = low[to]
            else:
                trail.pop()
                if trail and low[asset] < low[trail[-1][0]]:
                    low[trail[-1][0]] = low[asset]
                if low[asset] < own:
                    stack.append(asset)
                    continue
                while stack and low[stack[-1]] >= own:
                    place[stack.pop()] = count
                place[asset] = count
                count += 1
    return place


def _apply_joint(graph: Graph, layer: Layer, folded: Folded, bits: list[int]) -> None:
    place = folded.place
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for hop in layer.joint:
        for asset in graph.premises(hop):
            if place[asset] >= 0:
                waiting[place[asset]].append(hop)
    todo = list(layer.joint)
    while todo:
        fresh: dict[int, int] = {}
        for hop in dict.fromkeys(todo):
            group = place[graph.head[hop]]
            gained = _common(graph, hop, place, bits) & ~bits[group]
            if gained:
                fresh[group] = fresh.get(group, 0) | gained
        todo = [hop for group in _push(folded, bits, fresh) for hop in waiting.get(group, ())]


def _common(graph: Graph, hop: int, place: list[int], bits: list[int]) -> int:
    common = -1
    for asset in graph.premises(hop):
        common &= bits[place[asset]] if place[asset] >= 0 else 0
    return common


def _push(folded: Folded, bits: list[int], fresh: dict[int, int]) -> list[int]:
    """Carry new bits onward in topological order; the components that gained any."""
    queue: list[int] = []
    for group in fresh:
        heappush(queue, -group)
    changed = []
    while queue:
        group = -heappop(queue)
        gained = fresh.pop(group, 0) & ~bits[group]
        if not gained:
            continue
        bits[group] |= gained
        changed.append(group)
        for other in folded.next[group]:
            if gained & ~bits[other]:
                if other not in fresh:
                    heappush(queue, -other)
                fresh[other] = fresh.get(other, 0) | gained
    return changed

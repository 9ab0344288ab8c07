"""対策の順序: the measures of a plan in the order that helps most, with what each adds."""

from collections.abc import Collection
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import inf

from vendormgr.domain.exposure.field import Field, Pair
from vendormgr.domain.exposure.measures import Toolbox, is_own
from vendormgr.domain.portfolio import Measure

FEW = 60
"""Up to so many measures, each turn looks for the best of those left; more are ranked once."""
Rank = tuple[float, float]
"""Pairs parted and connections closed for one unit of cost, both negative: the best comes first."""
UNRANKED: Rank = (-inf, -inf)


@dataclass(frozen=True, slots=True)
class PlanStep:
    """計画の一段: a measure in its turn, with what it adds to those before."""

    measure: Measure
    closes: tuple[str, ...]
    """Connections that are closed from now on, in text order."""
    stops: tuple[Pair, ...]
    """Who can no longer reach what from now on."""


def in_order(field: Field, tools: Toolbox, chosen: Collection[int]) -> tuple[PlanStep, ...]:
    """The chosen measures with what each adds: the hospital's own first, then gain for cost."""
    rank = _by_turns if len(chosen) <= FEW else _by_traffic
    order = rank(field, tools, sorted(chosen))
    return tuple(_steps(field, tools, order))


def _by_turns(field: Field, tools: Toolbox, chosen: list[int]) -> list[int]:
    """At each turn what parts most attackers from core assets for its cost; ties by id.

    A gain is worked out again only when a measure comes up, or when one was taken that sets
    anything on the same connection: other measures rarely gain from what is taken before them.
    """
    order: list[int] = []
    for own in (True, False):
        queue = [(UNRANKED, place) for place in chosen if is_own(tools.measures[place]) is own]
        while queue:
            best = _next(field, tools, order, queue)
            order.append(best)
            near = tools.neighbours(best)
            queue = [(UNRANKED if one in near else rank, one) for rank, one in queue]
    return order


def _next(field: Field, tools: Toolbox, taken: list[int], queue: list[tuple[Rank, int]]) -> int:
    """Take the best measure out of the queue, whose ranks may be old."""
    before = _pairs(field, tools.closed_by(taken))
    ranked: set[int] = set()
    heapify(queue)
    while True:
        _, place = heappop(queue)
        if place in ranked:
            return place
        ranked.add(place)
        closed = tools.closed_by((*taken, place))
        cost = max(tools.costs[place], 1)
        rank = (_pairs(field, closed) - before) / cost, -len(closed) / cost
        heappush(queue, (rank, place))


def _pairs(field: Field, closed: frozenset[int]) -> int:
    return sum(bits.bit_count() for bits in field.reached(closed).values())


def _by_traffic(field: Field, tools: Toolbox, chosen: list[int]) -> list[int]:
    """Once for all: how many attackers come by at the connections that it helps to close."""
    held = field.ways.spread(field.seeds)
    closed = tools.closed_by(chosen)
    tail = field.graph.tail

    def rank(place: int) -> tuple[bool, float, int]:
        passing = 0
        for hop in closed.intersection(tools.touched[place]):
            passing |= held.get(tail[hop], 0)
        worth = passing.bit_count() / max(tools.costs[place], 1)
        return not is_own(tools.measures[place]), -worth, place

    return sorted(chosen, key=rank)


def _steps(field: Field, tools: Toolbox, order: list[int]) -> list[PlanStep]:
    """Read backwards: what comes open again without the last measure is what it closes."""
    steps = []
    hops, cores = field.graph.hops, field.cores
    picked = set(order)
    closed = set(tools.closed_by(picked))
    bits = field.ways.spread(field.seeds, closed)
    for place in reversed(order):
        picked.discard(place)
        opened = [
            hop for hop in tools.touched[place] if hop in closed and not tools.closes(hop, picked)
        ]
        closed.difference_update(opened)
        gains = field.ways.reopen(bits, opened, closed)
        step = PlanStep(
            measure=tools.measures[place],
            closes=tuple(hops[hop] for hop in sorted(opened)),
            stops=field.pairs({core: gains[core] for core in cores.intersection(gains)}),
        )
        steps.append(step)
    return steps[::-1]

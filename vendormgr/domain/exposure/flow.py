"""Smallest cuts of a network without joint hops: maximum flow, and every cut of that size.

Source: Dinic 1970; Picard and Queyranne 1980 for the structure of all minimum cuts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from vendormgr.domain.exposure.spread import components

SOURCE, SINK = 0, 1
ENDLESS = 1 << 40
"""Capacity of an edge that must not be cut; more than all others together."""


@dataclass(slots=True)
class Network:
    """Edges with what is left of their capacity; edge n has its way back at n ^ 1."""

    size: int
    to: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    edges: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.edges = [[] for _ in range(self.size)]

    def add(self, tail: int, head: int, capacity: int) -> int:
        """The number of the new edge."""
        number = len(self.to)
        self.to += (head, tail)
        self.left += (capacity, 0)
        self.edges[tail].append(number)
        self.edges[head].append(number + 1)
        return number

    def fill(self) -> int | None:
        """Push as much as fits from SOURCE to SINK; None: there is no limit to it."""
        total = 0
        while total < ENDLESS:
            level = self._levels()
            if not level[SINK]:
                return total
            total += self._block(level)
        return None

    def _levels(self) -> list[int]:
        level = [0] * self.size
        level[SOURCE] = 1
        todo = [SOURCE]
        for node in todo:
            for edge in self.edges[node]:
                if self.left[edge] and not level[self.to[edge]]:
                    level[self.to[edge]] = level[node] + 1
                    todo.append(self.to[edge])
        return level

    def _block(self, level: list[int]) -> int:
        """Use up every shortest way; the amount pushed."""
        to = self.to
        current = [0] * self.size
        total = 0
        trail: list[int] = []
        node = SOURCE
        while True:
            step = self._step(node, level, current)
            if step is not None:
                trail.append(step)
                node = to[step]
                if node == SINK:
                    total += self._push(trail)
                    node = to[trail[-1]] if trail else SOURCE
            elif trail:
                node = to[trail.pop() ^ 1]
                current[node] += 1
            else:
                return total

    def _step(self, node: int, level: list[int], current: list[int]) -> int | None:
        """The next edge of the node that leads towards the sink; used up ones are left behind."""
        edges, wanted = self.edges[node], level[node] + 1
        for place in range(current[node], len(edges)):
            edge = edges[place]
            if self.left[edge] and level[self.to[edge]] == wanted:
                current[node] = place
                return edge
        current[node] = len(edges)
        return None

    def _push(self, trail: list[int]) -> int:
        """Send what fits along the trail, which ends before its first edge that is now full."""
        left = self.left
        amount = min(left[edge] for edge in trail)
        for edge in trail:
            left[edge] -= amount
            left[edge ^ 1] += amount
        del trail[next(place for place, edge in enumerate(trail) if not left[edge]) :]
        return amount


def smallest_sets(
    network: Network, edges: Sequence[int], limit: int
) -> tuple[list[list[int]], bool]:
    """Places in `edges` of every smallest cut, in order, up to the limit; and whether that is all.

    The network must be filled, and these edges of capacity 1 must be all that may be cut.
    """
    search = _CutSearch(network, edges)
    found = list(islice(search.cuts(), limit + 1))
    return found[:limit], len(found) <= limit


@dataclass(frozen=True, slots=True)
class _Choice:
    place: int
    taken: bool
    mark: int


class _CutSearch:
    """Which side of the cut each component of the filled network stands on.

    What SOURCE's side can still send anything to must be on its side as well, so every smallest
    cut is a choice that keeps these implications; an edge that is not cut adds one more. A partial
    choice that contradicts none of them can be completed, so nothing is tried in vain.
    """

    def __init__(self, network: Network, edges: Sequence[int]) -> None:
        to, left = network.to, network.left
        onward = [[to[e] for e in out if left[e]] for out in network.edges]
        group = components(onward, range(network.size))
        count = max(group) + 1
        self._implies: list[list[int]] = [[] for _ in range(count)]
        self._implied_by: list[list[int]] = [[] for _ in range(count)]
        for node, heads in enumerate(onward):
            for head in heads:
                if group[node] != group[head]:
                    self._imply(group[node], group[head])
        self._ends = {
            place: (group[to[edge ^ 1]], group[to[edge]])
            for place, edge in enumerate(edges)
            if not left[edge] and group[to[edge ^ 1]] != group[to[edge]]
        }
        self._side: list[bool | None] = [None] * count
        """True: with SOURCE."""
        self._trail: list[int] = []
        self._put(group[SOURCE], side=True)
        self._put(group[SINK], side=False)

    def cuts(self) -> Iterator[list[int]]:
        """Every smallest cut, those with the earliest edges first."""
        order = list(self._ends)
        choices: list[_Choice] = []
        at = 0
        while True:
            if at < len(order):
                at = self._decide(order, at, choices)
                continue
            yield [place for place in order if self._is_cut(place)]
            back = self._go_back(choices, order)
            if back is None:
                return
            at = back

    def _decide(self, order: list[int], at: int, choices: list[_Choice]) -> int:
        """Settle the edge at that place of the order, cutting it if possible; the next place."""
        tail, head = self._ends[order[at]]
        if self._side[tail] is False or self._side[head] is True or self._is_cut(order[at]):
            return at + 1
        mark = len(self._trail)
        taken = self._put(tail, side=True) and self._put(head, side=False)
        if taken:
            choices.append(_Choice(at, taken, mark))
            return at + 1
        self._undo(mark)
        self._spare(at, order, choices)
        return at + 1

    def _go_back(self, choices: list[_Choice], order: list[int]) -> int | None:
        """Undo up to the last edge that can also be spared; the place after it, None: done."""
        while choices:
            last = choices.pop()
            self._undo(last.mark)
            if not last.taken:
                tail, head = self._ends[order[last.place]]
                self._implies[tail].remove(head)
                self._implied_by[head].remove(tail)
            elif self._spare(last.place, order, choices):
                return last.place + 1
        return None

    def _spare(self, at: int, order: list[int], choices: list[_Choice]) -> bool:
        """Leave the edge whole: its head stands with SOURCE whenever its tail does."""
        tail, head = self._ends[order[at]]
        mark = len(self._trail)
        self._imply(tail, head)
        choices.append(_Choice(at, False, mark))
        fits = True
        if self._side[tail] is True:
            fits = self._put(head, side=True)
        elif self._side[head] is False:
            fits = self._put(tail, side=False)
        return fits

    def _is_cut(self, place: int) -> bool:
        tail, head = self._ends[place]
        return self._side[tail] is True and self._side[head] is False

    def _imply(self, group: int, other: int) -> None:
        self._implies[group].append(other)
        self._implied_by[other].append(group)

    def _put(self, group: int, *, side: bool) -> bool:
        """Put a component on a side with all that follows; False: it contradicts."""
        follows = self._implies if side else self._implied_by
        todo = [group]
        while todo:
            one = todo.pop()
            if self._side[one] is None:
                self._side[one] = side
                self._trail.append(one)
                todo += follows[one]
            elif self._side[one] is not side:
                return False
        return True

    def _undo(self, mark: int) -> None:
        while len(self._trail) > mark:
            self._side[self._trail.pop()] = None

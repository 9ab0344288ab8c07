"""The hops that lead from some starts to some goals, and single ways over them."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vendormgr.domain.exposure.graph import Graph, Layer
from vendormgr.domain.exposure.search import reach

NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One hop: all of `premises` must be held, nothing when there are none."""

    hop: int
    premises: tuple[int, ...]
    head: int


class Ways:
    """Steps that can be searched again and again while some of them are closed."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.steps = tuple(steps)
        self._free = [step for step in self.steps if not step.premises]
        self._onward: defaultdict[int, list[Step]] = defaultdict(list)
        for step in self.steps:
            for asset in step.premises:
                self._onward[asset].append(step)
        self._by_hop = {step.hop: step for step in self.steps}
        self._entering: defaultdict[int, list[Step]] = defaultdict(list)
        for step in self.steps:
            self._entering[step.head].append(step)

    def leaving(self, asset: int) -> Sequence[Step]:
        """The steps that need the asset."""
        return self._onward.get(asset, ())

    def entering(self, asset: int) -> Sequence[Step]:
        """The steps that lead to the asset."""
        return self._entering.get(asset, ())

    def proof(
        self, begin: Iterable[int], goals: Collection[int], closed: Collection[int] = NOTHING
    ) -> list[int] | None:
        """The hops of a short way to a goal without the closed ones; None: there is none.

        Hops are ascending, each needed for this way. A goal among the starts needs no hop. Of
        several short ways, the order of the starts decides.
        """
        by: dict[int, Step] = {}
        for step in self._taken(begin, closed):
            by[step.head] = step
            if step.head in goals:
                return _unfold(by, step.head)
        return [] if any(asset in goals for asset in begin) else None

    def proofs(
        self,
        begin: Collection[int],
        goals: Collection[int],
        closed: Collection[int],
        changeable: Collection[int],
    ) -> Iterator[list[int]]:
        """Ways in although these hops are closed, with no changeable hop in two of them.

        A way without any changeable hop is the last one.
        """
        shut = set(closed)
        while (proof := self.proof(begin, goals, shut)) is not None:
            yield proof
            used = [hop for hop in proof if hop in changeable]
            if not used:
                return
            shut.update(used)

    def _taken(self, begin: Iterable[int], closed: Collection[int]) -> Iterator[Step]:
        """The steps that reach something new, nearest first."""
        queue = deque(dict.fromkeys(begin))
        held = set(queue)
        missing: dict[int, int] = {}
        ready = [step for step in self._free if step.hop not in closed]
        while True:
            for step in ready:
                if step.head not in held:
                    held.add(step.head)
                    queue.append(step.head)
                    yield step
            if not queue:
                return
            ready = []
            for step in self._onward.get(queue.popleft(), ()):
                if step.hop in closed or step.head in held:
                    continue
                if len(step.premises) > 1:
                    left = missing.get(step.hop, len(step.premises)) - 1
                    missing[step.hop] = left
                    if left:
                        continue
                ready.append(step)

    def spread(self, seeds: Mapping[int, int], closed: Collection[int] = NOTHING) -> dict[int, int]:
        """Asset to the bits of all attackers that can hold it although these hops are closed."""
        bits = dict(seeds)
        self._carry(bits, seeds, closed, {})
        return bits

    def reopen(
        self, bits: dict[int, int], hops: Iterable[int], closed: Collection[int]
    ) -> Mapping[int, int]:
        """Add to the bits what follows when these hops are no longer among the closed ones.

        The bits that were added, for assets that gained any.
        """
        steps = [self._by_hop[hop] for hop in hops if hop in self._by_hop]
        gains: dict[int, int] = {}
        begin = {premise for step in steps for premise in step.premises if premise in bits}
        self._carry(bits, begin, closed, gains)
        return gains

    def _carry(
        self,
        bits: dict[int, int],
        begin: Iterable[int],
        closed: Collection[int],
        gains: dict[int, int],
    ) -> None:
        queue = deque(begin)
        waiting = set(queue)
        onward = self._onward
        while queue:
            asset = queue.popleft()
            waiting.discard(asset)
            held = bits[asset]
            for step in onward.get(asset, ()):
                if step.hop in closed:
                    continue
                gained = held if len(step.premises) == 1 else common(bits, step)
                known = bits.get(step.head, 0)
                fresh = gained & ~known
                if fresh:
                    bits[step.head] = known | fresh
                    gains[step.head] = gains.get(step.head, 0) | fresh
                    if step.head not in waiting:
                        waiting.add(step.head)
                        queue.append(step.head)


def common(bits: Mapping[int, int], step: Step) -> int:
    """The bits of all attackers that hold everything the step needs."""
    common = -1
    for premise in step.premises:
        common &= bits.get(premise, 0)
    return common


def _unfold(by: Mapping[int, Step], goal: int) -> list[int]:
    hops = []
    seen = {goal}
    todo = [goal]
    while todo:
        step = by.get(todo.pop())
        if step is None:
            continue
        hops.append(step.hop)
        fresh = [asset for asset in step.premises if asset not in seen]
        seen.update(fresh)
        todo += fresh
    return sorted(hops)


def relevant_steps(
    graph: Graph,
    layer: Layer,
    begin: Collection[int],
    goals: Iterable[int],
    *,
    end_at: Collection[int] = NOTHING,
) -> list[Step]:
    """The steps that can be taken and lead on to a goal, in the text order of their connections.

    Nothing goes on from the assets of `end_at`.
    """
    held = reach(graph, layer, begin)
    steps = []
    seen = {goal for goal in goals if held[goal]}
    todo = list(seen)
    while todo:
        asset = todo.pop()
        for hop in layer.entering[asset]:
            premises = graph.premises(hop)
            if all(held[p] and p not in end_at for p in premises):
                steps.append(Step(hop, premises, asset))
                fresh = [p for p in premises if p not in seen]
                seen.update(fresh)
                todo += fresh
    return sorted(steps, key=lambda step: step.hop)

"""What stands between the starts and the core assets: the hops that any way in must use some of.

Hops that no way can use are left out, what is held from the start is not needed any more, and a
hop that then needs one thing only is a plain edge.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from vendormgr.domain.exposure.graph import Graph, Layer
from vendormgr.domain.exposure.search import reach


@dataclass(frozen=True, slots=True)
class Step:
    """One hop: all of `premises` must be held, none when starts are enough."""

    hop: int
    premises: tuple[int, ...]
    head: int


@dataclass(frozen=True, slots=True)
class Siege:
    """The steps that lead from starts to core assets, in the text order of their connections."""

    steps: tuple[Step, ...]
    cores: frozenset[int]
    """Core assets that are reached at present."""
    lost: bool
    """A core asset is itself a start: nothing can be closed to keep it."""

    @property
    def joint(self) -> bool:
        """Whether any step needs several things at once."""
        return any(len(step.premises) > 1 for step in self.steps)

    def proofs(self, closed: Collection[int], changeable: Collection[int]) -> Iterator[list[int]]:
        """Ways in although these hops are closed, as hops, with no changeable hop in two of them.

        A way without any changeable hop is the last one.
        """
        shut = set(closed)
        while (proof := self.proof(shut)) is not None:
            yield proof
            used = [hop for hop in proof if hop in changeable]
            if not used:
                return
            shut.update(used)

    def proof(self, closed: Collection[int]) -> list[int] | None:
        """The hops of one way to a core asset without the closed ones; None: there is none."""
        entering: defaultdict[int, list[Step]] = defaultdict(list)
        missing: dict[int, int] = {}
        ready: deque[Step] = deque()
        for step in self.steps:
            if step.hop in closed:
                continue
            missing[step.hop] = len(step.premises)
            if not step.premises:
                ready.append(step)
            for asset in step.premises:
                entering[asset].append(step)
        by: dict[int, Step] = {}
        while ready:
            step = ready.popleft()
            if step.head in by:
                continue
            by[step.head] = step
            if step.head in self.cores:
                return _unfold(by, step.head)
            for onward in entering[step.head]:
                missing[onward.hop] -= 1
                if not missing[onward.hop]:
                    ready.append(onward)
        return None


def _unfold(by: dict[int, Step], goal: int) -> list[int]:
    hops = []
    seen = {goal}
    todo = [goal]
    while todo:
        step = by[todo.pop()]
        hops.append(step.hop)
        fresh = [asset for asset in step.premises if asset not in seen]
        seen.update(fresh)
        todo += fresh
    return sorted(hops)


def lay_siege(graph: Graph, layer: Layer, starts: Collection[int], cores: Iterable[int]) -> Siege:
    """The steps of the layer that matter between these starts and these core assets."""
    begin, goals = frozenset(starts), frozenset(cores)
    held = reach(graph, layer, begin)
    reached = frozenset(core for core in goals if held[core])
    entering = _entering(graph, layer)
    steps = []
    seen = set(reached)
    todo = list(reached)
    while todo:
        asset = todo.pop()
        for hop in entering.get(asset, ()):
            premises = graph.premises(hop)
            # A way that goes on from a core asset has already reached one.
            if any(not held[p] or p in goals for p in premises) or asset in begin:
                continue
            further = tuple(p for p in premises if p not in begin)
            steps.append(Step(hop, further, asset))
            fresh = [p for p in further if p not in seen]
            seen.update(fresh)
            todo += fresh
    steps.sort(key=lambda step: step.hop)
    return Siege(tuple(steps), reached, lost=bool(begin & goals))


def _entering(graph: Graph, layer: Layer) -> dict[int, list[int]]:
    entering: defaultdict[int, list[int]] = defaultdict(list)
    for hops in (*layer.out, layer.joint):
        for hop in hops:
            entering[graph.head[hop]].append(hop)
    return entering

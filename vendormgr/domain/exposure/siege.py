"""What stands between the starts and the core assets: the hops that any way in must use some of.

What is held from the start is not needed any more, and a hop that then needs one thing only is a
plain edge of a network.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass

from vendormgr.domain.exposure.graph import Graph, Layer
from vendormgr.domain.exposure.groups import Groups
from vendormgr.domain.exposure.ways import Step, Ways, relevant_steps


@dataclass(frozen=True, slots=True)
class Siege:
    """The steps that lead from starts to core assets, without the starts themselves."""

    ways: Ways
    cores: frozenset[int]
    """Core assets that are reached at present."""
    lost: bool
    """A core asset is itself a start: nothing can be closed to keep it."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """In the text order of their connections."""
        return self.ways.steps

    @property
    def joint(self) -> bool:
        """Whether any step needs several things at once."""
        return any(len(step.premises) > 1 for step in self.steps)

    def parts(self) -> list["Siege"]:
        """Parts that share no asset but starts and core assets, so that each is cut by itself."""
        groups = Groups()
        for step in self.steps:
            groups.join(asset for asset in (step.head, *step.premises) if asset not in self.cores)
        steps: defaultdict[Hashable, list[Step]] = defaultdict(list)
        for step in self.steps:
            inner = next((a for a in (*step.premises, step.head) if a not in self.cores), None)
            # A hop from a start straight to a core asset is a part of its own.
            steps[("hop", step.hop) if inner is None else groups.of(inner)].append(step)
        return [Siege(Ways(some), self.cores, self.lost) for some in steps.values()]

    def proofs(self, closed: Collection[int], changeable: Collection[int]) -> Iterator[list[int]]:
        """Ways in although these hops are closed; see Ways.proofs."""
        return self.ways.proofs((), self.cores, closed, changeable)


def lay_siege(graph: Graph, layer: Layer, starts: Collection[int], cores: Iterable[int]) -> Siege:
    """The steps of the layer that matter between these starts and these core assets."""
    begin, goals = frozenset(starts), frozenset(cores)
    # A way that goes on from a core asset has already reached one.
    found = relevant_steps(graph, layer, begin, goals, end_at=goals)
    steps = [
        Step(step.hop, tuple(p for p in step.premises if p not in begin), step.head)
        for step in found
        if step.head not in begin
    ]
    reached = frozenset(step.head for step in steps if step.head in goals)
    return Siege(Ways(steps), reached, lost=bool(begin & goals))

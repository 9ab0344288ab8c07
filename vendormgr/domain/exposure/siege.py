"""What stands between the starts and the core assets: the hops that any way in must use some of.

What is held from the start is not needed any more, and a hop that then needs one thing only is a
plain edge of a network.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from vendormgr.domain.exposure.graph import Graph, Layer
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

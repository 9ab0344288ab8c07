"""対策計画: the cheapest measures that keep every attacker away from every core system."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from vendormgr.domain.exposure.field import Field, Pair, lay_out, sources_of
from vendormgr.domain.exposure.graph import Graph, cores_of
from vendormgr.domain.exposure.measures import Toolbox, cheapest_stop, is_own, measures_of, toolbox
from vendormgr.domain.exposure.order import PlanStep, in_order
from vendormgr.domain.exposure.parts import independent
from vendormgr.domain.exposure.program import Program
from vendormgr.domain.exposure.reach import ones
from vendormgr.domain.portfolio import Measure
from vendormgr.domain.vocabulary import AttackMode

ENOUGH_ROUNDS = 1000
WAYS_AT_ONCE = 3
"""Ways taken for each attacker in one round; more make rounds fewer but longer."""


@dataclass(frozen=True, slots=True)
class Plan:
    """対策計画: exact unless the budget ended; then `cost - at_least` is what it may be off."""

    steps: tuple[PlanStep, ...]
    """The hospital's own measures first, then what helps most for its cost."""
    cost: int
    at_least: int
    """No plan that does the same costs less than this."""
    unstopped: tuple[Pair, ...]
    """What no measure stops, however many are carried out."""

    @property
    def is_optimal(self) -> bool:
        """Whether it is proven that no cheaper plan exists."""
        return self.cost == self.at_least


@dataclass(frozen=True, slots=True)
class Budget:
    """How much work a plan may take; what ends it leaves a plan that holds, with its gap."""

    rounds: int = ENOUGH_ROUNDS
    """How often ways that are still open may be added to the program."""
    seconds: float | None = None
    """For one round of the solver; None: until it is proven."""


NO_LIMIT = Budget()


@dataclass(frozen=True, slots=True)
class Aim:
    """What a plan is to achieve, and by whom."""

    modes: tuple[AttackMode, ...] = tuple(AttackMode)
    own_only: bool = False
    """Only measures that the hospital can carry out, alone or jointly."""
    worst_case: bool = True
    """Unverified connections count as well as open ones."""


EVERYTHING = Aim()


def make_plan(
    graph: Graph,
    aim: Aim = EVERYTHING,
    *,
    measures: Iterable[Measure] | None = None,
    budget: Budget = NO_LIMIT,
) -> Plan:
    """The cheapest measures after which no attacker reaches a core asset in the hospital.

    `measures` replaces the recorded ones.
    """
    layer = graph.worst if aim.worst_case else graph.confirmed
    field = lay_out(graph, layer, sources_of(graph, aim.modes), cores_of(graph))
    hops = [step.hop for step in field.ways.steps]
    offered = measures_of(graph, hops) if measures is None else measures
    usable = (one for one in offered if is_own(one) or not aim.own_only)
    return plan_for(field, usable, budget=budget)


def plan_for(field: Field, measures: Iterable[Measure], *, budget: Budget = NO_LIMIT) -> Plan:
    """The cheapest of these measures that part all attackers and core assets that they can."""
    graph = field.graph
    tools = toolbox(graph, measures, [step.hop for step in field.ways.steps])
    chosen: list[str] = []
    cost = at_least = 0
    for part, some in independent(field, tools):
        steps = [step.hop for step in part.ways.steps]
        solved = _Planner(part, toolbox(graph, some, steps)).solve(budget)
        chosen += solved.measures
        cost += solved.cost
        at_least += solved.at_least
    place = {measure.id: place for place, measure in enumerate(tools.measures)}
    return Plan(
        steps=in_order(field, tools, [place[id_] for id_ in chosen]),
        cost=cost,
        at_least=at_least,
        unstopped=field.pairs(field.reached(tools.closable())),
    )


@dataclass(frozen=True, slots=True)
class _Solved:
    measures: tuple[str, ...]
    cost: int
    at_least: int


class _Planner:
    """Ways in are collected until a cheapest choice that breaks all of them breaks every way."""

    def __init__(self, field: Field, tools: Toolbox) -> None:
        self._field = field
        self._tools = tools
        self._closable = tools.closable()
        self._unstopped = field.reached(self._closable)
        self._program = Program(tools.costs)
        self._claims: dict[int, int | None] = {}

    def solve(self, budget: Budget) -> _Solved:
        """The cheapest measures, proven as far as the budget allows."""
        chosen: frozenset[int] = frozenset()
        at_least = 0
        for _ in range(budget.rounds):
            choice = self._program.solve(seconds=budget.seconds)
            if choice is None:
                break
            chosen, at_least = choice.chosen, max(at_least, choice.at_least)
            if not self._demand_more(chosen):
                break
        chosen = self._completed(chosen)
        if self._cost(chosen) > at_least:
            chosen = self._thinned(chosen)
        ids = tuple(self._tools.measures[place].id for place in sorted(chosen))
        return _Solved(ids, self._cost(chosen), at_least)

    def _cost(self, chosen: Iterable[int]) -> int:
        costs = self._tools.costs
        return sum(costs[place] for place in chosen)

    def _demand_more(self, chosen: frozenset[int]) -> bool:
        """Ask the program to break ways that are still open; False: there are none."""
        found = False
        for way in self._open_ways(self._tools.closed_by(chosen)):
            found = True
            claims = (self._claim(hop) for hop in way if hop in self._closable)
            self._program.demand(claim for claim in claims if claim is not None)
        return found

    def _claim(self, hop: int) -> int | None:
        if hop not in self._claims:
            self._claims[hop] = self._tools.claim(self._program, hop)
        return self._claims[hop]

    def _open_ways(self, closed: frozenset[int]) -> Iterator[list[int]]:
        """Ways that measures can break but these closed hops do not; each only once."""
        field = self._field
        names = list(field.sources)
        seen: set[tuple[int, ...]] = set()
        for core, now in field.reached(closed).items():
            # By name: a plan among equals must not hang on the order of the document.
            for name in sorted(names[place] for place in ones(now & ~self._unstopped[core])):
                starts = field.sources[name]
                ways = field.ways.proofs(starts, {core}, closed, self._closable)
                for way in islice(ways, WAYS_AT_ONCE):
                    key = tuple(hop for hop in way if hop in self._closable)
                    if key not in seen:
                        seen.add(key)
                        yield way

    def _completed(self, chosen: frozenset[int]) -> frozenset[int]:
        """More measures until every way is broken; for when the budget ended before that."""
        while (way := next(self._open_ways(self._tools.closed_by(chosen)), None)) is not None:
            chosen |= cheapest_stop(self._tools, way, chosen)
        return chosen

    def _thinned(self, chosen: frozenset[int]) -> frozenset[int]:
        """Without measures that the others make superfluous, the dearest first."""
        costs = self._tools.costs
        for place in sorted(chosen, key=lambda one: (-costs[one], -one)):
            fewer = chosen - {place}
            if next(self._open_ways(self._tools.closed_by(fewer)), None) is None:
                chosen = fewer
        return chosen

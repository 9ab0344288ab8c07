"""最小の遮断: the fewest connections to close, and the fewest control changes that do it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, islice, product

from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.exposure.flow import ENDLESS, SINK, SOURCE, Network, smallest_sets
from vendormgr.domain.exposure.graph import Graph, build_graph, cores_of, starts_of
from vendormgr.domain.exposure.program import Choice, Program
from vendormgr.domain.exposure.siege import Siege, lay_siege
from vendormgr.domain.index import Index
from vendormgr.domain.vocabulary import AttackMode, Controller

MOST_SETS = 50
"""Source: scenarios, command line contract."""

Costs = Mapping[int, int]
"""Hop to what closing it costs; a hop that is not named cannot be closed."""


@dataclass(frozen=True, slots=True)
class OwnCuts:
    """医療機関だけで可能な遮断: when only its own or joint connections may change."""

    connections: int | None
    fixes: int | None


@dataclass(frozen=True, slots=True)
class Cuts:
    """最小の遮断: what keeps every core asset in the hospital out of reach; None: impossible."""

    connections: int | None
    """Fewest connections to close."""
    sets: tuple[tuple[str, ...], ...]
    """Every smallest set of connections, up to 50; each and all in text order."""
    sets_complete: bool
    fixes: int | None
    """Fewest single control changes; removing a connection is none of them."""
    hospital_controlled: OwnCuts


def cuts(index: Index, kinds: Mapping[str, ConnectionKind], mode: AttackMode) -> Cuts:
    """The smallest cuts in one attack mode, exact; open and unverified connections count.

    Raises:
        KeyError: A connection's kind is not among the kinds.
    """
    return cuts_of(build_graph(index, kinds), mode)


def cuts_of(graph: Graph, mode: AttackMode) -> Cuts:
    """The smallest cuts of a graph that is already there."""
    siege = lay_siege(graph, graph.worst, starts_of(graph, mode), cores_of(graph))
    if siege.lost:
        return Cuts(
            None, (), sets_complete=True, fixes=None, hospital_controlled=OwnCuts(None, None)
        )
    lines = {step.hop: 1 for step in siege.steps}
    fixes = {
        hop: len(fix) for hop in lines if (fix := graph.states[graph.hops[hop]].fix) is not None
    }
    own = {hop for hop in lines if _is_own(graph, hop)}
    sets, complete = _smallest_sets(siege)
    return Cuts(
        connections=len(sets[0]) if sets else None,
        sets=tuple(tuple(graph.hops[hop] for hop in one) for one in sets),
        sets_complete=complete,
        fixes=_least(siege, fixes),
        hospital_controlled=OwnCuts(
            connections=_least(siege, dict.fromkeys(own, 1)),
            fixes=_least(siege, {hop: cost for hop, cost in fixes.items() if hop in own}),
        ),
    )


def _is_own(graph: Graph, hop: int) -> bool:
    controller = graph.index.connections[graph.hops[hop]].controlled_by
    return controller in {Controller.HOSPITAL, Controller.JOINT}


def _least(siege: Siege, costs: Costs) -> int | None:
    """The least cost of closing every way; None: it cannot be done."""
    if not siege.joint:
        return _network(siege, costs)[0].fill()
    total = 0
    for part in siege.parts():
        least = _least_of_part(part, costs)
        if least is None:
            return None
        total += least
    return total


def _least_of_part(part: Siege, costs: Costs) -> int | None:
    if not part.joint:
        return _network(part, costs)[0].fill()
    own = {step.hop: costs[step.hop] for step in part.steps if step.hop in costs}
    choice = Closing(part, own).cheapest()
    return None if choice is None else choice.cost


def _smallest_sets(siege: Siege) -> tuple[list[list[int]], bool]:
    """Every smallest set of hops, up to the limit, and whether that is all."""
    if not siege.joint:
        return _sets_by_flow(siege)
    parts: list[list[list[int]]] = []
    total, complete = 1, True
    # Flow is cheaper than the solver, which then has to find no more than are still wanted.
    for part in sorted(siege.parts(), key=lambda part: part.joint):
        wanted = MOST_SETS // total + 1
        found, whole = _sets_by_solver(part, wanted) if part.joint else _sets_by_flow(part)
        parts.append(found)
        total *= len(found)
        complete = complete and whole
    chosen = islice(product(*parts), MOST_SETS)
    together = [sorted(chain.from_iterable(sets)) for sets in chosen]
    return sorted(together), complete and total <= MOST_SETS


def _sets_by_solver(part: Siege, limit: int) -> tuple[list[list[int]], bool]:
    lines = dict.fromkeys((step.hop for step in part.steps), 1)
    return Closing(part, lines).all_cheapest(limit)


def _sets_by_flow(siege: Siege) -> tuple[list[list[int]], bool]:
    hops = [step.hop for step in siege.steps]
    network, edges = _network(siege, dict.fromkeys(hops, 1))
    network.fill()
    found, complete = smallest_sets(network, edges, MOST_SETS)
    return [[hops[place] for place in one] for one in found], complete


def _network(siege: Siege, costs: Costs) -> tuple[Network, list[int]]:
    """The steps as edges of a network, in their order."""
    node: dict[int, int] = dict.fromkeys(siege.cores, SINK)
    for step in siege.steps:
        for asset in (*step.premises, step.head):
            if asset not in node:
                node[asset] = len(node) - len(siege.cores) + 2
    network = Network(len(node) - len(siege.cores) + 2)
    edges = [
        network.add(
            node[step.premises[0]] if step.premises else SOURCE,
            node[step.head],
            costs.get(step.hop, ENDLESS),
        )
        for step in siege.steps
    ]
    return network, edges


class Closing:
    """Closing hops where some need several assets at once: then no flow has the answer.

    Ways in are collected until a cheapest choice that breaks all of them breaks every way.
    """

    def __init__(self, siege: Siege, costs: Costs) -> None:
        self._siege = siege
        self._hops = sorted(costs)
        self._place = {hop: place for place, hop in enumerate(self._hops)}
        self._program = Program([costs[hop] for hop in self._hops])

    def cheapest(self) -> Choice | None:
        """A cheapest choice of places in the hops; None: some way cannot be closed."""
        while (choice := self._program.solve()) is not None:
            closed = {self._hops[place] for place in choice.chosen}
            done = True
            for proof in self._siege.proofs(closed, self._place.keys()):
                done = False
                self._program.demand(self._place[hop] for hop in proof if hop in self._place)
            if done:
                return choice
        return None

    def all_cheapest(self, limit: int) -> tuple[list[list[int]], bool]:
        """Every cheapest set of hops up to the limit, in order; and whether that is all."""
        found: list[list[int]] = []
        choice = first = self.cheapest()
        while choice is not None and first is not None and choice.cost == first.cost:
            if len(found) == limit:
                return sorted(found), False
            found.append(sorted(self._hops[place] for place in choice.chosen))
            if not choice.chosen:
                break
            self._program.forbid(choice.chosen)
            choice = self.cheapest()
        return sorted(found), True

"""対策: decisions that change several controls, and which connections they close together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from vendormgr.domain.exposure.graph import Graph
from vendormgr.domain.exposure.program import Program
from vendormgr.domain.exposure.states import ON_DEMAND, REMOVED, ConnectionState
from vendormgr.domain.portfolio import Measure
from vendormgr.domain.vocabulary import Controller, PathState

ALWAYS_ON = "always_on"


def measures_of(graph: Graph, hops: Iterable[int]) -> tuple[Measure, ...]:
    """The recorded measures that set anything on these hops.

    Where none are recorded at all, each useful control is its own, of cost 1.
    """
    if not graph.index.portfolio.measures:
        return single_measures(graph, hops)
    found = (one for hop in hops for one in graph.measures_on.get(graph.hops[hop], ()))
    return tuple({measure.id: measure for measure in found}.values())


def single_measures(graph: Graph, hops: Iterable[int]) -> tuple[Measure, ...]:
    """One measure of cost 1 for every control that could help to close one of these hops.

    Its id is CONNECTION.CONTROL, by whoever controls the connection.
    """
    return tuple(
        Measure(
            id=(key := f"{hop}.{ALWAYS_ON if name == ON_DEMAND else name}"),
            cost=1,
            by=graph.index.connections[hop].controlled_by,
            sets=(key,),
        )
        for hop in (graph.hops[number] for number in hops)
        for name in sorted(_useful(graph.states[hop]))
    )


def _useful(state: ConnectionState) -> set[str]:
    return {name for vector in state.vectors for way in vector.ways for name in way}


def is_own(measure: Measure) -> bool:
    """Whether the hospital can carry it out, alone or jointly; not known counts as no."""
    return measure.by in {Controller.HOSPITAL, Controller.JOINT}


def carried_out_by(doers: Iterable[Controller | None]) -> Controller | None:
    """Who carries several changes out: the side that has all of them, else both; None: not known.

    The one place that says so for plan, way, dashboard and paper.
    """
    sides = set(doers)
    if not sides or None in sides:
        return None
    return sides.pop() if len(sides) == 1 else Controller.JOINT


def cost_of(measure: Measure) -> int:
    """Its cost; 1 where none is recorded."""
    return 1 if measure.cost is None else measure.cost


def changes_of(measures: Iterable[Measure]) -> dict[str, bool | None]:
    """What carrying them out changes, for apply_changes."""
    return {key: not key.endswith(f".{ALWAYS_ON}") for measure in measures for key in measure.sets}


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Measures in text order of their ids, by what they set on which hop.

    What a measure sets on connections that do not matter is left out.
    """

    graph: Graph
    measures: tuple[Measure, ...]
    setting: Mapping[int, Mapping[str, tuple[int, ...]]]
    """Hop to control to the places of the measures that put it in place."""
    touched: tuple[tuple[int, ...], ...]
    """Place of a measure to the hops that it sets anything on, each once."""
    costs: tuple[int, ...]

    def closed_by(self, chosen: Collection[int]) -> frozenset[int]:
        """The hops that these measures close together."""
        picked = frozenset(chosen)
        hops = {hop for place in picked for hop in self.touched[place]}
        return frozenset(hop for hop in hops if self.closes(hop, picked))

    def neighbours(self, place: int) -> frozenset[int]:
        """The measures that set anything on a hop on which this one does."""
        settings = (self.setting[hop].values() for hop in self.touched[place])
        return frozenset(one for names in settings for places in names for one in places)

    def closable(self) -> frozenset[int]:
        """The hops that all measures together close."""
        return self.closed_by(range(len(self.measures)))

    def closes(self, hop: int, picked: frozenset[int] | set[int]) -> bool:
        """Whether these measures close that hop."""
        put = {name for name, places in self.setting[hop].items() if not picked.isdisjoint(places)}
        return REMOVED in put or all(
            any(put.issuperset(way) for way in ways) for ways in self._open_ways(hop)
        )

    def _open_ways(self, hop: int) -> list[tuple[tuple[str, ...], ...]]:
        vectors = self.graph.states[self.graph.hops[hop]].vectors
        return [vector.ways for vector in vectors if vector.state is not PathState.CLOSED]

    def claim(self, program: Program, hop: int) -> int | None:
        """Something that holds in the program when the hop is closed; None: it cannot be."""
        setting = self.setting.get(hop, {})
        whole = []
        for ways in self._open_ways(hop):
            options = [
                option for way in ways if (option := _way(program, way, setting)) is not None
            ]
            if not options:
                break
            whole.append([place for option in options for place in option])
        else:
            whole = [[*places, *setting.get(REMOVED, ())] for places in whole]
            return program.claim(whole)
        return program.claim([setting[REMOVED]]) if REMOVED in setting else None


def _way(
    program: Program, way: tuple[str, ...], setting: Mapping[str, tuple[int, ...]]
) -> tuple[int, ...] | None:
    """Any of these puts all controls of the way in place; None: nothing does."""
    if any(name not in setting for name in way):
        return None
    if len(way) == 1:
        return setting[way[0]]
    return (program.claim(setting[name] for name in way),)


def toolbox(graph: Graph, measures: Iterable[Measure], hops: Iterable[int]) -> Toolbox:
    """The measures that set anything on these hops, ready for asking what they close."""
    number = {graph.hops[hop]: hop for hop in hops}
    useful = (m for m in measures if any(key.partition(".")[0] in number for key in m.sets))
    ordered = tuple(sorted(useful, key=lambda measure: measure.id))
    setting: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    touched: list[list[int]] = [[] for _ in ordered]
    for place, measure in enumerate(ordered):
        for key in measure.sets:
            id_, _, name = key.partition(".")
            if id_ in number:
                hop = number[id_]
                setting[hop][ON_DEMAND if name == ALWAYS_ON else name].append(place)
                touched[place].append(hop)
    return Toolbox(
        graph=graph,
        measures=ordered,
        setting={
            hop: {name: tuple(places) for name, places in names.items()}
            for hop, names in setting.items()
        },
        touched=tuple(tuple(dict.fromkeys(hops)) for hops in touched),
        costs=tuple(cost_of(measure) for measure in ordered),
    )


def cheapest_stop(
    tools: Toolbox, way: Iterable[int], taken: Collection[int] = ()
) -> frozenset[int]:
    """The places of the cheapest measures, besides those taken, that close any hop of a way.

    Empty when none do.
    """
    hops = tuple(way)
    offered = {m for hop in hops for places in tools.setting.get(hop, {}).values() for m in places}
    # Only what can matter goes into the program: a toolbox may hold thousands.
    order = sorted(offered)
    few = toolbox(tools.graph, (tools.measures[place] for place in order), hops)
    program = Program([0 if place in taken else tools.costs[place] for place in order])
    claims = (few.claim(program, hop) for hop in hops)
    program.demand(claim for claim in claims if claim is not None)
    choice = program.solve()
    if choice is None:
        return frozenset()
    return frozenset(order[place] for place in choice.chosen).difference(taken)

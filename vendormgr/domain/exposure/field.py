"""Attackers on one side, core assets on the other, and what lies between them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from vendormgr.domain.exposure.graph import Graph, Layer, starts_of
from vendormgr.domain.exposure.reach import ones, seeds_of
from vendormgr.domain.exposure.ways import NOTHING, Step, Ways, relevant_steps
from vendormgr.domain.vocabulary import AttackMode

Pair = tuple[str, str]
"""Where an attacker begins (a vendor's id, or that of an internet asset) and a core asset."""


def sources_of(graph: Graph, modes: Iterable[AttackMode]) -> Mapping[str, tuple[int, ...]]:
    """Where attackers begin: each internet asset by itself, each vendor with all that it owns.

    Where hops need several assets, those of one mode together may reach what none reaches alone;
    then they also stand as one attacker, named by `everyone`.
    """
    sources: dict[str, tuple[int, ...]] = {}
    for mode in modes:
        named = _named_starts(graph, mode)
        for start, name in named:
            sources[name] = (*sources.get(name, ()), start)
        if graph.needs and len({name for _, name in named}) > 1:
            sources[everyone(mode)] = tuple(start for start, _ in named)
    return {name: in_text_order(graph, starts) for name, starts in sources.items()}


def _named_starts(graph: Graph, mode: AttackMode) -> list[tuple[int, str]]:
    """Where an attacker of that mode begins and what it is called, in portfolio order."""
    if mode is AttackMode.INTERNET:
        return [(start, graph.assets[start]) for start in starts_of(graph, mode)]
    return sorted((start, name) for name, own in graph.roles.owned.items() for start in own)


def in_text_order(graph: Graph, assets: Iterable[int]) -> tuple[int, ...]:
    """The assets by their ids, so that no answer hangs on the order of the document."""
    return tuple(sorted(assets, key=graph.assets.__getitem__))


def everyone(mode: AttackMode) -> str:
    """The name of all attackers of one mode together; no id holds a dot."""
    return f"mode.{mode}"


@dataclass(frozen=True, slots=True)
class Field:
    """Attackers, core assets and the steps between them; bits stand for attackers in order."""

    graph: Graph
    sources: Mapping[str, tuple[int, ...]]
    cores: frozenset[int]
    ways: Ways
    seeds: Mapping[int, int]

    def reached(self, closed: Iterable[int] = NOTHING) -> Mapping[int, int]:
        """Every core asset with the attackers at it although these hops are closed."""
        bits = self.ways.spread(self.seeds, frozenset(closed))
        return {core: bits.get(core, 0) for core in in_text_order(self.graph, self.cores)}

    def pairs(self, reached: Mapping[int, int]) -> tuple[Pair, ...]:
        """Attackers and core assets by name, attackers in order."""
        names, assets = tuple(self.sources), self.graph.assets
        found = [(place, core) for core, bits in reached.items() for place in ones(bits)]
        return tuple((names[place], assets[core]) for place, core in sorted(found))

    def part(self, steps: Collection[Step]) -> "Field":
        """Only these steps, with the attackers and core assets at them; costs as much as these."""
        ends = {asset for step in steps for asset in (*step.premises, step.head)}
        begin = in_text_order(self.graph, (asset for asset in ends if asset in self.seeds))
        names, own = tuple(self.sources), {asset: ones(self.seeds[asset]) for asset in begin}
        sources: dict[str, tuple[int, ...]] = {
            names[place]: () for place in sorted({n for places in own.values() for n in places})
        }
        for asset, places in own.items():
            for place in places:
                sources[names[place]] += (asset,)
        return Field(
            graph=self.graph,
            sources=sources,
            cores=frozenset(asset for asset in ends if asset in self.cores),
            ways=Ways(steps),
            seeds=seeds_of(sources.values()),
        )


def lay_out(
    graph: Graph, layer: Layer, sources: Mapping[str, tuple[int, ...]], cores: Iterable[int]
) -> Field:
    """The field of the layer between these attackers and core assets."""
    seeds = seeds_of(sources.values())
    goals = frozenset(cores)
    ways = Ways(relevant_steps(graph, layer, seeds.keys(), goals))
    return Field(graph, sources, goals, ways, seeds)

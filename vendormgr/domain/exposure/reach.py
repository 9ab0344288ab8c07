"""影響範囲: what every vendor can reach, and who can reach an asset, from one table for all."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vendormgr.domain.exposure.graph import Graph
from vendormgr.domain.exposure.spread import spread


@dataclass(frozen=True, slots=True)
class Reach:
    """到達表: assets down, vendors across; one bit says that the vendor can hold the asset.

    Counts open and unverified connections. What a vendor holds from the start is in the table but
    in no answer.
    """

    graph: Graph = field(repr=False)
    starts: Mapping[str, list[int]]
    """Vendor to its own assets."""
    held: list[int]
    """Asset to the bits of vendors, the first vendor lowest."""

    def assets_of(self, party: str) -> tuple[str, ...]:
        """What the vendor reaches, in portfolio order."""
        bit = 1 << list(self.starts).index(party)
        own = frozenset(self.starts[party])
        return tuple(
            asset
            for number, (asset, bits) in enumerate(zip(self.graph.assets, self.held, strict=True))
            if bits & bit and number not in own
        )

    def vendors_at(self, asset: str) -> tuple[str, ...]:
        """Who reaches the asset, in portfolio order; whose start it is, is left out."""
        number = self.graph.number[asset]
        names = list(self.starts)
        reaching = (names[place] for place in ones(self.held[number]))
        return tuple(name for name in reaching if number not in self.starts[name])

    def sizes(self) -> Mapping[str, int]:
        """Blast radius: how many assets each vendor reaches, all vendors in one pass."""
        # Assets that reach each other share one number, which is added once; all columns are
        # added together: plane n holds bit n of every sum.
        shared = {id(bits): bits for bits in self.held}
        planes: list[int] = []
        for key, times in Counter(map(id, self.held)).items():
            for place in ones(times):
                _add(planes, shared[key], place)
        sums = [0] * len(self.starts)
        for weight, plane in enumerate(planes):
            for place in ones(plane):
                sums[place] += 1 << weight
        return {
            name: total - len(set(own))
            for (name, own), total in zip(self.starts.items(), sums, strict=True)
        }


def reach_of(graph: Graph, starts: Mapping[str, list[int]]) -> Reach:
    """The table of these vendors; costs a pass over the estate for all of them."""
    return Reach(graph, starts, spread(graph, graph.worst, seeds_of(starts.values())))


def _add(planes: list[int], bits: int, place: int) -> None:
    """Add these bits to the sums whose digits are the planes, at that digit."""
    while bits:
        planes.extend([0] * (place + 1 - len(planes)))
        planes[place], bits = planes[place] ^ bits, planes[place] & bits
        place += 1


def seeds_of(starts: Iterable[Iterable[int]]) -> dict[int, int]:
    """Asset to bits: the first group of starts has the lowest bit."""
    seeds: dict[int, int] = {}
    for place, group in enumerate(starts):
        for asset in group:
            seeds[asset] = seeds.get(asset, 0) | 1 << place
    return seeds


def ones(bits: int) -> list[int]:
    """The places of the bits that are set, lowest first."""
    text = f"{bits:b}"[::-1]
    places = []
    place = text.find("1")
    while place >= 0:
        places.append(place)
        place = text.find("1", place + 1)
    return places

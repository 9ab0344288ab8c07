"""The estate as a graph of numbered assets and hops, ready for searching."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.exposure.states import ConnectionState, states_of
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Asset, Connection
from vendormgr.domain.vocabulary import AssetKind, AttackMode, Location, PartyRole, PathState

TWO_WAY_KINDS = frozenset({"site_link", "agent_channel"})
"""A way in even when the hospital opens it: a tunnel, or a channel for commands or code.

Source: scenarios, format of connections; incident fact R-5.
"""
OPENED_INSIDE = ConnectionState(PathState.CLOSED, (), (), ())


@dataclass(frozen=True, slots=True)
class Layer:
    """Hops that count for one question; a hop's number follows the text order of its id.

    A plain hop leads on by itself; a joint hop also needs other assets to be held.
    """

    out: list[list[int]]
    """Asset to the plain hops that leave it, in text order."""
    joint: tuple[int, ...]
    """The joint hops, in text order."""
    waiting: Mapping[int, list[int]]
    """Asset to the joint hops that need it, from which they leave or besides."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Assets and hops by number; assets keep the order of the portfolio."""

    index: Index
    assets: tuple[str, ...]
    number: Mapping[str, int]
    """Asset id to its number."""
    hops: tuple[str, ...]
    """Connection ids in text order."""
    tail: list[int]
    head: list[int]
    needs: Mapping[int, tuple[int, ...]]
    """Joint hop to the further assets that must be held."""
    states: Mapping[str, ConnectionState]
    confirmed: Layer
    """Open hops only."""
    worst: Layer
    """Open and unverified hops."""

    def premises(self, hop: int) -> tuple[int, ...]:
        """All assets that must be held to take the hop."""
        return (self.tail[hop], *self.needs.get(hop, ()))

    def layer(self, hops: Iterable[int]) -> Layer:
        """A layer of these hops, which must be in ascending order."""
        return _layer(len(self.assets), self.tail, self.needs, hops)

    def hop_numbers(self, connections: Iterable[str]) -> list[int]:
        """The numbers of the connections, in their order."""
        return [bisect_left(self.hops, connection) for connection in connections]

    def numbers(self, assets: Iterable[str]) -> list[int]:
        """The numbers of the assets, in their order."""
        return [self.number[asset] for asset in assets]


def build_graph(index: Index, kinds: Mapping[str, ConnectionKind]) -> Graph:
    """The graph of what is still there; connections of an asset to itself lead nowhere."""
    states = _without_opened_inside(states_of(index.connections.values(), kinds), index)
    number = {asset: place for place, asset in enumerate(index.assets)}
    hops = tuple(sorted(index.connections))
    connections = [index.connections[hop] for hop in hops]
    tail = [number[c.from_] for c in connections]
    head = [number[c.to] for c in connections]
    needs = {
        hop: further
        for hop, c in enumerate(connections)
        if c.needs and (further := _further_needs(c, number))
    }
    useful = [
        (hop, states[id_].state)
        for hop, id_ in enumerate(hops)
        if tail[hop] != head[hop] and not (hop in needs and head[hop] in needs[hop])
    ]
    size = len(number)
    return Graph(
        index=index,
        assets=tuple(number),
        number=number,
        hops=hops,
        tail=tail,
        head=head,
        needs=needs,
        states=states,
        confirmed=_layer(size, tail, needs, (h for h, s in useful if s is PathState.OPEN)),
        worst=_layer(size, tail, needs, (h for h, s in useful if s is not PathState.CLOSED)),
    )


def _without_opened_inside(
    states: Mapping[str, ConnectionState], index: Index
) -> Mapping[str, ConnectionState]:
    """The states, with connections that the hospital itself opens outwards counted as closed."""
    inward = {
        connection.id: OPENED_INSIDE
        for connection in index.connections.values()
        if connection.initiator is not None
        and connection.kind not in TWO_WAY_KINDS
        and _is_hospital(connection.initiator, index)
        and index.crosses_into_hospital(connection)
    }
    return {**states, **inward} if inward else states


def _is_hospital(initiator: str, index: Index) -> bool:
    return initiator in {index.hospital, PartyRole.HOSPITAL.value}


def _further_needs(connection: Connection, number: Mapping[str, int]) -> tuple[int, ...]:
    # An asset that is gone cannot be checked, so it is not trusted to stop anybody.
    known = (number[a] for a in connection.needs if a in number and a != connection.from_)
    return tuple(dict.fromkeys(known))


def _layer(
    size: int, tail: list[int], needs: Mapping[int, tuple[int, ...]], hops: Iterable[int]
) -> Layer:
    out: list[list[int]] = [[] for _ in range(size)]
    joint = []
    for hop in hops:
        if hop in needs:
            joint.append(hop)
        else:
            out[tail[hop]].append(hop)
    waiting: dict[int, list[int]] = {}
    for hop in joint:
        for asset in (tail[hop], *needs[hop]):
            waiting.setdefault(asset, []).append(hop)
    return Layer(out, tuple(joint), waiting)


def is_start(asset: Asset, mode: AttackMode, index: Index) -> bool:
    """Whether the attacker begins there. Source: catalogue/connection-kinds, attack_modes."""
    if mode is AttackMode.INTERNET:
        return asset.kind is AssetKind.INTERNET or asset.attacker_start is True
    return asset.location is Location.EXTERNAL and index.is_vendor(asset.owner)


def starts_of(graph: Graph, mode: AttackMode) -> list[int]:
    """The numbers of the assets at which the attacker begins, ascending."""
    assets = graph.index.assets.values()
    return [n for n, asset in enumerate(assets) if is_start(asset, mode, graph.index)]


def cores_of(graph: Graph) -> list[int]:
    """The numbers of the core assets in the hospital, ascending."""
    return [
        n
        for n, asset in enumerate(graph.index.assets.values())
        if asset.core is True and asset.location is Location.HOSPITAL
    ]

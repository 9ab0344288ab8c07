"""The estate as a graph of numbered assets and hops, ready for searching."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.exposure.roles import Roles, assign_roles
from vendormgr.domain.exposure.states import ConnectionState, states_of
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Connection, Measure
from vendormgr.domain.vocabulary import AttackMode, PartyRole, PathState

TWO_WAY_KINDS = frozenset({"site_link", "agent_channel"})
"""A way in even when the hospital opens it: a tunnel, or a channel for commands or code.

Source: scenarios, format of connections; incident fact R-5.
"""
Needs = Mapping[int, tuple[int, ...]]
OPENED_INSIDE = ConnectionState(PathState.CLOSED, (), (), ())


NO_HOPS: list[int] = []


class Sparse(dict[int, list[int]]):
    """Asset to hops; none where nothing was added."""

    def __missing__(self, _: int) -> list[int]:
        """No hops; the list must not be changed."""
        return NO_HOPS

    def add(self, asset: int, hop: int) -> None:
        """One more hop of the asset."""
        self.setdefault(asset, []).append(hop)


# Without slots, because what leads to an asset is only worked out when somebody asks for it.
@dataclass(frozen=True)
class Layer:
    """Hops that count for one question; a hop's number follows the text order of its id.

    A plain hop leads on by itself; a joint hop also needs other assets to be held.
    """

    out: list[list[int]] | Sparse
    """Asset to the plain hops that leave it, in text order."""
    joint: tuple[int, ...]
    """The joint hops, in text order."""
    waiting: Sparse
    """Asset to the joint hops that need it, from which they leave or besides."""
    head: list[int]

    @cached_property
    def entering(self) -> Sparse:
        """Asset to the hops that lead to it."""
        found = Sparse()
        leaving = self.out.values() if isinstance(self.out, Sparse) else self.out
        for hops in (*leaving, self.joint):
            for hop in hops:
                found.add(self.head[hop], hop)
        return found


# Without slots for the same reason.
@dataclass(frozen=True)
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
    roles: Roles
    confirmed: Layer
    """Open hops only."""
    worst: Layer
    """Open and unverified hops."""

    @property
    def cores(self) -> tuple[int, ...]:
        """The numbers of the core assets in the hospital, ascending."""
        return self.roles.cores

    @cached_property
    def measures_on(self) -> Mapping[str, tuple[Measure, ...]]:
        """Connection id to the recorded measures that set anything on it."""
        found: dict[str, dict[str, Measure]] = {}
        for measure in self.index.portfolio.measures:
            for key in measure.sets:
                found.setdefault(key.partition(".")[0], {})[measure.id] = measure
        return {connection: tuple(some.values()) for connection, some in found.items()}

    def premises(self, hop: int) -> tuple[int, ...]:
        """All assets that must be held to take the hop."""
        return (self.tail[hop], *self.needs.get(hop, ()))

    def layer(self, hops: Sequence[int]) -> Layer:
        """A layer of these hops, which must be ascending; costs no more than there are of them."""
        out = Sparse()
        for hop in hops:
            if hop not in self.needs:
                out.add(self.tail[hop], hop)
        return _layer(out, self.tail, self.head, self.needs, hops)

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
    # Read in the order in which they lie in memory and sorted as numbers: several times faster
    # than a look-up by id for each hop in the order of the ids.
    ids, recorded = list(index.connections), list(index.connections.values())
    ends = [(number[c.from_], number[c.to]) for c in recorded]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    hops = tuple(ids[place] for place in order)
    tail = [ends[place][0] for place in order]
    head = [ends[place][1] for place in order]
    further = {place: _further_needs(c, number) for place, c in enumerate(recorded) if c.needs}
    needs = {hop: further[place] for hop, place in enumerate(order) if further.get(place)}
    judged = list(states.values())
    confirmed, worst = [], []
    for hop, place in enumerate(order):
        state = judged[place].state
        if state is PathState.CLOSED or head[hop] in (tail[hop], *needs.get(hop, ())):
            continue
        worst.append(hop)
        if state is PathState.OPEN:
            confirmed.append(hop)
    return Graph(
        index=index,
        assets=tuple(number),
        number=number,
        hops=hops,
        tail=tail,
        head=head,
        needs=needs,
        states=states,
        roles=assign_roles(index),
        confirmed=_full_layer(len(number), tail, head, needs, confirmed),
        worst=_full_layer(len(number), tail, head, needs, worst),
    )


def _full_layer(
    size: int, tail: list[int], head: list[int], needs: Needs, hops: Sequence[int]
) -> Layer:
    out: list[list[int]] = [[] for _ in range(size)]
    for hop in hops:
        if hop not in needs:
            out[tail[hop]].append(hop)
    return _layer(out, tail, head, needs, hops)


def _layer(
    out: list[list[int]] | Sparse,
    tail: list[int],
    head: list[int],
    needs: Needs,
    hops: Sequence[int],
) -> Layer:
    joint = tuple(hop for hop in hops if hop in needs) if needs else ()
    waiting = Sparse()
    for hop in joint:
        for asset in (tail[hop], *needs[hop]):
            waiting.add(asset, hop)
    return Layer(out, joint, waiting, head)


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
    """Whether it is the hospital in a word, or any party of that role."""
    party = index.parties.get(initiator)
    role = PartyRole.HOSPITAL
    return initiator == role.value if party is None else party.role is role


def _further_needs(connection: Connection, number: Mapping[str, int]) -> tuple[int, ...]:
    # An asset that is gone cannot be checked, so it is not trusted to stop anybody.
    known = (number[a] for a in connection.needs if a in number and a != connection.from_)
    return tuple(dict.fromkeys(known))


def starts_of(graph: Graph, mode: AttackMode) -> list[int]:
    """The numbers of the assets at which the attacker begins, ascending."""
    return graph.roles.starts[mode]


def starts_of_vendor(graph: Graph, party: str) -> tuple[str, ...]:
    """What somebody inside a vendor holds: all that it owns, its equipment in the hospital too."""
    return tuple(graph.assets[number] for number in graph.roles.owned.get(party, ()))


def cores_of(graph: Graph) -> tuple[int, ...]:
    """The numbers of the core assets in the hospital, ascending."""
    return graph.roles.cores

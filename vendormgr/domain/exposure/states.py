"""What the recorded controls make of a connection: open, unverified or closed, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.portfolio import Connection
from vendormgr.domain.vocabulary import PathState

REMOVED = "removed"
"""The one control whose absence is an answer: the connection is still there."""
ON_DEMAND = "on_demand"
"""Derived: the opposite of a connection's always_on, whatever its controls say."""

Values = Mapping[str, bool | None]
_Vectors = tuple[tuple[str, tuple[frozenset[str], ...]], ...]
_Answers = tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class VectorState:
    """攻撃手段: one way to use a connection, and what would stop it."""

    vector: str
    state: PathState
    missing: tuple[str, ...] = ()
    """Controls of any alternative that are known not to be in place."""
    unknown: tuple[str, ...] = ()
    """Controls of any alternative that nobody has confirmed."""
    ways: tuple[tuple[str, ...], ...] = ()
    """What each alternative still lacks, nearest first; removing the connection is no way."""

    @property
    def nearest(self) -> tuple[str, ...]:
        """What is still to be put in place in the alternative that needs least."""
        return self.ways[0] if self.ways else ()


@dataclass(frozen=True, slots=True)
class ConnectionState:
    """接続の状態: the state of a connection with its vectors; equal connections share one."""

    state: PathState
    vectors: tuple[VectorState, ...]
    missing: tuple[str, ...]
    """Missing in any vector that is not closed, each named once."""
    unknown: tuple[str, ...]
    """Not confirmed in any vector that is not closed, each named once."""

    @property
    def fix(self) -> tuple[str, ...] | None:
        """The fewest controls that close it together, first in text order; None: none can."""
        return smallest_union([v.ways for v in self.vectors if v.state is not PathState.CLOSED])


def smallest_union(choices: Iterable[tuple[tuple[str, ...], ...]]) -> tuple[str, ...] | None:
    """The smallest union of one entry per choice, ties in text order; None: a choice is empty."""
    unions = (tuple(sorted({c for way in ways for c in way})) for ways in product(*choices))
    return min(unions, key=lambda union: (len(union), union), default=None)


def state_of(connection: Connection, kind: ConnectionKind) -> ConnectionState:
    """The state of one connection of that kind."""
    return states_of((connection,), {connection.kind: kind})[connection.id]


def states_of(
    connections: Iterable[Connection], kinds: Mapping[str, ConnectionKind]
) -> Mapping[str, ConnectionState]:
    """Connection id to its state, in the order given; answers that are alike are judged once.

    Raises:
        KeyError: A connection's kind is not among the kinds.
    """
    shapes: dict[str, _Shape] = {}
    states = {}
    for connection in connections:
        shape = shapes.get(connection.kind)
        if shape is None:
            shape = shapes[connection.kind] = _shape(kinds[connection.kind])
        controls = connection.controls
        key = (
            connection.always_on,
            controls.get(REMOVED, False),
            *map(controls.get, shape.names),
        )
        state = shape.known.get(key)
        if state is None:
            state = shape.known[key] = _judge(shape.vectors, shape.names, key)
        states[connection.id] = state
    return states


@dataclass(frozen=True, slots=True)
class _Shape:
    vectors: _Vectors
    names: tuple[str, ...]
    known: dict[_Answers, ConnectionState] = field(default_factory=dict)


def _shape(kind: ConnectionKind) -> _Shape:
    names = {name for ways in kind.vectors.values() for way in ways for name in way}
    return _Shape(tuple(kind.vectors.items()), tuple(sorted(names - {REMOVED, ON_DEMAND})))


# A what-if recomputes everything, and most answers stay what they were.
@lru_cache(maxsize=4096)
def _judge(vectors: _Vectors, names: tuple[str, ...], key: _Answers) -> ConnectionState:
    always_on, removed, *answers = key
    values: dict[str, bool | None] = dict(zip(names, answers, strict=True))
    values[REMOVED] = removed
    values[ON_DEMAND] = None if always_on is None else not always_on
    judged = tuple(_judge_vector(name, ways, values) for name, ways in vectors)
    return ConnectionState(
        state=_worst(v.state for v in judged),
        vectors=judged,
        missing=tuple(dict.fromkeys(name for v in judged for name in v.missing)),
        unknown=tuple(dict.fromkeys(name for v in judged for name in v.unknown)),
    )


def _worst(states: Iterable[PathState]) -> PathState:
    found = set(states)
    for state in (PathState.OPEN, PathState.UNVERIFIED):
        if state in found:
            return state
    return PathState.CLOSED


def _judge_vector(
    vector: str, alternatives: Iterable[frozenset[str]], values: Values
) -> VectorState:
    lacks = [tuple(sorted(n for n in way if values[n] is not True)) for way in alternatives]
    if not all(lacks):
        return VectorState(vector, PathState.CLOSED)
    lacking = sorted({name for way in lacks for name in way})
    could_be_closed = any(all(values[name] is None for name in way) for way in lacks)
    return VectorState(
        vector=vector,
        state=PathState.UNVERIFIED if could_be_closed else PathState.OPEN,
        missing=tuple(n for n in lacking if values[n] is False and n != REMOVED),
        unknown=tuple(n for n in lacking if values[n] is None),
        ways=tuple(sorted((w for w in lacks if REMOVED not in w), key=lambda w: (len(w), w))),
    )

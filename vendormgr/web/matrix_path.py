"""What a row that nobody does leaves open: the lines of its vendor and the ways to core systems."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ResponsibilityItem
from vendormgr.domain.exposure import Path
from vendormgr.domain.obligation import CONTROL_CLAUSES, CONTROL_DUTIES, DUTY_CLAUSES
from vendormgr.domain.portfolio import Connection, Service
from vendormgr.domain.vocabulary import PathState

MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """A line on which something is missing that the row is about."""

    connection: Connection
    state: PathState
    missing: tuple[str, ...]
    """Controls that are not in place."""
    unknown: tuple[str, ...]
    """Controls that nobody has confirmed."""
    way: tuple[str, ...]
    """Assets of a way to a core system that uses it; empty when it lies on none."""
    hop: int
    """Its place on that way, counted from 1."""
    length: int
    """How many hops the way has."""


def lines_left_open(
    conclusions: Conclusions, service: Service, item: ResponsibilityItem
) -> tuple[OpenLine, ...]:
    """The worst lines of the vendor that lack a control which clauses of this row oblige to.

    Only for people who may see the attack map.
    """
    controls = controls_of(item)
    if not controls:
        return ()
    found = [
        one
        for connection in _lines(conclusions, service)
        if (one := _look(conclusions, service, connection, controls)) is not None
    ]
    found.sort(key=lambda one: (not one.way, one.state is not PathState.OPEN))
    return tuple(found[:MOST])


def controls_of(item: ResponsibilityItem) -> frozenset[str]:
    """Controls that a vendor owes under the clauses that settle the row."""
    clauses = set(item.settled_by)
    by_clause = (one for one, named in CONTROL_CLAUSES.items() if clauses & set(named))
    by_duty = (one for one, duty in CONTROL_DUTIES.items() if clauses & set(DUTY_CLAUSES[duty]))
    return frozenset(chain(by_clause, by_duty))


def _lines(conclusions: Conclusions, service: Service) -> Iterator[Connection]:
    """The vendor's lines, without those that belong to other services only."""
    assets = conclusions.index.assets
    for connection in conclusions.index.lines_of.get(service.vendor, ()):
        named = {assets[end].service for end in (connection.from_, connection.to)} - {None}
        if not named or service.id in named:
            yield connection


def _look(
    conclusions: Conclusions, service: Service, connection: Connection, controls: frozenset[str]
) -> OpenLine | None:
    state = conclusions.exposure.connections[connection.id]
    missing = tuple(one for one in state.missing if one in controls)
    unknown = tuple(one for one in state.unknown if one in controls)
    if state.state is PathState.CLOSED or not (missing or unknown):
        return None
    path = _way(conclusions, service, connection.id)
    return OpenLine(
        connection=connection,
        state=state.state,
        missing=missing,
        unknown=unknown,
        way=path.assets if path else (),
        hop=path.connections.index(connection.id) + 1 if path else 0,
        length=len(path.connections) if path else 0,
    )


def _way(conclusions: Conclusions, service: Service, connection: str) -> Path | None:
    """A way to a core system over that connection: the vendor's own, else any."""
    vendor = conclusions.exposure.vendors.get(service.vendor)
    targets = (one.path for one in conclusions.exposure.targets)
    ways = chain([vendor.path if vendor else None], targets)
    return next((way for way in ways if way is not None and connection in way.connections), None)

"""What one connection changes: the conclusions with it against those without it.

The caterer's column, tier, paths and gaps change on the day a line is recorded; this says how.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.gaps import Finding
from vendormgr.domain.matrix import Matrix
from vendormgr.domain.matrix_cell import UNASSIGNED, UNWRITTEN
from vendormgr.domain.portfolio import Connection
from vendormgr.domain.vocabulary import AttackMode, Column, PathState, Tier, VendorPath

V = TypeVar("V")
WITHOUT_GROUND = frozenset({UNASSIGNED, UNWRITTEN})
"""Problems of rows that fall to the hospital because no contract says anything."""


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A service that moved to another column, and its rows without a ground in a contract."""

    service: str
    before: Column
    after: Column
    rows_before: int
    rows_after: int


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A core asset that is more exposed with the connection than without it."""

    asset: str
    mode: AttackMode
    before: PathState
    after: PathState


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """接続の影響: before means without the connection, after with it."""

    connection: str
    party: str | None
    """The vendor whose line it is."""
    columns: tuple[ColumnChange, ...]
    """Services that moved to another column."""
    tier: tuple[Tier, Tier] | None
    """Before and after, where it changed."""
    path: tuple[VendorPath, VendorPath] | None
    """The party's own way to a core system before and after, where it changed."""
    targets: tuple[TargetChange, ...]
    added: tuple[Finding, ...]
    """Findings that are there because of the connection, in the usual order."""
    ended: tuple[Finding, ...]
    """Findings that would be there without it."""

    @property
    def changes_anything(self) -> bool:
        """Whether anything but the findings on the connection itself follows from it."""
        return bool(self.columns or self.tier or self.path or self.targets)


def effect_of(connection: Connection, now: Conclusions, catalogue: Catalogue) -> Effect:
    """What follows from that connection of the portfolio; runs every engine once more.

    Args:
        connection: A connection of the portfolio that `now` was concluded from.
        now: The conclusions as they are.
        catalogue: The catalogue without the hospital's own rows, as `conclude` takes it.
    """
    portfolio = now.portfolio
    others = tuple(one for one in portfolio.connections if one.id != connection.id)
    before = conclude(replace(portfolio, connections=others), catalogue)
    party = connection.line_party
    known = {finding.key for finding in before.findings}
    left = {finding.key for finding in now.findings}
    return Effect(
        connection=connection.id,
        party=party,
        columns=tuple(_columns(before.matrix, now.matrix)),
        tier=_tier_change(party, before, now),
        path=_path_change(party, before, now),
        targets=tuple(_targets(before, now)),
        added=tuple(finding for finding in now.findings if finding.key not in known),
        ended=tuple(finding for finding in before.findings if finding.key not in left),
    )


def _columns(before: Matrix, now: Matrix) -> Iterator[ColumnChange]:
    for service, column in before.columns.items():
        after = now.columns.get(service, column)
        if after is not column:
            rows = (_without_ground(before, service), _without_ground(now, service))
            yield ColumnChange(service, column, after, *rows)


def _without_ground(matrix: Matrix, service: str) -> int:
    return sum(not WITHOUT_GROUND.isdisjoint(cell.problems) for cell in matrix.of_service(service))


def _changed(before: V, after: V) -> tuple[V, V] | None:
    return None if before is after else (before, after)


def _tier_change(
    party: str | None, before: Conclusions, now: Conclusions
) -> tuple[Tier, Tier] | None:
    if party is None or party not in now.tiers:
        return None
    return _changed(before.tiers[party].tier, now.tiers[party].tier)


def _path_change(
    party: str | None, before: Conclusions, now: Conclusions
) -> tuple[VendorPath, VendorPath] | None:
    if party is None or party not in now.exposure.vendors:
        return None
    return _changed(before.exposure.vendors[party].standing, now.exposure.vendors[party].standing)


def _targets(before: Conclusions, now: Conclusions) -> list[TargetChange]:
    states = {(one.asset, one.mode): one.state for one in before.exposure.targets}
    return [
        TargetChange(one.asset, one.mode, states[one.asset, one.mode], one.state)
        for one in now.exposure.targets
        if states[one.asset, one.mode] is not one.state
    ]

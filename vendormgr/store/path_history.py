"""What is kept about ways in: when each was first and last seen, and when it was gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from vendormgr.domain.vocabulary import PathState
from vendormgr.store.tables.base import table_of
from vendormgr.store.tables.path import PathSightingRow

SIGHTING = table_of(PathSightingRow)
Key = tuple[str, str, str]
"""Attacker, core asset and id of the way."""
StateOf = Callable[[tuple[str, ...]], PathState | None]
"""The connections of a way to its state; None: it is not there any more."""
_COMPARED = (
    SIGHTING.c.attacker,
    SIGHTING.c.core,
    SIGHTING.c.path,
    SIGHTING.c.state,
    SIGHTING.c.connections,
    SIGHTING.c.gone_on,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPath:
    """経路: a way as it is seen now."""

    attacker: str
    core: str
    path: str
    state: PathState
    assets: tuple[str, ...]
    connections: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What tells it from others."""
        return self.attacker, self.core, self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """経路の経緯: a way with the days on which it was seen."""

    attacker: str
    core: str
    path: str
    state: PathState
    """As it was seen last."""
    assets: tuple[str, ...]
    first_seen_on: date
    last_seen_on: date
    gone_on: date | None


@dataclass(frozen=True, slots=True)
class PathCount:
    """How many ways were new, back and gone."""

    new: int = 0
    back: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class PathMoves:
    """経路の変化: what changed since a day."""

    new: tuple[Sighting, ...]
    """First seen on that day or later."""
    continuing: tuple[Sighting, ...]
    gone: tuple[Sighting, ...]
    """Gone since that day."""


def sync_paths(
    session: Session, seen: Sequence[SeenPath], *, state_of: StateOf, today: date
) -> PathCount:
    """Note first sights, changed states, returns and ends. Idempotent; a fixed number of queries.

    Only the easiest ways are seen, so a way that is not among them any more is looked at again
    with `state_of`. A way that comes back keeps the day of its first sight.
    """
    kept = {(row.attacker, row.core, row.path): row for row in session.execute(select(*_COMPARED))}
    states = {one.key: one.state for one in seen}
    new = [one for one in seen if one.key not in kept]
    for key, row in kept.items():
        state = state_of(tuple(row.connections or ())) if key not in states else None
        if state is not None:
            states[key] = state
    gone = [key for key, row in kept.items() if row.gone_on is None and key not in states]
    back = [key for key in states if key in kept and kept[key].gone_on is not None]
    changed = [key for key, state in states.items() if key in kept and kept[key].state != state]
    if new:
        session.execute(insert(SIGHTING), [_row(one, today) for one in new])
    _set(session, [{**_named(key), "to_gone": today} for key in gone], gone_on="to_gone")
    _set(session, [{**_named(key), "to_gone": None} for key in back], gone_on="to_gone")
    _set(
        session,
        [{**_named(key), "to_state": states[key].value} for key in changed],
        state="to_state",
    )
    # A clock that was put back does not put this day back.
    step = update(SIGHTING).where(SIGHTING.c.gone_on.is_(None), SIGHTING.c.last_seen_on < today)
    session.execute(step.values(last_seen_on=today))
    return PathCount(len(new), len(back), len(gone))


def _row(one: SeenPath, today: date) -> dict[str, object]:
    return {
        "attacker": one.attacker,
        "core": one.core,
        "path": one.path,
        "state": one.state.value,
        "assets": list(one.assets),
        "connections": list(one.connections),
        "first_seen_on": today,
        "last_seen_on": today,
        "gone_on": None,
    }


def _named(key: Key) -> dict[str, object]:
    return dict(zip(("of_attacker", "of_core", "of_path"), key, strict=True))


def _set(session: Session, rows: list[dict[str, object]], **columns: str) -> None:
    if not rows:
        return
    step = update(SIGHTING).where(
        SIGHTING.c.attacker == bindparam("of_attacker"),
        SIGHTING.c.core == bindparam("of_core"),
        SIGHTING.c.path == bindparam("of_path"),
    )
    values: dict[str, Any] = {column: bindparam(name) for column, name in columns.items()}
    session.execute(step.values(**values), rows, execution_options={"synchronize_session": False})


def path_moves(session: Session, since: date, *, attacker: str | None = None) -> PathMoves:
    """What is new, what goes on and what is gone since a day, inclusive; one query."""
    query = select(SIGHTING).where(or_(SIGHTING.c.gone_on.is_(None), SIGHTING.c.gone_on >= since))
    if attacker is not None:
        query = query.where(SIGHTING.c.attacker == attacker)
    query = query.order_by(SIGHTING.c.first_seen_on.desc(), SIGHTING.c.attacker, SIGHTING.c.core)
    rows = [
        Sighting(
            attacker=row["attacker"],
            core=row["core"],
            path=row["path"],
            state=PathState(row["state"]),
            assets=tuple(row["assets"] or ()),
            first_seen_on=row["first_seen_on"],
            last_seen_on=row["last_seen_on"],
            gone_on=row["gone_on"],
        )
        for row in session.execute(query).mappings()
    ]
    return PathMoves(
        new=tuple(one for one in rows if one.gone_on is None and one.first_seen_on >= since),
        continuing=tuple(one for one in rows if one.gone_on is None and one.first_seen_on < since),
        gone=tuple(one for one in rows if one.gone_on is not None),
    )


def first_noted(session: Session) -> date | None:
    """The day from which on anything is known; None: nothing was noted yet."""
    query = select(SIGHTING.c.first_seen_on).order_by(SIGHTING.c.first_seen_on).limit(1)
    found: date | None = session.scalar(query)
    return found

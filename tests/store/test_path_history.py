"""Ways in over time: first and last seen, gone and back."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from vendormgr.domain.vocabulary import PathState
from vendormgr.store.engine import Database
from vendormgr.store.path_history import (
    PathCount,
    PathMoves,
    SeenPath,
    first_noted,
    path_moves,
    sync_paths,
)

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def way(path: str = "p1", state: PathState = PathState.OPEN, attacker: str = "v1") -> SeenPath:
    return SeenPath(
        attacker=attacker,
        core="ehr",
        path=path,
        state=state,
        assets=("pc", "ehr"),
        connections=(f"line-{path}",),
    )


def nothing_left(_: tuple[str, ...]) -> PathState | None:
    return None


def sync(session: Session, *seen: SeenPath, on: date) -> PathCount:
    return sync_paths(session, seen, state_of=nothing_left, today=on)


def moves(database: Database, since: date) -> PathMoves:
    with database.reading() as session:
        return path_moves(session, since)


def test_a_way_is_new_then_continues_then_is_gone(database: Database) -> None:
    with database.writing() as session:
        assert sync(session, way(), on=MAY) == PathCount(new=1)
    assert [one.path for one in moves(database, MAY).new] == ["p1"]
    with database.writing() as session:
        assert sync(session, way(), on=JUNE) == PathCount()
    (continuing,) = moves(database, JUNE).continuing
    assert (continuing.first_seen_on, continuing.last_seen_on) == (MAY, JUNE)
    with database.writing() as session:
        assert sync(session, on=JULY) == PathCount(gone=1)
    (gone,) = moves(database, JULY).gone
    assert (gone.gone_on, gone.last_seen_on) == (JULY, JUNE)
    assert gone.assets == ("pc", "ehr")


def test_a_way_that_comes_back_keeps_the_day_of_its_first_sight(database: Database) -> None:
    with database.writing() as session:
        sync(session, way(), on=MAY)
        sync(session, on=JUNE)
        assert sync(session, way(), on=JULY) == PathCount(back=1)
    (one,) = moves(database, JUNE).continuing
    assert (one.first_seen_on, one.last_seen_on, one.gone_on) == (MAY, JULY, None)


def test_a_way_that_is_only_no_longer_the_easiest_is_not_gone(database: Database) -> None:
    with database.writing() as session:
        sync(session, way(), on=MAY)
        sync_paths(
            session,
            [way("p2")],
            state_of=lambda used: PathState.UNVERIFIED if used == ("line-p1",) else None,
            today=JUNE,
        )
    found = {one.path: one for one in (*moves(database, MAY).new,)}
    assert set(found) == {"p1", "p2"}
    assert found["p1"].state is PathState.UNVERIFIED


def test_the_same_look_twice_changes_nothing(database: Database) -> None:
    with database.writing() as session:
        sync(session, way(), way(attacker="v2"), on=MAY)
        assert sync(session, way(), way(attacker="v2"), on=MAY) == PathCount()


def test_a_clock_that_was_put_back_puts_no_day_back(database: Database) -> None:
    with database.writing() as session:
        sync(session, way(), on=JUNE)
        sync(session, way(), on=MAY)
    (one,) = moves(database, MAY).new
    assert one.last_seen_on == JUNE


@pytest.mark.parametrize("attacker", ["v1", None])
def test_one_attacker_or_all(database: Database, attacker: str | None) -> None:
    with database.writing() as session:
        assert first_noted(session) is None
        sync(session, way(), way(attacker="v2"), on=MAY)
        assert first_noted(session) == MAY
        found = path_moves(session, MAY, attacker=attacker).new
    assert len(found) == (1 if attacker else 2)

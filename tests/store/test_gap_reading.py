"""Reading gap records: the last resolved ones, first sights, and what moved since a day."""

from datetime import date, timedelta

from vendormgr.domain.gaps.finding import Finding
from vendormgr.domain.vocabulary import Severity
from vendormgr.store.engine import Database
from vendormgr.store.gap import first_sights, gap_moves, resolved_gaps
from vendormgr.store.gap_sync import sync_gaps
from vendormgr.store.portfolio import portfolio_version

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
PATH = Finding("path-open", Severity.CRITICAL, "ehr")
DUTY = Finding("duty-unassigned", Severity.HIGH, "line/patch")
NOTE = Finding("clause-unknown", Severity.INFO, "c/x")
SEVERE = (Severity.CRITICAL, Severity.HIGH)


def sync(database: Database, *found: Finding, on: date) -> None:
    with database.writing() as session:
        sync_gaps(session, found, version=portfolio_version(session), today=on)


def test_resolved_gaps_come_newest_first_and_not_more_than_asked(database: Database) -> None:
    sync(database, PATH, DUTY, NOTE, on=TODAY)
    sync(database, PATH, NOTE, on=TODAY + DAY)
    sync(database, NOTE, on=TODAY + 2 * DAY)
    with database.reading() as session:
        assert [one.key for one in resolved_gaps(session, limit=9)] == [PATH.key, DUTY.key]
        assert len(resolved_gaps(session, limit=1)) == 1


def test_first_sights_leave_out_what_is_resolved(database: Database) -> None:
    sync(database, PATH, on=TODAY)
    sync(database, DUTY, on=TODAY + DAY)
    with database.reading() as session:
        assert first_sights(session) == {DUTY.key: TODAY + DAY}


def test_moves_are_what_came_and_what_went_among_the_severities(database: Database) -> None:
    sync(database, PATH, NOTE, on=TODAY)
    sync(database, DUTY, on=TODAY + 40 * DAY)
    with database.reading() as session:
        moves = gap_moves(session, TODAY + 10 * DAY, SEVERE)
    assert moves is not None
    assert (moves.new, moves.gone) == ((DUTY.key,), (PATH.key,))


def test_what_came_and_went_in_between_is_no_move(database: Database) -> None:
    sync(database, PATH, on=TODAY)
    sync(database, PATH, DUTY, on=TODAY + 20 * DAY)
    sync(database, PATH, on=TODAY + 21 * DAY)
    with database.reading() as session:
        moves = gap_moves(session, TODAY + 10 * DAY, SEVERE)
    assert moves is not None
    assert (moves.new, moves.gone) == ((), ())


def test_before_the_records_begin_nothing_is_known(database: Database) -> None:
    with database.reading() as session:
        assert gap_moves(session, TODAY, SEVERE) is None
    sync(database, PATH, on=TODAY)
    with database.reading() as session:
        assert gap_moves(session, TODAY - DAY, SEVERE) is None
        assert gap_moves(session, TODAY, SEVERE) is not None

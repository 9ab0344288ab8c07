"""Many writers at once: nothing is lost, nothing is doubled, of equal saves one wins."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import event, text

from tests.databases import Databases, SqliteFiles, opened
from tests.store.cast import CLERK, create, find
from vendormgr.domain.portfolio import Facility, Party
from vendormgr.store import engine, record
from vendormgr.store.audit import count_events, list_events
from vendormgr.store.engine import Database, driver_url
from vendormgr.store.errors import DatabaseBusyError, StaleError
from vendormgr.store.portfolio import portfolio_version

T = TypeVar("T")
THREADS, TIMES = 8, 25
ROOT = Path(__file__).parent.parent.parent


def at_once(work: Callable[[int], T], threads: int = THREADS) -> list[T]:
    """What the work gives in each thread, all started together."""
    start = Barrier(threads)

    def run(number: int) -> T:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def test_no_update_of_many_threads_is_lost(database: Database) -> None:
    create(database, Facility(id="f", beds=0))

    def add_one() -> bool:
        stored = find(database, Facility, "f")
        more = replace(stored.fact, beds=(stored.fact.beds or 0) + 1)
        try:
            with database.writing() as session:
                record.update(session, more, by=CLERK, seen_version=stored.version)
        except StaleError:
            return False
        return True

    def work(_: int) -> None:
        for _ in range(TIMES):
            while not add_one():
                pass

    at_once(work)
    stored = find(database, Facility, "f")
    assert (stored.fact.beds, stored.version) == (THREADS * TIMES, THREADS * TIMES + 1)


def test_of_saves_that_saw_the_same_version_exactly_one_wins(database: Database) -> None:
    create(database, Facility(id="f"))

    def save(number: int) -> int | None:
        try:
            with database.writing() as session:
                record.update(session, Facility(id="f", beds=number), by=CLERK, seen_version=1)
        except StaleError:
            return None
        return number

    won = [number for number in at_once(save) if number is not None]
    stored = find(database, Facility, "f")
    assert ([stored.fact.beds], stored.version) == (won, 2)


def test_parallel_creates_each_exist_once(database: Database) -> None:
    def work(_: int) -> list[str]:
        made = []
        for _ in range(TIMES):
            with database.writing() as session:
                made.append(record.create(session, Party(id="", name="給食"), by=CLERK).fact.id)
        return made

    ids = [id_ for made in at_once(work) for id_ in made]
    assert len(set(ids)) == THREADS * TIMES
    with database.reading() as session:
        assert count_events(session) == portfolio_version(session) == THREADS * TIMES
        assert [one.sequence for one in list_events(session, limit=1)] == [THREADS * TIMES]


def test_writers_of_one_process_queue_instead_of_missing_their_chance(sqlite: Database) -> None:
    def without_patience(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA busy_timeout=0")

    event.listen(sqlite.engine, "connect", without_patience)
    sqlite.engine.dispose()
    at_once(lambda number: create(sqlite, Facility(id=f"f{number}")))
    with sqlite.reading() as session:
        assert portfolio_version(session) == THREADS


def test_a_writer_whose_turn_does_not_come_is_told_so(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "TURN_SECONDS", 0.001)
    with sqlite.writing(), ThreadPoolExecutor(1) as pool:
        refused = pool.submit(create, sqlite, Facility(id="f")).exception()
    assert isinstance(refused, DatabaseBusyError)
    create(sqlite, Facility(id="f"))


def test_readers_are_never_kept_waiting_by_a_writer(database: Database) -> None:
    create(database, Facility(id="f"))
    with database.writing() as session:
        record.update(session, Facility(id="f", beds=1), by=CLERK, seen_version=1)
        seen = at_once(lambda _: find(database, Facility, "f").version)
    assert seen == [1] * THREADS


@contextmanager
def writer(url: str, name: str, most: int = -1) -> Iterator["subprocess.Popen[str]"]:
    """A process that writes; killed at the end, as by a power cut."""
    command = [sys.executable, "-m", "tests.store.writer", url, name, str(most)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def acknowledged(process: "subprocess.Popen[str]", most: int) -> list[str]:
    """The next ids that the process says it has written."""
    assert process.stdout is not None
    return [process.stdout.readline().strip() for _ in range(most)]


def test_two_processes_on_one_database_lose_nothing(databases: Databases) -> None:
    with databases.migrated() as url:
        with writer(url, "one", 30) as one, writer(url, "two", 30) as two:
            ids = acknowledged(one, 30) + acknowledged(two, 30)
        with opened(url) as database, database.reading() as session:
            assert count_events(session) == 60
            assert {one.subject for one in list_events(session)} == set(ids)


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_that_it_acknowledged(sqlite_files: SqliteFiles) -> None:
    chance = random.Random(7)  # noqa: S311
    with sqlite_files.migrated() as url:
        said: list[str] = []
        for turn in range(5):
            with writer(url, f"w{turn}") as process:
                said += acknowledged(process, chance.randint(1, 20))
        with opened(url) as database:
            database.check()
            with database.reading() as session:
                kept = set(session.scalars(text("SELECT id FROM party")))
                logged = list(session.scalars(text("SELECT subject FROM audit_event")))
                assert session.execute(text("PRAGMA foreign_key_check")).all() == []
                assert portfolio_version(session) == count_events(session)
    assert set(said) <= kept
    # At most the one that was being written when the process died is there without a word.
    assert len(kept - set(said)) <= 5
    assert sorted(logged) == sorted(kept)


def test_a_copy_that_a_writer_left_behind_opens_again(sqlite_files: SqliteFiles) -> None:
    with sqlite_files.migrated() as url:
        with writer(url, "w") as process:
            said = acknowledged(process, 3)
        path = Path(str(driver_url(url).database))
        assert path.with_name(path.name + "-wal").exists()
        with opened(url) as database:
            database.check()
            assert find(database, Party, said[-1]).version == 1

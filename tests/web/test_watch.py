"""The watcher writes down what the rules see, once, and never takes the server with it."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import SECRET, TESTER, MovableClock, Visitor
from tests.web.gapped import PATH, Keep, hospital
from vendormgr.app import create_app
from vendormgr.config import SettingError, Settings
from vendormgr.domain.portfolio import Connection
from vendormgr.store.engine import Database
from vendormgr.store.errors import DatabaseBusyError
from vendormgr.store.gap import find_gap, gap_history, gap_states
from vendormgr.store.record import archive, find
from vendormgr.web import watch
from vendormgr.web.watch import Watcher, look_once


def test_a_first_look_notes_every_finding_and_a_second_nothing(
    app: Flask, keep: Keep, database: Database
) -> None:
    keep(hospital())
    first = look_once(app)
    assert first is not None
    with database.reading() as session:
        assert len(gap_states(session)) == first.seen > 0
    assert look_once(app) is None


def test_a_look_at_what_is_noted_already_costs_one_statement(
    app: Flask, keep: Keep, count_statements: Callable[[], Any]
) -> None:
    keep(hospital())
    look_once(app)
    with count_statements() as statements:
        look_once(app)
    assert len(statements) == 1


def test_a_change_or_a_new_day_is_noted(
    app: Flask, keep: Keep, database: Database, clock: MovableClock
) -> None:
    keep(hospital())
    look_once(app)
    with database.writing() as session:
        stored = find(session, Connection, "line")
        assert stored is not None
        archive(session, Connection, "line", by=TESTER, seen_version=stored.version)
    changed = look_once(app)
    assert changed is not None
    assert changed.resolved > 0
    clock.forward(days=1)
    later = look_once(app)
    assert later is not None
    with database.reading() as session:
        state = find_gap(session, *PATH)
    assert state is not None
    assert state.resolved_on is not None


def test_two_processes_may_watch_the_same_database(
    app: Flask, settings: Settings, database: Database, clock: MovableClock, keep: Keep
) -> None:
    keep(hospital())
    other = create_app(settings, database=Database(str(database.engine.url)), clock=clock)
    other.extensions["vendormgr.database"] = database
    assert look_once(app) is not None
    assert look_once(other) is None
    with database.reading() as session:
        assert [one.action for one in gap_history(session, *PATH)] == ["seen"]


def test_reading_pages_notes_nothing(planner: Visitor, keep: Keep, database: Database) -> None:
    keep(hospital())
    for path in ("/", "/gaps", "/gaps/all", f"/gaps/{PATH[0]}?subject={PATH[1]}"):
        assert planner.get(path).status_code == 200
    with database.reading() as session:
        assert gap_states(session) == {}


def test_a_failing_look_is_logged_without_names_and_the_next_one_comes(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[int] = []
    enough = Event()

    def failing(_app: Flask) -> None:
        looks.append(1)
        if len(looks) == 3:
            enough.set()
        raise DatabaseBusyError("sqlite:///給食事業者")

    monkeypatch.setattr(watch, "look_once", failing)
    watcher = Watcher(app, seconds=0.001)
    with caplog.at_level(logging.ERROR, logger="vendormgr.web.watch"):
        watcher.start()
        assert enough.wait(timeout=20)
        watcher.stop()
    assert "DatabaseBusyError" in caplog.text
    assert "給食" not in caplog.text


def test_the_thread_does_its_work_and_stops(app: Flask, keep: Keep, database: Database) -> None:
    keep(hospital())
    watcher = Watcher(app, seconds=3600)
    watcher.start()
    watcher.stop()
    with database.reading() as session:
        assert find_gap(session, *PATH) is not None


def test_making_an_application_starts_no_thread(tmp_path: Path) -> None:
    from threading import enumerate as running  # noqa: PLC0415 - named for what it tells

    create_app(Settings(folder=tmp_path, secret_key=SECRET))
    assert [one.name for one in running() if one.name == "gap-watcher"] == []


def test_the_setting_takes_no_negative_number() -> None:
    with pytest.raises(SettingError):
        Settings(watch_seconds=-1)
    assert Settings(watch_seconds=0).watch_seconds == 0

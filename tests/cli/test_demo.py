"""`vendormgr demo`: one command to an answering product, and clear words when it cannot start."""

import shutil
import socket
import sqlite3
import stat
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask

import vendormgr.cli.demo as demo_module
from tests.cli.conftest import Run
from vendormgr.cli.demo import ROLES, SIGN_IN_FILE
from vendormgr.config import Settings
from vendormgr.i18n import TOKYO
from vendormgr.store.account import authenticate
from vendormgr.store.engine import Database
from vendormgr.store.migration import upgrade
from vendormgr.store.portfolio import load_portfolio

LEFT_OVER = "abcde-fghij-kmnpq-rstuv"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Flask, Settings]]]:
    """What would have been served; nothing listens."""
    seen: list[tuple[Flask, Settings]] = []
    monkeypatch.setattr(demo_module, "run", lambda app, settings: seen.append((app, settings)))
    yield seen
    for app, _ in seen:
        app.extensions["vendormgr.database"].close()


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demo in it, made once."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_module, "run", lambda *_: None)
        result = demo_module.command.main(
            ["--data", str(folder / "d.sqlite3")], standalone_mode=False
        )
    assert result is None
    database = Database(f"sqlite:///{folder / 'd.sqlite3'}")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return folder


@pytest.fixture
def data(made_once: Path, tmp_path: Path) -> Path:
    """The demo's file, in a folder of the test's own."""
    shutil.copytree(made_once, tmp_path / "demo")
    return tmp_path / "demo" / "d.sqlite3"


def test_it_makes_a_hospital_says_where_and_serves_a_page(
    run: Run, tmp_path: Path, served: list[tuple[Flask, Settings]]
) -> None:
    data = tmp_path / "new folder" / "見本.sqlite3"
    result = run("demo", "--port", "8123", "--data", data)
    assert result.exit_code == 0, result.output
    assert "http://127.0.0.1:8123/" in result.output
    ((app, settings),) = served
    assert (settings.host, settings.port) == ("127.0.0.1", 8123)
    answer = app.test_client().get("/", follow_redirects=True)
    assert answer.status_code == 200
    with Database(f"sqlite:///{data}").reading() as session:
        assert len(load_portfolio(session, demo_today()).parties) > 30


def demo_today() -> date:
    return datetime.now(TOKYO).date()


def test_everybody_signs_in_with_the_printed_password(
    run: Run, data: Path, served: list[tuple[Flask, Settings]]
) -> None:
    result = run("demo", "--data", data)
    assert served
    password = result.output.rpartition(": ")[2].strip()
    with Database(f"sqlite:///{data}").reading() as session:
        for role in ROLES:
            assert role.value in result.output
            user = authenticate(session, role.value, password)
            assert user is not None
            assert user.roles == frozenset({role})


def test_a_second_start_keeps_what_was_changed_and_the_password(
    run: Run, data: Path, served: list[tuple[Flask, Settings]]
) -> None:
    first = run("demo", "--data", data).output
    database = Database(f"sqlite:///{data}")
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE party SET name='変えた' WHERE id='minazuru'")
    assert run("demo", "--data", data).output == first
    with database.reading() as session:
        names = {one.id: one.name for one in load_portfolio(session, demo_today()).parties}
    assert names["minazuru"] == "変えた"
    assert len(served) == 2


def test_the_password_can_be_read_by_its_owner_only(data: Path) -> None:
    place = data.with_name("d-files") / SIGN_IN_FILE
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_start_that_was_broken_off_goes_on(
    run: Run, tmp_path: Path, served: list[tuple[Flask, Settings]]
) -> None:
    data = tmp_path / "d.sqlite3"
    upgrade(f"sqlite:///{data}")
    (tmp_path / "d-files").mkdir()
    (tmp_path / "d-files" / SIGN_IN_FILE).write_text(LEFT_OVER, encoding="ascii")
    result = run("demo", "--data", data)
    assert result.exit_code == 0, result.output
    assert LEFT_OVER in result.output
    with Database(f"sqlite:///{data}").reading() as session:
        assert authenticate(session, "planner", LEFT_OVER) is not None
    assert served


def test_an_empty_file_becomes_a_demo(
    run: Run, tmp_path: Path, served: list[tuple[Flask, Settings]]
) -> None:
    data = tmp_path / "d.sqlite3"
    data.touch()
    assert run("demo", "--data", data).exit_code == 0
    assert served


@pytest.mark.parametrize("kind", ["installation", "other program", "text"])
def test_a_file_that_is_no_demo_is_left_alone(run: Run, tmp_path: Path, kind: str) -> None:
    data = tmp_path / "d.sqlite3"
    if kind == "installation":
        upgrade(f"sqlite:///{data}")
    elif kind == "other program":
        with sqlite3.connect(data) as connection:
            connection.execute("CREATE TABLE patients (id)")
        connection.close()
    else:
        data.write_text("患者の一覧", encoding="utf-8")
    before = data.read_bytes()
    result = run("demo", "--data", data)
    assert result.exit_code == 2
    assert "--data" in result.output
    assert data.read_bytes() == before
    assert not (tmp_path / "d-files" / SIGN_IN_FILE).exists()


def test_a_port_in_use_is_said_in_words(run: Run, data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("demo", "--data", data, "--port", str(port))
    assert result.exit_code == 2
    assert f"ポート{port}で待ち受けられません" in result.output
    assert "--port" in result.output


@pytest.mark.parametrize("port", ["0x50", "-1", "99999", "http"])
def test_an_impossible_port_is_refused(run: Run, tmp_path: Path, port: str) -> None:
    result = run("demo", "--data", tmp_path / "d.sqlite3", "--port", port)
    assert result.exit_code == 2
    assert not (tmp_path / "d.sqlite3").exists()

"""Setting up, upgrading and serving an installation, and the people who may sign in."""

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.conftest import Run
from vendormgr.cli import main
from vendormgr.cli.setting import made_up_password
from vendormgr.domain.password import password_problems
from vendormgr.store.account import authenticate, find_by_login
from vendormgr.store.audit import list_events
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio
from vendormgr.store.state import read_state

PASSWORD = "himawari ga nisenbon saku oka"  # noqa: S105
WORDS = (
    "--hospital",
    "検証病院",
    "--login",
    "admin",
    "--name",
    "管理 太郎",
    "--password",
    PASSWORD,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="module")
def first_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `vendormgr init` makes, made once."""
    folder = tmp_path_factory.mktemp("first") / "data"
    result = CliRunner().invoke(main, ["init", "--folder", str(folder), *WORDS])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def installed(first_installation: Path, folder: Path) -> Path:
    shutil.copytree(first_installation, folder)
    return folder


def database(folder: Path) -> Database:
    return Database(f"sqlite:///{folder}/vendormgr.sqlite3")


def test_init_makes_key_database_hospital_and_administrator(installed: Path) -> None:
    with database(installed).reading() as session:
        admin = authenticate(session, "admin", PASSWORD)
        state = read_state(session)
    assert admin is not None
    assert sorted(admin.roles) == ["administrator", "planner"]
    assert not admin.must_change_password
    assert state.title == "検証病院"
    if os.name == "posix":
        for name in ("secret-key", "vendormgr.sqlite3"):
            assert stat.S_IMODE((installed / name).stat().st_mode) == 0o600, name


def test_init_puts_the_hospital_into_the_portfolio(installed: Path) -> None:
    with database(installed).reading() as session:
        parties = load_portfolio(session, date(2026, 11, 22)).parties
    assert [(party.id, party.role, party.name) for party in parties] == [
        ("hospital", "hospital", "検証病院")
    ]


def test_what_is_not_given_is_asked_for(run: Run, folder: Path) -> None:
    typed = f"検証病院\nadmin\n管理 太郎\n{PASSWORD}\n{PASSWORD}\n"
    result = run("init", "--folder", folder, stdin=typed)
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output


def test_a_second_init_changes_nothing(run: Run, installed: Path) -> None:
    before = (installed / "secret-key").read_bytes()
    result = run("init", "--folder", installed, *WORDS[:-1], "another password for nobody")
    assert result.exit_code == 2
    assert "もう済んでいます" in result.output
    assert (installed / "secret-key").read_bytes() == before
    with database(installed).reading() as session:
        assert authenticate(session, "admin", PASSWORD) is not None


@pytest.mark.parametrize("password", ["short", "検証病院検証病院検証病院検証病院検証病院"])
def test_a_weak_password_leaves_nothing_behind(run: Run, folder: Path, password: str) -> None:
    result = run("init", "--folder", folder, *WORDS[:-1], password)
    assert result.exit_code == 2
    assert not folder.exists()


@pytest.mark.parametrize("command", ["serve", "user list"])
def test_a_database_that_is_not_there_names_the_command_that_mends_it(
    run: Run, folder: Path, command: str
) -> None:
    folder.mkdir()
    result = run(*command.split(), "--folder", folder)
    assert result.exit_code == 2
    assert "vendormgr upgrade" in result.output
    assert list(folder.iterdir()) == []


def test_a_damaged_database_is_refused_and_left_alone(run: Run, installed: Path) -> None:
    file = installed / "vendormgr.sqlite3"
    file.write_bytes(b"no database at all, but some bytes that somebody may still want back")
    before = file.read_bytes()
    for command in ("serve", "upgrade"):
        result = run(command, "--folder", installed)
        assert result.exit_code == 2
        assert "壊れている" in result.output
    assert file.read_bytes() == before


def test_upgrade_says_that_everything_is_current(run: Run, installed: Path) -> None:
    result = run("upgrade", "--folder", installed)
    assert result.exit_code == 0
    assert "すでに今の版です" in result.output


def test_serving_a_network_in_the_clear_needs_to_be_asked_for(run: Run, installed: Path) -> None:
    result = run("serve", "--folder", installed, "--host", "0.0.0.0")  # noqa: S104 - it is refused
    assert result.exit_code == 2
    assert "allow_plain_http" in result.output


def test_a_wrong_setting_is_named(run: Run, installed: Path) -> None:
    (installed / "settings.toml").write_text("prot = 1\n", encoding="utf-8")
    result = run("serve", "--folder", installed)
    assert result.exit_code == 2
    assert "prot" in result.output


def test_people_are_added_with_a_password_that_they_must_change(run: Run, installed: Path) -> None:
    result = run(
        "user", "add", "--folder", installed, "--login", "k", "--name", "契約 係",
        "--role", "contracts", "--role", "procurement",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    password = result.output.partition("初期パスワード：")[2].split()[0]
    with database(installed).reading() as session:
        added = authenticate(session, "k", password)
    assert added is not None
    assert added.must_change_password
    assert sorted(added.roles) == ["contracts", "procurement"]


def test_a_taken_name_a_missing_person_and_the_last_administrator(
    run: Run, installed: Path
) -> None:
    for words, text in (
        (
            ("add", "--login", "ＡＤＭＩＮ", "--name", "x", "--role", "auditor"),
            "もう使われています",
        ),
        (("roles", "nobody", "--role", "auditor"), "いません"),
        (("disable", "admin"), "最後の管理者"),
        (("roles", "admin", "--role", "auditor"), "最後の管理者"),
    ):
        result = run("user", words[0], "--folder", installed, *words[1:])
        assert result.exit_code == 2, words
        assert text in result.output


def test_roles_are_replaced_and_accounts_shut_and_opened(run: Run, installed: Path) -> None:
    run("user", "add", "--folder", installed, "--login", "k", "--name", "x", "--role", "auditor")
    assert run("user", "roles", "--folder", installed, "k", "--role", "executive").exit_code == 0
    assert run("user", "disable", "--folder", installed, "k").exit_code == 0
    listed = json.loads(run("user", "list", "--folder", installed, "--format", "json").output)
    assert [(one["login"], one["roles"], one["active"]) for one in listed] == [
        ("admin", ["administrator", "planner"], True),
        ("k", ["executive"], False),
    ]
    assert "停止中" in run("user", "list", "--folder", installed).output
    assert run("user", "enable", "--folder", installed, "k").exit_code == 0


def test_a_new_password_can_be_given_and_is_in_no_log(run: Run, installed: Path) -> None:
    result = run("user", "set-password", "--folder", installed, "admin")
    password = result.output.partition("初期パスワード：")[2].split()[0]
    with database(installed).reading() as session:
        assert authenticate(session, "admin", PASSWORD) is None
        user = find_by_login(session, "admin")
        assert user is not None
        assert user.must_change_password
        events = list_events(session, limit=20)
    assert password not in str(events)
    assert PASSWORD not in str(events)
    assert events[0].actor.startswith("vendormgr user")


def test_made_up_passwords_are_good_and_differ() -> None:
    made = {made_up_password() for _ in range(50)}
    assert len(made) == 50
    assert not [one for one in made if password_problems(one, shortest=13)]


def test_routes_are_listed_with_their_permission(run: Run) -> None:
    rows = json.loads(run("routes", "--format", "json").output)
    listed = {row["path"]: row for row in rows}
    assert listed["/sign-in"]["permission"] == "public"
    assert listed["/sign-out"] == {
        "path": "/sign-out",
        "methods": "POST",
        "permission": "signed-in",
        "endpoint": "sign_in.leave",
    }
    assert "/sign-in" in run("routes").output


@pytest.mark.slow
def test_serve_answers_and_stops_when_told_to(installed: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "vendormgr",
            "serve",
            "--folder",
            str(installed),
            "--port",
            str(port),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert str(port) in process.stdout.readline().decode()
        deadline = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    assert answer.status == 200
                    assert (
                        "Server" not in answer.headers or "waitress" not in answer.headers["Server"]
                    )
                    break
            except OSError:
                assert time.monotonic() < deadline
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=15)
    assert process.returncode == 0
    assert b"Traceback" not in errors

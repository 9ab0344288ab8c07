"""The steps lead to the tables, exactly, and an upgrade is all or nothing."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, inspect, text

from tests.databases import Databases, opened
from tests.domain.factories import CAST
from tests.store.cast import create, find
from vendormgr.domain.portfolio import Party
from vendormgr.store import migration
from vendormgr.store.engine import Database, driver_url, sqlite_file
from vendormgr.store.errors import DamagedDatabaseError, NewerDatabaseError
from vendormgr.store.migration import head, is_current, revision_of, upgrade, upgrade_database
from vendormgr.store.tables import METADATA

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def url(databases: Databases) -> str:
    return databases.missing()


def schema(engine: Engine) -> dict[str, Any]:
    """Everything that a table is made of, by table."""
    look = inspect(engine)
    return {
        name: {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"], one["default"])
                for one in look.get_columns(name)
            ],
            "key": look.get_pk_constraint(name),
            "checks": sorted(
                (str(one["name"]), one["sqltext"]) for one in look.get_check_constraints(name)
            ),
            "foreign": sorted(
                (str(one["name"]), one["constrained_columns"], one["referred_table"])
                for one in look.get_foreign_keys(name)
            ),
            "unique": sorted(
                (str(one["name"]), one["column_names"]) for one in look.get_unique_constraints(name)
            ),
            "indexes": sorted(
                (str(one["name"]), one["column_names"], one["unique"])
                for one in look.get_indexes(name)
            ),
        }
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def test_all_steps_together_are_the_tables(databases: Databases) -> None:
    migrated, created = databases.missing(), databases.missing()
    upgrade(migrated)
    path = sqlite_file(driver_url(created))
    if path is not None:
        path.touch()
    with opened(created) as database:
        METADATA.create_all(database.engine.execution_options(vendormgr_write=True))
        expected = schema(database.engine)
    with opened(migrated) as database:
        assert schema(database.engine) == expected
    assert expected.keys() == METADATA.tables.keys()


def test_a_new_database_is_at_the_newest_step(url: str) -> None:
    upgrade(url)
    assert is_current(url)
    assert revision_of(url) == head()


def test_upgrading_twice_changes_nothing(url: str) -> None:
    upgrade(url)
    with opened(url) as database:
        create(database, *CAST)
    upgrade(url)
    with opened(url) as database:
        assert find(database, Party, "ehr").fact == CAST[1]


def test_a_new_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    upgrade(f"sqlite:///{path}")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_a_step_that_fails_leaves_the_database_as_it_was(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = command.upgrade

    def fail(config: Any, target: str) -> None:
        real(config, target)
        raise ZeroDivisionError

    monkeypatch.setattr(command, "upgrade", fail)
    with pytest.raises(ZeroDivisionError):
        upgrade(url)
    with opened(url) as database:
        assert inspect(database.engine).get_table_names() == []


def test_an_upgrade_that_is_killed_leaves_nothing_and_can_be_repeated(databases: Databases) -> None:
    url = databases.missing()
    killed = (
        "import os, signal, sys\n"
        "from alembic import command\n"
        "from vendormgr.store import migration\n"
        "real = command.upgrade\n"
        "def die(*args):\n"
        "    real(*args)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "command.upgrade = die\n"
        "migration.upgrade(sys.argv[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", killed, url], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    with opened(url) as database:
        assert inspect(database.engine).get_table_names() == []
    upgrade(url)
    assert is_current(url)


def test_a_newer_database_is_not_touched(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError):
        upgrade_database(database)


def test_a_database_of_another_program_is_not_touched(url: str) -> None:
    path = sqlite_file(driver_url(url))
    if path is not None:
        path.touch()
    with opened(url) as database:
        with database.migrating() as connection:
            connection.execute(text("CREATE TABLE theirs (x INTEGER)"))
        with pytest.raises(DamagedDatabaseError):
            upgrade_database(database)
        assert inspect(database.engine).get_table_names() == ["theirs"]


def test_broken_references_stop_an_upgrade(sqlite: Database) -> None:
    def fill(connection: Connection) -> None:
        connection.execute(text("INSERT INTO facility (id) VALUES ('ghost')"))

    with pytest.raises(DamagedDatabaseError), migration._schema_change(sqlite) as connection:
        fill(connection)
    with sqlite.reading() as session:
        assert session.execute(text("SELECT count(*) FROM facility")).scalar_one() == 0


def test_foreign_keys_are_on_again_after_an_upgrade(sqlite: Database) -> None:
    upgrade_database(sqlite)
    with sqlite.writing() as session:
        assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_a_drafted_step_is_empty_when_nothing_has_changed(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(migration.FOLDER, folder)
    monkeypatch.setattr(migration, "FOLDER", folder)
    migration.draft(sqlite.url, "nothing")
    [drafted] = folder.glob("versions/*_nothing.py")
    lines = drafted.read_text(encoding="utf-8").splitlines()
    body = lines[lines.index("def upgrade() -> None:") + 1 :]
    assert [one.strip() for one in body if "#" not in one] == ['"""Apply this step."""', "pass"]

"""The database behind a URL: what is set on every connection, and what is refused at the start."""

import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.databases import SqliteFiles, opened
from tests.domain.factories import CAST
from tests.store.cast import create, find
from vendormgr.domain.portfolio import Party
from vendormgr.store import record
from vendormgr.store.engine import Database, driver_url
from vendormgr.store.errors import (
    DamagedDatabaseError,
    DatabaseBusyError,
    DatabaseFullError,
    MissingDatabaseError,
    NewerDatabaseError,
    NotMigratedError,
    UnreachableDatabaseError,
)
from vendormgr.store.migration import upgrade_database


def file_of(database: Database) -> Path:
    return Path(str(driver_url(database.url).database))


def test_every_connection_keeps_what_it_acknowledged(sqlite: Database) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    for block in (sqlite.reading, sqlite.writing):
        with block() as session:
            told = {name: session.scalar(text(f"PRAGMA {name}")) for name in expected}
        assert told == expected


def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), database.reading() as session:
        session.execute(text("DELETE FROM record"))


def test_readers_see_one_state_while_others_write(database: Database) -> None:
    create(database, CAST[0])
    with database.reading() as session:
        assert record.find(session, Party, "ehr") is None
        create(database, CAST[1])
        assert record.find(session, Party, "ehr") is None
    assert find(database, Party, "ehr").fact == CAST[1]


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), database.writing() as session:
        session.execute(text("INSERT INTO facility (id) VALUES ('never-recorded')"))


def test_a_missing_file_is_refused_and_not_created(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with opened(f"sqlite:///{path}") as database:
        with pytest.raises(MissingDatabaseError):
            database.check()
        with pytest.raises(DBAPIError), database.reading() as session:
            session.execute(text("SELECT 1"))
    assert not path.exists()


def test_an_empty_file_is_refused_and_left_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with opened(f"sqlite:///{path}") as database, pytest.raises(NotMigratedError):
        database.check()
    assert path.stat().st_size == 0


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("拝啓" * 1000, encoding="utf-8")
    before = path.read_bytes()
    with opened(f"sqlite:///{path}") as database, pytest.raises(DamagedDatabaseError):
        database.check()
    assert path.read_bytes() == before


@pytest.mark.parametrize("harm", ["cut", "overwritten"])
def test_a_damaged_file_is_refused_and_left_alone(
    tmp_path: Path, sqlite_files: SqliteFiles, harm: str
) -> None:
    with sqlite_files.migrated() as url, opened(url) as whole:
        whole.check()
        pages = file_of(whole).read_bytes()
    path = tmp_path / "damaged.db"
    middle = len(pages) // 2
    after = b"" if harm == "cut" else b"\xff" * 8192 + pages[middle + 8192 :]
    path.write_bytes(pages[:middle] + after)
    before = path.read_bytes()
    with opened(f"sqlite:///{path}") as database, pytest.raises(DamagedDatabaseError):
        database.check()
    assert path.read_bytes() == before


def test_a_database_that_was_never_migrated_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with opened(f"sqlite:///{path}") as database, pytest.raises(NotMigratedError):
        database.check()


def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError) as caught:
        database.check()
    assert caught.value.revision == "9999"


def test_an_older_database_is_refused_until_it_is_upgraded(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(NotMigratedError) as caught:
        database.check()
    assert caught.value.revision == "0001"


def test_a_writer_that_waits_too_long_is_told_so(sqlite: Database) -> None:
    # Another writer, without waiting for the five seconds of the real timeout.
    blocker = sqlite3.connect(file_of(sqlite), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    with pytest.raises(DatabaseBusyError), sqlite.writing():
        pass
    blocker.execute("ROLLBACK")
    blocker.close()


def test_a_full_disk_is_an_honest_refusal_and_reading_goes_on(sqlite: Database) -> None:
    create(sqlite, *CAST)
    with sqlite.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DatabaseFullError):
        create(sqlite, Party(id="big", note="長" * 2_000_000))
    assert find(sqlite, Party, "ehr").fact == CAST[1]
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    create(sqlite, Party(id="big", note="長" * 2_000_000))


def test_a_database_in_memory_serves_one_thread() -> None:
    with opened("sqlite://") as database:
        upgrade_database(database)
        database.check()
        create(database, CAST[0])
        assert find(database, Party, "hospital").fact == CAST[0]


def test_a_server_that_does_not_answer_is_named() -> None:
    with opened("postgresql://u:secret@127.0.0.1:1/d") as database:
        with pytest.raises(UnreachableDatabaseError) as caught:
            database.check()
        assert "secret" not in str(caught.value)


def test_a_password_in_the_url_is_not_shown() -> None:
    with opened("postgresql://u:secret@h/d") as database:
        assert database.url == "postgresql+psycopg://u:***@h/d"


def test_japanese_is_readable_in_the_file(sqlite: Database) -> None:
    create(sqlite, CAST[2])
    connection = sqlite3.connect(file_of(sqlite))
    [(after,)] = connection.execute("SELECT after FROM audit_event").fetchall()
    connection.close()
    assert "給食事業者" in after
    assert json.loads(after)["name"] == "給食事業者"

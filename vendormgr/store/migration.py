"""Bringing a database to this program's schema, all or nothing, and reading how far it is.

The steps stand in migrations/versions/. A new one is drafted with `draft`; a test compares the
result of all steps with the tables, because Alembic's own comparison does not see CHECKs.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError as SqlDatabaseError

from vendormgr.store.engine import WRITE_LOCK, Database, check_file, driver_url, sqlite_file
from vendormgr.store.errors import DamagedDatabaseError, NewerDatabaseError

FOLDER = Path(__file__).resolve().parent / "migrations"


def upgrade(url: str) -> None:
    """Bring the database of that URL to the newest schema; makes an SQLite file if there is none.

    One transaction: an interrupted upgrade leaves the database as it was.

    Raises:
        NewerDatabaseError: It is newer than this program.
        DamagedDatabaseError: It is no database of this product, or not sound.
    """
    _prepare_file(url)
    database = Database(url)
    try:
        upgrade_database(database)
    finally:
        database.close()


def upgrade_database(database: Database) -> None:
    """The same for a database that is open already, e.g. one in memory."""
    with _schema_change(database) as connection:
        found = _revision(connection)
        _refuse_unknown(connection, database.url, found)
        if found != head():
            command.upgrade(_config(connection), "head")


def draft(url: str, message: str) -> None:
    """Write a new step from the difference between a database and the tables, to be reviewed."""
    database = Database(url)
    with _schema_change(database) as connection:
        command.revision(_config(connection), message=message, autogenerate=True)
    database.close()


def revision_of(url: str) -> str | None:
    """The revision that the database of that URL is at; None if it was never migrated."""
    database = Database(url)
    try:
        return revision(database)
    finally:
        database.close()


def is_current(url: str) -> bool:
    """Whether the database is at the newest revision."""
    return revision_of(url) == head()


def revision(database: Database) -> str | None:
    """The revision of an open database; None if it was never migrated.

    Raises:
        DamagedDatabaseError: The file is no sound database.
    """
    try:
        with database.connected() as connection:
            return _revision(connection)
    except SqlDatabaseError as error:
        if "malformed" in str(error.orig) or "not a database" in str(error.orig):
            raise DamagedDatabaseError(database.url, str(error.orig)) from error
        raise


@cache
def head() -> str:
    """The newest revision that this program knows."""
    newest = ScriptDirectory(str(FOLDER)).get_current_head()
    if newest is None:
        raise FileNotFoundError(FOLDER)
    return newest


def knows(found: str) -> bool:
    """Whether the revision is one of this program's steps."""
    return any(step.revision == found for step in ScriptDirectory(str(FOLDER)).walk_revisions())


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _refuse_unknown(connection: Connection, url: str, found: str | None) -> None:
    if found is not None and not knows(found):
        raise NewerDatabaseError(url, found)
    if found is None and inspect(connection).get_table_names():
        raise DamagedDatabaseError(url, "tables of another program")


def _prepare_file(url: str) -> None:
    path = sqlite_file(driver_url(url))
    if path is None:
        return
    if not path.exists():
        # Only the owner may read it: it holds names, contracts and the map of the network.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    elif path.stat().st_size:
        check_file(path, url)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _schema_change(database: Database) -> Iterator[Connection]:
    """A connection in one transaction, alone on the database, ended by a foreign key check.

    SQLite's foreign keys are off meanwhile: with them on, rebuilding a table silently deleted the
    rows of its children (Alembic 1.20, batch mode).
    """
    with database.migrating() as connection:
        if connection.dialect.name == "sqlite":
            yield connection
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise DamagedDatabaseError(database.url, f"broken references: {broken[:5]}")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
            yield connection

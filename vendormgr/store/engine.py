"""The database behind one URL: one engine, a reading and a writing view, and its checks.

Readers never wait and never write. Writers take their turn: BEGIN IMMEDIATE on SQLite (with driver
defaults 8 threads of read-then-write silently kept 36 of 200 updates), an advisory lock on
PostgreSQL, so that of several saves that saw the same version exactly one wins.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    Connection,
    Engine,
    QueuePool,
    StaticPool,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from vendormgr.store.errors import (
    DamagedDatabaseError,
    DatabaseBusyError,
    DatabaseFullError,
    MissingDatabaseError,
    NewerDatabaseError,
    NotMigratedError,
    UnreachableDatabaseError,
)

WRITE = "vendormgr_write"
MIGRATE = "vendormgr_migrate"
WRITE_LOCK = 0x76656E646F72
"""Key of the PostgreSQL advisory lock: "vendor" in ASCII."""
PRAGMAS = {
    "foreign_keys": "ON",
    "journal_mode": "WAL",
    "busy_timeout": "5000",
    # WAL with NORMAL may roll back acknowledged commits on power loss.
    "synchronous": "FULL",
}
TURN_SECONDS = 30
"""How long a writer waits for the others of its process before it is told that all are busy."""
SQLITE_MAGIC = b"SQLite format 3\0"
_FULL = ("disk is full", "readonly database", "disk i/o error", "no space left")
_UNREACHABLE = ("connection refused", "connection is bad", "could not translate", "server closed")
_BUSY = ("database is locked", "database table is locked", "lock timeout", "deadlock detected")


class Database:
    """A database by its URL (``sqlite:///file`` or ``postgresql+psycopg://...``).

    Making one neither opens nor creates anything; call `check` before serving. ``sqlite://`` is a
    database in memory for one thread.
    """

    def __init__(self, url: str) -> None:
        self._url = driver_url(url)
        self.url = self._url.render_as_string(hide_password=True)
        self.engine = _create_engine(self._url)
        self._writer = self.engine.execution_options(**{WRITE: True})
        self._turn = Lock()

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A plain connection, for looking at the schema."""
        with self._translated(writes=False), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one unchanging picture of the database; it cannot write."""
        with self._translated(writes=False), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits at the end of the block, or rolls back on any exception.

        Open it after validation and never while waiting for a client: other writers wait.
        """
        with (
            self._translated(),
            self._in_turn(),
            Session(self._writer, autoflush=False) as session,
            session.begin(),
        ):
            session.connection()
            yield session

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A connection for changing the schema: alone, in one transaction, foreign keys off."""
        migrator = self.engine.execution_options(**{WRITE: True, MIGRATE: True})
        with self._translated(), migrator.connect() as connection, connection.begin():
            yield connection

    def check(self) -> None:
        """Refuse what cannot be served: missing, empty, older, newer or damaged.

        Raises:
            NotMigratedError, NewerDatabaseError, DamagedDatabaseError: See there.
        """
        from vendormgr.store.migration import head, knows, revision  # noqa: PLC0415

        if self._file is not None:
            check_file(self._file, self.url)
        found = revision(self)
        if found == head():
            return
        if found is not None and not knows(found):
            raise NewerDatabaseError(self.url, found)
        raise NotMigratedError(self.url, found)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        # SQLite lets writers look again after ever longer pauses, so among busy threads one can
        # miss its chance for all of busy_timeout. Here they queue; the database's own lock, which
        # other processes see, is then taken by one thread at a time.
        if not self._turn.acquire(timeout=TURN_SECONDS):
            raise DatabaseBusyError(self.url)
        try:
            yield
        finally:
            self._turn.release()

    @property
    def _file(self) -> Path | None:
        return sqlite_file(self._url)

    @contextmanager
    def _translated(self, *, writes: bool = True) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            problem = str(error.orig if isinstance(error, DBAPIError) else error).lower()
            if any(sign in problem for sign in _BUSY):
                raise DatabaseBusyError(self.url) from error
            if writes and any(sign in problem for sign in _FULL):
                raise DatabaseFullError(self.url) from error
            if any(sign in problem for sign in _UNREACHABLE):
                raise UnreachableDatabaseError(self.url) from error
            raise


def driver_url(url: str) -> URL:
    """The URL with the driver that this product uses: ``postgresql:`` means psycopg."""
    read = make_url(url)
    if read.drivername in {"postgresql", "postgres"}:
        return read.set(drivername="postgresql+psycopg")
    return read


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite URL; None for a database in memory or another database."""
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))


def check_file(path: Path, url: str) -> None:
    """Refuse a missing, empty or damaged SQLite file without changing it.

    Raises:
        MissingDatabaseError, NotMigratedError, DamagedDatabaseError: See there.
    """
    if not path.is_file():
        raise MissingDatabaseError(url)
    if path.stat().st_size == 0:
        raise NotMigratedError(url)
    with path.open("rb") as file:
        if file.read(len(SQLITE_MAGIC)) != SQLITE_MAGIC:
            raise DamagedDatabaseError(url, "not an SQLite file")
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
        try:
            answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise DamagedDatabaseError(url, str(error)) from error
    if answer != "ok":
        raise DamagedDatabaseError(url, answer)


def _create_engine(url: URL) -> Engine:
    kept = {"json_serializer": partial(json.dumps, ensure_ascii=False)}
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True, **kept)
        event.listen(engine, "begin", _begin_postgres)
        return engine
    path = sqlite_file(url)
    if path is None:
        in_memory: dict[str, Any] = {"poolclass": StaticPool, "creator": _memory_connection}
        engine = create_engine("sqlite://", **in_memory, **kept)
    else:
        # Named, because SQLAlchemy would choose by the URL: a reader beside a writer needs a second
        # connection also in one thread.
        in_file: dict[str, Any] = {"poolclass": QueuePool, "pool_size": 10}
        open_file = partial(_file_connection, path)
        engine = create_engine("sqlite:///", creator=open_file, **in_file, **kept)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _memory_connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def _file_connection(path: Path) -> sqlite3.Connection:
    # mode=rw: a missing file must stop the start instead of giving an empty hospital.
    # isolation_level None: the driver sends no BEGIN of its own; the begin hook does.
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=5,
        check_same_thread=False,
    )
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    return connection


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes = options.get(WRITE, False)
    cursor = connection.connection.cursor()
    # Inside a transaction SQLite would pass over this one without a word.
    cursor.execute(f"PRAGMA foreign_keys={'OFF' if options.get(MIGRATE, False) else 'ON'}")
    cursor.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    cursor.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    cursor.close()


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITE, False):
        # Each statement must see what the writer before committed, not what was there at BEGIN.
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE"))
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
    else:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))

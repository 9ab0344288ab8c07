"""Every test that asks for a database runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.databases import Databases, PostgresServer, SqliteFiles, opened, start_postgres
from vendormgr.store.engine import Database

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """SQLite files with the schema."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL server for the whole run."""
    server = start_postgres(tmp_path_factory.mktemp("pg"))
    yield server
    server.stop()


@pytest.fixture(params=BOTH)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Maker of databases of either kind."""
    name = "sqlite_files" if request.param == "sqlite" else "postgres_server"
    made: Databases = request.getfixturevalue(name)
    return made


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """An empty database with the schema."""
    with databases.migrated() as url, opened(url) as made:
        yield made


@pytest.fixture
def sqlite(sqlite_files: SqliteFiles) -> Iterator[Database]:
    """An empty SQLite database, for what is the same on both or SQLite's own."""
    with sqlite_files.migrated() as url, opened(url) as made:
        yield made

"""An application on a database of its own, and visitors who are signed in with a role."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.web import sample
from vendormgr.app import create_app
from vendormgr.config import Settings
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Portfolio
from vendormgr.store.account import create_user, find_by_login
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database
from vendormgr.store.importing import import_portfolio
from vendormgr.store.migration import upgrade
from vendormgr.store.sign_in import start_sign_in
from vendormgr.store.state import read_state

NOW = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
"""22 November 2026, 9:30 in Tokyo."""
PASSWORD = "korinto-suika-7-tsubame"  # noqa: S105
SECRET = "a-secret-key-for-tests-only-0123456789"  # noqa: S105
TESTER = Actor("tester")


@dataclass
class MovableClock:
    """A clock that stands still until a test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Visitor:
    """A browser with its cookies; posts carry the token against forged forms."""

    client: FlaskClient
    role: Role | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self.client.get(path, headers=self.headers, **kwargs)

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        sent = {"csrf_token": self.token(), **(data or {})}
        return self.client.post(path, data=sent, headers=self.headers, **kwargs)

    def post_bare(self, path: str, data: Any = None, **kwargs: Any) -> TestResponse:
        """A POST without the token."""
        return self.client.post(path, data=data, headers=self.headers, **kwargs)

    def token(self) -> str:
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", "0123456789abcdef")
        serializer = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token")
        return str(serializer.dumps(raw))


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with one person for each role, made once and copied for each test."""
    file = tmp_path_factory.mktemp("database") / "prepared.sqlite3"
    url = f"sqlite:///{file}"
    upgrade(url)
    database = Database(url)
    with database.writing() as session:
        for role in Role:
            create_user(
                session,
                login=role.value,
                name=f"{role.value} の人",
                roles=[role],
                by=TESTER,
                password=PASSWORD if role is Role.PLANNER else None,
                must_change_password=False,
            )
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return file


@pytest.fixture
def database(prepared_file: Path, tmp_path: Path) -> Iterator[Database]:
    file = tmp_path / "vendormgr.sqlite3"
    shutil.copyfile(prepared_file, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(folder=tmp_path, secret_key=SECRET)


@pytest.fixture
def app(settings: Settings, database: Database, clock: MovableClock) -> Flask:
    app = create_app(settings, database=database, clock=clock)
    app.testing = True
    return app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(app.test_client())


@pytest.fixture
def signed_in(app: Flask, database: Database, clock: MovableClock) -> Callable[[Role], Visitor]:
    """``signed_in(Role.PLANNER)``: a visitor with that role."""

    def sign_in(role: Role = Role.PLANNER) -> Visitor:
        visitor = Visitor(app.test_client(), role)
        with database.writing() as session:
            user = find_by_login(session, role.value)
            assert user is not None
            token, _ = start_sign_in(session, user, now=clock())
        with visitor.client.session_transaction() as cookie:
            cookie["sign_in"] = token
        return visitor

    return sign_in


@pytest.fixture
def planner(signed_in: Callable[[Role], Visitor]) -> Visitor:
    return signed_in(Role.PLANNER)


@pytest.fixture
def keep(database: Database) -> Callable[[Portfolio], None]:
    """``keep(portfolio)``: put a whole portfolio into the database."""

    def store(portfolio: Portfolio) -> None:
        with database.writing() as session:
            import_portfolio(session, portfolio, by=TESTER)

    return store


@pytest.fixture
def count_statements(database: Database) -> Callable[[], Any]:
    """``with count_statements() as statements:`` collects the SQL that is sent."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(*args: Any) -> None:
            seen.append(args[2])

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(database.engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def with_sample(app: Flask) -> Flask:
    """The application with the page of tests/web/sample.py."""
    app.register_blueprint(sample.pages)
    return app


@pytest.fixture
def portfolio_title(database: Database) -> Callable[[], str | None]:
    """What the sample page has kept."""

    def title() -> str | None:
        with database.reading() as session:
            return read_state(session).title

    return title

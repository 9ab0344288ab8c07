"""Exposure pages where lines are many: 1,000 vendors of 20 assets and 60 connections each.

Run: pytest tests/benchmarks/test_exposure_pages.py -s
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.lines import portfolio_of
from tests.web.conftest import NOW, PASSWORD, SECRET, TESTER, Visitor
from vendormgr.app import create_app
from vendormgr.config import Settings
from vendormgr.domain.access import Role
from vendormgr.domain.exposure import analyse_exposure
from vendormgr.domain.index import build_index
from vendormgr.exchange.seed import load_catalogue
from vendormgr.store.account import create_user
from vendormgr.store.engine import Database
from vendormgr.store.importing import import_portfolio
from vendormgr.store.migration import upgrade

pytestmark = pytest.mark.benchmark(timer=time.process_time)
"""Processor time, because a machine has other work too."""
VENDORS = 1_000


@pytest.fixture(scope="module")
def exposed() -> str:
    """The vendor that reaches most core systems."""
    found = analyse_exposure(build_index(portfolio_of(VENDORS)), load_catalogue().kinds)
    return max(found.vendors.values(), key=lambda one: len(one.cores)).party


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("lines")
    url = f"sqlite:///{folder / 'vendormgr.sqlite3'}"
    upgrade(url)
    database = Database(url)
    with database.writing() as session:
        create_user(
            session,
            login="planner",
            name="企画",
            roles=[Role.PLANNER],
            by=TESTER,
            password=PASSWORD,
            must_change_password=False,
        )
        import_portfolio(session, portfolio_of(VENDORS), by=TESTER)
    settings = Settings(folder=folder, secret_key=SECRET)
    yield create_app(settings, database=database, clock=lambda: NOW)
    database.close()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def visitor(app: Flask) -> Visitor:
    visitor = Visitor(app.test_client(), Role.PLANNER)
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"sign_in_name": "planner", "sign_in_password": PASSWORD})
    assert answer.status_code == 303
    return visitor


@pytest.mark.parametrize(
    "path",
    [
        "/exposure/vendors/{}",
        "/connections/of/{}",
        "/exposure/what-if?vendor={}",
        "/drill?vendor={}",
        "/inventory/vendors/{}",
        "/exposure",
    ],
)
def test_warm_page(benchmark: BenchmarkFixture, visitor: Visitor, exposed: str, path: str) -> None:
    address = path.format(exposed)
    assert visitor.get(address).status_code == 200
    benchmark.pedantic(visitor.get, (address,), rounds=5)  # type: ignore[no-untyped-call]

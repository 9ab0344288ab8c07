"""Pages at a thousand vendors, each beside what the best open peer was measured at."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.estates import estate_of
from tests.web.conftest import NOW, PASSWORD, SECRET, TESTER, Visitor
from vendormgr.app import create_app
from vendormgr.config import Settings
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Party
from vendormgr.domain.vocabulary import PartyRole
from vendormgr.store.account import create_user
from vendormgr.store.engine import Database
from vendormgr.store.importing import import_portfolio
from vendormgr.store.migration import upgrade
from vendormgr.store.portfolio import load_portfolio
from vendormgr.store.record import create

pytestmark = pytest.mark.benchmark(timer=time.process_time)
"""Processor time, because a machine has other work too."""
VENDORS = 1_000
MOST_GROWTH = 13


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a thousand vendors and one planner."""
    file = tmp_path_factory.mktemp("web") / "filled.sqlite3"
    upgrade(f"sqlite:///{file}")
    database = Database(f"sqlite:///{file}")
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
        import_portfolio(session, estate_of(VENDORS), by=TESTER)
    database.close()
    return file


@pytest.fixture
def app(filled: Path, tmp_path: Path) -> Iterator[Flask]:
    file = tmp_path / "vendormgr.sqlite3"
    shutil.copyfile(filled, file)
    database = Database(f"sqlite:///{file}")
    settings = Settings(folder=tmp_path, secret_key=SECRET)
    yield create_app(settings, database=database, clock=lambda: NOW)
    database.close()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    visitor = Visitor(app.test_client(), Role.PLANNER)
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"sign_in_name": "planner", "sign_in_password": PASSWORD})
    assert answer.status_code == 303
    return visitor


def forget(app: Flask) -> None:
    """Let the next page conclude everything anew."""
    app.extensions.pop("vendormgr.estate", None)


@pytest.mark.parametrize(
    "path",
    [
        "/vendors?size=100",
        "/contracts?size=100",
        "/connections?size=100",
        "/services?size=100",
        "/matrix/services/service-7",
        "/matrix/systems/system-3",
        "/deemed-compliance",
        "/gaps",
        "/gaps/all",
        "/gaps/of/vendor-7",
        "/exposure",
        "/exposure/vendors/vendor-7",
        "/exposure/plan",
        "/vendors/vendor-7",
        "/vendors?as=xlsx",
        "/",
    ],
)
def test_warm_page(benchmark: BenchmarkFixture, visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 200
    benchmark(visitor.get, path)


@pytest.mark.parametrize("path", ["/", "/vendors?size=100"])
def test_cold_page(benchmark: BenchmarkFixture, app: Flask, visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 200
    benchmark.pedantic(visitor.get, (path,), setup=lambda: forget(app), rounds=5)  # type: ignore[no-untyped-call]


@pytest.mark.benchmark(timer=time.perf_counter)
def test_creating_a_vendor(benchmark: BenchmarkFixture, app: Flask) -> None:
    database: Database = app.extensions["vendormgr.database"]

    def one_more() -> None:
        with database.writing() as session:
            create(session, Party(id="", role=PartyRole.VENDOR, name="新しい会社"), by=TESTER)

    benchmark(one_more)


@pytest.mark.benchmark(timer=time.perf_counter)
def test_saving_a_thousand_vendors_with_audit(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    portfolio = estate_of(VENDORS)
    numbers = iter(range(100))

    def empty() -> tuple[tuple[Database], dict[str, object]]:
        url = f"sqlite:///{tmp_path / f'{next(numbers)}.sqlite3'}"
        upgrade(url)
        return (Database(url),), {}

    def save(database: Database) -> None:
        with database.writing() as session:
            import_portfolio(session, portfolio, by=TESTER)

    benchmark.pedantic(save, setup=empty, rounds=3)  # type: ignore[no-untyped-call]


def test_saving_and_loading_ten_times_as_much_take_about_ten_times_as_long(tmp_path: Path) -> None:
    saved, loaded = {}, {}
    for vendors in (1_000, 10_000):
        url, portfolio = f"sqlite:///{tmp_path / f'{vendors}.sqlite3'}", estate_of(vendors)
        upgrade(url)
        database = Database(url)
        start = time.process_time()
        with database.writing() as session:
            import_portfolio(session, portfolio, by=TESTER)
        saved[vendors] = time.process_time() - start
        start = time.process_time()
        with database.reading() as session:
            load_portfolio(session, portfolio.as_of)
        loaded[vendors] = time.process_time() - start
        database.close()
    for name, seconds in (("saved", saved), ("loaded", loaded)):
        growth = seconds[10_000] / seconds[1_000]
        print(f"\n{name}: {seconds}, {growth:.1f} times the work")  # noqa: T201
        assert growth < MOST_GROWTH


@pytest.mark.benchmark(timer=time.perf_counter)
def test_first_start_on_an_empty_database(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    numbers = iter(range(100))

    def start() -> None:
        command = [sys.executable, "-m", "vendormgr", "init", "--folder"]
        command += [str(tmp_path / str(next(numbers))), "--hospital", "病院", "--login", "admin"]
        command += ["--name", "管理者", "--password", PASSWORD]
        subprocess.run(command, check=True, capture_output=True)

    benchmark.pedantic(start, rounds=3)  # type: ignore[no-untyped-call]


def test_memory_of_the_server_process(filled: Path, tmp_path: Path) -> None:
    """Resident memory after the dashboard, the lists and a matrix at a thousand vendors."""
    script = f"""
import re, resource
from pathlib import Path
from tests.benchmarks.test_web import PASSWORD, SECRET
from vendormgr.app import create_app
from vendormgr.config import Settings
app = create_app(Settings(folder=Path({str(tmp_path)!r}), secret_key=SECRET,
                          database_url="sqlite:///{filled}"))
client = app.test_client()
token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text).group(1)
client.post("/sign-in", data={{"csrf_token": token, "sign_in_name": "planner",
                              "sign_in_password": PASSWORD}})
for path in ("/", "/vendors?size=100", "/contracts", "/gaps", "/matrix/services/service-7"):
    assert client.get(path).status_code == 200, path
status = Path("/proc/self/status").read_text()
print(re.search(r"VmRSS:\\s+(\\d+)", status).group(1))
"""
    if not Path("/proc/self/status").exists():
        pytest.skip("no /proc on this system")
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    megabytes = int(done.stdout.split()[-1]) / 1024
    print(f"\nserver process: {megabytes:.0f} MB after {time.perf_counter() - started:.1f} s")  # noqa: T201
    assert megabytes < 200

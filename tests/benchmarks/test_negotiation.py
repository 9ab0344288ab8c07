"""The negotiation of one contract among a thousand vendors: all clauses, three hundred rounds."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.estates import estate_of
from tests.web.conftest import NOW, PASSWORD, SECRET, TESTER, Visitor
from vendormgr.app import create_app
from vendormgr.config import Settings
from vendormgr.domain.access import Role
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import ClauseState, Portfolio
from vendormgr.domain.rounds import rounds_of_contract
from vendormgr.domain.vocabulary import ClauseStatus, NegotiationDecision
from vendormgr.domain.worth import values_of_clauses
from vendormgr.exchange.seed import load_catalogue
from vendormgr.store.account import create_user
from vendormgr.store.engine import Database
from vendormgr.store.importing import import_portfolio
from vendormgr.store.migration import upgrade

pytestmark = pytest.mark.benchmark(timer=time.process_time)
VENDORS, CLAUSES, ROUNDS = 1_000, 60, 300
CONTRACT = "contract-7"
SHEET = f"/contracts/{CONTRACT}/negotiation"
FIRST = date(2025, 4, 1)


def negotiated() -> Portfolio:
    """The estate with one contract that lists sixty clauses, each with five rounds behind it."""
    portfolio = estate_of(VENDORS)
    names = tuple(load_catalogue().clauses)[:CLAUSES]
    listed = {name: ClauseState(status=ClauseStatus.ABSENT) for name in names}
    rounds = tuple(
        Negotiation(
            contract=CONTRACT,
            clause=names[n % len(names)],
            on=FIRST + timedelta(days=n),
            ask="求める条文。" * 20,
            answer="先方の回答。" * 20,
            answered_on=FIRST + timedelta(days=n + 1),
            decision=NegotiationDecision.REFUSED if n < ROUNDS - 20 else None,
            by="契約係",
        )
        for n in range(ROUNDS)
    )
    contracts = tuple(
        replace(one, clauses={**listed, **one.clauses}) if one.id == CONTRACT else one
        for one in portfolio.contracts
    )
    return replace(portfolio, contracts=contracts, negotiations=rounds)


@pytest.fixture(scope="module")
def concluded() -> Conclusions:
    return conclude(negotiated(), load_catalogue())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("negotiation") / "filled.sqlite3"
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
        import_portfolio(session, negotiated(), by=TESTER)
    database.close()
    return file


@pytest.fixture
def app(filled: Path, tmp_path: Path) -> Iterator[Flask]:
    file = tmp_path / "vendormgr.sqlite3"
    shutil.copyfile(filled, file)
    database = Database(f"sqlite:///{file}")
    yield create_app(
        Settings(folder=tmp_path, secret_key=SECRET), database=database, clock=lambda: NOW
    )
    database.close()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    visitor = Visitor(app.test_client(), Role.PLANNER)
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"sign_in_name": "planner", "sign_in_password": PASSWORD})
    assert answer.status_code == 303
    return visitor


def test_worth_of_all_clauses(benchmark: BenchmarkFixture, concluded: Conclusions) -> None:
    contract = concluded.index.contracts[CONTRACT]
    values = benchmark(values_of_clauses, concluded, contract)
    assert len(values) >= 40


def test_rounds_by_clause(benchmark: BenchmarkFixture, concluded: Conclusions) -> None:
    found = benchmark(rounds_of_contract, CONTRACT, concluded.portfolio.negotiations)
    assert sum(len(one.rounds) for one in found.values()) == ROUNDS


@pytest.mark.parametrize(
    "path",
    [
        SHEET,
        f"{SHEET}?show=answered",
        f"{SHEET}/two-factor",
        "/negotiations",
        f"/contracts/{CONTRACT}/annex",
        f"/contracts/{CONTRACT}/checklist.xlsx",
        f"/contracts/{CONTRACT}/checklist.pdf",
    ],
)
def test_warm_page(benchmark: BenchmarkFixture, visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 200
    benchmark(visitor.get, path)


def test_reading_a_filled_checklist_back(benchmark: BenchmarkFixture, visitor: Visitor) -> None:
    content = visitor.get(f"/contracts/{CONTRACT}/checklist.xlsx").data
    path = f"/contracts/{CONTRACT}/checklist/upload"

    def send() -> None:
        answer = visitor.post(path, {"file": (BytesIO(content), "list.xlsx")})
        assert answer.status_code == 303

    benchmark(send)

"""The whole portfolio in and out of the database: nothing lost, a fixed number of queries."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.databases import SqliteFiles, opened, statements
from tests.domain.factories import CAST
from tests.exchange.strategies import portfolios
from tests.store.cast import CLERK, CONTRACT, EHR_SAAS, LINE, create, hire
from vendormgr.domain.plain import portfolio_to_plain
from vendormgr.domain.portfolio import Asset, Party, Portfolio, Service
from vendormgr.domain.vocabulary import AssetKind, Edition, Location, ServiceModel
from vendormgr.exchange.portfolio import read_portfolio
from vendormgr.exchange.seed import load_catalogue
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import (
    export_portfolio,
    import_portfolio,
    load_portfolio,
    portfolio_version,
    stored_as_of,
)

TODAY = date(2026, 11, 22)
DOCUMENTS = sorted((Path(__file__).parent.parent / "exchange/documents").glob("*.yaml"))


def there_and_back(database: Database, portfolio: Portfolio) -> Portfolio:
    with database.writing() as session:
        import_portfolio(session, portfolio, by=CLERK)
    with database.reading() as session:
        return export_portfolio(session, TODAY)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_comes_out_as_it_went_in(database: Database, path: Path) -> None:
    portfolio = read_portfolio(path.read_text(encoding="utf-8"), load_catalogue())
    again = there_and_back(database, portfolio)
    assert portfolio_to_plain(again) == portfolio_to_plain(portfolio)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(portfolio=portfolios(load_catalogue()))
def test_any_document_comes_out_as_it_went_in(
    sqlite_files: SqliteFiles, portfolio: Portfolio
) -> None:
    with sqlite_files.migrated() as url, opened(url) as database:
        again = there_and_back(database, portfolio)
        assert portfolio_to_plain(again) == portfolio_to_plain(portfolio)
        # What came out goes in again without a change.
        assert portfolio_to_plain(there_and_back(database, again)) == portfolio_to_plain(portfolio)


@pytest.mark.postgres
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(portfolio=portfolios(load_catalogue()))
def test_any_document_comes_out_of_postgres_as_it_went_in(
    postgres_server: SqliteFiles, portfolio: Portfolio
) -> None:
    with postgres_server.migrated() as url, opened(url) as database:
        again = there_and_back(database, portfolio)
        assert portfolio_to_plain(again) == portfolio_to_plain(portfolio)


def estate(vendors: int) -> Portfolio:
    """So many vendors, each with a service, a contract and a line."""
    numbers = range(vendors)
    inside = Asset(id="in", kind=AssetKind.SYSTEM, location=Location.HOSPITAL)
    return Portfolio(
        id="p",
        as_of=TODAY,
        parties=tuple(Party(id=f"v{n}") for n in numbers),
        services=tuple(
            Service(id=f"s{n}", vendor=f"v{n}", model=ServiceModel.SAAS) for n in numbers
        ),
        assets=(inside, *(replace(inside, id=f"a{n}", owner=f"v{n}") for n in numbers)),
        connections=tuple(
            replace(LINE, id=f"l{n}", from_=f"a{n}", to="in", line_party=None) for n in numbers
        ),
        contracts=tuple(
            replace(CONTRACT, id=f"c{n}", party=f"v{n}", services=(f"s{n}",)) for n in numbers
        ),
    )


def test_loading_takes_as_many_statements_for_fifty_vendors_as_for_one(
    database: Database,
) -> None:
    counts = []
    for vendors in (1, 50):
        there_and_back(database, estate(vendors))
        with statements(database) as seen, database.reading() as session:
            load_portfolio(session, TODAY)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_importing_takes_as_many_statements_for_fifty_vendors_as_for_one(
    sqlite_files: SqliteFiles,
) -> None:
    counts = []
    for vendors in (1, 50):
        with sqlite_files.migrated() as url, opened(url) as database:
            with statements(database) as seen:
                there_and_back(database, estate(vendors))
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_screens_live_today_and_documents_keep_their_day_until_a_change(
    database: Database,
) -> None:
    day = date(2022, 10, 31)
    there_and_back(database, Portfolio(id="p", as_of=day, parties=CAST))
    with database.reading() as session:
        assert load_portfolio(session, TODAY).as_of == TODAY
        assert export_portfolio(session, TODAY).as_of == stored_as_of(session) == day
    create(database, EHR_SAAS)
    with database.reading() as session:
        assert stored_as_of(session) is None
        assert export_portfolio(session, TODAY).as_of == TODAY


def test_a_new_database_is_an_empty_portfolio(database: Database) -> None:
    with database.reading() as session:
        empty = load_portfolio(session, TODAY)
        assert portfolio_version(session) == 0
        assert stored_as_of(session) is None
    assert empty == Portfolio(id="hospital-portfolio", as_of=TODAY)


def test_records_keep_the_order_in_which_they_were_written(database: Database) -> None:
    hire(database)
    create(database, Party(id="a-late-one"))
    with database.reading() as session:
        ids = [one.id for one in load_portfolio(session, TODAY).parties]
    assert ids == ["hospital", "ehr", "caterer", "maintainer", "a-late-one"]


def test_title_note_and_edition_come_along(database: Database) -> None:
    portfolio = Portfolio(id="p", as_of=TODAY, title="台帳", note="注", edition=Edition.V7)
    assert there_and_back(database, portfolio) == portfolio

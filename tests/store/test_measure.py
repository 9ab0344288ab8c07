"""What measures set on connections that are archived."""

from tests.domain.factories import asset, connection, portfolio
from tests.store.cast import CLERK
from vendormgr.domain.portfolio import Connection, Measure
from vendormgr.store import record
from vendormgr.store.engine import Database
from vendormgr.store.measure import archived_settings
from vendormgr.store.portfolio import import_portfolio


def test_only_settings_on_archived_connections_are_named(database: Database) -> None:
    estate = portfolio(
        asset("net", location="external", owner="ehr"),
        asset("core", core=True),
        connection("net", "core", "c1"),
        connection("net", "core", "c2"),
        Measure(id="both", sets=("c1.mfa", "c2.mfa")),
        Measure(id="live", sets=("c2.mfa",)),
    )
    with database.writing() as session:
        import_portfolio(session, estate, by=CLERK)
        assert archived_settings(session) == {}
        record.archive(session, Connection, "c1", by=CLERK, seen_version=1, reason=None)
    with database.reading() as session:
        found = archived_settings(session)
    assert {id_: list(settings) for id_, settings in found.items()} == {"both": ["c1.mfa"]}
    assert found["both"]["c1.mfa"].from_ == "net"

"""A hospital whose caterer reaches the core system, with gaps of every severity and theme."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.domain.factories import (
    CATERER,
    EHR,
    HOSPITAL,
    asset,
    connection,
    contract,
    party,
    portfolio,
    service,
    system,
)
from tests.web.conftest import NOW, TESTER
from vendormgr.domain.analysis import conclude
from vendormgr.domain.portfolio import Fact, Portfolio
from vendormgr.domain.vocabulary import Controller
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import TOKYO
from vendormgr.store.engine import Database
from vendormgr.store.gap_sync import sync_gaps
from vendormgr.store.importing import import_portfolio
from vendormgr.store.portfolio import load_portfolio
from vendormgr.store.state import portfolio_version

Keep = Callable[[Portfolio], None]
PATH = ("path-open", "core")
CLAUSE = ("clause-missing", "c-meals/two-factor")
LOW = ("responsibility-unwritten", "meals-service/incident-notice")


def open_line(from_: str, to: str, id_: str, kind: str, **fields: Any) -> Fact:
    """A connection on which every control that could close it is known to be missing."""
    vectors = load_catalogue().kinds[kind].vectors.values()
    missing = {control: False for ways in vectors for way in ways for control in way}
    missing.pop("on_demand", None)
    missing.pop("removed", None)
    return connection(from_, to, id_, kind, controls=missing, **fields)


def caterer(**fields: Any) -> tuple[Fact, ...]:
    """The caterer with a line that nothing closes, from the internet to the core system."""
    return (
        party(CATERER, kana="きゅうしょくじぎょうしゃ", service="患者給食", **fields),
        service("meals-service", vendor=CATERER, model="bpo", name="患者給食"),
        contract(
            "meals-service",
            id_="c-meals",
            party=CATERER,
            title="給食委託契約",
            starts_on="2024-04-01",
            ends_on="2027-01-31",
            cancel_notice_days=30,
            clauses={"two-factor": "absent", "security-update-duty": "absent"},
        ),
        asset("internet", kind="internet", location="external"),
        asset("vpn", kind="device", location="external", owner=CATERER, label="給食VPN"),
        asset("kitchen", location="external", owner=CATERER, label="給食センター"),
        asset("meals", owner=HOSPITAL, maintained_by=CATERER, label="給食サーバ"),
        open_line("internet", "vpn", "exposed", "internet_exposure"),
        open_line("vpn", "kitchen", "inside", "lateral"),
        open_line(
            "kitchen",
            "meals",
            "line",
            "remote_session",
            line_party=CATERER,
            line="給食回線",
            always_on=True,
            registered=True,
            controlled_by=Controller.HOSPITAL,
        ),
        open_line("meals", "core", "lateral", "lateral"),
    )


def hospital(*more: Fact, **fields: Any) -> Portfolio:
    """The hospital with its EHR, the caterer and whatever else is given."""
    return portfolio(
        system("ehr-system", name="電子カルテ"),
        service(name="電子カルテSaaS", system="ehr-system", data_class="phi"),
        contract("ehr-saas", title="電子カルテ利用契約", clauses={"two-factor": "present"}),
        asset("core", core=True, data_class="phi", label="電子カルテ基幹", maintained_by=EHR),
        *caterer(),
        *more,
        **fields,
    )


def vendors(n: int) -> tuple[Fact, ...]:
    """That many more vendors, each with a service, a contract and a line of its own."""
    facts: list[Fact] = []
    for place in range(n):
        id_ = f"v{place:03}"
        facts += [
            party(id_, name=f"第{place}事業者", it_vendor=True),
            service(f"s-{id_}", vendor=id_, model="onprem", name=f"第{place}サービス"),
            contract(f"s-{id_}", id_=f"c-{id_}", party=id_, clauses={"two-factor": "absent"}),
            asset(f"far-{id_}", location="external", owner=id_),
            connection(f"far-{id_}", "core", f"l-{id_}", line_party=id_, controls={"mfa": False}),
        ]
    return tuple(facts)


def gapped_file(empty: Path, folder: Path) -> Path:
    """A copy of an empty database with the hospital in it and its gaps on record as of NOW."""
    file = folder / "gapped.sqlite3"
    shutil.copyfile(empty, file)
    database = Database(f"sqlite:///{file}")
    with database.writing() as session:
        import_portfolio(session, hospital(), by=TESTER)
    with database.writing() as session:
        today = NOW.astimezone(TOKYO).date()
        found = conclude(load_portfolio(session, today), load_catalogue()).findings
        sync_gaps(session, found, version=portfolio_version(session), today=today)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return file

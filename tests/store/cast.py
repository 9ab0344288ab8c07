"""Short ways to write and read records in tests; the actor is always the same clerk."""

from typing import TypeVar

from tests.domain.factories import CAST
from vendormgr.domain.portfolio import (
    Asset,
    Connection,
    Contract,
    Fact,
    Service,
    Statement,
)
from vendormgr.domain.vocabulary import AssetKind, Location, ServiceModel
from vendormgr.store import record
from vendormgr.store.audit import Actor, Event, list_events
from vendormgr.store.engine import Database
from vendormgr.store.record import Stored

F = TypeVar("F", bound=Fact)
CLERK = Actor("事務 花子", "user-7", "192.0.2.7")
SERVER = Asset(id="ehr-server", kind=AssetKind.SYSTEM, location=Location.HOSPITAL, owner="hospital")
GATE = Asset(id="gate", kind=AssetKind.DEVICE, location=Location.EXTERNAL, owner="ehr")
EHR_SAAS = Service(id="ehr-saas", vendor="ehr", model=ServiceModel.SAAS, name="電子カルテ")
MEALS = Service(id="meals", vendor="caterer", model=ServiceModel.BPO)
LINE = Connection(id="line", from_="gate", to="ehr-server", kind="remote_session", line_party="ehr")
CONTRACT = Contract(id="c-ehr", party="ehr", services=("ehr-saas", "meals"))
STATEMENT = Statement(service="ehr-saas", item="os-updates", by="ehr")


def create(database: Database, *facts: Fact) -> list[Stored[Fact]]:
    """Write facts, one after the other, in one transaction."""
    with database.writing() as session:
        return [record.create(session, fact, by=CLERK) for fact in facts]


def hire(database: Database) -> None:
    """The cast of all tests with a service, a line, a contract and a statement."""
    create(database, *CAST, EHR_SAAS, MEALS, SERVER, GATE, LINE, CONTRACT, STATEMENT)


def find(database: Database, kind: type[F], id_: str) -> Stored[F]:
    """The record, which must be there."""
    with database.reading() as session:
        stored = record.find(session, kind, id_)
    assert stored is not None
    return stored


def events(database: Database) -> tuple[Event, ...]:
    """The newest hundred audit events."""
    with database.reading() as session:
        return list_events(session)

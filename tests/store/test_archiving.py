"""Archiving takes along what cannot stand alone, loosens the rest, and can be taken back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.store.cast import CLERK, EHR_SAAS, LINE, SERVER, create, events, find, hire
from vendormgr.domain.portfolio import (
    Asset,
    Connection,
    Contract,
    ItemDefault,
    Measure,
    Override,
    OwnItem,
    Party,
    Portfolio,
    Responsibility,
    Service,
    Statement,
    System,
)
from vendormgr.domain.vocabulary import Column, Holder
from vendormgr.store import record
from vendormgr.store.engine import Database
from vendormgr.store.errors import ArchivedError, StaleError, UnknownReferenceError
from vendormgr.store.portfolio import load_portfolio

TODAY = date(2026, 10, 1)


def load(database: Database) -> Portfolio:
    with database.reading() as session:
        return load_portfolio(session, TODAY)


def archive(database: Database, kind: type[Any], id_: str) -> None:
    with database.writing() as session:
        stored = record.find(session, kind, id_)
        assert stored is not None
        record.archive(session, kind, id_, by=CLERK, seen_version=stored.version)


def restore(database: Database, kind: type[Any], id_: str) -> None:
    with database.writing() as session:
        stored = record.find(session, kind, id_)
        assert stored is not None
        record.restore(session, kind, id_, by=CLERK, seen_version=stored.version)


def test_the_page_says_beforehand_what_goes_and_what_loosens(database: Database) -> None:
    hire(database)
    with database.reading() as session:
        told = record.dependants(session, Party, "ehr")
    assert [(one.noun, one.id, one.field, one.label) for one in told.taken] == [
        ("services", "ehr-saas", "vendor", "電子カルテ"),
        ("contracts", "c-ehr", "party", None),
        ("statements", "statement.1", "service", None),
    ]
    assert {(one.id, one.field) for one in told.loosened} == {
        ("gate", "owner"),
        ("line", "line_party"),
    }


def test_a_vendor_goes_with_its_services_and_contracts_but_its_devices_stay(
    database: Database,
) -> None:
    hire(database)
    archive(database, Party, "ehr")
    left = load(database)
    assert [one.id for one in left.services] == ["meals"]
    assert (left.contracts, left.statements) == ((), ())
    assert [(one.id, one.owner) for one in left.assets] == [
        ("ehr-server", "hospital"),
        ("gate", None),
    ]
    assert [(one.id, one.line_party) for one in left.connections] == [("line", None)]


def test_an_asset_goes_with_its_lines_and_their_duties(database: Database) -> None:
    hire(database)
    create(
        database, Responsibility(subject="line", duty="patch"), Measure(id="m", sets=("line.mfa",))
    )
    archive(database, Asset, "gate")
    left = load(database)
    assert (left.connections, left.responsibilities) == ((), ())
    assert left.measures == (Measure(id="m", sets=()),)


def test_a_service_leaves_the_contracts_that_covered_it(database: Database) -> None:
    hire(database)
    with database.writing() as session:
        contract = find(database, Contract, "c-ehr")
        ruled = (Override(service="meals", item="x"), Override(service="ehr-saas", item="x"))
        record.update(session, replace(contract.fact, overrides=ruled), by=CLERK, seen_version=1)
    archive(database, Service, "meals")
    [contract_left] = load(database).contracts
    assert contract_left.services == ("ehr-saas",)
    assert contract_left.overrides == (Override(service="ehr-saas", item="x"),)


def test_an_own_row_goes_with_what_was_said_about_it(database: Database) -> None:
    hire(database)
    own = OwnItem(id="own", title="独自", layer="people")
    change = ItemDefault(item="own", column=Column.SAAS, party=Holder.VENDOR)
    create(database, own, change, Statement(service="meals", item="own"))
    archive(database, OwnItem, "own")
    left = load(database)
    assert (left.own_items, left.item_defaults) == ((), ())
    assert [one.item for one in left.statements] == ["os-updates"]


def test_everything_of_one_archiving_is_one_batch_in_the_log(database: Database) -> None:
    hire(database)
    archive(database, Party, "ehr")
    gone = [one for one in events(database) if one.action == "archived"]
    assert {one.subject for one in gone} == {"ehr", "ehr-saas", "c-ehr", "statement.1"}
    assert len({one.batch for one in gone}) == 1


def test_restoring_brings_back_the_whole_batch_as_it_was(database: Database) -> None:
    hire(database)
    before = load(database)
    archive(database, Party, "ehr")
    restore(database, Party, "ehr")
    assert load(database) == before


def test_restoring_one_of_a_batch_brings_back_all_of_it(database: Database) -> None:
    hire(database)
    before = load(database)
    archive(database, Party, "ehr")
    restore(database, Service, "ehr-saas")
    assert load(database) == before


def test_what_needs_two_archived_records_comes_back_with_the_second(database: Database) -> None:
    hire(database)
    before = load(database)
    archive(database, Asset, "gate")
    archive(database, Asset, "ehr-server")
    with pytest.raises(UnknownReferenceError) as caught, database.writing() as session:
        record.restore(session, Connection, "line", by=CLERK, seen_version=2)
    assert (caught.value.field, caught.value.id) == ("to", "ehr-server")
    restore(database, Asset, "gate")
    assert [one.id for one in load(database).assets] == ["gate"]
    assert load(database).connections == ()
    restore(database, Asset, "ehr-server")
    assert load(database) == before


def test_an_edit_keeps_what_it_could_not_see(database: Database) -> None:
    hire(database)
    create(database, System(id="sys", lead="caterer"))
    archive(database, Party, "caterer")
    with database.writing() as session:
        system, contract = find(database, System, "sys"), find(database, Contract, "c-ehr")
        assert (system.fact.lead, contract.fact.services) == (None, ("ehr-saas",))
        record.update(session, replace(system.fact, name="給食"), by=CLERK, seen_version=1)
        record.update(session, replace(contract.fact, title="基本契約"), by=CLERK, seen_version=1)
        record.update(session, replace(contract.fact, services=()), by=CLERK, seen_version=2)
    restore(database, Party, "caterer")
    assert find(database, System, "sys").fact == System(id="sys", lead="caterer", name="給食")
    assert find(database, Contract, "c-ehr").fact.services == ("meals",)


def test_a_reference_to_an_archived_record_is_refused(database: Database) -> None:
    hire(database)
    archive(database, Party, "caterer")
    with pytest.raises(UnknownReferenceError) as caught:
        create(database, replace(EHR_SAAS, id="n", vendor="caterer"))
    assert (caught.value.field, caught.value.id) == ("vendor", "caterer")


def test_archiving_needs_the_version_that_was_seen(database: Database) -> None:
    hire(database)
    with database.writing() as session:
        record.update(session, replace(SERVER, label="x"), by=CLERK, seen_version=1)
    with pytest.raises(StaleError) as caught, database.writing() as session:
        record.archive(session, Asset, "ehr-server", by=CLERK, seen_version=1)
    assert caught.value.stored.fact.label == "x"
    with pytest.raises(StaleError), database.writing() as session:
        record.restore(session, Asset, "ehr-server", by=CLERK, seen_version=1)


def test_archiving_twice_is_refused_and_restoring_the_live_does_nothing(database: Database) -> None:
    hire(database)
    archive(database, Connection, "line")
    with pytest.raises(ArchivedError), database.writing() as session:
        record.archive(session, Connection, "line", by=CLERK, seen_version=2)
    restore(database, Connection, "line")
    before = events(database)
    restore(database, Connection, "line")
    assert events(database) == before


def test_an_archived_record_shows_all_that_it_had(database: Database) -> None:
    hire(database)
    archive(database, Party, "ehr")
    with database.reading() as session:
        [stored] = record.list_archived(session, Service)
    assert stored.fact == EHR_SAAS
    assert find(database, Connection, "line").fact == replace(LINE, line_party=None)


def test_nouns_that_nothing_needs_go_alone(database: Database) -> None:
    hire(database)
    with database.reading() as session:
        assert record.dependants(session, Contract, "c-ehr") == record.Dependants((), ())

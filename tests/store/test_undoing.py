"""Undo takes back one event, as long as nobody has touched the record since."""

from dataclasses import replace

import pytest

from tests.domain.factories import CAST
from tests.store.cast import CLERK, CONTRACT, EHR_SAAS, create, events, find, hire
from vendormgr.domain.portfolio import Asset, Contract, Fact, Party, Service, Statement
from vendormgr.domain.vocabulary import AssetKind, Location
from vendormgr.store import record
from vendormgr.store.audit import Action, Event, batch_of, note_event
from vendormgr.store.engine import Database
from vendormgr.store.errors import (
    NotFoundError,
    StaleError,
    StillNeededError,
    UnknownReferenceError,
)

BOX = Asset(id="box", kind=AssetKind.DEVICE, location=Location.HOSPITAL)


def last(database: Database, subject: str) -> Event:
    return next(one for one in events(database) if one.subject == subject)


def undo(database: Database, event: Event) -> None:
    with database.writing() as session:
        record.undo(session, event.sequence, by=CLERK)


def change(database: Database, new: Fact, seen: int) -> None:
    with database.writing() as session:
        record.update(session, new, by=CLERK, seen_version=seen)


def test_an_undone_change_is_as_before_and_says_what_it_undid(database: Database) -> None:
    hire(database)
    change(database, replace(CONTRACT, services=(), title="x"), 1)
    changed = last(database, "c-ehr")
    undo(database, changed)
    stored = find(database, Contract, "c-ehr")
    assert (stored.fact, stored.version) == (CONTRACT, 3)
    event = last(database, "c-ehr")
    assert (event.action, event.undoes, event.changed) == (
        "updated",
        changed.sequence,
        ("title", "services"),
    )


def test_undo_of_an_undo_gives_the_change_again(database: Database) -> None:
    hire(database)
    new = replace(EHR_SAAS, name="新")
    change(database, new, 1)
    undo(database, last(database, "ehr-saas"))
    undo(database, last(database, "ehr-saas"))
    assert find(database, Service, "ehr-saas").fact == new


def test_a_change_made_since_is_not_lost(database: Database) -> None:
    hire(database)
    change(database, replace(EHR_SAAS, name="甲"), 1)
    first = last(database, "ehr-saas")
    change(database, replace(EHR_SAAS, name="乙"), 2)
    with pytest.raises(StaleError) as caught:
        undo(database, first)
    assert caught.value.stored.fact.name == "乙"
    assert find(database, Service, "ehr-saas").fact.name == "乙"


def test_an_undone_creation_is_archived(database: Database) -> None:
    create(database, CAST[0])
    undo(database, last(database, "hospital"))
    assert find(database, Party, "hospital").archived_at is not None


def test_a_creation_that_others_need_is_not_undone(database: Database) -> None:
    hire(database)
    with pytest.raises(StillNeededError) as caught:
        undo(database, last(database, "caterer"))
    assert [one.id for one in caught.value.dependants] == ["meals"]


def test_an_undone_archiving_brings_all_back_and_can_be_undone(database: Database) -> None:
    hire(database)
    with database.writing() as session:
        record.archive(session, Party, "ehr", by=CLERK, seen_version=1)
    undo(database, last(database, "ehr"))
    assert find(database, Statement, "statement.1").archived_at is None
    undo(database, last(database, "ehr"))
    assert find(database, Statement, "statement.1").archived_at is not None
    assert {one.undoes for one in events(database)[:4]} == {last(database, "ehr").undoes}


def test_undo_is_refused_when_the_old_value_names_what_is_gone(database: Database) -> None:
    hire(database)
    create(database, replace(EHR_SAAS, id="upper", runs_on="meals"))
    change(database, replace(EHR_SAAS, id="upper"), 1)
    with database.writing() as session:
        record.archive(session, Service, "meals", by=CLERK, seen_version=1)
    with pytest.raises(UnknownReferenceError) as caught:
        undo(database, last(database, "upper"))
    assert (caught.value.field, caught.value.id) == ("runs_on", "meals")


def test_an_event_that_changed_no_record_cannot_be_undone(database: Database) -> None:
    with database.writing() as session:
        number = note_event(session, Action.EXPORTED, "portfolio", "p", by=CLERK, rows=3)
    with pytest.raises(NotFoundError), database.writing() as session:
        record.undo(session, number, by=CLERK)
    with pytest.raises(NotFoundError), database.writing() as session:
        record.undo(session, 10**30, by=CLERK)


def test_what_was_created_in_one_step_goes_in_one_step(database: Database) -> None:
    hire(database)
    with database.writing() as session:
        box = record.create(session, BOX, by=CLERK).fact
        batch = batch_of(session, "assets", box.id)
        record.create(session, replace(BOX, id="side"), by=CLERK, batch=batch)
    undo(database, last(database, "side"))
    assert find(database, Asset, "box").archived_at is not None
    assert find(database, Asset, "side").archived_at is not None
    undo(database, last(database, "box"))
    assert find(database, Asset, "side").archived_at is None


def test_what_was_touched_since_keeps_all_of_its_step(database: Database) -> None:
    hire(database)
    with database.writing() as session:
        record.create(session, BOX, by=CLERK)
        batch = batch_of(session, "assets", "box")
        record.create(session, replace(BOX, id="side"), by=CLERK, batch=batch)
    made = last(database, "side")
    change(database, replace(BOX, label="変えた"), 1)
    with pytest.raises(StaleError):
        undo(database, made)
    assert find(database, Asset, "side").archived_at is None

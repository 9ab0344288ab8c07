"""Importing a document: new, changed and unchanged records, in bulk, all or nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.factories import CAST
from tests.store.cast import CLERK, CONTRACT, EHR_SAAS, LINE, MEALS, create, events, find, hire
from vendormgr.domain.portfolio import (
    Contract,
    ItemDefault,
    Override,
    Party,
    Portfolio,
    Responsibility,
    Service,
    Statement,
    System,
)
from vendormgr.domain.vocabulary import Column, Edition, Holder
from vendormgr.store import record
from vendormgr.store.engine import Database
from vendormgr.store.errors import (
    IdTakenError,
    InvalidFieldError,
    OverrideTwiceError,
    RecordError,
    RunsOnCycleError,
    UnknownReferenceError,
)
from vendormgr.store.portfolio import ImportCount, import_portfolio, load_portfolio

TODAY = date(2026, 11, 22)
EMPTY = Portfolio(id="p", as_of=TODAY)
SMALL = replace(
    EMPTY,
    parties=CAST,
    services=(EHR_SAAS, MEALS),
    contracts=(CONTRACT,),
    statements=(Statement(service="meals", item="x"), Statement(service="meals", item="x")),
    responsibilities=(Responsibility(subject="meals", duty="patch"),),
    item_defaults=(ItemDefault(item="x", column=Column.SAAS, party=Holder.VENDOR),),
)


def put(database: Database, portfolio: Portfolio) -> ImportCount:
    with database.writing() as session:
        return import_portfolio(session, portfolio, by=CLERK)


def load(database: Database) -> Portfolio:
    with database.reading() as session:
        return load_portfolio(session, TODAY)


def test_what_is_new_is_created_and_the_same_again_changes_nothing(database: Database) -> None:
    assert put(database, SMALL) == ImportCount(created=11)
    before = load(database)
    assert put(database, SMALL) == ImportCount(unchanged=11)
    assert load(database) == before


def test_only_what_differs_is_updated(database: Database) -> None:
    put(database, SMALL)
    changed = replace(
        SMALL,
        parties=(CAST[0], replace(CAST[1], name="新"), *CAST[2:]),
        responsibilities=(Responsibility(subject="meals", duty="patch", accountable=("ehr",)),),
        item_defaults=(ItemDefault(item="x", column=Column.SAAS, party=Holder.SHARED),),
    )
    assert put(database, changed) == ImportCount(updated=3, unchanged=8)
    assert find(database, Party, "ehr").version == 2
    assert find(database, Party, "hospital").version == 1
    assert [one.accountable for one in load(database).responsibilities] == [("ehr",)]


def test_records_that_the_document_does_not_have_stay(database: Database) -> None:
    hire(database)
    put(database, replace(EMPTY, parties=(Party(id="new"),)))
    assert [one.id for one in load(database).parties] == [*(one.id for one in CAST), "new"]
    assert load(database).contracts == (CONTRACT,)


def test_a_document_without_title_does_not_take_the_title_away(database: Database) -> None:
    put(database, replace(EMPTY, title="台帳", edition=Edition.V7))
    put(database, EMPTY)
    assert (load(database).title, load(database).edition) == ("台帳", Edition.V7)


def test_an_archived_record_of_the_document_comes_back(database: Database) -> None:
    put(database, SMALL)
    with database.writing() as session:
        record.archive(session, Party, "caterer", by=CLERK, seen_version=1)
    again = replace(SMALL, services=(EHR_SAAS, replace(MEALS, name="給食")))
    assert put(database, again).restored == 2
    assert find(database, Service, "meals").fact.name == "給食"
    assert find(database, Contract, "c-ehr").fact == CONTRACT
    assert {"restored", "imported"} <= {one.action for one in events(database)}


def test_statements_that_went_with_their_service_are_written_anew(database: Database) -> None:
    put(database, SMALL)
    with database.writing() as session:
        record.archive(session, Service, "meals", by=CLERK, seen_version=1)
    put(database, SMALL)
    assert [(one.service, one.item) for one in load(database).statements] == [("meals", "x")] * 2


def test_a_service_may_stand_before_the_one_that_it_runs_on(database: Database) -> None:
    stack = (
        replace(EHR_SAAS, id="top", runs_on="middle"),
        replace(EHR_SAAS, id="middle", runs_on="bottom"),
        replace(EHR_SAAS, id="bottom"),
    )
    put(database, replace(EMPTY, parties=CAST, services=stack))
    assert load(database).services == stack


def test_an_import_is_one_batch_with_an_event_for_each_record(database: Database) -> None:
    put(database, SMALL)
    logged = events(database)
    assert {one.batch for one in logged} == {1}
    assert [one.action for one in reversed(logged)] == ["imported"] + ["created"] * 11
    assert {one.actor for one in logged} == {CLERK.name}


REFUSED: dict[str, tuple[dict[str, Any], type[RecordError]]] = {
    "dangling": ({"services": (EHR_SAAS,)}, UnknownReferenceError),
    "another-noun": (
        {"parties": CAST, "connections": (replace(LINE, to="ehr"),)},
        UnknownReferenceError,
    ),
    "stored-but-not-in-the-document": (
        {"systems": (System(id="n", lead="stored"),)},
        UnknownReferenceError,
    ),
    "same-id-twice": ({"parties": (CAST[0], CAST[0])}, IdTakenError),
    "same-id-in-two-lists": (
        {"parties": CAST, "systems": (System(id="ehr"),)},
        IdTakenError,
    ),
    "id-of-a-stored-record": ({"systems": (System(id="stored"),)}, IdTakenError),
    "bad-id": ({"parties": (Party(id="a.b"),)}, InvalidFieldError),
    "bad-text": ({"parties": (Party(id="a", note="\0"),)}, InvalidFieldError),
    "circle": (
        {"parties": CAST, "services": (replace(EHR_SAAS, runs_on="ehr-saas"),)},
        RunsOnCycleError,
    ),
    "said-twice": (
        {
            "parties": CAST,
            "services": (EHR_SAAS, MEALS),
            "contracts": (replace(CONTRACT, overrides=(Override(service="meals", item="x"),) * 2),),
        },
        OverrideTwiceError,
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_unsound_document_changes_nothing(database: Database, case: str) -> None:
    create(database, Party(id="stored"))
    before = load(database), events(database)
    lists, error = REFUSED[case]
    with pytest.raises(error):
        put(database, replace(EMPTY, **lists))
    assert (load(database), events(database)) == before

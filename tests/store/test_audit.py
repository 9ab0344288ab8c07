"""The audit log: complete, in order, readable for ever."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.domain.factories import CAST
from tests.store.cast import CLERK, create, events
from vendormgr.domain.vocabulary import Edition
from vendormgr.store.audit import (
    Action,
    Actor,
    count_events,
    find_event,
    list_events,
    note_event,
    record_changes,
)
from vendormgr.store.engine import Database
from vendormgr.store.errors import StaleError
from vendormgr.store.state import describe_portfolio, portfolio_version, read_state

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_an_event_says_who_when_from_where_and_what(database: Database) -> None:
    with time_machine.travel(NOON, tick=False):
        create(database, CAST[1])
    [event] = events(database)
    assert (event.at, event.actor, event.actor_id, event.address) == (
        NOON,
        CLERK.name,
        CLERK.user_id,
        CLERK.address,
    )
    assert (event.action, event.noun, event.subject, event.version) == (
        "created",
        "parties",
        "ehr",
        1,
    )
    assert event.before is None
    assert event.after == {
        "id": "ehr",
        "role": "vendor",
        "name": "電子カルテ事業者",
        "it_vendor": True,
    }


def test_numbers_go_up_even_when_the_clock_goes_back(database: Database) -> None:
    with time_machine.travel(NOON, tick=False):
        create(database, CAST[0])
    with time_machine.travel(NOON - timedelta(hours=3), tick=False):
        create(database, CAST[1])
    newest, oldest = events(database)
    assert (newest.sequence, newest.subject) == (2, "ehr")
    assert newest.at < oldest.at


def test_what_changes_no_record_can_be_noted(database: Database) -> None:
    with database.writing() as session:
        number = note_event(session, Action.EXPORTED, "portfolio", "p", by=CLERK, rows=40)
        bare = note_event(session, Action.VIEWED, "paths", "p", by=Actor("cli"))
    with database.reading() as session:
        event, plain = find_event(session, number), find_event(session, bare)
    assert event is not None
    assert plain is not None
    assert (event.action, event.after) == ("exported", {"rows": 40})
    assert (plain.actor_id, plain.address, plain.after) == (None, None, None)


@pytest.mark.parametrize(
    ("wanted", "subjects"),
    [
        ({"noun": "parties"}, ["maintainer", "caterer", "ehr", "hospital"]),
        ({"subject": "ehr"}, ["ehr"]),
        ({"actor_id": "user-8"}, ["p"]),
        ({"action": "exported"}, ["p"]),
        ({"before_sequence": 3}, ["ehr", "hospital"]),
        ({"noun": "parties", "limit": 2}, ["maintainer", "caterer"]),
        ({"since": NOON}, ["p"]),
        ({"until": NOON, "limit": 1}, ["maintainer"]),
        ({"noun": "nothing"}, []),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_events_are_found_by_what_is_asked(
    database: Database, wanted: dict[str, object], subjects: list[str]
) -> None:
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        create(database, *CAST)
    with time_machine.travel(NOON, tick=False), database.writing() as session:
        note_event(session, Action.EXPORTED, "portfolio", "p", by=Actor("監査", "user-8"))
    with database.reading() as session:
        found = list_events(session, **wanted)  # type: ignore[arg-type]
    assert [one.subject for one in found] == subjects


def test_logging_nothing_takes_no_number(database: Database) -> None:
    with database.writing() as session:
        record_changes(session, [], by=CLERK)
        assert count_events(session) == 0
    create(database, CAST[0])
    assert [one.sequence for one in events(database)] == [1]


def test_the_portfolio_itself_is_described_with_an_event(database: Database) -> None:
    with database.writing() as session:
        state = describe_portfolio(
            session, title="台帳", note=None, edition=Edition.V7, by=CLERK, seen_version=0
        )
        again = describe_portfolio(session, title="台帳", note=None, edition=Edition.V7, by=CLERK)
        assert portfolio_version(session) == 1
        assert state == again == read_state(session)
    [event] = events(database)
    assert (event.noun, event.changed) == ("portfolio", ("title", "edition"))
    with pytest.raises(StaleError), database.writing() as session:
        describe_portfolio(session, title="別", note=None, edition=None, by=CLERK, seen_version=0)

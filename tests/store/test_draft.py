"""Drafts survive the session; a form that was sent twice is saved once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests.store.cast import CLERK
from vendormgr.store.account import create_user
from vendormgr.store.draft import (
    drop_draft,
    find_draft,
    list_drafts,
    place_of_submission,
    remember_submission,
    save_draft,
)
from vendormgr.store.engine import Database

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
TYPED = {"name": "給食", "starts_on": "令和8年", "services": ["a", "b"]}


@pytest.fixture
def person(database: Database) -> str:
    with database.writing() as session:
        return create_user(session, login="hanako", name="花子", roles=[], by=CLERK).id


def test_a_draft_keeps_what_was_typed_as_it_was_typed(database: Database, person: str) -> None:
    with database.writing() as session:
        saved = save_draft(session, person, "vendor", TYPED, now=NOW, subject="ehr", seen_version=3)
    with database.reading() as session:
        assert find_draft(session, person, "vendor", subject="ehr") == saved
        assert find_draft(session, person, "vendor") is None
        assert find_draft(session, "user-9", "vendor", subject="ehr") is None
    assert (saved.fields, saved.seen_version) == (TYPED, 3)


def test_a_later_draft_of_a_form_takes_the_place_of_the_first(
    database: Database, person: str
) -> None:
    with database.writing() as session:
        save_draft(session, person, "vendor", TYPED, now=NOW)
        save_draft(session, person, "vendor", {"name": "新"}, now=LATER)
        [draft] = list_drafts(session, person)
    assert (draft.fields, draft.created_at, draft.updated_at) == ({"name": "新"}, NOW, LATER)


def test_a_dropped_draft_is_gone_and_an_old_one_goes_by_itself(
    database: Database, person: str
) -> None:
    with database.writing() as session:
        save_draft(session, person, "vendor", TYPED, now=NOW)
        save_draft(session, person, "contract", TYPED, now=NOW)
        drop_draft(session, person, "vendor")
        assert [one.form for one in list_drafts(session, person)] == ["contract"]
        save_draft(session, person, "service", TYPED, now=NOW + timedelta(days=31))
        assert [one.form for one in list_drafts(session, person)] == ["service"]


def test_a_form_that_was_sent_is_known_by_its_key(database: Database, person: str) -> None:
    with database.writing() as session:
        assert place_of_submission(session, "key", user_id=person) is None
        remember_submission(session, "key", "/vendors/ehr", user_id=person, now=NOW)
    with database.reading() as session:
        assert place_of_submission(session, "key", user_id=person) == "/vendors/ehr"
        assert place_of_submission(session, "key", user_id="user-9") is None


def test_the_second_of_two_sendings_at_once_saves_nothing(database: Database, person: str) -> None:
    with database.writing() as session:
        remember_submission(session, "key", "/a", user_id=person, now=NOW)
    with pytest.raises(IntegrityError), database.writing() as session:
        remember_submission(session, "key", "/b", user_id=person, now=NOW)

"""文書: files belong to a record, have versions, and every change has its audit event."""

from dataclasses import replace

import pytest

from tests.store.cast import CLERK
from vendormgr.store.audit import list_events
from vendormgr.store.document import (
    Document,
    NewDocument,
    add_document,
    archive_document,
    current,
    find_document,
    list_documents,
    passages_of,
    restore_document,
    stored_names,
)
from vendormgr.store.engine import Database
from vendormgr.store.errors import (
    ArchivedError,
    InvalidFieldError,
    NotFoundError,
    StaleError,
    UnknownReferenceError,
)

NEW = NewDocument(
    noun="contracts",
    subject="c-ehr",
    title="基本契約書",
    file_name="契約書.pdf",
    kind="pdf",
    size_bytes=1234,
    sha256="0" * 64,
    stored_name="a" * 32,
    page_count=12,
    read_state="read",
    pages_without_text=(3,),
    tracked_changes=False,
    passages=[{"place": 0, "kind": "article", "label": "第1条", "text": "第1条　𠮷"}],
)


def add(database: Database, new: NewDocument = NEW) -> Document:
    with database.writing() as session:
        return add_document(session, new, by=CLERK)


def listed(database: Database) -> tuple[Document, ...]:
    with database.reading() as session:
        return list_documents(session, "contracts", "c-ehr")


def test_a_document_is_kept_with_what_was_read_in_it(database: Database) -> None:
    made = add(database)
    assert made.number == made.version == 1
    with database.reading() as session:
        assert find_document(session, made.id) == made
        assert passages_of(session, made.id) == NEW.passages
        assert stored_names(session) == {"a" * 32}
        (event,) = list_events(session, noun="document")
    assert event.subject == made.id
    assert event.after is not None
    assert "passages" not in event.after


def test_a_new_version_takes_the_place_of_the_old_one(database: Database) -> None:
    first = add(database)
    second = add(database, replace(NEW, stored_name="b" * 32, replaces=first.id))
    assert second.number == 2
    assert current(listed(database)) == (second,)
    with database.writing() as session:
        archive_document(session, second.id, by=CLERK, seen_version=1)
    assert [one.id for one in current(listed(database))] == [first.id]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"title": " "}, InvalidFieldError),
        ({"title": "x" * 201}, InvalidFieldError),
        ({"file_name": "a\0b"}, InvalidFieldError),
        ({"replaces": "document.99"}, UnknownReferenceError),
        ({"replaces": "document.1", "subject": "c-other"}, UnknownReferenceError),
        ({"replaces": "document.1", "noun": "parties"}, UnknownReferenceError),
    ],
    ids=str,
)
def test_what_does_not_hold_together_is_refused(
    database: Database, more: dict[str, str], error: type[Exception]
) -> None:
    add(database)
    new = replace(NEW, stored_name="b" * 32, **more)  # type: ignore[arg-type]
    with pytest.raises(error):
        add(database, new)
    assert len(listed(database)) == 1


def test_a_version_is_replaced_by_one_only(database: Database) -> None:
    first = add(database)
    add(database, replace(NEW, stored_name="b" * 32, replaces=first.id))
    with pytest.raises(UnknownReferenceError):
        add(database, replace(NEW, stored_name="c" * 32, replaces=first.id))


def test_putting_away_and_bringing_back_are_events_and_need_the_seen_version(
    database: Database,
) -> None:
    made = add(database)
    with pytest.raises(StaleError), database.writing() as session:
        archive_document(session, made.id, by=CLERK, seen_version=9)
    with database.writing() as session:
        away = archive_document(session, made.id, by=CLERK, seen_version=1)
    assert away.archived_by == CLERK.name
    with pytest.raises(ArchivedError), database.writing() as session:
        archive_document(session, made.id, by=CLERK, seen_version=2)
    with database.writing() as session:
        assert restore_document(session, made.id, by=CLERK, seen_version=2).archived_at is None
    with pytest.raises(NotFoundError), database.writing() as session:
        restore_document(session, made.id, by=CLERK, seen_version=3)
    with database.reading() as session:
        actions = [one.action for one in list_events(session, noun="document")]
    assert actions == ["restored", "archived", "created"]

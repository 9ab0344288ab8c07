"""Forms of official sheets: kept with their file, confirmed by a person, never lost."""

import hashlib

import pytest

from tests.store.cast import CLERK, events
from vendormgr.domain.sheet_table import SheetLayout, SheetRole
from vendormgr.domain.vocabulary import SheetKind
from vendormgr.store.engine import Database
from vendormgr.store.errors import NotFoundError, StaleError
from vendormgr.store.sheet_edition import (
    add_edition,
    archive_edition,
    confirm_edition,
    edition_content,
    find_edition,
    list_editions,
)

LAYOUT = SheetLayout("表", 1, 3, 40, {SheetRole.NUMBER: 0, SheetRole.ITEM: 1, SheetRole.ANSWER: 2})
CONTENT = b"PK\x03\x04 \x00\xff"


def add(database: Database, year: int = 2026) -> str:
    with database.writing() as session:
        return add_edition(
            session,
            kind=SheetKind.VENDOR_CHECKLIST,
            fiscal_year=year,
            title="令和8年度 事業者確認用",
            file_name="r8.xlsx",
            content=CONTENT,
            layout=LAYOUT,
            by=CLERK,
        )


def test_a_form_reads_back_with_its_file_and_its_layout(database: Database) -> None:
    id_ = add(database)
    with database.reading() as session:
        found = find_edition(session, id_)
        assert found is not None
        assert (found.layout, found.confirmed, found.version) == (LAYOUT, False, 1)
        assert found.digest == hashlib.sha256(CONTENT).hexdigest()
        assert edition_content(session, id_) == CONTENT
    assert events(database)[-1].noun == "sheet_edition"


def test_forms_are_listed_from_the_latest_year_without_those_put_away(database: Database) -> None:
    old, new, gone = add(database, 2024), add(database, 2026), add(database, 2027)
    with database.writing() as session:
        archive_edition(session, gone, by=CLERK, seen_version=1)
    with database.reading() as session:
        assert [one.id for one in list_editions(session)] == [new, old]
        assert edition_content(session, gone) == CONTENT


def test_two_people_confirming_are_told_apart(database: Database) -> None:
    id_ = add(database)
    with database.writing() as session:
        confirm_edition(session, id_, LAYOUT, by=CLERK, seen_version=1)
    with database.writing() as session, pytest.raises(StaleError):
        confirm_edition(session, id_, LAYOUT, by=CLERK, seen_version=1)
    with database.reading() as session:
        found = find_edition(session, id_)
    assert found is not None
    assert (found.confirmed, found.version) == (True, 2)


def test_a_form_that_is_not_there_is_not_found(database: Database) -> None:
    with database.writing() as session:
        with pytest.raises(NotFoundError):
            edition_content(session, "form-9")
        with pytest.raises(NotFoundError):
            archive_edition(session, "form-9", by=CLERK, seen_version=1)

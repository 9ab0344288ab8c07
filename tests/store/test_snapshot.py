"""Agreed matrices in the database: versions count up, nothing changes, tampering is noticed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from tests.domain.estates import concluded
from tests.domain.factories import contract, service
from tests.store.cast import CLERK, events
from vendormgr.domain.snapshot import AgreedMatrix, freeze
from vendormgr.store.audit import Action
from vendormgr.store.engine import Database
from vendormgr.store.snapshot import (
    SNAPSHOT,
    AlteredSnapshotError,
    SnapshotHead,
    find_snapshot,
    freeze_matrix,
    latest_snapshots,
    list_snapshots,
)

DAY, NOW = date(2026, 10, 1), datetime(2026, 10, 2, 3, 4, tzinfo=UTC)


def matrix(id_: str = "c-ehr", **clauses: str) -> AgreedMatrix:
    given = {key.replace("_", "-"): state for key, state in clauses.items()}
    known = concluded(service(), contract("ehr-saas", id_=id_, clauses=given))
    return freeze(known, known.index.contracts[id_])


def agree(database: Database, made: AgreedMatrix, note: str | None = None) -> SnapshotHead:
    with database.writing() as session:
        return freeze_matrix(session, made, agreed_on=DAY, note=note, now=NOW, by=CLERK)


def test_a_version_reads_back_as_it_was_agreed(database: Database) -> None:
    made = matrix()
    head = agree(database, made, "更新時")
    with database.reading() as session:
        found = find_snapshot(session, "c-ehr", 1)
    assert found is not None
    assert found.head == head
    assert found.matrix == made
    assert (head.by, head.at, head.note) == (CLERK.name, NOW, "更新時")


def test_versions_count_up_by_contract_and_the_newest_comes_first(database: Database) -> None:
    agree(database, matrix())
    agree(database, matrix(security_update_duty="present"))
    agree(database, matrix("c-other"))
    with database.reading() as session:
        assert [one.version for one in list_snapshots(session, "c-ehr")] == [2, 1]
        latest = latest_snapshots(session, ["c-ehr", "c-other", "c-none"])
    assert {id_: one.head.version for id_, one in latest.items()} == {"c-ehr": 2, "c-other": 1}


def test_agreeing_is_written_in_the_log(database: Database) -> None:
    agree(database, matrix())
    event = events(database)[0]
    assert (event.action, event.subject) == (Action.AGREED, "c-ehr")
    assert event.after is not None
    assert event.after["version"] == 1


def test_what_is_not_there_is_none(database: Database) -> None:
    with database.reading() as session:
        assert find_snapshot(session, "c-ehr", 1) is None
        assert list_snapshots(session, "c-ehr") == ()
        assert latest_snapshots(session, []) == {}


def test_a_cell_that_was_changed_behind_the_product_is_noticed(database: Database) -> None:
    agree(database, matrix())
    with database.writing() as session:
        found = find_snapshot(session, "c-ehr", 1)
        assert found is not None
        session.execute(update(SNAPSHOT).values(content={"contract": "c-ehr"}))
    with database.reading() as session, pytest.raises(AlteredSnapshotError):
        find_snapshot(session, "c-ehr", 1)

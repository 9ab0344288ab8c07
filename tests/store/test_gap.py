"""Gaps: first seen, resolved, back again; decisions that last until what they rest on changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from tests.databases import statements
from tests.domain.factories import CAST
from tests.store.cast import CLERK, create, events
from vendormgr.domain.gaps.finding import Finding
from vendormgr.domain.vocabulary import Severity
from vendormgr.store.engine import Database
from vendormgr.store.errors import InvalidFieldError, NotFoundError, StaleError
from vendormgr.store.gap import GapEvent, GapState, GapStatus, find_gap, gap_history, gap_states
from vendormgr.store.gap_decision import (
    NEVER_SEEN,
    accept_gap,
    assign_gap,
    drop_plan,
    plan_gap,
    withdraw_acceptance,
)
from vendormgr.store.gap_sync import Found, SyncCount, sync_gaps
from vendormgr.store.portfolio import portfolio_version

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
PATH = Finding("path-open", Severity.CRITICAL, "ehr")
DUTY = Finding("duty-unassigned", Severity.HIGH, "line/patch")


@dataclass(frozen=True)
class Based:
    """A finding that rests on whatever the test says."""

    rule: str = "path-open"
    subject: str = "ehr"
    severity: Severity = Severity.CRITICAL
    basis: str = "as it was"


def sync(database: Database, *found: Found, today: date = TODAY) -> SyncCount | None:
    with database.writing() as session:
        version = portfolio_version(session)
        return sync_gaps(session, found, version=version, today=today)


def state(database: Database, finding: Found = PATH) -> GapState:
    with database.reading() as session:
        found = find_gap(session, finding.rule, finding.subject)
    assert found is not None
    return found


def told(database: Database, finding: Found = PATH) -> list[str]:
    with database.reading() as session:
        history: Sequence[GapEvent] = gap_history(session, finding.rule, finding.subject)
    return [one.action for one in reversed(history)]


def accept(database: Database, finding: Found = PATH, **changes: Any) -> GapState:
    said: dict[str, Any] = {
        "reason": "来年度に機器を更新するため",
        "approver": "病院長",
        "until": TODAY + 30 * DAY,
        "today": TODAY,
        "seen_version": 1,
        "by": CLERK,
    }
    with database.writing() as session:
        return accept_gap(session, finding, **said | changes)


def plan(database: Database, finding: Found = PATH, **changes: Any) -> GapState:
    said: dict[str, Any] = {
        "what": "二要素認証を入れる",
        "owner": "情報管理室",
        "due_on": TODAY + 90 * DAY,
        "today": TODAY,
        "seen_version": 1,
        "by": CLERK,
    }
    with database.writing() as session:
        return plan_gap(session, finding, **said | changes)


def test_a_gap_is_seen_resolved_by_itself_and_reopened_with_its_history(
    database: Database,
) -> None:
    assert sync(database, PATH, DUTY) == SyncCount(seen=2)
    assert sync(database, DUTY, today=TODAY + DAY) == SyncCount(resolved=1)
    gone = state(database)
    assert (gone.first_seen_on, gone.last_seen_on, gone.resolved_on) == (TODAY, TODAY, TODAY + DAY)
    assert gone.status(TODAY) is GapStatus.RESOLVED
    assert sync(database, PATH, DUTY, today=TODAY + 2 * DAY) == SyncCount(reopened=1)
    back = state(database)
    assert (back.first_seen_on, back.last_seen_on, back.resolved_on) == (
        TODAY,
        TODAY + 2 * DAY,
        None,
    )
    assert told(database) == ["seen", "resolved", "reopened"]
    assert told(database, DUTY) == ["seen"]


def test_the_same_version_on_the_same_day_is_noted_once(database: Database) -> None:
    assert sync(database, PATH) is not None
    with database.writing() as session, statements(database) as seen:
        assert sync_gaps(session, [], version=0, today=TODAY) is None
    assert len([one for one in seen if not one.startswith("SELECT")]) == 0
    assert state(database).resolved_on is None


def test_findings_of_an_older_portfolio_are_not_noted(database: Database) -> None:
    create(database, *CAST)
    with database.writing() as session:
        assert sync_gaps(session, [PATH], version=1, today=TODAY) is None
        assert gap_states(session) == {}


def test_a_new_version_is_compared_again_on_the_same_day(database: Database) -> None:
    sync(database, PATH)
    create(database, *CAST)
    assert sync(database) == SyncCount(resolved=1)
    with database.reading() as session:
        [newest, _] = gap_history(session, *PATH.key)
    assert (newest.portfolio_version, newest.by) == (4, "system")


def test_noting_gaps_is_no_change_of_the_portfolio_nor_of_the_log(database: Database) -> None:
    create(database, *CAST)
    before = events(database)
    sync(database, PATH)
    with database.reading() as session:
        assert portfolio_version(session) == 4
    assert events(database) == before


def test_many_gaps_take_as_many_statements_as_one(database: Database) -> None:
    counts = []
    for turn, many in enumerate((1, 500)):
        found = [Finding(f"r{turn}", Severity.LOW, f"s{n}") for n in range(many)]
        with statements(database) as seen:
            sync(database, *found, today=TODAY + turn * 2 * DAY)
        with statements(database) as more:
            sync(database, today=TODAY + (turn * 2 + 1) * DAY)
        counts.append(len(seen) + len(more))
    # The very first time a counter is made.
    assert counts[1] <= counts[0] + 2


def test_a_changed_severity_is_kept(database: Database) -> None:
    sync(database, PATH)
    sync(database, PATH._replace(severity=Severity.LOW), today=TODAY + DAY)
    assert state(database).severity is Severity.LOW


def test_an_acceptance_holds_until_its_day_and_survives_recomputation(database: Database) -> None:
    sync(database, PATH)
    accepted = accept(database)
    assert accepted.status(TODAY, PATH.basis) is GapStatus.ACCEPTED
    last = TODAY + 30 * DAY
    assert sync(database, PATH, today=last) == SyncCount()
    assert state(database).status(last, PATH.basis) is GapStatus.ACCEPTED
    # Also before the next comparison nobody sees it as accepted for a day too long.
    assert state(database).status(last + DAY, PATH.basis) is GapStatus.OPEN
    assert sync(database, PATH, today=last + DAY) == SyncCount(expired=1)
    kept = state(database).acceptance
    assert kept is not None
    assert (kept.ending, kept.ended_on, kept.approver) == ("expired", last + DAY, "病院長")
    assert told(database) == ["seen", "accepted", "acceptance_expired"]
    assert sync(database, PATH, today=last + 2 * DAY) == SyncCount()


def test_an_acceptance_goes_stale_when_what_it_rested_on_changes(database: Database) -> None:
    sync(database, Based())
    accepted = accept(database, Based())
    other = Based(basis="otherwise")
    assert accepted.status(TODAY, other.basis) is GapStatus.OPEN
    assert sync(database, other, today=TODAY + DAY) == SyncCount(stale=1)
    assert state(database).status(TODAY + DAY, other.basis) is GapStatus.OPEN
    again = accept(database, other, seen_version=state(database).version)
    assert again.status(TODAY, other.basis) is GapStatus.ACCEPTED
    assert sync(database, other, today=TODAY + 2 * DAY) == SyncCount()


def test_an_acceptance_can_be_withdrawn_once(database: Database) -> None:
    sync(database, PATH)
    accept(database)
    with database.writing() as session:
        withdrawn = withdraw_acceptance(session, *PATH.key, today=TODAY, by=CLERK, seen_version=2)
    assert withdrawn.status(TODAY) is GapStatus.OPEN
    with pytest.raises(NotFoundError), database.writing() as session:
        withdraw_acceptance(session, *PATH.key, today=TODAY, by=CLERK, seen_version=3)


def test_a_plan_is_kept_and_can_be_dropped(database: Database) -> None:
    sync(database, PATH)
    planned = plan(database)
    assert planned.status(TODAY) is GapStatus.PLANNED
    assert planned.plan is not None
    assert (planned.plan.owner, planned.plan.by) == ("情報管理室", CLERK.name)
    sync(database, PATH, today=TODAY + DAY)
    assert state(database).plan == planned.plan
    with database.writing() as session:
        drop_plan(session, *PATH.key, today=TODAY, by=CLERK, seen_version=2)
    with pytest.raises(NotFoundError), database.writing() as session:
        drop_plan(session, *PATH.key, today=TODAY, by=CLERK, seen_version=3)
    assert told(database) == ["seen", "planned", "plan_dropped"]


def test_a_gap_can_be_assigned_before_it_was_ever_noted(database: Database) -> None:
    with database.writing() as session:
        given = assign_gap(
            session, PATH, to="運用 太郎", today=TODAY, by=CLERK, seen_version=NEVER_SEEN
        )
    assert (given.assigned_to, given.first_seen_on, given.version) == ("運用 太郎", TODAY, 2)
    assert sync(database, PATH) == SyncCount()
    with database.writing() as session:
        freed = assign_gap(session, PATH, to="", today=TODAY, by=CLERK, seen_version=2)
    assert freed.assigned_to is None


def test_two_people_deciding_at_once_do_not_overwrite_each_other(database: Database) -> None:
    sync(database, PATH)
    accept(database)
    with pytest.raises(StaleError) as caught:
        plan(database)
    assert caught.value.stored.status(TODAY) is GapStatus.ACCEPTED
    assert caught.value.submitted["what"] == "二要素認証を入れる"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"approver": ""}, "approver"),
        ({"reason": "a\0"}, "reason"),
        ({"until": TODAY - DAY}, "until"),
    ],
)
def test_an_acceptance_without_its_grounds_is_refused(
    database: Database, changes: dict[str, Any], field: str
) -> None:
    sync(database, PATH)
    with pytest.raises(InvalidFieldError) as caught:
        accept(database, **changes)
    assert caught.value.field == field


def test_a_plan_must_say_what(database: Database) -> None:
    sync(database, PATH)
    with pytest.raises(InvalidFieldError):
        plan(database, what="")


def test_decisions_are_in_the_audit_log_with_before_and_after(database: Database) -> None:
    sync(database, PATH)
    accept(database)
    plan(database, seen_version=2)
    newest, older = events(database)
    assert (older.action, older.noun, older.subject) == ("accepted", "gap", "path-open:ehr")
    assert (older.before, older.changed) == ({}, ("acceptance",))
    assert newest.before == older.after
    assert newest.changed == ("plan",)


def test_only_decided_gaps_can_be_asked_for(database: Database) -> None:
    sync(database, PATH, DUTY)
    accept(database)
    with database.reading() as session:
        assert set(gap_states(session)) == {PATH.key, DUTY.key}
        assert set(gap_states(session, decided=True)) == {PATH.key}
        assert set(gap_states(session, keys=[DUTY.key, ("no", "such")])) == {DUTY.key}
        assert gap_states(session, keys=[]) == {}


def test_a_clock_put_back_moves_no_day_back(database: Database) -> None:
    sync(database, PATH, today=TODAY)
    sync(database, PATH, today=TODAY - DAY)
    assert state(database).last_seen_on == TODAY

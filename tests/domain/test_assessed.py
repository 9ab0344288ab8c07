"""What an assessment rests on, and when it is due again."""

from datetime import date

import pytest

from tests.domain.estates import subjects
from tests.domain.factories import (
    MAINTAINER,
    assessment,
    asset,
    connection,
    day,
    index,
    relation,
    review,
    service,
)
from vendormgr.domain.assessed import changes_since, rested_on_now, standing_of
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import DueReason, Tier

LINE = (
    asset("office", kind="system", location="external", owner="ehr"),
    asset("core"),
    connection("office", "core"),
)
RESTED = rested_on_now(service(data_class="phi"), index(service(data_class="phi")))


@pytest.mark.parametrize(
    ("now", "facts", "reason"),
    [
        (service(model="asp", data_class="phi"), (), DueReason.MODEL),
        (service(data_class="personal"), (), DueReason.DATA),
        (service(data_class="phi", data_country="US"), (), DueReason.DATA),
        (service(data_class="phi"), LINE, DueReason.CONNECTION),
        (service(data_class="phi"), (relation("ehr", MAINTAINER),), DueReason.SUBCONTRACTOR),
    ],
    ids=str,
)
def test_a_change_of_what_it_rested_on_is_named(
    now: object, facts: tuple[Fact, ...], reason: DueReason
) -> None:
    changes = changes_since(assessment(rested_on=RESTED), now, index(now, *facts))  # type: ignore[arg-type]
    assert {one.reason for one in changes} == {reason}


def test_nothing_changed_where_nothing_changed() -> None:
    same = service(data_class="phi")
    assert changes_since(assessment(rested_on=RESTED), same, index(same)) == ()
    assert changes_since(assessment(), same, index(same, *LINE)) == ()


def test_a_line_at_another_service_of_the_vendor_does_not_concern_this_one() -> None:
    facts = (
        asset("office", kind="system", location="external", owner="ehr", service="other"),
        asset("core"),
        connection("office", "core"),
        service("other"),
    )
    one = service()
    assert not any("connection" in entry for entry in rested_on_now(one, index(one, *facts)))


@pytest.mark.parametrize(
    ("tier", "due"), [(Tier.HIGH, "2027-04-01"), (Tier.STANDARD, "2028-04-01")]
)
def test_it_holds_for_a_year_or_two(tier: Tier, due: str) -> None:
    one = service()
    standing = standing_of(one, index(one), tier, assessment())
    assert standing.due_on == day(due)
    assert standing.reasons(date.fromisoformat(due)) == ()
    assert standing.is_due_soon(date.fromisoformat(due))


@pytest.mark.parametrize(
    ("today", "reviewed", "overdue"),
    [
        ("2026-04-01", 2025, False),
        ("2026-12-31", 2025, False),
        ("2027-01-01", 2025, True),
        ("2026-04-01", 2024, True),
        ("2027-03-31", 2026, False),
    ],
)
def test_a_fiscal_year_that_has_just_begun_is_no_gap(
    today: str, reviewed: int, overdue: bool
) -> None:
    fired = subjects("review-overdue", review("ehr", reviewed, "2024-04-01"), as_of=today)
    assert ("ehr" in fired) is overdue

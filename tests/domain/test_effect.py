"""What one line changes: with it against without it, for column, tier, paths and gaps."""

from typing import Any

import pytest

from tests.domain.factories import (
    CATERER,
    MAINTAINER,
    asset,
    connection,
    party,
    portfolio,
    service,
)
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.effect import ColumnChange, Effect, TargetChange, effect_of
from vendormgr.domain.portfolio import Connection, Fact
from vendormgr.domain.vocabulary import AttackMode, Column, Criticality, PathState, Tier, VendorPath
from vendormgr.exchange.seed import load_catalogue

NOTHING = dict.fromkeys(("segmented", "unique_credentials", "mfa", "lockout", "os_patched"), False)
STAGE: tuple[Fact, ...] = (
    party(CATERER, criticality=Criticality.STANDARD),
    service("meals", CATERER, "bpo", data_class="business", equipment_in_hospital=False),
    asset("core", core=True),
    asset("meal-server"),
    asset("kitchen", location="external", owner=CATERER),
    connection("meal-server", "core", "hop", "lateral", controls=NOTHING),
)
OPEN = {"mfa": False, "approval_per_session": False, "jump_host": False}


def line(**fields: Any) -> Connection:
    return connection("kitchen", "meal-server", "line", line_party=CATERER, **fields)


def concluded(*facts: Fact) -> Conclusions:
    return conclude(portfolio(*STAGE, *facts), load_catalogue())


def effect(one: Connection, *facts: Fact) -> Effect:
    made = concluded(one, *facts)
    return effect_of(one, made, load_catalogue())


def test_a_caterers_first_line_moves_its_service_to_the_connected_column() -> None:
    (change,) = effect(line()).columns
    assert (change.service, change.before, change.after) == (
        "meals",
        Column.BPO_NONE,
        Column.BPO_CONN,
    )
    assert change.rows_after > change.rows_before


def test_it_raises_the_tier_and_opens_the_way() -> None:
    found = effect(line(controls=OPEN))
    assert found.tier == (Tier.STANDARD, Tier.HIGH)
    assert found.path == (VendorPath.NOT_ASKED, VendorPath.OPEN)
    breach = TargetChange("core", AttackMode.VENDOR_BREACH, PathState.CLOSED, PathState.OPEN)
    assert breach in found.targets
    assert found.changes_anything


def test_an_unconfirmed_line_is_told_apart_from_an_open_one() -> None:
    assert effect(line()).path == (VendorPath.NOT_ASKED, VendorPath.UNVERIFIED)


def test_a_closed_line_changes_column_and_tier_and_opens_no_path() -> None:
    closed = line(controls={"mfa": True, "jump_host": True, "approval_per_session": True})
    found = effect(closed)
    assert found.path == (VendorPath.NOT_ASKED, VendorPath.CLOSED)
    assert found.targets == ()
    assert found.tier == (Tier.STANDARD, Tier.HIGH)


def test_the_second_line_of_a_vendor_changes_neither_column_nor_tier() -> None:
    first = connection("kitchen", "meal-server", "first", line_party=CATERER)
    found = effect(line(), first)
    assert (found.columns, found.tier, found.path) == ((), None, None)
    assert not found.changes_anything


def test_only_gaps_that_come_from_the_line_are_counted() -> None:
    made = concluded(line(controls=OPEN))
    without = {one.key for one in concluded().findings}
    found = effect(line(controls=OPEN))
    assert {one.key for one in found.added} == {one.key for one in made.findings} - without
    assert "two-factor-missing" in {one.rule for one in found.added}
    assert [one.severity.rank for one in found.added] == sorted(
        one.severity.rank for one in found.added
    )


def test_what_the_line_ends_is_told_too() -> None:
    other = connection("kitchen", "meal-server", "other", line_party=CATERER)
    rules = {one.rule for one in effect(line(controls=OPEN), other).ended}
    assert "path-unverified" in rules, "the way is now known to be open"


def test_a_connection_inside_the_hospital_belongs_to_no_vendor() -> None:
    hop = connection("meal-server", "core", "second", "lateral")
    found = effect(hop)
    assert (found.party, found.tier, found.path, found.columns) == (None, None, None, ())


@pytest.mark.parametrize("whose", [CATERER, MAINTAINER])
def test_it_speaks_of_the_party_whose_line_it_is(whose: str) -> None:
    one = connection("kitchen", "meal-server", "line", line_party=whose)
    assert effect(one).party == whose


def test_a_column_change_counts_rows_without_a_ground() -> None:
    change = effect(line()).columns[0]
    assert isinstance(change, ColumnChange)
    made = concluded(line())
    cells = made.matrix.of_service("meals")
    lacking = {"responsibility-unwritten", "responsibility-unassigned"}
    assert change.rows_after == sum(bool(lacking & set(cell.problems)) for cell in cells)

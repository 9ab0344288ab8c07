"""The agreed matrix: it survives being stored, and says which cells differ since and why."""

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.estates import concluded, line
from tests.domain.factories import contract, override, service
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import ClauseState, Fact
from vendormgr.domain.snapshot import (
    AgreedMatrix,
    ChangeReason,
    agreed_from_plain,
    agreed_to_plain,
    changes_since,
    digest_of,
    freeze,
)
from vendormgr.domain.vocabulary import ClauseStatus, Holder

WRITTEN = {
    "security-update-duty": ClauseState(status=ClauseStatus.PRESENT, article="第7条"),
}
SHARED = override("ehr-saas", "log-review", "shared", decider="hospital")


def agreed(*facts: Fact, **fields: Any) -> AgreedMatrix:
    given = {"clauses": WRITTEN, "overrides": (SHARED,), **fields}
    services = given.pop("services", ("ehr-saas",))
    known: Conclusions = concluded(
        *(facts or (service(name="電子カルテ"),)), contract(*services, title="利用契約", **given)
    )
    return freeze(known, known.index.contracts["c-ehr"])


def reasons(then: AgreedMatrix, now: AgreedMatrix) -> dict[str, ChangeReason]:
    return {one.item: one.why for one in changes_since(then, now)}


def test_it_names_everything_that_its_paper_shows() -> None:
    one = agreed()
    assert (one.title, one.hospital, one.party) == ("利用契約", "試験病院", "電子カルテ事業者")
    assert [column.title for column in one.columns] == ["電子カルテ"]
    assert {cell.item for cell in one.cells} == {row.item for row in one.rows}
    assert one.names["hospital"] == "試験病院"
    assert "security-update-duty" in one.clauses


def test_what_is_stored_reads_back_as_it_was() -> None:
    one = agreed()
    plain = agreed_to_plain(one)
    assert agreed_from_plain(plain) == one
    assert digest_of(plain) == digest_of(agreed_to_plain(agreed()))


def test_both_time_modes_are_kept_with_who_does_which_part() -> None:
    held = replace(SHARED, parts="乙が集める", emergency=Holder.VENDOR, emergency_parts="乙が切る")
    one = agreed_from_plain(agreed_to_plain(agreed(overrides=(held,))))
    cell = one.by_key()["ehr-saas", "log-review"]
    assert (cell.effective, cell.parts) == (Holder.SHARED, "乙が集める")
    assert cell.mode == (Holder.VENDOR, "乙が切る")


def test_an_emergency_like_normal_times_is_none_of_its_own() -> None:
    same = agreed(overrides=(replace(SHARED, emergency=Holder.SHARED),))
    assert changes_since(agreed(), same) == ()


def test_a_version_from_before_the_time_modes_reads_and_differs_where_one_is_recorded() -> None:
    plain = agreed_to_plain(agreed())
    assert not any({"emergency", "emergency_parts", "parts"} & set(one) for one in plain["cells"])
    now = agreed(overrides=(replace(SHARED, emergency=Holder.VENDOR),))
    found = reasons(agreed_from_plain(plain), now)
    assert found == {"log-review": ChangeReason.EMERGENCY_CHANGED}


def test_shared_rows_that_name_nobody_who_decides_are_listed() -> None:
    assert agreed().without_decider == ()
    open_ = agreed(overrides=(replace(SHARED, decider=None),))
    assert [one.item for one in open_.without_decider] == ["log-review"]


def test_nothing_differs_from_itself() -> None:
    assert changes_since(agreed(), agreed()) == ()


def test_a_clause_that_is_gone_takes_its_rows_along() -> None:
    found = reasons(agreed(), agreed(clauses={}))
    assert found["os-updates"] is ChangeReason.NO_LONGER_WRITTEN
    assert set(found.values()) == {ChangeReason.NO_LONGER_WRITTEN}
    assert set(reasons(agreed(clauses={}), agreed()).values()) == {ChangeReason.WRITTEN_NOW}


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ({"overrides": (replace(SHARED, decider="ehr"),)}, ChangeReason.DECIDER_CHANGED),
        ({"overrides": (replace(SHARED, article="別紙2"),)}, ChangeReason.GROUND_CHANGED),
        (
            {"overrides": (override("ehr-saas", "log-review", "vendor", decider="hospital"),)},
            ChangeReason.HOLDER_CHANGED,
        ),
        (
            {"overrides": (replace(SHARED, emergency=Holder.VENDOR),)},
            ChangeReason.EMERGENCY_CHANGED,
        ),
        (
            {"overrides": (replace(SHARED, emergency_parts="事業者が先に回線を切る"),)},
            ChangeReason.EMERGENCY_CHANGED,
        ),
        ({"overrides": (replace(SHARED, parts="乙が集める"),)}, ChangeReason.PARTS_CHANGED),
    ],
)
def test_a_changed_row_says_what_changed(now: dict[str, Any], why: ChangeReason) -> None:
    assert reasons(agreed(), agreed(**now)) == {"log-review": why}


def test_a_service_that_came_or_went_is_told_apart_from_rows() -> None:
    both = (service(), service("portal", model="saas"))
    one, two = agreed(*both), agreed(*both, services=("ehr-saas", "portal"))
    assert set(reasons(one, two).values()) == {ChangeReason.SERVICE_ADDED}
    assert set(reasons(two, one).values()) == {ChangeReason.SERVICE_GONE}


def test_a_line_that_was_recorded_since_moves_the_column() -> None:
    catering = service("catering", vendor="caterer", model="bpo")
    held = contract("catering", party="caterer")
    before, after = (
        concluded(catering, held),
        concluded(*line(line_party="caterer"), catering, held),
    )
    then, now = (freeze(one, one.index.contracts["c-ehr"]) for one in (before, after))
    whys = {one.why for one in changes_since(then, now)}
    assert whys <= {ChangeReason.COLUMN_MOVED}


def test_a_contract_without_a_column_has_nothing_to_agree() -> None:
    assert agreed(services=()).columns == ()

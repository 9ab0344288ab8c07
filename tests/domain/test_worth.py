"""What each clause of a contract is worth, and what its refusal leaves with the hospital."""

from dataclasses import replace
from typing import Any

from tests.domain.estates import concluded, line
from tests.domain.factories import contract, override, service
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.clauses import worth_of_all
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, Duty
from vendormgr.domain.worth import (
    LEVELS,
    ClauseValue,
    HopDuty,
    burden_without,
    is_settled,
    values_of_clauses,
)

CATERING: tuple[Fact, ...] = (
    *line(line_party="caterer", controls={"mfa": False}, always_on=True),
    service("catering", vendor="caterer", model="bpo"),
)


def catering(*facts: Fact, **clauses: str) -> Conclusions:
    given = {key.replace("_", "-"): state for key, state in clauses.items()}
    written = contract("catering", id_="c-meal", party="caterer", clauses=given)
    return concluded(*CATERING, *facts, written)


def values(known: Conclusions, id_: str = "c-meal", **options: Any) -> tuple[ClauseValue, ...]:
    return values_of_clauses(known, known.index.contracts[id_], **options)


def of(found: tuple[ClauseValue, ...], clause: str) -> ClauseValue:
    return next(one for one in found if one.clause.clause == clause)


def test_every_applicable_clause_has_its_worth_once() -> None:
    known = catering()
    found = [one.clause.clause for one in values(known)]
    assert sorted(found) == sorted(one.clause for one in known.applicable["c-meal"])


def test_open_clauses_come_first_by_worth_and_must_before_should() -> None:
    found = values(catering(two_factor="present"))
    keys = [(one.settled, -one.worth, LEVELS.index(one.clause.level)) for one in found]
    assert keys == sorted(keys)
    assert of(found, "two-factor").settled


def test_rows_are_those_that_the_matrix_knows() -> None:
    known = concluded(service(), contract("ehr-saas"))
    rows = {one.clause.clause: one.rows for one in values(known, "c-ehr")}
    held = known.index.contracts["c-ehr"]
    for one in worth_of_all(held, known.index, known.catalogue, known.matrix):
        assert rows.get(one.clause, one.open_rows) == one.open_rows


def test_a_line_counts_under_the_clause_that_obliges_to_mend_it() -> None:
    two_factor = of(values(catering()), "two-factor")
    assert HopDuty("line", "mfa", missing=True) in two_factor.hops
    assert two_factor.hops[0].duty is Duty.MFA
    assert [one.rule for one in two_factor.grounds] == ["two-factor-missing"]


def test_without_sight_of_the_map_neither_lines_nor_their_gaps_count() -> None:
    found = values(catering(), findings=(), lines=False)
    assert all(not one.hops and not one.grounds and not one.own for one in found)


def test_a_removed_line_asks_for_nothing() -> None:
    known = catering()
    gone = replace(known.index.connections["line"], controls={"removed": True})
    found = values(concluded(*CATERING[:2], CATERING[3], gone, known.index.contracts["c-meal"]))
    assert all(not one.hops for one in found)


def test_a_contract_that_is_about_to_be_signed_is_worth_its_rows_already() -> None:
    known = concluded(service(), contract("ehr-saas", starts_on="2027-04-01"))
    assert of(values(known, "c-ehr"), "security-update-duty").rows


def test_a_contract_that_has_ended_is_worth_no_row() -> None:
    known = concluded(service(), contract("ehr-saas", ends_on="2026-03-31"))
    assert all(not one.rows for one in values(known, "c-ehr"))


def test_refusing_leaves_the_rows_that_the_hospital_has_today() -> None:
    known = catering()
    value = of(values(known), "two-factor")
    left = burden_without(known, value)
    assert left.rows == value.rows
    assert left.hops == value.hops


def test_a_row_that_another_agreement_gave_to_the_vendor_is_no_burden() -> None:
    first = contract(
        "ehr-saas", overrides=(override("ehr-saas", "os-updates", "vendor", article="第3条"),)
    )
    known = concluded(service(), first)
    value = of(values(known, "c-ehr"), "security-update-duty")
    assert ("ehr-saas", "os-updates") not in burden_without(known, value).rows


def test_an_adverse_clause_is_settled_when_it_is_not_there() -> None:
    assert is_settled(ClauseLevel.ADVERSE, ClauseStatus.ABSENT)
    assert not is_settled(ClauseLevel.ADVERSE, ClauseStatus.PRESENT)
    assert is_settled(ClauseLevel.MUST, ClauseStatus.PRESENT)
    assert not is_settled(ClauseLevel.MUST, ClauseStatus.ABSENT)
    assert is_settled(ClauseLevel.SHOULD, ClauseStatus.NOT_APPLICABLE)

"""What falls between several vendors is seen before the second contract is signed.

The official worked example: an existing billing vendor A, a new vendor B of the record system, and
one system that both make up. Source: mhlw-6.0/企画管理編/2.2.
"""

from dataclasses import replace

from tests.domain.estates import shipped
from tests.domain.factories import TODAY, contract, index, override, party, service, system
from vendormgr.domain.clauses import applicable_clauses
from vendormgr.domain.index import Index
from vendormgr.domain.matrix import derive_matrix
from vendormgr.domain.matrix_system import RowProblem
from vendormgr.domain.portfolio import Contract, Fact
from vendormgr.domain.signing import Preview, Standing, contracts_to_come, preview_signing
from vendormgr.domain.vocabulary import Holder

A, B = "billing-vendor", "record-vendor"
OLD = contract(
    "billing",
    id_="old",
    party=A,
    starts_on="2024-04-01",
    clauses={"security-update-duty": "present"},
    overrides=(override("billing", "os-updates", "vendor"),),
)
NEW = contract("records", id_="new", party=B, starts_on="2027-04-01")
FACTS: tuple[Fact, ...] = (
    party(A, name="既存の医事会計事業者A"),
    party(B, name="新しい電子カルテ事業者B"),
    system("core", name="電子カルテ・医事会計システム"),
    service("billing", A, "onprem", system="core", data_class="phi"),
    service("records", B, "saas", system="core", data_class="phi", interfaces_with=("billing",)),
)


def look(*contracts: Contract, **changes: str) -> Index:
    facts = [replace(one, **changes) if one.id == "core" else one for one in FACTS]  # type: ignore[arg-type]
    return index(*facts, *contracts)


def preview(*contracts: Contract, **changes: str) -> Preview:
    seen = look(*contracts, **changes)
    matrix = derive_matrix(seen, shipped())
    (first, *_) = contracts_to_come("core", seen)
    return preview_signing("core", first, index=seen, matrix=matrix, catalogue=shipped())


def problems(found: Preview, item: str) -> dict[RowProblem, tuple[str, ...]]:
    return dict(next(row for row in found.rows if row.item == item).problems)


def test_the_contract_to_come_is_found_by_the_system_and_judged_on_its_first_day() -> None:
    found = preview(OLD, NEW)
    assert (found.contract, found.day) == ("new", NEW.starts_on)
    assert found.services == ("billing", "records")


def test_a_contract_in_force_is_no_contract_to_come() -> None:
    assert contracts_to_come("core", look(OLD)) == ()


def test_what_only_the_old_vendor_has_agreed_falls_between_until_the_new_one_agrees_too() -> None:
    assert problems(preview(OLD, NEW), "os-updates") == {RowProblem.UNWRITTEN: ("records",)}
    agreed = replace(NEW, clauses=OLD.clauses)
    assert problems(preview(OLD, agreed), "os-updates") == {
        RowProblem.SEVERAL: ("billing", "records")
    }


def test_every_row_that_falls_between_names_the_clause_to_ask_for_before_the_signature() -> None:
    found = preview(OLD, NEW)
    assert found.open_rows
    (row,) = (one for one in found.open_rows if one.item == "os-updates")
    assert row.asks == (("records", "security-update-duty"),)
    new = look(OLD, NEW)
    needed = applicable_clauses(NEW, new, shipped(), derive_matrix(new, shipped()))
    assert {clause for _, clause in row.asks} <= {one.clause for one in needed}


def test_nobody_leads_between_the_two_until_it_is_agreed() -> None:
    assert preview(OLD, NEW).lead_missing
    assert not preview(OLD, NEW, lead=B).lead_missing
    both = {"vendor-interface": "present"}
    old = contract("billing", id_="old", party=A, clauses=both)
    new = contract("records", id_="new", party=B, starts_on="2027-04-01", clauses=both)
    assert not preview(old, new).lead_missing


def test_today_and_then_stand_side_by_side() -> None:
    agreed = replace(NEW, overrides=(override("records", "os-updates", "vendor"),))
    (row,) = (one for one in preview(OLD, agreed).rows if one.item == "os-updates")
    assert row.changes
    assert [cell.effective if cell else None for cell in row.today] == [
        Holder.VENDOR,
        Holder.HOSPITAL,
    ]
    assert [cell.effective for cell in row.then] == [Holder.VENDOR, Holder.VENDOR]


def test_an_old_contract_that_ends_before_the_new_one_begins_no_longer_counts_then() -> None:
    ending = replace(OLD, ends_on=TODAY)
    assert problems(preview(ending, NEW), "os-updates")[RowProblem.NOBODY] == ("billing",)


def test_a_row_shared_by_both_contracts_needs_somebody_who_decides() -> None:
    shared = replace(NEW, overrides=(override("records", "restore-test", "shared"),))
    found = problems(preview(OLD, shared), "restore-test")
    assert RowProblem.SHARED_WITHOUT_DECIDER in found


def standing(found: Preview, item: str) -> Standing:
    return next(row for row in found.rows if row.item == item).standing


def test_nobody_two_and_shared_without_a_decider_are_counted_apart() -> None:
    assert standing(preview(OLD, NEW), "os-updates") is Standing.NOBODY
    agreed = replace(NEW, clauses=OLD.clauses)
    assert standing(preview(OLD, agreed), "os-updates") is Standing.TWO
    both = {"restore-test": "shared"}
    shares = [
        replace(one, overrides=tuple(override(one.services[0], *pair) for pair in both.items()))
        for one in (OLD, NEW)
    ]
    found = preview(*shares)
    assert standing(found, "restore-test") is Standing.UNDECIDED
    counted = [row for one in Standing for row in found.rows_that_stand(one)]
    assert sorted(row.item for row in counted) == sorted(row.item for row in found.rows)


def test_a_row_that_falls_out_because_a_contract_ends_names_that_contract() -> None:
    ending = replace(OLD, ends_on=TODAY)
    found = preview(ending, NEW)
    (row,) = (one for one in found.open_rows if one.item == "os-updates")
    assert row.ended == ("old",)
    assert found.ending["old"] >= 1
    assert preview(OLD, NEW).ending == {}


def test_a_contract_that_is_renewed_by_itself_takes_no_row_along() -> None:
    assert preview(replace(OLD, ends_on=TODAY, auto_renewal=True), NEW).ending == {}

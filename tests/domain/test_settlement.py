"""Each finding stands in one place: under the clause to ask for, a contract, a line or a row."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.estates import CORE, concluded, exposure, line
from tests.domain.factories import (
    asset,
    connection,
    contract,
    override,
    party,
    relation,
    responsibility,
    review,
    service,
    statement,
)
from vendormgr.domain.gaps import Finding
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.settlement import (
    ClauseGaps,
    VendorGaps,
    gaps_of_vendor,
    group_by_vendor,
    rank_vendors,
)
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, PartyRole, Severity

CATERING: tuple[Fact, ...] = (
    *line(
        line_party="caterer",
        controls={"mfa": False, "unique_credentials": False},
        always_on=True,
        registered=False,
    ),
    service("catering", vendor="caterer", model="bpo"),
)


def clause(vendor: VendorGaps, clause_id: str) -> ClauseGaps:
    found = (one for contract in vendor.contracts for one in contract.clauses)
    return next(one for one in found if one.clause == clause_id)


def everything(vendor: VendorGaps) -> list[Finding]:
    placed = [*vendor.rows, *vendor.lines, *vendor.others]
    for one in vendor.contracts:
        placed += one.about
        for part in one.clauses:
            placed += part.findings
    return placed


def caterer(**clauses: Any) -> VendorGaps:
    written = contract(
        "catering",
        id_="c-meal",
        party="caterer",
        clauses={key.replace("_", "-"): state for key, state in clauses.items()},
    )
    return gaps_of_vendor(concluded(*CATERING, written), "caterer")


def test_a_row_stands_under_the_clause_that_would_settle_it() -> None:
    vendor = gaps_of_vendor(concluded(service(), contract("ehr-saas")), "ehr")
    updates = clause(vendor, "security-update-duty")
    assert {f.item for f in updates.rows} >= {"os-updates", "middleware-updates"}


def test_a_row_with_two_clauses_stands_under_the_one_that_settles_more() -> None:
    vendor = gaps_of_vendor(concluded(service(), contract("ehr-saas")), "ehr")
    updates = clause(vendor, "security-update-duty")
    assert "application-fixes" in {f.item for f in updates.rows}
    placed = [one.subject for one in everything(vendor)]
    assert placed.count("ehr-saas/application-fixes") == 1


def test_a_gap_on_a_line_stands_under_the_clause_that_obliges_to_mend_it() -> None:
    vendor = caterer()
    assert [f.rule for f in clause(vendor, "two-factor").grounds] == ["two-factor-missing"]
    assert [f.rule for f in clause(vendor, "two-factor").own] == ["clause-unknown"]
    assert {f.rule for f in clause(vendor, "remote-maintenance").grounds} == {
        "connection-always-on"
    }


def test_a_trade_that_is_connected_stands_under_the_terms_for_such_contractors() -> None:
    terms = clause(caterer(), "contractor-connection-terms")
    assert [f.rule for f in terms.grounds] == ["non-it-vendor-connected"]


def test_where_one_of_two_clauses_is_written_the_other_is_the_one_to_ask_for() -> None:
    first = caterer()
    second = caterer(maintenance_accounts="present")
    shared = [("shared-credential", "line")]
    assert [f.key for f in clause(first, "maintenance-accounts").grounds] == shared
    assert [f.key for f in clause(second, "password-rule").grounds] == shared


def test_a_written_clause_still_holds_the_vendor_to_it() -> None:
    written = clause(caterer(two_factor="present"), "two-factor")
    assert written.status is ClauseStatus.PRESENT
    assert written.own == ()
    assert [f.rule for f in written.grounds] == ["two-factor-missing"]


def test_what_no_clause_obliges_stands_with_the_lines() -> None:
    assert {f.rule for f in caterer().lines} >= {"connection-unregistered"}


def test_clauses_worth_most_come_first() -> None:
    vendor = gaps_of_vendor(concluded(service(), contract("ehr-saas")), "ehr")
    worths = [one.worth for one in vendor.contracts[0].clauses]
    assert worths == sorted(worths, reverse=True)
    assert worths[0] > 1


def test_of_clauses_worth_the_same_the_ones_that_must_be_there_come_first() -> None:
    vendor = caterer()
    idle = [one for one in vendor.contracts[0].clauses if one.worth == 0]
    levels = [one.level for one in idle]
    order = [ClauseLevel.MUST, ClauseLevel.SHOULD, ClauseLevel.ADVERSE]
    assert levels == sorted(levels, key=lambda level: order.index(level or ClauseLevel.ADVERSE))


def test_a_contract_about_to_end_is_no_matter_of_a_clause() -> None:
    vendor = gaps_of_vendor(concluded(contract(ends_on="2026-10-31")), "ehr")
    assert [f.rule for f in vendor.contracts[0].about] == ["contract-expired"]


def test_rows_without_any_contract_stand_as_rows_and_the_missing_contract_above() -> None:
    vendor = gaps_of_vendor(concluded(service()), "ehr")
    assert vendor.contracts == ()
    assert "ehr-saas/os-updates" in {f.subject for f in vendor.rows}
    assert "contract-absent" in {f.rule for f in vendor.others}


def test_a_contract_of_unknown_scope_can_take_any_clause() -> None:
    vague = contract(id_="c-meal", party="caterer")
    vendor = gaps_of_vendor(concluded(*CATERING, vague), "caterer")
    asked = clause(vendor, "two-factor")
    assert (asked.contract, asked.level) == ("c-meal", None)


def test_a_matter_of_the_hospital_alone_comes_last_and_has_no_vendor() -> None:
    hop = connection("srv", "core", id_="hop", kind="lateral", controls={"segmented": False})
    vendors = group_by_vendor(concluded(asset("srv"), CORE, hop, *CATERING))
    assert vendors[-1].party is None
    assert {f.rule for f in vendors[-1].lines} >= {"flat-network"}


def test_the_worst_vendor_comes_first() -> None:
    vendors = group_by_vendor(concluded(*exposure(patched=False), service(), review("maintainer")))
    assert [vendor.party for vendor in vendors] == ["caterer", "ehr"]
    assert [vendor.worst for vendor in vendors] == [Severity.CRITICAL, Severity.HIGH]


def test_one_vendor_alone_reads_as_it_does_among_all() -> None:
    conclusions = concluded(*CATERING, service(), contract("ehr-saas"))
    every = group_by_vendor(conclusions)
    assert every == tuple(gaps_of_vendor(conclusions, vendor.party) for vendor in every)
    assert [vendor.party for vendor in every] == list(rank_vendors(conclusions))


def test_only_the_findings_given_are_grouped() -> None:
    conclusions = concluded(*CATERING)
    chosen = [f for f in conclusions.findings if f.rule == "two-factor-missing"]
    (vendor,) = group_by_vendor(conclusions, chosen)
    assert everything(vendor) == chosen
    assert vendor.total == 1


def test_counts_name_only_what_occurs_most_severe_first() -> None:
    counts = caterer().counts
    assert list(counts) == sorted(counts, key=lambda one: one.rank)
    assert all(counts.values())


def test_a_clause_named_by_an_override_may_be_unknown_to_the_catalogue() -> None:
    written = override("ehr-saas", "restore-test", "shared", clause="別紙3")
    facts = (service(), contract("ehr-saas", overrides=(written,)))
    vendor = gaps_of_vendor(concluded(*facts), "ehr")
    assert [f.item for f in clause(vendor, "別紙3").rows] == ["restore-test"]


PIECES: tuple[Fact, ...] = (
    contract("ehr-saas", clauses={"two-factor": "absent", "cyber-force-majeure": "present"}),
    contract(id_="c-old", party="caterer", ends_on="2026-09-30"),
    contract("catering", id_="c-meal", party="caterer", clauses={"two-factor": "present"}),
    statement("ehr-saas", "encryption", "hospital"),
    responsibility("line", "access_approval"),
    responsibility("core", "patch", "ehr", "hospital"),
    relation("caterer", "sub", consent=False, flowdown=False),
)


@settings(deadline=None, max_examples=50)
@given(pieces=st.lists(st.sampled_from(PIECES), unique_by=id))
def test_every_finding_stands_in_exactly_one_place(pieces: list[Fact]) -> None:
    ground = (*CATERING, CORE, service(), party("sub", role=PartyRole.SUBVENDOR))
    conclusions = concluded(*ground, *pieces)
    placed = [f for vendor in group_by_vendor(conclusions) for f in everything(vendor)]
    assert sorted(f.key for f in placed) == sorted(f.key for f in conclusions.findings)


def test_a_row_without_a_default_needs_more_than_the_clause() -> None:
    asked = clause(caterer(), "network-boundary")
    (row,) = (one for one in asked.decides if one.item == "link-equipment")
    assert row not in asked.settles
    held = clause(caterer(network_boundary="present"), "network-boundary")
    assert held.status is ClauseStatus.PRESENT
    assert [one.item for one in held.decides] == [one.item for one in asked.decides]
    assert held.settles == ()

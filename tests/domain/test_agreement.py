"""What holds among the documents of one dealing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.estates import subjects
from tests.domain.factories import (
    EHR,
    TODAY,
    asset,
    catalogue,
    clause,
    contract,
    index,
    item,
    override,
    service,
)
from vendormgr.domain.agreement import amends_itself, bundle_contracts, by_precedence
from vendormgr.domain.clauses import applicable_clauses, worth_of_all
from vendormgr.domain.deemed import deemed_compliance
from vendormgr.domain.matrix import derive_matrix
from vendormgr.domain.matrix_cell import Cell
from vendormgr.domain.portfolio import ClauseState, Contract, Fact
from vendormgr.domain.vocabulary import ClauseStatus, ContractKind, Holder

KNOWN = catalogue(
    item("os-updates", "vendor", ("security-update-duty",)), clause("security-update-duty")
)
PRESENT = ClauseState(status=ClauseStatus.PRESENT, article="第3条")
KINDS = {
    "master": ContractKind.MASTER,
    "individual": ContractKind.INDIVIDUAL,
    "memo": ContractKind.MEMORANDUM,
    "sla": ContractKind.SLA,
}


def master(*services: str, **fields: Any) -> Contract:
    return contract(*services, id_="master", kind=ContractKind.MASTER, **fields)


def memo(*services: str, id_: str = "memo", amends: str = "master", **fields: Any) -> Contract:
    fields.setdefault("kind", ContractKind.MEMORANDUM)
    return contract(*services, id_=id_, amends=amends, **fields)


def individual(*services: str, id_: str = "individual", **fields: Any) -> Contract:
    return memo(*services, id_=id_, kind=ContractKind.INDIVIDUAL, **fields)


def cell(*facts: Fact, on: str = "ehr-saas") -> Cell:
    return derive_matrix(index(*facts), KNOWN).cells[on, "os-updates"]


def update_duty(status: str | ClauseState) -> dict[str, str | ClauseState]:
    return {"security-update-duty": status}


def test_a_bundle_is_the_root_and_everything_that_amends_it_each_after_what_it_amends() -> None:
    listed = (memo(id_="deep", amends="memo"), individual(), memo(), master(), contract(id_="else"))
    found = bundle_contracts(listed, TODAY)
    assert [one.id for one in found["deep"].members] == ["master", "individual", "memo", "deep"]
    assert [one.id for one in found["else"].members] == ["else"]


def test_what_amends_a_contract_that_is_not_on_record_stands_alone() -> None:
    assert bundle_contracts((memo(),), TODAY)["memo"].root.id == "memo"


def test_a_circle_is_no_bundle_and_nobody_may_close_one() -> None:
    listed = (memo(id_="a", amends="b"), memo(id_="b", amends="a"), memo(id_="c", amends="a"))
    found = bundle_contracts(listed, TODAY)
    assert [one.id for one in found["c"].members] == ["a", "c"]
    assert found["b"].root.id == "b"
    known = {one.id: one for one in (master(), memo(), memo(id_="deep", amends="memo"))}
    assert amends_itself("master", "deep", known)
    assert not amends_itself("deep", "master", known)


def test_a_memorandum_without_services_covers_those_of_what_it_amends() -> None:
    seen = cell(service(), master("ehr-saas"), memo(clauses=update_duty(PRESENT)))
    assert (seen.effective, seen.contract, seen.article) == (Holder.VENDOR, "memo", "第3条")


def test_a_master_contract_covers_what_is_ordered_under_it() -> None:
    seen = cell(service(), master(clauses=update_duty(PRESENT)), individual("ehr-saas"))
    assert (seen.effective, seen.contract) == (Holder.VENDOR, "master")


def test_one_individual_contract_says_nothing_about_the_services_of_another() -> None:
    facts = (
        service(),
        service("portal"),
        master(),
        individual("ehr-saas", clauses=update_duty(PRESENT)),
        individual("portal", id_="second"),
    )
    assert cell(*facts).effective is Holder.VENDOR
    assert cell(*facts, on="portal").effective is Holder.HOSPITAL


@pytest.mark.parametrize("status", ["absent", "inadequate", "not_applicable"])
def test_a_later_document_can_take_a_clause_away(status: str) -> None:
    facts = (service(), master("ehr-saas", clauses=update_duty(PRESENT)))
    assert cell(*facts, memo(clauses=update_duty(status))).written is None


@pytest.mark.parametrize("status", ["unknown", "negotiating"])
def test_a_document_that_is_silent_or_still_negotiated_takes_nothing_away(status: str) -> None:
    facts = (service(), master("ehr-saas", clauses=update_duty(PRESENT)))
    assert cell(*facts, memo(clauses=update_duty(status))).contract == "master"


def test_an_amendment_holds_against_what_it_amends_even_when_its_start_is_not_known() -> None:
    facts = (
        service(),
        memo(overrides=(override("ehr-saas", "os-updates", "hospital"),)),
        master(
            "ehr-saas",
            starts_on="2026-04-01",
            overrides=(override("ehr-saas", "os-updates", "vendor"),),
        ),
    )
    assert cell(*facts).contract == "memo"


def test_of_two_memoranda_the_later_one_holds_and_on_one_day_the_later_in_the_register() -> None:
    listed = (
        master(starts_on="2025-04-01"),
        memo(id_="b", starts_on="2026-04-01"),
        memo(id_="a", starts_on="2025-10-01"),
        memo(id_="c", starts_on="2026-04-01"),
    )
    ordered = by_precedence(listed, bundle_contracts(listed, TODAY))
    assert [one.id for one in ordered] == ["master", "a", "b", "c"]


@pytest.mark.parametrize(
    ("kind", "holds"),
    [("memo", False), ("sla", False), ("individual", True)],
)
def test_a_memorandum_ends_with_its_contract_and_an_individual_contract_goes_on(
    kind: str, holds: bool
) -> None:
    facts = (
        service(),
        master("ehr-saas", ends_on="2026-09-30"),
        memo("ehr-saas", kind=KINDS[kind], clauses=update_duty(PRESENT)),
    )
    assert (cell(*facts).effective is Holder.VENDOR) is holds


def test_a_memorandum_that_has_not_begun_does_not_count_yet() -> None:
    facts = (
        service(),
        master("ehr-saas"),
        memo(starts_on="2026-10-02", clauses=update_duty(PRESENT)),
    )
    assert cell(*facts).effective is Holder.HOSPITAL


def test_the_bundle_is_judged_once_under_its_root_with_the_document_that_says_so() -> None:
    look = index(
        service(), master("ehr-saas"), memo(clauses=update_duty(PRESENT)), individual("ehr-saas")
    )
    matrix = derive_matrix(look, KNOWN)
    root, amendment, order = (
        applicable_clauses(one, look, KNOWN, matrix) for one in look.portfolio.contracts
    )
    assert [(one.status, one.source) for one in root] == [(ClauseStatus.PRESENT, "memo")]
    assert [one.clause for one in amendment] == ["security-update-duty"]
    assert order == ()


def test_one_service_without_the_clause_leaves_it_open_for_the_bundle() -> None:
    look = index(
        service(),
        service("portal"),
        master(clauses=update_duty("absent")),
        individual("ehr-saas", clauses=update_duty(PRESENT)),
        individual("portal", id_="second"),
    )
    (seen,) = applicable_clauses(
        look.portfolio.contracts[0], look, KNOWN, derive_matrix(look, KNOWN)
    )
    assert seen.status is ClauseStatus.ABSENT


def test_when_the_root_has_ended_the_first_document_that_runs_speaks_for_the_bundle() -> None:
    listed = (master(ends_on="2026-09-30"), memo(), individual("ehr-saas"))
    bundle = bundle_contracts(listed, TODAY)["master"]
    assert bundle.seat == "individual"
    assert bundle.in_force == {"individual"}


def test_a_clause_of_the_root_is_worth_the_rows_of_everything_under_it() -> None:
    look = index(service(), master(), individual("ehr-saas"))
    matrix = derive_matrix(look, KNOWN)
    (worth,) = worth_of_all(look.contracts["master"], look, KNOWN, matrix)
    assert worth.settles == (("ehr-saas", "os-updates"),)


def test_missing_clauses_are_found_once_for_the_bundle_and_not_where_an_amendment_has_them() -> (
    None
):
    facts = (
        service(data_class="phi"),
        master("ehr-saas", clauses={"two-factor": "absent", "incident-notice": "absent"}),
        memo(clauses={"incident-notice": "present"}),
    )
    assert subjects("clause-missing", *facts) == ["master/two-factor"]
    unknown = subjects("clause-unknown", *facts)
    assert unknown
    assert all(one.startswith("master/") for one in unknown)


def test_the_latest_document_decides_which_edition_and_which_notice_hold() -> None:
    old = master(cites_edition="5.2", notice_hours=72)
    assert subjects("contract-cites-old-edition", old, memo()) == ["master"]
    new = memo(cites_edition="7.0", notice_hours=24)
    assert subjects("contract-cites-old-edition", old, new) == []
    assert subjects("notice-deadline-too-long", old, memo()) == ["master"]
    assert subjects("notice-deadline-too-long", old, new) == []


def test_the_master_contract_does_not_carry_on_an_individual_one_that_ends() -> None:
    facts = (service(), master("ehr-saas"), individual("ehr-saas", ends_on="2026-10-31"))
    assert subjects("contract-expired", *facts) == ["individual"]
    following = individual("ehr-saas", id_="next", starts_on="2026-11-01")
    assert subjects("contract-expired", *facts, following) == []


def test_a_memorandum_that_ends_with_its_contract_is_no_finding_of_its_own() -> None:
    facts = (master(ends_on="2026-10-31"), memo(ends_on="2026-10-31"))
    assert subjects("contract-expired", *facts) == ["master"]
    assert subjects("contract-expired", master(ends_on="2027-10-31"), facts[1]) == ["memo"]


def test_a_memorandum_can_give_the_update_duty_that_deemed_compliance_asks_for() -> None:
    look = index(
        service(data_class="phi"), master("ehr-saas"), memo(clauses=update_duty(PRESENT)), asset()
    )
    known = catalogue(
        *(
            item(one, "vendor", ("security-update-duty",))
            for one in ("os-updates", "middleware-updates", "application-fixes")
        )
    )
    (server,) = deemed_compliance(look, derive_matrix(look, known)).servers
    assert (server.met, server.contract, server.article) == (True, "memo", "第3条")


STATES = st.sampled_from(list(ClauseStatus))


@given(st.lists(st.tuples(STATES, st.integers(0, 4), st.booleans()), min_size=1, max_size=5))
def test_alone_or_bundled_each_contract_is_in_exactly_one_bundle_and_never_two(
    drawn: list[tuple[ClauseStatus, int, bool]],
) -> None:
    listed = [
        contract(
            "ehr-saas",
            id_=f"c{number}",
            party=EHR,
            amends=f"c{above}" if amends else None,
            clauses=update_duty(ClauseState(status=status)),
            starts_on=date(2026, 1 + number, 1).isoformat(),
        )
        for number, (status, above, amends) in enumerate(drawn)
    ]
    found = bundle_contracts(listed, TODAY)
    bundles = {id(one): one for one in found.values()}.values()
    assert sorted(one.id for bundle in bundles for one in bundle.members) == sorted(found)
    for bundle in bundles:
        held = bundle.holding("security-update-duty")
        assert held.contract is None or held.contract in {one.id for one in bundle.members}
        assert all(one.id in bundle.rank for one in bundle.members)

"""One system over all its services: one doer is fine, everything else has a name."""

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    HOSPITAL,
    MAINTAINER,
    catalogue,
    contract,
    index,
    item,
    override,
    party,
    service,
    statement,
    system,
)
from vendormgr.domain.matrix import derive_matrix
from vendormgr.domain.matrix_system import RowProblem, SystemRow, SystemView, system_view
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import PartyRole

BILLING = service("billing", MAINTAINER, "onprem", system="ehr-system")
RECORD = service("record", EHR, "saas", system="ehr-system")


def view(*facts: Fact, default: str = "to_settle", row: str = "os-updates") -> SystemView:
    look = index(system(), *facts)
    return system_view("ehr-system", look, derive_matrix(look, catalogue(item(row, default))))


def row(*facts: Fact, default: str = "to_settle") -> SystemRow:
    (only,) = view(*facts, default=default).rows
    return only


def agreed(service_: str, vendor: str, party: str, **fields: str) -> Fact:
    said = (override(service_, "os-updates", party, **fields),)
    return contract(service_, id_=f"c-{service_}", party=vendor, overrides=said)


def test_one_doer_is_fine() -> None:
    seen = row(RECORD, agreed("record", EHR, "vendor"))
    assert (seen.doers, seen.problems, seen.arises) == ((EHR,), {}, True)


def test_the_hospital_may_be_the_one_doer_of_several_services() -> None:
    seen = row(BILLING, RECORD, default="hospital")
    assert (seen.doers, seen.problems) == ((HOSPITAL,), {})


def test_the_hospital_is_known_by_its_role_wherever_it_stands_in_the_register() -> None:
    look = index(system(), RECORD, party(EHR), party("clinic", role=PartyRole.HOSPITAL), cast=False)
    seen = system_view("ehr-system", look, derive_matrix(look, catalogue(item("x", "hospital"))))
    assert seen.rows[0].doers == ("clinic",)


def test_a_row_that_nobody_has_is_found() -> None:
    seen = row(RECORD)
    assert seen.doers == ()
    assert seen.problems == {RowProblem.NOBODY: ("record",)}


def test_what_one_vendor_does_leaves_the_other_service_to_nobody() -> None:
    seen = row(BILLING, RECORD, agreed("record", EHR, "vendor"))
    assert seen.doers == (EHR,)
    assert seen.problems == {RowProblem.NOBODY: ("billing",)}


def test_two_doers_are_found() -> None:
    seen = row(
        BILLING, RECORD, agreed("record", EHR, "vendor"), agreed("billing", MAINTAINER, "vendor")
    )
    assert seen.doers == (MAINTAINER, EHR)
    assert seen.problems == {RowProblem.SEVERAL: ("billing", "record")}


def test_hospital_and_vendor_are_two_doers() -> None:
    seen = row(
        BILLING, RECORD, agreed("record", EHR, "vendor"), agreed("billing", MAINTAINER, "hospital")
    )
    assert seen.doers == (HOSPITAL, EHR)
    assert RowProblem.SEVERAL in seen.problems


def test_shared_without_a_decider_is_found_and_names_no_doer() -> None:
    seen = row(RECORD, agreed("record", EHR, "shared"))
    assert seen.doers == ()
    assert seen.problems == {RowProblem.SHARED_WITHOUT_DECIDER: ("record",)}


def test_who_decides_a_shared_row_is_its_doer() -> None:
    seen = row(RECORD, agreed("record", EHR, "shared", decider=HOSPITAL))
    assert (seen.doers, seen.problems) == ((HOSPITAL,), {})


def test_a_row_that_no_contract_gives_to_the_vendor_is_found() -> None:
    seen = row(BILLING, RECORD, agreed("record", EHR, "vendor"), default="vendor")
    assert seen.doers == (EHR,)
    assert seen.problems == {RowProblem.UNWRITTEN: ("billing",)}


def test_a_row_that_a_vendor_sees_differently_is_found() -> None:
    seen = row(
        RECORD, agreed("record", EHR, "vendor"), statement("record", "os-updates", "hospital")
    )
    assert seen.problems == {RowProblem.DISPUTED: ("record",)}


def test_a_row_that_arises_nowhere_has_no_problem() -> None:
    seen = row(RECORD, default="not_applicable")
    assert (seen.arises, seen.doers, seen.problems) == (False, (), {})


def test_the_service_beneath_stands_beside_the_one_it_takes_rows_from() -> None:
    upper = service("record", EHR, "saas", system="ehr-system", runs_on="cloud")
    cloud = service("cloud", CATERER, "paas")
    seen = view(upper, cloud, agreed("cloud", CATERER, "vendor"))
    assert seen.services == ("record", "cloud")
    assert seen.rows[0].doers == (CATERER,)
    assert seen.rows[0].problems == {}
    assert [cell.service for cell in seen.rows[0].cells] == ["record", "cloud"]


def test_a_service_for_which_the_prime_answers_has_no_column_of_its_own() -> None:
    upper = service("record", EHR, "saas", system="ehr-system", runs_on="cloud")
    seen = view(upper, service("cloud", CATERER, "paas", system="ehr-system"))
    assert seen.services == ("record",)


@pytest.mark.parametrize("lead", [None, EHR])
def test_the_view_says_whether_somebody_leads(lead: str | None) -> None:
    look = index(system(lead=lead), BILLING, RECORD)
    matrix = derive_matrix(look, catalogue(item()))
    assert system_view("ehr-system", look, matrix).lead_missing is (lead is None)


def test_a_system_without_services_has_no_rows() -> None:
    assert view() == SystemView("ehr-system", (), (), lead_missing=False)

"""Services on services: who answers for the chain, who performs, and what moves to whom."""

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    MAINTAINER,
    catalogue,
    contract,
    index,
    item,
    override,
    service,
)
from vendormgr.domain.matrix import CellReason, Matrix, derive_matrix
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import Holder

INFRASTRUCTURE = {"virtualisation", "server-hardware", "physical-safety", "vendor-network"}
PLATFORM = INFRASTRUCTURE | {"os-updates", "middleware-updates"}
ROWS = catalogue(
    *(item(row, "vendor", ("security-update-duty",)) for row in sorted(PLATFORM)),
    item("application-fixes"),
)
APP = service("app", EHR, "saas", runs_on="cloud")
PLATFORM_PAPER = contract("cloud", id_="c-cloud", party=MAINTAINER)


def matrix(*facts: Fact) -> Matrix:
    return derive_matrix(index(*facts), ROWS)


def moved(seen: Matrix, id_: str = "app") -> dict[str, str | None]:
    """Rows that a service below took over, with that service."""
    return {
        cell.item: cell.lower
        for cell in seen.of_service(id_)
        if cell.because is CellReason.NOT_APPLICABLE_BY_STACK
    }


def performed(seen: Matrix, id_: str = "app") -> dict[str, tuple[str | None, str | None]]:
    """Rows that somebody below performs, with the service and its vendor."""
    return {
        cell.item: (cell.lower, cell.performer)
        for cell in seen.of_service(id_)
        if cell.performer is not None
    }


@pytest.mark.parametrize(
    ("model", "rows"), [("iaas", INFRASTRUCTURE), ("paas", PLATFORM), ("housing", set())]
)
def test_a_separately_contracted_service_takes_the_rows_it_provides(
    model: str, rows: set[str]
) -> None:
    seen = matrix(APP, service("cloud", MAINTAINER, model), PLATFORM_PAPER)
    assert moved(seen) == dict.fromkeys(rows, "cloud")
    assert performed(seen) == {}
    assert set(seen.columns) == {"app", "cloud"}
    assert seen.answered_above == frozenset()


def test_a_row_that_moved_is_not_applicable_above_and_no_problem_there() -> None:
    seen = matrix(APP, service("cloud", MAINTAINER, "iaas"), PLATFORM_PAPER)
    cell = seen.cells["app", "virtualisation"]
    assert (cell.proposed, cell.effective) == (Holder.NOT_APPLICABLE, Holder.NOT_APPLICABLE)
    assert cell.problems == ()
    assert seen.cells["cloud", "virtualisation"].problems == ("responsibility-unwritten",)
    assert seen.cells["app", "os-updates"].because is CellReason.UNWRITTEN_VENDOR


def test_a_clause_above_does_not_take_a_moved_row_back_but_an_override_does() -> None:
    cloud = service("cloud", MAINTAINER, "iaas")
    duty = {"security-update-duty": "present"}
    by_clause = matrix(APP, cloud, PLATFORM_PAPER, contract("app", clauses=duty))
    assert by_clause.cells["app", "virtualisation"].written is None
    said = (override("app", "virtualisation", "vendor"),)
    seen = matrix(APP, cloud, PLATFORM_PAPER, contract("app", overrides=said))
    assert seen.cells["app", "virtualisation"].effective is Holder.VENDOR


@pytest.mark.parametrize(("model", "rows"), [("iaas", INFRASTRUCTURE), ("paas", PLATFORM)])
def test_without_a_contract_of_its_own_the_lower_vendor_performs_and_has_no_column(
    model: str, rows: set[str]
) -> None:
    seen = matrix(APP, service("cloud", MAINTAINER, model))
    assert performed(seen) == dict.fromkeys(rows, ("cloud", MAINTAINER))
    assert moved(seen) == {}
    assert seen.cells["app", "virtualisation"].proposed is Holder.VENDOR
    assert set(seen.columns) == {"app"}
    assert seen.answered_above == {"cloud"}


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param(contract("app", "cloud"), id="the prime's contract covers both"),
        pytest.param(
            contract("cloud", party=MAINTAINER, ends_on="2026-09-30"), id="its contract has ended"
        ),
        pytest.param(
            contract("cloud", party=MAINTAINER, starts_on="2026-10-02"), id="it starts tomorrow"
        ),
        pytest.param(contract(party=MAINTAINER), id="its contract covers something else"),
    ],
)
def test_only_a_contract_in_force_with_its_own_vendor_makes_a_service_separate(
    paper: Fact,
) -> None:
    seen = matrix(APP, service("cloud", MAINTAINER, "iaas"), paper)
    assert seen.answered_above == {"cloud"}


def test_two_services_of_one_vendor_under_contract_both_keep_their_rows() -> None:
    seen = matrix(APP, service("cloud", EHR, "iaas"), contract("app", "cloud"))
    assert set(seen.columns) == {"app", "cloud"}
    assert moved(seen) == {}
    assert performed(seen) == {}


def test_a_service_on_which_nothing_runs_has_a_column_without_any_contract() -> None:
    assert set(matrix(service("cloud", MAINTAINER, "iaas")).columns) == {"cloud"}


def test_a_row_that_never_arises_above_did_not_move() -> None:
    rows = catalogue(item("virtualisation", {"saas": "not_applicable"}))
    look = index(APP, service("cloud", MAINTAINER, "iaas"), PLATFORM_PAPER)
    cell = derive_matrix(look, rows).cells["app", "virtualisation"]
    assert (cell.because, cell.lower) == (CellReason.NOT_APPLICABLE, None)


PLATFORM_ON_METAL = service("cloud", MAINTAINER, "paas", runs_on="metal")
METAL = service("metal", CATERER, "iaas")
METAL_PAPER = contract("metal", id_="c-metal", party=CATERER)
UPPER_ROWS = PLATFORM - INFRASTRUCTURE


def test_in_a_chain_under_one_prime_the_deepest_provider_performs() -> None:
    seen = matrix(APP, PLATFORM_ON_METAL, METAL)
    assert performed(seen) == {
        **dict.fromkeys(UPPER_ROWS, ("cloud", MAINTAINER)),
        **dict.fromkeys(INFRASTRUCTURE, ("metal", CATERER)),
    }
    assert set(seen.columns) == {"app"}


def test_in_a_chain_of_separate_contracts_each_takes_its_rows_from_all_above() -> None:
    seen = matrix(APP, PLATFORM_ON_METAL, METAL, PLATFORM_PAPER, METAL_PAPER)
    assert moved(seen) == {
        **dict.fromkeys(UPPER_ROWS, "cloud"),
        **dict.fromkeys(INFRASTRUCTURE, "metal"),
    }
    assert moved(seen, "cloud") == dict.fromkeys(INFRASTRUCTURE, "metal")
    assert moved(seen, "metal") == {}


def test_a_separate_contract_below_a_subcontracted_service_reaches_the_prime() -> None:
    seen = matrix(APP, PLATFORM_ON_METAL, METAL, METAL_PAPER)
    assert moved(seen) == dict.fromkeys(INFRASTRUCTURE, "metal")
    assert performed(seen) == dict.fromkeys(UPPER_ROWS, ("cloud", MAINTAINER))
    assert set(seen.columns) == {"app", "metal"}


def test_what_is_below_a_separate_contract_is_that_vendors_affair() -> None:
    seen = matrix(APP, PLATFORM_ON_METAL, METAL, PLATFORM_PAPER)
    assert moved(seen) == dict.fromkeys(PLATFORM, "cloud")
    assert performed(seen) == {}
    assert performed(seen, "cloud") == dict.fromkeys(INFRASTRUCTURE, ("metal", CATERER))
    assert set(seen.columns) == {"app", "cloud"}


def test_a_chain_back_to_the_same_vendor_takes_nothing_from_it() -> None:
    own_metal = service("metal", EHR, "iaas")
    paper = contract("metal", "app", party=EHR)
    seen = matrix(APP, PLATFORM_ON_METAL, own_metal, PLATFORM_PAPER, paper)
    assert moved(seen) == dict.fromkeys(PLATFORM, "cloud")
    assert moved(seen, "cloud") == dict.fromkeys(INFRASTRUCTURE, "metal")


@pytest.mark.parametrize(
    "services",
    [
        pytest.param([service("a", model="iaas", runs_on="a")], id="on itself"),
        pytest.param(
            [
                service("a", model="iaas", runs_on="b"),
                service("b", MAINTAINER, "iaas", runs_on="a"),
            ],
            id="on each other",
        ),
    ],
)
def test_services_in_a_circle_keep_their_columns_and_rows(services: list[Fact]) -> None:
    seen = matrix(*services)
    assert set(seen.columns) == {one.id for one in services}
    assert performed(seen, "a") == {}
    assert moved(seen, "a") == {}


def test_a_service_above_a_circle_is_told_who_performs() -> None:
    seen = matrix(
        service("a", runs_on="b"),
        service("b", MAINTAINER, "iaas", runs_on="c"),
        service("c", CATERER, "paas", runs_on="b"),
    )
    assert seen.answered_above == {"b"}
    assert performed(seen, "a") == dict.fromkeys(INFRASTRUCTURE, ("b", MAINTAINER))


def test_a_service_that_runs_on_nothing_recorded_is_unchanged() -> None:
    seen = matrix(service("app", runs_on="not-in-the-register"))
    assert moved(seen) == {}
    assert performed(seen) == {}

"""みなし遵守: every server needs a contract that gives its vendor every update."""

from typing import Any

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    HOSPITAL,
    MAINTAINER,
    asset,
    catalogue,
    clause_state,
    contract,
    index,
    item,
    override,
    party,
    service,
)
from vendormgr.domain.deemed import (
    UPDATE_CLAUSE,
    DeemedCompliance,
    DeemedServer,
    Lack,
    LackReason,
    deemed_compliance,
)
from vendormgr.domain.matrix import derive_matrix
from vendormgr.domain.portfolio import ClauseState, Contract, Fact, Override
from vendormgr.domain.vocabulary import ClauseStatus, Holder

DEFAULT = {"saas": "vendor", "paas": "vendor", "bpo_none": "not_applicable", "*": "to_settle"}
ROWS = catalogue(
    item("os-updates", DEFAULT, (UPDATE_CLAUSE,)),
    item("middleware-updates", DEFAULT, (UPDATE_CLAUSE,)),
    item("application-fixes", {**DEFAULT, "paas": "hospital"}, (UPDATE_CLAUSE,)),
)
UPDATES = tuple(ROWS.items)
SERVER = asset("server", maintained_by=MAINTAINER, data_class="phi")
CARE = service("care", MAINTAINER, "onprem")
SAAS = service("record", EHR, "saas", data_class="phi")
ALL_VENDOR = dict.fromkeys(UPDATES, Holder.VENDOR)
ALL_HOSPITAL = dict.fromkeys(UPDATES, Holder.HOSPITAL)


def deemed(*facts: Fact) -> DeemedCompliance:
    look = index(*facts)
    return deemed_compliance(look, derive_matrix(look, ROWS))


def server(*facts: Fact) -> DeemedServer:
    (only,) = deemed(*facts).servers
    return only


def gives(
    service_: str, holder: str = "vendor", rows: tuple[str, ...] = UPDATES
) -> tuple[Override, ...]:
    return tuple(override(service_, row, holder) for row in rows)


def care_contract(*services: str, id_: str = "c-care", **fields: object) -> Contract:
    """The maintenance firm takes every update of the service "care"."""
    values: dict[str, Any] = {
        "clauses": {UPDATE_CLAUSE: ClauseState(status=ClauseStatus.PRESENT, article="第7条")},
        "overrides": gives("care"),
        **fields,
    }
    return contract(*(services or ("care",)), id_=id_, party=MAINTAINER, **values)


def test_a_server_is_met_by_the_clause_and_the_three_rows() -> None:
    seen = deemed(SERVER, CARE, care_contract())
    assert seen.met is True
    assert seen.servers == (
        DeemedServer(
            asset="server",
            service=None,
            maintained_by=MAINTAINER,
            contract="c-care",
            clause=UPDATE_CLAUSE,
            article="第7条",
            met=True,
            bears=ALL_VENDOR,
            missing=(),
        ),
    )


def test_a_hosted_service_is_met_by_its_own_contract() -> None:
    duty = contract("record", id_="c-record", clauses={UPDATE_CLAUSE: "present"})
    seen = server(SAAS, duty)
    assert (seen.asset, seen.service, seen.maintained_by) == (None, "record", EHR)
    assert (seen.met, seen.contract, seen.clause, seen.article) == (
        True,
        "c-record",
        UPDATE_CLAUSE,
        None,
    )
    assert seen.bears == ALL_VENDOR


@pytest.mark.parametrize(
    ("fact", "is_server"),
    [
        (asset("a", data_class="phi"), True),
        (asset("a", data_class="phi_limited"), True),
        (asset("a", data_class="personal"), False),
        (asset("a", data_class="business"), False),
        (asset("a", data_class="phi", kind="device"), False),
        (asset("a", data_class="phi", location="external"), False),
        (service("a", model="saas", data_class="phi"), True),
        (service("a", model="asp", data_class="phi_limited"), True),
        (service("a", model="paas", data_class="phi"), True),
        (service("a", model="saas", data_class="personal"), False),
        (service("a", model="iaas", data_class="phi"), False),
        (service("a", model="onprem", data_class="phi"), False),
    ],
)
def test_servers_are_systems_in_the_hospital_and_hosted_services_with_medical_data(
    fact: Fact, *, is_server: bool
) -> None:
    assert [one.asset or one.service for one in deemed(fact).servers] == (
        ["a"] if is_server else []
    )


def test_a_hosted_service_without_a_column_is_no_server() -> None:
    below = service("platform", MAINTAINER, "paas", data_class="phi")
    seen = deemed(service("record", EHR, "saas", data_class="phi", runs_on="platform"), below)
    assert [one.service for one in seen.servers] == ["record"]


def test_without_any_server_the_answer_is_no() -> None:
    assert deemed(CARE, care_contract()) == DeemedCompliance(False, (), ())


def test_one_server_without_the_duty_makes_it_no() -> None:
    other = asset("other", maintained_by=CATERER, data_class="phi")
    seen = deemed(SERVER, other, CARE, care_contract())
    assert [(one.asset, one.met) for one in seen.servers] == [("server", True), ("other", False)]
    assert seen.met is False


def test_what_nobody_classified_is_listed_as_a_question() -> None:
    seen = deemed(asset("unknown"), service("hosted"), service("care", MAINTAINER, "onprem"))
    assert (seen.met, seen.unclassified) == (False, ("unknown", "hosted"))
    assert deemed(SERVER, SAAS, asset("menu", data_class="business")).unclassified == ()


def test_assets_come_first_then_services() -> None:
    seen = deemed(SAAS, SERVER)
    assert [one.asset or one.service for one in seen.servers] == ["server", "record"]


@pytest.mark.parametrize(
    ("maintainer", "reason"),
    [(None, LackReason.NO_MAINTAINER), (HOSPITAL, LackReason.HOSPITAL_MAINTAINS)],
)
def test_a_server_that_no_vendor_maintains_is_not_met(
    maintainer: str | None, reason: LackReason
) -> None:
    seen = server(asset("server", maintained_by=maintainer, data_class="phi"), party(HOSPITAL))
    assert (seen.met, seen.missing) == (False, (Lack(reason),))
    assert (seen.contract, seen.clause, seen.bears) == (None, None, ALL_HOSPITAL)


def test_a_contract_with_the_hospital_itself_gives_no_duty() -> None:
    kept = asset("server", maintained_by=HOSPITAL, data_class="phi")
    own = contract("care", id_="own", party=HOSPITAL, clauses={UPDATE_CLAUSE: "present"})
    seen = server(kept, CARE, own)
    assert seen.missing == (Lack(LackReason.HOSPITAL_MAINTAINS),)


def test_without_a_contract_the_server_is_not_met() -> None:
    assert server(SERVER).missing == (Lack(LackReason.NO_CONTRACT),)
    assert server(SAAS).missing == (Lack(LackReason.NO_CONTRACT),)


def test_a_contract_that_is_not_in_force_is_named() -> None:
    older = care_contract(id_="older", starts_on="2020-04-01", ends_on="2023-03-31")
    newer = care_contract(id_="newer", starts_on="2023-04-01", ends_on="2026-09-30")
    seen = server(SERVER, CARE, newer, older)
    assert seen.missing == (Lack(LackReason.CONTRACT_NOT_IN_FORCE, "newer"),)
    assert seen.contract is None


@pytest.mark.parametrize("status", list(ClauseStatus))
def test_the_clause_must_be_present(status: ClauseStatus) -> None:
    seen = server(SERVER, CARE, care_contract(clauses={UPDATE_CLAUSE: clause_state(status)}))
    assert seen.met is (status is ClauseStatus.PRESENT)
    lack = Lack(LackReason.CLAUSE_NOT_PRESENT, "c-care", status=status)
    assert seen.missing == (() if seen.met else (lack,))
    assert seen.clause == (UPDATE_CLAUSE if seen.met else None)
    assert seen.article is None


def test_the_article_of_an_inadequate_clause_gives_nothing() -> None:
    poor = ClauseState(status=ClauseStatus.INADEQUATE, article="第9条")
    seen = server(SERVER, CARE, care_contract(clauses={UPDATE_CLAUSE: poor}))
    assert (seen.clause, seen.article) == (None, None)


def test_a_clause_that_nobody_listed_is_unknown() -> None:
    seen = server(SERVER, CARE, care_contract(clauses={}))
    lack = Lack(LackReason.CLAUSE_NOT_PRESENT, "c-care", status=ClauseStatus.UNKNOWN)
    assert seen.missing == (lack,)
    assert seen.bears == ALL_VENDOR


@pytest.mark.parametrize("row", UPDATES)
@pytest.mark.parametrize("holder", ["hospital", "shared"])
def test_every_one_of_the_three_rows_must_be_the_vendors(row: str, holder: str) -> None:
    others = tuple(one for one in UPDATES if one != row)
    said = (*gives("care", rows=others), *gives("care", holder, (row,)))
    seen = server(SERVER, CARE, care_contract(overrides=said))
    lack = Lack(LackReason.ROW_NOT_VENDOR, "c-care", "care", row, effective=Holder(holder))
    assert seen.missing == (lack,)
    assert seen.bears == {**ALL_VENDOR, row: Holder(holder)}


def test_a_row_that_nobody_settled_is_missing_as_the_hospitals() -> None:
    seen = server(SERVER, CARE, care_contract(overrides=gives("care", rows=UPDATES[1:])))
    lack = Lack(
        LackReason.ROW_NOT_VENDOR, "c-care", "care", "os-updates", effective=Holder.HOSPITAL
    )
    assert seen.missing == (lack,)


def test_a_row_that_does_not_arise_is_enough() -> None:
    cleaning = service("cleaning", MAINTAINER, "bpo")
    seen = server(SERVER, cleaning, care_contract("cleaning", overrides=()))
    assert seen.met is True
    assert seen.bears == dict.fromkeys(UPDATES, Holder.NOT_APPLICABLE)


def test_application_fixes_that_a_platform_leaves_to_the_hospital_are_missing() -> None:
    platform = service("platform", EHR, "paas", data_class="phi")
    seen = server(platform, contract("platform", clauses={UPDATE_CLAUSE: "present"}))
    assert seen.missing == (
        Lack(
            LackReason.ROW_NOT_VENDOR,
            "c-ehr",
            "platform",
            "application-fixes",
            effective=Holder.HOSPITAL,
        ),
    )


def test_every_service_of_the_contract_counts_and_the_worst_is_shown() -> None:
    more = service("more", MAINTAINER, "onprem")
    said = (*gives("care"), *gives("more", "shared", ("os-updates",)), *gives("more"))[:4]
    seen = server(SERVER, CARE, more, care_contract("care", "more", overrides=said))
    assert [(one.service, one.item) for one in seen.missing] == [
        ("more", "os-updates"),
        ("more", "middleware-updates"),
        ("more", "application-fixes"),
    ]
    assert seen.bears == {
        "os-updates": Holder.SHARED,
        "middleware-updates": Holder.HOSPITAL,
        "application-fixes": Holder.HOSPITAL,
    }


def test_an_asset_that_names_its_service_needs_just_that_one() -> None:
    named = asset("server", maintained_by=MAINTAINER, data_class="phi", service="care")
    more = service("more", MAINTAINER, "onprem")
    seen = server(named, CARE, more, care_contract("care", "more"))
    assert (seen.met, seen.service) == (True, "care")


def test_the_service_that_an_asset_names_must_be_covered() -> None:
    named = asset("server", maintained_by=MAINTAINER, data_class="phi", service="more")
    more = service("more", MAINTAINER, "onprem")
    seen = server(named, CARE, more, care_contract("care"))
    assert seen.missing == (Lack(LackReason.SERVICE_NOT_COVERED, "c-care", "more"),)


def test_a_contract_must_cover_at_least_one_service() -> None:
    seen = server(SERVER, contract(party=MAINTAINER, clauses={UPDATE_CLAUSE: "present"}))
    assert seen.missing == (Lack(LackReason.NO_SERVICE_COVERED, "c-ehr"),)


def test_a_service_for_which_the_prime_answers_is_looked_at_above() -> None:
    upper = service("care", MAINTAINER, "onprem", runs_on="cloud")
    cloud = service("cloud", EHR, "iaas")
    assert server(SERVER, upper, cloud, care_contract("care", "cloud")).met is True
    alone = service("cloud", EHR, "iaas")
    only = care_contract("cloud", overrides=())
    seen = server(SERVER, upper, alone, only)
    assert seen.missing == (Lack(LackReason.NO_SERVICE_COVERED, "c-care"),)


def test_a_hosted_service_needs_a_contract_of_its_own_vendor_that_covers_it() -> None:
    duty = {UPDATE_CLAUSE: "present"}
    elsewhere = contract("record", id_="x", party=MAINTAINER, clauses=duty)
    assert server(SAAS, elsewhere).missing == (Lack(LackReason.NO_CONTRACT),)
    about_another = contract("other", id_="x", clauses=duty)
    assert server(SAAS, service("other"), about_another).missing == (Lack(LackReason.NO_CONTRACT),)


def test_all_services_of_the_contract_of_a_hosted_service_count() -> None:
    more = service("more", EHR, "onprem")
    duty = contract("record", "more", clauses={UPDATE_CLAUSE: "present"})
    assert {one.service for one in server(SAAS, more, duty).missing} == {"more"}


def test_the_contract_that_comes_closest_is_named() -> None:
    far = care_contract(id_="far", clauses={}, overrides=(), starts_on="2026-04-01")
    near = care_contract(id_="near", overrides=gives("care", rows=UPDATES[1:]))
    seen = server(SERVER, CARE, near, far)
    assert (seen.contract, len(seen.missing)) == ("near", 1)


def test_of_equal_contracts_the_later_one_is_named() -> None:
    older = care_contract(id_="older", starts_on="2020-04-01")
    newer = care_contract(id_="newer", starts_on="2025-04-01")
    assert server(SERVER, CARE, newer, older).contract == "newer"

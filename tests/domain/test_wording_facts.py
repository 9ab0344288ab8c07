"""What fills the model wordings of a contract."""

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    HOSPITAL,
    MAINTAINER,
    asset,
    catalogue,
    connection,
    contract,
    index,
    party,
    relation,
    service,
    system,
)
from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.model_wording import BLANK, WordingFacts
from vendormgr.domain.portfolio import Contract, Fact
from vendormgr.domain.vocabulary import Edition, Location, PartyRole, RelationKind
from vendormgr.domain.wording_facts import wording_facts
from vendormgr.exchange.seed import load_catalogue

REMOTE: ConnectionKind = load_catalogue().kinds["remote_session"]


def facts_of(
    of: Contract, *others: Fact, see_lines: bool = False, **fields: object
) -> WordingFacts:
    return wording_facts(of, index(of, *others, **fields), catalogue(REMOTE), see_lines=see_lines)


def outsources(from_: str, to: str, id_: str) -> Fact:
    return relation(from_, to, id_, kind=RelationKind.OUTSOURCES)


def test_names_come_from_the_record() -> None:
    found = facts_of(
        contract("ehr", title="電子カルテ保守契約"),
        service("ehr", name="電子カルテ", vendor=EHR, system="core"),
        system("core", name="診療システム", lead=MAINTAINER),
    )
    assert (found.hospital, found.vendor, found.contract) == (
        "試験病院",
        "電子カルテ事業者",
        "電子カルテ保守契約",
    )
    assert (found.services, found.systems, found.lead) == (
        "電子カルテ",
        "診療システム",
        "保守事業者",
    )


def test_what_is_not_on_record_stays_blank() -> None:
    found = facts_of(contract(party=None), party(HOSPITAL, role=PartyRole.HOSPITAL, name=None))
    assert {
        name
        for name, word in found.words().items()
        if word == BLANK
    } == {
        "hospital",
        "vendor",
        "contract",
        "services",
        "systems",
        "lines",
        "subcontractors",
        "other_vendors",
        "lead",
        "stop_hours",
    }  # fmt: skip


def test_subcontractors_are_named_at_any_depth_and_circles_end() -> None:
    found = facts_of(
        contract(),
        outsources(EHR, CATERER, "r1"),
        outsources(CATERER, MAINTAINER, "r2"),
        outsources(MAINTAINER, EHR, "r3"),
    )
    assert found.subcontractors == "給食事業者及び保守事業者"


def test_other_vendors_are_those_whose_services_meet_ours() -> None:
    found = facts_of(
        contract("ehr"),
        service("ehr", vendor=EHR, system="core", interfaces_with=("meals",)),
        service("network", vendor=MAINTAINER, system="core"),
        service("own", vendor=EHR, system="core"),
        service("meals", vendor=CATERER),
        service("far", vendor="far"),
        party("far", name="遠い事業者"),
        system("core"),
    )
    assert found.other_vendors == "保守事業者及び給食事業者"


def test_a_vendor_that_recorded_the_exchange_on_its_own_side_counts_too() -> None:
    found = facts_of(
        contract("ehr"),
        service("ehr", vendor=EHR),
        service("meals", vendor=CATERER, interfaces_with=("ehr",)),
        service("portal", vendor=MAINTAINER, runs_on="ehr"),
    )
    assert found.other_vendors == "給食事業者及び保守事業者"


def test_a_lead_that_nobody_named_is_a_blank_that_says_among_whom_to_choose() -> None:
    found = facts_of(
        contract("ehr"),
        service("ehr", vendor=EHR, system="core"),
        service("meals", vendor=CATERER, system="core"),
        system("core"),
    )
    assert found.lead.startswith(BLANK)
    assert "電子カルテ事業者・給食事業者・試験病院のいずれか" in found.lead
    assert facts_of(contract("ehr"), service("ehr", vendor=EHR)).lead == BLANK


def test_the_shortest_stop_that_care_can_bear_counts() -> None:
    found = facts_of(
        contract("ehr", "labs"),
        service("ehr", vendor=EHR, stop_tolerance_hours=4),
        service("labs", vendor=EHR, stop_tolerance_hours=24),
    )
    assert found.stop_hours == "4"


@pytest.mark.parametrize(("recorded", "asked"), [(None, 24), (72, 24), (6, 6)])
def test_a_draft_never_asks_for_less_than_the_contract_has(
    recorded: int | None, asked: int
) -> None:
    assert facts_of(contract(notice_hours=recorded)).notice_hours == asked


def test_the_edition_is_the_one_the_hospital_works_under() -> None:
    assert facts_of(contract()).edition == "7.0"
    assert facts_of(contract(), edition=Edition.V6).edition == "6.0"


def test_lines_are_named_only_to_those_who_may_see_them() -> None:
    estate = (
        contract(),
        asset("office", location=Location.EXTERNAL, owner=EHR),
        asset("gateway", location=Location.HOSPITAL),
        connection("office", "gateway", "a", line="保守回線"),
        connection("office", "gateway", "b"),
    )
    assert facts_of(*estate).lines == BLANK
    assert facts_of(*estate, see_lines=True).lines == f"保守回線及び{REMOTE.title.ja}"


def test_a_step_onwards_inside_the_hospital_is_no_line() -> None:
    found = facts_of(
        contract(),
        asset("gateway", location=Location.HOSPITAL),
        asset("server", location=Location.HOSPITAL),
        connection("gateway", "server", line_party=EHR),
        see_lines=True,
    )
    assert found.lines == BLANK


def test_a_bundle_is_worded_as_one_under_its_master_contract() -> None:
    estate = (
        contract(title="基本契約"),
        contract("ehr", id_="order", amends="c-ehr", notice_hours=6),
        contract(id_="memo", amends="order"),
        service("ehr", name="電子カルテ", vendor=EHR),
    )
    found = facts_of(*estate)
    assert (found.services, found.notice_hours) == ("電子カルテ", 6)
    memo = wording_facts(estate[2], index(*estate), catalogue(REMOTE))
    assert memo.services == "電子カルテ"

"""Where the rules begin and end: days, unknowns, removed lines, who is concerned."""

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.estates import (
    CORE,
    DEVICE,
    EHR_OFFICE,
    INTERNET,
    KITCHEN,
    MEALS,
    exposure,
    finding,
    findings,
    line,
    subjects,
)
from tests.domain.factories import (
    asset,
    connection,
    contract,
    day,
    party,
    relation,
    responsibility,
    service,
    system,
)
from vendormgr.domain.portfolio import Fact, Responsibility
from vendormgr.domain.vocabulary import (
    Controller,
    Criticality,
    Edition,
    NoticeStart,
    PartyRole,
    Severity,
)

SUB = party("sub", role=PartyRole.SUBVENDOR)


@pytest.mark.parametrize(
    ("fields", "stale"),
    [
        ({"vuln_known_on": "2026-08-31"}, True),
        ({"vuln_known_on": "2026-09-01"}, False),
        ({"vuln_known_on": "2026-12-01"}, False),
        ({"vuln_known_on": "2025-01-01", "remediated_on": "2026-10-01"}, False),
        ({"vuln_known_on": "2025-01-01", "remediated_on": "2026-10-02"}, True),
    ],
    ids=["31 days", "exactly 30 days", "to come", "remediated today", "remediated tomorrow"],
)
def test_a_weakness_is_stale_after_30_days_without_a_remedy_by_today(
    fields: dict[str, str], stale: bool
) -> None:
    assert bool(subjects("known-vulnerability-stale", asset("core", **fields))) is stale


ALL_FALSE = dict.fromkeys(
    (
        "mfa",
        "patched",
        "source_ip_restricted",
        "unique_credentials",
        "lockout",
        "segmented",
        "jump_host",
    ),
    False,
)
TROUBLED: dict[str, Any] = {
    "protocol": "ssh",
    "registered": False,
    "always_on": True,
    "line_party": "caterer",
}
LINE_RULES = (
    "connection-unregistered",
    "connection-always-on",
    "two-factor-missing",
    "shared-credential",
    "lockout-missing",
    "interactive-login-allowed",
    "control-unknown",
    "non-it-vendor-connected",
)


@pytest.mark.parametrize("rule", LINE_RULES)
def test_a_removed_connection_raises_nothing(rule: str) -> None:
    controls = {**ALL_FALSE, "approval_per_session": None}
    there = line(controls=controls, **TROUBLED)
    assert subjects(rule, *there)
    assert subjects(rule, *line(controls={**controls, "removed": True}, **TROUBLED)) == []


def test_duties_on_a_removed_connection_are_nobodys_gap() -> None:
    duty = responsibility("line", "access_approval")
    assert subjects("responsibility-unassigned", *line(), duty) == ["line/access_approval"]
    assert subjects("responsibility-unassigned", *line(controls={"removed": True}), duty) == []


@pytest.mark.parametrize(
    "rule",
    [
        "connection-unregistered",
        "connection-always-on",
        "two-factor-missing",
        "shared-credential",
        "lockout-missing",
        "interactive-login-allowed",
    ],
)
def test_unknown_is_not_false(rule: str) -> None:
    assert subjects(rule, *line(controls=dict.fromkeys(ALL_FALSE), protocol="ssh")) == []


def test_an_unknown_control_is_a_finding_of_its_own_and_names_what_is_unknown() -> None:
    seen = finding("control-unknown", "line", *line(controls={"mfa": False, "logging": None}))
    assert seen.detail["controls"] == (
        "jump_host",
        "approval_per_session",
        "on_demand",
        "logging",
    )


def test_on_demand_is_known_once_always_on_is() -> None:
    seen = finding("control-unknown", "line", *line(always_on=False, controls={"mfa": True}))
    assert seen.detail["controls"] == ("jump_host", "approval_per_session")


def test_a_recorded_but_unknown_control_of_an_asset_is_a_question_too() -> None:
    assert subjects("control-unknown", asset("core", controls={"av": None})) == ["core"]


def test_only_sessions_from_outside_into_the_hospital_are_permanent() -> None:
    outward = connection("meals", "kitchen", always_on=True)
    assert subjects("connection-always-on", KITCHEN, MEALS, outward) == []


def test_a_session_inside_the_vendor_is_no_login_to_the_hospital() -> None:
    inner = connection("kitchen", "vpn", protocol="rdp", controls={"jump_host": False})
    assert subjects("interactive-login-allowed", KITCHEN, DEVICE, inner) == []


@pytest.mark.parametrize("protocol", ["https", "grdp", None])
def test_other_protocols_are_no_interactive_login(protocol: str | None) -> None:
    there = line(protocol=protocol, controls={"jump_host": False})
    assert subjects("interactive-login-allowed", *there) == []


class TestPaths:
    def test_open_in_one_mode_hides_unverified_in_the_other(self) -> None:
        facts = (
            *exposure(),
            CORE,
            connection("vpn", "core", id_="in", controls={"mfa": False}),
        )
        assert subjects("path-open", *facts) == ["core"]
        assert subjects("path-unverified", *facts) == []

    def test_a_core_asset_at_a_vendor_is_judged_from_the_internet_only(self) -> None:
        vault = asset("vault", location="external", owner="ehr", core=True)
        assert subjects("vendor-data-path-open", vault) == []
        assert subjects("path-open", vault) == []

    def test_the_vendor_whose_line_enters_the_hospital_is_the_one_to_talk_to(self) -> None:
        office = asset("office", kind="system", location="external", owner="ehr")
        facts = (
            INTERNET,
            office,
            KITCHEN,
            CORE,
            connection("internet", "office", id_="a", kind="internet_exposure"),
            connection("office", "kitchen", id_="b", line_party="ehr"),
            connection("kitchen", "core", id_="c", line_party="caterer"),
        )
        seen = finding("path-unverified", "core", *facts)
        assert seen.parties == ("caterer", "ehr")

    def test_a_closed_line_reaches_nobody_elses_system(self) -> None:
        closed = {"mfa": True, "jump_host": True}
        facts = (EHR_OFFICE, MEALS)
        there = connection("office", "meals", line_party="ehr", controls=closed)
        assert subjects("cross-vendor-reach", *facts, there) == []

    def test_a_line_to_what_the_hospital_maintains_crosses_no_other_vendor(self) -> None:
        own = asset("meals", maintained_by="hospital")
        there = connection("office", "meals", line_party="ehr")
        assert subjects("cross-vendor-reach", EHR_OFFICE, own, there) == []


class TestOtherTrades:
    def test_a_line_that_reaches_no_core_asset_is_information(self) -> None:
        assert finding("non-it-vendor-connected", "caterer", *line()).severity is Severity.INFO

    def test_a_line_that_may_reach_a_core_asset_is_severe(self) -> None:
        facts = (*line(), CORE, connection("meals", "core", id_="in", kind="lateral"))
        assert finding("non-it-vendor-connected", "caterer", *facts).severity is Severity.HIGH

    def test_equipment_of_its_own_in_the_hospital_counts_as_its_assets(self) -> None:
        box = asset("box", owner="caterer")
        facts = (*line(), box, CORE, connection("box", "core", id_="in", kind="lateral"))
        assert finding("non-it-vendor-connected", "caterer", *facts).severity is Severity.HIGH

    def test_the_owner_of_the_start_counts_as_well_as_the_line_party(self) -> None:
        assert subjects("non-it-vendor-connected", *line(line_party="ehr")) == ["caterer"]

    def test_a_trade_that_is_not_known_to_be_another_is_silent(self) -> None:
        assert subjects("non-it-vendor-connected", party("caterer", it_vendor=None), *line()) == []


class TestUpdaters:
    def test_a_device_that_carries_no_line_needs_no_updater(self) -> None:
        inner = asset("switch", kind="device")
        there = connection("switch", "core", kind="landing")
        assert subjects("connection-owner-missing", inner, CORE, there) == []
        assert subjects("device-version-unknown", inner, CORE, there) == []

    def test_a_gateway_behind_somebodys_line_does(self) -> None:
        gateway = asset("gateway", kind="device")
        there = connection("gateway", "core", kind="landing", line_party="ehr")
        assert subjects("connection-owner-missing", gateway, CORE, there) == ["gateway"]

    def test_nobody_on_record_leaves_the_device_without_an_updater(self) -> None:
        duty = responsibility("vpn", "patch")
        assert subjects("connection-owner-missing", *exposure(), duty) == ["vpn"]

    def test_an_unconfirmed_updater_is_unconfirmed_not_missing(self) -> None:
        duty = Responsibility(subject="vpn", duty="patch", accountable=None)
        assert subjects("connection-owner-missing", *exposure(), duty) == []
        assert subjects("responsibility-unconfirmed", *exposure(), duty) == ["vpn/patch"]

    def test_an_updater_named_on_the_line_stands_for_its_one_device(self) -> None:
        duty = responsibility("line", "patch", "caterer")
        assert subjects("connection-owner-missing", *exposure(), duty) == []

    def test_a_version_without_the_day_of_its_check_is_unknown(self) -> None:
        device = asset("vpn", kind="device", location="external", firmware="7.2.8")
        there = connection("internet", "vpn", kind="internet_exposure")
        assert subjects("device-version-unknown", INTERNET, device, there) == ["vpn"]


class TestDuties:
    def test_two_records_of_one_duty_make_two_accountable_parties(self) -> None:
        one = responsibility("core", "patch", "ehr")
        other = responsibility("core", "patch", "hospital")
        assert subjects("responsibility-conflict", CORE, one, other) == ["core/patch"]

    def test_one_named_record_ends_nobody(self) -> None:
        one = responsibility("core", "patch", "ehr")
        other = responsibility("core", "patch")
        assert subjects("responsibility-unassigned", CORE, one, other) == []


class TestContractDates:
    @pytest.mark.parametrize(
        ("fields", "due"),
        [
            ({"ends_on": None}, False),
            ({"ends_on": "2026-12-30"}, True),
            ({"ends_on": "2026-12-31"}, False),
            ({"ends_on": "2027-03-31", "cancel_notice_days": 90}, False),
            ({"ends_on": "2027-03-30", "cancel_notice_days": 90}, True),
            ({"ends_on": "2026-12-31", "cancel_notice_days": 180}, True),
            ({"ends_on": "2026-12-31", "cancel_notice_days": 180, "auto_renewal": True}, False),
            ({"ends_on": "2024-12-31", "auto_renewal": True}, False),
            ({"ends_on": "2024-12-30", "auto_renewal": True}, True),
            ({"ends_on": "2024-02-29", "auto_renewal": True, "cancel_notice_days": 60}, True),
            ({"ends_on": "2024-12-30", "auto_renewal": False}, True),
            ({"ends_on": "2026-12-31", "cancel_notice_days": 10**9}, True),
            ({"ends_on": "9999-12-31", "auto_renewal": True}, False),
        ],
        ids=[
            "no end",
            "ends in 90 days",
            "ends in 91 days",
            "notice in 91 days",
            "notice in 90 days",
            "notice is past",
            "notice is past and it renews itself",
            "renewed itself, next end in 91 days",
            "renewed itself, next end in 90 days",
            "leap day renewed",
            "ended long ago",
            "a slip of the pen",
            "the last day there is",
        ],
    )
    def test_the_day_for_notice_decides(self, fields: dict[str, Any], due: bool) -> None:
        assert bool(subjects("contract-expired", contract(**fields))) is due

    def test_another_contract_in_force_carries_an_ended_one_on(self) -> None:
        old = contract(id_="old", ends_on="2026-03-31")
        new = contract(id_="new", starts_on="2026-04-01")
        assert subjects("contract-expired", old, new) == []

    def test_a_contract_for_something_else_does_not(self) -> None:
        facts = (service(), service("desk"))
        old = contract("ehr-saas", id_="old", ends_on="2026-03-31")
        new = contract("desk", id_="new", starts_on="2026-04-01")
        assert subjects("contract-expired", *facts, old, new) == ["old"]

    def test_a_concluded_renewal_silences_the_end_to_come(self) -> None:
        old = contract(id_="old", ends_on="2026-12-01")
        new = contract(id_="new", starts_on="2026-12-02")
        late = contract(id_="new", starts_on="2026-12-03")
        assert subjects("contract-expired", old, new) == []
        assert subjects("contract-expired", old, late) == ["old"]

    def test_an_ended_contract_is_not_asked_for_clauses(self) -> None:
        ended = contract("ehr-saas", ends_on="2026-09-30", clauses={"two-factor": "absent"})
        assert {f.rule for f in findings(service(), ended) if f.contract == "c-ehr"} == {
            "contract-expired"
        }

    def test_one_that_renewed_itself_still_is(self) -> None:
        renewed = contract(ends_on="2025-12-31", auto_renewal=True, clauses={"training": "absent"})
        assert subjects("clause-missing", renewed) == ["c-ehr/training"]

    def test_a_line_of_a_party_whose_contract_renewed_itself_is_not_left_over(self) -> None:
        renewed = contract(party="caterer", ends_on="2025-12-31", auto_renewal=True)
        assert subjects("connection-left-after-end", *line(), renewed) == []


class TestLeftOver:
    def test_the_line_is_whose_outer_end_it_is(self) -> None:
        ended = contract(party="caterer", ends_on="2026-09-30")
        assert subjects("connection-left-after-end", *line(), ended) == ["line"]

    def test_a_maintainer_gone_does_not_make_anothers_line_left_over(self) -> None:
        ended = contract(party="maintainer", ends_on="2026-09-30")
        assert subjects("connection-left-after-end", *line(), ended) == []

    def test_an_account_stays_active_too(self) -> None:
        account = asset("account", kind="credential", owner="caterer")
        ended = contract(party="caterer", ends_on="2026-09-30")
        assert subjects("connection-left-after-end", account, ended) == ["account"]

    def test_a_party_without_any_contract_has_left_nothing(self) -> None:
        assert subjects("connection-left-after-end", *line()) == []


class TestClauses:
    def test_a_should_raised_to_must_is_missing(self) -> None:
        facts = (service(), contract("ehr-saas", clauses={"service-level": "absent"}))
        assert subjects("clause-missing", *facts) == []
        important = party("ehr", criticality=Criticality.HIGH)
        assert subjects("clause-missing", important, *facts) == ["c-ehr/service-level"]

    def test_what_a_contract_does_not_list_is_unknown_never_absent(self) -> None:
        facts = (service(), contract("ehr-saas"))
        assert "c-ehr/two-factor" in subjects("clause-unknown", *facts)
        assert subjects("clause-missing", *facts) == []

    def test_a_contract_without_services_is_judged_by_the_clauses_it_lists(self) -> None:
        listed = contract(clauses={"two-factor": "unknown"})
        assert subjects("clause-unknown", listed) == ["c-ehr/two-factor"]

    @pytest.mark.parametrize(
        ("cites", "fields", "old"),
        [
            ("6.0", {}, True),
            ("7", {}, False),
            ("厚生労働省ガイドライン最新版", {}, True),
            ("7.0", {"as_of": "2026-04-01"}, True),
            ("6.0", {"as_of": "2026-04-01"}, False),
            ("6.0", {"edition": Edition.V6}, False),
            ("7.0", {"edition": Edition.V6}, False),
        ],
        ids=[
            "6.0 after 7.0 came",
            "7 means 7.0",
            "no edition named",
            "7.0 before it came",
            "6.0 before 7.0 came",
            "the hospital stays with 6.0",
            "ahead of a hospital that stays with 6.0",
        ],
    )
    def test_the_cited_edition_is_the_current_one(
        self, cites: str, fields: dict[str, Any], old: bool
    ) -> None:
        fired = subjects("contract-cites-old-edition", contract(cites_edition=cites), **fields)
        assert bool(fired) is old

    def test_a_notice_that_waits_for_confirmation_comes_too_late(self) -> None:
        waits = contract(notice_hours=1, notice_starts_at=NoticeStart.CONFIRMATION)
        assert subjects("notice-deadline-too-long", waits) == ["c-ehr"]


class TestContractAbsent:
    @pytest.mark.parametrize(
        "facts",
        [
            (service(vendor="ehr"),),
            (asset("server", maintained_by="ehr"),),
            (KITCHEN, MEALS, connection("kitchen", "meals", line_party="ehr")),
            (EHR_OFFICE, MEALS, connection("office", "meals")),
        ],
        ids=["supplies a service", "maintains an asset", "line party", "owns an end"],
    )
    def test_a_party_that_does_something_needs_a_contract(self, facts: tuple[Fact, ...]) -> None:
        assert "ehr" in subjects("contract-absent", *facts)

    def test_a_party_that_only_owns_an_asset_does_not(self) -> None:
        assert subjects("contract-absent", EHR_OFFICE) == []

    def test_a_subcontractor_has_its_contract_with_the_vendor(self) -> None:
        assert subjects("contract-absent", SUB, asset("server", maintained_by="sub")) == []

    def test_an_ended_contract_is_a_contract_on_record(self) -> None:
        assert subjects("contract-absent", service(), contract(ends_on="2020-01-01")) == []


class TestSubcontracts:
    def test_what_the_hospital_itself_outsources_is_no_subcontract(self) -> None:
        own = relation("hospital", "ehr", consent=False, flowdown=False)
        assert subjects("subcontract-undisclosed", own) == []
        assert subjects("subcontract-without-flowdown", own) == []

    def test_the_prime_vendor_is_the_one_to_talk_to_about_the_whole_chain(self) -> None:
        deep = party("deep", role=PartyRole.SUBVENDOR)
        chain = (relation("ehr", "sub", id_="r1"), relation("sub", "deep", id_="r2", consent=False))
        seen = finding("subcontract-undisclosed", "r2", SUB, deep, *chain)
        assert seen.parties == ("ehr", "sub", "deep")

    def test_a_chain_in_a_circle_ends(self) -> None:
        other = party("other", role=PartyRole.SUBVENDOR)
        circle = (
            relation("sub", "other", id_="r1", consent=False),
            relation("other", "sub", id_="r2"),
        )
        seen = finding("subcontract-undisclosed", "r1", SUB, other, *circle)
        assert set(seen.parties) == {"sub", "other"}

    def test_a_plain_outsourcing_is_not_asked_for_firms_behind_it(self) -> None:
        cleaning = service("cleaning", vendor="caterer", model="bpo")
        assert subjects("supply-chain-unknown", cleaning) == []
        assert "caterer" in subjects("supply-chain-unknown", cleaning, *line())


class TestEquipment:
    def test_equipment_that_is_said_to_be_there_but_not_on_record_is_unregistered(self) -> None:
        said = service("meals-service", vendor="caterer", model="bpo", equipment_in_hospital=True)
        assert subjects("equipment-unregistered", said) == ["meals-service"]
        assert subjects("equipment-unregistered", said, asset("box", owner="caterer")) == []

    def test_not_knowing_whether_it_is_registered_is_a_question_not_a_finding(self) -> None:
        assert subjects("equipment-unregistered", asset("box", owner="caterer")) == []

    def test_support_that_ended_long_ago_has_ended(self) -> None:
        assert subjects("end-of-support", asset("core", support_ends_on="2020-01-01")) == ["core"]


class TestDependency:
    def test_a_critical_party_without_any_answer_counts_as_no_fallback(self) -> None:
        critical = party("ehr", criticality=Criticality.CRITICAL)
        other = replace(critical, alternative_supplier=True)
        assert subjects("single-dependency", critical) == ["ehr"]
        assert subjects("single-dependency", other) == []
        assert subjects("single-dependency", replace(critical, criticality=Criticality.HIGH)) == []

    def test_data_of_a_vendor_in_the_hospital_is_not_kept_outside(self) -> None:
        assert subjects("data-custody", asset("box", owner="ehr", data_class="phi")) == []

    def test_one_line_behind_two_core_assets_is_found_through_the_gateway(self) -> None:
        facts = (
            EHR_OFFICE,
            asset("gateway", kind="device", device_model="FG-60F"),
            asset("core", core=True),
            asset("pacs", core=True),
            connection("office", "gateway", id_="a", line="閉域網A", line_party="ehr"),
            connection("gateway", "core", id_="b", kind="landing"),
            connection("gateway", "pacs", id_="c", kind="landing"),
        )
        assert subjects("concentration", *facts) == ["model:FG-60F", "line:ehr/閉域網A"]

    def test_lines_of_two_parties_are_two_lines_whatever_their_name(self) -> None:
        facts = (
            EHR_OFFICE,
            KITCHEN,
            asset("core", core=True),
            asset("pacs", core=True),
            connection("office", "core", id_="a", line="LTE", line_party="ehr"),
            connection("kitchen", "pacs", id_="b", line="LTE", line_party="caterer"),
        )
        assert subjects("concentration", *facts) == []

    def test_one_platform_behind_two_core_assets_is_found(self) -> None:
        facts = (
            service("cloud", vendor="maintainer", model="iaas"),
            service("ehr-saas", runs_on="cloud"),
            service("pacs-saas", vendor="caterer", runs_on="cloud"),
            asset("core", core=True, service="ehr-saas"),
            asset("pacs", core=True, service="pacs-saas"),
        )
        assert subjects("concentration", *facts) == ["maintainer", "cloud"]


class TestApprovals:
    def test_an_approval_to_come_is_none_yet(self) -> None:
        planned = party("ehr", criticality=Criticality.HIGH, approved_on=day("2026-10-02"))
        assert subjects("approval-missing", planned) == ["ehr"]

    def test_high_is_important_and_standard_is_not(self) -> None:
        assert subjects("approval-missing", party("ehr", criticality=Criticality.STANDARD)) == []


def test_a_lead_may_be_written_into_each_contract_instead() -> None:
    facts = (
        system("ehr-system"),
        service("ehr-saas", system="ehr-system"),
        service("repair", vendor="maintainer", model="onprem", system="ehr-system"),
        contract("ehr-saas", clauses={"vendor-interface": "present"}),
    )
    other = contract(
        "repair", id_="c-repair", party="maintainer", clauses={"vendor-interface": "present"}
    )
    assert subjects("interface-lead-missing", *facts) == ["ehr-system"]
    assert subjects("interface-lead-missing", *facts, other) == []


def test_a_line_inside_the_hospital_concerns_who_maintains_its_end() -> None:
    end = asset("core", maintained_by="ehr")
    hop = connection(
        "meals",
        "core",
        kind="lateral",
        controlled_by=Controller.HOSPITAL,
        controls={"segmented": False},
    )
    assert finding("flat-network", "line", MEALS, end, hop).parties == ("ehr", "maintainer")

"""Every rule has a line on which it fires and one on which it is silent."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.domain.estates import (
    CLOSED,
    CORE,
    EHR_OFFICE,
    INTERNET,
    KITCHEN,
    MEALS,
    exposure,
    line,
    shipped,
    subjects,
)
from tests.domain.factories import (
    assessment,
    asset,
    connection,
    contact,
    contract,
    day,
    disclosure,
    evidence,
    override,
    party,
    relation,
    responsibility,
    review,
    said_no,
    service,
    sheet,
    statement,
    system,
)
from vendormgr.domain.assessment import Risk
from vendormgr.domain.assurance import DisclosureAnswer
from vendormgr.domain.gaps import RULES
from vendormgr.domain.gaps.registry import DuplicateRuleError, rule
from vendormgr.domain.portfolio import Fact, Responsibility
from vendormgr.domain.vocabulary import Answer, Criticality, Edition, NoticeStart

CRITICAL = Criticality.CRITICAL


@dataclass(frozen=True)
class Case:
    """One rule, the facts it looks at, and the subject of the finding; None: none."""

    rule: str
    subject: str | None
    facts: tuple[Fact, ...]
    fields: dict[str, Any] = field(default_factory=dict)


def fires(rule: str, subject: str, *facts: Fact, **fields: Any) -> Case:
    return Case(rule, subject, facts, fields)


def silent(rule: str, *facts: Fact, **fields: Any) -> Case:
    return Case(rule, None, facts, fields)


def to_core(**controls: bool | None) -> tuple[Fact, ...]:
    return (KITCHEN, CORE, connection("kitchen", "core", controls=controls))


def vault(**controls: bool | None) -> tuple[Fact, ...]:
    kept = asset("vault", location="external", owner="ehr", core=True, data_class="phi")
    return (
        INTERNET,
        kept,
        connection("internet", "vault", kind="internet_exposure", controls=controls),
    )


def clause(status: str, clause_id: str = "two-factor") -> tuple[Fact, ...]:
    return (service(), contract("ehr-saas", clauses={clause_id: status}))


def pacs_and_ehr(**system_fields: Any) -> tuple[Fact, ...]:
    return (
        system("ehr-system", **system_fields),
        service("ehr-saas", system="ehr-system"),
        service("repair", vendor="maintainer", model="onprem", system="ehr-system"),
    )


def update_contract(**fields: Any) -> tuple[Fact, ...]:
    rows = ("os-updates", "middleware-updates", "application-fixes")
    return (
        service("repair", vendor="maintainer", model="onprem"),
        asset("server", data_class="phi", maintained_by="maintainer"),
        contract(
            "repair",
            id_="c-repair",
            party="maintainer",
            clauses={"security-update-duty": "present"},
            overrides=tuple(override("repair", row, "vendor") for row in rows),
            **fields,
        ),
    )


FIRES = [
    fires("path-open", "core", *to_core(mfa=False)),
    fires("path-unverified", "core", *to_core(mfa=True)),
    fires("vendor-data-path-open", "vault", *vault(patched=False, source_ip_restricted=False)),
    fires("vendor-data-path-unverified", "vault", *vault()),
    fires(
        "cross-vendor-reach",
        "line",
        EHR_OFFICE,
        MEALS,
        connection("office", "meals", line_party="ehr"),
    ),
    fires("connection-unregistered", "line", *line(registered=False)),
    fires("line-not-recorded", "caterer", party("caterer", lines_listed=False)),
    fires("connection-always-on", "line", *line(always_on=True)),
    fires("exposed-device-unpatched", "line", *exposure(patched=False)),
    fires("known-vulnerability-stale", "core", asset("core", vuln_known_on="2026-08-31")),
    fires("device-version-unknown", "vpn", *exposure()),
    fires("source-unrestricted", "line", *exposure(source_ip_restricted=False)),
    fires("two-factor-missing", "line", *line(controls={"mfa": False})),
    fires("shared-credential", "line", *line(controls={"unique_credentials": False})),
    fires("lockout-missing", "line", *line(controls={"lockout": False})),
    fires("flat-network", "line", *line("lateral", controls={"segmented": False})),
    fires(
        "interactive-login-allowed",
        "line",
        *line(protocol="RDP (3389)", controls={"jump_host": False}),
    ),
    fires("control-unknown", "line", *line(controls={"mfa": True, "jump_host": True})),
    fires("antimalware-missing", "core", asset("core", controls={"av": False})),
    fires("non-it-vendor-connected", "caterer", *line()),
    fires("connection-owner-missing", "vpn", *exposure()),
    fires(
        "connection-left-after-end",
        "line",
        *line(line_party="caterer"),
        contract(party="caterer", ends_on="2026-09-30"),
    ),
    fires("equipment-unregistered", "box", asset("box", owner="caterer", registered=False)),
    fires("end-of-support", "core", asset("core", support_ends_on="2027-10-01")),
    fires("responsibility-unassigned", "core/patch", CORE, responsibility("core", "patch")),
    fires(
        "responsibility-conflict",
        "core/patch",
        CORE,
        responsibility("core", "patch", "ehr", "hospital"),
    ),
    fires(
        "responsibility-unconfirmed",
        "core/patch",
        CORE,
        # None is how a fact says that nobody has confirmed it.
        Responsibility(subject="core", duty="patch", accountable=None),
    ),
    fires("responsibility-unwritten", "ehr-saas/os-updates", service(), contract("ehr-saas")),
    fires(
        "shared-without-decider",
        "ehr-saas/restore-test",
        service(),
        contract("ehr-saas", overrides=(override("ehr-saas", "restore-test", "shared"),)),
    ),
    fires(
        "responsibility-disputed",
        "ehr-saas/os-updates",
        service(),
        statement("ehr-saas", "os-updates", "hospital"),
    ),
    fires("interface-lead-missing", "ehr-system", *pacs_and_ehr()),
    fires("approval-missing", "ehr", party("ehr", criticality=CRITICAL)),
    fires(
        "deemed-compliance-not-met",
        "server",
        asset("server", data_class="phi", maintained_by="maintainer"),
    ),
    fires("contract-absent", "ehr", service()),
    fires("contract-expired", "c-ehr", contract(ends_on="2026-09-30")),
    fires("clause-missing", "c-ehr/two-factor", *clause("absent")),
    fires("clause-inadequate", "c-ehr/two-factor", *clause("inadequate")),
    fires("clause-unknown", "c-ehr/two-factor", *clause("unknown")),
    fires(
        "clause-adverse",
        "c-ehr/cyber-force-majeure",
        *clause("present", "cyber-force-majeure"),
    ),
    fires("contract-cites-old-edition", "c-ehr", contract(cites_edition="6.0")),
    fires("notice-deadline-too-long", "c-ehr", contract(notice_hours=25)),
    fires("subcontract-undisclosed", "r1", relation("ehr", "maintainer", consent=False)),
    fires("subcontract-without-flowdown", "r1", relation("ehr", "maintainer", flowdown=False)),
    fires("supply-chain-unknown", "ehr", service()),
    fires(
        "emergency-contact-missing",
        "ehr",
        party("ehr", criticality=CRITICAL),
        contact("ehr", hours="平日9時から17時"),
    ),
    fires(
        "data-custody",
        "vault",
        asset("vault", location="external", owner="ehr", data_class="personal"),
    ),
    fires(
        "data-retention-overdue",
        "vault",
        asset("vault", location="external", owner="ehr", retention_expired=True),
    ),
    fires("single-dependency", "ehr", party("ehr", criticality=CRITICAL)),
    fires(
        "concentration",
        "ehr",
        asset("core", core=True, maintained_by="ehr"),
        asset("pacs", core=True, maintained_by="ehr"),
    ),
    fires("disclosure-missing", "ehr", service(data_class="phi"), disclosure(form="conformance")),
    fires("disclosure-no-unaccepted", "d1/2-⑩", disclosure(said_no("2-⑩"))),
    fires("vendor-checklist-missing", "ehr", service(data_class="phi"), sheet(year=2025)),
    fires(
        "certificate-missing",
        "ehr",
        service(data_class="phi"),
        evidence(expires_on="2026-09-30"),
    ),
    fires(
        "foreign-place-or-law",
        "ehr-saas",
        service(data_class="phi", data_country="US"),
        contract("ehr-saas", governing_law="日本法"),
    ),
    fires("assessment-missing", "ehr-saas", service()),
    fires("assessment-overdue", "ehr-saas", service(data_class="phi"), assessment(on="2025-09-30")),
    fires("risk-not-communicated", "ehr-saas", service(), assessment(agreed_on=None)),
    fires(
        "treatment-overdue",
        "a1/risk-1",
        service(),
        assessment(risks=(Risk(due_on=day("2026-09-30")),)),
    ),
    fires("review-overdue", "ehr", review("caterer")),
]

SILENT = [
    silent("path-open", *to_core(mfa=True)),
    silent("path-unverified", *to_core(**CLOSED)),
    silent("vendor-data-path-open", *vault()),
    silent("vendor-data-path-unverified", *vault(source_ip_restricted=True)),
    silent("cross-vendor-reach", *line(line_party="caterer")),
    silent("connection-unregistered", *line(registered=True)),
    silent("line-not-recorded", party("caterer")),
    silent("connection-always-on", *line(always_on=False)),
    silent("exposed-device-unpatched", *exposure(patched=True)),
    silent("known-vulnerability-stale", asset("core", vuln_known_on="2026-09-01")),
    silent(
        "device-version-unknown",
        INTERNET,
        asset("vpn", kind="device", firmware="7.2.8", firmware_checked_on="2026-09-01"),
        connection("internet", "vpn", kind="internet_exposure"),
    ),
    silent("source-unrestricted", *exposure(source_ip_restricted=True)),
    silent("two-factor-missing", *line(controls={"mfa": True})),
    silent("shared-credential", *line(controls={"unique_credentials": True})),
    silent("lockout-missing", *line(controls={"lockout": True})),
    silent("flat-network", *line("landing", controls={"segmented": False})),
    silent("interactive-login-allowed", *line(protocol="rdp", controls={"jump_host": True})),
    silent(
        "control-unknown",
        *line(
            always_on=False, controls={"mfa": True, "jump_host": True, "approval_per_session": True}
        ),
    ),
    silent("antimalware-missing", asset("core", controls={"av": True})),
    silent(
        "non-it-vendor-connected",
        EHR_OFFICE,
        MEALS,
        connection("office", "meals", line_party="ehr"),
    ),
    silent("connection-owner-missing", *exposure(), responsibility("vpn", "patch", "caterer")),
    silent(
        "connection-left-after-end",
        *line(line_party="caterer"),
        contract(party="caterer", ends_on="2026-10-01"),
    ),
    silent("equipment-unregistered", asset("box", owner="caterer", registered=True)),
    silent("end-of-support", asset("core", support_ends_on="2027-10-02")),
    silent("responsibility-unassigned", CORE, responsibility("core", "patch", "ehr")),
    silent("responsibility-conflict", CORE, responsibility("core", "patch", "ehr")),
    silent("responsibility-unconfirmed", CORE, responsibility("core", "patch")),
    silent(
        "responsibility-unwritten",
        service(model="bpo"),
        contract(
            "ehr-saas",
            overrides=tuple(override("ehr-saas", item, "hospital") for item in shipped().items),
        ),
    ),
    silent(
        "shared-without-decider",
        service(),
        contract(
            "ehr-saas",
            overrides=(override("ehr-saas", "restore-test", "shared", decider="hospital"),),
        ),
    ),
    silent("responsibility-disputed", service(), statement("ehr-saas", "os-updates", "vendor")),
    silent("interface-lead-missing", *pacs_and_ehr(lead="ehr")),
    silent(
        "approval-missing",
        party("ehr", criticality=CRITICAL, approved_on=day("2026-04-01")),
    ),
    silent("deemed-compliance-not-met", *update_contract()),
    silent("contract-absent", service(), contract("ehr-saas")),
    silent("contract-expired", contract(ends_on="2026-12-31")),
    silent("clause-missing", *clause("present")),
    silent("clause-inadequate", *clause("negotiating")),
    silent(
        "clause-unknown",
        contract(clauses={"two-factor": "absent", "training": "not_applicable"}),
    ),
    silent("clause-adverse", *clause("absent", "cyber-force-majeure")),
    silent("contract-cites-old-edition", contract(cites_edition="第7.0版")),
    silent(
        "notice-deadline-too-long",
        contract(notice_hours=24, notice_starts_at=NoticeStart.SUSPICION),
    ),
    silent("subcontract-undisclosed", relation("ehr", "maintainer")),
    silent("subcontract-without-flowdown", relation("ehr", "maintainer")),
    silent("supply-chain-unknown", party("ehr", supply_chain_listed=True), service()),
    silent(
        "emergency-contact-missing",
        party("ehr", criticality=CRITICAL),
        contact("ehr", round_the_clock=True),
    ),
    silent(
        "data-custody",
        asset("vault", location="external", owner="ehr", data_class="business"),
    ),
    silent("data-retention-overdue", asset("vault", location="external", owner="ehr")),
    silent("single-dependency", party("ehr", criticality=CRITICAL, fallback_procedure=True)),
    silent(
        "concentration",
        asset("core", core=True, maintained_by="ehr"),
        asset("pacs", core=False, maintained_by="ehr"),
    ),
    silent("disclosure-missing", service(data_class="phi"), disclosure(dated_on="2025-10-01")),
    silent(
        "disclosure-no-unaccepted",
        disclosure(
            said_no("1", compensation="閉域で使う"),
            said_no("2", accepted_by="病院長", accepted_until="2026-10-01"),
            said_no("3", target_on="2027-03-31"),
            DisclosureAnswer(number="4", answer=Answer.YES),
        ),
    ),
    silent("vendor-checklist-missing", service(data_class="phi"), sheet()),
    silent("certificate-missing", service(data_class="phi"), evidence(expires_on="2026-10-01")),
    silent(
        "foreign-place-or-law",
        service(data_class="phi", data_country="JP"),
        contract("ehr-saas", governing_law="日本法"),
    ),
    silent("assessment-missing", service(), assessment()),
    silent("assessment-overdue", service(data_class="phi"), assessment(on="2025-10-01")),
    silent("risk-not-communicated", service(), assessment()),
    silent(
        "treatment-overdue",
        service(),
        assessment(risks=(Risk(due_on=day("2026-10-01")),)),
    ),
    silent(
        "review-overdue",
        *(review(one) for one in ("ehr", "caterer")),
        review("maintainer", year=2025),
    ),
]


@pytest.mark.parametrize("case", FIRES, ids=lambda case: case.rule)
def test_a_rule_fires(case: Case) -> None:
    assert case.subject in subjects(case.rule, *case.facts, **case.fields)


@pytest.mark.parametrize("case", SILENT, ids=lambda case: case.rule)
def test_a_rule_is_silent(case: Case) -> None:
    assert subjects(case.rule, *case.facts, **case.fields) == []


def test_every_rule_with_code_has_a_firing_and_a_silent_line() -> None:
    assert {case.rule for case in FIRES} == {case.rule for case in SILENT} == set(RULES)


def test_every_rule_of_the_catalogue_has_code() -> None:
    assert set(RULES) == set(shipped().rules)


def test_two_functions_cannot_claim_one_rule() -> None:
    with pytest.raises(DuplicateRuleError) as error:
        rule("path-open")(RULES["path-open"])
    assert error.value.rule_id == "path-open"


def test_each_rule_stands_in_the_module_of_its_theme() -> None:
    themes = {
        id_: function.__module__.rpartition(".")[2].partition("_")[0]
        for id_, function in RULES.items()
    }
    assert themes == {id_: shipped().rules[id_].theme for id_ in RULES}


def test_deemed_compliance_is_no_matter_under_edition_six() -> None:
    server = asset("server", data_class="phi", maintained_by="maintainer")
    assert subjects("deemed-compliance-not-met", server, edition=Edition.V6) == []

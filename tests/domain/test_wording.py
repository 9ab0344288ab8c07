"""Findings in words, in both languages, from the catalogue's own sentences."""

import re

import pytest

from tests.domain.estates import CORE, INTERNET, concluded, exposure, line
from tests.domain.factories import (
    asset,
    connection,
    contract,
    override,
    party,
    portfolio,
    relation,
    responsibility,
    service,
    statement,
)
from tests.domain.test_gaps import FIRES, Case
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import Controller, NoticeStart, PartyRole
from vendormgr.domain.wording import Worded, name_subject, word
from vendormgr.domain.wording_terms import LABELS
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import find_text, label_id

NAMED_LINE = line(
    line="閉域VPN", line_party="caterer", always_on=True, controls={"mfa": False, "lockout": None}
)


def worded(rule: str, subject: str, conclusions: Conclusions, language: str = "ja") -> Worded:
    finding = conclusions.finding(rule, subject)
    assert finding is not None
    return word(finding, conclusions, language)


def subject_of(rule: str, subject: str, *facts: Fact, language: str = "ja") -> str:
    conclusions = concluded(*facts)
    finding = conclusions.finding(rule, subject)
    assert finding is not None
    return name_subject(finding, conclusions, language)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("case", FIRES, ids=lambda case: case.rule)
def test_every_rule_finds_its_words(case: Case, language: str) -> None:
    conclusions = concluded(*case.facts, **case.fields)
    assert case.subject is not None
    said = worded(case.rule, case.subject, conclusions, language)
    rule = conclusions.catalogue.rules[case.rule]
    assert said.title == rule.title.of(language)
    assert said.remedy == rule.remedy.of(language)
    assert not re.search(r"[{}]|None|<", said.detail)
    assert [one.id for one in said.citations] == list(rule.basis)


def test_a_line_is_named_with_its_ends_and_its_party() -> None:
    said = worded("two-factor-missing", "line", concluded(*NAMED_LINE))
    assert "「kitchen」から「meals」への接続「閉域VPN」" in said.detail
    assert "給食事業者" in said.detail


def test_the_same_finding_reads_in_english() -> None:
    said = worded("two-factor-missing", "line", concluded(*NAMED_LINE), "en")
    assert (
        'The connection "閉域VPN" from "kitchen" to "meals" has no two-factor login' in said.detail
    )


def test_what_nobody_recorded_is_called_not_recorded() -> None:
    conclusions = concluded(*exposure())
    assert "(機種:未記録)" in worded("device-version-unknown", "vpn", conclusions).detail
    english = worded("device-version-unknown", "vpn", conclusions, "en").detail
    assert "(model: not recorded)" in english


def test_a_matter_of_the_hospital_alone_names_the_hospital() -> None:
    hop = connection(
        "meals-srv",
        "core",
        kind="lateral",
        controlled_by=Controller.HOSPITAL,
        controls={"unique_credentials": False},
    )
    said = worded("shared-credential", "line", concluded(asset("meals-srv"), CORE, hop))
    assert "試験病院" in said.detail


def test_nobody_outside_is_taken_for_the_hospital() -> None:
    facts = (
        INTERNET,
        asset("vpn", kind="device", location="external"),
        connection("internet", "vpn", kind="internet_exposure", controls={"patched": False}),
    )
    said = worded("exposed-device-unpatched", "line", concluded(*facts))
    assert "(担当:未記録" in said.detail


def test_dates_read_in_each_language() -> None:
    conclusions = concluded(contract(ends_on="2026-11-22"))
    assert "2026年11月22日" in worded("contract-expired", "c-ehr", conclusions).detail
    assert "22 Nov 2026" in worded("contract-expired", "c-ehr", conclusions, "en").detail


def test_terms_read_as_their_labels() -> None:
    said = concluded(service(), statement("ehr-saas", "os-updates", "hospital", on="2026-09-10"))
    detail = worded("responsibility-disputed", "ehr-saas/os-updates", said).detail
    assert "「医療機関」" in detail
    assert "「事業者」" in detail
    assert "2026年9月10日" in detail


def test_a_notice_start_reads_as_its_label() -> None:
    late = concluded(contract(notice_starts_at=NoticeStart.CONFIRMATION))
    assert "確認の時点" in worded("notice-deadline-too-long", "c-ehr", late).detail


def test_unknown_controls_are_listed_by_their_names() -> None:
    detail = worded("control-unknown", "line", concluded(*line(always_on=True))).detail
    assert "二要素認証" in detail
    assert "踏み台(中継サーバ)" in detail


@pytest.mark.parametrize(
    ("rule", "subject", "facts", "named"),
    [
        (
            "responsibility-unassigned",
            "core/patch",
            (asset("core", label="電子カルテ"), responsibility("core", "patch")),
            "電子カルテ・セキュリティ更新",
        ),
        (
            "responsibility-unassigned",
            "line/access_approval",
            (*NAMED_LINE, responsibility("line", "access_approval")),
            "kitchen→meals(閉域VPN)・接続の承認",
        ),
        (
            "responsibility-unwritten",
            "ehr-saas/os-updates",
            (service(name="電子カルテSaaS"),),
            "電子カルテSaaS・サーバOSの更新",
        ),
        (
            "clause-missing",
            "c-ehr/two-factor",
            (contract(title="基本契約", clauses={"two-factor": "absent"}),),
            "基本契約・二要素認証",
        ),
        (
            "subcontract-undisclosed",
            "r1",
            (
                party("sub", role=PartyRole.SUBVENDOR, name="再委託先A"),
                relation("ehr", "sub", consent=False),
            ),
            "電子カルテ事業者→再委託先A",
        ),
        (
            "exposed-device-unpatched",
            "line",
            exposure(patched=False),
            "インターネット→vpn",
        ),
        (
            "concentration",
            "line:ehr/回線A",
            (
                asset("office", location="external", owner="ehr"),
                asset("core", core=True),
                asset("pacs", core=True),
                connection("office", "core", id_="a", line="回線A", line_party="ehr"),
                connection("office", "pacs", id_="b", line="回線A", line_party="ehr"),
            ),
            "回線「回線A」(電子カルテ事業者)",
        ),
        (
            "concentration",
            "model:FG/60F",
            (
                asset("core", core=True, device_model="FG/60F"),
                asset("pacs", core=True, device_model="FG/60F"),
            ),
            "機種「FG/60F」",
        ),
    ],
    ids=["duty", "duty of a line", "row", "clause", "relation", "internet", "line", "model"],
)
def test_a_subject_is_called_by_its_name(
    rule: str, subject: str, facts: tuple[Fact, ...], named: str
) -> None:
    assert subject_of(rule, subject, *facts) == named


def test_parts_of_a_subject_stand_apart_in_english() -> None:
    facts = (asset("core", label="EHR"), responsibility("core", "patch"))
    named = subject_of("responsibility-unassigned", "core/patch", *facts, language="en")
    assert named == "EHR / Security updates"


def test_braces_in_a_name_stay_as_typed() -> None:
    facts = (asset("core", label="{party} & <b>", controls={"av": False}),)
    assert "「{party} & <b>」" in worded("antimalware-missing", "core", concluded(*facts)).detail


def test_an_override_on_an_unknown_clause_does_not_break_the_words() -> None:
    written = override("ehr-saas", "restore-test", "shared", clause="別紙3")
    facts = (service(), contract("ehr-saas", overrides=(written,)))
    assert (
        "復元試験"
        in worded("shared-without-decider", "ehr-saas/restore-test", concluded(*facts)).detail
    )


@pytest.mark.parametrize("term", [term for terms in LABELS.values() for term in terms], ids=repr)
def test_terms_are_called_as_on_the_screens(term: object) -> None:
    label = LABELS[type(term)][term]  # type: ignore[index]
    shown = find_text(label_id(term))  # type: ignore[arg-type]
    assert (label.ja, label.en) == (shown.ja, shown.en)


def test_every_member_of_these_sets_has_its_words() -> None:
    assert all(set(terms) == set(kind) for kind, terms in LABELS.items())


def test_the_words_of_one_finding_do_not_depend_on_the_rest() -> None:
    alone = conclude(portfolio(asset("core", controls={"av": False})), load_catalogue())
    among = concluded(asset("core", controls={"av": False}), *NAMED_LINE)
    assert worded("antimalware-missing", "core", alone) == worded(
        "antimalware-missing", "core", among
    )

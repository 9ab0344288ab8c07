"""Conclusions: everything that follows from a portfolio, in one order, once."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.estates import CORE, concluded, exposure, line, shipped
from tests.domain.factories import (
    asset,
    connection,
    contract,
    party,
    portfolio,
    relation,
    responsibility,
    review,
    service,
    statement,
)
from vendormgr.domain.analysis import conclude
from vendormgr.domain.gaps import RULES, Finding
from vendormgr.domain.gaps.registry import find_gaps
from vendormgr.domain.portfolio import Fact, ItemDefault, OwnItem
from vendormgr.domain.vocabulary import (
    Column,
    Criticality,
    Holder,
    PartyRole,
    Severity,
    Tier,
)

HOSPITAL_LIFE: tuple[Fact, ...] = (
    party("sub", role=PartyRole.SUBVENDOR),
    party("caterer", it_vendor=False, criticality=Criticality.CRITICAL),
    relation("caterer", "sub", consent=False),
    *exposure(patched=False, mfa=None),
    *line(controls={"mfa": False, "lockout": False}, always_on=True, id_="in"),
    CORE,
    connection("meals", "core", id_="on", kind="lateral", controls={"segmented": False}),
    service(data_class="phi"),
    service("meals-service", vendor="caterer", model="bpo"),
    contract("ehr-saas", clauses={"two-factor": "absent"}, ends_on="2026-11-01"),
    statement("ehr-saas", "encryption", "hospital"),
    responsibility("vpn", "patch"),
)


def test_findings_stand_by_severity_then_rule_then_subject() -> None:
    found = concluded(*HOSPITAL_LIFE).findings
    assert found == tuple(sorted(found, key=lambda f: (f.severity.rank, f.rule, f.subject)))
    assert {f.severity for f in found} >= {Severity.CRITICAL, Severity.HIGH, Severity.INFO}


def test_each_rule_and_subject_stands_once() -> None:
    found = concluded(*HOSPITAL_LIFE).findings
    assert len({f.key for f in found}) == len(found)


def test_findings_of_a_party_are_those_that_name_it_in_the_same_order() -> None:
    conclusions = concluded(*HOSPITAL_LIFE)
    for name, found in conclusions.findings_by_party.items():
        assert found == tuple(f for f in conclusions.findings if name in f.parties)


def test_a_matter_of_a_subcontractor_stands_with_its_prime_vendor_too() -> None:
    by_party = concluded(*HOSPITAL_LIFE).findings_by_party
    undisclosed = [f for f in by_party["sub"] if f.rule == "subcontract-undisclosed"]
    assert [f.party for f in undisclosed] == ["caterer"]


def test_the_hospitals_own_rows_are_judged_like_the_others() -> None:
    own = OwnItem(id="own-forms", title="院内様式", layer="data")
    assert concluded(service(), own).finding("responsibility-unassigned", "ehr-saas/own-forms")


def test_a_changed_default_changes_what_is_found() -> None:
    change = ItemDefault(item="os-updates", column=Column.SAAS, party=Holder.HOSPITAL)
    conclusions = concluded(service(), change)
    assert conclusions.finding("responsibility-unwritten", "ehr-saas/os-updates") is None
    assert conclusions.catalogue.items["os-updates"].changed == {Column.SAAS}


def test_tiers_are_concluded_for_every_party_but_the_hospital() -> None:
    tiers = concluded(*HOSPITAL_LIFE).tiers
    assert tiers["caterer"].tier is Tier.HIGH
    assert "hospital" not in tiers


def test_findings_about_a_subject_include_those_about_its_parts() -> None:
    conclusions = concluded(*HOSPITAL_LIFE)
    assert {f.rule for f in conclusions.about("vpn")} >= {
        "responsibility-unassigned",
        "connection-owner-missing",
    }
    assert {f.subject for f in conclusions.about("c-ehr")} >= {"c-ehr", "c-ehr/two-factor"}


def test_an_empty_portfolio_concludes_nothing() -> None:
    conclusions = conclude(portfolio(cast=False), shipped())
    assert conclusions.findings == ()
    assert not conclusions.deemed.met


@settings(deadline=None, max_examples=30)
@given(st.permutations(HOSPITAL_LIFE))
def test_the_order_of_the_document_changes_no_finding(facts: list[Fact]) -> None:
    def seen(found: tuple[Finding, ...]) -> Iterator[tuple[object, ...]]:
        return ((f.key, f.severity) for f in found)

    assert list(seen(concluded(*facts).findings)) == list(seen(BASE.findings))


BASE = concluded(*HOSPITAL_LIFE)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_subject_names_something_on_record(rule: str) -> None:
    index = BASE.index
    known = {
        *index.parties,
        *index.services,
        *index.systems,
        *index.assets,
        *index.connections,
        *index.contracts,
        *index.relations,
    }
    assert {f.subject.partition("/")[0] for f in BASE.findings if f.rule == rule} <= known


def test_finding_gaps_twice_gives_the_same() -> None:
    assert find_gaps(BASE.estate) == BASE.findings


def test_a_finding_rests_on_things_that_are_on_record() -> None:
    index = BASE.index
    on_record = {*index.assets, *index.connections}
    assert all(set(f.rests_on) <= on_record for f in BASE.findings)


def test_parties_of_a_finding_are_vendors() -> None:
    assert all(BASE.index.is_vendor(name) for f in BASE.findings for name in f.parties)


def test_nothing_is_found_where_everything_is_known_and_settled() -> None:
    settled = asset(
        "core",
        core=True,
        controls={"av": True},
        maintained_by="hospital",
        data_class="business",
    )
    reviewed = (review(one) for one in ("ehr", "caterer", "maintainer"))
    assert concluded(settled, *reviewed).findings == ()

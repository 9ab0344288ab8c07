"""What an acceptance rests on: stable where nothing changed, different where something did."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.estates import CORE, EHR_OFFICE, KITCHEN, MEALS, finding, findings, line
from tests.domain.factories import (
    TODAY,
    asset,
    connection,
    contract,
    party,
    responsibility,
    service,
    statement,
)
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import ClauseStatus, Criticality

MODELS = ("saas", "iaas", "onprem", "bpo")
FACTS: tuple[Fact, ...] = (
    *line(controls={"mfa": False, "lockout": False, "unique_credentials": None}, always_on=True),
    CORE,
    connection("meals", "core", id_="in", kind="lateral", controls={"segmented": False}),
    service(),
    contract("ehr-saas", clauses={"two-factor": "absent", "training": "inadequate"}),
    statement("ehr-saas", "encryption", "hospital"),
    responsibility("core", "patch"),
    party("caterer", criticality=Criticality.CRITICAL, it_vendor=False),
)


@st.composite
def strangers(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Vendors that have nothing to do with anybody in FACTS."""
    facts: list[Fact] = []
    for place in range(draw(st.integers(1, 3))):
        name = f"stranger{place}"
        facts.append(party(name, criticality=draw(st.sampled_from(Criticality))))
        if draw(st.booleans()):
            facts.append(service(f"s-{name}", vendor=name, model=draw(st.sampled_from(MODELS))))
            if draw(st.booleans()):
                status = draw(st.sampled_from(ClauseStatus))
                facts.append(
                    contract(
                        f"s-{name}",
                        id_=f"c-{name}",
                        party=name,
                        cites_edition="5.2",
                        clauses={"training": status},
                    )
                )
        if draw(st.booleans()):
            kept = {"location": "external", "owner": name, "data_class": "phi"}
            facts += [
                asset(f"box-{name}", kind="device", **kept),
                asset(f"core-{name}", core=True, **kept),
                connection(f"box-{name}", f"core-{name}", id_=f"line-{name}", kind="lateral"),
                responsibility(f"box-{name}", "patch"),
            ]
    return tuple(facts)


def bases(*facts: Fact, **fields: Any) -> dict[tuple[str, str], str]:
    return {one.key: one.basis for one in findings(*facts, **fields)}


@settings(deadline=None, max_examples=60)
@given(strange=strangers(), front=st.booleans(), days=st.integers(0, 20))
def test_an_unrelated_vendor_and_another_day_change_no_basis(
    strange: tuple[Fact, ...], front: bool, days: int
) -> None:
    before = bases(*FACTS)
    mixed = (*strange, *FACTS) if front else (*FACTS, *strange)
    after = bases(*mixed, as_of=TODAY + timedelta(days=days))
    assert {key: after.get(key) for key in before} == before


LINE = connection(
    "kitchen", "meals", controls={"mfa": False}, line_party="caterer", note="", line="a"
)


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        ({"controls": {"mfa": False, "lockout": True}}, True),
        ({"always_on": True}, True),
        ({"line_party": "ehr"}, True),
        ({"kind": "third_party_access"}, True),
        ({"note": "visited"}, False),
        ({"line": "b"}, False),
        ({"registered": True}, False),
    ],
    ids=["a control", "always on", "whose line", "kind", "note", "name of the line", "registered"],
)
def test_an_acceptance_of_a_line_goes_stale_when_the_line_changes(
    change: dict[str, Any], stale: bool
) -> None:
    ends = (KITCHEN, MEALS)
    before = finding("two-factor-missing", "line", *ends, LINE)
    after = finding("two-factor-missing", "line", *ends, replace(LINE, **change))
    assert (before.basis != after.basis) is stale


def test_the_order_of_controls_is_no_change() -> None:
    one = replace(LINE, controls={"mfa": False, "lockout": False})
    other = replace(LINE, controls={"lockout": False, "mfa": False})
    ends = (KITCHEN, MEALS)
    assert (
        finding("two-factor-missing", "line", *ends, one).basis
        == finding("two-factor-missing", "line", *ends, other).basis
    )


def test_a_second_vendor_on_the_way_to_a_core_asset_revives_the_accepted_path() -> None:
    way = (KITCHEN, CORE, connection("kitchen", "core"))
    second = (EHR_OFFICE, connection("office", "core", id_="z"))
    before = finding("path-unverified", "core", *way)
    after = finding("path-unverified", "core", *way, *second)
    assert before.rests_on == after.rests_on
    assert before.basis != after.basis


def test_a_clause_that_turns_inadequate_is_another_matter_than_one_that_is_absent() -> None:
    absent = findings(service(), contract("ehr-saas", clauses={"two-factor": "absent"}))
    inadequate = findings(service(), contract("ehr-saas", clauses={"two-factor": "inadequate"}))
    both = [f for f in (*absent, *inadequate) if f.subject == "c-ehr/two-factor"]
    assert len({f.basis for f in both}) == len({f.key for f in both}) == 2


def test_a_basis_is_the_same_in_every_process_and_version() -> None:
    # Were it not, every acceptance on record would go stale by an upgrade.
    asset_gap = finding("antimalware-missing", "core", asset("core", controls={"av": False}))
    line_gap = finding("two-factor-missing", "line", *line(controls={"mfa": False}))
    assert asset_gap.basis == "d40884f687429b9887b07e40b2f5018d"
    assert line_gap.basis == "1bfc80c026055db3e3dac91ce784cb9f"

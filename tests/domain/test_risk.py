"""The tier of a vendor: four answers from recorded facts, unknown never hidden."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    HOSPITAL,
    MAINTAINER,
    asset,
    connection,
    index,
    party,
    service,
)
from vendormgr.domain.assessment import TierChange
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.risk import FactKind, Question, TierFact, TierResult, tier_of, tiers
from vendormgr.domain.vocabulary import AssetKind, Criticality, Tier

T1, T2, T3, T4 = Question


def tier(*facts: Fact, of: str = CATERER) -> TierResult:
    return tier_of(of, index(*facts))


def fact(question: Question, *facts: Fact) -> TierFact:
    """The one fact that answers the question."""
    (only,) = [one for one in tier(*facts).because if one.question is question]
    return only


def test_a_cleaner_with_nothing_recorded_is_standard_and_every_answer_is_open() -> None:
    assert tier() == TierResult(
        party=CATERER,
        tier=Tier.STANDARD,
        t1=None,
        t2=None,
        t3=None,
        t4=None,
        decided_by=(),
        because=(
            TierFact(T1, None, FactKind.DATA_NOT_RECORDED),
            TierFact(T2, None, FactKind.STOP_NOT_RECORDED),
            TierFact(T3, None, FactKind.NO_LINE_RECORDED),
            TierFact(T4, None, FactKind.EQUIPMENT_NOT_RECORDED),
        ),
        changes_if=((T1, True), (T2, True), (T3, True), (T4, True)),
    )


def test_a_caterer_with_a_line_is_high_because_of_the_line() -> None:
    seen = tier(
        asset("kitchen", location="external", owner=CATERER),
        asset("server"),
        connection("kitchen", "server"),
    )
    assert (seen.tier, seen.decided_by) == (Tier.HIGH, (T3,))
    assert TierFact(T3, True, FactKind.OWN_LINE, ("line",)) in seen.because
    assert seen.changes_if == ((T3, False),)
    assert seen.open_questions == ()


def test_the_open_questions_of_a_standard_vendor_are_what_could_raise_it() -> None:
    assert tier().open_questions == (T1, T2, T3, T4)
    listed = party(CATERER, lines_listed=True, criticality=Criticality.LOW)
    seen = tier(listed, service("meals", CATERER, "bpo", data_class="business"))
    assert (seen.t1, seen.t2, seen.t3, seen.t4) == (False, False, False, None)
    assert seen.open_questions == ()
    assert seen.changes_if == ((T1, True), (T2, True), (T3, True))


def test_equipment_raises_while_nobody_knows_whether_there_is_a_line() -> None:
    equipped = service("gas", CATERER, "bpo", equipment_in_hospital=True)
    seen = tier(equipped)
    assert (seen.tier, seen.decided_by, seen.t3) == (Tier.HIGH, (T4,), None)
    assert seen.changes_if == ((T3, False), (T4, False))
    assert seen.open_questions == (T3,)
    confirmed = tier(equipped, party(CATERER, lines_listed=True))
    assert (confirmed.tier, confirmed.decided_by, confirmed.t3) == (Tier.STANDARD, (), False)


@pytest.mark.parametrize("answers", list(product((True, False, None), repeat=4)))
def test_any_of_t1_to_t3_is_high_and_t4_only_while_t3_is_unknown(
    answers: tuple[bool | None, ...],
) -> None:
    t1, t2, t3, t4 = answers
    facts: list[Fact] = [
        service(
            "meals",
            CATERER,
            "bpo",
            data_class={True: "phi", False: "business", None: None}[t1],
            stop_tolerance_hours={True: 4, False: 72, None: None}[t2],
            equipment_in_hospital=t4,
        ),
        party(CATERER, lines_listed=t3 is False),
        asset("server"),
        asset("kitchen", location="external", kind="device", owner=CATERER),
    ]
    if t3:
        facts.append(connection("kitchen", "server"))
    seen = tier(*facts)
    assert (seen.t1, seen.t2, seen.t3, seen.t4) == answers
    high = True in answers[:3] or (t3 is None and t4 is True)
    assert seen.tier is (Tier.HIGH if high else Tier.STANDARD)
    yes = tuple(one for one, answer in zip((T1, T2, T3), answers[:3], strict=True) if answer)
    assert seen.decided_by == (yes or ((T4,) if high else ()))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            [service("m", CATERER, data_class="phi")],
            TierFact(T1, True, FactKind.SERVICE_DATA, ("m",)),
            id="medical data",
        ),
        pytest.param(
            [service("m", CATERER, data_class="phi_limited")],
            TierFact(T1, True, FactKind.SERVICE_DATA, ("m",)),
            id="limited medical data",
        ),
        pytest.param(
            [service("m", CATERER, data_class="personal"), service("n", CATERER)],
            TierFact(T1, True, FactKind.SERVICE_DATA, ("m",)),
            id="personal data in one service",
        ),
        pytest.param(
            [asset("a", owner=CATERER, data_class="phi", kind="device")],
            TierFact(T1, True, FactKind.ASSET_DATA, ("a",)),
            id="asset it owns",
        ),
        pytest.param(
            [asset("a", maintained_by=CATERER, data_class="phi")],
            TierFact(T1, True, FactKind.ASSET_DATA, ("a",)),
            id="asset it maintains",
        ),
        pytest.param(
            [asset("a", owner=CATERER, maintained_by=CATERER, data_class="phi")],
            TierFact(T1, True, FactKind.ASSET_DATA, ("a",)),
            id="asset it owns and maintains, named once",
        ),
        pytest.param(
            [asset("a", maintained_by=MAINTAINER, data_class="phi")],
            TierFact(T1, None, FactKind.DATA_NOT_RECORDED),
            id="asset of another vendor",
        ),
        pytest.param(
            [service("m", CATERER), asset("a", owner=CATERER, data_class="business")],
            TierFact(T1, None, FactKind.DATA_NOT_RECORDED, ("m",)),
            id="a service without a class",
        ),
        pytest.param(
            [service("m", CATERER, data_class="business"), asset("a", owner=CATERER)],
            TierFact(T1, None, FactKind.DATA_NOT_RECORDED, ("a",)),
            id="a system without a class",
        ),
        pytest.param(
            [
                service("m", CATERER, data_class="business"),
                asset("a", owner=CATERER, kind="device"),
            ],
            TierFact(T1, False, FactKind.SERVICE_DATA, ("m",)),
            id="business data and a router",
        ),
        pytest.param(
            [asset("a", owner=CATERER, data_class="business")],
            TierFact(T1, False, FactKind.ASSET_DATA, ("a",)),
            id="only a system with business data",
        ),
    ],
)
def test_handles_data(facts: list[Fact], expected: TierFact) -> None:
    assert fact(T1, *facts) == expected


def test_services_and_assets_with_data_are_both_named() -> None:
    seen = tier(
        service("m", CATERER, data_class="phi"), asset("a", owner=CATERER, data_class="phi")
    )
    assert seen.because[:2] == (
        TierFact(T1, True, FactKind.SERVICE_DATA, ("m",)),
        TierFact(T1, True, FactKind.ASSET_DATA, ("a",)),
    )


def critical(value: Criticality) -> Fact:
    return party(CATERER, criticality=value)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            [critical(Criticality.CRITICAL)],
            TierFact(T2, True, FactKind.CRITICALITY, (CATERER,)),
            id="critical",
        ),
        pytest.param(
            [critical(Criticality.HIGH)],
            TierFact(T2, True, FactKind.CRITICALITY, (CATERER,)),
            id="high",
        ),
        pytest.param(
            [critical(Criticality.STANDARD), service("m", CATERER)],
            TierFact(T2, False, FactKind.CRITICALITY, (CATERER,)),
            id="standard",
        ),
        pytest.param(
            [critical(Criticality.LOW), service("m", CATERER, stop_tolerance_hours=24)],
            TierFact(T2, True, FactKind.STOP_TOLERANCE, ("m",)),
            id="low, but care stops within a day",
        ),
        pytest.param(
            [service("m", CATERER, stop_tolerance_hours=0)],
            TierFact(T2, True, FactKind.STOP_TOLERANCE, ("m",)),
            id="no tolerance at all",
        ),
        pytest.param(
            [service("m", CATERER, stop_tolerance_hours=25)],
            TierFact(T2, False, FactKind.STOP_TOLERANCE, ("m",)),
            id="longer than a day",
        ),
        pytest.param(
            [service("m", CATERER, stop_tolerance_hours=72), service("n", CATERER)],
            TierFact(T2, None, FactKind.STOP_NOT_RECORDED, ("n",)),
            id="one service without a tolerance",
        ),
    ],
)
def test_stopping_it_harms_care(facts: list[Fact], expected: TierFact) -> None:
    assert fact(T2, *facts) == expected


KITCHEN = asset("kitchen", location="external", owner=CATERER)
GATEWAY = asset("gateway", location="external", owner=MAINTAINER)
INTERNET = asset("internet", location="external", kind="internet")
SERVER = asset("server")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            [GATEWAY, connection("gateway", "server", line_party=CATERER)],
            TierFact(T3, True, FactKind.OWN_LINE, ("line",)),
            id="its line, others' equipment",
        ),
        pytest.param(
            [connection("server", "kitchen")],
            TierFact(T3, None, FactKind.NO_LINE_RECORDED),
            id="a line that leads out only",
        ),
        pytest.param(
            [connection("kitchen", "server", controls={"removed": True})],
            TierFact(T3, None, FactKind.NO_LINE_RECORDED),
            id="a line that was removed",
        ),
        pytest.param(
            [connection("server", "kitchen", "out"), connection("kitchen", "server", "in")],
            TierFact(T3, True, FactKind.OWN_LINE, ("in",)),
            id="only the line inwards is named",
        ),
        pytest.param(
            [GATEWAY, connection("kitchen", "gateway", "a"), connection("gateway", "server", "b")],
            TierFact(T3, True, FactKind.LINE_OF_OTHERS, ("a", "b")),
            id="over another vendor's line",
        ),
        pytest.param(
            [
                asset("kitchen", location="external", maintained_by=CATERER),
                GATEWAY,
                connection("kitchen", "gateway", "a"),
                connection("gateway", "server", "b"),
            ],
            TierFact(T3, True, FactKind.LINE_OF_OTHERS, ("a", "b")),
            id="from an asset that it maintains",
        ),
        pytest.param(
            [
                GATEWAY,
                connection("kitchen", "gateway", "a"),
                connection("gateway", "kitchen", "back"),
            ],
            TierFact(T3, None, FactKind.NO_LINE_RECORDED),
            id="a circle outside",
        ),
        pytest.param(
            [
                asset("printer", maintained_by=CATERER),
                connection("printer", "server", kind="lateral"),
            ],
            TierFact(T3, None, FactKind.NO_LINE_RECORDED),
            id="maintains something that stands in the hospital anyway",
        ),
        pytest.param(
            [
                INTERNET,
                connection("kitchen", "internet", "a"),
                connection("internet", "server", "b"),
            ],
            TierFact(T3, None, FactKind.NO_LINE_RECORDED),
            id="through the internet nobody is a neighbour",
        ),
        pytest.param(
            [party(CATERER, lines_listed=True), connection("server", "kitchen")],
            TierFact(T3, False, FactKind.NO_LINE_CONFIRMED),
            id="all lines listed, none inwards",
        ),
        pytest.param(
            [party(CATERER, lines_listed=False)],
            TierFact(T3, None, FactKind.LINE_NOT_RECORDED),
            id="a line that nobody recorded",
        ),
        pytest.param(
            [party(CATERER, lines_listed=True), connection("kitchen", "server")],
            TierFact(T3, True, FactKind.OWN_LINE, ("line",)),
            id="all lines listed, one inwards",
        ),
    ],
)
def test_can_reach_the_hospital(facts: list[Fact], expected: TierFact) -> None:
    known = {one.id for one in facts}
    assert fact(T3, SERVER, *([] if "kitchen" in known else [KITCHEN]), *facts) == expected


def test_the_way_over_others_is_a_shortest_one() -> None:
    long_way: list[Fact] = [
        asset("relay", location="external"),
        connection("kitchen", "relay", "a1"),
        connection("relay", "gateway", "a2"),
    ]
    short: list[Fact] = [
        connection("kitchen", "gateway", "b1"),
        connection("gateway", "server", "b2"),
    ]
    seen = fact(T3, SERVER, KITCHEN, GATEWAY, *long_way, *short)
    assert seen.ids == ("b1", "b2")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            [service("m", CATERER, equipment_in_hospital=True)],
            TierFact(T4, True, FactKind.SERVICE_EQUIPMENT, ("m",)),
            id="a service says so",
        ),
        pytest.param(
            [service("m", CATERER, equipment_in_hospital=False)],
            TierFact(T4, False, FactKind.SERVICE_EQUIPMENT, ("m",)),
            id="all services say no",
        ),
        pytest.param(
            [service("m", CATERER, equipment_in_hospital=False), service("n", CATERER)],
            TierFact(T4, None, FactKind.EQUIPMENT_NOT_RECORDED, ("n",)),
            id="one does not say",
        ),
        pytest.param(
            [asset("a", owner=CATERER, location="external"), asset("b", maintained_by=CATERER)],
            TierFact(T4, None, FactKind.EQUIPMENT_NOT_RECORDED),
            id="equipment outside, or the hospital's own",
        ),
        *(
            pytest.param(
                [asset("a", owner=CATERER, kind=kind)],
                TierFact(T4, True, FactKind.ASSET_IN_HOSPITAL, ("a",)),
                id=f"its {kind} in the hospital",
            )
            for kind in ("device", "segment", "system")
        ),
        *(
            pytest.param(
                [asset("a", owner=CATERER, kind=kind)],
                TierFact(T4, None, FactKind.EQUIPMENT_NOT_RECORDED),
                id=f"a {kind} is no equipment",
            )
            for kind in (AssetKind.PERSON, AssetKind.CREDENTIAL, AssetKind.INTERNET)
        ),
    ],
)
def test_has_equipment_in_the_hospital(facts: list[Fact], expected: TierFact) -> None:
    assert fact(T4, *facts) == expected


def test_all_parties_but_the_hospital_get_a_tier_in_order() -> None:
    look = index(service(data_class="phi"))
    seen = tiers(look)
    assert list(seen) == [EHR, CATERER, MAINTAINER]
    assert HOSPITAL not in seen
    assert seen[EHR] == tier_of(EHR, look)
    assert seen[EHR].decided_by == (T1,)


def test_several_reasons_are_all_named_and_no_single_answer_changes_the_tier() -> None:
    seen = tier(service("m", CATERER, data_class="phi", stop_tolerance_hours=4))
    assert seen.decided_by == (T1, T2)
    assert seen.changes_if == ()


CHANGE = {"party": CATERER, "tier": Tier.HIGH, "reason": "過去に事故", "approver": "病院長"}


def set_by_hand(**fields: Any) -> TierChange:
    days = {"until": date(2027, 3, 31), "decided_on": date(2026, 9, 1)}
    return TierChange(**{**CHANGE, **days, **fields})


def test_a_tier_set_by_hand_holds_until_its_end_and_keeps_what_the_records_say() -> None:
    seen = tier(set_by_hand(until=date(2026, 10, 1)))
    assert (seen.tier, seen.recorded, seen.decided_by) == (Tier.HIGH, Tier.STANDARD, ())
    assert seen.change is not None
    assert tier(set_by_hand(until=date(2026, 9, 30))).tier is Tier.STANDARD
    assert tier(set_by_hand(decided_on=date(2026, 10, 2))).tier is Tier.STANDARD


@pytest.mark.parametrize("field", ["tier", "reason", "approver", "until"])
def test_a_change_that_lacks_something_says_nothing(field: str) -> None:
    assert tier(set_by_hand(**{field: None})).change is None


def test_of_several_changes_the_one_decided_last_holds_even_when_it_has_ended() -> None:
    ended = set_by_hand(decided_on=date(2026, 9, 2), until=date(2026, 9, 30), id="t2")
    assert tier(set_by_hand(), ended).change is None
    assert tier(ended, set_by_hand(id="t3", decided_on=date(2026, 9, 3))).tier is Tier.HIGH


def test_a_change_concerns_nobody_else() -> None:
    assert tiers(index(set_by_hand()))[EHR].change is None

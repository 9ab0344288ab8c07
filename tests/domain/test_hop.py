"""A hop in words: what is missing, who answers for it, which clause, what closes it."""

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.factories import (
    CATERER,
    HOSPITAL,
    asset,
    connection,
    contract,
    portfolio,
    responsibility,
    service,
)
from vendormgr.domain.analysis import conclude
from vendormgr.domain.drill import rehearse, rehearse_vendor, starts_of_model
from vendormgr.domain.exposure import UnknownChangeError
from vendormgr.domain.exposure.measures import carried_out_by
from vendormgr.domain.hop import Ground, HopReading, read_lines, read_scene
from vendormgr.domain.lanes_scene import scene_of_vendor
from vendormgr.domain.path_watch import state_of_way, ways_now
from vendormgr.domain.portfolio import Connection, Measure
from vendormgr.domain.vocabulary import ClauseStatus, Controller, Holder, PathState, VendorPath
from vendormgr.domain.what_if import try_out
from vendormgr.exchange.seed import load_catalogue

CATALOGUE = load_catalogue()
LINE = connection(
    "kitchen",
    "meal",
    "line",
    line_party=CATERER,
    controlled_by=Controller.VENDOR,
    controls={"mfa": False, "jump_host": None},
)
INSIDE = connection(
    "meal",
    "ehr-core",
    "inside",
    "shared_credential",
    controlled_by=Controller.HOSPITAL,
    controls={"unique_credentials": False},
)


def estate(*more: Any, line: Connection = LINE) -> Any:
    return conclude(
        portfolio(
            asset("kitchen", location="external", owner=CATERER, device_model="VX"),
            asset("meal"),
            asset("ehr-core", core=True),
            line,
            INSIDE,
            *more,
        ),
        CATALOGUE,
    )


def lack(hop: HopReading, control: str) -> Any:
    return next(one for one in hop.lacks if one.control == control)


def read(*more: Any, id_: str = "line", line: Connection = LINE) -> HopReading:
    (hop,) = read_lines(estate(*more, line=line), [id_])
    return hop


def test_what_is_missing_and_what_is_unknown_are_told_apart() -> None:
    hop = read()
    assert lack(hop, "mfa").missing
    assert not lack(hop, "jump_host").missing
    assert hop.vendor == CATERER


def test_of_all_that_it_lacks_the_nearest_fix_needs_part() -> None:
    hop = read()
    assert hop.nearest is not None
    assert sorted(one.control for one in hop.needed) == sorted(hop.nearest)
    assert len(hop.needed) < len(hop.lacks)


def test_nobody_answers_where_nothing_is_on_record() -> None:
    assert lack(read(), "jump_host").answer.ground is Ground.NONE


@pytest.mark.parametrize("subject", ["line", "meal", "kitchen"])
def test_a_duty_on_the_line_or_an_end_says_who_answers(subject: str) -> None:
    answer = lack(read(responsibility(subject, "mfa", CATERER)), "mfa").answer
    assert (answer.ground, answer.parties, answer.duty) == (Ground.DUTY, (CATERER,), "mfa")


def test_a_duty_of_nobody_and_one_that_nobody_confirmed_differ() -> None:
    nobody = lack(read(responsibility("line", "mfa")), "mfa").answer
    assert (nobody.parties, nobody.unconfirmed) == ((), False)
    unknown = replace(responsibility("line", "mfa"), accountable=None)
    assert lack(read(unknown), "mfa").answer.unconfirmed


def test_without_a_duty_the_matrix_row_says_who_answers() -> None:
    meals = service("meals", CATERER, "bpo")
    answer = lack(read(meals), "mfa").answer
    assert (answer.ground, answer.service) == (Ground.ROW, "meals")
    assert answer.item == "two-factor-implementation"
    assert answer.holder is Holder.HOSPITAL
    assert answer.parties == (HOSPITAL,)


def test_what_the_hospital_controls_inside_is_its_own() -> None:
    hop = read(id_="inside")
    answer = lack(hop, "unique_credentials").answer
    assert (answer.ground, answer.parties) == (Ground.OWN, (HOSPITAL,))
    assert hop.by is Controller.HOSPITAL


@pytest.mark.parametrize(
    ("clauses", "status"),
    [
        ({"two-factor": "present"}, ClauseStatus.PRESENT),
        ({"two-factor": "absent"}, ClauseStatus.ABSENT),
        ({}, ClauseStatus.UNKNOWN),
    ],
)
def test_the_clause_that_would_oblige_them_and_how_it_stands(
    clauses: dict[str, str], status: ClauseStatus
) -> None:
    deal = contract("meals", id_="deal", party=CATERER, clauses=clauses)
    hop = read(service("meals", CATERER, "bpo"), deal)
    standing = lack(hop, "mfa").clauses[0]
    assert (standing.clause, standing.contract, standing.status) == ("two-factor", "deal", status)


def test_without_a_contract_the_clause_is_absent_from_none() -> None:
    standing = lack(read(), "mfa").clauses[0]
    assert (standing.contract, standing.status) == (None, ClauseStatus.ABSENT)


def test_a_contract_that_is_over_is_told_apart_from_none() -> None:
    over = contract(party=CATERER, ends_on="2020-03-31")
    first = lack(read(over), "mfa").clauses[0]
    assert (first.contract, first.ended) == (None, True)
    assert not lack(read(), "mfa").clauses[0].ended


def test_a_contract_that_has_the_clause_wins_over_one_that_has_not() -> None:
    base = contract("meals", id_="base", party=CATERER, clauses={"two-factor": "present"})
    later = contract("meals", id_="later", party=CATERER, starts_on="2026-09-01")
    standing = lack(read(service("meals", CATERER, "bpo"), base, later), "mfa").clauses[0]
    assert (standing.contract, standing.status) == ("base", ClauseStatus.PRESENT)


def test_the_cheapest_recorded_measure_that_closes_it_is_named() -> None:
    dear = Measure(id="a-dear", cost=9, sets=("inside.unique_credentials",))
    cheap = Measure(id="b-cheap", cost=2, sets=("inside.unique_credentials",))
    assert [one.id for one in read(dear, cheap, id_="inside").measures] == ["b-cheap"]
    assert read(id_="inside").measures == ()
    assert read(id_="inside").nearest == ("unique_credentials",)


def test_a_closed_line_asks_for_nothing() -> None:
    shut = replace(LINE, controls={"mfa": True, "jump_host": True})
    hop = read(line=shut)
    assert (hop.lacks, hop.cites, hop.nearest, hop.measures) == ((), (), (), ())


def test_every_line_of_a_picture_is_read_with_its_number() -> None:
    found = estate()
    scene = scene_of_vendor(found.exposure, CATALOGUE.kinds, CATERER)
    hops = read_scene(found, scene)
    assert [(one.number, one.line.connection) for one in hops] == [(1, "line"), (2, "inside")]
    assert all(one.cites for one in hops)


def test_a_trial_changes_the_result_and_not_the_record() -> None:
    found = estate(Measure(id="m", sets=("inside.unique_credentials",)))
    trial = try_out(found, found.portfolio.measures)
    assert trial.changed
    (vendor,) = trial.vendors
    assert (vendor.before, vendor.after) == (VendorPath.OPEN, VendorPath.CLOSED)
    assert found.exposure.vendors[CATERER].state is PathState.OPEN
    assert not try_out(found).changed


def test_an_answer_wins_over_a_measure_and_a_strange_one_is_refused() -> None:
    found = estate(Measure(id="m", sets=("inside.unique_credentials",)))
    answers = {"inside.unique_credentials": False}
    assert not try_out(found, found.portfolio.measures, answers).changed
    with pytest.raises(UnknownChangeError):
        try_out(found, (), {"gone.mfa": True})


def test_a_drill_cuts_first_what_the_hospital_can_cut_itself() -> None:
    found = estate()
    drill = rehearse_vendor(found, CATERER)
    assert drill.cores == (("ehr-core", PathState.OPEN),)
    assert [(one.connection.id, one.needed) for one in drill.cuts] == [
        ("inside", True),
        ("line", False),
    ]
    assert drill.cuts[0].protects == ("ehr-core",)
    assert drill.left == ()
    assert drill.parties == (CATERER,)


def test_a_drill_of_a_device_model_starts_at_every_device_of_it() -> None:
    found = estate()
    starts = starts_of_model(found, "VX")
    assert starts == ("kitchen",)
    assert rehearse(found, starts).parties == (CATERER,)
    assert rehearse(found, ()).cores == ()


def test_a_core_system_that_is_itself_compromised_cannot_be_kept() -> None:
    found = estate()
    drill = rehearse(found, ("ehr-core",))
    assert drill.cores == (("ehr-core", PathState.OPEN),)
    assert drill.left == ("ehr-core",)


def test_ways_of_now_are_named_by_attacker_and_core() -> None:
    found = estate()
    (way,) = ways_now(found.exposure, CATALOGUE.kinds)
    assert (way.attacker, way.core, way.state) == (CATERER, "ehr-core", PathState.OPEN)
    graph = found.exposure.graph
    assert state_of_way(graph, way.path.all_connections) is PathState.OPEN
    assert state_of_way(graph, ("line", "gone")) is None
    assert state_of_way(graph, ()) is None


@pytest.mark.parametrize(
    ("doers", "expected"),
    [
        ([Controller.HOSPITAL, Controller.HOSPITAL], Controller.HOSPITAL),
        ([Controller.VENDOR], Controller.VENDOR),
        ([Controller.HOSPITAL, Controller.VENDOR], Controller.JOINT),
        ([Controller.JOINT, Controller.HOSPITAL], Controller.JOINT),
        ([Controller.HOSPITAL, None], None),
        ([], None),
    ],
)
def test_who_carries_several_changes_out_is_one_side_only_where_it_has_all_of_them(
    doers: list[Controller | None], expected: Controller | None
) -> None:
    assert carried_out_by(doers) is expected

"""The cheapest measures, their order and their proof, against all subsets."""

import itertools
from collections.abc import Iterator
from itertools import islice

import pytest

from tests.domain.exposure import oracle
from tests.domain.exposure.worlds import KINDS, with_measures, world
from tests.domain.factories import asset, connection, index
from vendormgr.domain.exposure import Aim, Budget, make_plan
from vendormgr.domain.exposure.graph import Graph, build_graph
from vendormgr.domain.exposure.measures import changes_of, measures_of
from vendormgr.domain.index import Index, build_index
from vendormgr.domain.portfolio import Measure
from vendormgr.domain.vocabulary import AttackMode, Controller

NO_ROUNDS = Budget(rounds=0)


def graph_of(estate: Index) -> Graph:
    return build_graph(estate, KINDS)


def estates(count: int, first: int = 0) -> Iterator[Index]:
    """Plain and joint estates with random measures, in which there is something to stop."""
    for seed in islice(filter(exposed, itertools.count(first)), count):
        yield build_index(with_measures(world(seed, joint=seed % 2 == 0), seed))


def exposed(seed: int) -> bool:
    estate = build_index(world(seed, joint=seed % 2 == 0))
    return bool(oracle.pairs(estate, oracle.usable(estate, confirmed=False)))


def own(measure: Measure) -> bool:
    return measure.by in {Controller.HOSPITAL, Controller.JOINT}


@pytest.mark.parametrize("worst_case", [True, False])
@pytest.mark.parametrize("own_only", [True, False])
def test_plans_are_as_cheap_as_the_best_of_all_subsets(own_only: bool, worst_case: bool) -> None:
    for estate in estates(350):
        lines = oracle.usable(estate, confirmed=not worst_case)
        measures = [m for m in estate.portfolio.measures if own(m) or not own_only]
        aim = Aim(own_only=own_only, worst_case=worst_case)
        plan = make_plan(graph_of(estate), aim, measures=measures)
        cost, stuck = oracle.cheapest_plan(estate, lines, measures)
        assert (plan.cost, plan.at_least, set(plan.unstopped)) == (cost, cost, stuck)
        assert plan.is_optimal
        chosen = [step.measure for step in plan.steps]
        assert oracle.pairs(estate, oracle.left_after(lines, chosen)) == stuck


def test_without_recorded_measures_the_plan_is_as_cheap_as_the_fewest_fixes() -> None:
    compared = 0
    for seed in range(300):
        estate = build_index(world(seed, joint=seed % 2 == 0))
        for mode in AttackMode:
            fewest = oracle.fewest_fixes(estate, oracle.plan_starts(estate, mode), lambda _: True)
            if fewest is not None:
                plan = make_plan(graph_of(estate), Aim(modes=(mode,)))
                assert (plan.cost, plan.unstopped) == (fewest, ())
                compared += fewest > 0
    assert compared > 50


@pytest.mark.parametrize("budget", [NO_ROUNDS, Budget(rounds=1), Budget(seconds=0.0)])
def test_a_plan_whose_budget_ended_still_holds_and_tells_its_gap(budget: Budget) -> None:
    for estate in estates(200):
        lines = oracle.usable(estate, confirmed=False)
        measures = estate.portfolio.measures
        plan = make_plan(graph_of(estate), measures=measures, budget=budget)
        cost, stuck = oracle.cheapest_plan(estate, lines, measures)
        assert plan.at_least <= cost <= plan.cost
        left = oracle.left_after(lines, [step.measure for step in plan.steps])
        assert oracle.pairs(estate, left) == stuck


def test_each_step_says_what_it_closes_and_whom_it_stops() -> None:
    for estate in estates(250):
        lines = oracle.usable(estate, confirmed=False)
        plan = make_plan(graph_of(estate))
        taken: list[Measure] = []
        for step in plan.steps:
            before = oracle.left_after(lines, taken)
            taken.append(step.measure)
            after = oracle.left_after(lines, taken)
            stopped = oracle.pairs(estate, before) - oracle.pairs(estate, after)
            assert set(step.stops) == stopped
            closed = {line.id for line in before} - {line.id for line in after}
            assert set(step.closes) <= closed


def test_the_hospitals_own_measures_come_first_and_then_gain_for_cost() -> None:
    for estate in estates(200):
        steps = make_plan(graph_of(estate)).steps
        assert sorted(steps, key=lambda step: not own(step.measure)) == list(steps)


def two_lines(*measures: Measure) -> Graph:
    return graph_of(
        index(
            asset("v1-net", location="external", owner="ehr"),
            asset("v2-net", location="external", owner="caterer"),
            asset("core", core=True),
            connection("v1-net", "core", "c1", "session", always_on=True),
            connection("v2-net", "core", "c2", "session", always_on=True),
            *measures,
        )
    )


def measure(id_: str, *sets: str, cost: int = 1, by: str = "hospital") -> Measure:
    return Measure(id=id_, cost=cost, by=Controller(by), sets=sets)


def test_one_decision_that_closes_both_lines_is_cheaper_than_two() -> None:
    both = measure("gateway", "c1.mfa", "c1.jump_host", "c2.mfa", "c2.jump_host", cost=3)
    one = measure("first", "c1.mfa", "c1.jump_host", cost=2)
    other = measure("second", "c2.mfa", "c2.jump_host", cost=2)
    plan = make_plan(two_lines(both, one, other))
    assert [step.measure.id for step in plan.steps] == ["gateway"]


def test_half_a_fix_is_not_counted_and_vendors_left_are_named() -> None:
    plan = make_plan(two_lines(measure("half", "c1.mfa", "c2.mfa", "c2.jump_host")))
    assert plan.unstopped == (("ehr", "core"),)
    assert plan.steps[0].stops == (("caterer", "core"),)


def test_two_measures_close_together_what_neither_closes_alone() -> None:
    parts = measure("a", "c1.mfa", "c2.mfa"), measure("b", "c1.jump_host", "c2.removed")
    plan = make_plan(two_lines(*parts))
    assert [step.measure.id for step in plan.steps] == ["b", "a"]
    assert plan.unstopped == ()


def test_not_permanent_and_approved_and_two_factors_is_a_way_too() -> None:
    all_three = measure("a", "c1.mfa", "c1.always_on", "c1.approval")
    assert make_plan(two_lines(all_three)).unstopped == (("caterer", "core"),)


def test_measures_on_what_is_gone_or_does_not_matter_are_left_out() -> None:
    plan = make_plan(two_lines(measure("m", "c9.mfa", "c1.edr", "c1.registered")))
    assert (plan.steps, plan.cost) == ((), 0)
    assert plan.unstopped == (("ehr", "core"), ("caterer", "core"))


def test_a_measure_whose_cost_is_not_known_counts_one() -> None:
    plan = make_plan(two_lines(Measure(id="m", sets=("c1.removed",))))
    assert plan.cost == 1


def test_measures_say_what_they_change() -> None:
    changes = changes_of([measure("m", "c1.mfa", "c1.always_on", "c2.removed")])
    assert changes == {"c1.mfa": True, "c1.always_on": False, "c2.removed": True}


def test_single_measures_belong_to_who_controls_the_connection() -> None:
    graph = graph_of(
        index(
            asset("v-net", location="external", owner="ehr"),
            asset("core", core=True),
            connection(
                "v-net",
                "core",
                "c1",
                "session",
                controls={"mfa": True},
                controlled_by=Controller.VENDOR,
            ),
        )
    )
    singles = measures_of(graph, range(len(graph.hops)))
    assert [(one.id, one.by) for one in singles] == [
        ("c1.approval", Controller.VENDOR),
        ("c1.jump_host", Controller.VENDOR),
        ("c1.always_on", Controller.VENDOR),
    ]

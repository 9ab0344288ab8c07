"""The exact solver behind plans, against all subsets."""

from itertools import combinations
from random import Random

from vendormgr.domain.exposure.program import Choice, Program


def test_the_cheapest_choice_agrees_with_all_subsets() -> None:
    draw = Random(1)  # noqa: S311 - not a secret
    for _ in range(150):
        costs = [draw.randint(1, 5) for _ in range(6)]
        demands = [draw.sample(range(6), draw.randint(1, 3)) for _ in range(draw.randint(0, 5))]
        claimed = [draw.sample(range(6), 2) for _ in range(draw.randint(0, 2))]
        program = Program(costs)
        for demand in demands:
            program.demand(demand)
        if claimed:
            # All of one claim, or option 0.
            program.demand([0, program.claim(claimed)])
        best = min(
            sum(costs[n] for n in chosen)
            for size in range(7)
            for chosen in combinations(range(6), size)
            if all(set(demand) & set(chosen) for demand in demands)
            and (not claimed or 0 in chosen or all(set(c) & set(chosen) for c in claimed))
        )
        found = program.solve()
        assert found is not None
        assert (found.cost, found.at_least) == (best, best)


def test_a_demand_that_nothing_meets_has_no_choice() -> None:
    program = Program([1, 2])
    program.demand([])
    assert program.solve() is None


def test_demands_that_exclude_each_other_have_no_choice() -> None:
    program = Program([1, 1])
    program.demand([0])
    program.forbid([0])
    assert program.solve() is None


def test_without_demands_nothing_is_chosen() -> None:
    assert Program([]).solve() == Choice(frozenset(), 0, 0)
    assert Program([3]).solve() == Choice(frozenset(), 0, 0)


def test_what_was_chosen_can_be_forbidden_to_find_the_next() -> None:
    program = Program([1, 1, 1])
    program.demand([0, 1, 2])
    found = set()
    while (choice := program.solve()) is not None and choice.cost == 1:
        found.add(choice.chosen)
        program.forbid(choice.chosen)
    assert found == {frozenset({0}), frozenset({1}), frozenset({2})}


def test_a_bound_is_given_when_time_ends_first() -> None:
    draw = Random(2)  # noqa: S311 - not a secret
    costs = [draw.randint(50, 99) for _ in range(120)]
    program = Program(costs)
    for _ in range(200):
        program.demand(draw.sample(range(120), 5))
    found = program.solve(seconds=0.01)
    assert found is None or 0 <= found.at_least <= found.cost

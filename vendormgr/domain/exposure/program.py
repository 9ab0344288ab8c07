"""Cheapest choices, exactly: a small binary program for HiGHS that can grow row by row."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, gcd, inf, isfinite
from typing import Any

HALF = 0.5
ALMOST = 1e-6
"""HiGHS answers in floating point; costs are whole numbers."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the solver chose."""

    chosen: frozenset[int]
    cost: int
    at_least: int
    """No choice that meets the demands made so far can cost less; equal to cost when proven."""


class Program:
    """Choose among numbered options, each with a whole cost, so that every demand is met."""

    def __init__(self, costs: Sequence[int]) -> None:
        # Loading the solver costs more than most pages, so only a plan pays for it.
        import highspy  # noqa: PLC0415

        self._statuses = highspy.HighsModelStatus
        self._costs = costs
        # Yen by the million would drown the solver's tolerances; most share a large divisor.
        self._unit = gcd(*costs) or 1
        self._size = len(costs)
        self._impossible = False
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("parallel", "off"),
            ("mip_rel_gap", 0.0),
        ):
            self._solver.setOptionValue(option, value)
        places = list(range(self._size))
        self._solver.addVars(self._size, [0.0] * self._size, [1.0] * self._size)
        self._solver.changeColsCost(
            self._size, places, [float(cost // self._unit) for cost in costs]
        )
        whole: Any = [highspy.HighsVarType.kInteger] * self._size
        self._solver.changeColsIntegrality(self._size, places, whole)

    def demand(self, any_of: Iterable[int]) -> None:
        """At least one of these options or claims."""
        places = sorted(set(any_of))
        if not places:
            self._impossible = True
            return
        self._solver.addRow(1.0, inf, len(places), places, [1.0] * len(places))

    def forbid(self, together: Collection[int]) -> None:
        """Not all of these options at once."""
        places = sorted(together)
        limit = len(places) - 1.0
        self._solver.addRow(-inf, limit, len(places), places, [1.0] * len(places))

    def claim(self, demands: Iterable[Collection[int]]) -> int:
        """The number of something that holds only if one of each of these collections does."""
        self._solver.addVar(0.0, 1.0)
        number = self._size
        self._size += 1
        for any_of in demands:
            places = [number, *sorted(set(any_of))]
            weights = [1.0] + [-1.0] * (len(places) - 1)
            self._solver.addRow(-inf, 0.0, len(places), places, weights)
        return number

    def solve(self, *, seconds: float | None = None) -> Choice | None:
        """The cheapest choice; None: the demands cannot all be met, or time ended without one."""
        if self._impossible:
            return None
        if not self._costs:
            return Choice(frozenset(), 0, 0)
        if seconds is not None:
            # HiGHS counts from its first run, not from this one.
            self._solver.setOptionValue("time_limit", self._solver.getRunTime() + seconds)
        self._solver.run()
        status = self._solver.getModelStatus()
        information = self._solver.getInfo()
        if status == self._statuses.kInfeasible or information.primal_solution_status == 0:
            return None
        values = self._solver.getSolution().col_value
        chosen = frozenset(n for n in range(len(self._costs)) if values[n] > HALF)
        cost = sum(self._costs[n] for n in chosen)
        if status == self._statuses.kOptimal:
            return Choice(chosen, cost, cost)
        bound = information.mip_dual_bound
        # Without any bound yet: nothing costs less than nothing.
        at_least = ceil(bound - ALMOST) * self._unit if isfinite(bound) else 0
        return Choice(chosen, cost, max(at_least, 0))

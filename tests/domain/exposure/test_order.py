"""The order of a plan with so many measures that they are ranked once for all."""

import pytest

from tests.domain.exposure.worlds import KINDS
from tests.domain.factories import asset, connection, index, party
from vendormgr.domain.exposure import make_plan, order
from vendormgr.domain.exposure.graph import build_graph
from vendormgr.domain.portfolio import Fact, Measure
from vendormgr.domain.vocabulary import Controller


def titles(*measures: Measure) -> list[str]:
    """Three vendors over a shared gateway, one by itself; all measures are needed."""
    vendors = ("v1", "v2", "v3", "alone")
    facts: list[Fact] = [party(one) for one in vendors]
    facts += [asset(f"{one}-net", location="external", owner=one) for one in vendors]
    facts += [asset("gateway"), asset("core", core=True), asset("other", core=True)]
    facts += [connection(f"{one}-net", "gateway", f"a-{one}", "hatch") for one in vendors[:3]]
    facts += [
        connection("gateway", "core", "shared", "door"),
        connection("alone-net", "other", "single", "door"),
    ]
    plan = make_plan(build_graph(index(*facts, *measures), KINDS))
    return [step.measure.id for step in plan.steps]


def measure(id_: str, line: str, cost: int = 1, by: Controller = Controller.HOSPITAL) -> Measure:
    return Measure(id=id_, cost=cost, by=by, sets=(f"{line}.lock",))


@pytest.fixture(params=[60, 0], ids=["turn by turn", "once for all"])
def _few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "FEW", request.param)


@pytest.mark.usefixtures("_few")
def test_what_most_attackers_come_by_is_first() -> None:
    assert titles(measure("a", "single"), measure("b", "shared")) == ["b", "a"]


@pytest.mark.usefixtures("_few")
def test_the_gain_counts_for_its_cost() -> None:
    assert titles(measure("a", "single"), measure("b", "shared", cost=4)) == ["a", "b"]


@pytest.mark.usefixtures("_few")
def test_the_hospitals_own_come_first_whatever_they_gain() -> None:
    asked = measure("b", "shared", by=Controller.VENDOR)
    assert titles(measure("a", "single"), asked) == ["a", "b"]

"""The easiest path, and what is left after its cheapest stop."""

from collections.abc import Iterator
from itertools import combinations

from tests.domain.exposure import oracle
from tests.domain.exposure.worlds import KINDS, VENDORS, with_measures, world
from tests.domain.factories import asset, connection, index
from vendormgr.domain.exposure import Route, vendor_attacker
from vendormgr.domain.exposure.graph import build_graph
from vendormgr.domain.exposure.measures import cheapest_stop, toolbox
from vendormgr.domain.exposure.routes import effort_of
from vendormgr.domain.index import Index, build_index
from vendormgr.domain.portfolio import Connection, Measure


def effort(line: Connection) -> int:
    return effort_of(line, KINDS[line.kind])


def routes_of(
    estate: Index, vendor: str, measures: tuple[Measure, ...] | None = None
) -> tuple[Route, ...]:
    return vendor_attacker(build_graph(estate, KINDS), KINDS, vendor).routes(measures)


def cases(count: int) -> Iterator[tuple[Index, str]]:
    for seed in range(count):
        estate = build_index(with_measures(world(seed, joint=seed % 3 == 0), seed))
        yield from ((estate, vendor) for vendor in VENDORS)


def test_easiest_paths_agree_with_brute_force() -> None:
    for estate, vendor in cases(1000):
        attacker = vendor_attacker(build_graph(estate, KINDS), KINDS, vendor)
        path = attacker.easiest_path()
        lines = oracle.usable(estate, confirmed=False)
        labels = oracle.best(lines, oracle.owned_by(estate, vendor), effort)
        found = min((labels[c] for c in oracle.cores(estate) if c in labels), default=None)
        assert (path and path.connections) == (found and found[2])


def test_each_route_is_the_easiest_that_the_stops_before_leave() -> None:
    several = 0
    for estate, vendor in cases(600):
        measures = estate.portfolio.measures
        taken: list[Measure] = []
        found = routes_of(estate, vendor, measures)
        several += len(found) > 1
        for route in found:
            left = oracle.left_after(oracle.usable(estate, confirmed=False), taken)
            labels = oracle.best(left, oracle.owned_by(estate, vendor), effort)
            best = min(labels[core] for core in oracle.cores(estate) if core in labels)
            assert route.path.connections == best[2]
            way = [estate.connections[id_] for id_ in route.path.all_connections]
            assert route.effort == sum(map(effort, way))
            assert cost(route.stop) == cheapest(way, measures, taken)
            taken += route.stop
        if not found or found[-1].stop:
            left = oracle.left_after(oracle.usable(estate, confirmed=False), taken)
            assert oracle.is_safe(left, oracle.owned_by(estate, vendor), oracle.cores(estate))
    assert several > 15


def cost(measures: tuple[Measure, ...]) -> int:
    return sum(measure.cost or 0 for measure in measures)


def cheapest(way: list[Connection], measures: tuple[Measure, ...], taken: list[Measure]) -> int:
    """The least cost of measures, besides those taken, that close any hop; 0: none do."""
    rest = [measure for measure in measures if measure not in taken]
    costs = [
        cost(chosen)
        for size in range(1, len(rest) + 1)
        for chosen in combinations(rest, size)
        if len(oracle.left_after(way, [*taken, *chosen])) < len(way)
    ]
    return min(costs, default=0)


def test_controls_in_place_make_a_hop_more_work() -> None:
    bare = connection("a", "b", kind="session", controls={"mfa": False, "logging": None})
    safer = connection(
        "a", "b", kind="session", always_on=False, controls={"mfa": True, "logging": True}
    )
    assert (effort(bare), effort(safer)) == (2, 5)


def test_the_easiest_path_may_be_longer_than_the_shortest() -> None:
    estate = index(
        asset("net", location="external", owner="ehr"),
        asset("middle"),
        asset("core", core=True),
        connection("net", "core", "c1", "spread"),
        connection("net", "middle", "c2", "door"),
        connection("middle", "core", "c3", "door"),
    )
    (easy, hard) = routes_of(estate, "ehr")
    assert easy.path.connections == ("c2", "c3")
    assert [one.id for one in easy.stop] == ["c2.lock"]
    assert hard.path.connections == ("c1",)
    assert [one.id for one in hard.stop] == ["c1.segmented"]


def test_a_path_that_nothing_stops_ends_the_list() -> None:
    estate = index(
        asset("net", location="external", owner="ehr"),
        asset("core", core=True),
        connection("net", "core", "c1", "hatch"),
        connection("net", "core", "c2", "hatch"),
    )
    assert [route.stop for route in routes_of(estate, "ehr")] == [()]


def test_no_more_routes_than_asked_for() -> None:
    estate = index(
        asset("net", location="external", owner="ehr"),
        asset("core", core=True),
        *(connection("net", "core", f"c{n}", "door") for n in range(5)),
    )
    attacker = vendor_attacker(build_graph(estate, KINDS), KINDS, "ehr")
    assert len(attacker.routes(most=3)) == 3
    assert len(attacker.routes()) == 5


def test_measures_that_are_taken_already_cost_nothing_at_the_next_stop() -> None:
    taken = Measure(id="a", cost=1, sets=("c2.mfa",))
    second = Measure(id="b", cost=1, sets=("c2.always_on",))
    estate = index(
        asset("net", location="external", owner="ehr"),
        asset("core", core=True),
        connection("net", "core", "c2", "session", always_on=True),
        taken,
        second,
        Measure(id="c", cost=1, sets=("c2.approval",)),
        Measure(id="d", cost=2, sets=("c2.removed",)),
    )
    graph = build_graph(estate, KINDS)
    tools = toolbox(graph, estate.portfolio.measures, range(len(graph.hops)))
    place = {one.id: n for n, one in enumerate(tools.measures)}
    way = graph.hop_numbers(["c2"])
    held = frozenset({place["a"], place["b"]})
    assert cheapest_stop(tools, way) == {place["d"]}
    assert cheapest_stop(tools, way, held) == {place["c"]}

"""Estates too large for brute force: two ways to the same answer, and no recursion limits."""

import itertools
from random import Random

import pytest

from tests.domain.exposure.worlds import KINDS
from tests.domain.factories import asset, connection, index
from vendormgr.domain.exposure import analyse_exposure
from vendormgr.domain.exposure.cuts import Closing, cuts_of
from vendormgr.domain.exposure.graph import build_graph, cores_of, starts_of
from vendormgr.domain.exposure.search import reach
from vendormgr.domain.exposure.siege import lay_siege
from vendormgr.domain.exposure.spread import spread
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Party
from vendormgr.domain.vocabulary import AttackMode, PartyRole, PathState

BREACH = AttackMode.VENDOR_BREACH


def estate(seed: int, *, size: int = 60, lines: int = 150, joint: float = 0.0) -> Index:
    """Vendors around a hospital full of circles."""
    draw = Random(f"{seed} {size} {joint}")  # noqa: S311 - not a secret
    outside = [f"x{n}" for n in range(size // 4)]
    inside = [f"p{n}" for n in range(size - len(outside))]
    names = [*outside, *inside]
    facts = [
        connection(
            draw.choice(names),
            draw.choice(inside if draw.random() < 0.8 else names),
            f"c{n:04}",
            draw.choice(("door", "hatch")),
            controls=draw.choice(({}, {"lock": False}, {"lock": True})),
            needs=(draw.choice(names),) if draw.random() < joint else (),
        )
        for n in range(lines)
    ]
    return index(
        *(Party(id=f"v{n}", role=PartyRole.VENDOR) for n in range(len(outside))),
        *(asset(name, location="external", owner=f"v{n}") for n, name in enumerate(outside)),
        *(asset(name, core=n < 3) for n, name in enumerate(inside)),
        *facts,
    )


@pytest.mark.parametrize("joint", [0.0, 0.2], ids=["plain", "joint"])
def test_reach_of_all_at_once_is_that_of_one_at_a_time(joint: float) -> None:
    for seed in range(60):
        graph = build_graph(estate(seed, joint=joint), KINDS)
        for layer in (graph.worst, graph.confirmed):
            starts = list(range(15))
            bits = spread(graph, layer, {start: 1 << start for start in starts})
            for start in starts:
                alone = reach(graph, layer, [start])
                assert {n for n, b in enumerate(bits) if b >> start & 1} == {
                    n for n, flag in enumerate(alone) if flag
                }


def test_flow_and_solver_find_the_same_smallest_cuts() -> None:
    compared = 0
    for seed in range(60):
        graph = build_graph(estate(seed, size=40, lines=60), KINDS)
        siege = lay_siege(graph, graph.worst, starts_of(graph, BREACH), cores_of(graph))
        cut = cuts_of(graph, BREACH)
        solver = Closing(siege, {step.hop: 1 for step in siege.steps})
        found, complete = solver.all_cheapest(50)
        assert len(found[0]) == cut.connections
        assert complete == cut.sets_complete
        if complete:
            assert tuple(tuple(graph.hops[hop] for hop in one) for one in found) == cut.sets
            compared += len(found) > 1
    assert compared > 5


def test_a_very_long_chain_and_a_very_long_circle_are_walked() -> None:
    length = 3000
    names = [f"p{n:04}" for n in range(length)]
    chain = index(
        asset("x", location="external", owner="ehr"),
        *(asset(name, core=name == names[-1]) for name in names),
        connection("x", names[0], "c", "hatch"),
        *(connection(a, b, f"c{a}", "hatch") for a, b in itertools.pairwise(names)),
        connection(names[-1], names[0], "back", "hatch"),
        connection(names[-1], names[1], "last", "hatch", needs=(names[5],)),
    )
    exposure = analyse_exposure(chain, KINDS)
    vendor = exposure.vendors["ehr"]
    assert vendor.state is PathState.OPEN
    assert len(vendor.reaches) == length
    assert vendor.path is not None
    assert len(vendor.path.connections) == length


@pytest.mark.parametrize("joint", [0.0, 0.2], ids=["plain", "joint"])
def test_one_table_tells_what_each_vendor_reaches_and_who_reaches_an_asset(joint: float) -> None:
    for seed in range(20):
        exposure = analyse_exposure(estate(seed, joint=joint), KINDS)
        vendors = {name: vendor.reaches for name, vendor in exposure.vendors.items()}
        table = exposure.reach
        assert table.sizes() == {name: len(assets) for name, assets in vendors.items()}
        for asset_id in exposure.graph.assets:
            at = tuple(name for name, assets in vendors.items() if asset_id in assets)
            assert table.vendors_at(asset_id) == at

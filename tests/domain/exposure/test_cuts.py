"""Smallest cuts and fewest fixes, against all subsets and on larger shapes."""

from collections.abc import Callable
from itertools import pairwise, product

import pytest

from tests.domain.exposure import oracle
from tests.domain.exposure.worlds import KINDS, worlds
from tests.domain.factories import asset, connection, index
from vendormgr.domain.exposure import Cuts, OwnCuts, cuts
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Asset, Connection
from vendormgr.domain.vocabulary import AttackMode, Controller

INTERNET = AttackMode.INTERNET


def anyone(_: Connection) -> bool:
    return True


def hospital(line: Connection) -> bool:
    return line.controlled_by in {Controller.HOSPITAL, Controller.JOINT}


def expected(estate: Index, mode: AttackMode) -> Cuts:
    """Brute force over every subset of connections and of control changes."""
    sets = oracle.smallest_cuts(estate, mode, anyone)
    own = oracle.smallest_cuts(estate, mode, hospital)
    return Cuts(
        connections=len(sets[0]) if sets else None,
        sets=tuple(tuple(one) for one in sets or ()),
        sets_complete=True,
        fixes=oracle.fewest_fixes(estate, oracle.starts(estate, mode), anyone),
        hospital_controlled=OwnCuts(
            connections=len(own[0]) if own else None,
            fixes=oracle.fewest_fixes(estate, oracle.starts(estate, mode), hospital),
        ),
    )


@pytest.mark.parametrize("joint", [False, True], ids=["plain", "joint"])
@pytest.mark.parametrize("mode", list(AttackMode))
def test_cuts_agree_with_brute_force(mode: AttackMode, joint: bool) -> None:
    for estate in worlds(600, joint=joint, first=100):
        assert cuts(estate, KINDS, mode) == expected(estate, mode)


def test_fewest_fixes_agree_with_every_set_of_single_changes() -> None:
    compared = 0
    for estate in worlds(800, first=7000):
        if len(estate.connections) <= 6:
            got = cuts(estate, KINDS, INTERNET).fixes
            assert got == oracle.fewest_changes(estate, INTERNET)
            compared += got is not None and got > 0
    assert compared > 15


def test_nothing_to_close_has_one_empty_set() -> None:
    none = Cuts(0, ((),), sets_complete=True, fixes=0, hospital_controlled=OwnCuts(0, 0))
    assert cuts(index(), KINDS, INTERNET) == none
    assert cuts(index(asset("core", core=True)), KINDS, INTERNET) == none


def test_a_core_asset_that_is_a_start_cannot_be_cut_off() -> None:
    estate = index(asset("core", core=True, attacker_start=True))
    assert cuts(estate, KINDS, INTERNET) == Cuts(
        None, (), sets_complete=True, fixes=None, hospital_controlled=OwnCuts(None, None)
    )


def test_what_no_control_closes_has_a_cut_but_no_fix() -> None:
    estate = index(
        asset("net", kind="internet", location="external"),
        asset("core", core=True),
        connection("net", "core", "c1", "hatch", controlled_by=Controller.VENDOR),
    )
    assert cuts(estate, KINDS, INTERNET) == Cuts(
        1, (("c1",),), sets_complete=True, fixes=None, hospital_controlled=OwnCuts(None, None)
    )


def chain(length: int, name: str) -> tuple[list[Asset], list[Connection]]:
    """A row of doors from the internet to the core asset."""
    places = ["net", *(f"{name}{n:04}" for n in range(length - 1)), "core"]
    inner = [asset(place) for place in places[1:-1]]
    doors = [
        connection(a, b, f"{name}-{b}", "door", controlled_by=Controller.HOSPITAL)
        for a, b in pairwise(places)
    ]
    return inner, doors


def chains(count: int, length: int, *extra: Asset | Connection) -> Index:
    """Rows of doors side by side."""
    rows = [chain(length, f"r{n:02}") for n in range(count)]
    facts: list[Asset | Connection] = [*extra]
    for inner, doors in rows:
        facts += [*inner, *doors]
    ends = asset("net", kind="internet", location="external"), asset("core", core=True)
    return index(*ends, *facts)


def test_lists_the_first_fifty_sets_in_order_when_there_are_more() -> None:
    got = cuts(chains(4, 3), KINDS, INTERNET)
    rows = [sorted(door.id for door in chain(3, f"r{n:02}")[1]) for n in range(4)]
    assert got.connections == 4
    assert got.sets == tuple(product(*rows))[:50]
    assert not got.sets_complete


def test_says_that_fifty_sets_are_all() -> None:
    got = cuts(chains(2, 7), KINDS, INTERNET)
    assert (len(got.sets), got.sets_complete) == (49, True)


def test_a_very_long_way_is_no_deeper_recursion() -> None:
    got = cuts(chains(1, 3000), KINDS, INTERNET)
    assert (got.connections, got.fixes, got.sets_complete) == (1, 1, False)


def with_joint_hop(build: Callable[..., Index], *sizes: int) -> Index:
    """The same rows, and a hop that needs a key which is only held at the internet's side."""
    return build(
        *sizes,
        asset("key", kind="credential"),
        connection("net", "key", "k1", "door", controlled_by=Controller.HOSPITAL),
        connection("r000000", "core", "k2", "door", needs=("key",)),
    )


def test_joint_hops_are_cut_at_the_cheapest_of_what_they_need() -> None:
    got = cuts(with_joint_hop(chains, 1, 3), KINDS, INTERNET)
    assert (got.connections, got.sets) == (1, (("r00-r000000",),))


def test_joint_hops_list_fifty_different_smallest_sets_when_there_are_more() -> None:
    estate = with_joint_hop(chains, 5, 3)
    got = cuts(estate, KINDS, INTERNET)
    lines = oracle.usable(estate, confirmed=False)
    assert len(set(got.sets)) == 50
    assert (got.connections, got.sets_complete) == (5, False)
    for one in got.sets:
        assert len(one) == 5
        left = [line for line in lines if line.id not in one]
        assert oracle.is_safe(left, {"net"}, {"core"})

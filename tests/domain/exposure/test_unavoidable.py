"""Assets that no way of an attacker to a core system can do without."""

import pytest

from tests.domain.exposure import oracle
from tests.domain.exposure.worlds import KINDS, worlds
from tests.domain.factories import asset, connection, index
from vendormgr.domain.exposure.field import lay_out, sources_of
from vendormgr.domain.exposure.graph import build_graph, cores_of
from vendormgr.domain.exposure.unavoidable import unavoidable
from vendormgr.domain.index import Index
from vendormgr.domain.vocabulary import AttackMode


def found_in(estate: Index) -> dict[str, set[str]]:
    graph = build_graph(estate, KINDS)
    field = lay_out(graph, graph.worst, sources_of(graph, AttackMode), cores_of(graph))
    return {name: set(assets) for name, assets in unavoidable(field).items()}


@pytest.mark.parametrize("joint", [False, True], ids=["plain", "joint"])
def test_unavoidable_assets_are_those_without_which_no_way_is_left(joint: bool) -> None:
    some = 0
    for estate in worlds(1000, joint=joint):
        lines = oracle.usable(estate, confirmed=False)
        cores = set(oracle.cores(estate))
        expected = {
            name: {
                a
                for a in estate.assets
                if a not in begin and not oracle.held(lines, begin, a) & cores
            }
            for name, begin in oracle.attackers(estate).items()
            if oracle.held(lines, begin) & cores
        }
        assert found_in(estate) == expected
        some += any(len(assets) > 1 for assets in expected.values())
    assert some > 50


def test_a_shared_gateway_is_named_and_a_choice_of_two_is_not() -> None:
    estate = index(
        asset("net", location="external", owner="ehr"),
        *(asset(name) for name in ("gateway", "one", "other")),
        asset("core", core=True),
        connection("net", "gateway", "c1", "door"),
        connection("gateway", "one", "c2", "door"),
        connection("gateway", "other", "c3", "door"),
        connection("one", "core", "c4", "door"),
        connection("other", "core", "c5", "door"),
    )
    assert found_in(estate) == {"ehr": {"gateway", "core"}}

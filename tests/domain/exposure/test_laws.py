"""What must hold however an estate changes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

import pytest

from tests.domain.exposure.worlds import CONTROLS, KINDS, with_measures, world
from tests.domain.factories import asset, catalogue, connection, portfolio, relation
from vendormgr.domain.exposure import (
    UnknownChangeError,
    analyse_exposure,
    apply_changes,
    changes_of,
    cuts,
    make_plan,
)
from vendormgr.domain.exposure.graph import build_graph
from vendormgr.domain.index import build_index
from vendormgr.domain.portfolio import Asset, Connection, Portfolio
from vendormgr.domain.vocabulary import AttackMode, PathState

CATALOGUE = catalogue(*KINDS.values())
RANK = {PathState.CLOSED: 0, PathState.UNVERIFIED: 1, PathState.OPEN: 2}

Levels = Mapping[tuple[str, str], int]


def levels(estate: Portfolio) -> Levels:
    """How bad it is: each core asset per mode, and each vendor with each core asset."""
    exposure = analyse_exposure(build_index(estate), KINDS)
    found = {(t.asset, str(t.mode)): RANK[t.state] for t in exposure.targets}
    for vendor in exposure.vendors.values():
        found |= {(vendor.party, core): RANK[state] for core, state in vendor.cores}
    return found


def is_no_worse(after: Levels, before: Levels) -> bool:
    return all(level <= before.get(key, 0) for key, level in after.items())


def estates(count: int) -> Iterator[tuple[Portfolio, Random]]:
    for seed in range(count):
        estate = with_measures(world(seed, joint=seed % 2 == 0), seed)
        yield estate, Random(seed)  # noqa: S311 - not a secret


def unknown_answers(estate: Portfolio) -> list[str]:
    return [
        f"{line.id}.{name}"
        for line in estate.connections
        for name in (*CONTROLS[line.kind], "always_on")
        if (line.always_on if name == "always_on" else line.controls.get(name)) is None
    ]


def test_answering_in_place_never_raises_and_missing_never_lowers_the_exposure() -> None:
    for estate, draw in estates(600):
        unknown = unknown_answers(estate)
        chosen = draw.sample(unknown, draw.randint(0, len(unknown)))
        before = levels(estate)
        good = {key: not key.endswith("always_on") for key in chosen}
        bad = {key: not value for key, value in good.items()}
        assert is_no_worse(levels(apply_changes(estate, CATALOGUE, good)), before)
        assert is_no_worse(before, levels(apply_changes(estate, CATALOGUE, bad)))


def test_a_measure_never_opens_a_path() -> None:
    for estate, draw in estates(600):
        chosen = draw.sample(estate.measures, draw.randint(0, len(estate.measures)))
        changed = apply_changes(estate, CATALOGUE, _known(estate, changes_of(chosen)))
        assert is_no_worse(levels(changed), levels(estate))


def _known(estate: Portfolio, changes: Mapping[str, bool | None]) -> dict[str, bool | None]:
    there = {line.id for line in estate.connections}
    return {key: value for key, value in changes.items() if key.split(".")[0] in there}


def test_carrying_out_the_plan_leaves_only_what_it_says_is_left() -> None:
    for estate, _ in estates(400):
        plan = make_plan(build_graph(build_index(estate), KINDS), measures=estate.measures)
        changes = changes_of(step.measure for step in plan.steps)
        exposure = analyse_exposure(build_index(apply_changes(estate, CATALOGUE, changes)), KINDS)
        left = {
            (vendor.party, core) for vendor in exposure.vendors.values() for core, _ in vendor.cores
        }
        named = {(name, core) for name, core in plan.unstopped if name in exposure.vendors}
        assert left == named


def test_costs_in_yen_give_the_same_plan_as_costs_in_units() -> None:
    for estate, _ in estates(200):
        graph = build_graph(build_index(estate), KINDS)
        plan = make_plan(graph, measures=estate.measures)
        dear = [replace(one, cost=(one.cost or 0) * 12_345_678) for one in estate.measures]
        in_yen = make_plan(graph, measures=dear)
        assert (in_yen.cost, in_yen.at_least) == (plan.cost * 12_345_678, plan.cost * 12_345_678)
        assert [s.measure.id for s in in_yen.steps] == [s.measure.id for s in plan.steps]


def renamed(estate: Portfolio, mark: str) -> Portfolio:
    """The same estate with other ids for everything but the parties that are not its vendors."""

    def asset_of(one: Asset) -> Asset:
        owner = f"{mark}{one.owner}" if one.owner in {"v1", "v2"} else one.owner
        return replace(one, id=f"{mark}{one.id}", owner=owner)

    def line_of(one: Connection) -> Connection:
        return replace(
            one,
            id=f"{mark}{one.id}",
            from_=f"{mark}{one.from_}",
            to=f"{mark}{one.to}",
            needs=tuple(f"{mark}{need}" for need in one.needs),
        )

    vendors = (one for one in estate.parties if one.id in {"v1", "v2"})
    return portfolio(
        *(replace(one, id=f"{mark}{one.id}") for one in vendors),
        *map(asset_of, estate.assets),
        *map(line_of, estate.connections),
    )


def test_two_hospitals_merged_are_the_union() -> None:
    for seed in range(300):
        one = renamed(world(seed, joint=seed % 2 == 0), "a")
        other = renamed(world(seed + 1, joint=seed % 2 == 0), "b")
        parties = {party.id: party for party in (*one.parties, *other.parties)}
        both = portfolio(
            *parties.values(), *one.assets, *other.assets, *one.connections, *other.connections
        )
        assert levels(both) == {**levels(one), **levels(other)}
        for mode in AttackMode:
            sizes = [cuts(build_index(e), KINDS, mode) for e in (one, other, both)]
            numbers = [size.connections for size in sizes]
            if None not in numbers:
                first, second, together = (n or 0 for n in numbers)
                assert together == first + second
                assert len(sizes[2].sets) == min(50, len(sizes[0].sets) * len(sizes[1].sets))


def test_the_order_of_the_document_does_not_matter() -> None:
    for estate, draw in estates(300):
        assets, lines = list(estate.assets), list(estate.connections)
        draw.shuffle(assets)
        draw.shuffle(lines)
        measures = draw.sample(estate.measures, len(estate.measures))
        mixed = portfolio(*reversed(estate.parties), *assets, *lines, *measures)
        before, after = (analyse_exposure(build_index(one), KINDS) for one in (estate, mixed))
        paths = {(t.asset, t.mode): t.path for t in before.targets}
        assert {(t.asset, t.mode): t.path for t in after.targets} == paths
        for vendor, exposure in before.vendors.items():
            assert after.vendors[vendor].path == exposure.path
        for mode in AttackMode:
            cut, other = (cuts(build_index(one), KINDS, mode) for one in (estate, mixed))
            assert cut == other
        plan, same = (make_plan(build_graph(build_index(one), KINDS)) for one in (estate, mixed))
        assert [step.measure for step in plan.steps] == [step.measure for step in same.steps]


LINE = connection("net", "core", "c1", "session", always_on=True, registered=False)
SMALL = portfolio(
    asset("net", location="external", owner="ehr"),
    asset("core", core=True, controls={"mfa": False}),
    LINE,
    relation("hospital", "ehr", "r1"),
)


@pytest.mark.parametrize(
    ("key", "value", "changed"),
    [
        ("c1.mfa", True, {"controls": {"mfa": True}}),
        ("c1.mfa", None, {"controls": {"mfa": None}}),
        ("c1.always_on", False, {"always_on": False}),
        ("c1.on_demand", True, {"always_on": False}),
        ("c1.on_demand", None, {"always_on": None}),
        ("c1.registered", None, {"registered": None}),
        ("c1.removed", True, {"controls": {"removed": True}}),
    ],
)
def test_a_what_if_changes_an_answer_of_a_connection(
    key: str, value: bool | None, changed: dict[str, object]
) -> None:
    after = apply_changes(SMALL, CATALOGUE, {key: value})
    assert after.connections == (replace(LINE, **changed),)  # type: ignore[arg-type]
    assert replace(after, connections=SMALL.connections) == SMALL


def test_a_what_if_changes_a_control_of_an_asset_and_answers_of_a_relation() -> None:
    changes = {"core.mfa": True, "r1.consent": False, "r1.flowdown": True}
    after = apply_changes(SMALL, CATALOGUE, changes)
    assert after.assets[1].controls == {"mfa": True}
    assert (after.relations[0].consent, after.relations[0].flowdown) == (False, True)
    assert SMALL.relations[0].consent is None


@pytest.mark.parametrize(
    "key", ["c1", "c1.", "c9.mfa", "c1.moat", "core.always_on", "r1.mfa", "hospital.mfa", ".mfa"]
)
def test_a_what_if_that_fits_nothing_is_named(key: str) -> None:
    with pytest.raises(UnknownChangeError) as error:
        apply_changes(SMALL, CATALOGUE, {"c1.mfa": True, key: True})
    assert error.value.key == key

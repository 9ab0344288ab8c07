"""What an attacker reaches: against brute force on small random estates, and worked cases."""

import pytest

from tests.domain.exposure import oracle
from tests.domain.exposure.worlds import KINDS, VENDORS, worlds
from tests.domain.factories import asset, connection, index, party
from vendormgr.domain.exposure import Exposure, analyse_exposure
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import AttackMode, Location, PathState, VendorPath

PLAIN, JOINT = 1000, 1000
MODES = tuple(AttackMode)


def expected_state(index: Index, begin: set[str], core: str) -> PathState:
    """Brute force for one core asset."""
    if core in oracle.held(oracle.usable(index, confirmed=True), begin):
        return PathState.OPEN
    if core in oracle.held(oracle.usable(index, confirmed=False), begin):
        return PathState.UNVERIFIED
    return PathState.CLOSED


@pytest.fixture(scope="module", params=["plain", "joint"])
def analysed(request: pytest.FixtureRequest) -> list[tuple[Index, Exposure]]:
    """Random estates with what the engine says of them."""
    joint = request.param == "joint"
    estates = worlds(JOINT if joint else PLAIN, joint=joint)
    return [(estate, analyse_exposure(estate, KINDS)) for estate in estates]


def test_states_of_core_assets_agree_with_brute_force(
    analysed: list[tuple[Index, Exposure]],
) -> None:
    for estate, exposure in analysed:
        for mode in MODES:
            begin = oracle.starts(estate, mode)
            got = {t.asset: t.state for t in exposure.targets if t.mode is mode}
            judged = [
                a.id
                for a in estate.assets.values()
                if a.core and (a.location is Location.HOSPITAL or mode is AttackMode.INTERNET)
            ]
            assert got == {core: expected_state(estate, begin, core) for core in judged}


def test_reachable_assets_agree_with_brute_force(analysed: list[tuple[Index, Exposure]]) -> None:
    for estate, exposure in analysed:
        lines = oracle.usable(estate, confirmed=False)
        for mode in MODES:
            begin = oracle.starts(estate, mode)
            assert set(exposure.reachable[mode]) == oracle.held(lines, begin) - begin


def test_shortest_paths_agree_with_brute_force(analysed: list[tuple[Index, Exposure]]) -> None:
    for estate, exposure in analysed:
        for target in exposure.targets:
            if target.state is PathState.CLOSED:
                assert target.path is None
                continue
            lines = oracle.usable(estate, confirmed=target.state is PathState.OPEN)
            label = oracle.best(lines, oracle.starts(estate, target.mode))[target.asset]
            assert target.path is not None
            assert target.path.connections == label[2]


def test_shortest_paths_are_the_first_of_all_simple_paths() -> None:
    for estate in worlds(400, first=5000):
        for target in analyse_exposure(estate, KINDS).targets:
            lines = oracle.usable(estate, confirmed=target.state is PathState.OPEN)
            ways = [
                way
                for begin in oracle.starts(estate, target.mode)
                for way in oracle.simple_paths(lines, begin, target.asset)
            ]
            first = min(ways, key=lambda way: (len(way), way), default=None)
            assert (target.path and target.path.connections) == first


def test_paths_start_at_a_start_and_hold_what_each_hop_needs(
    analysed: list[tuple[Index, Exposure]],
) -> None:
    for estate, exposure in analysed:
        for target in exposure.targets:
            if target.path is None:
                continue
            begin = oracle.starts(estate, target.mode)
            assert target.path.assets[0] in begin
            holds = set(begin)
            for hop in exposure.hops(target.path):
                assert {hop.from_, *hop.needs} <= holds
                assert hop.state is not PathState.CLOSED
                holds.add(hop.to)
            assert target.asset in holds


def test_what_vendors_reach_agrees_with_brute_force(
    analysed: list[tuple[Index, Exposure]],
) -> None:
    for estate, exposure in analysed:
        targets = oracle.cores(estate)
        lines = oracle.usable(estate, confirmed=False)
        for vendor in VENDORS:
            begin = oracle.owned_by(estate, vendor)
            got = exposure.vendors[vendor]
            states = {core: expected_state(estate, begin, core) for core in targets}
            assert dict(got.cores) == {
                core: state for core, state in states.items() if state is not PathState.CLOSED
            }
            assert set(got.reaches) == oracle.held(lines, begin) - begin


def test_vendor_paths_are_the_shortest_to_any_core(
    analysed: list[tuple[Index, Exposure]],
) -> None:
    for estate, exposure in analysed:
        for vendor in VENDORS:
            got = exposure.vendors[vendor]
            begin = oracle.owned_by(estate, vendor)
            lines = oracle.usable(estate, confirmed=got.state is PathState.OPEN)
            labels = oracle.best(lines, begin)
            found = min((labels[c] for c in oracle.cores(estate) if c in labels), default=None)
            assert (got.path and got.path.connections) == (found and found[2])


def test_a_core_asset_that_is_a_start_is_open_and_its_path_is_itself() -> None:
    estate = index(asset("core", core=True, attacker_start=True))
    target = analyse_exposure(estate, KINDS).target("core", AttackMode.INTERNET)
    assert target is not None
    assert target.state is PathState.OPEN
    assert target.path is not None
    assert (target.path.assets, target.path.connections) == (("core",), ())


def test_a_vendors_own_equipment_in_the_hospital_counts_for_the_vendor() -> None:
    estate = index(
        asset("lte-router", kind="device", owner="ehr"),
        asset("core", core=True),
        connection("lte-router", "core", "c1", "hatch"),
    )
    exposure = analyse_exposure(estate, KINDS)
    vendor = exposure.vendors["ehr"]
    assert (vendor.state, vendor.cores) == (PathState.OPEN, (("core", PathState.OPEN),))
    assert vendor.path is not None
    assert vendor.path.assets == ("lte-router", "core")
    breach = exposure.target("core", AttackMode.VENDOR_BREACH)
    assert breach is not None
    assert breach.state is PathState.CLOSED, "the scenarios begin outside the hospital only"


def test_a_vendor_that_owns_the_core_asset_itself_needs_no_way_to_it() -> None:
    estate = index(
        asset("vendor-net", location="external", owner="ehr"),
        asset("core", core=True, owner="ehr"),
        connection("vendor-net", "core", "c1", "hatch"),
    )
    path = analyse_exposure(estate, KINDS).vendors["ehr"].path
    assert path is not None
    assert (path.assets, path.connections) == (("core",), ())


def test_a_core_asset_outside_is_judged_from_the_internet_only() -> None:
    estate = index(asset("saas-db", location="external", owner="ehr", core=True))
    exposure = analyse_exposure(estate, KINDS)
    assert [(t.asset, t.mode) for t in exposure.targets] == [("saas-db", AttackMode.INTERNET)]


def test_a_hop_that_needs_a_credential_is_open_only_once_the_credential_is_held() -> None:
    facts: list[Fact] = [
        asset("vendor-net", location="external", owner="ehr"),
        asset("server"),
        asset("admin-password", kind="credential"),
        asset("core", core=True),
        connection("vendor-net", "server", "c1", "hatch"),
        connection("server", "core", "c2", "hatch", needs=("admin-password",)),
    ]
    closed = analyse_exposure(index(*facts), KINDS)
    stolen = connection("server", "admin-password", "c3", "hatch")
    opened = analyse_exposure(index(*facts, stolen), KINDS)
    assert closed.vendors["ehr"].state is PathState.CLOSED
    path = opened.vendors["ehr"].path
    assert path is not None
    assert [(h.connection, h.serves) for h in opened.hops(path)] == [
        ("c1", None),
        ("c3", "admin-password"),
        ("c2", None),
    ]


def test_a_need_that_only_leads_back_to_itself_opens_nothing() -> None:
    estate = index(
        asset("vendor-net", location="external", owner="ehr"),
        asset("key", kind="credential"),
        asset("core", core=True),
        connection("vendor-net", "core", "c1", "hatch", needs=("key",)),
        connection("core", "key", "c2", "hatch"),
    )
    assert analyse_exposure(estate, KINDS).vendors["ehr"].state is PathState.CLOSED


def test_every_vendor_is_listed_even_without_assets() -> None:
    exposure = analyse_exposure(index(party("cleaner")), KINDS)
    assert exposure.vendors["cleaner"].state is PathState.CLOSED
    assert exposure.vendors["cleaner"].reaches == ()
    assert "hospital" not in exposure.vendors


@pytest.mark.parametrize(
    ("listed", "with_line", "standing"),
    [
        (None, False, VendorPath.NOT_ASKED),
        (True, False, VendorPath.CLOSED),
        (False, False, VendorPath.NOT_ASKED),
        (None, True, VendorPath.CLOSED),
        (True, True, VendorPath.CLOSED),
        (False, True, VendorPath.NOT_ASKED),
    ],
)
def test_a_vendor_is_closed_only_where_its_lines_were_asked_for(
    listed: bool | None, with_line: bool, standing: VendorPath
) -> None:
    facts: list[Fact] = [
        party("caterer", lines_listed=listed),
        asset("kitchen", location="external", owner="caterer"),
        asset("core", core=True),
    ]
    if with_line:
        facts.append(connection("kitchen", "core", "c1", "door", controls={"lock": True}))
    vendor = analyse_exposure(index(*facts), KINDS).vendors["caterer"]
    assert (vendor.state, vendor.standing) == (PathState.CLOSED, standing)


@pytest.mark.parametrize(("lock", "standing"), [(False, "open"), (None, "unverified")])
def test_a_way_that_is_known_counts_whatever_was_asked(lock: bool | None, standing: str) -> None:
    estate = index(
        party("caterer", lines_listed=False),
        asset("kitchen", location="external", owner="caterer"),
        asset("core", core=True),
        connection("kitchen", "core", "c1", "door", controls={"lock": lock}),
    )
    assert analyse_exposure(estate, KINDS).vendors["caterer"].standing == standing


def test_a_path_keeps_its_id_when_other_connections_come_and_go() -> None:
    facts: list[Fact] = [
        asset("vendor-net", location="external", owner="ehr"),
        asset("core", core=True),
        connection("vendor-net", "core", "c1", "hatch"),
    ]
    before = analyse_exposure(index(*facts), KINDS).vendors["ehr"].path
    more: list[Fact] = [asset("other"), connection("core", "other", "c0", "hatch")]
    after = analyse_exposure(index(*facts, *more), KINDS).vendors["ehr"].path
    assert before is not None
    assert after is not None
    assert before.id == after.id


@pytest.mark.parametrize(
    ("kind", "initiator", "state"),
    [
        ("hatch", "hospital", PathState.CLOSED),
        ("hatch", "ehr", PathState.OPEN),
        ("hatch", None, PathState.OPEN),
        ("agent_channel", "hospital", PathState.OPEN),
    ],
)
def test_what_the_hospital_opens_is_a_way_in_only_as_a_channel_for_commands(
    kind: str, initiator: str | None, state: PathState
) -> None:
    controls = {"signed": False, "restricted": False}
    estate = index(
        asset("vendor-net", location="external", owner="ehr"),
        asset("core", core=True),
        connection("vendor-net", "core", "c1", kind, initiator=initiator, controls=controls),
    )
    assert analyse_exposure(estate, KINDS).vendors["ehr"].state is state

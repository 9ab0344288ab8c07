"""What several core assets have in common behind them."""

from tests.domain.exposure import oracle
from tests.domain.exposure.worlds import KINDS, worlds
from tests.domain.factories import asset, connection, index, service
from vendormgr.domain.exposure import Concentration, Tag, concentrations
from vendormgr.domain.exposure.graph import build_graph
from vendormgr.domain.index import Index


def found_in(estate: Index) -> dict[tuple[Tag, str], Concentration]:
    return {(c.tag, c.name): c for c in concentrations(build_graph(estate, KINDS))}


def test_core_assets_behind_each_tag_agree_with_brute_force() -> None:
    for seed_joint in (False, True):
        for estate in worlds(400, joint=seed_joint):
            sure = oracle.usable(estate, confirmed=True)
            lines = oracle.usable(estate, confirmed=False)
            for one in found_in(estate).values():
                reached = oracle.held(lines, one.assets).intersection(oracle.cores(estate))
                certain = oracle.held(sure, one.assets)
                assert dict(one.cores) == {
                    core: "open" if core in certain else "unverified" for core in reached
                }


def test_device_models_and_vendors_are_found_with_all_that_carries_them() -> None:
    for estate in worlds(300):
        found = found_in(estate)
        assets = estate.assets.values()
        for model in ("m1", "m2"):
            named = tuple(a.id for a in assets if a.device_model == model)
            assert (found[Tag.DEVICE_MODEL, model].assets if named else ()) == named
        for vendor in ("v1", "v2"):
            named = tuple(a.id for a in assets if vendor in {a.owner, a.maintained_by})
            assert (found[Tag.VENDOR, vendor].assets if named else ()) == named


def test_a_platform_stands_behind_the_services_on_it_however_deep() -> None:
    estate = index(
        service("iaas", model="iaas"),
        service("paas", model="paas", runs_on="iaas"),
        service("app", runs_on="paas"),
        service("alone"),
        asset("host", location="external", service="iaas"),
        asset("core", core=True, service="app"),
        asset("other", core=True, service="alone"),
    )
    found = found_in(estate)
    assert {name: one.assets for (tag, name), one in found.items() if tag is Tag.PLATFORM} == {
        "iaas": ("host", "core"),
        "paas": ("core",),
    }


def test_services_that_run_on_each_other_are_walked_once() -> None:
    estate = index(
        service("one", runs_on="other"),
        service("other", runs_on="one"),
        asset("a", service="one"),
    )
    assert {name for _, name in found_in(estate)} == {"one", "other"}


def test_a_shared_credential_stands_behind_what_it_opens() -> None:
    estate = index(
        asset("server"),
        asset("password", kind="credential"),
        *(asset(f"core{n}", core=True) for n in range(3)),
        connection("server", "core0", "c0", "hatch", needs=("password",)),
        connection("server", "core1", "c1", "hatch", needs=("password",)),
        connection("server", "core2", "c2", "hatch"),
    )
    shared = found_in(estate)[Tag.CREDENTIAL, "password"]
    assert [core for core, _ in shared.cores] == ["core0", "core1"]


def test_a_line_stands_behind_what_its_connections_lead_to_and_closed_ones_do_not_count() -> None:
    estate = index(
        asset("net", location="external", owner="ehr"),
        asset("core", core=True),
        connection("net", "core", "c1", "door", line="閉域網A"),
        connection("net", "core", "c2", "door", line="閉域網B", controls={"lock": True}),
    )
    lines = {name: one for (tag, name), one in found_in(estate).items() if tag is Tag.LINE}
    assert {name: [core for core, _ in one.cores] for name, one in lines.items()} == {
        "閉域網A": ["core"]
    }


def test_what_most_core_assets_depend_on_comes_first() -> None:
    for estate in worlds(200):
        sizes = [len(one.cores) for one in concentrations(build_graph(estate, KINDS))]
        assert sizes == sorted(sizes, reverse=True)

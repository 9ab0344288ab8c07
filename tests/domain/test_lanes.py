"""The picture of the ways in: what it shows, where things stand, and that no line misleads."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.exposure.worlds import KINDS, worlds
from tests.domain.factories import CATERER, EHR, TODAY, asset, connection, index, party
from vendormgr.domain.exposure import Exposure, analyse_exposure
from vendormgr.domain.index import Index, build_index
from vendormgr.domain.lanes import BOX_WIDTH, captions, draw
from vendormgr.domain.lanes_picture import FONT, Box, Line, Picture, Point
from vendormgr.domain.lanes_scene import Lane, Part, Scene, scene_of_vendor
from vendormgr.domain.lanes_text import lines_of, width_of
from vendormgr.domain.vocabulary import PartyRole, PathState
from vendormgr.exchange.demo import demo_portfolio
from vendormgr.exchange.seed import load_catalogue

SEEDS = 150


def scene(estate: Index, vendor: str) -> Scene:
    return scene_of_vendor(exposure_of(estate), KINDS, vendor)


def exposure_of(estate: Index) -> Exposure:
    return analyse_exposure(estate, KINDS)


def picture(estate: Index, vendor: str) -> Picture:
    return draw(scene(estate, vendor), captions(estate))


def pictures() -> Iterator[tuple[Index, str, Picture]]:
    for joint in (False, True):
        for estate in worlds(SEEDS, joint=joint):
            for vendor in ("v1", "v2"):
                if vendor in estate.parties:
                    yield estate, vendor, picture(estate, vendor)


def points_on(line: Line) -> Iterator[Point]:
    """Points along the line, close enough to find any box that it runs through."""
    at = line.start
    for end, bend, other in line.curves:
        for step in range(21):
            share = step / 20
            if bend is None or other is None:
                yield Point(at.x + (end.x - at.x) * share, at.y + (end.y - at.y) * share)
            else:
                rest = 1 - share
                weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
                corners = (at, bend, other, end)
                yield Point(
                    sum(w * c.x for w, c in zip(weights, corners, strict=True)),
                    sum(w * c.y for w, c in zip(weights, corners, strict=True)),
                )
        at = end


def is_inside(point: Point, box: Box) -> bool:
    across = box.x + 1 < point.x < box.x + box.width - 1
    return across and box.y + 1 < point.y < box.y + box.height - 1


def test_no_line_runs_through_any_box() -> None:
    seen = 0
    for _, vendor, drawn in pictures():
        for line in drawn.lines:
            seen += 1
            for point in points_on(line):
                hit = [box.asset for box in drawn.boxes if is_inside(point, box)]
                assert not hit, (vendor, line.connection, hit)
    assert seen > 500


def test_boxes_do_not_touch_and_stay_on_the_sheet() -> None:
    for _, _, drawn in pictures():
        for one, other in combinations(drawn.boxes, 2):
            beside = one.x + one.width <= other.x or other.x + other.width <= one.x
            above = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert beside or above
        for box in drawn.boxes:
            assert box.x >= 0
            assert box.x + box.width <= drawn.width
            assert box.y >= 0
            assert box.y + box.height <= drawn.height


def test_the_same_estate_gives_the_same_picture() -> None:
    for first, second in zip(pictures(), pictures(), strict=True):
        assert first[2] == second[2]


def test_every_core_system_that_the_vendor_reaches_stands_at_the_end_of_a_way() -> None:
    for estate, vendor, drawn in pictures():
        cores = exposure_of(estate).vendors[vendor].cores
        assert {path.assets[-1] for path in drawn.scene.paths} == {core for core, _ in cores}
        shown = {line.connection for line in drawn.scene.lines}
        for path in drawn.scene.paths:
            assert shown.issuperset(path.all_connections)
            assert {box.asset for box in drawn.boxes}.issuperset(path.assets)


def test_a_confirmed_way_is_drawn_over_open_lines_only() -> None:
    for estate, vendor, drawn in pictures():
        states = dict(exposure_of(estate).vendors[vendor].cores)
        known = exposure_of(estate).connections
        for path in drawn.scene.paths:
            used = {known[one].state for one in path.all_connections}
            if states[path.assets[-1]] is PathState.OPEN:
                assert used <= {PathState.OPEN}
            else:
                assert PathState.CLOSED not in used


def test_each_line_has_one_number_and_ends_at_its_box() -> None:
    for _, _, drawn in pictures():
        boxes = {box.asset: box for box in drawn.boxes}
        numbers = [line.number for line in drawn.lines if line.number is not None]
        assert sorted(numbers) == list(range(1, len(drawn.scene.lines) + 1))
        for line in drawn.lines:
            if line.number is None:
                continue
            wanted = drawn.scene.lines[line.number - 1]
            assert (line.connection, line.head) == (wanted.connection, wanted.head)
            tip, box = line.arrow[0], boxes[line.head]
            assert tip.x in {box.x, box.x + box.width}
            assert box.y <= tip.y <= box.y + box.height


def test_a_hop_that_needs_two_things_joins_them_in_one_point() -> None:
    estate = index(
        asset("pc", location="external", owner=CATERER),
        asset("meal"),
        asset("servers", kind="segment"),
        asset("admin", kind="credential"),
        asset("ehr", core=True),
        asset("pacs", core=True),
        connection("pc", "meal", "a", "door"),
        connection("meal", "servers", "b", "door"),
        connection("meal", "admin", "c", "door"),
        connection("servers", "ehr", "d", "door", needs=("admin",), controls={"lock": False}),
        connection("servers", "pacs", "e", "door", needs=("admin",), controls={"lock": False}),
    )
    drawn = picture(estate, CATERER)
    assert len(drawn.joints) == 1
    ends = [line for line in drawn.lines if line.number is None]
    assert {line.tail for line in ends} == {"servers", "admin"}
    joint = drawn.joints[0]
    lanes = {box.asset: box.x for box in drawn.boxes}
    assert lanes["servers"] + BOX_WIDTH < joint.x < lanes["ehr"]
    assert drawn.scene.assets["admin"] is Lane.SEGMENT


def test_lanes_follow_the_role_of_each_asset() -> None:
    estate = index(
        party("deep", role=PartyRole.SUBVENDOR),
        asset("net", kind="internet", location="external"),
        asset("sub-pc", location="external", owner="deep"),
        asset("vpn", kind="device", location="external", owner=CATERER),
        asset("center", location="external", owner=CATERER),
        asset("meal"),
        asset("ehr", core=True),
        asset("backup"),
        connection("net", "vpn", "a", "door"),
        connection("vpn", "center", "b", "door"),
        connection("sub-pc", "center", "c", "door"),
        connection("center", "meal", "d", "door"),
        connection("meal", "ehr", "e", "door"),
        connection("ehr", "backup", "f", "door"),
    )

    drawn = picture(estate, CATERER)
    assert drawn.scene.assets == {
        "net": Lane.OUTSIDE,
        "sub-pc": Lane.SUBCONTRACTOR,
        "vpn": Lane.DEVICE,
        "center": Lane.VENDOR_SERVER,
        "meal": Lane.ENTRY,
        "ehr": Lane.CORE,
        "backup": Lane.BEYOND,
    }
    order = [head.lane for head in drawn.heads]
    assert order == sorted(order)
    parts = {line.connection: line.part for line in drawn.scene.lines}
    assert parts["a"] is parts["b"] is parts["c"] is Part.UPSTREAM
    assert parts["f"] is Part.BEYOND


def test_a_closed_line_is_shown_but_leads_nowhere() -> None:
    estate = index(
        asset("pc", location="external", owner=EHR),
        asset("ehr", core=True),
        connection("pc", "ehr", "shut", "door", line_party=EHR, controls={"lock": True}),
    )
    found = scene(estate, EHR)
    assert [(line.connection, line.part) for line in found.lines] == [("shut", Part.CLOSED)]
    assert found.first == frozenset()


def test_another_vendors_line_to_what_it_maintains_is_not_drawn() -> None:
    estate = index(
        asset("pc", location="external", owner=CATERER),
        asset("inbox", maintained_by=EHR),
        connection("pc", "inbox", "theirs", "door", line_party=CATERER),
    )
    assert scene(estate, EHR).lines == ()
    assert [line.connection for line in scene(estate, CATERER).lines] == ["theirs"]


def test_too_many_lines_are_counted_not_lost() -> None:
    outside = [asset(f"pc{n}", location="external", owner=EHR) for n in range(80)]
    lines = [connection(f"pc{n}", "inside", f"l{n:02}", "door") for n in range(80)]
    found = scene(index(asset("inside"), *outside, *lines), EHR)
    assert (len(found.lines), found.left_out) == (60, 20)


def test_lines_between_the_same_two_places_are_drawn_a_few_times_only() -> None:
    outside = asset("pc", location="external", owner=EHR)
    lines = [connection("pc", "inside", f"l{n:02}", "door") for n in range(9)]
    found = scene(index(asset("inside"), outside, *lines), EHR)
    assert (len(found.lines), found.left_out) == (5, 4)


def test_a_vendor_without_anything_gives_an_empty_picture() -> None:
    drawn = picture(index(), EHR)
    assert (drawn.boxes, drawn.lines, drawn.joints) == ((), (), ())


@given(st.text(max_size=60))
def test_a_name_fits_its_box_and_is_cut_only_where_it_says_so(name: str) -> None:
    room = BOX_WIDTH / FONT
    lines = lines_of(name, room, 3)
    assert 1 <= len(lines) <= 3
    assert all(width_of(line) <= room + 0.1 for line in lines)
    kept = "".join("".join(lines).split())
    whole = "".join(name.split())
    assert kept == whole or kept.endswith("…")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("MRI会社 遠隔監視サーバ", ("MRI会社", "遠隔監視サーバ")),
        ("電子カルテ基幹サーバ", ("電子カルテ基幹", "サーバ")),
        ("管理者ID・パスワード", ("管理者ID・", "パスワード")),
        ("PACS", ("PACS",)),
    ],
)
def test_names_break_between_words(name: str, lines: tuple[str, ...]) -> None:
    assert lines_of(name, 9, 3) == lines


def test_every_vendor_of_the_demo_is_drawn() -> None:
    catalogue = load_catalogue()
    estate = build_index(demo_portfolio(catalogue, TODAY))
    found = analyse_exposure(estate, catalogue.kinds)
    for vendor in found.vendors:
        drawn = draw(scene_of_vendor(found, catalogue.kinds, vendor), captions(estate))
        assert len(drawn.boxes) == len(drawn.scene.assets)

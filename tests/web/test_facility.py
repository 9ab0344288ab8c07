"""施設: places of the hospital, beside its own entry."""

from collections.abc import Callable

import pytest

from tests.web.browse import fill_in, follow
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Facility, Portfolio
from vendormgr.store import record as store
from vendormgr.store.engine import Database

EDIT = "/facilities/main-house/edit"


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


def test_the_list_shows_the_hospital_and_its_places(planner: Visitor) -> None:
    page = planner.get("/facilities").text
    for shown in ("試験病院", "本院", "400"):
        assert shown in page


@pytest.mark.parametrize(
    ("typed", "beds"), [("４００", 400), ("1,200", 1200), ("", None), ("0", 0)]
)
def test_beds_are_read_in_any_width(
    planner: Visitor, database: Database, typed: str, beds: int | None
) -> None:
    fill_in(planner, EDIT, beds=typed)
    with database.reading() as session:
        stored = store.find(session, Facility, "main-house")
    assert stored is not None
    assert stored.fact.beds == beds


@pytest.mark.parametrize("typed", ["多い", "1.5", "-1", "10001", "1e3", "二百"])
def test_beds_that_are_no_number_are_refused(planner: Visitor, typed: str) -> None:
    _, answer = fill_in(planner, EDIT, beds=typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text


def test_archiving_a_facility_tells_which_systems_lose_it(planner: Visitor) -> None:
    page = planner.get("/facilities/main-house/archive").text
    assert "情報システム：電子カルテ" in page
    fill_in(planner, "/facilities/main-house/archive")
    assert "未登録" in planner.get("/systems/ehr-system").text


def test_a_facility_has_its_place_in_the_list(planner: Visitor) -> None:
    assert planner.get("/facilities/main-house").location == "/facilities"


def test_an_empty_list_says_what_to_record(planner: Visitor) -> None:
    fill_in(planner, "/facilities/main-house/archive")
    assert "まだ施設がありません" in follow(planner, planner.get("/facilities")).text


def test_who_may_not_change_facilities_sees_them_without_links(
    signed_in: Callable[[Role], Visitor],
) -> None:
    page = signed_in(Role.CONTRACTS).get("/facilities").text
    assert "本院" in page
    assert EDIT not in page
    assert "/facilities/new" not in page

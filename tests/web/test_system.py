"""情報システム: who leads between several vendors, and what falls between them."""

from collections.abc import Callable

import pytest

from tests.domain.factories import CATERER, EHR, service
from tests.web.browse import fill_in
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Portfolio, System
from vendormgr.store import record as store
from vendormgr.store.engine import Database

SECOND = service("billing", CATERER, name="医事会計", system="ehr-system")


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate(SECOND))


def test_a_system_of_several_vendors_without_a_lead_says_so(planner: Visitor) -> None:
    page = planner.get("/systems/ehr-system").text
    assert "2社が関わりますが、障害のとき誰が切り分けるか決まっていません" in page
    assert "1件で、複数事業者の切り分け役が決まっていません" in planner.get("/systems").text


def test_naming_a_lead_settles_it(planner: Visitor) -> None:
    _, answer = fill_in(planner, "/systems/ehr-system/edit", lead=EHR)
    assert answer.status_code == 303
    assert "誰が切り分けるか決まっていません" not in planner.get("/systems/ehr-system").text


def test_the_page_calls_facility_and_services_by_their_names(planner: Visitor) -> None:
    page = planner.get("/systems/ehr-system").text
    for name in ("本院", "電子カルテSaaS", "医事会計", "給食事業者"):
        assert name in page
    assert "main-house" not in page


def test_the_list_names_services_and_vendors_also_in_its_export(planner: Visitor) -> None:
    page = planner.get("/systems").text
    assert "電子カルテSaaS" in page
    rows = planner.get("/systems?as=csv").data.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("電子カルテ,電子カルテSaaS、医事会計,電子カルテ事業者、給食事業者")


@pytest.mark.parametrize(
    "typed", [{"name": ""}, {"lead": "nobody"}, {"facility": "nothing"}, {"note": "長" * 4001}]
)
def test_what_is_wrong_is_said_beside_its_field(
    planner: Visitor, database: Database, typed: dict[str, str]
) -> None:
    _, answer = fill_in(planner, "/systems/ehr-system/edit", **typed)
    assert answer.status_code == 422
    (name,) = typed
    assert f'id="{name}-error"' in answer.text
    with database.reading() as session:
        stored = store.find(session, System, "ehr-system")
    assert stored is not None
    assert stored.version == 1


def test_a_system_without_services_says_what_to_do(planner: Visitor) -> None:
    _, answer = fill_in(planner, "/systems/new", name="空のシステム")
    assert "サービスが登録されていません" in planner.get(answer.location).text


def test_planner_and_operator_change_systems(signed_in: Callable[[Role], Visitor]) -> None:
    for role in (Role.PROCUREMENT, Role.CONTRACTS, Role.EXECUTIVE, Role.AUDITOR):
        assert signed_in(role).get("/systems/ehr-system/edit").status_code == 403
    _, answer = fill_in(signed_in(Role.OPERATOR), "/systems/ehr-system/edit", note="x")
    assert answer.status_code == 303

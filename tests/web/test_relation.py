"""委託関係: the chain behind a vendor, shown on the vendor's page."""

from collections.abc import Callable

import pytest

from tests.domain.factories import CATERER, EHR, HOSPITAL, relation
from tests.web.browse import fill_in, follow, form_on
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.portfolio import Portfolio, Relation
from vendormgr.store import record as store
from vendormgr.store.engine import Database

EDIT = "/relations/chain/edit"


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate(relation(HOSPITAL, CATERER, "direct")))


def test_a_relation_stands_on_the_page_of_who_outsources(planner: Visitor) -> None:
    assert planner.get("/relations/chain").location == f"/vendors/{EHR}#chain"
    assert planner.get("/relations/direct").location == f"/vendors/{CATERER}#chain"
    page = planner.get(f"/vendors/{EHR}").text
    assert "下請けデータ" in page
    assert "電子カルテ事業者" in planner.get("/vendors/behind").text


def test_a_relation_of_the_hospital_can_be_edited(planner: Visitor) -> None:
    _, answer = fill_in(planner, "/relations/direct/edit", note="直接契約")
    assert answer.status_code == 303
    assert follow(planner, answer).status_code == 200


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"to": EHR}, "委託する側と同じ会社は選べません"),
        ({"to": HOSPITAL}, "候補の中から"),
        ({"to": ""}, "入力してください"),
        ({"from_": "nobody"}, "候補の中から"),
        ({"kind": "friendship"}, "候補の中から"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    planner: Visitor, database: Database, typed: dict[str, str], message: str
) -> None:
    _, answer = fill_in(planner, EDIT, note="書いた備考", **typed)
    assert answer.status_code == 422
    (name,) = typed
    assert message in answer.text.partition(f'id="{name}-error"')[2].partition("</div>")[0]
    assert form_on(answer)["note"] == ["書いた備考"]
    with database.reading() as session:
        stored = store.find(session, Relation, "chain")
    assert stored is not None
    assert stored.version == 1


def test_the_same_step_twice_is_pointed_out(planner: Visitor) -> None:
    chosen = {"from_": EHR, "to": "behind", "kind": ""}
    _, answer = fill_in(planner, "/relations/new", **chosen)
    assert "同じ委託関係がすでに登録されています" in follow(planner, answer).text


def test_a_new_relation_begins_with_the_vendor_it_was_asked_from(planner: Visitor) -> None:
    assert form_on(planner.get(f"/relations/new?from_={CATERER}"))["from_"] == [CATERER]

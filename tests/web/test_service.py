"""サービス: the list, one service, and a form that keeps the stack sound."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.factories import CATERER, EHR, contract, party, service
from tests.web.browse import fill_in, follow, form_on
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Portfolio, Service
from vendormgr.store import record as store
from vendormgr.store.engine import Database

EDIT = "/services/ehr-saas/edit"
STACK = (
    service("cloud", EHR, "iaas", name="クラウド基盤", runs_on="centre"),
    service("centre", EHR, "housing", name="データセンター"),
)


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate(*STACK))


@pytest.fixture
def stored(database: Database) -> Callable[..., Service]:
    """The service as it is stored now."""

    def now(id_: str = "ehr-saas") -> Service:
        with database.reading() as session:
            found = store.find(session, Service, id_)
        assert found is not None
        return found.fact

    return now


Stored = Callable[..., Service]


def test_a_service_is_not_offered_itself_to_run_on(planner: Visitor) -> None:
    page = planner.get("/services/centre/edit").text
    below = page.partition('id="runs_on"')[2].partition("</select>")[0]
    assert 'value="cloud"' in below
    assert 'value="centre"' not in below


def test_a_service_that_would_run_on_itself_is_refused_beside_the_field(
    planner: Visitor, stored: Stored
) -> None:
    _, answer = fill_in(planner, "/services/centre/edit", runs_on="cloud", note="書いた備考")
    assert answer.status_code == 422
    beside = answer.text.partition('id="runs_on-error"')[2].partition("</div>")[0]
    assert "自分自身の上で動く" in beside
    assert "データセンター → クラウド基盤 → データセンター" in beside
    assert form_on(answer)["runs_on"] == ["cloud"]
    assert form_on(answer)["note"] == ["書いた備考"]
    assert stored("centre").runs_on is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": ""}, "入力してください"),
        ({"model": ""}, "入力してください"),
        ({"model": "mainframe"}, "候補の中から"),
        ({"vendor": "hospital"}, "候補の中から"),
        ({"vendor": ""}, "入力してください"),
        ({"system": "nothing"}, "候補の中から"),
        ({"stop_tolerance_hours": "２４時間"}, "整数で"),
        ({"stop_tolerance_hours": "-1"}, "で入力してください"),
        ({"stop_tolerance_hours": "9" * 30}, "8760まで"),
        ({"runs_on": "ehr-saas"}, "候補の中から"),
        ({"interfaces_with": ["nothing"]}, "候補の中から"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    planner: Visitor, stored: Stored, typed: dict[str, Any], message: str
) -> None:
    before = stored()
    _, answer = fill_in(planner, EDIT, **typed)
    assert answer.status_code == 422
    (name,) = typed
    assert message in answer.text.partition(f'id="{name}-error"')[2].partition("</div>")[0]
    assert stored() == before


def test_the_page_shows_the_stack_both_ways(planner: Visitor) -> None:
    page = planner.get("/services/cloud").text
    assert "データセンター" in page
    assert "クラウド基盤" in planner.get("/services/centre").text


def test_the_page_says_that_no_contract_covers_it(planner: Visitor) -> None:
    assert "対象にした有効な契約がありません" in planner.get("/services/meals").text
    assert "電子カルテ利用契約" in planner.get("/services/ehr-saas").text


def test_the_list_is_searched_filtered_and_exported(planner: Visitor) -> None:
    assert "患者給食" in planner.get("/services?q=患者 給食事業者").text
    page = planner.get("/services?model=iaas").text
    assert "クラウド基盤" in page
    assert "患者給食" not in page
    rows = planner.get("/services?model=iaas&as=csv").data.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("クラウド基盤,電子カルテ事業者,")


def test_a_new_service_begins_with_the_vendor_it_was_asked_from(planner: Visitor) -> None:
    assert form_on(planner.get(f"/services/new?vendor={CATERER}"))["vendor"] == [CATERER]
    assert form_on(planner.get("/services/new?vendor=nobody"))["vendor"] == [""]


def test_procurement_records_services_and_operators_do_not(
    signed_in: Callable[[Role], Visitor],
) -> None:
    buyer = signed_in(Role.PROCUREMENT)
    _, answer = fill_in(buyer, "/services/new", name="清掃", vendor=CATERER, model="bpo")
    assert follow(buyer, answer).status_code == 200
    for role in (Role.OPERATOR, Role.CONTRACTS, Role.AUDITOR):
        assert signed_in(role).get("/services/new").status_code == 403


def test_an_empty_list_says_what_to_do_first(planner: Visitor, database: Database) -> None:
    with database.writing() as session:
        for id_ in ("ehr-saas", "meals", "cloud", "centre"):
            found = store.find(session, Service, id_)
            if found is not None and found.archived_at is None:
                store.archive(
                    session, Service, id_, by=store.Actor("t"), seen_version=found.version
                )
    assert "まだサービスがありません" in planner.get("/services").text


def test_pages_take_as_many_statements_for_fifty_services_as_for_one(
    planner: Visitor, keep: Callable[[Portfolio], None], count_statements: Callable[[], object]
) -> None:
    def counts() -> list[int]:
        found = []
        for path in ("/services", "/services/ehr-saas", EDIT, "/systems", "/systems/ehr-system"):
            planner.get(path)
            with count_statements() as statements:  # type: ignore[attr-defined]
                assert planner.get(path).status_code == 200
            found.append(len(statements))
        return found

    few = counts()
    parties = [party(f"v{n}", name=f"会社{n}") for n in range(50)]
    more = [service(f"s{n}", f"v{n}", system="ehr-system", name=f"業務{n}") for n in range(50)]
    contracts = [contract(f"s{n}", id_=f"c{n}", party=f"v{n}") for n in range(50)]
    keep(estate(*STACK, *parties, *more, *contracts))
    assert counts() == few

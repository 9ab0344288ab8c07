"""連絡先: whom to call, shown on the vendor's page."""

from collections.abc import Callable

import pytest

from tests.domain.factories import EHR
from tests.web.browse import fill_in, follow, form_on
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Contact, Portfolio
from vendormgr.store import record as store
from vendormgr.store.engine import Database

EDIT = "/contacts/desk/edit"


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


def test_a_contact_stands_on_the_vendors_page(planner: Visitor) -> None:
    assert planner.get("/contacts/desk").location == f"/vendors/{EHR}#contacts"
    page = planner.get(f"/vendors/{EHR}").text
    for shown in ("緊急窓口", "06-0000-0000", "24時間"):
        assert shown in page


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("phone", "０６（１２３４）５６７８", "06(1234)5678"),
        ("phone", "06-1234-5678 内線１２３", "06-1234-5678 内線123"),
        ("email", "ｍａｉｌ＠example.jp", "mail@example.jp"),
        ("hours", "平日 8:30〜18:00", "平日 8:30〜18:00"),
        ("phone", "", None),
    ],
)
def test_numbers_and_addresses_are_read_in_any_width(
    planner: Visitor, database: Database, field: str, typed: str, kept: str | None
) -> None:
    _, answer = fill_in(planner, EDIT, **{field: typed})
    assert answer.status_code == 303, answer.text
    with database.reading() as session:
        stored = store.find(session, Contact, "desk")
    assert stored is not None
    assert getattr(stored.fact, field) == kept


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""},
        {"party": ""},
        {"party": "hospital"},
        {"phone": "電話してください"},
        {"email": "mail.example.jp"},
        {"email": "a@b\r\nBcc: c@d"},
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(
    planner: Visitor, typed: dict[str, str]
) -> None:
    _, answer = fill_in(planner, EDIT, hours="いつでも", **typed)
    assert answer.status_code == 422
    (name,) = typed
    assert f'id="{name}-error"' in answer.text
    assert form_on(answer)["hours"] == ["いつでも"]


def test_a_new_contact_belongs_to_the_vendor_it_was_asked_from(planner: Visitor) -> None:
    _, answer = fill_in(planner, "/contacts/new?party=caterer", name="夜間受付")
    assert answer.location == "/vendors/caterer#contacts"
    assert "夜間受付" in follow(planner, answer).text


def test_contracts_people_see_contacts_and_do_not_change_them(
    signed_in: Callable[[Role], Visitor],
) -> None:
    clerk = signed_in(Role.CONTRACTS)
    assert "緊急窓口" in clerk.get(f"/vendors/{EHR}").text
    assert clerk.get(EDIT).status_code == 403

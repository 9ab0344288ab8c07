"""Taking a change back: only by who could have made it, only once, and never to another site."""

from collections.abc import Callable

import pytest

from tests.web.browse import fill_in, follow, press_undo
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Contract, Party, Portfolio
from vendormgr.store import record as store
from vendormgr.store.audit import Actor, list_events
from vendormgr.store.engine import Database

SignIn = Callable[[Role], Visitor]


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


@pytest.fixture
def newest(database: Database) -> Callable[[], int]:
    """The number of the newest event."""

    def now() -> int:
        with database.reading() as session:
            return list_events(session, limit=1)[0].sequence

    return now


def is_archived(database: Database, kind: type[Party] | type[Contract], id_: str) -> bool:
    with database.reading() as session:
        stored = store.find(session, kind, id_)
    assert stored is not None
    return stored.archived_at is not None


def test_who_may_not_change_such_records_is_told_nothing(
    planner: Visitor, signed_in: SignIn, newest: Callable[[], int]
) -> None:
    fill_in(planner, "/contracts/c-ehr/edit", note="変えた備考")
    undo = f"/undo/{newest()}"
    assert signed_in(Role.PROCUREMENT).post(undo).status_code == 404
    assert signed_in(Role.AUDITOR).post(undo).status_code == 404
    assert "変えた備考" in planner.get("/contracts/c-ehr").text
    assert signed_in(Role.CONTRACTS).post(undo).status_code == 303


@pytest.mark.parametrize("number", ["0", "999999", "999999999999999"])
def test_an_event_that_does_not_exist_is_not_found(planner: Visitor, number: str) -> None:
    assert planner.post(f"/undo/{number}").status_code == 404


def test_what_is_no_change_of_a_record_cannot_be_taken_back(
    planner: Visitor, newest: Callable[[], int]
) -> None:
    planner.get("/vendors/register")
    assert planner.post(f"/undo/{newest()}").status_code == 404


def test_a_change_is_taken_back_once(planner: Visitor) -> None:
    _, answer = fill_in(planner, "/facilities/main-house/edit", note="変更")
    page = follow(planner, answer)
    press_undo(planner, page)
    again = press_undo(planner, page)
    assert "元に戻せませんでした" in follow(planner, again).text


def test_bringing_back_contracts_with_their_vendor_takes_the_right_to_change_contracts(
    planner: Visitor, signed_in: SignIn, database: Database
) -> None:
    fill_in(planner, "/vendors/ehr/archive")
    assert is_archived(database, Contract, "c-ehr")
    with database.reading() as session:
        batch = list_events(session, noun="parties", subject="ehr", limit=1)[0].sequence
    buyer = signed_in(Role.PROCUREMENT)
    assert buyer.post(f"/undo/{batch}").status_code == 404
    assert buyer.post("/vendors/ehr/restore", {"seen": "2"}).status_code == 403
    assert "元に戻す</button>" not in buyer.get("/vendors/ehr").text
    assert is_archived(database, Party, "ehr")
    assert planner.post(f"/undo/{batch}").status_code == 303
    assert not is_archived(database, Contract, "c-ehr")


def test_putting_away_a_vendor_with_contracts_takes_the_right_to_change_contracts(
    signed_in: SignIn, database: Database
) -> None:
    buyer = signed_in(Role.PROCUREMENT)
    page = buyer.get("/vendors/ehr/archive").text
    assert "あなたの役割では変更できないものがあります" in page
    assert "電子カルテ利用契約" in page
    assert buyer.post("/vendors/ehr/archive", {"seen": "1"}).status_code == 403
    assert not is_archived(database, Party, "ehr")
    assert buyer.post("/vendors/behind/archive", {"seen": "1"}).status_code == 303


def test_names_of_lines_are_not_told_to_who_may_not_see_them(signed_in: SignIn) -> None:
    page = signed_in(Role.PROCUREMENT).get("/vendors/maintainer/archive").text
    assert "接続や資産の記録" in page
    for secret in ("給食管理サーバ", "保守拠点の端末", "秘密のVPN"):
        assert secret not in page
    assert "給食管理サーバ" in signed_in(Role.PLANNER).get("/vendors/maintainer/archive").text


def test_what_cannot_come_back_yet_says_what_has_to_come_first(planner: Visitor) -> None:
    fill_in(planner, "/contacts/desk/archive")
    fill_in(planner, "/vendors/ehr/archive")
    answer = planner.post("/contacts/desk/restore", {"seen": "2"})
    assert "先に「電子カルテ事業者」を元に戻してください" in follow(planner, answer).text


@pytest.mark.parametrize(
    "referrer",
    ["https://evil.example/x", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_it_never_leads_to_another_site(
    planner: Visitor, newest: Callable[[], int], referrer: str
) -> None:
    fill_in(planner, "/facilities/main-house/edit", note="変更")
    planner.headers["Referer"] = referrer
    there = planner.post(f"/undo/{newest()}").location
    assert there.startswith("/")
    assert not there.startswith("//")
    assert "evil.example" not in there


def test_it_comes_back_to_the_same_part_of_a_list(
    planner: Visitor, newest: Callable[[], int]
) -> None:
    fill_in(planner, "/facilities/main-house/edit", note="変更")
    planner.headers["Referer"] = "http://localhost/vendors?tier=high&sort=-name"
    assert planner.post(f"/undo/{newest()}").location == "/vendors?tier=high&sort=-name"


def test_managements_approval_is_taken_back_by_management_only(
    planner: Visitor, signed_in: SignIn, newest: Callable[[], int], database: Database
) -> None:
    boss = signed_in(Role.EXECUTIVE)
    _, answer = fill_in(boss, "/vendors/ehr/approval", approved_by="病院長")
    assert answer.status_code == 303
    assert planner.post(f"/undo/{newest()}").status_code == 404
    press_undo(boss, follow(boss, answer))
    with database.reading() as session:
        stored = store.find(session, Party, "ehr")
    assert stored is not None
    assert stored.fact.approved_by is None


def test_the_hospitals_own_entry_takes_more_than_a_vendors(
    planner: Visitor, signed_in: SignIn, newest: Callable[[], int]
) -> None:
    fill_in(planner, "/hospital", note="変えた備考")
    undo = f"/undo/{newest()}"
    assert signed_in(Role.PROCUREMENT).post(undo).status_code == 404
    assert planner.post(undo).status_code == 303


def test_no_record_of_an_import_is_taken_back_by_itself(
    planner: Visitor, database: Database
) -> None:
    with database.reading() as session:
        imported = list_events(session, noun="contacts", limit=1)[0]
    assert planner.post(f"/undo/{imported.sequence}").status_code == 404


def test_nobody_takes_back_without_signing_in(
    visitor: Visitor, newest: Callable[[], int], database: Database
) -> None:
    with database.writing() as session:
        stored = store.find(session, Party, "behind")
        assert stored is not None
        store.archive(session, Party, "behind", by=Actor("x"), seen_version=stored.version)
    assert visitor.post(f"/undo/{newest()}").status_code in {303, 401}
    assert is_archived(database, Party, "behind")

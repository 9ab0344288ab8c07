"""The audit log on screen: who did what and when, with before and after, for those who may."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.factories import party
from tests.web.browse import links_on
from tests.web.conftest import TESTER, Visitor
from tests.web.gapped import Keep, hospital
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Connection, Party
from vendormgr.i18n import texts
from vendormgr.store.audit import Action, Change, count_events, note_event, record_changes
from vendormgr.store.engine import Database
from vendormgr.store.record import create, find, update
from vendormgr.web import audit_entry

SignedIn = Callable[[Role], Visitor]


@pytest.fixture
def auditor(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.AUDITOR)


def rename(database: Database, id_: str, name: str) -> None:
    with database.writing() as session:
        stored = find(session, Party, id_)
        assert stored is not None
        update(session, party(id_, name=name), by=TESTER, seen_version=stored.version)


def numbers(page: str) -> list[int]:
    """Numbers of the events on a page, in their order."""
    return [int(one) for one in re.findall(r'<tr id="event-(\d+)"', page)]


def test_every_action_has_a_word() -> None:
    assert [one for one in Action if f"audit.action_{one}" not in texts()] == []


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.AUDITOR, 200), (Role.PLANNER, 200), (Role.EXECUTIVE, 403), (Role.ADMINISTRATOR, 403)],
)
def test_only_who_may_reads_it(role: Role, status: int, signed_in: SignedIn) -> None:
    assert signed_in(role).get("/audit").status_code == status


def test_a_change_shows_before_and_after(auditor: Visitor, keep: Keep, database: Database) -> None:
    keep(hospital())
    rename(database, "caterer", "新しい給食事業者")
    page = auditor.get("/audit?noun=parties&action=updated").text
    assert "給食事業者" in page
    assert "新しい給食事業者" in page
    assert "tester" in page
    assert "変更された項目（" in page


def test_pages_go_back_by_number_without_holes_or_doubles(
    auditor: Visitor, keep: Keep, database: Database
) -> None:
    keep(hospital())
    for place in range(60):
        rename(database, "caterer", f"給食事業者{place}")
    with database.reading() as session:
        total = count_events(session)
    seen: list[int] = []
    path: str | None = "/audit"
    while path is not None:
        answer = auditor.get(path)
        seen += numbers(answer.text)
        older = re.search(r'href="([^"]+)" rel="next"', answer.text)
        path = html.unescape(older[1]) if older else None
    assert seen == list(range(total, 0, -1))


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("noun=contracts", lambda text: "契約" in text),
        ("action=imported", lambda text: "取り込み" in text),
        ("since=2026/11/22&until=令和8年11月22日", None),
        ("until=2020/1/1", lambda text: "条件に合う操作はありません" in text),
        ("subject=caterer", lambda text: "「給食事業者」への操作" in text),
    ],
)
def test_a_filter_keeps_what_it_names(
    query: str, holds: Callable[[str], bool] | None, auditor: Visitor, keep: Keep
) -> None:
    keep(hospital())
    answer = auditor.get(f"/audit?{query}")
    assert answer.status_code == 200
    assert holds is None or holds(answer.text)


def test_who_filters_by_the_person_not_by_a_name(planner: Visitor, database: Database) -> None:
    planner.post("/gaps/plan", {})
    me = re.search(r'<option[^>]*value="(user-\d+)">planner の人', planner.get("/audit").text)
    assert me is not None
    with database.writing() as session:
        note_event(session, Action.VIEWED, "list", "x", by=TESTER)
    page = planner.get(f"/audit?who={me[1]}").text
    assert "tester" not in page.partition("<tbody>")[2]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("since=昨日", "この日から"),
        ("since=2026/11/22&until=2026/11/1", "終わりの日が始まりの日より前です。"),
        ("who=user-999", "誰が"),
        ("noun=no-such", "何を"),
        ("action=%00", "操作"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(
    query: str, message: str, auditor: Visitor
) -> None:
    answer = auditor.get(f"/audit?{query}")
    assert answer.status_code == 422
    assert message in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "before=999999999999999999999999999",
        "before=0",
        "before=-1&batch=x",
        "batch=99999999999999999999",
        "subject=" + "x" * 5000,
        "subject=%00%ff",
        "before=１２",
    ],
)
def test_hostile_parts_of_the_address_do_no_harm(query: str, auditor: Visitor, keep: Keep) -> None:
    keep(hospital())
    assert auditor.get(f"/audit?{query}").status_code == 200


def test_what_people_typed_is_shown_as_text(
    auditor: Visitor, keep: Keep, database: Database
) -> None:
    keep(hospital())
    hostile = '<script>alert(1)</script>"{{7*7}}'
    rename(database, "caterer", hostile)
    with database.writing() as session:
        note_event(session, Action.DOWNLOADED, hostile, hostile, by=TESTER, file=hostile)
    page = auditor.get("/audit").text
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 4


def test_events_of_the_attack_map_say_nothing_to_who_may_not_see_it(
    auditor: Visitor, keep: Keep, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(hospital())
    with database.writing() as session:
        create(
            session,
            Connection(id="", from_="kitchen", to="meals", kind="remote_session", line="秘密の線"),
            by=TESTER,
        )
        note_event(session, Action.ACCEPTED, "gap", "path-open:core", by=TESTER, reason="秘密の訳")
    assert "秘密の線" in auditor.get("/audit").text
    monkeypatch.setattr(audit_entry, "can", lambda _permission: False)
    monkeypatch.setattr(audit_entry, "may_see_gap", lambda *_gap: False)
    monkeypatch.setattr(audit_entry, "sees_attack_map", lambda: False)
    page = auditor.get("/audit").text
    assert "秘密" not in page
    assert "内容を見る権限がありません" in page


def test_an_event_whose_fields_no_fact_has_any_more_is_still_shown(
    auditor: Visitor, database: Database
) -> None:
    old = Change(
        Action.UPDATED, "parties", "gone", 2, before={"colour": "赤"}, after={"colour": "青"}
    )
    with database.writing() as session:
        record_changes(session, [old], by=TESTER)
    page = auditor.get("/audit").text
    assert "colour" in page
    assert "赤" in page


def test_every_link_of_the_log_leads_somewhere(auditor: Visitor, keep: Keep) -> None:
    keep(hospital())
    links = {link.rpartition("/")[0]: link for link in links_on(auditor.get("/audit"))}
    dead = [link for link in links.values() if auditor.get(link).status_code >= 400]
    assert dead == []


def test_it_asks_the_database_a_fixed_number_of_times(
    auditor: Visitor, keep: Keep, database: Database, count_statements: Callable[[], Any]
) -> None:
    counts = []
    for n in (1, 60):
        keep(hospital())
        for place in range(n):
            rename(database, "caterer", f"給食事業者{place}")
        auditor.get("/audit")
        with count_statements() as statements:
            assert auditor.get("/audit").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 10

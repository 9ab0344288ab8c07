"""The inventory of lines: one screen, two people at once, answers and lines that are copied."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    asset,
    connection,
)
from tests.web.browse import form_on, links_on
from tests.web.conftest import Visitor
from tests.web.exposed import PASSWORDS, estate, text_of
from vendormgr.domain.portfolio import Connection, Portfolio
from vendormgr.domain.vocabulary import Controller
from vendormgr.store import record as store
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

Keep = Callable[[Portfolio], None]


@pytest.fixture
def kept(keep: Keep) -> None:
    keep(estate(PASSWORDS))


def answers(visitor: Visitor, path: str) -> dict[str, str]:
    """The form as it was shown."""
    return fields_of(text_of(visitor, path))


def fields_of(page: str) -> dict[str, str]:
    """What a browser sends back: every radio that is on, and what is hidden."""
    found = dict(re.findall(r'type="hidden" name="(seen\.[^"]+)" value="([^"]*)"', page))
    for tag in re.findall(r"<input[^>]+type=\"radio\"[^>]*>", page):
        if "checked" in tag:
            name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]+)"', tag)
            assert name is not None
            assert value is not None
            found[name.group(1)] = value.group(1)
    return found


@pytest.mark.usefixtures("kept")
def test_all_lines_of_a_vendor_are_answered_on_one_screen(
    planner: Visitor, database: Database
) -> None:
    path = f"/inventory/vendors/{EHR}"
    sent = answers(planner, path)
    assert sent["answer.unknown.mfa"] == "unknown"
    sent |= {"answer.unknown.mfa": "yes", "answer.unknown.always_on": "no"}
    sent["who.unknown"] = "vendor"
    assert planner.post(path, sent).status_code == 303
    with database.reading() as session:
        stored = store.find(session, Connection, "unknown")
    assert stored is not None
    assert stored.fact.controls == {"mfa": True}
    assert (stored.fact.always_on, stored.fact.controlled_by) == (False, Controller.VENDOR)


@pytest.mark.usefixtures("kept")
def test_both_versions_are_shown_when_two_people_answered_the_same_question(
    planner: Visitor, database: Database
) -> None:
    path = f"/inventory/vendors/{EHR}"
    sent = answers(planner, path)
    assert planner.post(path, sent | {"answer.unknown.mfa": "yes"}).status_code == 303
    answer = planner.post(path, sent | {"answer.unknown.mfa": "no"})
    assert answer.status_code == 409
    assert 'class="theirs"' in answer.text
    assert controls_of(database, "unknown") == {"mfa": True}
    again = fields_of(answer.text)
    assert again["answer.unknown.mfa"] == "no", "what was typed is kept"
    assert planner.post(path, again).status_code == 303, "sent once more it is saved"
    assert controls_of(database, "unknown") == {"mfa": False}


@pytest.mark.usefixtures("kept")
def test_what_only_the_other_person_changed_is_taken_over(
    planner: Visitor, database: Database
) -> None:
    path = f"/inventory/vendors/{EHR}"
    sent = answers(planner, path)
    first = {"answer.unknown.mfa": "yes", "answer.unknown.registered": "yes"}
    assert planner.post(path, sent | first).status_code == 303
    answer = planner.post(path, sent | {"answer.unknown.jump_host": "yes"})
    assert answer.status_code == 409
    assert 'class="theirs"' not in answer.text, "nobody contradicts anybody"
    assert planner.post(path, fields_of(answer.text)).status_code == 303
    assert controls_of(database, "unknown") == {"mfa": True, "jump_host": True}


@pytest.mark.usefixtures("kept")
def test_a_line_that_only_the_other_person_changed_stands_in_nobodys_way(
    planner: Visitor, database: Database
) -> None:
    path = f"/inventory/vendors/{EHR}"
    sent = answers(planner, path)
    assert planner.post(path, sent | {"answer.unknown.mfa": "yes"}).status_code == 303
    assert planner.post(path, sent).status_code == 303
    assert controls_of(database, "unknown") == {"mfa": True}


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("answer.unknown.mfa", "maybe", 422),
        ("who.unknown", "nobody", 422),
        ("answer.unknown.magic", "yes", 303),
        ("answer.line.mfa", "yes", 303),
        ("answer.gone.mfa", "yes", 303),
        ("spread", "gone", 404),
    ],
)
def test_answers_that_no_form_could_send_change_nothing(
    planner: Visitor, database: Database, name: str, value: str, status: int
) -> None:
    path = f"/inventory/vendors/{EHR}"
    assert planner.post(path, answers(planner, path) | {name: value}).status_code == status
    assert controls_of(database, "unknown") == {}
    assert controls_of(database, "line")["mfa"] is False


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("page", ["0", "7", "x", "9" * 30])
def test_a_page_that_is_not_there_is_the_nearest_one(planner: Visitor, page: str) -> None:
    assert 'name="seen.unknown"' in text_of(planner, f"/inventory/vendors/{EHR}?page={page}")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "１"])
def test_a_version_that_is_no_number_is_a_conflict_and_no_error(
    planner: Visitor, seen: str
) -> None:
    path = f"/inventory/vendors/{EHR}"
    sent = answers(planner, path) | {"seen.unknown": seen, "answer.unknown.mfa": "yes"}
    assert planner.post(path, sent).status_code == 409


def controls_of(database: Database, id_: str) -> dict[str, bool | None]:
    with database.reading() as session:
        stored = store.find(session, Connection, id_)
    assert stored is not None
    return dict(stored.fact.controls)


def test_answers_are_copied_to_lines_through_the_same_gateway_without_saving(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    keep(
        estate(
            asset("second", location="external", owner=EHR),
            connection("second", "billing", "twin", line_party=EHR),
        )
    )
    path = "/inventory/gateways/billing"
    sent = answers(planner, path)
    sent |= {"answer.unknown.mfa": "yes", "answer.unknown.registered": "yes", "spread": "unknown"}
    answer = planner.post(path, sent)
    assert answer.status_code == 200
    assert "まだ保存していません" in answer.text
    radio = re.search(r'<input[^>]*name="answer\.twin\.mfa"[^>]*value="yes"[^>]*>', answer.text)
    assert radio is not None
    assert "checked" in radio.group(0)
    with database.reading() as session:
        stored = store.find(session, Connection, "twin")
    assert stored is not None
    assert stored.fact.controls == {}


@pytest.mark.usefixtures("kept")
def test_a_line_is_copied_into_a_form_and_recorded_only_when_saved(
    planner: Visitor, database: Database
) -> None:
    path = "/connections/new?kind=remote_session&copy=line"
    assert path in links_on(planner.get(f"/inventory/vendors/{CATERER}"))
    sent = form_on(planner.get(path))
    assert (sent["from_"], sent["to"], sent["control_mfa"]) == (["kitchen"], ["meal"], ["no"])
    with database.reading() as session:
        known = {one.id for one in load_portfolio(session, date(2026, 11, 22)).connections}
    answer = planner.post(path, {**sent, "line": ["二本目"]})
    assert answer.status_code == 303
    with database.reading() as session:
        lines = load_portfolio(session, date(2026, 11, 22)).connections
    (made,) = [one for one in lines if one.id not in known]
    assert (made.line, made.always_on, made.registered) == ("二本目", True, None)
    assert planner.get("/connections/new?kind=remote_session&copy=none").status_code == 404

"""Asking changes nothing: GET, HEAD and OPTIONS; unused methods are refused."""

import sqlite3
from contextlib import closing

import pytest

from tests.addresses import addresses, papers, shown_pages
from tests.demo import Hospital
from vendormgr.domain.access import Role

READERS = (Role.PLANNER, Role.EXECUTIVE, Role.ADMINISTRATOR)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_asking_for_any_page_changes_nothing(hospital: Hospital, method: str) -> None:
    """WB-05."""
    start = hospital.fingerprint()
    for role in READERS if method == "GET" else READERS[:1]:
        visitor = hospital.visitors[role]
        for path in shown_pages(hospital.app):
            answer = visitor.client.open(path, method=method)
            assert answer.status_code < 500, path
    assert hospital.fingerprint() == start


def test_taking_a_paper_leaves_only_its_line_in_the_audit_log(hospital: Hospital) -> None:
    """WB-05, LG-01: a download is noted, nothing else happens."""
    before = _events(hospital)
    for path in papers(hospital.app):
        assert hospital.visitors[Role.PLANNER].get(path).status_code == 200, path
    actions = {action for number, action in _events(hospital).items() if number not in before}
    assert actions == {"downloaded"}
    with closing(sqlite3.connect(hospital.file)) as plain:
        plain.execute("DELETE FROM audit_event WHERE action = 'downloaded'")
        plain.execute("DELETE FROM counter WHERE name NOT IN (SELECT name FROM counter)")
        plain.commit()
    assert len(_events(hospital)) == len(before)
    hospital.reset()


def _events(hospital: Hospital) -> dict[int, str]:
    with closing(sqlite3.connect(hospital.file)) as plain:
        return dict(plain.execute("SELECT sequence, action FROM audit_event").fetchall())


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "XX"])
def test_methods_that_nothing_uses_are_refused_everywhere(hospital: Hospital, method: str) -> None:
    """WB-12."""
    start = hospital.fingerprint()
    visitor = hospital.visitors[Role.PLANNER]
    for one in addresses(hospital.app, "GET"):
        with visitor.client.open(one.path, method=method) as answer:
            assert answer.status_code == 405, one.path
    assert hospital.fingerprint() == start


def test_a_form_s_method_cannot_be_renamed_by_header_or_field(hospital: Hospital) -> None:
    """WB-12: no method override."""
    start = hospital.fingerprint()
    visitor = hospital.visitors[Role.PLANNER]
    visitor.headers = {"X-HTTP-Method-Override": "POST"}
    assert visitor.get("/vendors/tokiwagi/archive?_method=POST").status_code == 200
    visitor.headers = {}
    assert hospital.fingerprint() == start


def test_no_page_invites_another_origin(hospital: Hospital) -> None:
    """WB-12."""
    visitor = hospital.visitors[Role.PLANNER]
    visitor.headers = {"Origin": "https://evil.example"}
    for one in addresses(hospital.app, "GET"):
        with visitor.get(one.path) as answer:
            assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    visitor.headers = {}
    hospital.reset()

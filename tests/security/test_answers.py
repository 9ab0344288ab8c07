"""Who gets which answer from every route, and what a form changes in whose hands."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.addresses import addresses, is_paper
from tests.demo import Hospital
from tests.security.posts import Post, send
from vendormgr.domain.access import ROLE_PERMISSIONS, Role
from vendormgr.web.access import declared

PEOPLE: tuple[Role | None, ...] = (None, *Role)
REFUSED = frozenset({303, 403})
Got = dict[tuple[str, Role | None], int]
Sent = dict[tuple[str, Role | None], tuple[int, bool]]
PREVIEWS = frozenset({"/sheets/<id:id_>/upload"})
"""Forms that show what a file would change."""
PARTS = PREVIEWS | {"/vendors/wizard/<id:key>/<id:step>/panel"}
"""Forms that are answered by a page or a part of one."""
CHANGE_NOTHING = PREVIEWS | {"/language", "/contracts/<id:id_>/documents"}
"""Forms that keep something in the browser only, a file that is not saved yet, or nothing."""


def allowed(hospital: Hospital, endpoint: str) -> frozenset[Role | None]:
    """Who may use a route as its declaration says."""
    needed = declared(hospital.app, endpoint)
    if needed is None:
        return frozenset(PEOPLE)
    return frozenset(role for role in Role if needed <= ROLE_PERMISSIONS[role])


@pytest.fixture(scope="module")
def sent(hospital: Hospital, posts: dict[str, Post]) -> Sent:
    """(rule, role) to the answer to its form and whether anything in the database changed.

    Of those who may send it only one does: that one answer stands for the others.
    """
    found, start = {}, hospital.fingerprint()
    for one in addresses(hospital.app, "POST"):
        post, may = posts[one.rule], allowed(hospital, one.endpoint)
        for role in (post.role, *(role for role in PEOPLE if role not in may)):
            status = send(hospital, post, role).status_code
            changed = hospital.fingerprint() != start
            found[one.rule, role] = (status, changed)
            if changed or one.rule in {"/sign-in", "/sign-out"}:
                hospital.reset()
    return found


@pytest.fixture(scope="module")
def got(hospital: Hospital) -> Got:
    """(rule, role) to the status of its page; of those who may take a paper only one does."""
    found = {}
    for one in addresses(hospital.app, "GET"):
        may = allowed(hospital, one.endpoint)
        for role in PEOPLE:
            if not is_paper(one.path) or role is Role.PLANNER or role not in may:
                with hospital.visitors[role].get(one.path) as answer:
                    found[one.rule, role] = answer.status_code
    hospital.reset()
    return found


def test_every_form_route_is_reached_from_some_page_and_every_form_reaches_a_route(
    hospital: Hospital, posts: dict[str, Post]
) -> None:
    """AZ-02: what no page sends could not be replayed below."""
    assert set(posts) == {one.rule for one in addresses(hospital.app, "POST")}


def test_every_route_answers_every_role_as_the_kept_table_says(
    hospital: Hospital, sent: Sent, got: Got, golden: Callable[[str, str], None]
) -> None:
    """AZ-02: a dash where somebody else's answer stands for it."""
    lines = ["method\troute\t" + "\t".join(role or "nobody" for role in PEOPLE)]
    for one in addresses(hospital.app, "GET"):
        answers = [str(got.get((one.rule, role), "-")) for role in PEOPLE]
        lines.append(f"GET\t{one.rule}\t" + "\t".join(answers))
    for one in addresses(hospital.app, "POST"):
        answers = [str(sent.get((one.rule, role), "-")[0]) for role in PEOPLE]
        lines.append(f"POST\t{one.rule}\t" + "\t".join(answers))
    golden("answers.tsv", "\n".join(lines) + "\n")


def test_whoever_may_not_read_a_page_is_refused_and_whoever_may_reads_it(
    hospital: Hospital, got: Got
) -> None:
    """AZ-02: the table is not only stable but right."""
    wrong = []
    for one in addresses(hospital.app, "GET"):
        may = allowed(hospital, one.endpoint)
        for role in PEOPLE:
            status = got.get((one.rule, role), 200)
            refused = status == 403 if role else status == 303
            fine = status in {200, 302, 303} if role in may else refused
            if not fine:
                wrong.append((one.path, role, status))
    assert wrong == []


def test_every_form_works_in_the_hands_of_somebody_who_may_use_it(
    posts: dict[str, Post], sent: Sent
) -> None:
    """AZ-06: refusals below are refusals of something that would have happened."""
    idle = [
        (rule, *sent[rule, post.role])
        for rule, post in posts.items()
        if sent[rule, post.role] != (200 if rule in PARTS else 303, rule not in CHANGE_NOTHING)
    ]
    assert idle == []


def test_no_form_does_anything_in_the_hands_of_another_role(hospital: Hospital, sent: Sent) -> None:
    """AZ-06."""
    wrong = []
    for one in addresses(hospital.app, "POST"):
        may = allowed(hospital, one.endpoint)
        for role in PEOPLE:
            if role in may:
                continue
            status, changed = sent[one.rule, role]
            if changed or status not in REFUSED:
                wrong.append((one.rule, role, status, changed))
    assert wrong == []


def test_undoing_somebody_else_s_kind_of_change_is_refused(
    hospital: Hospital, posts: dict[str, Post]
) -> None:
    """AZ-11: the number of an event opens nothing that its record would not."""
    send(hospital, posts["/connections/<id:id_>/edit"], Role.PLANNER)
    start = hospital.fingerprint()
    newest = max(event_numbers(hospital))
    for role in (Role.PROCUREMENT, Role.CONTRACTS, Role.ADMINISTRATOR, Role.AUDITOR):
        assert hospital.visitors[role].post(f"/undo/{newest}").status_code == 404
    assert hospital.fingerprint() == start
    hospital.reset()


def event_numbers(hospital: Hospital) -> list[int]:
    """The numbers of all audit events."""
    with closing(sqlite3.connect(hospital.file)) as plain:
        return [row[0] for row in plain.execute("SELECT sequence FROM audit_event")]

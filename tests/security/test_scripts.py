"""Text with markup in it stays text on every page, in every message and on every paper."""

import re
from collections.abc import Iterator

import pytest

from tests.addresses import papers, shown_pages
from tests.demo import Hospital, demo_today, make_database, opened
from tests.security.hostile import SCRIPTS, spread
from tests.security.markup import elements, inline_code
from tests.security.papers import text_of
from tests.security.portfolios import hostile_portfolio
from tests.security.posts import TOKEN, Post, send
from vendormgr.domain.access import Role

COMPUTED = str(1337 * 1337)
"""What a template that runs inside a template would leave."""
STREAMS = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
ACTIONS = re.compile(rb"/(?:JavaScript|JS|Launch|OpenAction|AA|URI)\b")
READERS = (Role.PLANNER, Role.EXECUTIVE, Role.PROCUREMENT, Role.ADMINISTRATOR)
"""Together these see every part of every page; what else differs is who may see it at all."""
NOT_CHANGED = frozenset({TOKEN, "seen", "sending", "back", "sent", "gap", "measure"})


def traces(page: str) -> list[str]:
    """Everything on a page that came to life from text."""
    alive = [tag for tag, has in elements(page) if "canary" in tag or "onclick" in has]
    return [*alive, *inline_code(page), *([COMPUTED] if COMPUTED in page else [])]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    """The demo with hostile text in every free field."""
    folder = tmp_path_factory.mktemp("hostile")
    file = make_database(folder / "prepared.sqlite3", hostile_portfolio(demo_today()))
    (folder / "work").mkdir()
    with opened(file, folder / "work") as hospital:
        hospital.app.testing = False
        hospital.warm_up()
        yield hospital


@pytest.mark.parametrize("role", READERS)
def test_hostile_text_on_record_runs_on_no_page(hostile: Hospital, role: Role) -> None:
    """WB-06."""
    wrong = {}
    for path in shown_pages(hostile.app):
        answer = hostile.visitors[role].get(path)
        if answer.status_code >= 500 or traces(answer.text):
            wrong[path] = answer.status_code, traces(answer.text)
    assert wrong == {}


def test_hostile_text_is_shown_exactly(hostile: Hospital) -> None:
    """WB-07: what is escaped is not lost."""
    seen = "".join(
        hostile.visitors[Role.PLANNER].get(path).text for path in shown_pages(hostile.app)
    )
    assert "&lt;script&gt;canary()&lt;/script&gt;" in seen
    assert "{{ 1337*1337 }}" in seen


def test_hostile_text_on_papers_is_only_text(hostile: Hospital) -> None:
    """FL-05, FL-06."""
    for path in papers(hostile.app):
        answer = hostile.visitors[Role.PLANNER].get(path)
        assert answer.status_code in {200, 303}, path
        assert COMPUTED not in text_of(answer.data), path
        if answer.data.startswith(b"%PDF"):
            assert ACTIONS.findall(STREAMS.sub(b"", answer.data)) == [], path
        if answer.data.startswith(b"PK"):
            assert "<f>" not in text_of(answer.data), path
    hostile.reset()


@pytest.mark.parametrize("turn", range(3))
def test_hostile_text_that_is_sent_runs_nowhere(
    hospital: Hospital, posts: dict[str, Post], turn: int
) -> None:
    """WB-06: on the page that comes back, and on the page that the form leads to."""
    wrong = []
    for rule, post in posts.items():
        everything = [name for name in post.fields if name not in NOT_CHANGED]
        typed = [name for name in post.typed if name in post.fields]
        for names in (everything, typed):
            answer = send(hospital, post, post.role, spread(names, SCRIPTS, turn))
            there = answer.headers.get("Location")
            pages = [answer.text]
            if there and post.role:
                pages.append(hospital.visitors[post.role].get(there).text)
            if answer.status_code >= 500 or any(map(traces, pages)):
                wrong.append((rule, answer.status_code, list(map(traces, pages))))
            if hospital.touched() or rule in {"/sign-in", "/sign-out"}:
                hospital.reset()
    assert wrong == []

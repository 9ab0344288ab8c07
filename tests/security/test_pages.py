"""What every page carries: a strict policy, our headers, nothing for the policy to block."""

from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.addresses import papers, shown_pages
from tests.demo import Hospital
from tests.security.markup import elements, inline_code, loaded
from tests.security.posts import Post, send
from vendormgr.domain.access import Role

Pages = dict[str, TestResponse]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
TELLING = ("Traceback", "Werkzeug", "sqlite", "SQLAlchemy", "site-packages", "Jinja", "/vendormgr/")
NOT_SERVED = (
    "/.git/config",
    "/.env",
    "/vendormgr.sqlite3",
    "/secret-key",
    "/settings.toml",
    "/static/",
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%2fapp.py",
    "/static/css/../../app.py",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/templates/base.html",
    "/console",
    "/vendors/../../app.py",
)


@pytest.fixture(scope="module")
def pages(hospital: Hospital, posts: dict[str, Post]) -> Iterator[Pages]:
    """Every page that GET shows to planner and executive, error pages, and refused forms."""
    found: Pages = {}
    for role in (Role.PLANNER, Role.EXECUTIVE, Role.ADMINISTRATOR):
        visitor = hospital.visitors[role]
        for path in shown_pages(hospital.app):
            answer = visitor.get(path)
            if answer.mimetype == "text/html":
                found[f"{path} as {role}"] = answer
    for rule, post in posts.items():
        found[f"refused {rule}"] = send(hospital, post, Role.AUDITOR)
        found[f"forged {rule}"] = hospital.visitors[post.role].post_bare(post.path)
        empty = dict.fromkeys(post.fields, "")
        found[f"empty {rule}"] = send(hospital, post, post.role, empty)
        hospital.reset()
    planner = hospital.visitors[Role.PLANNER]
    found["missing"] = planner.get("/nothing-here")
    found["method"] = planner.client.put("/vendors")
    found["too large"] = planner.post_bare("/sign-in", b"x" * (21 * 1024 * 1024))
    yield found
    hospital.reset()


def test_every_page_has_a_strict_policy(pages: Pages) -> None:
    """WB-01."""
    wrong = []
    for name, answer in pages.items():
        policy = answer.headers.get("Content-Security-Policy", "")
        parts = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
        strict = all(parts.get(key) == value for key, value in POLICY.items())
        if not strict or "unsafe" in policy or "*" in policy:
            wrong.append(name)
    assert wrong == []


def test_every_page_keeps_out_of_caches_and_says_what_it_is(pages: Pages) -> None:
    """WB-02."""
    for name, answer in pages.items():
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Referrer-Policy"] == "same-origin", name
        assert headers["Cache-Control"] == "no-store", name
        assert headers["Content-Type"] in {"text/html; charset=utf-8", "text/plain; charset=utf-8"}
        assert "Server" not in headers, name
        assert "X-Powered-By" not in headers, name


def test_no_page_holds_code_or_style_of_its_own(pages: Pages) -> None:
    """WB-01, WB-03: nothing is left for the policy to block."""
    found = {name: code for name, answer in pages.items() if (code := inline_code(answer.text))}
    assert found == {}


def test_no_page_loads_anything_from_elsewhere(pages: Pages) -> None:
    """WB-03."""
    for name, answer in pages.items():
        assert not [one for one in loaded(answer.text) if not one.startswith("/static/")], name


def test_links_that_lead_out_are_web_links_that_tell_nothing(pages: Pages) -> None:
    """WB-07."""
    wrong = set()
    for name, answer in pages.items():
        for tag, has in elements(answer.text):
            link = has.get("href", "") if tag == "a" else ""
            if not link or link.startswith(("/", "#", "?")):
                continue
            told = {"noopener", "noreferrer"} & set(has.get("rel", "").split())
            if link.startswith(("mailto:", "tel:")):
                continue
            if not link.startswith(("https://", "http://")) or not told:
                wrong.add((name, link))
    assert wrong == set()


def test_no_answer_tells_how_it_is_made(pages: Pages) -> None:
    """WB-14."""
    wrong = [
        (name, word)
        for name, answer in pages.items()
        for word in TELLING
        if word.lower() in answer.text.lower()
    ]
    assert wrong == []


def test_no_page_fails(pages: Pages) -> None:
    assert {name: one.status_code for name, one in pages.items() if one.status_code >= 500} == {}


@pytest.mark.parametrize("path", NOT_SERVED)
def test_files_of_the_installation_are_not_served(hospital: Hospital, path: str) -> None:
    """WB-14."""
    answer = hospital.visitors[Role.PLANNER].get(path)
    assert answer.status_code in {404, 308}, path
    assert "import" not in answer.text


def test_every_paper_is_a_download_with_a_japanese_name(hospital: Hospital) -> None:
    """FL-02."""
    for path in papers(hospital.app):
        answer = hospital.visitors[Role.PLANNER].get(path)
        assert answer.status_code == 200, path
        told = answer.headers["Content-Disposition"]
        assert told.startswith("attachment;"), path
        assert "filename*=UTF-8''%" in told, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Content-Security-Policy" in answer.headers
    hospital.reset()

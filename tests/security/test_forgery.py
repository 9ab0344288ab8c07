"""Forms that another site sends: every POST asks for its token."""

from typing import Any

import pytest

from tests.demo import Hospital
from tests.security.posts import TOKEN, Post
from vendormgr.domain.access import Role

FOREIGN = "IjAxMjM0NTY3ODlhYmNkZWYi.aaaaaa.0123456789abcdefghijklmnopq"
BODIES: dict[str, Any] = {
    "missing": {},
    "empty": {TOKEN: ""},
    "wrong": {TOKEN: "x"},
    "made up": {TOKEN: FOREIGN},
}


@pytest.mark.parametrize("forged", BODIES.values(), ids=BODIES)
def test_no_form_is_taken_without_its_token(
    hospital: Hospital, posts: dict[str, Post], forged: dict[str, str]
) -> None:
    """WB-04."""
    start = hospital.fingerprint()
    answers = {
        rule: hospital.visitors[post.role].post_bare(post.path, {**post.fields, **forged})
        for rule, post in posts.items()
    }
    assert {rule: one.status_code for rule, one in answers.items() if one.status_code != 400} == {}
    assert hospital.fingerprint() == start


def test_no_form_is_taken_with_the_token_of_another_browser(
    hospital: Hospital, posts: dict[str, Post]
) -> None:
    """WB-04."""
    start = hospital.fingerprint()
    other = hospital.visitors[Role.AUDITOR]
    with other.client.session_transaction() as session:
        session["csrf_token"] = "of another browser"  # noqa: S105
    for post in posts.values():
        forged = {**post.fields, TOKEN: other.token()}
        answer = hospital.visitors[post.role].post_bare(post.path, forged)
        assert answer.status_code == 400, post.rule
    assert hospital.fingerprint() == start
    hospital.sign_in()


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_no_form_is_taken_in_a_shape_that_other_sites_can_send(
    hospital: Hospital, posts: dict[str, Post], kind: str
) -> None:
    """WB-04: JSON and plain text bodies, with a token that stands in the wrong place."""
    start = hospital.fingerprint()
    for post in posts.values():
        visitor = hospital.visitors[post.role]
        body = f'{{"{TOKEN}": "{visitor.token()}", "seen": "1"}}'
        answer = visitor.post_bare(post.path, body, content_type=kind)
        assert answer.status_code == 400, post.rule
    assert hospital.fingerprint() == start


def test_a_token_in_the_address_does_not_count(hospital: Hospital, posts: dict[str, Post]) -> None:
    """WB-04: addresses end up in logs and histories."""
    post = posts["/vendors/<id:id_>/archive"]
    visitor = hospital.visitors[post.role]
    answer = visitor.post_bare(f"{post.path}?{TOKEN}={visitor.token()}", post.fields)
    assert answer.status_code == 400

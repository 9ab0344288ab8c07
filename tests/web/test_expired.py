"""A session or token that expires in the middle of a form: nothing is lost or done unasked."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.conftest import PASSWORD, MovableClock, Visitor
from vendormgr.domain.access import Role

TYPED = {
    "title": "給食 <b>𠮷㈱髙﨑①</b>",
    "note": "一行目\n二行目",
    "parties": ["party-1", "party-2"],
}
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
pytestmark = pytest.mark.usefixtures("with_sample")
Title = Callable[[], str | None]


def hidden(page: str) -> list[tuple[str, str]]:
    """Names and values of the hidden fields of the page's own form."""
    form = page.partition("<main")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return [(name, html.unescape(value)) for name, value in found]


@pytest.fixture
def away(planner: Visitor, clock: MovableClock) -> Visitor:
    """A planner who opened the form, typed, and was away for an hour."""
    assert planner.get("/sample").status_code == 200
    clock.forward(hours=1)
    return planner


def send(visitor: Visitor, path: str = "/sample", **headers: str):  # type: ignore[no-untyped-def]
    visitor.headers = headers or SAME_ORIGIN
    return visitor.post(path, TYPED)


def sign_in_again(visitor: Visitor, page: str, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    fields: dict[str, list[str]] = {}
    for name, value in hidden(page):
        fields.setdefault(name, []).append(value)
    path = re.search(r'<form class="form" method="post" action="([^"]+)"', page)
    assert path is not None
    return visitor.post_bare(
        path.group(1), {**fields, "sign_in_name": "planner", "sign_in_password": password}
    )


def test_the_sign_in_page_carries_what_was_typed(away: Visitor, portfolio_title: Title) -> None:
    answer = send(away)
    assert answer.status_code == 401
    assert "入力した内容は残っています" in answer.text
    carried = hidden(answer.text)
    assert ("title", TYPED["title"]) in carried
    assert [value for name, value in carried if name == "parties"] == TYPED["parties"]
    assert "<b>𠮷" not in answer.text
    assert portfolio_title() is None


def test_after_signing_in_the_form_is_shown_filled_in_and_not_carried_out(
    away: Visitor, portfolio_title: Title
) -> None:
    shown = sign_in_again(away, send(away).text)
    assert shown.status_code == 200
    assert "まだ保存していません" in shown.text
    assert html.escape(str(TYPED["title"]), quote=False) in html.unescape(shown.text).replace(
        str(TYPED["title"]), html.escape(str(TYPED["title"]), quote=False)
    )
    assert "一行目\n二行目" in shown.text
    assert portfolio_title() is None


def test_sending_it_once_more_saves_it(away: Visitor, portfolio_title: Title) -> None:
    sign_in_again(away, send(away).text)
    assert send(away).status_code == 303
    assert portfolio_title() == TYPED["title"]


def test_a_wrong_password_keeps_what_was_typed(away: Visitor, portfolio_title: Title) -> None:
    answer = sign_in_again(away, send(away).text, "wrong")
    assert answer.status_code == 422
    assert ("title", TYPED["title"]) in hidden(answer.text)
    assert sign_in_again(away, answer.text).status_code == 200
    assert portfolio_title() is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "localhost"},
    ],
    ids=lambda headers: "/".join(f"{k}={v}" for k, v in headers.items()),
)
def test_a_form_from_elsewhere_carries_nothing(
    away: Visitor, headers: dict[str, str], portfolio_title: Title
) -> None:
    answer = send(away, **headers)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in"
    assert portfolio_title() is None


def test_our_own_origin_counts_where_the_browser_sends_no_fetch_metadata(away: Visitor) -> None:
    assert send(away, Origin="http://localhost").status_code == 401


def test_passwords_are_never_carried(planner: Visitor, clock: MovableClock) -> None:
    clock.forward(hours=1)
    planner.headers = SAME_ORIGIN
    answer = planner.post("/account/password", {"new_password": "geheim", "present": "geheim"})
    assert ("new_password", "geheim") not in hidden(answer.text)


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_an_old_token_shows_the_form_again_without_saving(
    planner: Visitor, token: str | None, portfolio_title: Title
) -> None:
    planner.headers = SAME_ORIGIN
    answer = planner.post_bare(
        "/sample", TYPED if token is None else {**TYPED, "csrf_token": token}
    )
    assert answer.status_code == 200
    assert "まだ保存していません" in answer.text
    assert "一行目\n二行目" in answer.text
    assert portfolio_title() is None


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TYPED, None),
        ('{"title": "x"}', "application/json"),
        ('{"title": "x"}', "text/plain"),
        ("title=x", "application/x-www-form-urlencoded"),
    ],
    ids=["form", "json", "text", "urlencoded"],
)
def test_a_form_from_elsewhere_without_its_token_is_refused(
    planner: Visitor, body: object, content_type: str | None, portfolio_title: Title
) -> None:
    answer = planner.post_bare("/sample", body, content_type=content_type)
    assert answer.status_code == 400
    assert "もう一度送ってください" in answer.text
    assert portfolio_title() is None


def test_the_token_of_another_session_is_refused(
    planner: Visitor, signed_in: Callable[[Role], Visitor]
) -> None:
    other = signed_in(Role.PLANNER)
    with other.client.session_transaction() as session:
        session["csrf_token"] = "of somebody else"  # noqa: S105
    assert planner.post_bare("/sample", {**TYPED, "csrf_token": other.token()}).status_code == 400


def test_a_plain_button_after_an_expired_session_asks_again(
    away: Visitor, portfolio_title: Title
) -> None:
    away.headers = SAME_ORIGIN
    answer = sign_in_again(away, away.post("/sample/clear", {"seen": "3"}).text)
    assert answer.status_code == 200
    assert "操作はまだ行われていません" in answer.text
    assert ("seen", "3") in hidden(answer.text)
    assert portfolio_title() is None


def test_somebody_without_the_permission_who_signs_in_there_is_refused(
    app: Flask, signed_in: Callable[[Role], Visitor], clock: MovableClock, portfolio_title: Title
) -> None:
    assert "sample" in app.blueprints
    auditor = signed_in(Role.AUDITOR)
    assert send(auditor).status_code == 403
    clock.forward(hours=1)
    assert send(auditor).status_code == 401
    assert portfolio_title() is None


def test_a_part_of_a_page_sends_the_browser_to_sign_in(visitor: Visitor) -> None:
    visitor.headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/vendors?q=1"}
    answer = visitor.get("/sample")
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/vendors"

"""Signing in and out, sessions, permissions of routes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Blueprint, Flask

from tests.web.conftest import NOW, PASSWORD, MovableClock, Visitor
from vendormgr.app import create_app
from vendormgr.config import Settings
from vendormgr.domain.access import ROLE_PERMISSIONS, Permission, Role, permissions_of
from vendormgr.store.account import find_by_login
from vendormgr.store.account_change import change_user, set_password
from vendormgr.store.audit import Actor, list_events
from vendormgr.store.engine import Database
from vendormgr.web.access import (
    PUBLIC,
    SIGNED_IN,
    UndeclaredRouteError,
    require_declarations,
    routes,
)

PUBLIC_ROUTES = {"/favicon.ico", "/language", "/sign-in", "/static/<path:name>"}
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def sign_in(visitor: Visitor, name: str = "planner", password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return visitor.post("/sign-in", {"sign_in_name": name, "sign_in_password": password, **more})


def test_every_route_declares_its_permission_and_public_ones_are_listed_here(app: Flask) -> None:
    require_declarations(app)
    assert {path for path, _, words, _ in routes(app) if words == PUBLIC} == PUBLIC_ROUTES


def test_a_route_without_a_permission_stops_the_start(app: Flask) -> None:
    stray = Blueprint("stray", __name__)
    stray.add_url_rule("/stray", "open", lambda: "open")
    app = create_app(app.extensions["vendormgr.settings"])
    app.register_blueprint(stray)
    with pytest.raises(UndeclaredRouteError, match=r"stray\.open"):
        require_declarations(app)


def test_the_attack_map_is_for_four_roles_only() -> None:
    seeing = {
        role for role, granted in ROLE_PERMISSIONS.items() if Permission.VIEW_ATTACK_MAP in granted
    }
    assert seeing == {Role.PLANNER, Role.OPERATOR, Role.EXECUTIVE, Role.AUDITOR}


def test_the_auditor_changes_nothing_and_the_vendor_sees_nothing() -> None:
    granted = permissions_of([Role.AUDITOR])
    assert not [p for p in granted if p.startswith(("edit", "manage", "accept", "approve"))]
    assert permissions_of([Role.VENDOR]) == frozenset()


def test_every_permission_is_granted_to_some_role() -> None:
    assert permissions_of(Role) == frozenset(Permission)


def test_a_visitor_is_sent_to_sign_in_and_back_to_the_page(visitor: Visitor) -> None:
    answer = visitor.get("/account/password")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/account/password"
    assert sign_in(visitor, next="/account/password").headers["Location"] == "/account/password"
    assert visitor.get("/account/password").status_code == 200


@pytest.mark.parametrize("name", ["planner", "ＰＬＡＮＮＥＲ", " Planner "])
def test_the_sign_in_name_may_be_spelt_in_any_width_and_case(visitor: Visitor, name: str) -> None:
    assert sign_in(visitor, name).status_code == 303


def test_unknown_user_wrong_password_and_shut_account_answer_alike(
    visitor: Visitor, database: Database
) -> None:
    with database.writing() as session:
        shut = find_by_login(session, "auditor")
        assert shut is not None
        set_password(session, shut.id, PASSWORD, by=Actor("t"))
        shut = find_by_login(session, "auditor")
        assert shut is not None
        change_user(
            session,
            shut.id,
            name="x",
            roles=shut.roles,
            disabled=True,
            by=Actor("t"),
            seen_version=shut.version,
        )
    answers = [
        sign_in(visitor, "planner", "wrong"),
        sign_in(visitor, "nobody", "wrong"),
        sign_in(visitor, "auditor", PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {422}
    kept = r'(csrf_token" value="|id="sign-in-name" name="sign_in_name" value=")[^"]*'
    assert len({re.sub(kept, "", answer.text) for answer in answers}) == 1


def test_sign_in_sign_out_and_failures_are_in_the_audit_log(
    visitor: Visitor, database: Database
) -> None:
    sign_in(visitor, "planner", "wrong")
    sign_in(visitor)
    visitor.post("/sign-out")
    with database.reading() as session:
        actions = [event.action for event in list_events(session, limit=3)]
    assert actions == ["signed_out", "signed_in", "sign_in_failed"]


def test_signing_out_ends_the_session_on_the_server(visitor: Visitor) -> None:
    sign_in(visitor)
    kept = visitor.client.get_cookie("vendormgr")
    assert kept is not None
    visitor.post("/sign-out")
    visitor.client.set_cookie("vendormgr", kept.value)
    assert visitor.get("/").headers["Location"] == "/sign-in"


def test_signing_in_drops_whatever_the_cookie_held_before(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as session:
        session["sign_in"] = "chosen-by-somebody-else"
        session["planted"] = "yes"
    sign_in(visitor)
    with visitor.client.session_transaction() as session:
        assert session["sign_in"] != "chosen-by-somebody-else"
        assert "planted" not in session


@pytest.mark.parametrize(
    "moves", [[{"minutes": 30}], [{"minutes": 29}] * 25], ids=["idle", "too long altogether"]
)
def test_a_session_ends_after_a_while(
    planner: Visitor, clock: MovableClock, moves: list[dict[str, float]]
) -> None:
    for move in moves:
        assert planner.get("/").status_code == 200
        clock.forward(**move)
    assert planner.get("/").status_code == 303


def test_somebody_who_clicks_stays_signed_in(planner: Visitor, clock: MovableClock) -> None:
    for _ in range(10):
        clock.forward(minutes=29)
        assert planner.get("/").status_code == 200


def test_a_clock_put_back_ends_no_session(planner: Visitor, clock: MovableClock) -> None:
    clock.forward(hours=-3)
    assert planner.get("/").status_code == 200
    assert clock() < NOW


def test_another_role_or_a_shut_account_counts_from_the_next_request(
    planner: Visitor, database: Database
) -> None:
    assert planner.get("/").status_code == 200
    with database.writing() as session:
        user = find_by_login(session, "planner")
        assert user is not None
        change_user(
            session,
            user.id,
            name=user.name,
            roles=user.roles,
            disabled=True,
            by=Actor("t"),
            seen_version=user.version,
        )
    assert planner.get("/").status_code == 303


def test_a_forged_cookie_is_nobody(visitor: Visitor) -> None:
    visitor.client.set_cookie("vendormgr", "eyJzaWduX2luIjoieCJ9.aaaa.bbbb")
    assert visitor.get("/").status_code == 303


def test_the_cookie_is_hidden_from_scripts_and_other_sites(visitor: Visitor) -> None:
    cookie = sign_in(visitor).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_under_tls_the_cookie_is_secure_and_bound_to_the_host(
    settings: Settings, database: Database
) -> None:
    secure = Settings(folder=settings.folder, secret_key=settings.secret_key, tls=True)
    client = create_app(secure, database=database).test_client()
    answer = client.get("/sign-in", base_url="https://hospital.example")
    assert answer.headers["Set-Cookie"].startswith("__Host-vendormgr=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_reading_the_sign_in_page_writes_nothing(
    visitor: Visitor, count_statements: Callable[[], Any]
) -> None:
    with count_statements() as statements:
        assert visitor.get("/sign-in").status_code == 200
    assert statements == []


def test_an_initial_password_must_be_changed_before_anything_else(
    visitor: Visitor, database: Database
) -> None:
    with database.writing() as session:
        user = find_by_login(session, "planner")
        assert user is not None
        set_password(session, user.id, PASSWORD, by=Actor("t"), must_change_password=True)
    sign_in(visitor)
    assert visitor.get("/").headers["Location"] == "/account/password"
    new = "himawari ga nisenbon saku oka"
    answer = visitor.post("/account/password", {"present": PASSWORD, "new": new, "again": new})
    assert answer.headers["Location"] == "/"
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"present": "wrong"}, "今のパスワードが違います"),
        ({"again": "other"}, "同じではありません"),
        ({"new": "mijikai-1", "again": "mijikai-1"}, "13文字以上"),
        ({"new": "password2026!!", "again": "password2026!!"}, "推測されやすい"),
        ({"new": "planner-planner1", "again": "planner-planner1"}, "推測されやすい"),
        ({"new": "kazehikarutani", "again": "kazehikarutani"}, "英字・数字・記号"),
    ],
    ids=["wrong present", "typed differently", "short", "well known", "own name", "one kind"],
)
def test_a_weak_or_mistyped_password_is_refused_with_a_reason(
    visitor: Visitor, fields: dict[str, str], text: str
) -> None:
    sign_in(visitor)
    good = "himawari ga nisenbon saku oka"
    answer = visitor.post(
        "/account/password", {"present": PASSWORD, "new": good, "again": good, **fields}
    )
    assert answer.status_code == 422
    assert text in answer.text


def test_changing_the_password_ends_the_other_sign_ins(visitor: Visitor, planner: Visitor) -> None:
    sign_in(visitor)
    new = "himawari ga nisenbon saku oka"
    visitor.post("/account/password", {"present": PASSWORD, "new": new, "again": new})
    assert visitor.get("/").status_code == 200
    assert planner.get("/").status_code == 303


def test_every_route_stands_in_the_list_of_routes(
    app: Flask, golden: Callable[[str, str], None]
) -> None:
    lines = (f"{path}\t{' '.join(methods)}\t{words}" for path, methods, words, _ in routes(app))
    golden("routes.tsv", "\n".join(lines) + "\n")


@pytest.mark.parametrize("role", Role)
def test_every_route_answers_a_role_as_its_permission_says(
    app: Flask, signed_in: Callable[[Role], Visitor], role: Role
) -> None:
    app.testing = False
    visitor = signed_in(role)
    wrong = []
    for path, methods, words, endpoint in routes(app):
        if words == PUBLIC or endpoint == "sign_in.leave":
            continue
        needed = frozenset() if words == SIGNED_IN else frozenset(map(Permission, words.split()))
        allowed = needed <= ROLE_PERMISSIONS[role]
        filled = re.sub(r"<any\(([^,)]+)[^>]*>", r"\1", path)
        filled = re.sub("<number:[^>]*>", "9", re.sub("<(?!number)[^>]*>", "nothing", filled))
        for method in methods:
            send = visitor.post if method == "POST" else visitor.get
            with send(filled) as answer:
                if (answer.status_code != 403) is not allowed or answer.status_code >= 500:
                    wrong.append((method, filled, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    "spelling",
    ["//account/password", "/account/password;x", "/ACCOUNT/PASSWORD", "/account/password.html"],
)
def test_no_spelling_of_a_path_passes_the_guard(visitor: Visitor, spelling: str) -> None:
    assert visitor.get(spelling).status_code in {303, 308, 404}


@pytest.mark.parametrize(
    "header", ["X-Original-URL", "X-Rewrite-URL", "Remote-User", "X-Forwarded-User"]
)
def test_no_header_signs_anybody_in(visitor: Visitor, header: str) -> None:
    visitor.headers = {header: "/sign-in"}
    assert visitor.get("/").status_code == 303

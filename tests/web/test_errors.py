"""Our own error pages, headers of every answer, and requests that try to break something."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask, abort, request
from werkzeug.exceptions import default_exceptions

from tests.web.conftest import Visitor
from vendormgr.app import create_app
from vendormgr.config import Settings
from vendormgr.domain.access import Role
from vendormgr.store.engine import Database
from vendormgr.store.errors import DatabaseBusyError, DatabaseFullError, MissingDatabaseError
from vendormgr.web import errors
from vendormgr.web.access import public
from vendormgr.web.paths import safe_path

POLICY_PARTS = (
    "default-src 'none'",
    "script-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)


@pytest.fixture
def failing(app: Flask) -> Flask:
    """An application with /fail/<status>."""

    @app.get("/fail/<int:code>")
    @public
    def fail(code: int) -> str:
        abort(code)

    return app


@pytest.mark.parametrize("code", [code for code in errors.PAGES if code in default_exceptions])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_status_has_a_page_of_its_own(
    failing: Flask, visitor: Visitor, code: int, language: str
) -> None:
    visitor.headers = {"Accept-Language": language}
    answer = visitor.get(f"/fail/{code}")
    assert answer.status_code == code
    assert f'<html lang="{language}">' in answer.text
    assert "Werkzeug" not in answer.text
    assert failing.blueprints


def test_a_status_without_a_page_gets_the_general_one(failing: Flask, visitor: Visitor) -> None:
    answer = visitor.get("/fail/418")
    assert answer.status_code == 418
    assert "送られた内容を読み取れませんでした" in answer.text
    assert failing.blueprints


def test_an_unexpected_error_says_what_to_do_and_hides_and_logs_no_content(
    with_sample: Flask, planner: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with_sample.testing = False
    with caplog.at_level(logging.ERROR):
        answer = planner.get("/sample/broken")
    assert answer.status_code == 500
    assert "お問い合わせのときは" in answer.text
    for told in (answer.text, caplog.text):
        assert "給食業者" not in told
    assert "ZeroDivisionError" in caplog.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (DatabaseFullError("x"), "ディスクの空きがない"),
        (DatabaseBusyError("x"), "混み合っています"),
        (MissingDatabaseError("x"), "データベースを開けません"),
    ],
    ids=["full", "busy", "gone"],
)
def test_a_database_that_cannot_be_used_answers_503(
    app: Flask, visitor: Visitor, error: Exception, text: str
) -> None:
    @app.get("/fail")
    @public
    def fail() -> str:
        raise error

    answer = visitor.get("/fail")
    assert answer.status_code == 503
    assert text in answer.text


def test_every_answer_carries_the_headers(visitor: Visitor) -> None:
    for path in ("/sign-in", "/", "/nowhere", "/static/css/base.css"):
        with visitor.get(path) as answer:
            headers = answer.headers
        assert all(part in headers["Content-Security-Policy"] for part in POLICY_PARTS)
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers


def test_pages_are_not_kept_and_hashed_files_are_kept_for_ever(visitor: Visitor) -> None:
    page = visitor.get("/sign-in")
    assert page.headers["Cache-Control"] == "no-store"
    address = page.text.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    for path, forever in ((address, True), (address.partition("?")[0], False)):
        with visitor.get(path) as answer:
            assert ("immutable" in answer.headers["Cache-Control"]) is forever


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/.git/config", "/static/nix"]
)
def test_nothing_but_static_files_is_served(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
def test_methods_that_nothing_uses_are_refused(visitor: Visitor, method: str) -> None:
    assert visitor.client.open("/sign-in", method=method).status_code == 405


def test_no_answer_allows_other_origins(visitor: Visitor) -> None:
    visitor.headers = {"Origin": "https://evil.example"}
    assert not [
        name for name, _ in visitor.get("/sign-in").headers if name.startswith("Access-Control")
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"a": "x" * 21_000_000},
        {f"f{n}": "x" for n in range(30_000)},
        {"sign_in_name": "\x00\ud800"[:1] + "\r\n" * 5_000, "sign_in_password": "x" * 20_000},
    ],
    ids=["one huge field", "30,000 fields", "control characters and a long password"],
)
def test_an_oversized_form_is_a_4xx(visitor: Visitor, body: dict[str, str]) -> None:
    assert 400 <= visitor.post("/sign-in", body).status_code < 500


def test_too_many_parts_are_a_413(visitor: Visitor) -> None:
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\nx\r\n' for n in range(6_000)
    )
    answer = visitor.post_bare(
        "/sign-in", parts + "--b--\r\n", content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 413
    assert "大きすぎます" in answer.text


@pytest.mark.parametrize(
    "body", ["[" * 200_000, f"[{'9' * 20_000}]", "{"], ids=["deep", "long number", "cut"]
)
def test_hostile_json_is_unreadable_and_no_crash(app: Flask, body: str) -> None:
    with app.test_request_context(data=body, content_type="application/json"):
        assert request.get_json(silent=True) is None


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example", "//evil.example", "/\t/evil.example", "/\\evil.example", "\\\\evil",
        "/ /evil", "javascript:alert(1)", "/%0d%0aSet-Cookie: a=b\r\n", "http:/evil", "/a//evil",
        "/a?b=\nc", "", "evil", "/" + "a" * 3_000, "///", "/\x00", "/あ",
    ],
)  # fmt: skip
def test_a_redirect_never_leaves_the_product(wanted: str) -> None:
    assert safe_path(wanted) == "/"


@pytest.mark.parametrize(
    "wanted", ["/", "/vendors/v-1?tab=matrix&q=%E7%B5%A6", "/matrix/services/a.b", "/a/b/"]
)
def test_a_plain_path_is_followed(wanted: str) -> None:
    assert safe_path(wanted) == wanted


def test_host_headers_do_not_reach_the_page_and_foreign_hosts_are_refused_when_set(
    settings: Settings, database: Database, visitor: Visitor
) -> None:
    visitor.headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    answer = visitor.get("/")
    assert "evil" not in answer.headers["Location"]
    assert "evil" not in visitor.get("/sign-in").text
    strict = Settings(
        folder=settings.folder,
        secret_key=settings.secret_key,
        allowed_hosts="vendors.hospital.example",
    )
    client = create_app(strict, database=database).test_client()
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/sign-in", headers={"Host": "vendors.hospital.example"}).status_code == 200


def test_forwarded_addresses_count_only_behind_a_configured_proxy(
    settings: Settings, database: Database
) -> None:
    for proxies, expected in ((0, "127.0.0.1"), (1, "192.0.2.7")):
        app = create_app(
            Settings(
                folder=settings.folder, secret_key=settings.secret_key, trusted_proxies=proxies
            ),
            database=database,
        )
        with app.test_client() as client:
            client.get("/sign-in", headers={"X-Forwarded-For": "192.0.2.7"})
            assert request.remote_addr == expected


def test_no_page_has_inline_script_style_or_foreign_files(
    with_sample: Flask, planner: Visitor
) -> None:
    assert with_sample.blueprints
    for path in ("/sample", "/", "/account/password", "/nowhere"):
        text = planner.get(path).text
        for sign in (
            " style=",
            "<style",
            "onclick",
            "onload",
            "javascript:",
            "http://",
            "https://",
            "<script>",
        ):
            assert sign not in text, (path, sign)


def test_looking_changes_nothing(
    with_sample: Flask,
    signed_in: Callable[[Role], Visitor],
    count_statements: Callable,  # type: ignore[type-arg]
) -> None:
    visitor = signed_in(Role.PLANNER)
    with count_statements() as statements:
        for method in ("GET", "HEAD", "OPTIONS"):
            visitor.client.open("/sample", method=method)
    assert with_sample.blueprints
    assert statements
    assert all(statement.startswith("SELECT") for statement in statements)

"""Our own error pages: what happened and what to do next, in both languages."""

import logging
import traceback

from flask import Flask, current_app, g, render_template, request, url_for
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from vendormgr.i18n import t
from vendormgr.store.errors import (
    ArchivedError,
    DatabaseBusyError,
    DatabaseError,
    DatabaseFullError,
    NotFoundError,
    StaleError,
)
from vendormgr.web import carry
from vendormgr.web.db import RefilledError, close_reading

log = logging.getLogger(__name__)
PAGES = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)
_MB = 1024 * 1024
_TEMPLATE = "error/show.html"


def install(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _token)
    app.register_error_handler(NotFoundError, _not_found)
    app.register_error_handler(ArchivedError, _archived)
    app.register_error_handler(StaleError, _stale)
    app.register_error_handler(DatabaseError, _database)
    app.register_error_handler(RefilledError, _refilled)
    app.register_error_handler(Exception, _unexpected)


def page(
    code: int, reason: str = "", *, back: str = "", most: int | None = None
) -> ResponseReturnValue:
    """The page of that status; `reason` is the id prefix of a more exact text.

    `back` is the address of the page that sent the request, `most` the megabytes that it may take.
    """
    text = reason or f"error.e{code if code in PAGES else 400 if code < 500 else 500}"
    if request_ctx.url_adapter is None:
        # A host name that is not ours: there is no address that a page could link to.
        return t(f"{text}_title"), code, {"Content-Type": "text/plain; charset=utf-8"}
    body = render_template(
        _TEMPLATE,
        code=code,
        text=text,
        back=back,
        values={} if most is None else {"n": most},
        request_id=g.get("request_id", "-"),
    )
    return body, code


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if code >= 500:
        log.error("answered %s: %s", code, type(error).__name__)
    answer = _too_large() if code == 413 else page(code)
    if code == 405 and error.get_response().headers.get("Allow"):
        return (*answer, {"Allow": error.get_response().headers["Allow"]})  # type: ignore[misc]
    return answer


def _too_large() -> ResponseReturnValue:
    """With the limit if it was the size, and with a way back to the form that was sent."""
    limit: int | None = g.get("most_file_bytes") or request.max_content_length
    sent = request.content_length or 0
    if not limit or sent <= limit:
        return page(413, back=_page_that_sent())
    return page(413, "error.large", back=_page_that_sent(), most=limit // _MB)


def _page_that_sent() -> str:
    """The page at the address that a form was sent to; empty: there is none to look at."""
    if request_ctx.url_adapter is None:
        return ""
    try:
        endpoint, values = request_ctx.url_adapter.match(request.path, "GET")
    except HTTPException:
        return ""
    return url_for(endpoint, **values)


def _token(_error: CSRFError) -> ResponseReturnValue:
    return page(400, "error.token")


def _not_found(_error: NotFoundError) -> ResponseReturnValue:
    return page(404)


def _archived(_error: ArchivedError) -> ResponseReturnValue:
    return page(409, "error.archived")


def _stale(_error: StaleError) -> ResponseReturnValue:
    return page(409)


def _database(error: DatabaseError) -> ResponseReturnValue:
    log.error("database: %s", type(error).__name__)
    _leave_database()
    if isinstance(error, DatabaseFullError):
        return page(503, "error.full")
    if isinstance(error, DatabaseBusyError):
        return page(503, "error.busy")
    return page(503)


def _refilled(_error: RefilledError) -> ResponseReturnValue:
    """A button rather than a form was sent after the session had expired: ask once more."""
    return render_template("sign_in/confirm.html", fields=carry.typed_fields()), 200


def _unexpected(error: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise error
    # Class and place only: messages of exceptions may hold names or text that people typed.
    log.error("%s at %s (%s)", type(error).__name__, request.endpoint, _places(error))
    _leave_database()
    try:
        return page(500)
    except Exception as second:
        log.error("the error page failed: %s (%s)", type(second).__name__, _places(second))  # noqa: TRY400
        return InternalServerError().get_response()


def _places(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return " < ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in reversed(frames))


def _leave_database() -> None:
    try:
        close_reading()
    except Exception as error:
        log.warning("closing the reading session: %s", type(error).__name__)

"""Signing in and out. The browser holds a random token in a signed cookie, the database its state.

One step today; a second factor becomes a further step between `_authenticate` and `_begin`.
"""

from datetime import timedelta

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from vendormgr.config import Settings
from vendormgr.i18n import t
from vendormgr.store.account import User, authenticate
from vendormgr.store.errors import DatabaseError, NotFoundError
from vendormgr.store.sign_in import (
    SignIn,
    find_sign_in,
    note_failed_sign_in,
    sign_out,
    start_sign_in,
    touch,
)
from vendormgr.web import carry
from vendormgr.web.access import actor, needs, public, user_or_none
from vendormgr.web.clock import now
from vendormgr.web.db import close_reading, database, reading, writing
from vendormgr.web.paths import back_path, safe_path

TOKEN = "sign_in"  # noqa: S105 - a key of the session
_NAME_LIMIT = 200
pages = Blueprint("sign_in", __name__)


def present() -> SignIn | None:
    """The sign-in that this browser's cookie names, unless it has ended."""
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    idle, longest = _limits()
    found = find_sign_in(reading(), token, now=now(), idle=idle, longest=longest)
    if found is not None and found.needs_touch(now()):
        _touch(found)
    return found


@pages.get("/sign-in")
@public
def show() -> ResponseReturnValue:
    """The sign-in page."""
    if user_or_none() is not None:
        return redirect(safe_path(request.args.get("next")), 303)
    return page()


@pages.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Check name and password; the answer to both mistakes is the same."""
    found = _authenticate()
    if found is None:
        return page(status=422, failed=True)
    _begin(found)
    return redirect(safe_path(request.form.get("next")), 303)


def again() -> ResponseReturnValue | None:
    """Sign in on the page that carries a typed form; None: go on and show that form again."""
    found = _authenticate()
    if found is None:
        return page(status=422, failed=True, expired=True)
    _begin(found)
    carry.refill()
    flash(t("access.refilled"), "warning")
    return None


@pages.post("/sign-out")
@needs()
def leave() -> ResponseReturnValue:
    """End the sign-in on the server and forget it here."""
    with writing() as db:
        sign_out(db, g.sign_in.id, now=now(), by=actor())
    session.clear()
    flash(t("access.signed_out"), "done")
    return redirect(url_for("sign_in.show"), 303)


def page(*, status: int = 200, failed: bool = False, expired: bool = False) -> ResponseReturnValue:
    """The sign-in page; with `expired` it sends the typed fields on to where they were going."""
    body = render_template(
        "sign_in/show.html",
        action=back_path() if expired else url_for("sign_in.show"),
        name=request.form.get(carry.SIGN_IN_NAME, "")[:_NAME_LIMIT],
        next=safe_path(request.values.get("next"), "") if not expired else "",
        carried=carry.typed_fields() if expired else [],
        failed=failed,
        expired=expired,
    )
    return body, status


def _authenticate() -> User | None:
    name = request.form.get(carry.SIGN_IN_NAME, "")[:_NAME_LIMIT]
    password = request.form.get(carry.SIGN_IN_PASSWORD, "")
    found = authenticate(reading(), name, password)
    if found is None:
        with writing() as db:
            note_failed_sign_in(db, name, now=now(), address=request.remote_addr)
    return found


def _begin(found: User) -> None:
    """A new session: nothing of what the cookie held before is kept, so no id can be planted."""
    try:
        with writing() as db:
            token, g.sign_in = start_sign_in(
                db,
                found,
                now=now(),
                address=request.remote_addr,
                browser=request.user_agent.string,
            )
    except NotFoundError:
        return
    g.user = g.sign_in.user
    session.clear()
    # The token against forged forms is made anew too.
    g.pop("csrf_token", None)
    session[TOKEN] = token
    generate_csrf()


def _limits() -> tuple[timedelta, timedelta]:
    settings: Settings = current_app.extensions["vendormgr.settings"]
    return (
        timedelta(minutes=settings.session_idle_minutes),
        timedelta(hours=settings.session_absolute_hours),
    )


def _touch(found: SignIn) -> None:
    """Note that the person was seen; a full disk must not keep anybody from reading."""
    close_reading()
    try:
        with database().writing() as db:
            touch(db, found.id, now=now())
    except DatabaseError:
        current_app.logger.warning("the time last seen of a sign-in could not be kept")

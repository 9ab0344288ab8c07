"""What every request passes before its view: sign-in, permission, token against forged forms."""

import logging

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

from vendormgr.domain.access import Permission, permissions_of
from vendormgr.i18n import t
from vendormgr.store.account import User
from vendormgr.web import carry, sign_in
from vendormgr.web.access import declared, user_or_none
from vendormgr.web.paths import back_path, parts_of, safe_path

log = logging.getLogger(__name__)
csrf = CSRFProtect()
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_WITHOUT_OWN_PASSWORD = frozenset({"account.password", "sign_in.leave"})


def install(app: Flask) -> None:
    """Let every request pass the guard; tokens last as long as the session."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    csrf.init_app(app)
    app.before_request(guard)


def guard() -> ResponseReturnValue | None:
    """Refuse, ask to sign in, or let the view answer."""
    g.user = g.sign_in = None
    if request.endpoint == "assets.static_file":
        return None
    g.sign_in = sign_in.present()
    g.user = g.sign_in and g.sign_in.user
    if request.endpoint is None:
        return None
    needed = declared(current_app, request.endpoint)
    if needed is not None:
        answer = None if g.user else _ask_to_sign_in()
        if answer is not None:
            return answer
        answer = _check_person(g.user, needed)
        if answer is not None:
            return answer
    return _check_token()


def _check_person(user: User, needed: frozenset[Permission]) -> ResponseReturnValue | None:
    if user.must_change_password and request.endpoint not in _WITHOUT_OWN_PASSWORD:
        return redirect(url_for("account.password"), 303)
    if not needed <= permissions_of(user.roles):
        log.warning("refused %s %s to %s", request.method, request.endpoint, user.id)
        abort(403)
    return None


def _check_token() -> ResponseReturnValue | None:
    if request.method not in _CHANGING or g.get("refilled"):
        return None
    try:
        csrf.protect()
    except CSRFError:
        if user_or_none() is None or not carry.from_own_page():
            log.warning("refused a form without its token at %s", request.endpoint)
            raise
        carry.refill()
        flash(t("access.refilled"), "warning")
    return None


def _ask_to_sign_in() -> ResponseReturnValue | None:
    """None when the person has just signed in on the page that carried a form."""
    if request.method not in _CHANGING:
        wanted = back_path() if request.method == "GET" else "/"
        there = url_for("sign_in.show", next=wanted if wanted != "/" else None)
        if request.headers.get("HX-Request") == "true":
            # A part of a page: the browser opens the sign-in page, then the whole page again.
            page = safe_path(parts_of(request.headers.get("HX-Current-URL")).path, "")
            return "", 401, {"HX-Redirect": url_for("sign_in.show", next=page or None)}
        return redirect(there, 303)
    if not carry.from_own_page():
        return redirect(url_for("sign_in.show"), 303)
    if carry.SIGN_IN_NAME in request.form:
        csrf.protect()
        return sign_in.again()
    return sign_in.page(status=401, expired=True)

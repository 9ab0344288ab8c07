"""The language of a request: what the person chose, else the browser's wish, else the setting."""

from flask import Blueprint, Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue

from vendormgr.i18n import Language, speak
from vendormgr.web.access import public
from vendormgr.web.paths import safe_path

COOKIE = "vendormgr_language"
ONE_YEAR = 365 * 24 * 3600
pages = Blueprint("language", __name__)


def install(app: Flask, *, default: Language) -> None:
    """Set the language before anything is said."""
    app.extensions["vendormgr.language"] = default
    app.before_request(choose_for_request)


def choose_for_request() -> None:
    """Speak the language of this request."""
    chosen = request.cookies.get(COOKIE)
    if chosen not in set(Language):
        chosen = request.accept_languages.best_match([one.value for one in Language])
    default: Language = current_app.extensions["vendormgr.language"]
    speak(Language(chosen) if chosen else default)


@pages.post("/language")
@public
def choose() -> ResponseReturnValue:
    """Keep the chosen language in this browser and go back to the page."""
    response = redirect(safe_path(request.form.get("back")), 303)
    chosen = request.form.get("language", "")
    if chosen in set(Language):
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=ONE_YEAR,
            httponly=True,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )
    return response

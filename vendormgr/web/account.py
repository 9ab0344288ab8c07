"""One's own account: choosing the password."""

from flask import Blueprint, current_app, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField

from vendormgr.config import Settings
from vendormgr.domain.password import password_problems
from vendormgr.i18n import t
from vendormgr.store.account import authenticate
from vendormgr.store.account_change import set_password
from vendormgr.web.access import actor, needs, user
from vendormgr.web.db import reading, writing
from vendormgr.web.flashes import done
from vendormgr.web.forms import Form, Required

pages = Blueprint("account", __name__)


class PasswordForm(Form):
    """The present password and the new one, twice."""

    present = PasswordField(
        "access.password_present", [Required()], render_kw={"autocomplete": "current-password"}
    )
    new = PasswordField(
        "access.password_new", [Required()], render_kw={"autocomplete": "new-password"}
    )
    again = PasswordField(
        "access.password_again", [Required()], render_kw={"autocomplete": "new-password"}
    )


@pages.route("/account/password", methods=["GET", "POST"])
@needs()
def password() -> ResponseReturnValue:
    """Choose another password; other sign-ins of the same person end."""
    form = PasswordForm()
    if form.submitted() and _acceptable(form):
        with writing() as session:
            set_password(
                session, user().id, form.new.data or "", by=actor(), keep_sign_in=g.sign_in.id
            )
        done(t("access.password_saved"))
        return redirect(url_for("dashboard.show"), 303)
    body = render_template(
        "account/password.html",
        form=form,
        must=user().must_change_password,
        shortest=_shortest(),
    )
    return body, 422 if form.errors else 200


def _acceptable(form: PasswordForm) -> bool:
    if authenticate(reading(), user().login, form.present.data or "") is None:
        form.refuse("present", t("access.password_wrong"))
    if form.new.data != form.again.data:
        form.refuse("again", t("access.password_differs"))
    own_words = (user().login, user().name)
    for problem in password_problems(
        form.new.data or "", shortest=_shortest(), own_words=own_words
    ):
        form.refuse("new", t(problem, n=_shortest()))
    return not form.problems


def _shortest() -> int:
    settings: Settings = current_app.extensions["vendormgr.settings"]
    return settings.password_min_length

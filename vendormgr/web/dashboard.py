"""The first page after signing in."""

from flask import Blueprint, render_template

from vendormgr.web.access import needs

pages = Blueprint("dashboard", __name__)


@pages.get("/")
@needs()
def show() -> str:
    """The dashboard."""
    return render_template("dashboard/show.html")

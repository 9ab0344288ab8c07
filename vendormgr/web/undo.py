"""Taking one change back, from the button beside the message that it was done."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import EDITS
from vendormgr.i18n import t
from vendormgr.store.audit import find_event
from vendormgr.store.errors import RecordError
from vendormgr.store.record import undo as undo_event
from vendormgr.web.access import actor, can, needs
from vendormgr.web.db import reading, writing
from vendormgr.web.flashes import done, warn
from vendormgr.web.paths import safe_path

pages = Blueprint("undo", __name__)


@pages.post("/undo/<number:event_id>")
@needs()
def undo(event_id: int) -> ResponseReturnValue:
    """Take a change back, if the person may change such records and nobody has touched it since."""
    event = find_event(reading(), event_id)
    if event is None or event.noun not in EDITS or not can(EDITS[event.noun]):
        abort(404)
    back = safe_path(urlsplit(request.referrer or "").path or None)
    try:
        with writing() as session:
            undo_event(session, event_id, by=actor())
    except RecordError:
        warn(t("common.not_undone"))
    else:
        done(t("common.undone"))
    return redirect(back, 303)

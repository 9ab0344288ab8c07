"""Taking one change back, from the button beside the message that it was done."""

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.vocabulary import PartyRole
from vendormgr.i18n import t
from vendormgr.store.audit import Action, Event, find_event, list_events
from vendormgr.store.errors import RecordError
from vendormgr.store.record import undo as undo_event
from vendormgr.web import gap_undo
from vendormgr.web.access import actor, can, needs
from vendormgr.web.db import reading, writing
from vendormgr.web.flashes import done, warn
from vendormgr.web.paths import parts_of, safe_path
from vendormgr.web.record_life import stands_alone
from vendormgr.web.screens import may_edit_all
from vendormgr.web.sight import sees_attack_map

MOST_IN_BATCH = 10_000
APPROVAL = {"approved_on", "approved_by"}
"""Fields that only management's approval sets."""
DECISION = APPROVAL | {"state", "decided_on", "decided_by", "note"}
"""What the executive's decision on a case sets."""
LINES = {"lines_listed"}
"""What those who record lines say of a vendor."""
pages = Blueprint("undo", __name__)


@pages.post("/undo/<number:event_id>")
@needs()
def undo(event_id: int) -> ResponseReturnValue:
    """Take a change back, if the person may change such records and nobody has touched it since."""
    event = find_event(reading(), event_id)
    if event is None:
        abort(404)
    if event.noun == gap_undo.NOUN:
        return _undo_decision(event)
    if not may_take_back(event):
        abort(404)
    try:
        with writing() as session:
            undo_event(session, event_id, by=actor())
    except RecordError:
        warn(t("common.not_undone"))
    else:
        done(t("common.undone"))
    return redirect(_back(), 303)


def may_take_back(event: Event) -> bool:
    """Whether the person could have made the opposite change on a form."""
    if not stands_alone(event):
        return False
    if _is_hospital(event) and not can(Permission.EDIT_SYSTEMS):
        return False
    approval = APPROVAL & set(event.changed) if event.action == Action.UPDATED else set()
    if approval and not can(Permission.APPROVE_OUTSOURCING):
        return False
    if approval and set(event.changed) <= DECISION:
        return True
    if set(event.changed) == LINES and event.action == Action.UPDATED:
        return sees_attack_map() and can(Permission.EDIT_ASSETS)
    # Putting a vendor away may have taken contracts along: whoever brings them back must be allowed
    # to change all of them.
    batch = list_events(reading(), batch=event.batch, limit=MOST_IN_BATCH)
    return may_edit_all({one.noun for one in batch})


def _is_hospital(event: Event) -> bool:
    """Whether it is about the hospital's own entry, which takes more to edit than a vendor's."""
    known = (event.after or {}, event.before or {})
    return event.noun == "parties" and any(one.get("role") == PartyRole.HOSPITAL for one in known)


def _undo_decision(event: Event) -> ResponseReturnValue:
    if not gap_undo.may_take_back(event):
        abort(404)
    try:
        gap_undo.take_back(event)
    except RecordError:
        warn(t("common.not_undone"))
    else:
        done(t("common.undone"))
    return redirect(_back(), 303)


def _back() -> str:
    """The page that the button stood on."""
    came_from = parts_of(request.referrer)
    query = f"?{came_from.query}" if came_from.query else ""
    return safe_path(f"{came_from.path}{query}", safe_path(came_from.path))

"""A form that arrives twice saves once: double clicks, and a page that is sent again.

Each empty form carries a random mark. What was sent under a mark is noted in the transaction that
saves it; the same content under the same mark leads to the same place. Other content under the same
mark (back, change, send) is a new form.
"""

import secrets
from hashlib import blake2b

from flask import request
from sqlalchemy.orm import Session
from wtforms import HiddenField

from vendormgr.i18n import t
from vendormgr.store.draft import place_of_submission, remember_submission
from vendormgr.web.access import user
from vendormgr.web.carry import TOKEN
from vendormgr.web.clock import now
from vendormgr.web.flashes import warn
from vendormgr.web.forms import RecordForm

MARK = "sending"
_LONGEST_MARK = 60


def fresh_mark() -> str:
    """The mark of a form that is shown for the first time."""
    return secrets.token_urlsafe(12)


class OnceForm(RecordForm):
    """A form for something new: it carries the mark under which it is sent."""

    sending = HiddenField("", default=fresh_mark)


def sent_before(session: Session) -> str | None:
    """Where the first sending of this very form led; None: it was not saved yet.

    Ask inside the writing block: writers take turns, so of two sendings the second sees the first.
    """
    key = _key()
    if key is None:
        return None
    place = place_of_submission(session, key, user_id=user().id)
    if place is not None:
        warn(t("record.sent_before"))
    return place


def remember_sending(session: Session, place: str) -> None:
    """Note in the same transaction that this form was saved and where it led."""
    key = _key()
    if key is not None:
        remember_submission(session, key, place, user_id=user().id, now=now())


def _key() -> str | None:
    """What this sending is known by; None: the form carries no mark."""
    mark = request.form.get(MARK, "")
    if not mark or len(mark) > _LONGEST_MARK:
        return None
    digest = blake2b(f"{user().id}\0{request.full_path}".encode(), digest_size=24)
    for name, value in request.form.items(multi=True):
        if name != TOKEN:
            digest.update(f"\0{name}\0{value}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()

"""操作記録: who did what, when and from where, with what was there before and after."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form as WTForm
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import NOUNS
from vendormgr.i18n import TOKYO, t, texts
from vendormgr.store.account import list_users
from vendormgr.store.audit import LARGEST, Action, count_events, list_events
from vendormgr.web.access import needs
from vendormgr.web.audit_entry import make_entries, noun_title
from vendormgr.web.db import reading
from vendormgr.web.fields import DateField, ReferenceField, reference
from vendormgr.web.forms import Form

pages = Blueprint("audit", __name__, url_prefix="/audit")
PAGE = 50
_LONGEST = 500


class FilterForm(Form):
    """What the log is narrowed by; everything is kept in the address."""

    who = ReferenceField("audit.who", blank="audit.anybody")
    noun = ReferenceField("audit.noun", blank="audit.anything")
    action = ReferenceField("audit.action", blank="audit.any_action")
    since = DateField("audit.since")
    until = DateField("audit.until")

    def __init__(self) -> None:
        WTForm.__init__(self, formdata=request.args)

    def validate_until(self, field: DateField) -> None:
        """The last day is not before the first."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(t("audit.until_before_since"))

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for, as list_events takes it; fields with an error ask for nothing."""
        given = {one.name: None if one.errors else one.data for one in self}
        first, last = given["since"], given["until"]
        return {
            "actor_id": given["who"],
            "noun": given["noun"],
            "action": given["action"],
            "since": None if first is None else datetime.combine(first, time(), TOKYO),
            "until": None
            if last is None
            else datetime.combine(last + timedelta(days=1), time(), TOKYO),
        }


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO, Permission.VIEW_AUDIT)
def index() -> ResponseReturnValue:
    """The log, newest first, a page at a time; each line opens before and after."""
    people = list_users(reading())
    form = FilterForm()
    form.who.offer(reference(one.id, one.name) for one in people)
    form.noun.offer(reference(noun, noun_title(noun)) for noun in _nouns())
    form.action.offer(reference(one.value, t(f"audit.action_{one}")) for one in Action)
    fits = form.validate()
    narrowed = {**form.wanted, "subject": _subject(), "batch": _number("batch")}
    events = list_events(reading(), **narrowed, before_sequence=_number("before"), limit=PAGE + 1)
    shown = events[:PAGE]
    page = render_template(
        "audit/index.html",
        form=form,
        entries=make_entries(shown, {one.id: one.name for one in people}),
        total=count_events(reading()),
        narrowed=any(value is not None for value in narrowed.values()),
        batch=narrowed["batch"],
        subject=narrowed["subject"],
        older=_older(shown[-1].sequence) if len(events) > PAGE else None,
        newest=_number("before") is None,
        asked=_asked(),
    )
    return page, 200 if fits else 422


def _nouns() -> Iterator[str]:
    """Every noun of a portfolio, and what else is logged under a name of its own."""
    yield from NOUNS
    prefix = "audit.noun_"
    yield from (one.removeprefix(prefix) for one in texts() if one.startswith(prefix))


def _subject() -> str | None:
    return request.args.get("subject", "")[:_LONGEST] or None


def _number(name: str) -> int | None:
    """A number in the address; what is none, or too large for a column, asks for nothing."""
    typed = request.args.get(name, "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 20):
        return None
    return min(int(typed), LARGEST)


def _asked() -> dict[str, str]:
    """The parts of the address that narrow the log."""
    known = ("who", "noun", "action", "since", "until", "subject", "batch")
    return {name: request.args[name] for name in known if request.args.get(name)}


def _older(sequence: int) -> str:
    return url_for("audit.index", **{**_asked(), "before": str(sequence)})  # type: ignore[arg-type]

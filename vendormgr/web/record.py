"""The screens that every record has: new, edit, archive, restore, archived ones, history.

A noun's module says what is its own (form, list, page) and gets the rest from `blueprint`. Forms
are checked before the database is opened for writing; what only the database can refuse comes back
beside its field; a record that somebody else saved meanwhile answers 409 with both versions.
"""

from typing import Any, TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from vendormgr.domain.portfolio import Fact
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.errors import RecordError
from vendormgr.store.record import Stored
from vendormgr.store.shape import NOUN_OF
from vendormgr.web.access import actor, needs
from vendormgr.web.db import writing
from vendormgr.web.flashes import done, warn
from vendormgr.web.once import remember_sending, sent_before
from vendormgr.web.record_life import (
    archive_record,
    put_away_page,
    restore_record,
    show_archived,
    show_history,
)
from vendormgr.web.saving import Attempt, save_changed
from vendormgr.web.screens import (
    SCREENS,
    FactForm,
    Screens,
    find,
    problem_text,
    refuse,
    require,
)

__all__ = [
    "SCREENS",
    "FactForm",
    "Screens",
    "blueprint",
    "problem_text",
    "put_away_page",
    "refuse",
    "require",
]

F = TypeVar("F", bound=Fact)


def blueprint(screens: Screens[F], path: str) -> Blueprint:
    """The noun's blueprint with the common screens; its module adds `index` and `show`."""
    bp = Blueprint(screens.name, __name__, url_prefix=path)
    SCREENS[NOUN_OF[screens.kind]] = screens
    both = ["GET", "POST"]
    see, change = needs(*screens.view), needs(*screens.view, *screens.edit)

    def new() -> ResponseReturnValue:
        return new_record(screens)

    def edit(id_: str) -> ResponseReturnValue:
        return edit_record(screens, id_)

    def archive(id_: str) -> ResponseReturnValue:
        return archive_record(screens, id_)

    def restore(id_: str) -> ResponseReturnValue:
        return restore_record(screens, id_)

    def archived() -> ResponseReturnValue:
        return show_archived(screens)

    def history(id_: str) -> ResponseReturnValue:
        return show_history(screens, id_)

    bp.add_url_rule("/new", "new", change(new), methods=both)
    bp.add_url_rule("/archived", "archived", see(archived))
    bp.add_url_rule("/<id:id_>/edit", "edit", change(edit), methods=both)
    bp.add_url_rule("/<id:id_>/archive", "archive", change(archive), methods=both)
    bp.add_url_rule("/<id:id_>/restore", "restore", change(restore), methods=["POST"])
    bp.add_url_rule("/<id:id_>/history", "history", see(history))
    return bp


class _DoubtError(Exception):
    """A new record that a person has to think about once more; nothing was written."""

    def __init__(self, doubt: Any) -> None:
        super().__init__()
        self.doubt = doubt


def _ask_for_doubts(screens: Screens[F], session: Session, form: FactForm[F]) -> None:
    doubt = screens.doubt(session, form) if screens.doubt is not None else None
    if doubt is not None:
        raise _DoubtError(doubt)


def new_record(screens: Screens[F]) -> ResponseReturnValue:
    """Show the empty form, or save a new record once, however often the form arrives."""
    form = screens.make_form(None)
    doubt = None
    if form.submitted():
        try:
            with writing() as session:
                place = sent_before(session)
                if place is not None:
                    return redirect(place, 303)
                _ask_for_doubts(screens, session, form)
                stored = store.create(session, form.fact(None), by=actor())
                remember_sending(session, url_for(f"{screens.name}.show", id_=stored.fact.id))
                event = store.history(session, screens.kind, stored.fact.id, limit=1)[0]
        except RecordError as error:
            refuse(form, error)
        except _DoubtError as error:
            doubt = error.doubt
        else:
            done(t("record.created", name=screens.title(stored.fact)), undo=event.sequence)
            return _leave(screens, stored.fact)
    page, status = _form_page(screens, form, None, Attempt(), doubt=doubt)
    return page, 409 if doubt is not None else status


def edit_record(screens: Screens[F], id_: str) -> ResponseReturnValue:
    """Show the form filled in, or save the changed record."""
    stored = find(screens, id_)
    form = screens.make_form(stored.fact, stored.version)
    if stored.archived_at is not None:
        return _edit_archived(screens, form, stored)
    attempt: Attempt[F] = Attempt()
    if form.submitted():
        fact = form.fact(stored.fact)
        attempt = save_changed(form, fact, t("record.saved", name=screens.title(fact)))
        if attempt.saved is not None:
            return _leave(screens, attempt.saved)
    return _form_page(screens, form, stored, attempt)


def _edit_archived(
    screens: Screens[F], form: FactForm[F], stored: Stored[F]
) -> ResponseReturnValue:
    """Somebody archived the record while another one was typing: what was typed stays."""
    if request.method != "POST":
        return redirect(url_for(f"{screens.name}.show", id_=stored.fact.id), 303)
    form.refuse("", t("record.archived_meanwhile", by=stored.updated_by))
    page, _ = _form_page(screens, form, stored, Attempt())
    return page, 409


def _leave(screens: Screens[F], fact: F) -> ResponseReturnValue:
    """To the record, with what should be pointed out."""
    remark = screens.remark(fact) if screens.remark is not None else None
    if remark is not None:
        warn(remark)
    return redirect(screens.address(fact), 303)


def _form_page(
    screens: Screens[F],
    form: FactForm[F],
    stored: Stored[F] | None,
    attempt: Attempt[F],
    *,
    doubt: Any = None,
) -> tuple[str, int]:
    page = render_template(
        screens.template,
        screens=screens,
        form=form,
        stored=stored,
        conflict=attempt.conflict,
        doubt=doubt,
        title=screens.title(stored.fact) if stored is not None else t(f"{screens.name}.new_title"),
    )
    return page, attempt.status(form)

"""承認の条件: what has to be done for an approval to hold, as tasks with an owner and a day."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.selection import Condition, Selection
from vendormgr.domain.selection_step import overdue
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.errors import RecordError, StaleError
from vendormgr.web.access import actor, needs
from vendormgr.web.clock import today
from vendormgr.web.conflict import compare
from vendormgr.web.db import writing
from vendormgr.web.fields import DateField, TextField
from vendormgr.web.flashes import done
from vendormgr.web.forms import RecordForm
from vendormgr.web.screens import refuse, require
from vendormgr.web.selection_sight import selection_of
from vendormgr.web.sheet_shown import ShownSheet

pages = Blueprint("selection_task", __name__, url_prefix="/selections")
SPARE = 3
"""Empty rows for further conditions."""
MOST = 40
PARTS = ("text", "owner", "due_on", "done_on")


class _Tasks(RecordForm):
    """The conditions of one case, a row each."""

    @staticmethod
    def shown(selection: Selection) -> Any:
        """Every field's value by its name."""
        values = {
            f"{part}.{row}": getattr(one, part)
            for row, one in enumerate(selection.conditions)
            for part in PARTS
        }
        return ShownSheet(values, tuple(f"{part}." for part in PARTS))


def _make_form(selection: Selection, version: int) -> tuple[_Tasks, range]:
    rows = range(min(len(selection.conditions) + SPARE, max(MOST, len(selection.conditions))))
    fields: dict[str, Any] = {}
    for row in rows:
        fields[f"text.{row}"] = TextField("selection.task_text", limit=400)
        fields[f"owner.{row}"] = TextField("selection.task_owner")
        fields[f"due_on.{row}"] = DateField("selection.task_due")
        fields[f"done_on.{row}"] = DateField("selection.task_done")
    form: _Tasks = type("TasksForm", (_Tasks,), fields)(_Tasks.shown(selection), version=version)
    return form, rows


@pages.route("/<id:id_>/conditions", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def edit(id_: str) -> ResponseReturnValue:
    """Enter the conditions, who sees to each, and what is done."""
    stored = require(Selection, id_)
    if stored.archived_at is not None or selection_of(id_) is None:
        return redirect(url_for("selection.show", id_=id_), 303)
    form, rows = _make_form(stored.fact, stored.version)
    conflict = None
    if form.submitted() and _right(form, rows):
        try:
            with writing() as session:
                fact = _with_tasks(stored.fact, form, rows)
                saved = store.update(session, fact, by=actor(), seen_version=form.seen_version)
                event = store.history(session, Selection, id_, limit=1)[0]
        except StaleError as error:
            conflict = compare(form, error.stored, form.shown(error.stored.fact))
        except RecordError as error:
            refuse(form, error)
        else:
            undo = event.sequence if saved.version != stored.version else None
            done(t("selection.tasks_saved"), undo=undo)
            return redirect(url_for("selection.show", id_=id_, _anchor="conditions"), 303)
    page = render_template(
        "selection/conditions.html",
        form=form,
        rows=rows,
        conflict=conflict,
        selection=stored.fact,
        late=overdue(stored.fact, today()),
    )
    return page, 409 if conflict else 422 if form.problems else 200


def _right(form: _Tasks, rows: range) -> bool:
    """Whether each row that holds anything says what, who and until when."""
    for row in rows:
        values = {part: form[f"{part}.{row}"].data for part in PARTS}
        if not any(values.values()):
            continue
        for part in ("text", "owner", "due_on"):
            if values[part] is None:
                form.refuse(f"{part}.{row}", t(f"selection.task_{part}_missing"))
        if values["done_on"] is not None and values["done_on"] > today():
            form.refuse(f"done_on.{row}", t("selection.task_done_in_future"))
    return not form.problems


def _with_tasks(selection: Selection, form: _Tasks, rows: range) -> Selection:
    tasks = (Condition(**{part: form[f"{part}.{row}"].data for part in PARTS}) for row in rows)
    return replace(selection, conditions=tuple(one for one in tasks if one.text))

"""選定を進める: moves from state to state, the choice of a candidate, the approval."""

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.selection import Selection
from vendormgr.domain.selection_step import (
    BACK,
    DECIDED,
    is_decided,
    moved,
    next_states,
    obstacles,
    overdue,
    state_of,
)
from vendormgr.domain.vocabulary import SelectionState
from vendormgr.i18n import label, t
from vendormgr.store import record as store
from vendormgr.store.errors import RecordError, StaleError
from vendormgr.web.access import actor, can, needs, user
from vendormgr.web.clock import today
from vendormgr.web.db import writing
from vendormgr.web.fields import NoteField
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import RecordForm
from vendormgr.web.screens import problem_text, require
from vendormgr.web.selection_sight import (
    candidates_of,
    is_executive,
    outcomes_of,
    require_selection,
    standing_of,
)


class RefusalForm(RecordForm):
    """Why the executive refuses."""

    reason = NoteField("selection.reason", limit=1000)


pages = Blueprint("selection_move", __name__, url_prefix="/selections")


@pages.post("/<id:id_>/move")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def move(id_: str) -> ResponseReturnValue:
    """Go to another state, if nothing is missing for it."""
    return _move(require_selection(id_), _asked_state())


@pages.route("/<id:id_>/approve", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.APPROVE_OUTSOURCING)
def approve(id_: str) -> ResponseReturnValue:
    """What is to be approved, and the executive's approval, refusal, or taking it back."""
    selection = require_selection(id_)
    form = RefusalForm()
    if request.method == "POST":
        to = _asked_state()
        if to is SelectionState.REFUSED and form.validate() and form.reason.data:
            notes = (selection.note, form.reason.data)
            selection = replace(selection, note="\n".join(one for one in notes if one))
        return _move(selection, to)
    standing, stored = standing_of(selection), require(Selection, id_)
    ways = [
        *next_states(selection),
        *([BACK[state_of(selection)]] if is_decided(selection) else []),
    ]
    chosen = standing.chosen
    return render_template(
        "selection/approval.html",
        form=form,
        selection=selection,
        version=stored.version,
        state=state_of(selection),
        chosen=chosen,
        outcome=next((one for one in outcomes_of(selection) if one.candidate == chosen), None),
        ways=[
            (to, obstacles(standing, to, executive=True))
            for to in ways
            if may_decide(selection, to) and to is not SelectionState.REFUSED
        ],
        refusable=SelectionState.REFUSED in ways,
        decided=is_decided(selection),
        late=overdue(selection, today()),
    )


def _asked_state() -> SelectionState:
    try:
        return SelectionState(request.form.get("to", ""))
    except ValueError:
        abort(404)


def _move(selection: Selection, to: SelectionState) -> ResponseReturnValue:
    executive = is_executive()
    found = obstacles(standing_of(selection), to, executive=executive)
    if not may_decide(selection, to):
        abort(403)
    if found:
        warn(t("selection.not_yet", why=t(f"selection.obstacle_{found[0]}")))
        return _back_to(selection)
    after = moved(selection, to, by=user().name, on=today(), executive=executive)
    return save(after, t("selection.moved", state=label(to)))


def may_decide(selection: Selection, to: SelectionState) -> bool:
    """Whether the person may make that move; executives decide, others prepare the decision."""
    deciding = to in DECIDED or is_decided(selection)
    return can(Permission.EDIT_ASSESSMENTS) or (deciding and is_executive())


@pages.post("/<id:id_>/choose")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def choose(id_: str) -> ResponseReturnValue:
    """Name the candidate that is to be decided on, or none."""
    selection = require_selection(id_)
    chosen = request.form.get("chosen") or None
    named = {one.id: one.name or one.id for one in candidates_of(selection)}
    if chosen is not None and chosen not in named:
        abort(404)
    if is_decided(selection):
        warn(t("selection.locked"))
        return _back_to(selection)
    text = (
        t("selection.chosen_none")
        if chosen is None
        else t("selection.chosen_is", name=named[chosen])
    )
    return save(replace(selection, chosen=chosen), text)


def save(after: Selection, text: str) -> ResponseReturnValue:
    """Save what a button changed; a case that somebody else changed meanwhile is shown again."""
    form = RecordForm()
    if not form.submitted():
        return _back_to(after)
    try:
        with writing() as session:
            saved = store.update(session, after, by=actor(), seen_version=form.seen_version)
            event = store.history(session, Selection, after.id, limit=1)[0]
    except StaleError:
        warn(t("record.changed_meanwhile"))
    except RecordError as error:
        warn(problem_text(error))
    else:
        changed = saved.version != form.seen_version
        done(text, undo=event.sequence if changed else None)
    return _back_to(after)


def _back_to(selection: Selection) -> ResponseReturnValue:
    return redirect(url_for("selection.show", id_=selection.id), 303)

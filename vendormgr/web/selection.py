"""選定: the list of cases, one case with its candidates side by side, and its form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.selection import Candidate, Selection
from vendormgr.domain.selection_step import (
    BACK,
    MOST_CANDIDATES,
    is_decided,
    needs_executive,
    next_states,
    obstacles,
    open_conditions,
    overdue,
    state_of,
)
from vendormgr.domain.vocabulary import DataClass, SelectionState, ServiceModel
from vendormgr.i18n import label, t
from vendormgr.reports.comparison import RowGroup, grouped
from vendormgr.store import record as store
from vendormgr.web.access import needs
from vendormgr.web.clock import today
from vendormgr.web.db import reading
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import (
    DateField,
    EnumRadioField,
    NoteField,
    ReferenceField,
    TextField,
    TriStateField,
    WholeNumberField,
)
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.names import namer
from vendormgr.web.options import system_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page
from vendormgr.web.selection_sight import (
    by_group,
    candidates_of,
    comparison_of,
    edition_shown,
    is_executive,
    outcomes_of,
    question_lines,
    selection_of,
    standing_of,
)


class SelectionForm(FactForm[Selection]):
    """What is needed, as far as it is known before any vendor is."""

    fact_kind = Selection
    title = TextField("selection.title", [Required()], description="selection.title_hint")
    need = NoteField("selection.need", description="selection.need_hint")
    system = ReferenceField(
        "selection.system", blank="selection.no_system", description="selection.system_hint"
    )
    model = EnumRadioField(
        "selection.model", [Required("wizard.model_missing")], of=ServiceModel, blank=""
    )
    data_class = EnumRadioField("selection.data_class", of=DataClass, blank="common.unknown")
    connects = TriStateField("selection.connects", description="selection.connects_hint")
    equipment_in_hospital = TriStateField("selection.equipment")
    stop_tolerance_hours = WholeNumberField(
        "service.stop_tolerance_hours", most=8760, description="service.stop_tolerance_hours_hint"
    )
    important = TriStateField("selection.important", description="selection.important_hint")
    opened_on = DateField("selection.opened_on", description="form.date_hint", default=today)
    note = NoteField("selection.note", description="selection.note_hint")

    def offer(self) -> None:
        """The hospital's systems."""
        self.system.offer(system_options())

    def validate_title(self, _field: TextField) -> None:
        """What was decided stays as it was decided on, until the case is reopened."""
        stored = selection_of(self.here)
        if stored is not None and is_decided(stored):
            raise ValidationError(t("selection.locked"))


def selection_title(selection: Selection) -> str:
    """What people call a case."""
    return selection.title or selection.id


SCREENS = Screens(
    name="selection",
    kind=Selection,
    form=SelectionForm,
    edit=(Permission.EDIT_ASSESSMENTS,),
    title=selection_title,
    template="selection/form.html",
)
pages = blueprint(SCREENS, "/selections")


@dataclass(frozen=True, slots=True)
class SelectionLine:
    """One case as the list shows it."""

    selection: Selection
    state: SelectionState
    candidates: int
    next: str
    """What has to be done next, in words."""
    open: int
    """Conditions that are not done."""
    overdue: int
    due_on: date | None
    """The next day of an open condition."""


def _line(selection: Selection) -> SelectionLine:
    waiting = open_conditions(selection)
    days = [one.due_on for one in waiting if one.due_on is not None]
    return SelectionLine(
        selection=selection,
        state=state_of(selection),
        candidates=len(candidates_of(selection)),
        next=what_next(selection),
        open=len(waiting),
        overdue=len(overdue(selection, today())),
        due_on=min(days, default=None),
    )


def what_next(selection: Selection) -> str:
    """The next thing to do in a case, in one phrase."""
    state = state_of(selection)
    if state is SelectionState.APPROVED:
        return t("selection.next_tasks" if open_conditions(selection) else "selection.next_none")
    if state is SelectionState.REFUSED:
        return t("selection.next_none")
    to = next_states(selection)[0]
    missing = obstacles(standing_of(selection), to, executive=True)
    if missing:
        return t(f"selection.do_{missing[0]}")
    if to is SelectionState.APPROVED and needs_executive(selection):
        return t("selection.do_needs_executive")
    return t(f"selection.move_{to}")


_COLUMNS = (
    ListColumn[SelectionLine](
        key="title", title="selection.title", value=lambda one: selection_title(one.selection)
    ),
    ListColumn[SelectionLine](key="state", title="selection.state", value=lambda one: one.state),
    ListColumn[SelectionLine](key="next", title="selection.next", value=lambda one: one.next),
    ListColumn[SelectionLine](
        key="candidates", title="selection.candidates", value=lambda one: one.candidates
    ),
    ListColumn[SelectionLine](
        key="due", title="selection.conditions", value=lambda one: one.due_on
    ),
    ListColumn[SelectionLine](
        key="opened", title="selection.opened_on", value=lambda one: one.selection.opened_on
    ),
)


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """Every case with its state and what comes next."""
    lines = [_line(one) for one in estate().portfolio.selections]
    listing = make_listing(
        lines,
        _COLUMNS,
        [
            ListFilter[SelectionLine](
                key="state",
                title="selection.state",
                options={one.value: label(one) for one in SelectionState},
                holds=lambda one, value: one.state == value,
            ),
            ListFilter[SelectionLine](
                key="tasks",
                title="selection.conditions",
                options={
                    "overdue": t("selection.overdue_filter"),
                    "open": t("selection.open_filter"),
                },
                holds=lambda one, value: bool(getattr(one, value)),
            ),
        ],
        found_by=lambda one: (
            one.selection.title,
            one.selection.need,
            *(each.name for each in candidates_of(one.selection)),
        ),
        order="-opened",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="selection.list_title")
    return render_template(
        "selection/index.html",
        listing=listing,
        running=sum(not is_decided(one.selection) for one in lines),
        overdue=sum(one.overdue for one in lines),
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """One case: where it stands, what is asked, how the candidates compare, what was decided."""
    selection = selection_of(id_)
    if selection is None:
        return put_away_page(SCREENS, id_)
    conclusions, standing = estate(), standing_of(selection)
    stored = store.find(reading(), Selection, id_)
    executive = is_executive()
    candidates = standing.candidates[:MOST_CANDIDATES]
    lines = question_lines(selection, candidates, conclusions)
    moves = [(to, obstacles(standing, to, executive=executive)) for to in next_states(selection)]
    rows = grouped(comparison_of(selection, MOST_CANDIDATES).rows()) if candidates else {}
    return render_template(
        "selection/show.html",
        selection=selection,
        version=stored.version if stored is not None else 0,
        state=state_of(selection),
        candidates=candidates,
        chosen=standing.chosen,
        outcomes=outcomes_of(selection, MOST_CANDIDATES),
        lines=lines,
        groups=by_group(lines),
        edition=edition_shown(),
        rows=rows,
        folded=(RowGroup.MATRIX, RowGroup.CLAUSE),
        everything=request.args.get("rows") == "all",
        now_shown=_on_a_phone(candidates),
        moves=moves,
        blocked=next(
            (one for one in moves[:1] if one[1] and one[0] is not SelectionState.REFUSED), None
        ),
        back=BACK.get(state_of(selection)),
        may_add=len(standing.candidates) < MOST_CANDIDATES,
        decided=is_decided(selection),
        needs_executive=needs_executive(selection),
        executive=executive,
        late=overdue(selection, today()),
        what_next=what_next(selection),
        recordable=is_recordable(selection, standing.chosen),
        names=namer(conclusions),
        conclusions=conclusions,
    )


def is_recordable(selection: Selection, chosen: Candidate | None) -> bool:
    """Whether the approved candidate, or what it offers, is not yet on record."""
    if chosen is None or state_of(selection) is not SelectionState.APPROVED:
        return False
    offered = chosen.service or selection.title
    known = estate().index.services_of.get(chosen.party or "", ())
    return all(one.name != offered for one in known)


def _on_a_phone(candidates: Sequence[Candidate]) -> str | None:
    """The candidate that a narrow screen shows: the one in the address, else the first."""
    ids = [one.id for one in candidates]
    asked = request.args.get("candidate")
    return asked if asked in ids else ids[0] if ids else None

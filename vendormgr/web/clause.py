"""条項の確認: what reading the contract shows about its clauses, one by one or on one sheet."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.agreement import HeldClause
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.clauses import ApplicableClause
from vendormgr.domain.portfolio import ClauseState, Contract
from vendormgr.domain.vocabulary import ClauseStatus
from vendormgr.i18n import language, t
from vendormgr.store.record import Stored
from vendormgr.web.access import needs
from vendormgr.web.clause_off import switched_off
from vendormgr.web.clause_reason import reasons
from vendormgr.web.clause_row import rows_to_record
from vendormgr.web.contract import clause_lines
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    DateField,
    EnumField,
    EnumRadioField,
    NoteField,
    TextField,
    TriStateField,
)
from vendormgr.web.forms import RecordForm, Required
from vendormgr.web.record import require
from vendormgr.web.saving import Attempt, save_changed

pages = Blueprint("clause", __name__)
STATUS, ARTICLE = "status_", "article_"


class ClauseForm(RecordForm):
    """One clause of one contract."""

    shown: Callable[[Contract], Any]
    """What the form is filled from."""
    status = EnumRadioField("clause.status", [Required()], of=ClauseStatus, blank="")
    article = TextField("clause.article", limit=80, description="clause.article_hint")
    wording = NoteField("clause.wording", description="clause.wording_hint")
    first_checked_on = DateField("clause.first_checked_on", description="form.date_hint")
    first_answer = TriStateField("clause.first_answer")
    completed_on = DateField("clause.completed_on", description="clause.completed_on_hint")
    note = NoteField("clause.note", description="clause.note_hint", limit=1000)

    def validate_note(self, field: NoteField) -> None:
        """Whoever says that a clause is not applicable says why."""
        if self.status.data is ClauseStatus.NOT_APPLICABLE and not field.data:
            raise ValidationError(t("clause.reason_missing"))


class SheetForm(RecordForm):
    """The clauses of one contract; which ones follows from the contract."""

    shown: Callable[[Contract], Any]
    """What the form is filled from."""


@pages.route("/contracts/<id:id_>/clauses/<id:clause>", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def edit(id_: str, clause: str) -> ResponseReturnValue:
    """What the contract has on one clause."""
    conclusions = estate()
    topic = conclusions.catalogue.clauses.get(clause)
    if topic is None:
        abort(404)
    stored = _contract(id_)
    form = ClauseForm(_state(stored.fact, clause), version=stored.version)
    form.shown = partial(_state, clause=clause)
    attempt: Attempt[Contract] = Attempt()
    if form.submitted():
        fresh = ClauseState(**form.values())
        changed = replace(stored.fact, clauses={**stored.fact.clauses, clause: fresh})
        text = t("clause.saved", title=topic.title.of(language()))
        attempt = save_changed(form, changed, text)
        if attempt.saved is not None:
            return redirect(_after(attempt.saved, clause), 303)
    page = render_template(
        "clause/edit.html",
        form=form,
        conflict=attempt.conflict,
        contract=stored.fact,
        topic=topic,
        line=next(
            (one for one in clause_lines(conclusions, stored.fact) if one.clause.clause == clause),
            None,
        ),
        rows=rows_to_record(conclusions, stored.fact, clause),
        why=[
            sentence
            for one in _needed(conclusions, stored.fact)
            if one.clause == clause
            for sentence in reasons(one, conclusions)
        ],
        off=switched_off(stored.fact, clause),
        elsewhere=_elsewhere(conclusions, stored.fact, clause),
        amends=conclusions.index.contracts.get(stored.fact.amends or ""),
        conclusions=conclusions,
        names=conclusions.index.name,
    )
    return page, attempt.status(form)


@pages.route("/contracts/<id:id_>/clauses", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def sheet(id_: str) -> ResponseReturnValue:
    """All applicable clauses on one sheet, to be filled in while reading the contract."""
    conclusions = estate()
    stored = _contract(id_)
    names = _sheet_clauses(conclusions, stored.fact)
    made = _sheet_form(conclusions, stored.fact, names)
    form = made(_Shown(stored.fact, names), version=stored.version)
    form.shown = partial(_Shown, names=names)
    attempt: Attempt[Contract] = Attempt()
    if form.submitted():
        changed = replace(stored.fact, clauses=_read_sheet(form, stored.fact, names))
        attempt = save_changed(form, changed, t("clause.sheet_saved"))
        if attempt.saved is not None:
            return redirect(url_for("contract.show", id_=id_), 303)
    page = render_template(
        "clause/sheet.html",
        form=form,
        conflict=attempt.conflict,
        contract=stored.fact,
        topics=[conclusions.catalogue.clauses[name] for name in names],
        levels={one.clause: one.level for one in _needed(conclusions, stored.fact)},
        amends=conclusions.index.contracts.get(stored.fact.amends or ""),
    )
    return page, attempt.status(form)


def _state(contract: Contract, clause: str) -> ClauseState:
    return contract.clauses.get(clause) or ClauseState()


def _contract(id_: str) -> Stored[Contract]:
    """The contract; an archived one has no clauses to fill in."""
    stored = require(Contract, id_)
    if stored.archived_at is not None and request.method != "POST":
        abort(redirect(url_for("contract.show", id_=id_), 303))
    return stored


def _sheet_clauses(conclusions: Conclusions, contract: Contract) -> list[str]:
    """Applicable clauses and those recorded anyway, in catalogue order."""
    wanted = {one.clause for one in _needed(conclusions, contract)}
    wanted |= set(contract.clauses)
    return [name for name in conclusions.catalogue.clauses if name in wanted]


def _needed(conclusions: Conclusions, contract: Contract) -> tuple[ApplicableClause, ...]:
    """The clauses that its bundle needs: any of its documents may have them."""
    bundle = conclusions.index.bundles.get(contract.id)
    return () if bundle is None else conclusions.applicable.get(bundle.seat, ())


def _elsewhere(conclusions: Conclusions, contract: Contract, clause: str) -> HeldClause | None:
    """What another document of its bundle says on the clause and holds; None: none does."""
    bundle = conclusions.index.bundles.get(contract.id)
    held = bundle.holding(clause) if bundle is not None else None
    return None if held is None or held.contract in {None, contract.id} else held


def _states_on_sheet(contract: Contract, clause: str) -> list[ClauseStatus]:
    """What the sheet offers: a reason for "not applicable" is typed on the clause's own page."""
    state = contract.clauses.get(clause)
    now = state.status if state is not None else None
    hidden = ClauseStatus.NOT_APPLICABLE
    return [one for one in ClauseStatus if one is not hidden or now is hidden]


def _sheet_form(conclusions: Conclusions, contract: Contract, names: list[str]) -> type[SheetForm]:
    fields: dict[str, Any] = {}
    for name in names:
        title = conclusions.catalogue.clauses[name].title.of(language())
        fields[f"{STATUS}{name}"] = EnumField(title, of=_states_on_sheet(contract, name), blank="")
        fields[f"{ARTICLE}{name}"] = TextField(title, limit=80)
    return type("SheetFormOfContract", (SheetForm,), fields)


class _Shown:
    """A contract as the sheet is filled from it."""

    def __init__(self, contract: Contract, names: list[str]) -> None:
        for name in names:
            state = contract.clauses.get(name) or ClauseState()
            setattr(self, f"{STATUS}{name}", state.status)
            setattr(self, f"{ARTICLE}{name}", state.article)


def _read_sheet(
    form: RecordForm, contract: Contract, names: list[str]
) -> Mapping[str, ClauseState]:
    clauses = dict(contract.clauses)
    for name in names:
        if not form[f"{STATUS}{name}"].raw_data:
            continue  # The clause came to apply after the sheet was opened.
        status = form[f"{STATUS}{name}"].data or ClauseStatus.UNKNOWN
        article = form[f"{ARTICLE}{name}"].data
        old = clauses.get(name)
        if old is not None:
            clauses[name] = replace(old, status=status, article=article)
        elif status is not ClauseStatus.UNKNOWN or article:
            clauses[name] = ClauseState(status=status, article=article)
    return clauses


def _after(contract: Contract, clause: str) -> str:
    """Back to the contract; to the clause itself while rows under it wait for a name."""
    if rows_to_record(estate(), contract, clause):
        return url_for("clause.edit", id_=contract.id, clause=clause, _anchor="rows")
    return url_for("contract.show", id_=contract.id, _anchor=clause)

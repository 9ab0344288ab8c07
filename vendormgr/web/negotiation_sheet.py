"""契約の交渉: every clause of a contract by worth, with where the talk about it stands."""

from collections import Counter
from dataclasses import replace
from enum import StrEnum

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Contract
from vendormgr.i18n import language, t
from vendormgr.store import record as store
from vendormgr.store.errors import RecordError, StaleError
from vendormgr.store.record import Stored
from vendormgr.web.access import actor, can, needs
from vendormgr.web.contract_form import contract_name
from vendormgr.web.db import writing
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    DateField,
    EnumRadioField,
    ReferencesField,
    TriStateField,
    reference,
)
from vendormgr.web.flashes import done
from vendormgr.web.forms import RecordForm, Required
from vendormgr.web.negotiation_line import NOT_LISTED, NegotiationLine, Show, negotiation_lines
from vendormgr.web.record import put_away_page, refuse, require
from vendormgr.web.screens import SCREENS

pages = Blueprint("negotiation_sheet", __name__)
SHEET = "/contracts/<id:id_>/negotiation"


class Scope(StrEnum):
    """Which clauses a first check is recorded for."""

    CHOSEN = "chosen"
    UNCHECKED = "unchecked"
    """All that nobody has looked at yet."""


class FirstCheckForm(RecordForm):
    """The first check of many clauses at once."""

    scope = EnumRadioField("negotiation.scope", of=Scope, blank="")
    clauses = ReferencesField("negotiation.clauses")
    first_checked_on = DateField(
        "clause.first_checked_on", [Required()], description="form.date_hint"
    )
    first_answer = TriStateField("clause.first_answer")

    def names(self, lines: tuple[NegotiationLine, ...]) -> list[str]:
        """The clauses that are meant."""
        if self.scope.data is Scope.UNCHECKED:
            return [one.topic.id for one in lines if one.state.first_checked_on is None]
        return list(self.clauses.chosen)


@pages.get(SHEET)
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """Every clause of the contract: what it is worth, what was asked and answered."""
    if id_ not in estate().index.contracts:
        return put_away_page(SCREENS["contracts"], id_)
    return _page(_form(id_))


@pages.post(SHEET)
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def first_check(id_: str) -> ResponseReturnValue:
    """Record the first check of many clauses; one button takes all of it back."""
    if id_ not in estate().index.contracts:
        abort(404)
    stored, lines, form = _form(id_)
    if form is None or stored is None:
        abort(404)
    if form.submitted():
        names = form.names(lines)
        if names:
            try:
                return _save(stored.fact, names, form)
            except StaleError:
                form.refuse("first_checked_on", t("negotiation.stale"))
                form.seen.data = str(require(Contract, id_).version)
                return _page((stored, lines, form))[0], 409
            except RecordError as error:
                refuse(form, error)
        else:
            form.refuse("clauses", t("negotiation.none_chosen"))
    return _page((stored, lines, form))


_Parts = tuple[Stored[Contract] | None, tuple[NegotiationLine, ...], FirstCheckForm | None]


def _form(id_: str) -> _Parts:
    """The record, the lines, and the form for who may change them."""
    conclusions = estate()
    lines = negotiation_lines(conclusions, conclusions.index.contracts[id_])
    if not can(Permission.EDIT_CONTRACTS):
        return None, lines, None
    stored = require(Contract, id_)
    form = FirstCheckForm(version=stored.version)
    form.clauses.offer(reference(one.topic.id, one.topic.title.of(language())) for one in lines)
    if request.method != "POST":
        form.scope.data = Scope.CHOSEN
        form.first_checked_on.data = conclusions.today
    return stored, lines, form


def _save(contract: Contract, names: list[str], form: FirstCheckForm) -> ResponseReturnValue:
    clauses = dict(contract.clauses)
    for name in names:
        clauses[name] = replace(
            clauses.get(name, NOT_LISTED),
            first_checked_on=form.first_checked_on.data,
            first_answer=form.first_answer.data,
        )
    with writing() as session:
        changed = replace(contract, clauses=clauses)
        store.update(session, changed, by=actor(), seen_version=form.seen_version)
        event = store.history(session, Contract, contract.id, limit=1)[0]
    done(t("negotiation.first_saved", n=len(names)), undo=event.sequence)
    return redirect(url_for("negotiation_sheet.show", id_=contract.id), 303)


def _page(parts: _Parts) -> tuple[str, int]:
    stored, lines, form = parts
    conclusions = estate()
    id_ = str((request.view_args or {})["id_"])
    contract = conclusions.index.contracts[id_]
    counts = Counter(one.show for one in lines)
    asked = request.args.get("show", "")
    shown = Show(asked) if asked in set(Show) else None
    page = render_template(
        "negotiation/sheet.html",
        contract=contract,
        name=contract_name(contract),
        stored=stored,
        form=form,
        lines=[one for one in lines if shown is None or one.show is shown],
        everything=lines,
        counts=counts,
        shown=shown,
        shows=tuple(Show),
        rows=len({key for one in lines if not one.value.settled for key in one.burden.rows}),
        seat=conclusions.index.contracts[conclusions.index.bundles[id_].seat],
        names=conclusions.index.name,
        conclusions=conclusions,
    )
    return page, 422 if form is not None and form.problems else 200

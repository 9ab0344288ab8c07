"""1条項の交渉: what it is worth, how it could be worded, what was said so far, what was agreed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import ClauseState, Contract
from vendormgr.domain.rounds import CLOSED_WELL, NO_ROUNDS, settled_by_round
from vendormgr.domain.vocabulary import ClauseStatus
from vendormgr.i18n import language, t
from vendormgr.web.access import can, needs
from vendormgr.web.contract_form import contract_name
from vendormgr.web.estate import estate
from vendormgr.web.fields import DateField, EnumRadioField, NoteField, TextField
from vendormgr.web.forms import RecordForm, Required
from vendormgr.web.negotiation_line import NOT_LISTED, contract_rounds, find_line
from vendormgr.web.negotiation_wording import find_wordings
from vendormgr.web.record import put_away_page, require
from vendormgr.web.saving import Attempt, save_changed
from vendormgr.web.screens import SCREENS

pages = Blueprint("negotiation_clause", __name__)
PATH = "/contracts/<id:id_>/negotiation/<id:clause>"


class SettleForm(RecordForm):
    """What the contract has on the clause after the talk."""

    shown: Callable[[Contract], Any]
    """What the form is filled from."""
    status = EnumRadioField(
        "clause.status",
        [Required()],
        of=(ClauseStatus.PRESENT, ClauseStatus.INADEQUATE, ClauseStatus.ABSENT),
        blank="",
    )
    article = TextField("clause.article", limit=80, description="clause.article_hint")
    wording = NoteField("clause.wording", description="negotiation.settle_wording_hint")
    completed_on = DateField("clause.completed_on", description="form.date_hint")


@pages.get(PATH)
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str, clause: str) -> ResponseReturnValue:
    """One clause: its worth, model wordings, and the rounds as they went."""
    conclusions = estate()
    contract = conclusions.index.contracts.get(id_)
    topic = conclusions.catalogue.clauses.get(clause)
    if topic is None:
        abort(404)
    if contract is None:
        return put_away_page(SCREENS["contracts"], id_)
    line = find_line(conclusions, contract, clause)
    return render_template(
        "negotiation/clause.html",
        contract=contract,
        name=contract_name(contract),
        topic=topic,
        line=line,
        state=line.state if line is not None else _state(contract, clause),
        rounds=contract_rounds(conclusions, contract).get(clause, NO_ROUNDS),
        wordings=find_wordings(conclusions, contract, topic),
        names=conclusions.index.name,
        conclusions=conclusions,
        edits=can(Permission.EDIT_CONTRACTS),
    )


@pages.route(f"{PATH}/settle", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def settle(id_: str, clause: str) -> ResponseReturnValue:
    """Write what was agreed into the record of the contract; one button takes it back."""
    conclusions = estate()
    topic = conclusions.catalogue.clauses.get(clause)
    if topic is None:
        abort(404)
    stored = require(Contract, id_)
    if stored.archived_at is not None:
        abort(redirect(url_for("contract.show", id_=id_), 303))
    rounds = contract_rounds(conclusions, stored.fact).get(clause, NO_ROUNDS)
    agreed = next((one for one in reversed(rounds.rounds) if one.decision in CLOSED_WELL), None)
    if agreed is None:
        abort(404)
    proposed = settled_by_round(_state(stored.fact, clause), agreed, topic.level)
    form = SettleForm(proposed, version=stored.version)
    form.shown = partial(_state, clause=clause)
    attempt: Attempt[Contract] = Attempt()
    if form.submitted():
        fresh = replace(_state(stored.fact, clause), **form.values())
        changed = replace(stored.fact, clauses={**stored.fact.clauses, clause: fresh})
        text = t("negotiation.settled", title=topic.title.of(language()))
        attempt = save_changed(form, changed, text)
        if attempt.saved is not None:
            return redirect(url_for("negotiation_clause.show", id_=id_, clause=clause), 303)
    page = render_template(
        "negotiation/settle.html",
        form=form,
        conflict=attempt.conflict,
        contract=stored.fact,
        name=contract_name(stored.fact),
        topic=topic,
        was=_state(stored.fact, clause),
    )
    return page, attempt.status(form)


def _state(contract: Contract, clause: str) -> ClauseState:
    return contract.clauses.get(clause, NOT_LISTED)

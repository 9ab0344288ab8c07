"""交渉: the rounds over clauses as records, and the list of all that are under way."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import HiddenField, ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.rounds import CLOSED_WELL, NO_ROUNDS, OPEN, Stage, stage_of
from vendormgr.domain.vocabulary import ClauseStatus, NegotiationDecision
from vendormgr.domain.worth import is_settled
from vendormgr.i18n import language, t
from vendormgr.store import record as store
from vendormgr.store.open_round import open_rounds
from vendormgr.store.record.reading import find_many
from vendormgr.web.access import needs, user
from vendormgr.web.clock import today
from vendormgr.web.contract_form import contract_name
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import (
    DateField,
    EnumRadioField,
    NoteField,
    ReferenceField,
    TextField,
    reference,
)
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.negotiation_line import contract_rounds
from vendormgr.web.negotiation_wording import default_ask
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page


class NegotiationForm(FactForm[Negotiation]):
    """One round over one clause."""

    fact_kind = Negotiation
    contract = ReferenceField("negotiation.contract", [Required()])
    clause = ReferenceField("negotiation.clause", [Required()])
    on = DateField("negotiation.on", description="form.date_hint")
    by = TextField("negotiation.by")
    ask = NoteField("negotiation.ask", description="negotiation.ask_hint")
    fallback = NoteField("negotiation.fallback", description="negotiation.fallback_hint")
    answered_on = DateField("negotiation.answered_on")
    counterpart = TextField("negotiation.counterpart")
    answer = NoteField("negotiation.answer", description="negotiation.answer_hint")
    decision = EnumRadioField(
        "negotiation.decision", of=NegotiationDecision, blank="negotiation.undecided"
    )
    decided_on = DateField("negotiation.decided_on", description="negotiation.decided_on_hint")
    note = NoteField("common.note")
    known = HiddenField("")
    """Rounds of the clause that the person has seen, when the form is for a new one."""

    def offer(self) -> None:
        """Contracts and clauses; a new round begins with today and with a model wording."""
        conclusions = estate()
        contracts, clauses = conclusions.portfolio.contracts, conclusions.catalogue.clauses
        self.contract.offer(reference(one.id, contract_name(one), one.id) for one in contracts)
        self.clause.offer(
            reference(one.id, one.title.of(language()), one.id) for one in clauses.values()
        )
        if self.here is None and request.method != "POST":
            self.on.data, self.by.data = today(), user().name
            named = conclusions.index.contracts.get(request.args.get("contract", ""))
            topic = clauses.get(request.args.get("clause", ""))
            if named is not None and topic is not None:
                rounds = contract_rounds(conclusions, named).get(topic.id, NO_ROUNDS).rounds
                self.known.data = " ".join(one.id for one in rounds)
                strength = request.args.get("strength", "")
                self.ask.data = default_ask(conclusions, named, topic, strength=strength)

    def fact(self, base: Negotiation | None) -> Negotiation:
        """The round as typed; a decision without a day was made today."""
        made = super().fact(base)
        if made.decision is not None and made.decided_on is None:
            return replace(made, decided_on=today())
        return made

    def validate_contract(self, _field: ReferenceField) -> None:
        """No round begins over terms that nobody negotiates."""
        if self.way_to_accept() is not None:
            raise ValidationError(t("negotiation.terms_refused"))

    def way_to_accept(self) -> str | None:
        """Where the risk is accepted instead; None: the round may be written down."""
        contract = estate().index.contracts.get(self.contract.data or "")
        if self.here is not None or contract is None or contract.negotiable is not False:
            return None
        return clause_or_sheet(contract.id, self.clause.data)

    def validate_answered_on(self, field: DateField) -> None:
        """Nobody answers before being asked, or without saying anything."""
        _not_before(field, self.on)
        if field.data and not self.answer.data and self.decision.data is None:
            raise ValidationError(t("negotiation.answer_missing"))

    def validate_decided_on(self, field: DateField) -> None:
        """Nothing is decided before it was asked; a day needs a decision."""
        _not_before(field, self.on)
        if field.data and self.decision.data is None:
            raise ValidationError(t("negotiation.decision_missing"))


def _not_before(field: DateField, start: DateField) -> None:
    if field.data and start.data and field.data < start.data:
        raise ValidationError(t("negotiation.before_asking"))


def round_name(one: Negotiation) -> str:
    """What people call a round: the clause and the contract."""
    conclusions = estate()
    topic = conclusions.catalogue.clauses.get(one.clause or "")
    title = topic.title.of(language()) if topic is not None else one.clause or "－"
    return t("negotiation.name", clause=title, contract=conclusions.index.name(one.contract or ""))


def clause_address(one: Negotiation) -> str:
    """The page of the clause; the list, where the round names none that is known."""
    conclusions = estate()
    if one.contract in conclusions.index.contracts and one.clause in conclusions.catalogue.clauses:
        return url_for("negotiation_clause.show", id_=one.contract, clause=one.clause)
    return url_for("negotiation.index")


def clause_or_sheet(contract: str, clause: str | None) -> str:
    """The page of the clause in that contract; that of the contract, where none is known."""
    if clause in estate().catalogue.clauses:
        return url_for("negotiation_clause.show", id_=contract, clause=clause)
    return url_for("negotiation_sheet.show", id_=contract)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """An open round of the same clause that the person has not seen."""

    by: str
    at: datetime
    ask: str | None
    address: str
    submit: str


def opened_meanwhile(session: Session, form: FactForm[Negotiation]) -> Meanwhile | None:
    """The newest open round of the clause that was not there when the form was shown."""
    if not isinstance(form, NegotiationForm):
        raise TypeError(type(form))
    ids = open_rounds(session, form.contract.data or "", form.clause.data or "")
    fresh = [one for one in ids if one not in (form.known.data or "").split()]
    if not fresh:
        return None
    form.known.data = " ".join([*ids, *(form.known.data or "").split()])
    newest = max(find_many(session, Negotiation, fresh), key=lambda one: one.created_at)
    made = store.history(session, Negotiation, newest.fact.id)[-1]
    return Meanwhile(
        by=made.actor,
        at=newest.created_at,
        ask=newest.fact.ask,
        address=f"{clause_address(newest.fact)}#{newest.fact.id}",
        submit=t("negotiation.meanwhile_save"),
    )


def _after_saving(one: Negotiation) -> str:
    """Where an agreement can be written into the contract, else the page of the clause."""
    conclusions = estate()
    contract = conclusions.index.contracts.get(one.contract or "")
    topic = conclusions.catalogue.clauses.get(one.clause or "")
    if contract is not None and topic is not None and one.decision in CLOSED_WELL:
        state = contract.clauses.get(topic.id)
        status = state.status if state is not None else ClauseStatus.UNKNOWN
        if not is_settled(topic.level, status):
            return url_for("negotiation_clause.settle", id_=contract.id, clause=topic.id)
    return clause_address(one)


SCREENS = Screens(
    name="negotiation",
    kind=Negotiation,
    form=NegotiationForm,
    edit=(Permission.EDIT_CONTRACTS,),
    title=round_name,
    template="negotiation/form.html",
    after=_after_saving,
    doubt=opened_meanwhile,
)
pages = blueprint(SCREENS, "/negotiations")


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round as the list shows it."""

    one: Negotiation
    contract: str
    party: str
    clause: str
    stage: Stage


def round_lines(conclusions: Conclusions) -> list[RoundLine]:
    """Every round of every contract."""
    index, clauses = conclusions.index, conclusions.catalogue.clauses
    lines = []
    for one in conclusions.portfolio.negotiations:
        contract, topic = index.contracts.get(one.contract or ""), clauses.get(one.clause or "")
        lines.append(
            RoundLine(
                one,
                contract_name(contract) if contract is not None else one.contract or "－",
                index.name(contract.party) if contract is not None and contract.party else "－",
                topic.title.of(language()) if topic is not None else one.clause or "－",
                stage_of(one),
            )
        )
    return lines


_COLUMNS = (
    ListColumn[RoundLine](key="clause", title="negotiation.clause", value=lambda one: one.clause),
    ListColumn[RoundLine](
        key="contract", title="negotiation.contract", value=lambda one: one.contract
    ),
    ListColumn[RoundLine](key="party", title="contract.party", value=lambda one: one.party),
    ListColumn[RoundLine](
        key="stage",
        title="negotiation.stage",
        value=lambda one: one.stage,
        exported=lambda one: t(f"negotiation.stage_{one.stage}"),
    ),
    ListColumn[RoundLine](key="on", title="negotiation.on", value=lambda one: one.one.on),
    ListColumn[RoundLine](key="by", title="negotiation.by", value=lambda one: one.one.by),
)


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """Every round over every clause: whose turn it is, and what came of it."""
    lines = round_lines(estate())
    stages = [one for one in Stage if one is not Stage.NOT_ASKED]
    listing = make_listing(
        lines,
        _COLUMNS,
        [
            ListFilter[RoundLine](
                key="stage",
                title="negotiation.stage",
                options={one.value: t(f"negotiation.stage_{one}") for one in stages},
                holds=lambda one, value: one.stage == value,
            )
        ],
        found_by=lambda one: (one.clause, one.contract, one.party, one.one.by, one.one.ask),
        order="-on",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="negotiation.list_title")
    return render_template(
        "negotiation/index.html",
        listing=listing,
        asked=sum(one.stage is Stage.ASKED for one in lines),
        answered=sum(one.stage is Stage.ANSWERED for one in lines),
        open_stages=OPEN,
        address=clause_address,
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """The page of the clause that the round is over; an archived round has a page of its own."""
    found = next((one for one in estate().portfolio.negotiations if one.id == id_), None)
    return put_away_page(SCREENS, id_) if found is None else redirect(clause_address(found), 303)

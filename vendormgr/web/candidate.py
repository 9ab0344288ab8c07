"""候補: one vendor's offer in a case: its form, its answers, the clauses it would sign."""

from dataclasses import replace
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.selection import Candidate, CandidateAnswer, CandidateClause
from vendormgr.domain.selection_step import MOST_CANDIDATES, is_decided
from vendormgr.domain.vocabulary import Answer, DataClass, ServiceModel
from vendormgr.i18n import language, t
from vendormgr.store import record as store
from vendormgr.store.errors import RecordError, StaleError
from vendormgr.store.record import Stored
from vendormgr.web.access import actor, needs
from vendormgr.web.clock import today
from vendormgr.web.conflict import compare
from vendormgr.web.db import writing
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    EnumField,
    EnumRadioField,
    NoteField,
    ReferenceField,
    TextField,
    TriStateField,
    WholeNumberField,
    reference,
)
from vendormgr.web.flashes import done
from vendormgr.web.forms import RecordForm, Required
from vendormgr.web.options import vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page
from vendormgr.web.screens import refuse, require
from vendormgr.web.selection_sight import (
    by_group,
    candidates_of,
    edition_shown,
    outcomes_of,
    question_lines,
    selection_of,
)
from vendormgr.web.sheet_shown import ShownSheet

ANSWER, REMARK, ACCEPTS = "answer.", "remark.", "accepts."
LOCKED = "selection.locked"


class CandidateForm(FactForm[Candidate]):
    """What a candidate offers; what it leaves open is as the case says."""

    fact_kind = Candidate
    selection = ReferenceField("candidate.selection", [Required()])
    name = TextField("candidate.name", [Required()], description="vendor.name_hint")
    party = ReferenceField(
        "candidate.party", blank="candidate.no_party", description="candidate.party_hint"
    )
    service = TextField("candidate.service", description="candidate.service_hint")
    model = EnumField("selection.model", of=ServiceModel, blank="candidate.as_needed")
    data_class = EnumField("selection.data_class", of=DataClass, blank="candidate.as_needed")
    connects = TriStateField("selection.connects", description="candidate.as_needed_hint")
    equipment_in_hospital = TriStateField(
        "selection.equipment", description="candidate.as_needed_hint"
    )
    data_country = TextField("candidate.data_country", description="candidate.data_country_hint")
    price = WholeNumberField(
        "candidate.price", most=99_999_999_999, description="candidate.price_hint"
    )
    note = NoteField("common.note")

    def offer(self) -> None:
        """Cases and vendors."""
        cases = estate().portfolio.selections
        self.selection.offer(reference(one.id, one.title or one.id) for one in cases)
        self.party.offer(vendor_options())

    def validate_selection(self, field: ReferenceField) -> None:
        """Five fit side by side; a decided case stays as it is."""
        selection = selection_of(field.data)
        if selection is None:
            return
        if is_decided(selection) or _is_locked(self.here):
            raise ValidationError(t(LOCKED))
        others = [one for one in candidates_of(selection) if one.id != self.here]
        if len(others) >= MOST_CANDIDATES:
            raise ValidationError(t("selection.obstacle_too_many"))


def candidate_name(candidate: Candidate) -> str:
    """What people call a candidate."""
    return candidate.name or candidate.id


def case_address(candidate: Candidate) -> str:
    """The case that the candidate belongs to."""
    if selection_of(candidate.selection) is None:
        return url_for("selection.index")
    return url_for(
        "selection.show", id_=candidate.selection, candidate=candidate.id, _anchor="candidates"
    )


SCREENS = Screens(
    name="candidate",
    kind=Candidate,
    form=CandidateForm,
    edit=(Permission.EDIT_ASSESSMENTS,),
    title=candidate_name,
    template="selection/candidate.html",
    list_endpoint="selection.index",
    after=case_address,
)
pages = blueprint(SCREENS, "/candidates")


def _is_locked(candidate: str | None) -> bool:
    """Whether the candidate belongs to a case that is decided."""
    found = next((one for one in estate().portfolio.candidates if one.id == candidate), None)
    selection = selection_of(found.selection) if found is not None else None
    return selection is not None and is_decided(selection)


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """The case at that candidate; an archived one has a page of its own."""
    found = next((one for one in estate().portfolio.candidates if one.id == id_), None)
    return put_away_page(SCREENS, id_) if found is None else redirect(case_address(found), 303)


class _Filled(RecordForm):
    """A form whose fields are made for one candidate; filled from `shown`."""

    def __init__(self, candidate: Candidate, version: int) -> None:
        super().__init__(self.shown(candidate), version=version)

    @staticmethod
    def shown(candidate: Candidate) -> Any:
        """Every field's value by its name."""
        values: dict[str, Any] = {}
        for one in candidate.answers:
            values[f"{ANSWER}{one.question}"] = one.answer
            values[f"{REMARK}{one.question}"] = one.remark
        for clause in candidate.clauses:
            values[f"{ACCEPTS}{clause.clause}"] = clause.accepts
            values[f"{REMARK}{clause.clause}"] = clause.remark
        return ShownSheet(values, (ANSWER, REMARK, ACCEPTS))


@pages.route("/<id:id_>/answers", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def answers(id_: str) -> ResponseReturnValue:
    """Enter what the candidate answered, question by question."""
    stored = _require(id_)
    selection = selection_of(stored.fact.selection)
    if selection is None:
        abort(404)
    lines = question_lines(selection, [stored.fact], estate())
    fields: dict[str, Any] = {}
    for line in lines:
        fields[f"{ANSWER}{line.asked.id}"] = EnumRadioField(
            line.asked.question.question.of(language()), of=Answer, blank="candidate.unanswered"
        )
        fields[f"{REMARK}{line.asked.id}"] = TextField("candidate.remark", limit=1000)
    form: _Filled = type("AnswersForm", (_Filled,), fields)(stored.fact, stored.version)
    return _sheet(stored, form, "answers", groups=by_group(lines), edition=edition_shown())


@pages.route("/<id:id_>/clauses", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def clauses(id_: str) -> ResponseReturnValue:
    """Enter which clauses the candidate would sign."""
    stored = _require(id_)
    selection = selection_of(stored.fact.selection)
    if selection is None:
        abort(404)
    outcome = next(one for one in outcomes_of(selection) if one.candidate.id == id_)
    catalogue, fields = estate().catalogue, dict[str, Any]()
    for one in outcome.clauses:
        title = catalogue.clauses[one.clause].title.of(language())
        fields[f"{ACCEPTS}{one.clause}"] = TriStateField(title)
        fields[f"{REMARK}{one.clause}"] = TextField("candidate.remark", limit=1000)
    form: _Filled = type("ClausesForm", (_Filled,), fields)(stored.fact, stored.version)
    return _sheet(stored, form, "clauses", offered=outcome.clauses, topics=catalogue.clauses)


def _require(id_: str) -> Stored[Candidate]:
    stored = require(Candidate, id_)
    if stored.archived_at is not None:
        abort(404)
    return stored


def _sheet(
    stored: Stored[Candidate], form: _Filled, sheet: str, **shown: Any
) -> ResponseReturnValue:
    """Show a sheet of questions, or save what was entered."""
    conflict = None
    if _is_locked(stored.fact.id):
        if request.method == "POST":
            form.refuse("", t(LOCKED))
    elif form.submitted() and _complete(form):
        try:
            with writing() as session:
                fact = _with_answers(stored.fact, form)
                saved = store.update(session, fact, by=actor(), seen_version=form.seen_version)
                event = store.history(session, Candidate, fact.id, limit=1)[0]
        except StaleError as error:
            conflict = compare(form, error.stored, form.shown(error.stored.fact))
        except RecordError as error:
            refuse(form, error)
        else:
            undo = event.sequence if saved.version != stored.version else None
            done(t("record.saved", name=candidate_name(stored.fact)), undo=undo)
            return redirect(case_address(stored.fact), 303)
    page = render_template(
        f"selection/{sheet}.html",
        form=form,
        conflict=conflict,
        candidate=stored.fact,
        selection=selection_of(stored.fact.selection),
        back=case_address(stored.fact),
        locked=_is_locked(stored.fact.id),
        **shown,
    )
    return page, 409 if conflict else 422 if form.problems else 200


def _complete(form: _Filled) -> bool:
    """Whether every 対象外 has its reason; says it beside the remark where one has not."""
    for field in form:
        name = str(field.name)
        remark = f"{REMARK}{name.removeprefix(ANSWER)}"
        bare = field.data is Answer.NOT_APPLICABLE and not form[remark].data
        if name.startswith(ANSWER) and bare:
            form.refuse(remark, t("candidate.reason_missing"))
    return not form.problems


def _with_answers(candidate: Candidate, form: _Filled) -> Candidate:
    """The candidate with what was entered; what is not on the sheet stays as it is."""
    values = form.values()
    said = {one.question: one for one in candidate.answers}
    agreed = {one.clause: one for one in candidate.clauses}
    for name, value in values.items():
        start, _, id_ = name.partition(".")
        remark = values.get(f"{REMARK}{id_}")
        if start == "answer":
            said[id_] = _answer(said.get(id_, CandidateAnswer(question=id_)), value, remark)
        elif start == "accepts":
            agreed[id_] = CandidateClause(clause=id_, accepts=value, remark=remark)
    return replace(
        candidate,
        answers=tuple(one for one in said.values() if one.answer or one.remark),
        clauses=tuple(one for one in agreed.values() if one.accepts is not None or one.remark),
    )


def _answer(before: CandidateAnswer, answer: Answer | None, remark: str | None) -> CandidateAnswer:
    """The answer as entered; the day changes with it."""
    if (before.answer, before.remark) == (answer, remark):
        return before
    return replace(before, answer=answer, remark=remark, checked_on=today())

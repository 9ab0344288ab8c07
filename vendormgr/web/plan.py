"""まず何をするか: the cheapest plan in the order that helps most, and the questions to send."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import Plan, PlanStep
from vendormgr.domain.gaps import Finding
from vendormgr.domain.question import Question, questions_on_paths
from vendormgr.i18n import t
from vendormgr.store.errors import InvalidFieldError, StaleError
from vendormgr.store.gap import GapState, find_gap, gap_states
from vendormgr.store.gap_decision import NEVER_SEEN, plan_gap
from vendormgr.web.access import actor, can, needs
from vendormgr.web.clock import today
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate
from vendormgr.web.exposure_view import open_answers, plan_of
from vendormgr.web.fields import DateField, TextField
from vendormgr.web.flashes import done
from vendormgr.web.forms import Form, Required
from vendormgr.web.measure_title import measure_title
from vendormgr.web.names import namer
from vendormgr.web.paging import slice_of

pages = Blueprint("plan", __name__)
PATH_RULES = ("path-open", "path-unverified")
SEPARATOR = "／"


class TreatForm(Form):
    """Who carries a step out, until when."""

    measure = HiddenField("")
    seen = HiddenField("")
    owner = TextField("plan.owner", [Required()], limit=120)
    due_on = DateField("plan.due_on", [Required()])

    def validate_due_on(self, field: DateField) -> None:
        """A plan does not end in the past."""
        if field.data is not None and field.data < today():
            raise ValidationError(t("plan.due_past"))


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the plan with the gaps that it treats."""

    step: PlanStep
    title: str
    findings: tuple[Finding, ...]
    planned: tuple[GapState, ...]
    """Those of the gaps that have this step in their plan already."""
    seen: str
    """Versions of the gaps, for the form."""


@pages.get("/exposure/plan")
@needs(Permission.VIEW_ATTACK_MAP)
def show() -> ResponseReturnValue:
    """The plan, what no measure stops, and what to ask whom."""
    return _page(estate(), None)


@pages.post("/exposure/plan")
@needs(Permission.VIEW_ATTACK_MAP, Permission.MANAGE_GAPS)
def treat() -> ResponseReturnValue:
    """Turn a step into the planned treatment of the gaps that it closes."""
    conclusions = estate()
    form = TreatForm()
    steps = [one for one in plan_of(conclusions).steps if one.measure.id == form.measure.data]
    if not steps:
        abort(404)
    (line,) = _step_lines(conclusions, steps)
    if not form.submitted():
        return _page(conclusions, form), 422 if form.problems else 200
    try:
        _plan_all(line, form)
    except (StaleError, InvalidFieldError):
        form.refuse("owner", t("plan.changed_meanwhile"))
        return _page(conclusions, form), 409
    done(t("plan.treated", name=line.title, n=len(line.findings)))
    return redirect(request.full_path.rstrip("?"), 303)


def _plan_all(line: StepLine, form: TreatForm) -> None:
    seen = _read_seen(str(form.seen.data or ""))
    with writing() as session:
        for finding in line.findings:
            state = find_gap(session, *finding.key)
            known = state.plan.what if state is not None and state.plan is not None else ""
            parts = [one for one in known.split(SEPARATOR) if one and one != line.title]
            plan_gap(
                session,
                finding,
                what=SEPARATOR.join((*parts, line.title)),
                owner=form.owner.data,
                due_on=form.due_on.data,
                today=today(),
                by=actor(),
                seen_version=seen.get(_key(finding), NEVER_SEEN),
            )


def _key(finding: Finding) -> str:
    return f"{finding.rule}:{finding.subject}"


def _read_seen(text: str) -> dict[str, int]:
    """Gap to the version that the person saw: rule:subject=3 rule:subject=1."""
    pairs = (part.rpartition("=") for part in text.split())
    return {
        key: int(number)
        for key, _, number in pairs
        if number.isascii() and number.isdigit() and len(number) < 10
    }


def _page(conclusions: Conclusions, form: TreatForm | None) -> str:
    plan = plan_of(conclusions)
    own = plan_of(conclusions, own_only=True)
    asked = open_answers(conclusions)
    steps = slice_of(plan.steps)
    return render_template(
        "exposure/plan.html",
        plan=plan,
        own=own,
        steps=steps,
        lines=_step_lines(conclusions, steps.rows),
        unstopped=_by_vendor(plan),
        asked=asked,
        questions=_questions_by_party(questions_on_paths(conclusions, asked.answers)),
        ours=conclusions.index.hospital,
        asked_through=lambda party: (*conclusions.estate.parties(party), party)[0],
        form=form,
        may_treat=can(Permission.MANAGE_GAPS),
        recorded=bool(conclusions.portfolio.measures),
        catalogue=conclusions.catalogue,
        conclusions=conclusions,
        connection_name=namer(conclusions),
        names=conclusions.index.name,
    )


def _step_lines(conclusions: Conclusions, steps: Sequence[PlanStep]) -> list[StepLine]:
    gaps = {
        finding.subject: finding for finding in conclusions.findings if finding.rule in PATH_RULES
    }
    states = gap_states(reading(), keys=[one.key for one in gaps.values()]) if gaps else {}
    lines = []
    for step in steps:
        cores = dict.fromkeys(core for _, core in step.stops)
        # A step that stops nobody by itself still belongs to the plan of what it helps to close.
        findings = tuple(gaps[core] for core in cores if core in gaps) or tuple(gaps.values())
        title = measure_title(conclusions, step.measure)
        lines.append(_step_line(step, title, findings, states))
    return lines


def _step_line(
    step: PlanStep,
    title: str,
    findings: tuple[Finding, ...],
    states: Mapping[tuple[str, str], GapState],
) -> StepLine:
    known = [(one, states[one.key]) for one in findings if one.key in states]
    return StepLine(
        step=step,
        title=title,
        findings=findings,
        planned=tuple(
            state
            for _, state in known
            if state.plan is not None and title in state.plan.what.split(SEPARATOR)
        ),
        seen=" ".join(f"{_key(one)}={state.version}" for one, state in known),
    )


def _by_vendor(plan: Plan) -> Mapping[str, list[str]]:
    """Who reaches what whatever is carried out."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for attacker, core in plan.unstopped:
        found[attacker].append(core)
    return found


def _questions_by_party(
    questions: tuple[Question, ...],
) -> Mapping[str | None, list[Question]]:
    """The questions by whom to ask, in the order of the questions."""
    found: defaultdict[str | None, list[Question]] = defaultdict(list)
    for question in questions:
        found[question.to].append(question)
    return found

"""Risks as screens and papers count them: every service's latest assessment, risk by risk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.assessed import Standing
from vendormgr.domain.assessment import Assessment, Risk
from vendormgr.domain.portfolio import Party, Service
from vendormgr.domain.risk_score import Score, score_after, score_before, worst_of
from vendormgr.domain.vocabulary import DueReason


@dataclass(frozen=True, slots=True)
class ScoredRisk:
    """One risk with its scores."""

    place: int
    """Which row of the assessment it is, from 1."""
    risk: Risk
    before: Score
    after: Score


@dataclass(frozen=True, slots=True)
class ServiceRisk:
    """One service as the list of risk assessments shows it."""

    service: Service
    vendor: Party
    standing: Standing
    reasons: tuple[DueReason, ...]
    agreed: bool
    before: Score | None
    after: Score | None
    late: int
    """Treatments and tasks whose day has passed."""
    state: str
    """missing, due, soon, open (not agreed) or fine."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One risk as the register over all services shows it."""

    service: Service
    vendor: Party
    assessment: Assessment
    scored: ScoredRisk
    late: bool


def scored(assessment: Assessment) -> list[ScoredRisk]:
    """Its risks with their scores, in their order."""
    return [
        ScoredRisk(place, one, score_before(one), score_after(one))
        for place, one in enumerate(assessment.risks, start=1)
    ]


def versions_of(conclusions: Conclusions, service: str | None) -> list[Assessment]:
    """The assessments of a service, oldest first; those without a day last."""
    own = [one for one in conclusions.portfolio.assessments if one.service == service]
    return sorted(own, key=lambda one: (one.assessed_on is None, one.assessed_on or date.max))


def service_risks(conclusions: Conclusions) -> list[ServiceRisk]:
    """Every service that has to be assessed, in the order of the portfolio."""
    return [service_risk(conclusions, one) for one in conclusions.estate.standings.values()]


def service_risk(conclusions: Conclusions, standing: Standing) -> ServiceRisk:
    """How one service stands."""
    index, day = conclusions.index, conclusions.today
    service = index.services[standing.service]
    made = standing.assessment
    risks = scored(made) if made is not None else []
    reasons = standing.reasons(day) if made is not None else ()
    agreed = made is not None and made.agreed_on is not None and made.communicated_on is not None
    return ServiceRisk(
        service=service,
        vendor=index.parties[service.vendor],
        standing=standing,
        reasons=reasons,
        agreed=agreed,
        before=worst_of(one.before for one in risks),
        after=worst_of(one.after for one in risks),
        late=late_in(made, day) if made is not None else 0,
        state=_state(standing, reasons, day, agreed=agreed),
    )


def _state(standing: Standing, reasons: tuple[DueReason, ...], day: date, *, agreed: bool) -> str:
    if standing.assessment is None:
        return "missing"
    if reasons:
        return "due"
    if not agreed:
        return "open"
    return "soon" if standing.is_due_soon(day) else "fine"


def late_in(assessment: Assessment, day: date) -> int:
    """How many treatments and tasks are late."""
    days = [(one.due_on, one.done_on) for one in assessment.risks]
    days += [(one.due_on, one.done_on) for one in assessment.tasks]
    return sum(is_late(due, done, day) for due, done in days)


def is_late(due: date | None, done: date | None, day: date) -> bool:
    """Whether that day has passed and nothing was done."""
    return due is not None and due < day and done is None


def register_lines(conclusions: Conclusions) -> list[RegisterLine]:
    """The risks of every service's latest assessment."""
    index, day = conclusions.index, conclusions.today
    lines = []
    for standing in conclusions.estate.standings.values():
        made = standing.assessment
        if made is None:
            continue
        service = index.services[standing.service]
        lines += [
            RegisterLine(
                service,
                index.parties[service.vendor],
                made,
                one,
                is_late(one.risk.due_on, one.risk.done_on, day),
            )
            for one in scored(made)
        ]
    return lines


@dataclass(frozen=True, slots=True)
class HeatCell:
    """How many risks are judged so likely and so grave."""

    likelihood: int
    impact: int
    product: int
    count: int
    open: int
    """Of these, how many are here only because something was not judged."""


def heat_map(scores: Iterable[Score]) -> Mapping[tuple[int, int], HeatCell]:
    """(likelihood, impact) to its cell; what was not judged stands where the worst case is."""
    counts: dict[tuple[int, int], list[int]] = {}
    for one in scores:
        cell = counts.setdefault((one.likelihood, one.impact), [0, 0])
        cell[0] += 1
        cell[1] += not one.known
    return {
        (row, column): HeatCell(row, column, row * column, *counts.get((row, column), (0, 0)))
        for row in range(1, 6)
        for column in range(1, 6)
    }

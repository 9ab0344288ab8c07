"""What was accepted beside the gaps: a vendor's no, and a risk that is retained."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps.answers import live_disclosures
from vendormgr.domain.paper import paper_name
from vendormgr.domain.risk_score import score_after
from vendormgr.domain.vocabulary import Answer, Severity, Treatment

SOON = timedelta(days=90)


class AcceptedKind(StrEnum):
    """What kind of thing was accepted."""

    GAP = "gap"
    ANSWER = "answer"
    RISK = "risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedLine:
    """One accepted risk as list and paper show it."""

    kind: AcceptedKind
    rule: str | None = None
    """Of a gap."""
    subject: str
    """Of a gap; of an answer or risk the id of its paper."""
    title: str
    detail: str
    vendor: str
    severity: Severity | None = None
    score: str | None = None
    """Of a risk: what remains."""
    reason: str | None
    compensation: str | None
    approver: str | None
    until: date | None
    on: date | None
    state: str
    """ended, soon, endless or holds."""
    ended: str | None = None
    """stale or expired, of a gap."""


def state_of(until: date | None, today: date) -> str:
    """How an acceptance with that end stands."""
    if until is None:
        return "endless"
    if until < today:
        return "ended"
    return "soon" if until <= today + SOON else "holds"


def answers_accepted(conclusions: Conclusions, language: str) -> Iterator[AcceptedLine]:
    """Every no that somebody accepted."""
    for paper in live_disclosures(conclusions.portfolio):
        for one in paper.answers:
            if one.answer is Answer.NO and one.accepted_by:
                yield AcceptedLine(
                    kind=AcceptedKind.ANSWER,
                    subject=paper.id,
                    title=f"{one.number} {one.question or ''}".strip(),
                    detail=paper_name(paper, conclusions.index, language),
                    vendor=conclusions.index.name(paper.party or ""),
                    reason=one.remark,
                    compensation=one.compensation,
                    approver=one.accepted_by,
                    until=one.accepted_until,
                    on=paper.dated_on,
                    state=state_of(one.accepted_until, conclusions.today),
                )


def risks_retained(conclusions: Conclusions, language: str) -> Iterator[AcceptedLine]:
    """Risks of the latest assessments that are retained as they are."""
    index = conclusions.index
    for standing in conclusions.estate.standings.values():
        made = standing.assessment
        if made is None:
            continue
        vendor = index.name(index.services[standing.service].vendor)
        for one in made.risks:
            if one.treatment is Treatment.RETAIN:
                yield AcceptedLine(
                    kind=AcceptedKind.RISK,
                    subject=made.id,
                    title=one.title or one.threat or made.id,
                    detail=paper_name(made, index, language),
                    vendor=vendor,
                    score=score_after(one).text,
                    reason=one.plan or one.note,
                    compensation=one.measures,
                    approver=one.owner,
                    until=standing.due_on,
                    on=made.assessed_on,
                    state=state_of(standing.due_on, conclusions.today),
                )

"""Rules on assessing and reviewing: what is missing, out of date, not agreed or not done."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from vendormgr.domain.assurance import Disclosure, Sheet
from vendormgr.domain.dates import fiscal_year, last_day_of
from vendormgr.domain.gaps.answers import live_disclosures, live_sheets, stands_open
from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import Seen
from vendormgr.domain.gaps.registry import rule
from vendormgr.domain.gaps.watched import engaged_vendors
from vendormgr.domain.vocabulary import Answer

REVIEW_NOTICE = timedelta(days=90)
"""So long before its end a fiscal year without a review is a gap. Our judgement."""


@rule("assessment-missing")
def assessment_missing(estate: Estate) -> Iterator[Seen]:
    """A service in use has no risk assessment."""
    for standing in estate.standings.values():
        if standing.assessment is None:
            service = estate.index.services[standing.service]
            yield Seen(service.id, estate.parties(service.vendor), facts=(service.model,))


@rule("assessment-overdue")
def assessment_overdue(estate: Estate) -> Iterator[Seen]:
    """An assessment is too old for the tier, or what it rested on has changed."""
    for standing in estate.standings.values():
        reasons = standing.reasons(estate.today)
        if standing.assessment is not None and reasons:
            vendor = estate.index.services[standing.service].vendor
            yield Seen(
                standing.service,
                estate.parties(vendor),
                facts=(standing.assessment.id, reasons, standing.changes),
                detail={"date": standing.assessment.assessed_on, "reason": reasons},
            )


@rule("risk-not-communicated")
def risk_not_communicated(estate: Estate) -> Iterator[Seen]:
    """What the assessment leaves was not told to the vendor, or the vendor has not agreed."""
    for standing in estate.standings.values():
        made = standing.assessment
        if made is not None and not (
            _is_past(made.communicated_on, estate) and _is_past(made.agreed_on, estate)
        ):
            vendor = estate.index.services[standing.service].vendor
            yield Seen(standing.service, estate.parties(vendor), facts=(made.id,))


@rule("treatment-overdue")
def treatment_overdue(estate: Estate) -> Iterator[Seen]:
    """A day by which something was to be done has passed, and it is not done.

    Risks and tasks of the latest assessments, target days of answers, conditions of selections.
    """
    yield from _late_treatments(estate)
    yield from _late_answers(estate)
    for selection in estate.index.portfolio.selections:
        for place, one in enumerate(selection.conditions, start=1):
            if _is_late(one.due_on, one.done_on, estate):
                yield _late(estate, f"{selection.id}/condition-{place}", (), one.due_on)


@rule("review-overdue")
def review_overdue(estate: Estate) -> Iterator[Seen]:
    """A vendor was not reviewed this fiscal year, and it is time.

    A year that has just begun is no gap by itself: it counts once fewer than 90 days of it are
    left, or when the year before went by without a review as well. A vendor whose first contract
    began this year had no year before.
    """
    index, today = estate.index, estate.today
    year = fiscal_year(today)
    reviewed = {
        (one.party, one.fiscal_year)
        for one in index.portfolio.reviews
        if _is_past(one.signed_off_on, estate)
    }
    ending = last_day_of(year) - today < REVIEW_NOTICE
    for party in engaged_vendors(index):
        before = (party.id, year - 1) in reviewed or _is_new(estate, party.id, year)
        if (party.id, year) not in reviewed and (ending or not before):
            yield Seen(party.id, (party.id,), facts=(year,))


def _is_new(estate: Estate, party: str, year: int) -> bool:
    """Whether its first contract began in that fiscal year or later."""
    starts = [one.starts_on for one in estate.index.contracts_of.get(party, ())]
    known = [day for day in starts if day is not None]
    return bool(known) and len(known) == len(starts) and fiscal_year(min(known)) >= year


def _late_treatments(estate: Estate) -> Iterator[Seen]:
    for standing in estate.standings.values():
        made = standing.assessment
        if made is None:
            continue
        vendor = estate.parties(estate.index.services[standing.service].vendor)
        days: Mapping[str, tuple[tuple[date | None, date | None], ...]] = {
            "risk": tuple((one.due_on, one.done_on) for one in made.risks),
            "task": tuple((one.due_on, one.done_on) for one in made.tasks),
        }
        for kind, listed in days.items():
            for place, (due, done) in enumerate(listed, start=1):
                if _is_late(due, done, estate):
                    yield _late(estate, f"{made.id}/{kind}-{place}", vendor, due)


def _late_answers(estate: Estate) -> Iterator[Seen]:
    """Every no that was to have become a yes by now."""
    papers: tuple[Disclosure | Sheet, ...] = (
        *live_disclosures(estate.index.portfolio),
        *live_sheets(estate.index.portfolio),
    )
    for paper in papers:
        for one in paper.answers:
            late = one.target_on is not None and one.target_on < estate.today
            if one.answer is Answer.NO and late and stands_open(one, estate.today):
                parties = estate.parties(paper.party)
                yield _late(estate, f"{paper.id}/{one.number}", parties, one.target_on)


def _late(estate: Estate, subject: str, parties: tuple[str, ...], due: date | None) -> Seen:
    days = (estate.today - due).days if due is not None else None
    return Seen(subject, parties, facts=(due,), detail={"date": due, "days": days})


def _is_late(due: date | None, done: date | None, estate: Estate) -> bool:
    return due is not None and due < estate.today and not _is_past(done, estate)


def _is_past(day: date | None, estate: Estate) -> bool:
    """Whether that day is on record and has come."""
    return day is not None and day <= estate.today

"""Answers of vendors on record: which papers count now, and which no is still without a word."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from vendormgr.domain.assurance import Disclosure, DisclosureAnswer, Sheet, SheetAnswer
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.vocabulary import Answer

P = TypeVar("P")


def live_disclosures(portfolio: Portfolio) -> tuple[Disclosure, ...]:
    """The latest of every form that a vendor filled in for a product or service."""
    return _latest(
        portfolio.disclosures,
        [(one.party, one.service, one.product, one.form) for one in portfolio.disclosures],
        [one.dated_on or date.min for one in portfolio.disclosures],
    )


def live_sheets(portfolio: Portfolio) -> tuple[Sheet, ...]:
    """Of every kind of sheet the latest fiscal year's, for each vendor and system."""
    return _latest(
        portfolio.sheets,
        [(one.kind, one.party, one.system) for one in portfolio.sheets],
        [date(one.fiscal_year or 1, 4, 1) for one in portfolio.sheets],
    )


def stands_open(answer: DisclosureAnswer | SheetAnswer, today: date) -> bool:
    """Whether nothing makes up for a no today; a target day is looked at by itself."""
    if answer.compensation:
        return False
    if isinstance(answer, SheetAnswer):
        return answer.completed_on is None or answer.completed_on > today
    ended = answer.accepted_until is not None and answer.accepted_until < today
    return answer.accepted_by is None or ended


def is_undecided(answer: DisclosureAnswer | SheetAnswer, today: date) -> bool:
    """Whether it is a no without a measure, a standing acceptance or a target date."""
    return answer.answer is Answer.NO and answer.target_on is None and stands_open(answer, today)


def _latest(papers: Sequence[P], keys: Iterable[Hashable], days: Iterable[date]) -> tuple[P, ...]:
    """Of the papers with the same key the one of the latest day; of one day, the last."""
    found: dict[Hashable, tuple[date, P]] = {}
    for paper, key, day in zip(papers, keys, days, strict=True):
        if key not in found or found[key][0] <= day:
            found[key] = (day, paper)
    return tuple(paper for _, paper in found.values())

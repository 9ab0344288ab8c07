"""契約の期間の見せ方: what of a contract's term presses, the same way on every page."""

from datetime import date, timedelta

from vendormgr.domain.deadline import Deadline, DeadlineState, deadline_of
from vendormgr.domain.portfolio import Contract

SOON = timedelta(days=90)


def term_of(contract: Contract, today: date) -> Deadline | None:
    """The term of a contract in force; None: it is not in force."""
    return deadline_of(contract, today) if contract.in_force(today) else None


def last_day(term: Deadline | None) -> date | None:
    """The last day to give notice; None: no end or no notice period is on record."""
    return term.notice_by if term is not None and term.has_notice else None


def is_missed(term: Deadline | None) -> bool:
    """Whether the last day to give notice of the running term has passed."""
    return term is not None and term.state is DeadlineState.MISSED


def comes_soon(term: Deadline | None, today: date) -> bool:
    """Whether the term ends, renews itself, or can be ended for the last time within 90 days."""
    if term is None:
        return False
    days = [term.term_ends_on] if is_missed(term) else [term.term_ends_on, last_day(term)]
    return any(day is not None and today <= day <= today + SOON for day in days)

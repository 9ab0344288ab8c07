"""契約の期限: when a contract ends, the last day to give notice, and what renews itself.

A contract that renews itself does so year by year. Once the day for notice of a term has passed,
that renewal can no longer be stopped: what can still be decided is the end after it.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vendormgr.domain.portfolio import Contract

WINDOW_DAYS = 90
"""How long before the last day for notice a decision is called for."""
LONGEST_NOTICE_DAYS = 3650
LONGEST_NOTICE_MONTHS = 120
"""Whatever is recorded beyond ten years is a slip of the pen and must not overflow a date."""


class DeadlineState(StrEnum):
    """How pressing the term of a contract is, most pressing first."""

    ENDED = "ended"
    """The term is over and was not renewed."""
    MISSED = "missed"
    """The last day for notice of the running term has passed; nothing renews by itself."""
    DUE = "due"
    """The next last day for notice is within the window."""
    RENEWED = "renewed"
    """The last day has passed and the contract will renew itself; the next one is far off."""
    LATER = "later"
    OPEN = "open"
    """No end is on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """期限: of one contract, as of a day."""

    contract: str
    state: DeadlineState
    ends_on: date | None
    """The end that can still be decided; of one that is not renewed, its end."""
    notice_by: date | None
    """The last day for notice before that end; the end itself where no time is on record."""
    renews: bool | None
    has_notice: bool
    """Whether a time for notice is on record, in days or in months."""
    term_ends_on: date | None
    """The end of the term that runs today: earlier than ends_on once its notice was missed."""
    renewals: int
    """How often it has renewed itself since the end on record."""
    next_on: date | None
    """The next of its days: the last one for notice, else the end of the term."""
    days_left: int | None
    """Until that day; None: there is none to come."""

    @property
    def presses(self) -> bool:
        """Whether somebody has to decide now, or should have."""
        return self.state in {DeadlineState.ENDED, DeadlineState.MISSED, DeadlineState.DUE}


class Happening(StrEnum):
    """What a day of the calendar is to a contract."""

    STARTS = "starts"
    NOTICE = "notice"
    ENDS = "ends"
    RENEWS = "renews"
    """The running term ends, and notice was missed or not given: a new term begins."""


@dataclass(frozen=True, slots=True)
class Event:
    """One day on which something happens to a contract."""

    day: date
    what: Happening
    contract: str


def notice_by(contract: Contract, end: date) -> date:
    """The last day on which notice can be given; the end itself where no time is on record.

    Months go before days: 31 March less one month is the last day of February.
    """
    if contract.cancel_notice_months is not None:
        return months_before(end, min(contract.cancel_notice_months, LONGEST_NOTICE_MONTHS))
    return _days_before(end, contract.cancel_notice_days or 0)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month if it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days_before(day: date, days: int) -> date:
    return day - timedelta(days=min(days, LONGEST_NOTICE_DAYS, (day - date.min).days))


def deadline_of(contract: Contract, today: date) -> Deadline:
    """The term of a contract, and what can still be decided about it."""
    end = contract.ends_on
    terms = [] if end is None else list(_terms_to_decide(contract, end, today))
    term, decided = (terms[0], terms[-1]) if terms else (None, None)
    last_day = None if decided is None else notice_by(contract, decided)
    to_come = [one for one in (last_day, term) if one is not None and one >= today]
    next_on = min(to_come, default=None)
    return Deadline(
        contract=contract.id,
        state=_state(contract, term, decided, today),
        ends_on=decided,
        notice_by=last_day,
        renews=contract.auto_renewal,
        has_notice=(contract.cancel_notice_days, contract.cancel_notice_months) != (None, None),
        term_ends_on=term,
        next_on=next_on,
        days_left=None if next_on is None else (next_on - today).days,
        renewals=0 if term is None or end is None else term.year - end.year,
    )


def end_to_decide(contract: Contract, today: date) -> date | None:
    """The end that comes next for decision; None: there is none on record."""
    return deadline_of(contract, today).ends_on


def events_between(contracts: Iterable[Contract], first: date, last: date) -> tuple[Event, ...]:
    """What happens to the contracts from the first to the last day, both included, in order.

    Renewals are carried on through the whole time, as if nobody gave notice.
    """
    found = (event for one in contracts for event in _events(one, first, last))
    return tuple(sorted(found, key=lambda one: (one.day, list(Happening).index(one.what))))


def _events(contract: Contract, first: date, last: date) -> Iterator[Event]:
    days = []
    if contract.starts_on is not None:
        days.append((contract.starts_on, Happening.STARTS))
    if contract.ends_on is not None:
        renews = contract.auto_renewal is True
        closing = Happening.RENEWS if renews else Happening.ENDS
        for end in _ends(contract.ends_on, first, last) if renews else (contract.ends_on,):
            days.append((end, closing))
            last_day = notice_by(contract, end)
            if last_day < end:
                days.append((last_day, Happening.NOTICE))
    for day, what in days:
        if first <= day <= last:
            yield Event(day, what, contract.id)


def _ends(end: date, first: date, last: date) -> Iterator[date]:
    """The ends whose notice day or end may fall in the time."""
    longest = LONGEST_NOTICE_DAYS // 365 + 1
    for year in range(max(end.year, first.year), min(last.year + longest, date.max.year) + 1):
        yield in_year(end, year)


def _terms_to_decide(contract: Contract, end: date, today: date) -> Iterator[date]:
    """The end of the running term, then further ends until one can still be decided."""
    if contract.auto_renewal is not True:
        yield end
        return
    year = max(end.year, today.year)
    if in_year(end, year) < today and year < date.max.year:
        year += 1
    while year <= date.max.year:
        renewed = in_year(end, year)
        yield renewed
        if notice_by(contract, renewed) >= today:
            return
        year += 1


def _state(
    contract: Contract, term: date | None, decided: date | None, today: date
) -> DeadlineState:
    if term is None or decided is None:
        return DeadlineState.OPEN
    if contract.has_ended(today):
        return DeadlineState.ENDED
    last_day = notice_by(contract, decided)
    if last_day < today:
        return DeadlineState.MISSED
    if (last_day - today).days <= WINDOW_DAYS:
        return DeadlineState.DUE
    return DeadlineState.RENEWED if decided != term else DeadlineState.LATER


def in_year(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day if year == day.year else date(year, day.month, last)

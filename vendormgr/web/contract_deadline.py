"""契約の期限: what has to be decided until when, as a list and as a calendar of a fiscal year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.agreement import OWN_LIFE
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.deadline import (
    Deadline,
    DeadlineState,
    Event,
    Happening,
    deadline_of,
    events_between,
)
from vendormgr.domain.portfolio import Contract
from vendormgr.i18n import t
from vendormgr.web.access import needs
from vendormgr.web.contract_form import contract_name
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing

pages = Blueprint("contract_deadline", __name__, url_prefix="/contracts/deadlines")
see = needs(Permission.VIEW_PORTFOLIO)
APRIL = 4
EARLIEST, LATEST = 1990, 2100
"""Years that the calendar leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineLine:
    """The term of one document."""

    contract: Contract
    party: str
    deadline: Deadline
    order: int
    """How pressing its state is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of the calendar."""

    first: date
    here: bool
    """Today falls into it."""
    notices: tuple[Event, ...]
    ends: tuple[Event, ...]
    starts: tuple[Event, ...]


@pages.get("")
@see
def index() -> ResponseReturnValue:
    """Every document with a term of its own: what presses comes first."""
    conclusions = estate()
    listing = _list(conclusions)
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="deadline.list_title")
    lines = listing.everything
    opened = sum(line.deadline.state is DeadlineState.OPEN for line in lines)
    return render_template(
        "contract/deadlines.html",
        listing=listing,
        dated=len(lines) - opened,
        pressing=sum(line.deadline.presses for line in lines),
        opened=opened,
        names=conclusions.index.name,
    )


@pages.get("/calendar")
@see
def calendar() -> ResponseReturnValue:
    """A fiscal year, month by month, to print and pin up."""
    conclusions = estate()
    today = conclusions.today
    this_year = today.year if today.month >= APRIL else today.year - 1
    asked = request.args.get("year", str(this_year))
    if not (asked.isascii() and asked.isdigit() and EARLIEST <= int(asked) <= LATEST):
        abort(404)
    year = int(asked)
    events = events_between(
        _with_terms(conclusions), date(year, APRIL, 1), date(year + 1, APRIL, 1) - timedelta(days=1)
    )
    months = list(_months(year, events, today))
    return render_template(
        "contract/calendar.html",
        year=year,
        months=months,
        notices=sum(len(one.notices) for one in months),
        ends=sum(len(one.ends) for one in months),
        earliest=EARLIEST,
        latest=LATEST,
        contracts=conclusions.index.contracts,
        names=conclusions.index.name,
    )


def _with_terms(conclusions: Conclusions) -> list[Contract]:
    """Documents with a term of their own: a memorandum without an end follows its contract."""
    return [
        one
        for one in conclusions.portfolio.contracts
        if one.ends_on is not None or one.amends is None or one.kind in OWN_LIFE
    ]


def _list(conclusions: Conclusions) -> Listing[DeadlineLine]:
    states = list(DeadlineState)
    lines = []
    for one in _with_terms(conclusions):
        term = deadline_of(one, conclusions.today)
        party = conclusions.index.name(one.party or "")
        lines.append(
            DeadlineLine(contract=one, party=party, deadline=term, order=states.index(term.state))
        )
    lines.sort(key=lambda line: line.deadline.next_on or line.deadline.ends_on or date.max)
    return make_listing(lines, _COLUMNS, _filters(), found_by=_found_by, order="state")


_COLUMNS = (
    ListColumn[DeadlineLine](
        key="title", title="contract.title", value=lambda line: contract_name(line.contract)
    ),
    ListColumn[DeadlineLine](key="party", title="contract.party", value=lambda line: line.party),
    ListColumn[DeadlineLine](
        key="state",
        title="deadline.state",
        value=lambda line: line.order,
        exported=lambda line: t(f"deadline.state_{line.deadline.state}"),
    ),
    ListColumn[DeadlineLine](
        key="term", title="deadline.term_ends", value=lambda line: line.deadline.term_ends_on
    ),
    ListColumn[DeadlineLine](
        key="renewal",
        title="deadline.filter_renewal",
        value=lambda line: _renewal(line.deadline),
        exported=lambda line: t(f"deadline.renewal_{_renewal(line.deadline)}"),
    ),
    ListColumn[DeadlineLine](
        key="notice", title="deadline.decide_by", value=lambda line: line.deadline.notice_by
    ),
    ListColumn[DeadlineLine](
        key="ends", title="deadline.decides_end", value=lambda line: line.deadline.ends_on
    ),
)


def _renewal(deadline: Deadline) -> str:
    if deadline.renews is None:
        return "unknown"
    return "yes" if deadline.renews else "no"


def _filters() -> list[ListFilter[DeadlineLine]]:
    return [
        ListFilter[DeadlineLine](
            key="state",
            title="deadline.filter_state",
            options={one.value: t(f"deadline.state_{one}") for one in DeadlineState},
            holds=lambda line, value: line.deadline.state == value,
        ),
        ListFilter[DeadlineLine](
            key="renewal",
            title="deadline.filter_renewal",
            options={one: t(f"deadline.renewal_{one}") for one in ("yes", "no", "unknown")},
            holds=lambda line, value: _renewal(line.deadline) == value,
        ),
    ]


def _found_by(line: DeadlineLine) -> Iterator[str | None]:
    yield from (line.contract.title, line.party, line.contract.id)


def _months(year: int, events: tuple[Event, ...], today: date) -> Iterator[Month]:
    for number in range(12):
        month = (APRIL - 1 + number) % 12 + 1
        first = date(year if month >= APRIL else year + 1, month, 1)
        mine = [one for one in events if (one.day.year, one.day.month) == (first.year, month)]
        yield Month(
            first=first,
            here=(today.year, today.month) == (first.year, month),
            notices=tuple(one for one in mine if one.what is Happening.NOTICE),
            ends=tuple(one for one in mine if one.what in {Happening.ENDS, Happening.RENEWS}),
            starts=tuple(one for one in mine if one.what is Happening.STARTS),
        )

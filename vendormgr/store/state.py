"""The portfolio's own row: title, edition, and the version that every write raises."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from vendormgr.domain.vocabulary import Edition
from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.errors import StaleError
from vendormgr.store.tables.base import table_of
from vendormgr.store.tables.record import PortfolioStateRow

STATE = table_of(PortfolioStateRow)
NEW_ID = "hospital-portfolio"
"""Id of a portfolio that was begun on the screens, not imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioState:
    """What is kept about the portfolio besides its records."""

    portfolio_id: str = NEW_ID
    title: str | None = None
    note: str | None = None
    edition: Edition | None = None
    as_of: date | None = None
    """The day that the last imported document was about."""
    version: int = 0
    imported_version: int | None = None
    gaps_version: int | None = None
    gaps_on: date | None = None


def read_state(session: Session) -> PortfolioState:
    """The state; one query. A portfolio nobody has written to yet has version 0."""
    names = [name for name in PortfolioState.__slots__ if name != "id"]
    row = session.execute(select(*(STATE.c[name] for name in names))).one_or_none()
    if row is None:
        return PortfolioState()
    values: dict[str, Any] = dict(zip(names, row, strict=True))
    edition = values["edition"]
    return PortfolioState(**{**values, "edition": edition and Edition(edition)})


def portfolio_version(session: Session) -> int:
    """The number that every write raises: conclusions may be cached by it. One query."""
    return session.execute(select(STATE.c.version)).scalar_one_or_none() or 0


def raise_version(session: Session, **values: Any) -> int:
    """Give the portfolio a new version and set columns of its row; returns the version."""
    raised = update(STATE).values(version=STATE.c.version + 1, **values).returning(STATE.c.version)
    version = session.execute(raised).scalar_one_or_none()
    if version is None:
        first = {"portfolio_id": NEW_ID, **values}
        session.execute(insert(STATE).values(id=1, version=1, **first))
        return 1
    return int(version)


def describe_portfolio(  # noqa: PLR0913
    session: Session,
    *,
    title: str | None,
    note: str | None,
    edition: Edition | None,
    by: Actor,
    seen_version: int | None = None,
) -> PortfolioState:
    """Change what the portfolio is called and the edition it works under, with its audit event.

    Raises:
        StaleError: The portfolio has another version than was seen; not checked when None.
    """
    old = read_state(session)
    if seen_version is not None and seen_version != old.version:
        raise StaleError(old, {"title": title, "note": note, "edition": edition})
    before = {"title": old.title, "note": old.note, "edition": old.edition}
    after = {"title": title, "note": note, "edition": edition}
    if before == after:
        return old
    version = raise_version(session, **after)
    change = Change(Action.UPDATED, "portfolio", old.portfolio_id, version, before, after)
    record_changes(session, [change], by=by)
    return read_state(session)


def note_sync(session: Session, *, version: int, on: date) -> None:
    """Remember that the gap records are those of this version and day; no new version."""
    values = {"gaps_version": version, "gaps_on": on}
    if session.execute(update(STATE).values(**values).returning(STATE.c.id)).first() is None:
        first = {"id": 1, "portfolio_id": NEW_ID, "version": version}
        session.execute(insert(STATE).values(**first, **values))

"""The whole portfolio out of the database, in a fixed number of queries."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from vendormgr.domain.collector import collector_paused
from vendormgr.domain.portfolio import Portfolio
from vendormgr.store.importing import ImportCount, import_portfolio
from vendormgr.store.rows import archived, read_facts
from vendormgr.store.shape import SHAPES
from vendormgr.store.state import PortfolioState, portfolio_version, read_state

__all__ = [
    "ImportCount",
    "export_portfolio",
    "import_portfolio",
    "load_portfolio",
    "portfolio_version",
    "stored_as_of",
]


def load_portfolio(session: Session, today: date) -> Portfolio:
    """The portfolio as of today, without what is archived; ids are there for every fact.

    References to archived records read as None and drop out of lists. As many queries for one
    vendor as for ten thousand.
    """
    return _load(session, read_state(session), today)


def export_portfolio(session: Session, today: date) -> Portfolio:
    """The portfolio for a document: as of the imported day while nothing has changed since."""
    state = read_state(session)
    return _load(session, state, _as_of(state) or today)


def stored_as_of(session: Session) -> date | None:
    """The day of the imported document; None once anything has changed since, or before any."""
    return _as_of(read_state(session))


def _as_of(state: PortfolioState) -> date | None:
    return state.as_of if state.version == state.imported_version else None


@collector_paused()
def _load(session: Session, state: PortfolioState, as_of: date) -> Portfolio:
    hidden = archived(session)
    facts: dict[str, Any] = {
        noun: tuple(read_facts(session, shape, hidden)) for noun, shape in SHAPES.items()
    }
    return Portfolio(
        id=state.portfolio_id,
        as_of=as_of,
        title=state.title,
        edition=state.edition,
        note=state.note,
        **facts,
    )

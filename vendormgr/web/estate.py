"""The estate of a request: the whole portfolio with everything concluded from it.

Kept in the process by (version, day): every write raises the version in its own transaction, so a
second process never serves anything older than its database. One query when it is there already.
"""

from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from flask import current_app, g

from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.exchange.seed import load_catalogue
from vendormgr.store.portfolio import load_portfolio
from vendormgr.store.state import portfolio_version
from vendormgr.web.clock import today
from vendormgr.web.db import reading


@dataclass(slots=True)
class _Kept:
    key: tuple[int, date] | None = None
    conclusions: Conclusions | None = None
    lock: Lock = field(default_factory=Lock)


def estate() -> Conclusions:
    """The conclusions over the portfolio as this request's reading session sees it."""
    if "estate" not in g:
        g.estate = _conclusions()
    found: Conclusions = g.estate
    return found


def _conclusions() -> Conclusions:
    kept: _Kept = current_app.extensions.setdefault("vendormgr.estate", _Kept())
    key = (portfolio_version(reading()), today())
    with kept.lock:
        # Others wait for the first instead of concluding the same once more.
        if kept.key != key or kept.conclusions is None:
            portfolio = load_portfolio(reading(), key[1])
            kept.conclusions = conclude(portfolio, load_catalogue())
            kept.key = key
        return kept.conclusions

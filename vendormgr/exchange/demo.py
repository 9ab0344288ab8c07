"""The invented hospital of the demo, moved to today so that its story never grows old."""

from calendar import monthrange
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.portfolio import NOUNS, Fact, Portfolio
from vendormgr.exchange.portfolio import read_portfolio
from vendormgr.resources import resource_dir

F = TypeVar("F", bound=Fact)


def demo_portfolio(catalogue: Catalogue, today: date) -> Portfolio:
    """The demo estate with every date moved by the same number of whole months.

    Whole months, because contracts that start on the first of a month should go on doing so.
    """
    path = resource_dir("seed") / "demo" / "hospital.yaml"
    portfolio = read_portfolio(path.read_text(encoding="utf-8"), catalogue)
    months = (today.year - portfolio.as_of.year) * 12 + today.month - portfolio.as_of.month
    moved: dict[str, Any] = {
        noun: tuple(_moved(fact, months) for fact in getattr(portfolio, noun)) for noun in NOUNS
    }
    return replace(portfolio, as_of=today, **moved)


def _moved(fact: F, months: int) -> F:
    dates: dict[str, Any] = {
        one.name: add_months(value, months)
        for one in fields(fact)
        if isinstance(value := getattr(fact, one.name), date)
    }
    return replace(fact, **dates)


def add_months(day: date, months: int) -> date:
    """The same day of the month that many months later; the last day of a month stays the last."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month0 + 1)[1]
    if day.day == monthrange(day.year, day.month)[1]:
        return date(year, month0 + 1, last)
    return date(year, month0 + 1, min(day.day, last))

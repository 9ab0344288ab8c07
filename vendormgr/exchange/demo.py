"""The invented hospital of the demo, moved to today so that its story never grows old."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.dates import add_months, fiscal_year
from vendormgr.domain.portfolio import NOUNS, Portfolio
from vendormgr.exchange.portfolio import read_portfolio
from vendormgr.resources import resource_dir


def demo_portfolio(catalogue: Catalogue, today: date) -> Portfolio:
    """The demo estate with every date moved by the same number of whole months.

    Whole months, because contracts that start on the first of a month should go on doing so.
    Fiscal years move by as many as lie between the two days.
    """
    path = resource_dir("seed") / "demo" / "hospital.yaml"
    portfolio = read_portfolio(path.read_text(encoding="utf-8"), catalogue)
    months = (today.year - portfolio.as_of.year) * 12 + today.month - portfolio.as_of.month
    years = fiscal_year(today) - fiscal_year(portfolio.as_of)
    moved: dict[str, Any] = {
        noun: _moved(getattr(portfolio, noun), months, years) for noun in NOUNS
    }
    return replace(portfolio, as_of=today, **moved)


def _moved(value: Any, months: int, years: int) -> Any:
    """A fact, or any part of one, with its days and fiscal years moved."""
    match value:
        case date():
            return add_months(value, months)
        case tuple():
            return tuple(_moved(one, months, years) for one in value)
        case Mapping():
            return {key: _moved(one, months, years) for key, one in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            held = {one.name: getattr(value, one.name) for one in fields(value)}
            moved = {name: _moved(one, months, years) for name, one in held.items()}
            if held.get("fiscal_year") is not None:
                moved["fiscal_year"] = held["fiscal_year"] + years
            return replace(value, **moved)
        case _:
            return value

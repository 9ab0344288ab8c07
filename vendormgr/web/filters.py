"""What templates may call: texts, labels, formats, addresses."""

from datetime import date, datetime

from flask import Flask, get_flashed_messages

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.dates import fiscal_year
from vendormgr.domain.gaps import Finding
from vendormgr.domain.wording import Worded, word
from vendormgr.i18n import (
    Language,
    format_date,
    format_fiscal_year,
    format_number,
    format_time,
    format_yen,
    label,
    language,
    t,
    texts,
)
from vendormgr.web.access import can, user_or_none
from vendormgr.web.assets import asset
from vendormgr.web.forms import title_of
from vendormgr.web.navigation import menu


def install(app: Flask) -> None:
    """Give templates our functions; a name that does not exist is an error, not an empty text."""
    env = app.jinja_env
    env.filters |= {
        "day": day,
        "iso_day": iso_day,
        "moment": moment,
        "number": format_number,
        "yen": format_yen,
        "fiscal_year": fiscal_year_of,
        "label": label,
    }
    env.globals.update(
        t=t,
        label=label,
        asset=asset,
        can=can,
        may=may,
        menu=menu,
        signed_in_user=user_or_none,
        language=language,
        Language=Language,
        flashes=flashes,
        worded=worded,
        title_of=title_of,
        texts=texts,
    )


def day(value: date | None) -> str:
    """A day in words; － when there is none."""
    return "－" if value is None else format_date(value)


def iso_day(value: str) -> str:
    """A day as the logs hold it, in words; whatever is none stays as it is."""
    try:
        return format_date(date.fromisoformat(value))
    except ValueError:
        return value


def moment(value: datetime | None) -> str:
    """Day and time in Tokyo; － when there is none."""
    return "－" if value is None else format_time(value)


def fiscal_year_of(value: date | int) -> str:
    """令和8年度 of a day or of the year that the fiscal year begins in."""
    return format_fiscal_year(value if isinstance(value, int) else fiscal_year(value))


def may(name: str) -> bool:
    """Whether the person who asks has the permission of that name: ``may("edit_vendors")``."""
    return can(Permission(name))


def worded(finding: Finding, conclusions: Conclusions) -> Worded:
    """A finding in the current language: title, detail, remedy, citations."""
    return word(finding, conclusions, language())


def flashes() -> list[tuple[str, str, str | None]]:
    """(kind, text, address that takes it back or None) of each waiting message."""
    waiting = []
    for category, text in map(tuple, get_flashed_messages(with_categories=True)):
        kind, _, back = category.partition(":")
        waiting.append((kind, text, back or None))
    return waiting

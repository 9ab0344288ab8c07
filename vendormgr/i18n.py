"""Texts in Japanese and English, and how dates, money and terms are written in each.

The texts stand in ``texts/*.toml``, both languages side by side; ``t("vendor.list_title")`` gives
one in the current language. In English a ``|`` divides singular and plural, chosen by ``n``.
"""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import escape

from vendormgr.resources import resource_dir

# A fixed offset: Japan has no summer time, and Windows has no zone files of its own.
TOKYO = timezone(timedelta(hours=9), "Asia/Tokyo")
REIWA_STARTS = date(2019, 5, 1)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Language(StrEnum):
    """表示言語."""

    JA = "ja"
    EN = "en"


class UnknownTextError(KeyError):
    """No text has this id."""

    def __init__(self, text_id: str) -> None:
        super().__init__(text_id)
        self.text_id = text_id


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    id: str
    ja: str
    en: str


_current: ContextVar[Language] = ContextVar("language", default=Language.JA)


def language() -> Language:
    """The language in which texts are given now."""
    return _current.get()


def speak(chosen: Language) -> None:
    """Give texts in that language from now on, in this request or command."""
    _current.set(chosen)


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Give texts in that language inside the block."""
    token = _current.set(chosen)
    try:
        yield
    finally:
        _current.reset(token)


def t(text_id: str, /, **values: Any) -> str:
    """The text in the current language, its placeholders filled in.

    Values that are safe HTML make the whole text safe HTML, with everything else in it escaped.

    Raises:
        UnknownTextError: There is no such text.
    """
    text = find_text(text_id)
    if _current.get() is Language.JA:
        return _fill(text.ja, values)
    return _fill(_plural(text.en, values.get("n")), values)


def find_text(text_id: str) -> Text:
    """Both languages of a text.

    Raises:
        UnknownTextError: There is no such text.
    """
    try:
        return texts()[text_id]
    except KeyError:
        raise UnknownTextError(text_id) from None


@cache
def texts() -> Mapping[str, Text]:
    """Every text by its id, read once."""
    return {
        text.id: text
        for place in sorted(resource_dir("texts").glob("*.toml"))
        for text in read_texts(place)
    }


def read_texts(place: Path) -> Iterator[Text]:
    """The texts of one file; a table without ja and en is a prefix of ids."""
    yield from _flatten((), tomllib.loads(place.read_text(encoding="utf-8")))


def label(value: StrEnum) -> str:
    """What people call a term of the vocabulary: ``vocabulary.service_model.saas`` for SAAS."""
    return t(label_id(value))


def label_id(value: StrEnum) -> str:
    """The text id of a term: ``vocabulary.``, the class name in snake case, a dot, the value."""
    return f"vocabulary.{_snake(type(value).__name__)}.{value.value}"


def format_date(day: date) -> str:
    """2026年11月22日, or 22 Nov 2026."""
    if _current.get() is Language.JA:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_time(moment: datetime) -> str:
    """Day, hour and minute in Tokyo; the moment must carry its zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")
    there = moment.astimezone(TOKYO)
    return f"{format_date(there.date())} {there:%H:%M}"


def format_fiscal_year(year: int) -> str:
    """令和8年度, or FY2026; 元年 for the first year of the era."""
    if _current.get() is Language.EN:
        return f"FY{year}"
    # The year 2019 began in 平成31 and is called 令和元年度 by government offices.
    if year < REIWA_STARTS.year:
        return f"{year}年度"
    era_year = year - REIWA_STARTS.year + 1
    return f"令和{'元' if era_year == 1 else era_year}年度"


def format_number(number: float) -> str:
    """1,234 or 1,234.5."""
    return f"{number:,}"


def format_yen(amount: int) -> str:
    """1,200,000円, or JPY 1,200,000."""
    if _current.get() is Language.JA:
        return f"{amount:,}円"
    return f"JPY {amount:,}"


def _flatten(prefix: tuple[str, ...], table: Mapping[str, Any]) -> Iterator[Text]:
    for key, value in table.items():
        path = (*prefix, key)
        if value.keys() == {"ja", "en"}:
            yield Text(".".join(path), value["ja"], value["en"])
        else:
            yield from _flatten(path, value)


def _plural(text: str, n: object) -> str:
    one, bar, many = text.partition("|")
    if not bar or n is None:
        return text
    return one if n == 1 else many


def _fill(text: str, values: Mapping[str, Any]) -> str:
    if not values:
        return text
    for value in values.values():
        if hasattr(value, "__html__"):
            return escape(text).format(**values)
    return text.format(**values)


@cache
def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")

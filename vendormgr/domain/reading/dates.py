"""Dates in contracts: 令和8年4月1日, 平成三十年四月一日, 2026年4月1日, 2026/4/1, R8.4.1."""

import re
from collections.abc import Iterator
from datetime import date

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988}
_JAPANESE = re.compile(
    r"(令和|平成|昭和)(元|\d{1,2})年(\d{1,2})月(\d{1,2})日"
    r"|(?:西暦)?(\d{4})年(?:\((?:令和|平成)(?:元|\d{1,2})年\))?(\d{1,2})月(\d{1,2})日"
    r"|(?<![\d.])(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?!\d)"
    r"|(?<![a-z])([rh])(\d{1,2})[./](\d{1,2})[./](\d{1,2})(?!\d)"
)


def find_dates(compared: str) -> Iterator[tuple[int, int, date]]:
    """(start, end, day) of each date in a text in compared form; impossible days are left out."""
    for found in _JAPANESE.finditer(compared):
        day = _day(found)
        if day is not None:
            yield found.start(), found.end(), day


def _day(found: re.Match[str]) -> date | None:
    era, era_year, month, day, *rest = found.groups()
    if era is not None:
        return _date(_ERAS[era] + (1 if era_year == "元" else int(era_year)), month, day)
    for year, month, day in (rest[0:3], rest[3:6]):
        if year is not None:
            return _date(int(year), month, day)
    letter, year, month, day = rest[6:10]
    return _date(_ERAS[letter] + int(year), month, day)


def _date(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def after_years(day: date, years: int, months: int = 0) -> date:
    """The last day of a term that begins on a day: a year from 1 April ends on 31 March."""
    total = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date.fromordinal(date(year, month + 1, last).toordinal() - 1)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")

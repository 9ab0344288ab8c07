"""Days counted as offices count them: fiscal years from April to March, and whole months."""

from calendar import monthrange
from datetime import date


def fiscal_year(day: date) -> int:
    """The fiscal year of a day: April to March, named after the year it begins in."""
    return day.year if day.month >= 4 else day.year - 1


def last_day_of(year: int) -> date:
    """31 March: the last day of a fiscal year."""
    return date(year + 1, 3, 31)


def add_months(day: date, months: int) -> date:
    """The same day of the month that many months later; the last day of a month stays the last."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month0 + 1)[1]
    if day.day == monthrange(day.year, day.month)[1]:
        return date(year, month0 + 1, last)
    return date(year, month0 + 1, min(day.day, last))

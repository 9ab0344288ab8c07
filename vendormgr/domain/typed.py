"""What people type for dates, numbers, phones and addresses, read into values.

Each reader raises `TypedError` with the id of the text that says what to type instead.
"""

import calendar
import re
from datetime import date
from urllib.parse import urlsplit

from vendormgr.domain.naming import corporate_number_fits, half_width

# Years are written in an era even past its end (平成35年 in a contract of 2018), never before it.
_ERAS = {
    "令和": date(2019, 5, 1),
    "平成": date(1989, 1, 8),
    "昭和": date(1926, 12, 25),
}
_ERA_NAMES = {
    name: era for era, letter in zip(_ERAS, "RHS", strict=True) for name in (era, era[0], letter)
}
_DATE = re.compile(
    r"(?P<era>令和|平成|昭和|[令平昭RHS])?\s*(?P<year>元|\d{1,4})\s*[年/.\-]\s*"
    r"(?P<month>\d{1,2})\s*[月/.\-]\s*(?P<day>\d{1,2})\s*日?\s*(?:\([^)]*\))?"
)
_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_HYPHENS = re.compile("[‐‑‒–—―−ー－]")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class TypedError(ValueError):
    """Typed text that cannot be read; `text_id` and `values` say what to type instead."""

    def __init__(self, text_id: str, **values: str | int) -> None:
        super().__init__(text_id)
        self.text_id = text_id
        self.values = values


def read_date(text: str) -> date:
    """A day typed as 2026/11/22, 20261122, 2026年11月22日, 令和8年11月22日 or R8.11.22."""
    plain = _HYPHENS.sub("-", half_width(text)).upper()
    found = _DATE.fullmatch(plain) or _DIGITS.fullmatch(plain)
    if found is None:
        raise TypedError("form.date_unreadable")
    parts = found.groupdict()
    month, day = int(parts["month"]), int(parts["day"])
    year = _western_year(parts.get("era"), parts["year"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise TypedError("form.date_year", first=_FIRST_YEAR, last=_LAST_YEAR)
    if not 1 <= month <= 12:
        raise TypedError("form.date_month", month=month)
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise TypedError("form.date_day", year=year, month=month, day=day, last=last)
    read = date(year, month, day)
    era = parts.get("era")
    if era and read < _ERAS[_ERA_NAMES[era]]:
        raise TypedError("form.date_before_era", era=_ERA_NAMES[era])
    return read


def _western_year(era: str | None, year: str) -> int:
    number = 1 if year == "元" else int(year)
    if era is None:
        if year == "元" or len(year) < 4:
            raise TypedError("form.date_unreadable")
        return number
    if number < 1:
        raise TypedError("form.date_unreadable")
    return _ERAS[_ERA_NAMES[era]].year + number - 1


def read_whole_number(text: str, *, least: int, most: int) -> int:
    """A whole number typed with or without separators and 円, in half or full width."""
    plain = _HYPHENS.sub("-", half_width(text)).removesuffix("円").replace(",", "").strip()
    if not re.fullmatch(r"-?\d{1,15}", plain):
        raise TypedError("form.number_unreadable", least=least, most=most)
    number = int(plain)
    if not least <= number <= most:
        raise TypedError("form.number_range", least=least, most=most)
    return number


def read_corporate_number(text: str) -> str:
    """A 法人番号: 13 digits whose first digit checks the others; hyphens may be typed."""
    digits = re.sub(r"[\s\-]", "", _HYPHENS.sub("-", half_width(text)))
    if not re.fullmatch(r"[0-9]{13}", digits):
        raise TypedError("form.corporate_number_length")
    if not corporate_number_fits(digits):
        raise TypedError("form.corporate_number_check")
    return digits


def read_phone(text: str) -> str:
    """A telephone number, half-width, with the hyphens as typed and an extension after 内線."""
    plain = _HYPHENS.sub("-", half_width(text))
    if len(plain) > 40 or not re.fullmatch(
        r"\+?\(?[0-9][0-9\-() ]{4,}(?:\s*(?:内線|ext\.?|#)\s*[0-9]{1,6})?", plain
    ):
        raise TypedError("form.phone_unreadable")
    return plain


def read_email(text: str) -> str:
    """An e-mail address with one @ and a dotted domain."""
    plain = half_width(text)
    if len(plain) > 254 or not re.fullmatch(
        r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+", plain
    ):
        raise TypedError("form.email_unreadable")
    return plain


def read_web_address(text: str) -> str:
    """An https address without a user name in it."""
    plain = half_width(text)
    if plain and "://" not in plain and re.match(r"[\w\-]+(\.[\w\-]+)+", plain):
        plain = f"https://{plain}"
    try:
        parts = urlsplit(plain)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise TypedError("form.web_address_unreadable") from None
    if parts.scheme.lower() != "https":
        raise TypedError("form.web_address_https")
    if not host or "." not in host or "@" in parts.netloc or re.search(r"[\s<>\"\\]", plain):
        raise TypedError("form.web_address_unreadable")
    return plain

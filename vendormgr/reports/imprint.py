"""Who made a paper, when and from which data: given by the caller, printed on each page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

Words = Callable[..., str]
"""Text id and values to the text in the language of the paper."""
# A fixed offset: Japan has no summer time, and Windows has no zone files of its own.
TOKYO = timezone(timedelta(hours=9), "JST")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """奥付: everything a paper says of its own making. Same values, same bytes."""

    hospital: str
    made_at: datetime
    """Aware; printed in Japanese time with its zone."""
    made_by: str
    data_version: str
    """The portfolio's version or hash."""
    words: Words
    language: str = "ja"
    confidential: bool = True

    def __post_init__(self) -> None:
        """Refuse a moment that names no zone: nobody could say what it means."""
        if self.made_at.tzinfo is None:
            raise ValueError("made_at needs a time zone")

    def at(self, moment: datetime, *, by: str, data_version: str) -> "Imprint":
        """The imprint of a paper that was made then: what is kept prints the same for ever."""
        return replace(self, made_at=moment, made_by=by, data_version=data_version)

    def day(self, day: date | None) -> str:
        """2026年11月22日, or 22 Nov 2026; a dash where the day is not known."""
        if day is None:
            return "－"
        if self.language == "ja":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def period(self, start: date | None, end: date | None) -> str:
        """Both days with 〜 between them; an open end stays empty."""
        if start is None and end is None:
            return "－"
        return f"{self.day(start) if start else ''}〜{self.day(end) if end else ''}"

    @property
    def made(self) -> str:
        """The moment of making in Japan, with its zone: 2026年11月22日 14:05 (UTC+9)."""
        there = self.made_at.astimezone(TOKYO)
        return f"{self.day(there.date())} {there:%H:%M} (UTC+9)"

    def sentences(self, *texts: str) -> str:
        """Sentences one after the other; English puts a space between them."""
        return self.gap.join(filter(None, texts))

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return "" if self.language == "ja" else " "

    def term(self, value: StrEnum) -> str:
        """The label of a vocabulary term."""
        noun = "".join(f"_{c.lower()}" if c.isupper() else c for c in type(value).__name__)
        return self.words(f"vocabulary.{noun.lstrip('_')}.{value}")

    @property
    def footer(self) -> str:
        """The line at the foot of each page."""
        return self.words(
            "report.footer", made=self.made, by=self.made_by, version=self.data_version
        )

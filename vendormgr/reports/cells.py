"""What a table file may hold: text that no spreadsheet takes for a formula, and CSV made of it."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import TypeAlias

Value: TypeAlias = "str | int | float | bool | date | None"
"""What a cell takes. True is ○, False is ×, None is an empty cell; say ？ for unknown."""
_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""Source: OWASP CSV Injection; the full-width forms because a Japanese Excel folds them."""
LONGEST = 32_767
"""Characters in one Excel cell; XlsxWriter 3.3 drops a longer text without a word."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LONE = re.compile("[\ud800-\udfff]")


def safe_text(text: str) -> str:
    """The text as a cell may hold it: ' in front of what could start a formula, nothing illegal."""
    if text.isprintable() and len(text) <= LONGEST:
        return "'" + text if text[:1] in _STARTS else text
    text = _LONE.sub("\ufffd", _NOT_XML.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")
    if text[:1] in _STARTS:
        text = "'" + text
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def plain_value(value: Value) -> str | int | float | date:
    """The value as it stands in a cell."""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, bool):
        return "○" if value else "×"
    return "" if value is None else value


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file, and the characters that its encoding could not hold (written as 〓)."""

    content: bytes
    unfit: frozenset[str] = frozenset()


def to_csv(
    titles: Sequence[str], rows: Iterable[Sequence[Value]], *, cp932: bool = False
) -> CsvFile:
    """RFC 4180 with CRLF; UTF-8 with BOM, which Excel needs, or cp932 for old programs."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_text(title) for title in titles])
    writer.writerows([_csv_value(value) for value in row] for row in rows)
    written = text.getvalue()
    if not cp932:
        return CsvFile(written.encode("utf-8-sig"))
    unfit = frozenset(one for one in set(written) if not _fits_cp932(one))
    return CsvFile("".join("〓" if c in unfit else c for c in written).encode("cp932"), unfit)


def _csv_value(value: Value) -> str | int | float:
    plain = plain_value(value)
    return plain.isoformat() if isinstance(plain, date) else plain


def _fits_cp932(character: str) -> bool:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True

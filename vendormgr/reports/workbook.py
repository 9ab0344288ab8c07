"""Excel files: values in, bytes out; what people typed stays text, and every sheet prints well."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any, TypeAlias

import xlsxwriter

from vendormgr.reports.cells import Value, plain_value, safe_text
from vendormgr.reports.fonts import EXCEL_FONT
from vendormgr.reports.imprint import TOKYO, Imprint
from vendormgr.reports.look import Tone

_PAPER_SIZES = {"A4": 9, "A3": 8}
_BANNED_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DAY_FORMAT = {"ja": 'yyyy"年"m"月"d"日"', "en": "d mmm yyyy"}


@dataclass(frozen=True, slots=True)
class Toned:
    """A value whose cell is coloured; the words in it must say the same."""

    value: Value
    tone: Tone


@dataclass(frozen=True, slots=True)
class Band:
    """A row that heads a group of rows."""

    text: str


CellValue: TypeAlias = "Value | Toned"
SheetRow: TypeAlias = "Sequence[CellValue] | Band"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its title, and its width in characters of a digit's size (a kanji takes two)."""

    title: str
    width: float = 16
    fill: bool = False
    """To be filled in: it stays open where the sheet is protected."""
    choices: tuple[str, ...] = ()
    """What the cell offers as a list; anything else can be typed too."""
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet; above the head stand `intro` lines, the first one big."""

    title: str
    columns: tuple[Field, ...]
    rows: Sequence[SheetRow]
    intro: tuple[str, ...] = ()
    paper: str = "A4"
    freeze_columns: int = 1
    flat: bool = True
    """One line a thing: filter buttons, printed grid lines, empty cells left out of the file."""
    protected: bool = False
    """Only columns to be filled in can be typed into; there is no password."""


def to_xlsx(sheets: Sequence[Sheet], *, title: str, imprint: Imprint) -> bytes:
    """The workbook; the same values give the same bytes."""
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {
            "title": safe_text(title)[:255],
            "author": safe_text(f"{imprint.hospital} {imprint.made_by}")[:255],
            "comments": safe_text(imprint.footer)[:255],
            # Without a fixed day the file would differ at every call.
            "created": imprint.made_at.astimezone(TOKYO).replace(tzinfo=None),
        }
    )
    formats = _Formats(book, imprint.language)
    names = sheet_names([sheet.title for sheet in sheets])
    for sheet, name in zip(sheets, names, strict=True):
        _write_sheet(book.add_worksheet(name), sheet, formats, imprint)
    book.close()
    return target.getvalue()


def about_sheet(facts: Sequence[tuple[str, str]], imprint: Imprint) -> Sheet:
    """The sheet that says what the file is about, who made it, when and from which data."""
    words = imprint.words
    lines = (
        (words("report.hospital"), imprint.hospital),
        *facts,
        (words("report.made"), imprint.made),
        (words("report.made_by"), imprint.made_by),
        (words("report.data_version"), imprint.data_version),
    )
    return Sheet(
        title=words("report.about_sheet"),
        columns=(Field(words("report.about_key"), 24), Field(words("report.about_value"), 90)),
        rows=lines,
        flat=False,
    )


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that Excel takes: 31 characters, no reserved mark, none twice in any case."""
    names: list[str] = []
    for place, title in enumerate(titles, 1):
        name = _BANNED_IN_NAMES.sub(" ", safe_text(title)).strip().strip("'")[:31] or f"{place}"
        if name.casefold() in {"history", *(one.casefold() for one in names)}:
            name = f"{name[:26]} ({place})"
        names.append(name)
    return names


@dataclass(slots=True)
class _Formats:
    """Cell formats, each made once for a workbook."""

    book: Any
    language: str
    _made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def of(self, **settings: Any) -> Any:
        """The format with these settings."""
        key = tuple(sorted(settings.items()))
        if key not in self._made:
            base = {"font_name": EXCEL_FONT, "font_size": 9, "valign": "top"}
            self._made[key] = self.book.add_format({**base, **settings})
        return self._made[key]

    def text(self, ruling: Mapping[str, Any]) -> Any:
        """What people typed: never a formula, a number or a link."""
        return self.of(num_format="@", text_wrap=True, **ruling)

    def number(self, ruling: Mapping[str, Any]) -> Any:
        """A count or an amount."""
        return self.of(num_format="#,##0", **ruling)

    def day(self, ruling: Mapping[str, Any]) -> Any:
        """A day that Excel can sort and filter."""
        return self.of(num_format=_DAY_FORMAT[self.language], align="left", **ruling)

    @property
    def head(self) -> Any:
        """The titles of the columns."""
        return self.of(
            bold=True, text_wrap=True, bg_color="#F2F2F2", valign="vcenter", bottom=2,
            bottom_color="#1A1A1A",
        )  # fmt: skip

    @property
    def band(self) -> Any:
        """The heading of a group of rows."""
        return self.of(bold=True, bg_color="#E8F1FE", font_color="#4D4D4D", **_RULED)

    def toned(self, tone: Tone, ruling: Mapping[str, Any]) -> Any:
        """A cell in the colour of a badge."""
        colours = tone.value
        settings: dict[str, Any] = {"font_color": colours.ink, "bold": tone is not Tone.NOBODY}
        if colours.ground not in {None, "#ffffff"}:
            settings["bg_color"] = colours.ground
        return self.of(num_format="@", text_wrap=True, **settings, **ruling)


_RULED: Mapping[str, Any] = {"bottom": 1, "bottom_color": "#CCCCCC"}


def _write_sheet(page: Any, sheet: Sheet, formats: _Formats, imprint: Imprint) -> None:
    for place, column in enumerate(sheet.columns):
        options = {"hidden": True} if column.hidden else {}
        page.set_column(place, place, column.width, None, options)
    left = next((n for n, column in enumerate(sheet.columns) if not column.hidden), 0)
    for row, line in enumerate(sheet.intro):
        big = formats.of(bold=True, font_size=14) if row == 0 else formats.of()
        page.write_string(row, left, safe_text(line), big)
    head = len(sheet.intro) + 1 if sheet.intro else 0
    for place, column in enumerate(sheet.columns):
        page.write_string(head, place, safe_text(column.title), formats.head)
    _write_rows(page, sheet, formats, first=head + 1)
    page.freeze_panes(head + 1, sheet.freeze_columns)
    if sheet.flat:
        page.hide_gridlines(0)
        page.autofilter(head, 0, head + max(1, len(sheet.rows)), len(sheet.columns) - 1)
    _offer_choices(page, sheet, first=head + 1)
    if sheet.protected:
        page.protect("", _OPEN_ANYWAY)
    _set_up_print(page, sheet, imprint, head=head)


_OPEN_ANYWAY = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}
"""What a protected sheet still allows; sorting takes cells that are open."""
_FILL: Mapping[str, Any] = {
    "locked": False,
    "bg_color": "#FFFBE6",
    "border": 1,
    "border_color": "#CCCCCC",
}


def _offer_choices(page: Any, sheet: Sheet, *, first: int) -> None:
    last = first + max(1, len(sheet.rows)) - 1
    for place, column in enumerate(sheet.columns):
        if column.choices:
            rule = {
                "validate": "list",
                "source": list(column.choices),
                # The reader says in words what it does not know; Excel's own message says nothing.
                "error_type": "information",
            }
            page.data_validation(first, place, last, place, rule)


def _write_rows(page: Any, sheet: Sheet, formats: _Formats, *, first: int) -> None:
    ruling = {} if sheet.flat else _RULED
    rulings = [_FILL if column.fill else ruling for column in sheet.columns]
    kinds = [(formats.text(one), formats.number(one), formats.day(one), one) for one in rulings]
    for row, values in enumerate(sheet.rows, first):
        if isinstance(values, Band):
            _write_band(page, row, values, formats, columns=len(sheet.columns))
            continue
        for place, value in enumerate(values):
            text, number, day, ruled = kinds[place]
            if isinstance(value, Toned):
                toned = formats.toned(value.tone, ruled)
                page.write_string(row, place, str(plain_value(value.value)), toned)
                continue
            plain = plain_value(value)
            if plain == "":
                if not sheet.flat:
                    page.write_blank(row, place, None, text)
            elif isinstance(plain, str):
                page.write_string(row, place, plain, text)
            elif isinstance(plain, date):
                page.write_datetime(row, place, plain, day)
            else:
                page.write_number(row, place, plain, number)


def _write_band(page: Any, row: int, band: Band, formats: _Formats, *, columns: int) -> None:
    for place in range(1, columns):
        page.write_blank(row, place, None, formats.band)
    page.write_string(row, 0, safe_text(band.text), formats.band)


def _set_up_print(page: Any, sheet: Sheet, imprint: Imprint, *, head: int) -> None:
    page.set_landscape()
    page.set_paper(_PAPER_SIZES[sheet.paper])
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    mark = imprint.words("report.confidential") if imprint.confidential else ""
    page.set_header(f"&L{_in_margin(sheet.title, 80)}&R{_in_margin(mark, 20)}")
    page.set_footer(f"&L&8 {_in_margin(imprint.footer, 180)}&R&8 &P / &N")


def _in_margin(text: str, longest: int) -> str:
    """Text for head and foot of a printed page, where & begins a command; 255 in all.

    XlsxWriter 3.3 takes even the doubled && before G for a picture and then drops the line.
    """
    return re.sub("[\x00-\x1f]", " ", safe_text(text)).replace("&", "＆")[:longest]

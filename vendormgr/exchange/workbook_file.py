"""Excel files from outside: looked at before they are opened, then read as grids of texts."""

import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from vendormgr.domain.sheet_grid import Grid

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
_LEGACY = b"\xd0\xcf\x11\xe0"
"""What an encrypted workbook and one of Excel before 2007 begin with."""


class WorkbookError(Exception):
    """A file that is not taken; `text_id` says why and `values` what it says besides."""

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason)
        self.text_id = f"workbook.{reason}"
        self.values = values


def read_workbook(content: bytes) -> tuple[Grid, ...]:
    """All sheets, hidden ones too, in their order; formulas read as their last value.

    Dates come as ISO text, whole numbers without a decimal point.

    Raises:
        WorkbookError: It is no workbook, too large, encrypted, broken, or holds macros or links.
    """
    check_package(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        return tuple(
            _grid(workbook, place, meta) for place, meta in enumerate(workbook.sheets_metadata)
        )
    except CalamineError as error:
        raise WorkbookError("broken") from error


def check_package(content: bytes) -> None:
    """Refuse a file by what is in it, never by its name, before anything unpacks it.

    Raises:
        WorkbookError: See there.
    """
    if len(content) > MAX_BYTES:
        raise WorkbookError("too_large", n=MAX_BYTES // 1024 // 1024)
    if content.startswith(_LEGACY):
        raise WorkbookError("encrypted")
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_members(package)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise WorkbookError("no_workbook") from error


def _check_members(package: zipfile.ZipFile) -> None:
    members = package.infolist()
    names = {one.filename.lower() for one in members}
    if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_UNPACKED:
        raise WorkbookError("unpacks_too_large", n=MAX_UNPACKED // 1024 // 1024)
    if any(one.flag_bits & 0x1 for one in members):
        raise WorkbookError("encrypted")
    if "xl/workbook.xml" not in names:
        raise WorkbookError("no_workbook")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise WorkbookError("macros")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise WorkbookError("external_links")
    for one in members:
        if one.filename.lower().endswith((".xml", ".rels")):
            with package.open(one) as member:
                if b"<!DOCTYPE" in member.read(4096).upper().replace(b"\0", b""):
                    raise WorkbookError("broken")


def _grid(workbook: CalamineWorkbook, place: int, meta: Any) -> Grid:
    sheet = workbook.get_sheet_by_index(place)
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise WorkbookError("too_many_rows", sheet=meta.name, n=MAX_ROWS, columns=MAX_COLUMNS)
    rows = sheet.to_python(skip_empty_area=False)
    width = max(map(len, rows), default=0)
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Grid(
        name=meta.name,
        rows=tuple((*map(_text, row), *[""] * (width - len(row))) for row in rows),
        merged=merged,
        hidden=meta.visible is not SheetVisibleEnum.Visible,
    )


def _text(value: Any) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case None:
            return ""
        case _:
            return str(value).strip()

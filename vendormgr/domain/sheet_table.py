"""Finds the table in an official sheet, says which column is what, and reads its lines."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.sheet_grid import Grid
from vendormgr.domain.sheet_number import item_number, section_number


class SheetRole(StrEnum):
    """列の役割: what a column of an official sheet holds."""

    NUMBER = "number"
    SECTION = "section"
    ITEM = "item"
    ANSWER = "answer"
    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    FIRST_CHECKED = "first_checked"
    TARGET = "target"
    COMPLETED = "completed"
    COMPENSATION = "compensation"
    REMARK = "remark"


PRINTED = frozenset({SheetRole.NUMBER, SheetRole.SECTION, SheetRole.ITEM})
"""What the sheet itself says; all other columns are filled in."""
ANSWERING = frozenset(
    {SheetRole.ANSWER, SheetRole.YES, SheetRole.FIRST_CHECKED, SheetRole.COMPLETED}
)
"""At least one of these makes a table one that is filled in."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """Where a table lies: rows and columns from 0, both ends inclusive."""

    sheet: str
    head: int
    first: int
    last: int
    columns: Mapping[SheetRole, int]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One item of a sheet as it stands in its row; cells that are empty are left out."""

    row: int
    number: str
    item: str
    section: str | None
    cells: Mapping[SheetRole, str]


# The first pattern that fits decides; a heading of two rows is one text, upper row first.
_HEADINGS: tuple[tuple[SheetRole, str], ...] = (
    (SheetRole.TARGET, r"目標日|対応予定|予定日|期限"),
    (SheetRole.COMPLETED, r"完了|[2二]回目|最終確認"),
    (SheetRole.FIRST_CHECKED, r"初回確認|確認日|[1一]回目.*日"),
    (SheetRole.YES, r"(^|/)はい$"),
    (SheetRole.NO, r"(^|/)いいえ$"),
    (SheetRole.NOT_APPLICABLE, r"(^|/)(対象外|非該当|該当なし|N/A)$"),
    (SheetRole.COMPENSATION, r"代替|補完|補う"),
    (SheetRole.REMARK, r"備考|コメント|補足|特記|理由"),
    (
        SheetRole.ANSWER,
        r"回答|確認結果|はい.?いいえ|実施状況|対応状況|適合|[1一]回目|チェック(欄|$)",
    ),
    (SheetRole.NUMBER, r"(^|/)(項目)?(番号|項番|通番|NO\.?|№|#|ID)$"),
    (SheetRole.SECTION, r"(^|/)(区分|分類|大項目|カテゴリ)"),
    (SheetRole.ITEM, r"項目|内容|質問|設問|事項|要件"),
)
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _HEADINGS)
_SEARCHED_ROWS = 60
_MOST_HEAD_ROWS = 3
_LEAST_LINES = 2
_LONGEST_HEADING = 60


def find_table(grid: Grid) -> SheetLayout | None:
    """The table that is most likely the one to fill in; None: the sheet has none."""
    best: tuple[tuple[int, int, int], SheetLayout] | None = None
    for head in range(min(_SEARCHED_ROWS, len(grid.rows))):
        for depth in range(1, _MOST_HEAD_ROWS + 1):
            columns = _columns(grid, head, head + depth)
            layout = _layout(grid, head, head + depth, columns)
            if layout is None:
                continue
            lines = sum(1 for _ in read_lines(grid, layout))
            score = (len(layout.columns), lines, -depth)
            if lines >= _LEAST_LINES and (best is None or score > best[0]):
                best = (score, layout)
    return None if best is None else best[1]


def read_lines(grid: Grid, layout: SheetLayout) -> Iterator[SheetLine]:
    """The items of the table in their order; headings and empty rows are passed over."""
    section: str | None = None
    number_at = layout.columns[SheetRole.NUMBER]
    item_at = layout.columns.get(SheetRole.ITEM)
    section_at = layout.columns.get(SheetRole.SECTION)
    for place in range(layout.first, min(layout.last + 1, len(grid.rows))):
        row = grid.filled[place]
        heading = row[number_at] if section_at is None else row[section_at]
        section = (
            section_number(heading)
            or (item_number(heading) if section_at is not None else None)
            or section
        )
        number = None if place in grid.bands else item_number(row[number_at], section)
        if number is None:
            continue
        cells: dict[SheetRole, str] = {
            role: grid.rows[place][column]
            for role, column in layout.columns.items()
            if role not in PRINTED and grid.rows[place][column]
        }
        item = "" if item_at is None else row[item_at]
        yield SheetLine(place, number, item, section, cells)


def role_of(heading: str) -> SheetRole | None:
    """What a column with that heading holds; None: nothing that is known."""
    text = "".join(unicodedata.normalize("NFKC", heading).split()).upper()
    if not text or len(text) > _LONGEST_HEADING:
        return None
    return next((role for role, pattern in _PATTERNS if pattern.search(text)), None)


def _columns(grid: Grid, head: int, first: int) -> dict[SheetRole, int]:
    """Role to the first column whose heading fits it."""
    found: dict[SheetRole, int] = {}
    for column in range(grid.width):
        texts = dict.fromkeys(row[column] for row in grid.filled[head:first] if row[column])
        role = role_of("/".join(texts))
        if role is not None:
            found.setdefault(role, column)
    return found


def _layout(grid: Grid, head: int, first: int, columns: dict[SheetRole, int]) -> SheetLayout | None:
    if not ANSWERING & columns.keys() or SheetRole.ITEM not in columns:
        return None
    if SheetRole.NUMBER not in columns:
        taken = set(columns.values())
        numbered = next(
            (c for c in range(grid.width) if c not in taken and _numbered(grid, first, c)), None
        )
        if numbered is None:
            return None
        columns = columns | {SheetRole.NUMBER: numbered}
    return SheetLayout(grid.name, head, first, len(grid.rows) - 1, columns)


def _numbered(grid: Grid, first: int, column: int) -> bool:
    """Whether most texts of the column are numbers of items."""
    texts = [row[column] for row in grid.filled[first:] if row[column]]
    return len(texts) >= _LEAST_LINES and 2 * sum(
        item_number(text) is not None for text in texts
    ) > len(texts)

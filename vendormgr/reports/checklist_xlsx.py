"""交渉チェックリスト as a workbook to be filled in and read back."""

from vendormgr.domain.checklist import DATES
from vendormgr.reports.checklist import COLUMNS, Checklist, ChecklistRow, column_title
from vendormgr.reports.workbook import CellValue, Field, Sheet, about_sheet, to_xlsx

_WIDTHS = {
    "status": 11,
    "article": 14,
    "wording": 34,
    "first_answer": 8,
    "note": 22,
    "ask": 40,
    "fallback": 26,
    "counterpart": 14,
    "answer": 34,
    "decision": 14,
}
_DAY = 14


def render_xlsx(document: Checklist, marks: tuple[str, ...]) -> bytes:
    """The workbook; `marks` are what the rows are known by when they come back, in their order."""
    words = document.imprint.words
    columns = (
        Field(words("checklist.mark"), 10, hidden=True),
        Field(words("checklist.number"), 5),
        Field(words("checklist.clause"), 24),
        Field(words("checklist.asks"), 40),
        Field(words("checklist.level"), 8),
        Field(words("checklist.worth"), 26),
        Field(words("checklist.carried"), 34),
        *(
            Field(
                column_title(one, document.imprint),
                _DAY if one in DATES else _WIDTHS[one],
                fill=True,
                choices=document.choices(one),
            )
            for one in COLUMNS
        ),
    )
    sheet = Sheet(
        title=words("checklist.sheet"),
        columns=columns,
        rows=[
            _row(number, mark, one, document)
            for number, (mark, one) in enumerate(zip(marks, document.rows, strict=True), 1)
        ],
        intro=(
            f"{document.heading.title} {document.heading.subject}",
            document.lead,
            words("checklist.how"),
            *filter(None, (document.footnote,)),
        ),
        paper="A3",
        freeze_columns=3,
        flat=False,
        protected=True,
    )
    title = f"{document.heading.title} {document.heading.subject}"
    sheets = [sheet, about_sheet(document.heading.facts, document.imprint)]
    return to_xlsx(sheets, title=title, imprint=document.imprint)


def _row(number: int, mark: str, row: ChecklistRow, document: Checklist) -> list[CellValue]:
    values = row.values
    fixed: list[CellValue] = [
        mark,
        number,
        row.title,
        row.asks,
        document.imprint.term(row.level),
        row.worth,
        row.carried,
    ]
    return fixed + [document.shown(values[one]) for one in COLUMNS]

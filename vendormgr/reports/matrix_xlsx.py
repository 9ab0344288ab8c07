"""The responsibility matrix as a workbook: the table, every field for filtering, みなし遵守."""

from collections.abc import Mapping, Sequence

from vendormgr.reports.look import HOLDER_TONES, Tone
from vendormgr.reports.matrix_view import CellView, FlatSheet, MatrixDocument, OverallView
from vendormgr.reports.workbook import (
    Band,
    CellValue,
    Field,
    Sheet,
    SheetRow,
    Toned,
    about_sheet,
    to_xlsx,
)

_WIDE = {3: 34, 6: 24, 7: 24, 10: 22, 13: 24, 14: 28, 21: 40, 22: 48}
"""Widths of the flat sheet's columns that hold more than a word, by place."""


def render_xlsx(document: MatrixDocument) -> bytes:
    """The workbook; texts come from the imprint's words, in the language that is spoken now."""
    words = document.imprint.words
    sheets = [
        _table_sheet(document),
        _sheet(words("report.matrix.sheet.flat"), document.flat, _WIDE, intro=()),
        _sheet(
            words("report.matrix.sheet.deemed"),
            document.deemed,
            {0: 32, 1: 28, 6: 34, 7: 30, 8: 64},
            intro=(words("report.matrix.sheet.deemed"), document.deemed_verdict),
        ),
        _source_sheet(document),
        about_sheet(document.heading.facts, document.imprint),
    ]
    title = f"{document.heading.title} {document.heading.subject}"
    return to_xlsx(sheets, title=title, imprint=document.imprint)


def _table_sheet(document: MatrixDocument) -> Sheet:
    words, summary = document.imprint.words, document.summary
    whole = len(document.columns) > 1
    columns = [
        Field(words("report.matrix.sheet.number"), 6),
        Field(words("report.matrix.item"), 38),
    ]
    columns += [Field(f"{one.title}\n{one.vendor}\n{one.model}", 34) for one in document.columns]
    if whole:
        columns.append(Field(words("report.matrix.overall"), 24))
    rows: list[SheetRow] = []
    for layer in document.layers:
        rows.append(Band(layer.title))
        for row in layer.rows:
            line: list[CellValue] = [row.number, "\n".join(filter(None, (row.title, row.origin)))]
            line += map(_cell, row.cells)
            if whole:
                line.append(_overall(row.overall))
            rows.append(line)
    return Sheet(
        title=words("report.matrix.sheet.table"),
        columns=tuple(columns),
        rows=rows,
        intro=(
            f"{document.heading.title} {document.heading.subject}",
            document.imprint.sentences(summary.lead, summary.alarm, summary.rest),
            "　".join(mark.text for mark in summary.marks),
            *((words("report.matrix.overall_legend"),) if whole else ()),
        ),
        paper="A3",
        freeze_columns=2,
        flat=False,
    )


def _cell(cell: CellView) -> Toned:
    """Holder and marks on the first line, the grounds below, in the colour of what is wrong."""
    marks = " ".join(f"【{one.text}】" for one in cell.marks)
    tone = cell.marks[0].tone if cell.marks else HOLDER_TONES[cell.holder]
    return Toned(f"{cell.who} {marks}".rstrip() + f"\n{cell.small}", tone)


def _overall(overall: OverallView | None) -> CellValue:
    if overall is None:
        return None
    marks = " ".join(f"【{one.text}】" for one in overall.marks)
    text = f"{overall.doers}\n{marks}".rstrip()
    return Toned(text, overall.marks[0].tone) if overall.marks else text


def _sheet(
    title: str, flat: FlatSheet, widths: Mapping[int, float], *, intro: tuple[str, ...]
) -> Sheet:
    return Sheet(
        title=title,
        columns=tuple(Field(one, widths.get(n, 14)) for n, one in enumerate(flat.titles)),
        rows=flat.rows,
        intro=intro,
        paper="A3",
        freeze_columns=1 if intro else 4,
    )


def _source_sheet(document: MatrixDocument) -> Sheet:
    words = document.imprint.words
    rows: Sequence[Sequence[CellValue]] = [
        (
            note.number,
            note.id,
            note.source,
            note.section,
            note.title,
            Toned(words("report.unverified"), Tone.WARNING) if note.unverified else "",
        )
        for note in document.notes
    ]
    heads = ("number", "cites", "source", "section", "about", "unverified")
    widths = (6, 16, 60, 16, 48, 14)
    return Sheet(
        title=words("report.matrix.sheet.sources"),
        columns=tuple(
            Field(words(f"report.matrix.sheet.{one}"), width)
            for one, width in zip(heads, widths, strict=True)
        ),
        rows=rows,
        intro=(words("report.sources"), words("report.sources_note")),
    )

"""The responsibility matrix on paper, A3 or A4: conclusion, key, table, sources, signatures."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from vendormgr.reports.grid import BARE, Content, Grid
from vendormgr.reports.ink import Span
from vendormgr.reports.look import (
    BLUE,
    CELL,
    CELL_BOLD,
    HEAD,
    HOLDER_TONES,
    LABEL,
    LEAD,
    NOTE,
    RED,
    SMALL,
    Style,
    Tone,
)
from vendormgr.reports.matrix_view import (
    CellView,
    ColumnView,
    Mark,
    MatrixDocument,
    OverallView,
    RowView,
)
from vendormgr.reports.matrix_words import MARK_TONES
from vendormgr.reports.page import A3_LANDSCAPE, Paper, Sheets
from vendormgr.reports.parts import Badge, Badges, callout, signature_boxes
from vendormgr.reports.sources import raised_numbers, source_list

_BAND = Style(7.5, 10, bold=True, colour=SMALL.colour)
_BIG, _LITTLE = 8.5, 6.5
_LONGEST_HEAD = 60


def render_pdf(document: MatrixDocument, paper: Paper = A3_LANDSCAPE) -> bytes:
    """The PDF; texts come from the imprint's words, in the language that is spoken now."""
    sheets = Sheets(paper, document.heading, document.imprint)
    sheets.add(_conclusion(document, sheets))
    sheets.space(6)
    sheets.add(_key(sheets))
    sheets.space(6)
    if len(document.columns) == 1:
        sheets.add(_detailed_table(document, sheets))
    else:
        _add_wide_tables(document, sheets)
    if document.signers:
        _add_signatures(document, sheets)
    if document.notes:
        _add_sources(document, sheets)
    return sheets.render()


def _conclusion(document: MatrixDocument, sheets: Sheets) -> Flowable:
    summary, ink, gap = document.summary, sheets.ink, sheets.imprint.gap
    spans: list[Span | str] = [summary.lead + gap if summary.lead else ""]
    spans += [Span(summary.alarm, bold=True, colour=RED), gap if summary.alarm else ""]
    spans.append(summary.rest)
    content: list[Flowable] = [ink.text(spans, LEAD)]
    if summary.marks:
        content.append(_badges(summary.marks, sheets, 7.5))
    return callout(content, sheets.paper.inner, colour=RED if summary.alarm else BLUE)


def _badges(marks: Sequence[Mark], sheets: Sheets, size: float) -> Badges:
    return Badges([Badge(one.text, one.tone, size) for one in marks], sheets.ink)


def _key(sheets: Sheets) -> Flowable:
    """What the marks mean, one beside the other."""
    words, ink = sheets.imprint.words, sheets.ink
    holders = [
        Badge(sheets.imprint.term(holder), tone, 7)
        for holder, tone in HOLDER_TONES.items()
        if tone is not Tone.ALARM
    ]
    cells: list[Content] = [
        [Badges(holders, ink), ink.text(words("report.matrix.legend.now"), NOTE)]
    ]
    cells += [
        [
            Badges([Badge(words(f"report.matrix.mark.{rule}"), tone, 6.5)], ink),
            ink.text(words(f"report.matrix.legend.{rule}"), NOTE),
        ]
        for rule, tone in MARK_TONES.items()
    ]
    wide = sheets.paper.inner * 0.26
    each = (sheets.paper.inner - wide) / (len(cells) - 1)
    return Grid([cells], [wide, *[each] * (len(cells) - 1)], ruling=BARE)


def _detailed_table(document: MatrixDocument, sheets: Sheets) -> Grid:
    """One service: each answer in a column of its own."""
    words, ink = sheets.imprint.words, sheets.ink
    shares = (0.26, 0.17, 0.075, 0.16, 0.135, 0.2)
    heads = ("item", "now", "proposed", "written", "stated", "why")
    rows: list[list[Content]] = [[ink.text(words(f"report.matrix.{one}"), HEAD) for one in heads]]
    bands = []
    for layer in document.layers:
        bands.append(len(rows))
        rows.append([ink.text(layer.title, _BAND)])
        for row in layer.rows:
            cell = row.cells[0]
            why = [ink.text(one, SMALL) for one in (cell.why, *cell.people)]
            answers = [ink.text(one, CELL) for one in (cell.proposed, cell.written, cell.stated)]
            rows.append([_item(row, sheets), _holder(cell, sheets), *answers, why])
    widths = [share * sheets.paper.inner for share in shares]
    return Grid(rows, widths, heads=1, bands=bands)


def _add_wide_tables(document: MatrixDocument, sheets: Sheets) -> None:
    """Several services side by side; more than the paper is wide go into further tables."""
    most = 6 if sheets.paper.wide else 4
    count = len(document.columns)
    tables = max(1, -(-count // most))
    each = -(-count // tables) or 1
    for start in range(0, max(count, 1), each):
        if tables > 1:
            sheets.heading_line(
                sheets.imprint.words(
                    "report.matrix.columns_of",
                    start=start + 1,
                    end=min(start + each, count),
                    all=count,
                )
            )
        sheets.add(_wide_table(document, sheets, start, min(start + each, count)))
        if start + each < count:
            sheets.space(8)


def _wide_table(document: MatrixDocument, sheets: Sheets, start: int, end: int) -> Grid:
    """The rows over some of the services; the last table ends with the whole system."""
    ink, words, inner = sheets.ink, sheets.imprint.words, sheets.paper.inner
    whole = end == len(document.columns)
    first, last = (
        inner * (0.27 if sheets.paper.wide and end - start < 4 else 0.22),
        inner * 0.14 if whole else 0.0,
    )
    widths = [first, *[(inner - first - last) / (end - start)] * (end - start)]
    head: list[Content] = [ink.text(words("report.matrix.item"), HEAD)]
    head += [_column(one, sheets) for one in document.columns[start:end]]
    if whole:
        widths.append(last)
        head.append(ink.text(words("report.matrix.overall"), HEAD))
    rows: list[list[Content]] = [head]
    bands = []
    for layer in document.layers:
        bands.append(len(rows))
        rows.append([ink.text(layer.title, _BAND)])
        for row in layer.rows:
            line: list[Content] = [_item(row, sheets)]
            line += [_compact(cell, sheets) for cell in row.cells[start:end]]
            if whole:
                line.append(_overall(row.overall, sheets))
            rows.append(line)
    return Grid(rows, widths, heads=1, bands=bands)


def _column(column: ColumnView, sheets: Sheets) -> list[Flowable]:
    ink = sheets.ink
    return [
        ink.text(_short(column.title), HEAD),
        ink.text(_short(column.vendor), SMALL),
        ink.text(f"{column.model}　{column.contract}", LABEL),
    ]


def _short(name: str) -> str:
    """A name for the head of each page; the whole of it stands in the title block."""
    return name if len(name) <= _LONGEST_HEAD else name[: _LONGEST_HEAD - 1] + "…"


def _item(row: RowView, sheets: Sheets) -> list[Flowable]:
    ink = sheets.ink
    number = Span(f"{row.number}　", bold=False, colour=LABEL.colour)
    spans = [number, Span(row.title), *raised_numbers(row.notes)]
    made: list[Flowable] = [ink.text(spans, CELL_BOLD)]
    if row.help and sheets.paper.wide:
        made.append(ink.text(row.help, SMALL))
    if row.origin:
        made.append(Badges([Badge(row.origin, Tone.NOTE, _LITTLE)], ink))
    return made


def _holder(cell: CellView, sheets: Sheets) -> Badges:
    badges = [Badge(cell.who, HOLDER_TONES[cell.holder], _BIG)]
    badges += [Badge(one.text, one.tone, _LITTLE) for one in cell.marks]
    return Badges(badges, sheets.ink)


def _compact(cell: CellView, sheets: Sheets) -> list[Flowable]:
    return [_holder(cell, sheets), sheets.ink.text(cell.small, SMALL)]


def _overall(overall: OverallView | None, sheets: Sheets) -> list[Flowable]:
    if overall is None:
        return []
    made: list[Flowable] = [sheets.ink.text(overall.doers, CELL)]
    if overall.marks:
        made.append(_badges(overall.marks, sheets, _LITTLE))
    return made


def _add_signatures(document: MatrixDocument, sheets: Sheets) -> None:
    words = sheets.imprint.words
    sheets.add(CondPageBreak(55 * mm))
    sheets.heading_line(words("report.signatures"))
    sheets.add(sheets.ink.text(words("report.signatures_note"), NOTE))
    sheets.space(4)
    lines = -(-len(document.signers) // (4 if sheets.paper.wide else 3))
    each = -(-len(document.signers) // lines)
    for start in range(0, len(document.signers), each):
        some = document.signers[start : start + each]
        sheets.add(signature_boxes(some, words("report.seal"), sheets.paper.inner, sheets.ink))


def _add_sources(document: MatrixDocument, sheets: Sheets) -> None:
    words = sheets.imprint.words
    sheets.add(CondPageBreak(40 * mm))
    sheets.heading_line(words("report.sources"))
    sheets.add(sheets.ink.text(words("report.sources_note"), NOTE))
    sheets.space(3)
    sheets.add(*source_list(document.notes, sheets.imprint, sheets.paper, sheets.ink))

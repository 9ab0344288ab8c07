"""The list of gaps on paper: a vendor after the other, each with the questions to send."""

from collections.abc import Mapping, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from vendormgr.domain.question import AnswerForm
from vendormgr.domain.vocabulary import Severity
from vendormgr.reports.gaps import GapDocument, GapLine, VendorPart
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.ink import Span
from vendormgr.reports.look import (
    BLUE,
    CELL,
    CELL_BOLD,
    HEAD,
    LEAD,
    NOTE,
    RED,
    SEVERITY_TONES,
    SMALL,
)
from vendormgr.reports.page import A4_LANDSCAPE, Paper, Sheets
from vendormgr.reports.parts import Badge, Badges, callout
from vendormgr.reports.questions import WordedQuestion
from vendormgr.reports.sources import raised_numbers, source_list

_SHARES = (0.07, 0.22, 0.4, 0.31)


def render_pdf(document: GapDocument, paper: Paper = A4_LANDSCAPE) -> bytes:
    """The PDF; texts come from the imprint's words, in the language that is spoken now."""
    sheets = Sheets(paper, document.heading, document.imprint)
    sheets.add(_conclusion(document, sheets))
    for vendor in document.vendors:
        _add_vendor(vendor, sheets)
    if document.notes:
        words = sheets.imprint.words
        sheets.add(CondPageBreak(40 * mm))
        sheets.heading_line(words("report.sources"))
        sheets.add(sheets.ink.text(words("report.sources_note"), NOTE))
        sheets.space(3)
        sheets.add(*source_list(document.notes, sheets.imprint, paper, sheets.ink))
    return sheets.render()


def _conclusion(document: GapDocument, sheets: Sheets) -> Flowable:
    words, ink = sheets.imprint.words, sheets.ink
    if not document.total:
        text = ink.text(words("report.gaps.found_none"), LEAD)
        return callout([text], sheets.paper.inner, colour=BLUE)
    vendors = sum(one.party is not None for one in document.vendors)
    gap = sheets.imprint.gap
    spans: list[Span | str] = [words("report.gaps.found", n=document.total), gap]
    if document.severe:
        severe = words("report.gaps.severe", n=document.severe)
        spans += [Span(severe, bold=True, colour=RED), gap]
    spans.append(words("report.gaps.vendors", n=vendors))
    content = [ink.text(spans, LEAD), _counts(document.counts, sheets)]
    colour = RED if document.severe else BLUE
    return callout(content, sheets.paper.inner, colour=colour)


def _counts(counts: Mapping[Severity, int], sheets: Sheets) -> Badges:
    badges = [
        Badge(f"{sheets.imprint.term(severity)} {counts[severity]}", SEVERITY_TONES[severity], 7.5)
        for severity in Severity
        if counts.get(severity)
    ]
    return Badges(badges, sheets.ink)


def _add_vendor(vendor: VendorPart, sheets: Sheets) -> None:
    words = sheets.imprint.words
    sheets.add(CondPageBreak(45 * mm))
    sheets.heading_line(vendor.name)
    counts = _counts(vendor.counts, sheets)
    counts.keepWithNext = 1
    sheets.add(counts)
    sheets.space(2)
    sheets.add(_gap_table(vendor.lines, sheets))
    if vendor.questions:
        sheets.space(6)
        title = words("report.gaps.questions", n=len(vendor.questions))
        line = sheets.ink.text(title, HEAD)
        line.keepWithNext = 1
        sheets.add(line)
        sheets.space(2)
        sheets.add(_question_table(vendor.questions, sheets))


def _gap_table(lines: Sequence[GapLine], sheets: Sheets) -> Grid:
    words, ink = sheets.imprint.words, sheets.ink
    heads = ("severity", "gap", "seen", "remedy")
    rows: list[list[Content]] = [[ink.text(words(f"report.gaps.{one}"), HEAD) for one in heads]]
    rows += [_gap_row(line, sheets) for line in lines]
    return Grid(rows, [share * sheets.paper.inner for share in _SHARES], heads=1)


def _gap_row(line: GapLine, sheets: Sheets) -> list[Content]:
    ink = sheets.ink
    badge = Badge(sheets.imprint.term(line.severity), SEVERITY_TONES[line.severity], 7)
    title: list[Flowable] = [
        ink.text([Span(line.title), *raised_numbers(line.notes)], CELL_BOLD),
        ink.text(line.subject, SMALL),
    ]
    remedy: list[Flowable] = [ink.text(line.remedy, SMALL)]
    remedy += [ink.text(one, CELL_BOLD) for one in line.treatments]
    return [Badges([badge], ink), title, ink.text(line.seen, CELL), remedy]


def _question_table(questions: Sequence[WordedQuestion], sheets: Sheets) -> Grid:
    """The questions; the rows of a service that need a holder are asked together."""
    ink, inner, words = sheets.ink, sheets.paper.inner, sheets.imprint.words
    points: dict[str, list[str]] = {}
    lines = [(one.about, one.text) for one in questions if one.form is not AnswerForm.HOLDER]
    for one in questions:
        if one.form is AnswerForm.HOLDER:
            points.setdefault(one.about, []).append(one.point)
    separator = words("report.gaps.list_separator")
    lines += [
        (about, words("report.question.holders", items=separator.join(names)))
        for about, names in points.items()
    ]
    rows: list[list[Content]] = [
        [ink.text(f"{n}", SMALL), ink.text(about, SMALL), ink.text(text, CELL)]
        for n, (about, text) in enumerate(lines, 1)
    ]
    return Grid(rows, [inner * 0.04, inner * 0.25, inner * 0.71])

"""侵入経路の報告書, as PDF: picture and hops side by side."""

from collections.abc import Mapping, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from vendormgr.domain.vocabulary import AttackMode, PathState, VendorPath
from vendormgr.reports.exposure import ExposureDocument, VendorWays
from vendormgr.reports.exposure_words import HopWords
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.ink import Span
from vendormgr.reports.lanes_pdf import LanesDrawing, Legend
from vendormgr.reports.look import BLUE, CELL, CELL_BOLD, HEAD, LEAD, NOTE, RED, SMALL, Tone
from vendormgr.reports.page import A4_LANDSCAPE, Paper, Sheets
from vendormgr.reports.parts import Badge, Badges, callout
from vendormgr.reports.sources import raised_numbers, source_list

TONES: Mapping[str, Tone] = {
    PathState.OPEN: Tone.ALARM,
    PathState.UNVERIFIED: Tone.WARNING,
    PathState.CLOSED: Tone.NOTE,
    VendorPath.NOT_ASKED: Tone.WARNING,
}
_SHARES = (0.035, 0.235, 0.18, 0.18, 0.18, 0.19)
_PLAN_SHARES = (0.04, 0.34, 0.07, 0.13, 0.42)
_CORE_SHARES = (0.22, 0.13, 0.13, 0.52)


def render_vendor(document: ExposureDocument, paper: Paper = A4_LANDSCAPE) -> bytes:
    """The PDF of one vendor."""
    sheets = Sheets(paper, document.heading, document.imprint)
    _add_vendor(document.vendors[0], document, sheets, alone=True)
    _add_notes(document, sheets)
    return sheets.render()


def render_hospital(document: ExposureDocument, paper: Paper = A4_LANDSCAPE) -> bytes:
    """The PDF of the whole hospital."""
    sheets = Sheets(paper, document.heading, document.imprint)
    ink, words = sheets.ink, sheets.imprint.words
    figures = sheets.imprint.sentences(*document.figures)
    colour = RED if any(one.state is VendorPath.OPEN for one in document.vendors) else BLUE
    sheets.add(callout([ink.text(figures, LEAD)], paper.inner, colour=colour))
    if document.cores:
        sheets.heading_line(words("exposure.cores"))
        sheets.add(_core_table(document, sheets))
    if document.steps:
        sheets.heading_line(words("plan.title"))
        sheets.add(_plan_table(document, sheets))
    for one in document.vendors:
        sheets.add(PageBreak())
        _add_vendor(one, document, sheets, alone=False)
    if document.left_out:
        sheets.add(ink.text(words("exposure.paper_left_out", n=document.left_out), NOTE))
    _add_notes(document, sheets)
    return sheets.render()


def _core_table(document: ExposureDocument, sheets: Sheets) -> Grid:
    ink, imprint = sheets.ink, sheets.imprint
    heads = [
        imprint.words("exposure.core"),
        *(imprint.term(mode) for mode in AttackMode),
        imprint.words("exposure.shortest"),
    ]
    rows: list[list[Content]] = [[ink.text(one, HEAD) for one in heads]]
    for line in document.cores:
        states: list[Content] = [
            Badges([Badge(imprint.term(state), TONES[state])], ink)
            if state is not None
            else ink.text("－", CELL)
            for state in line.states
        ]
        rows.append([ink.text(line.name, CELL_BOLD), *states, ink.text(line.way, SMALL)])
    return Grid(rows, [share * sheets.paper.inner for share in _CORE_SHARES], heads=1)


def _plan_table(document: ExposureDocument, sheets: Sheets) -> Grid:
    ink, words = sheets.ink, sheets.imprint.words
    ids = ("drill.order", "measure.name", "measure.cost", "measure.by", "plan.closes_what")
    rows: list[list[Content]] = [[ink.text(words(one), HEAD) for one in ids]]
    for number, step in enumerate(document.steps, 1):
        by = words(f"exposure.by_{step.by or 'unknown'}")
        rows.append(
            [
                ink.text(str(number), CELL_BOLD),
                [
                    ink.text(step.title, CELL_BOLD),
                    ink.text(words("plan.stops", n=step.stops), SMALL),
                ],
                ink.text(f"{step.cost:,}", CELL),
                ink.text(by, CELL),
                ink.text(step.closes, SMALL),
            ]
        )
    return Grid(rows, [share * sheets.paper.inner for share in _PLAN_SHARES], heads=1)


def _add_vendor(
    one: VendorWays, document: ExposureDocument, sheets: Sheets, *, alone: bool
) -> None:
    ink, imprint = sheets.ink, sheets.imprint
    if not alone:
        sheets.heading_line(one.name)
    badges = [Badge(imprint.term(one.state), TONES[one.state], 9)]
    badges += [Badge(f"{core} {imprint.term(state)}", TONES[state]) for core, state in one.cores]
    sheets.add(Badges(badges, ink))
    sheets.space(4)
    if one.picture.boxes:
        sheets.add(
            LanesDrawing(one.picture, ink, imprint, credentials=document.credentials),
            Legend(ink, imprint),
        )
        sheets.space(6)
    else:
        sheets.add(ink.text(imprint.words("exposure.no_line_title"), LEAD))
    if one.hops:
        sheets.add(hop_table(one.hops, sheets))


def hop_table(hops: Sequence[HopWords], sheets: Sheets) -> Grid:
    """The hops in order; what closes each stands last."""
    ink, words = sheets.ink, sheets.imprint.words
    ids = ("route", "lacks", "who", "clause", "closed_by")
    heads = ["", *(words(f"exposure.{one}") for one in ids)]
    rows: list[list[Content]] = [[ink.text(one, HEAD) for one in heads]]
    bands = []
    part = ""
    for hop in hops:
        if hop.part != part:
            part = hop.part
            bands.append(len(rows))
            rows.append([ink.text(part, HEAD)])
        rows.append(_hop_row(hop, sheets))
    widths = [share * sheets.paper.inner for share in _SHARES]
    return Grid(rows, widths, heads=1, bands=bands)


def _hop_row(hop: HopWords, sheets: Sheets) -> list[Content]:
    ink = sheets.ink
    route: list[Flowable] = [
        ink.text([Span(hop.route), *raised_numbers(hop.notes)], CELL_BOLD),
        ink.text(hop.kind, SMALL),
    ]
    closing: list[Flowable] = [ink.text(hop.closed_by, CELL_BOLD)]
    if hop.by:
        closing.append(ink.text(hop.by, SMALL))
    return [
        ink.text(str(hop.number), CELL_BOLD),
        route,
        [ink.text(one, CELL) for one in hop.lacks],
        [ink.text(one, CELL) for one in hop.who],
        [ink.text(one, CELL) for one in hop.clauses],
        closing,
    ]


def _add_notes(document: ExposureDocument, sheets: Sheets) -> None:
    if not document.notes:
        return
    words = sheets.imprint.words
    sheets.add(CondPageBreak(40 * mm))
    sheets.heading_line(words("report.sources"))
    sheets.add(sheets.ink.text(words("report.sources_note"), NOTE))
    sheets.space(3)
    sheets.add(*source_list(document.notes, sheets.imprint, sheets.paper, sheets.ink))

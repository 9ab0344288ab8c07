"""The frame of every paper: title block, running head, page x of y, imprint, notes, PDF bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer
from reportlab.platypus.doctemplate import NextPageTemplate

from vendormgr.reports.fonts import BOLD, REGULAR, register_fonts
from vendormgr.reports.grid import BARE, Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.ink import Ink
from vendormgr.reports.look import (
    CELL,
    GREY,
    HEADING,
    INK,
    KICKER,
    LONG_TITLE,
    NOTE,
    RED,
    RULE,
    TITLE,
)
from vendormgr.reports.parts import facts


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: its width and height in points, and how wide its margins are."""

    name: str
    width: float
    height: float
    margin: float = 14 * mm

    @property
    def inner(self) -> float:
        """The width that text may take."""
        return self.width - 2 * self.margin

    @property
    def wide(self) -> bool:
        """Whether it has room for a table of many columns."""
        return bool(self.inner > 300 * mm)


A4 = Paper("A4", 210 * mm, 297 * mm)
A4_LANDSCAPE = Paper("A4", 297 * mm, 210 * mm, 12 * mm)
A3 = Paper("A3", 297 * mm, 420 * mm)
A3_LANDSCAPE = Paper("A3", 420 * mm, 297 * mm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The title block of a paper."""

    title: str
    subject: str
    """What it is about: the system, the service, the vendor."""
    facts: tuple[tuple[str, str], ...] = ()
    """Label and value: vendor, date, edition ..."""
    mark: str | None = None
    """The mark in the corner, where it is another than 社外秘."""


@dataclass(slots=True)
class Sheets:
    """A paper being put together: what it holds, in order; `render` makes the bytes."""

    paper: Paper
    heading: Heading
    imprint: Imprint
    ink: Ink = field(default_factory=Ink)
    story: list[Flowable] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with the title block."""
        self.story += title_block(self.heading, self.imprint, self.paper, self.ink)

    def heading_line(self, text: str) -> None:
        """Add a heading inside the paper, kept with what follows."""
        line = self.ink.text(text, HEADING)
        line.keepWithNext = 1
        self.story.append(line)

    def space(self, points: float) -> None:
        """Leave some room."""
        self.story.append(Spacer(1, points))

    def add(self, *parts: Flowable) -> None:
        """Add what stands next."""
        self.story += parts

    def render(self) -> bytes:
        """The PDF; last come the notes on characters that could not be printed."""
        self.story += glyph_notes(self.ink, self.imprint, self.paper)
        return _to_pdf(self)


def title_block(heading: Heading, imprint: Imprint, paper: Paper, ink: Ink) -> list[Flowable]:
    """Kicker, title and the mark 社外秘, then the facts in a grid."""
    words = imprint.words
    left = [
        ink.text(f"{imprint.hospital}　{heading.title}", KICKER),
        ink.text(heading.subject, TITLE if len(heading.subject) <= 60 else LONG_TITLE),
    ]
    mark: Content = ()
    if imprint.confidential:
        mark = _Stamp(ink.plain(heading.mark or words("report.confidential")))
    top = Grid([[left, mark]], [paper.inner - 26 * mm, 26 * mm], ruling=replace(BARE, right=0))
    columns = 6 if paper.wide else 4 if paper.width > paper.height else 3
    grid = facts(heading.facts, paper.inner, ink, columns=columns, style=CELL)
    return [top, Spacer(1, 5), grid, Spacer(1, 8)] if heading.facts else [top, Spacer(1, 8)]


class _Stamp(Flowable):  # type: ignore[misc]
    """社外秘 in a red frame, on the right."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """The whole width, one line high."""
        self.width, self.height = available, 18
        return available, 18

    def draw(self) -> None:
        """Draw the frame and the word in it."""
        _draw_mark(self.canv, self._text, self.width, 1, size=9.5)


def _draw_mark(canvas: Canvas, text: str, right: float, bottom: float, *, size: float) -> None:
    width = stringWidth(text, BOLD, size) + size * 1.4
    canvas.setStrokeColor(RED)
    canvas.setFillColor(RED)
    canvas.setLineWidth(0.9)
    canvas.rect(right - width, bottom, width, size * 1.7)
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(right - width / 2, bottom + size * 0.52, text)


def glyph_notes(ink: Ink, imprint: Imprint, paper: Paper) -> list[Flowable]:
    """What the font could not show, so that no name loses a character without a word."""
    if not ink.notes:
        return []
    lines = [
        ink.text(
            f"〔{note.number}〕 "
            + imprint.words(
                f"report.glyph_{note.loss}{'_near' if note.near else ''}",
                code=note.code,
                near=note.near or "",
            ),
            NOTE,
        )
        for note in ink.notes
    ]
    title = ink.text(imprint.words("report.glyphs_title"), HEADING)
    return [title, columns_of(lines, paper, ink)]


def columns_of(lines: Sequence[Flowable], paper: Paper, ink: Ink) -> Grid:
    """Small lines in columns, read across; as many columns as the paper has room for."""
    count = 3 if paper.wide else 2
    padded = [*lines, *[ink.text("", NOTE)] * (-len(lines) % count)]
    rows = [padded[n : n + count] for n in range(0, len(padded), count)]
    return Grid(rows, [paper.inner / count] * count, ruling=BARE)


class _NumberedCanvas(Canvas):  # type: ignore[misc]
    """Keeps every page until the number of pages is known, then adds head and foot."""

    frame: "_PageFrame"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        """Keep the page for later."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Finish every kept page and write the file."""
        pages = list(self._kept)
        for state in pages:
            self.__dict__.update(state)
            self.frame.draw(self, len(pages))
            super().showPage()
        super().save()


@dataclass(frozen=True, slots=True)
class _PageFrame:
    """What stands around the text of each page."""

    paper: Paper
    running: str
    mark: str | None
    footer: str
    page_of: str
    """With {page} and {pages} in it."""

    def draw(self, canvas: Canvas, pages: int) -> None:
        """Foot on every page, running head from the second on."""
        page: int = canvas.getPageNumber()
        left, right = self.paper.margin, self.paper.width - self.paper.margin
        bottom = self.paper.margin * 0.55
        canvas.saveState()
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        canvas.line(left, bottom + 11, right, bottom + 11)
        canvas.setFillColor(GREY)
        canvas.setFont(REGULAR, 7)
        number = self.page_of.replace("{page}", str(page)).replace("{pages}", str(pages))
        room = right - left - stringWidth(number, REGULAR, 7) - 20
        canvas.drawString(left, bottom + 2, _elide(self.footer, room, REGULAR, 7))
        canvas.drawRightString(right, bottom + 2, number)
        if page > 1:
            self._draw_running_head(canvas, left, right)
        canvas.restoreState()

    def _draw_running_head(self, canvas: Canvas, left: float, right: float) -> None:
        base = self.paper.height - self.paper.margin * 0.8
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 8)
        canvas.drawString(left, base, _elide(self.running, right - left - 70, BOLD, 8))
        if self.mark:
            _draw_mark(canvas, self.mark, right, base - 3, size=7)


def _elide(text: str, room: float, font: str, size: float) -> str:
    """The text, cut with … where it would run over."""
    if stringWidth(text, font, size) <= room:
        return text
    while text and stringWidth(text + "…", font, size) > room:
        text = text[:-1]
    return text + "…"


def _to_pdf(sheets: Sheets) -> bytes:
    register_fonts()
    paper, imprint, words = sheets.paper, sheets.imprint, sheets.imprint.words
    plain = sheets.ink.plain
    mark = plain(sheets.heading.mark or words("report.confidential"))
    frame = _PageFrame(
        paper=paper,
        running=plain(f"{sheets.heading.title}　{sheets.heading.subject}"),
        mark=mark if imprint.confidential else None,
        footer=plain(f"{imprint.hospital}　{imprint.footer}"),
        page_of=plain(words("report.page_of", page="{page}", pages="{pages}")),
    )
    canvas = type("_Canvas", (_NumberedCanvas,), {"frame": frame})
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=(paper.width, paper.height),
        pageTemplates=[_template("first", paper, 0), _template("later", paper, 12)],
        title=plain(f"{sheets.heading.title} {sheets.heading.subject}"),
        author=plain(f"{imprint.hospital} {imprint.made_by}"),
        subject=plain(imprint.footer),
        creator="vendormgr",
        producer="vendormgr",
        lang="ja-JP" if imprint.language == "ja" else "en",
        initialFontName=REGULAR,
        initialFontSize=8,
        invariant=1,
        pageCompression=1,
    )
    document.build([NextPageTemplate("later"), *sheets.story], canvasmaker=canvas)
    return target.getvalue()


def _template(name: str, paper: Paper, head: float) -> PageTemplate:
    margin = paper.margin
    frame = Frame(
        margin, margin + 6, paper.inner, paper.height - 2 * margin - 6 - head,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id=name,
    )  # fmt: skip
    return PageTemplate(id=name, frames=[frame])

"""接続の質問票: what is known of each line, with boxes to tick and room for more."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure.states import ON_DEMAND, REMOVED
from vendormgr.domain.portfolio import Connection
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import BODY, CELL, HEAD, SMALL
from vendormgr.reports.page import A4, Heading, Paper, Sheets
from vendormgr.reports.parts import Signer, TickList, signature_boxes
from vendormgr.reports.workbook import Band, Field, Sheet, about_sheet, to_xlsx

BLANK_ROWS = 4
"""Room for lines that nobody has recorded: half of all maintenance lines are found so (R-7)."""
_SHARES = (0.06, 0.54, 0.25, 0.15)
_BLANK_SHARES = (0.06, 0.3, 0.3, 0.34)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOfLine:
    """One question with what is on record."""

    text: str
    known: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineForm:
    """The questions of one line."""

    title: str
    kind: str
    questions: tuple[AskedOfLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorForm:
    """The lines of one vendor."""

    name: str
    service: str
    lines: tuple[LineForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryForm:
    """The questionnaire."""

    imprint: Imprint
    heading: Heading
    vendors: tuple[VendorForm, ...]


def build(parties: Iterable[str], conclusions: Conclusions, imprint: Imprint) -> InventoryForm:
    """The questionnaire for these vendors."""
    words = imprint.words
    vendors = tuple(_vendor(one, conclusions, imprint) for one in parties)
    count = sum(len(one.lines) for one in vendors)
    subject = vendors[0].name if len(vendors) == 1 else words("inventory.all_vendors")
    return InventoryForm(
        imprint=imprint,
        heading=Heading(
            title=words("inventory.title"),
            subject=subject,
            facts=(
                (words("inventory.lines_known"), words("inventory.lines", n=count)),
                (words("inventory.department"), ""),
                (words("inventory.filled_on"), ""),
            ),
        ),
        vendors=vendors,
    )


def _vendor(party: str, conclusions: Conclusions, imprint: Imprint) -> VendorForm:
    index = conclusions.index
    record = index.parties[party]
    return VendorForm(
        name=index.name(party),
        service=record.service or "",
        lines=tuple(_line(one, conclusions, imprint) for one in index.lines_of.get(party, ())),
    )


def _line(connection: Connection, conclusions: Conclusions, imprint: Imprint) -> LineForm:
    kind = conclusions.catalogue.kinds[connection.kind]
    name, words = conclusions.index.name, imprint.words
    named = (one for ways in kind.vectors.values() for way in ways for one in sorted(way))
    controls = [one for one in dict.fromkeys(named) if one not in {REMOVED, ON_DEMAND}]
    questions = [
        AskedOfLine(text=words("inventory.ask_always_on"), known=connection.always_on),
        AskedOfLine(text=words("inventory.ask_registered"), known=connection.registered),
    ]
    questions += [
        AskedOfLine(
            text=conclusions.catalogue.controls[one].question.of(imprint.language),
            known=connection.controls.get(one),
        )
        for one in controls
    ]
    title = kind.title.of(imprint.language)
    return LineForm(
        title=f"{name(connection.from_)} → {name(connection.to)}",
        kind=f"{title}・{connection.line}" if connection.line else title,
        questions=tuple(questions),
    )


def render_pdf(form: InventoryForm, paper: Paper = A4) -> bytes:
    """The PDF; an answer on record is shown, so that it can be confirmed or corrected."""
    words = form.imprint.words
    sheets = Sheets(paper, form.heading, form.imprint)
    sheets.add(sheets.ink.text(words("inventory.paper_intro"), BODY))
    for vendor in form.vendors:
        sheets.space(4)
        sheets.add(CondPageBreak(60 * mm))
        title = f"{vendor.name}　{vendor.service}" if vendor.service else vendor.name
        sheets.heading_line(title)
        if vendor.lines:
            sheets.add(_question_table(vendor, sheets))
            sheets.space(4)
        sheets.add(_blank_table(sheets))
    sheets.space(8)
    sheets.add(CondPageBreak(45 * mm))
    lines = tuple(words(f"report.sign_{one}") for one in ("role", "name", "date"))
    signer = Signer(words("inventory.answered_by"), "", lines)
    sheets.add(signature_boxes([signer], words("report.seal"), paper.inner, sheets.ink))
    return sheets.render()


def _question_table(vendor: VendorForm, sheets: Sheets) -> Grid:
    ink, words = sheets.ink, sheets.imprint.words
    heads = ("number", "question", "answer", "on_record")
    rows: list[list[Content]] = [[ink.text(words(f"inventory.{one}"), HEAD) for one in heads]]
    bands = []
    choices = [words(f"report.questions.{one}") for one in ("yes", "no", "unknown")]
    number = 0
    for line in vendor.lines:
        bands.append(len(rows))
        rows.append([ink.text(f"{line.title}　{line.kind}", HEAD)])
        for one in line.questions:
            number += 1
            rows.append(
                [
                    ink.text(str(number), SMALL),
                    ink.text(one.text, CELL),
                    TickList(choices, ink),
                    ink.text(_known(one.known, sheets.imprint), SMALL),
                ]
            )
    return Grid(rows, [share * sheets.paper.inner for share in _SHARES], heads=1, bands=bands)


def _known(value: bool | None, imprint: Imprint) -> str:
    if value is None:
        return imprint.words("common.unknown")
    return imprint.words("common.yes" if value else "common.no")


def _blank_table(sheets: Sheets) -> Grid:
    """Lines that are not on record: what it is, where it leads, who uses it."""
    ink, words = sheets.ink, sheets.imprint.words
    heads = ("number", "blank_what", "blank_where", "blank_who")
    rows: list[list[Content]] = [[ink.text(words("inventory.blank_title"), HEAD)]]
    rows.append([ink.text(words(f"inventory.{one}"), SMALL) for one in heads])
    empty = ink.text("\n", CELL)
    rows += [[ink.text("＋", SMALL), empty, (), ()] for _ in range(BLANK_ROWS)]
    widths = [share * sheets.paper.inner for share in _BLANK_SHARES]
    return Grid(rows, widths, bands=[0])


def render_xlsx(form: InventoryForm) -> bytes:
    """The workbook: one row a question, the answers to be typed in."""
    words = form.imprint.words
    rows: list[list[str] | Band] = []
    for vendor in form.vendors:
        for line in vendor.lines:
            rows += [
                [vendor.name, line.title, line.kind, one.text, "", _known(one.known, form.imprint)]
                for one in line.questions
            ]
        rows += [[vendor.name, "", words("inventory.blank_title"), "", "", ""]]
    columns = (
        Field(words("exposure.vendor"), 26),
        Field(words("exposure.route"), 40),
        Field(words("connection.kind"), 24),
        Field(words("inventory.question"), 60),
        Field(words("inventory.answer"), 14),
        Field(words("inventory.on_record"), 14),
    )
    sheet = Sheet(title=words("inventory.title"), columns=columns, rows=rows)
    about = about_sheet(form.heading.facts[:1], form.imprint)
    return to_xlsx([sheet, about], title=words("inventory.title"), imprint=form.imprint)

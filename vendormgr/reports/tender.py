"""調達仕様書の別紙: security requirements and the proposed matrix, before any vendor is known.

Everything follows from model, data and connections; nothing of the hospital's own lines is in it,
for it goes to everybody who bids.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vendormgr.domain.catalogue import Catalogue, ClauseTopic, ResponsibilityItem
from vendormgr.domain.comparison import holders_of
from vendormgr.domain.due_diligence import AskedQuestion
from vendormgr.domain.prospect import Prospect
from vendormgr.domain.selection import Selection
from vendormgr.domain.vocabulary import ClauseLevel, Holder
from vendormgr.reports.diligence import BAND, add_sources, in_groups, question_text
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.ink import Span
from vendormgr.reports.look import BODY, CELL, CELL_BOLD, HEAD, HOLDER_TONES, SMALL
from vendormgr.reports.page import A4, Heading, Paper, Sheets
from vendormgr.reports.parts import Badge, Badges
from vendormgr.reports.sources import Notes, raised_numbers
from vendormgr.reports.workbook import Band, CellValue, Field, Sheet, SheetRow, about_sheet, to_xlsx


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """What the annex says."""

    imprint: Imprint
    catalogue: Catalogue
    selection: Selection
    asked: tuple[AskedQuestion, ...]
    prospect: Prospect
    edition: str

    @property
    def clauses(self) -> tuple[tuple[ClauseTopic, ClauseLevel], ...]:
        """What the contract has to settle, must before should."""
        known = self.catalogue.clauses
        return tuple((known[one.clause], one.level) for one in self.prospect.clauses)

    @property
    def matrix(self) -> tuple[tuple[ResponsibilityItem, Holder], ...]:
        """The proposed holder of every row that the model has."""
        held: Mapping[str, Holder] = holders_of(self.prospect)
        return tuple(
            (item, held[item.id])
            for item in self.catalogue.items.values()
            if held.get(item.id, Holder.NOT_APPLICABLE) is not Holder.NOT_APPLICABLE
        )

    @property
    def heading(self) -> Heading:
        """Title block: the need as data."""
        words, selection, imprint = self.imprint.words, self.selection, self.imprint
        return Heading(
            title=words("selection.paper_tender"),
            subject=selection.title or selection.id,
            facts=(
                (words("selection.model"), _term(selection.model, imprint)),
                (words("selection.data_class"), _term(selection.data_class, imprint)),
                (words("selection.connects"), _flag(selection.connects, imprint)),
                (words("selection.equipment"), _flag(selection.equipment_in_hospital, imprint)),
                (words("selection.paper_edition"), self.edition),
            ),
            mark=words("report.restricted"),
        )


def _term(value: object, imprint: Imprint) -> str:
    return imprint.words("common.unknown") if value is None else imprint.term(value)  # type: ignore[arg-type]


def _flag(value: bool | None, imprint: Imprint) -> str:
    if value is None:
        return imprint.words("common.unknown")
    return imprint.words("selection.present" if value else "selection.none")


def render_pdf(tender: Tender, paper: Paper = A4) -> bytes:
    """The annex as PDF."""
    imprint, words = tender.imprint, tender.imprint.words
    sheets = Sheets(paper, tender.heading, imprint)
    notes = Notes(tender.catalogue, imprint.language)
    sheets.add(sheets.ink.text(words("selection.paper_tender_intro"), BODY))
    sheets.heading_line(words("selection.tender_requirements"))
    sheets.space(2)
    sheets.add(_requirements(tender, notes, sheets))
    sheets.heading_line(words("selection.tender_clauses"))
    sheets.add(sheets.ink.text(words("selection.tender_clauses_note"), SMALL))
    sheets.space(2)
    sheets.add(_clauses(tender, sheets))
    sheets.heading_line(words("selection.tender_matrix"))
    sheets.add(sheets.ink.text(words("selection.tender_matrix_note"), SMALL))
    sheets.space(2)
    sheets.add(_matrix(tender, notes, sheets))
    add_sources(notes, sheets)
    return sheets.render()


def _requirements(tender: Tender, notes: Notes, sheets: Sheets) -> Content:
    ink, imprint = sheets.ink, tender.imprint
    rows: list[Sequence[Content]] = []
    bands = []
    for group, listed in in_groups(tender.asked):
        bands.append(len(rows))
        rows.append([ink.text(imprint.term(group), BAND)])
        for one in listed:
            number = ink.text(str(len(rows) - len(bands) + 1), SMALL)
            text = question_text(one, notes, imprint, asks=False)
            rows.append([number, ink.text(text, CELL)])
    if not rows:
        return ink.text(imprint.words("selection.no_question_text"), BODY)
    return Grid(rows, _shares(sheets, 0.06, 0.94), bands=bands)


def _clauses(tender: Tender, sheets: Sheets) -> Grid:
    ink, imprint = sheets.ink, tender.imprint
    rows: list[Sequence[Content]] = [
        [
            ink.text(imprint.words("selection.compare_clause"), HEAD),
            ink.text(imprint.words("selection.tender_asks"), HEAD),
            ink.text(imprint.words("selection.tender_level"), HEAD),
        ]
    ]
    for topic, level in tender.clauses:
        rows.append(
            [
                ink.text(topic.title.of(imprint.language), CELL_BOLD),
                ink.text(topic.asks.of(imprint.language), CELL),
                ink.text(imprint.term(level), CELL),
            ]
        )
    return Grid(rows, _shares(sheets, 0.3, 0.58, 0.12), heads=1)


def _matrix(tender: Tender, notes: Notes, sheets: Sheets) -> Grid:
    ink, imprint = sheets.ink, tender.imprint
    heads = ("selection.compare_item", "selection.tender_holder", "selection.tender_help")
    rows: list[Sequence[Content]] = [[ink.text(imprint.words(one), HEAD) for one in heads]]
    bands, layer = [], ""
    for item, holder in tender.matrix:
        if item.layer != layer:
            layer = item.layer
            bands.append(len(rows))
            rows.append([ink.text(tender.catalogue.layers[layer].of(imprint.language), BAND)])
        title: list[Span | str] = [
            item.title.of(imprint.language),
            *raised_numbers(notes.numbers(item.cites)),
        ]
        badge = Badge(imprint.term(holder), HOLDER_TONES[holder], 7.5)
        help_ = item.help.of(imprint.language) if item.help is not None else ""
        rows.append([ink.text(title, CELL_BOLD), Badges([badge], ink), ink.text(help_, SMALL)])
    return Grid(rows, _shares(sheets, 0.38, 0.16, 0.46), heads=1, bands=bands)


def _shares(sheets: Sheets, *shares: float) -> list[float]:
    return [share * sheets.paper.inner for share in shares]


def render_xlsx(tender: Tender) -> bytes:
    """The annex as a workbook: requirements with room for the bidder's answer, clauses, matrix."""
    imprint, words = tender.imprint, tender.imprint.words
    title = f"{tender.heading.title} {tender.heading.subject}"
    sheets = [
        Sheet(
            title=words("selection.tender_requirements"),
            intro=(title, words("selection.paper_tender_intro")),
            columns=(
                Field(words("selection.paper_number"), 6),
                Field(words("selection.paper_demand"), 70),
                Field(words("selection.paper_answer"), 20),
                Field(words("selection.paper_remark"), 40),
            ),
            rows=_requirement_rows(tender),
        ),
        Sheet(
            title=words("selection.tender_clauses"),
            columns=(
                Field(words("selection.compare_clause"), 34),
                Field(words("selection.tender_asks"), 70),
                Field(words("selection.tender_level"), 12),
            ),
            rows=[
                [
                    topic.title.of(imprint.language),
                    topic.asks.of(imprint.language),
                    imprint.term(level),
                ]
                for topic, level in tender.clauses
            ],
        ),
        Sheet(
            title=words("selection.tender_matrix"),
            columns=(
                Field(words("selection.compare_item"), 44),
                Field(words("selection.tender_holder"), 16),
                Field(words("selection.tender_help"), 60),
            ),
            rows=[
                [
                    item.title.of(imprint.language),
                    imprint.term(holder),
                    item.help.of(imprint.language) if item.help is not None else "",
                ]
                for item, holder in tender.matrix
            ],
        ),
        about_sheet(tender.heading.facts, imprint),
    ]
    return to_xlsx(sheets, title=title, imprint=imprint)


def _requirement_rows(tender: Tender) -> list[SheetRow]:
    rows: list[SheetRow] = []
    number = 0
    for group, listed in in_groups(tender.asked):
        rows.append(Band(tender.imprint.term(group)))
        for one in listed:
            number += 1
            line: list[CellValue] = [
                number,
                one.question.demand.of(tender.imprint.language),
                "",
                "",
            ]
            rows.append(line)
    return rows

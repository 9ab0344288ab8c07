"""選定の質問票: the questions to one candidate, to fill in; it says nothing of the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.due_diligence import AskedQuestion
from vendormgr.domain.guideline import EditionFit
from vendormgr.domain.vocabulary import Answer, DiligenceGroup
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.ink import Span
from vendormgr.reports.look import BODY, CELL, HEAD, RED, SMALL, Style
from vendormgr.reports.page import A4, Heading, Paper, Sheets
from vendormgr.reports.parts import Signer, TickList, signature_boxes
from vendormgr.reports.sources import Notes, raised_numbers, source_list

_SHARES = (0.06, 0.46, 0.22, 0.26)
BAND = Style(7.5, 10, bold=True, colour=SMALL.colour)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceForm:
    """The form for one candidate."""

    imprint: Imprint
    catalogue: Catalogue
    case: str
    candidate: str
    asked: tuple[AskedQuestion, ...]
    edition: str


def render_pdf(form: DiligenceForm, paper: Paper = A4) -> bytes:
    """The form as PDF; each question with the three answers to tick and room for a remark."""
    imprint, words = form.imprint, form.imprint.words
    heading = Heading(
        title=words("selection.paper_questions"),
        subject=form.candidate,
        facts=(
            (words("selection.paper_case"), form.case),
            (words("selection.paper_edition"), form.edition),
            (words("selection.paper_count"), str(len(form.asked))),
        ),
        mark=words("report.restricted"),
    )
    sheets = Sheets(paper, heading, imprint)
    sheets.add(sheets.ink.text(words("selection.paper_questions_intro"), BODY))
    sheets.space(8)
    notes = Notes(form.catalogue, imprint.language)
    choices = [imprint.term(one) for one in Answer]
    heads = ("number", "question", "answer", "remark")
    rows: list[Sequence[Content]] = [
        [sheets.ink.text(words(f"selection.paper_{one}"), HEAD) for one in heads]
    ]
    bands = []
    for group, asked in in_groups(form.asked):
        bands.append(len(rows))
        rows.append([sheets.ink.text(imprint.term(group), BAND)])
        for one in asked:
            text = question_text(one, notes, imprint, asks=True)
            place = sheets.ink.text(str(len(rows) - len(bands)), SMALL)
            rows.append([place, sheets.ink.text(text, CELL), TickList(choices, sheets.ink), ()])
    sheets.add(Grid(rows, [share * paper.inner for share in _SHARES], heads=1, bands=bands))
    sheets.space(8)
    sheets.add(CondPageBreak(45 * mm))
    signer = Signer(words("selection.paper_answered_by"), form.candidate, sign_lines(imprint))
    sheets.add(signature_boxes([signer], words("report.seal"), paper.inner, sheets.ink))
    add_sources(notes, sheets)
    return sheets.render()


def in_groups(
    asked: Iterable[AskedQuestion],
) -> Iterator[tuple[DiligenceGroup, list[AskedQuestion]]]:
    """The questions under their headings, in order."""
    for group, listed in groupby(asked, key=lambda one: one.question.group):
        yield group, list(listed)


def question_text(
    asked: AskedQuestion, notes: Notes, imprint: Imprint, *, asks: bool
) -> list[Span | str]:
    """The question, or the same as a demand, with the numbers of its sources.

    Where a source, or its place in the hospital's edition, was not checked, it says 要原典確認.
    """
    text = asked.question.question if asks else asked.question.demand
    spans: list[Span | str] = [text.of(imprint.language)]
    spans += raised_numbers(notes.numbers(one.id for one in asked.cites))
    if any(one.fit is EditionFit.UNCONFIRMED for one in asked.cites) or any(
        one.unverified for one in notes.all if one.id in {each.id for each in asked.cites}
    ):
        spans.append(Span(f" 【{imprint.words('report.unverified')}】", colour=RED))
    return spans


def sign_lines(imprint: Imprint) -> tuple[str, ...]:
    """What stands beside the lines of a signature box."""
    return tuple(imprint.words(f"report.sign_{one}") for one in ("role", "name", "date"))


def add_sources(notes: Notes, sheets: Sheets) -> None:
    """The numbered sources at the end, if there are any."""
    if not notes.all:
        return
    words, ink = sheets.imprint.words, sheets.ink
    sheets.add(CondPageBreak(40 * mm))
    sheets.heading_line(words("report.sources"))
    sheets.add(ink.text(words("selection.paper_sources_note"), SMALL))
    sheets.space(3)
    sheets.add(*source_list(notes.all, sheets.imprint, sheets.paper, ink))

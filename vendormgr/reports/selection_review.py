"""審査票: need, comparison, answers, decision and conditions of one case, with signature boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak

from vendormgr.domain.due_diligence import AskedQuestion, answers_of, settled
from vendormgr.domain.selection import Candidate, Selection
from vendormgr.domain.selection_step import state_of
from vendormgr.domain.vocabulary import Answer
from vendormgr.reports.comparison import ComparedCell, Comparison, grouped
from vendormgr.reports.diligence import (
    BAND,
    add_sources,
    in_groups,
    question_text,
    sign_lines,
)
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.ink import Span
from vendormgr.reports.look import (
    BLUE,
    BODY,
    CELL,
    HEAD,
    LEAD,
    RED,
    SMALL,
    Tone,
)
from vendormgr.reports.page import A3_LANDSCAPE, Heading, Paper, Sheets
from vendormgr.reports.parts import Badge, Badges, Signer, callout, signature_boxes
from vendormgr.reports.sources import Notes

_MARKS = {Answer.YES: "○", Answer.NO: "×", Answer.NOT_APPLICABLE: "－", None: "？"}
SIGNERS = ("clerk", "planner", "executive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What the paper says; candidates in the order of the comparison."""

    selection: Selection
    comparison: Comparison
    asked: tuple[AskedQuestion, ...]
    """Every question that any candidate is asked."""
    system: str | None
    edition: str
    today: date

    @property
    def imprint(self) -> Imprint:
        """Who makes the paper."""
        return self.comparison.imprint

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The candidates side by side."""
        return tuple(one.candidate for one in self.comparison.outcomes)


def render_pdf(review: Review, paper: Paper = A3_LANDSCAPE) -> bytes:
    """The PDF; texts come from the imprint's words, in the language that is spoken now."""
    selection, imprint, words = review.selection, review.imprint, review.imprint.words
    sheets = Sheets(paper, _heading(review), imprint)
    sheets.add(_conclusion(review, sheets))
    if selection.need:
        sheets.heading_line(words("selection.need"))
        sheets.add(sheets.ink.text(selection.need, BODY))
    sheets.heading_line(words("selection.compare_title"))
    sheets.add(sheets.ink.text(words("selection.compare_lead"), SMALL))
    sheets.space(3)
    sheets.add(_comparison(review, sheets))
    notes = Notes(review.comparison.outcomes[0].prospect.conclusions.catalogue, imprint.language)
    sheets.heading_line(words("selection.questions"))
    sheets.space(2)
    sheets.add(_answers(review, notes, sheets))
    sheets.add(CondPageBreak(40 * mm))
    sheets.heading_line(words("selection.conditions"))
    sheets.space(2)
    sheets.add(_tasks(review, sheets))
    _sign(sheets)
    add_sources(notes, sheets)
    return sheets.render()


def _heading(review: Review) -> Heading:
    selection, imprint, words = review.selection, review.imprint, review.imprint.words
    return Heading(
        title=words("selection.paper_review"),
        subject=selection.title or selection.id,
        facts=(
            (words("selection.state"), imprint.term(state_of(selection))),
            (words("selection.chosen"), _chosen(review)),
            (words("selection.system"), review.system or ""),
            (words("selection.opened_on"), imprint.day(selection.opened_on)),
            (
                words("selection.decided"),
                _on_by(selection.decided_on, selection.decided_by, imprint),
            ),
            (
                words("selection.approved"),
                _on_by(selection.approved_on, selection.approved_by, imprint),
            ),
            (words("selection.paper_edition"), review.edition),
        ),
    )


def _on_by(on: date | None, by: str | None, imprint: Imprint) -> str:
    return "" if on is None else f"{imprint.day(on)}　{by or ''}"


def _chosen(review: Review) -> str:
    chosen = review.selection.chosen
    return next((one.name or one.id for one in review.candidates if one.id == chosen), "")


def _conclusion(review: Review, sheets: Sheets) -> Content:
    """What is proposed, and what is not known of it, in one sentence."""
    words, chosen = review.imprint.words, review.selection.chosen
    outcome = next((one for one in review.comparison.outcomes if one.candidate.id == chosen), None)
    if outcome is None:
        return callout(
            [sheets.ink.text(words("selection.paper_nobody_chosen"), LEAD)],
            sheets.paper.inner,
            colour=RED,
        )
    short = outcome.shortfall
    text: list[Span | str] = [
        Span(words("selection.paper_chosen", name=_chosen(review)), bold=True),
        words("selection.short_open", n=short.confirmed, worst=short.worst, total=short.asked)
        if short.open
        else words("selection.short_known", n=short.confirmed, total=short.asked),
    ]
    return callout([sheets.ink.text(text, LEAD)], sheets.paper.inner, colour=BLUE)


def _widths(review: Review, paper: Paper) -> list[float]:
    count = len(review.candidates)
    first = paper.inner * (0.4 if count < 3 else 0.28)
    return [first, *[(paper.inner - first) / count] * count]


def _head(review: Review, sheets: Sheets, text: str) -> list[Content]:
    names = (one.name or one.id for one in review.candidates)
    return [sheets.ink.text(text, HEAD), *(sheets.ink.text(one, HEAD) for one in names)]


def _comparison(review: Review, sheets: Sheets) -> Grid:
    words, ink = review.imprint.words, sheets.ink
    rows: list[Sequence[Content]] = [_head(review, sheets, words("selection.compare_row"))]
    bands = []
    for group, listed in grouped(review.comparison.rows()).items():
        bands.append(len(rows))
        rows.append([ink.text(words(f"selection.group_{group}"), BAND)])
        for row in listed:
            title: list[Span | str] = [row.title]
            if row.differs:
                title = [
                    Span(row.title, bold=True),
                    Span(f"　{words('selection.differs')}", colour=BLUE),
                ]
            rows.append([ink.text(title, CELL), *(_cell(one, sheets) for one in row.cells)])
    return Grid(rows, _widths(review, sheets.paper), heads=1, bands=bands)


def _cell(cell: ComparedCell, sheets: Sheets) -> Content:
    colour = {"bad": RED}.get(cell.tone)
    text = Span(cell.text, bold=bool(colour), colour=colour) if colour else cell.text
    content = [sheets.ink.text([text], CELL)]
    if cell.sub:
        content.append(sheets.ink.text(cell.sub, SMALL))
    return content


def _answers(review: Review, notes: Notes, sheets: Sheets) -> Grid:
    """Every question with what each candidate said; an open answer says ？."""
    imprint, ink = review.imprint, sheets.ink
    rows: list[Sequence[Content]] = [
        _head(review, sheets, imprint.words("selection.paper_question"))
    ]
    bands = []
    asked_of = [{each.id for each in one.asked} for one in review.comparison.outcomes]
    said = [answers_of(one) for one in review.candidates]
    for group, listed in in_groups(review.asked):
        bands.append(len(rows))
        rows.append([ink.text(imprint.term(group), BAND)])
        for one in listed:
            cells: list[Content] = [ink.text(question_text(one, notes, imprint, asks=True), CELL)]
            for ids, given in zip(asked_of, said, strict=True):
                answer = given.get(one.id)
                text = _answer_text(settled(answer), imprint, asked=one.id in ids)
                remark = answer.remark if answer is not None else None
                cells.append([ink.text(text, CELL), *([ink.text(remark, SMALL)] if remark else [])])
            rows.append(cells)
    return Grid(rows, _widths(review, sheets.paper), heads=1, bands=bands)


def _answer_text(answer: Answer | None, imprint: Imprint, *, asked: bool) -> str:
    if not asked:
        return f"－ {imprint.words('selection.not_asked')}"
    word = imprint.words("candidate.unanswered") if answer is None else imprint.term(answer)
    return f"{_MARKS[answer]} {word}"


def _tasks(review: Review, sheets: Sheets) -> Content:
    """The conditions as tasks; what is overdue says so."""
    words, ink, imprint = review.imprint.words, sheets.ink, review.imprint
    conditions = review.selection.conditions
    if not conditions:
        return ink.text(words("selection.no_task"), BODY)
    heads = ("text", "owner", "due", "done")
    rows: list[Sequence[Content]] = [
        [ink.text(words(f"selection.task_{one}"), HEAD) for one in heads]
    ]
    for one in conditions:
        done: Content = ink.text(imprint.day(one.done_on) if one.done_on else "", CELL)
        if one.done_on is None and one.due_on is not None and one.due_on < review.today:
            done = Badges([Badge(words("selection.task_overdue"), Tone.ALARM, 7)], ink)
        rows.append(
            [
                ink.text(one.text or "－", CELL),
                ink.text(one.owner or "－", CELL),
                ink.text(imprint.day(one.due_on), CELL),
                done,
            ]
        )
    return Grid(rows, [share * sheets.paper.inner for share in (0.5, 0.2, 0.15, 0.15)], heads=1)


def _sign(sheets: Sheets) -> None:
    """A box each for who prepared it, who answers for the planning, and the executive."""
    words = sheets.imprint.words
    sheets.add(CondPageBreak(55 * mm))
    sheets.heading_line(words("report.signatures"))
    lines = sign_lines(sheets.imprint)
    signers = [Signer(words(f"selection.signer_{one}"), "", lines) for one in SIGNERS]
    sheets.add(signature_boxes(signers, words("report.seal"), sheets.paper.inner, sheets.ink))

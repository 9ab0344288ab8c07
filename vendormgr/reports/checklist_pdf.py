"""交渉チェックリスト on A4 across, to be filled in by hand at the table."""

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from vendormgr.domain.vocabulary import ClauseStatus, NegotiationDecision
from vendormgr.domain.worth import is_settled
from vendormgr.reports.checklist import Checklist, ChecklistRow
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.look import BLUE, BODY, CELL, CELL_BOLD, HEAD, LABEL, LEAD, NOTE, SMALL, Tone
from vendormgr.reports.page import A4_LANDSCAPE, Heading, Paper, Sheets
from vendormgr.reports.parts import Badge, Badges, Signer, TickList, callout, signature_boxes

_SHARES = (0.24, 0.13, 0.1, 0.23, 0.18, 0.12)
_HEADS = ("clause", "status", "first", "ask", "answer", "decision")
_TO_WRITE = 9 * mm
"""Room for a line or two by hand."""
_LONGEST = 400
"""Characters of a text that the paper shows; the whole of it stands in the workbook."""


def render_pdf(document: Checklist, paper: Paper = A4_LANDSCAPE) -> bytes:
    """The PDF; texts come from the imprint's words, in the language that is spoken now."""
    words = document.imprint.words
    heading: Heading = document.heading
    sheets = Sheets(paper, heading, document.imprint)
    sheets.add(callout([sheets.ink.text(document.lead, LEAD)], paper.inner, colour=BLUE))
    sheets.space(4)
    sheets.add(sheets.ink.text(words("checklist.paper_lead"), BODY))
    sheets.space(6)
    rows: list[list[Content]] = [
        [sheets.ink.text(words(f"checklist.paper_{one}"), HEAD) for one in _HEADS]
    ]
    rows += [_row(n, one, sheets) for n, one in enumerate(document.rows, 1)]
    sheets.add(Grid(rows, [share * paper.inner for share in _SHARES], heads=1))
    if document.footnote:
        sheets.space(4)
        sheets.add(sheets.ink.text(document.footnote, NOTE))
    sheets.space(8)
    sheets.add(CondPageBreak(45 * mm))
    lines = tuple(words(f"report.sign_{one}") for one in ("role", "name", "date"))
    signers = [
        Signer(words("checklist.met_hospital"), document.imprint.hospital, lines),
        Signer(words("checklist.met_vendor"), dict(heading.facts)[words("report.vendor")], lines),
    ]
    sheets.add(signature_boxes(signers, words("report.seal"), paper.inner, sheets.ink))
    return sheets.render()


def _row(number: int, row: ChecklistRow, sheets: Sheets) -> list[Content]:
    ink = sheets.ink
    clause: list[Flowable] = [
        ink.text(f"{number}　{row.title}", CELL_BOLD),
        ink.text(row.asks, SMALL),
        ink.text(f"{sheets.imprint.term(row.level)}　{row.worth}", LABEL),
    ]
    if row.carried and not is_settled(row.level, row.status):
        said = sheets.imprint.words("checklist.paper_carried", rows=row.carried)
        clause.append(ink.text(said, SMALL))
    return [clause, *_state(row, sheets), _ask(row, sheets), *_answer(row, sheets)]


def _state(row: ChecklistRow, sheets: Sheets) -> list[list[Flowable]]:
    """How the clause stands, and the first check with its day."""
    ink, words, day = sheets.ink, sheets.imprint.words, sheets.imprint.day
    settled = is_settled(row.level, row.status)
    tone = (
        Tone.VENDOR if settled else Tone.PLAIN if row.status is ClauseStatus.UNKNOWN else Tone.ALARM
    )
    article = words("checklist.paper_article", article=row.state.article or "＿＿＿＿")
    state: list[Flowable] = [Badges([Badge(sheets.imprint.term(row.status), tone)], ink)]
    state += [ink.text(article, SMALL)]
    done = row.state.completed_on
    state.append(
        ink.text(words("checklist.paper_done", day=day(done) if done else "＿＿＿＿"), SMALL)
    )
    checked = row.state.first_checked_on
    if row.state.first_answer is None:
        first: list[Flowable] = [TickList(("○", "×"), ink)]
    else:
        first = [ink.text("○" if row.state.first_answer else "×", CELL)]
    first.append(ink.text(day(checked) if checked else words("checklist.paper_day"), SMALL))
    return [state, first]


def _ask(row: ChecklistRow, sheets: Sheets) -> list[Flowable]:
    ink, words = sheets.ink, sheets.imprint.words
    talk = row.talk
    made: list[Flowable] = [ink.text(_cut(talk.ask), CELL)] if talk and talk.ask else []
    if talk and talk.fallback:
        said = words("checklist.paper_fallback", fallback=_cut(talk.fallback))
        made.append(ink.text(said, SMALL))
    if row.before:
        made.append(ink.text(row.before, LABEL))
    return made or [Spacer(1, _TO_WRITE)]


def _answer(row: ChecklistRow, sheets: Sheets) -> list[list[Flowable]]:
    """Their answer with room to write, and boxes for what was decided."""
    ink = sheets.ink
    talk = row.talk
    answer: list[Flowable] = [ink.text(_cut(talk.answer), CELL)] if talk and talk.answer else []
    answer.append(Spacer(1, _TO_WRITE))
    terms = [sheets.imprint.term(one) for one in NegotiationDecision]
    return [answer, [TickList(terms, ink)]]


def _cut(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

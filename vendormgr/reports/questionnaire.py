"""確認のお願い: questions to one vendor as a form to fill in; it says nothing of our findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.question import AnswerForm
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import BODY, CELL, HEAD, SMALL
from vendormgr.reports.page import A4, Heading, Paper, Sheets
from vendormgr.reports.parts import Signer, TickList, signature_boxes
from vendormgr.reports.questions import WordedQuestion, questions_to

_SHARES = (0.05, 0.2, 0.35, 0.24, 0.16)
CHOICES = {
    AnswerForm.TRI_STATE: ("yes", "no", "unknown"),
    AnswerForm.HOLDER: ("vendor", "hospital", "shared", "none"),
    AnswerForm.FREE: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """A form for one vendor."""

    imprint: Imprint
    heading: Heading
    vendor: str
    questions: tuple[WordedQuestion, ...]


def build(
    party: str,
    conclusions: Conclusions,
    imprint: Imprint,
    *,
    due: date | None = None,
    questions: Sequence[WordedQuestion] | None = None,
) -> Questionnaire:
    """The form with all questions to that vendor, or with the chosen ones."""
    words, name = imprint.words, conclusions.index.name(party)
    asked = questions_to(party, conclusions, imprint) if questions is None else tuple(questions)
    facts = [
        (words("report.questions.to"), name),
        (words("report.questions.from"), imprint.hospital),
        (words("report.questions.count"), str(len(asked))),
    ]
    if due is not None:
        facts.append((words("report.questions.due"), imprint.day(due)))
    heading = Heading(
        title=words("report.questions.title"),
        subject=name,
        facts=tuple(facts),
        mark=words("report.restricted"),
    )
    return Questionnaire(imprint=imprint, heading=heading, vendor=name, questions=asked)


def render_pdf(document: Questionnaire, paper: Paper = A4) -> bytes:
    """The PDF; texts come from the imprint's words, in the language that is spoken now."""
    words = document.imprint.words
    sheets = Sheets(paper, document.heading, document.imprint)
    sheets.add(sheets.ink.text(words("report.questions.intro"), BODY))
    sheets.space(8)
    heads = ("number", "about", "question", "answer", "remarks")
    rows: list[list[Content]] = [
        [sheets.ink.text(words(f"report.questions.{one}"), HEAD) for one in heads]
    ]
    rows += [_row(n, one, sheets) for n, one in enumerate(document.questions, 1)]
    sheets.add(Grid(rows, [share * paper.inner for share in _SHARES], heads=1))
    sheets.space(8)
    sheets.add(CondPageBreak(45 * mm))
    lines = tuple(words(f"report.sign_{one}") for one in ("role", "name", "date"))
    signer = Signer(words("report.questions.answered_by"), document.vendor, lines)
    sheets.add(signature_boxes([signer], words("report.seal"), paper.inner, sheets.ink))
    return sheets.render()


def _row(number: int, question: WordedQuestion, sheets: Sheets) -> list[Content]:
    ink, words = sheets.ink, sheets.imprint.words
    choices = [words(f"report.questions.{one}") for one in CHOICES[question.form]]
    return [
        ink.text(f"{number}", SMALL),
        ink.text(question.about, SMALL),
        ink.text(question.text, CELL),
        TickList(choices, ink) if choices else (),
        (),
    ]

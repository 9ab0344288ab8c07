"""確認のお願い as a workbook, for vendors who fill in Excel; it says nothing of our findings."""

from vendormgr.reports.questionnaire import CHOICES, Questionnaire
from vendormgr.reports.questions import WordedQuestion
from vendormgr.reports.workbook import CellValue, Field, Sheet, about_sheet, to_xlsx

_TEXT = "report.questions."


def render_xlsx(document: Questionnaire) -> bytes:
    """The workbook; texts come from the imprint's words, in the language that is spoken now."""
    words = document.imprint.words
    sheet = Sheet(
        title=document.heading.title,
        intro=(f"{document.heading.title} {document.vendor}", words(_TEXT + "intro")),
        columns=(
            Field(words(_TEXT + "number"), 6),
            Field(words(_TEXT + "about"), 30),
            Field(words(_TEXT + "question"), 60),
            Field(words(_TEXT + "choices"), 26),
            Field(words(_TEXT + "answer"), 24),
            Field(words(_TEXT + "remarks"), 30),
        ),
        rows=[_row(n, one, document) for n, one in enumerate(document.questions, 1)],
        freeze_columns=0,
    )
    sheets = [sheet, about_sheet(document.heading.facts, document.imprint)]
    title = f"{document.heading.title} {document.vendor}"
    return to_xlsx(sheets, title=title, imprint=document.imprint)


def _row(number: int, question: WordedQuestion, document: Questionnaire) -> list[CellValue]:
    words = document.imprint.words
    choices = " / ".join(words(_TEXT + one) for one in CHOICES[question.form])
    return [number, question.about, question.text, choices, "", ""]

"""The list of gaps as a workbook: every finding, every question, and the vendors' counts."""

from vendormgr.domain.vocabulary import Severity
from vendormgr.domain.wording import display_name
from vendormgr.reports.gaps import GapDocument, GapRecord
from vendormgr.reports.look import SEVERITY_TONES
from vendormgr.reports.workbook import CellValue, Field, Sheet, Toned, about_sheet, to_xlsx

_GAPS = "report.gaps."
_SHEET = "report.gaps.sheet."


def render_xlsx(document: GapDocument) -> bytes:
    """The workbook; texts come from the imprint's words, in the language that is spoken now."""
    sheets = [
        _list_sheet(document),
        _question_sheet(document),
        _vendor_sheet(document),
        about_sheet(document.heading.facts, document.imprint),
    ]
    title = f"{document.heading.title} {document.heading.subject}"
    return to_xlsx(sheets, title=title, imprint=document.imprint)


def _list_sheet(document: GapDocument) -> Sheet:
    words = document.imprint.words
    fields = (
        (_GAPS + "severity", 9), (_GAPS + "gap", 30), (_SHEET + "vendor", 28),
        (_SHEET + "subject", 34), (_GAPS + "seen", 60), (_GAPS + "remedy", 60),
        (_GAPS + "treatment", 14), (_SHEET + "owner", 14), (_SHEET + "due", 14),
        (_SHEET + "reason", 30), (_SHEET + "contract", 26), (_SHEET + "clause", 24),
        (_SHEET + "item", 24), (_SHEET + "others", 28), (_SHEET + "theme", 18),
        (_SHEET + "rule", 26), (_SHEET + "subject_id", 28), (_SHEET + "vendor_id", 16),
        (_SHEET + "cites", 30),
    )  # fmt: skip
    return Sheet(
        title=words(_SHEET + "list"),
        columns=tuple(Field(words(title), width) for title, width in fields),
        rows=[_row(one, document) for one in document.records],
        paper="A3",
        freeze_columns=2,
    )


def _row(record: GapRecord, document: GapDocument) -> list[CellValue]:
    finding, treatment = record.finding, record.treatment
    conclusions, imprint = document.conclusions, document.imprint
    catalogue, language, index = conclusions.catalogue, imprint.language, conclusions.index
    clause = catalogue.clauses.get(finding.clause or "")
    item = catalogue.items.get(finding.item or "")
    rule = catalogue.rules[finding.rule]
    theme = catalogue.themes.get(rule.theme)
    return [
        Toned(imprint.term(finding.severity), SEVERITY_TONES[finding.severity]),
        record.worded.title,
        index.name(finding.party) if finding.party else imprint.words(_GAPS + "own"),
        record.subject,
        record.worded.detail,
        record.worded.remedy,
        treatment.state if treatment else "",
        treatment.owner if treatment else "",
        treatment.due if treatment else None,
        treatment.reason if treatment else "",
        display_name(finding.contract, index, language) if finding.contract else "",
        clause.title.of(language) if clause else "",
        item.title.of(language) if item else "",
        "\n".join(map(index.name, finding.parties[1:])),
        theme.of(language) if theme else rule.theme,
        finding.rule,
        finding.subject,
        finding.party or "",
        ", ".join(one.id for one in record.worded.citations),
    ]


def _question_sheet(document: GapDocument) -> Sheet:
    words = document.imprint.words
    fields = (
        (_SHEET + "vendor", 30), ("report.questions.number", 7), ("report.questions.about", 36),
        ("report.questions.question", 80), ("report.questions.answer", 30),
        ("report.questions.remarks", 30), (_SHEET + "rule", 26), (_SHEET + "subject_id", 30),
    )  # fmt: skip
    return Sheet(
        title=words(_SHEET + "questions"),
        columns=tuple(Field(words(title), width) for title, width in fields),
        rows=[
            (vendor.name, number, one.about, one.text, "", "", one.rule, one.subject)
            for vendor in document.vendors
            for number, one in enumerate(vendor.questions, 1)
        ],
        paper="A3",
    )


def _vendor_sheet(document: GapDocument) -> Sheet:
    words, term = document.imprint.words, document.imprint.term
    return Sheet(
        title=words(_SHEET + "vendors"),
        columns=(
            Field(words(_SHEET + "vendor"), 36),
            *(Field(term(severity), 9) for severity in Severity),
            Field(words(_SHEET + "total"), 9),
            Field(words(_SHEET + "questions_count"), 9),
        ),
        rows=[
            (
                vendor.name,
                *(vendor.counts.get(severity, 0) for severity in Severity),
                sum(vendor.counts.values()),
                len(vendor.questions),
            )
            for vendor in document.vendors
        ],
    )

"""リスク評価 of one service on paper: register, tasks, heat map, and boxes in which both sign."""

from dataclasses import dataclass

from reportlab.platypus import Flowable

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.assessment import Assessment
from vendormgr.domain.risk_register import ScoredRisk, heat_map, scored
from vendormgr.domain.risk_score import Score
from vendormgr.reports.grid import BARE, Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import BODY, CELL, CELL_BOLD, HEAD, NOTE, SMALL
from vendormgr.reports.page import A4_LANDSCAPE, Heading, Paper, Sheets
from vendormgr.reports.parts import Signer, signature_boxes
from vendormgr.reports.risk_parts import heat_grid, score_box

_SHARES = (0.25, 0.1, 0.17, 0.2, 0.1, 0.18)
_TASK_SHARES = (0.52, 0.2, 0.14, 0.14)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDocument:
    """What stands on the paper."""

    imprint: Imprint
    heading: Heading
    assessment: Assessment
    conclusions: Conclusions
    vendor: str


def build(assessment: Assessment, conclusions: Conclusions, imprint: Imprint) -> AssessmentDocument:
    """The paper for that assessment."""
    words, index = imprint.words, conclusions.index
    service = index.services.get(assessment.service or "")
    vendor = index.name(service.vendor) if service is not None else "－"
    day = imprint.day(assessment.assessed_on)
    agreed = imprint.day(assessment.agreed_on)
    if assessment.agreed_by:
        agreed = f"{agreed} {assessment.agreed_by}"
    return AssessmentDocument(
        imprint=imprint,
        heading=Heading(
            title=words("assessment.file"),
            subject=index.name(assessment.service or ""),
            facts=(
                (words("risk.vendor"), vendor),
                (words("assessment.assessed_on"), day),
                (words("assessment.assessor"), assessment.assessor or "－"),
                (words("assessment.communicated_on"), imprint.day(assessment.communicated_on)),
                (words("assessment.agreed_on"), agreed),
            ),
        ),
        assessment=assessment,
        conclusions=conclusions,
        vendor=vendor,
    )


def render_pdf(document: AssessmentDocument, paper: Paper = A4_LANDSCAPE) -> bytes:
    """The PDF."""
    sheets = Sheets(paper, document.heading, document.imprint)
    words, ink, made = document.imprint.words, sheets.ink, document.assessment
    risks = scored(made)
    for title, text in (
        ("assessment.scope", made.scope),
        ("assessment.vendor_measures", made.vendor_measures),
    ):
        if text:
            sheets.heading_line(words(title))
            sheets.add(ink.text(text, BODY))
    sheets.heading_line(words("risk.risks"))
    if risks:
        sheets.add(_table(risks, document, sheets))
    else:
        sheets.add(ink.text(words("assessment.no_risks"), BODY))
    sheets.heading_line(words("assessment.tasks"))
    if made.tasks:
        sheets.add(_tasks(document, sheets))
    else:
        sheets.add(ink.text(words("assessment.no_tasks"), BODY))
    if risks:
        sheets.heading_line(words("risk.heat_title"))
        before = heat_grid(heat_map(one.before for one in risks), words("risk.before"), sheets)
        after = heat_grid(heat_map(one.after for one in risks), words("risk.after"), sheets)
        sheets.add(Grid([[before, after]], [paper.inner / 2] * 2, ruling=BARE))
        for id_ in ("risk.formula", "risk.formula_bands", "risk.formula_unknown"):
            sheets.add(ink.text(words(id_), NOTE))
    sheets.space(10)
    sheets.add(_signatures(document, sheets))
    return sheets.render()


def _table(risks: list[ScoredRisk], document: AssessmentDocument, sheets: Sheets) -> Grid:
    words, ink = sheets.imprint.words, sheets.ink
    ids = (
        *("risk.risk", "risk.before", "assessment.measures"),
        *("assessment.treatment", "risk.after", "assessment.owner"),
    )
    rows: list[list[Content]] = [[ink.text(words(one), HEAD) for one in ids]]
    rows += [_row(one, document, sheets) for one in risks]
    return Grid(rows, [share * sheets.paper.inner for share in _SHARES], heads=1)


def _row(one: ScoredRisk, document: AssessmentDocument, sheets: Sheets) -> list[Content]:
    words, ink, imprint = sheets.imprint.words, sheets.ink, sheets.imprint
    risk, comma = one.risk, words("common.comma")
    about = document.conclusions.index.name(risk.asset) if risk.asset else ""
    aspects = comma.join(imprint.term(aspect) for aspect in risk.aspects)
    small = [text for text in (risk.threat, about, aspects) if text]
    not_decided = words("assessment.not_decided")
    treatment = imprint.term(risk.treatment) if risk.treatment else not_decided
    due = imprint.day(risk.due_on)
    if risk.done_on is not None:
        due = words("assessment.done_on_day", day=imprint.day(risk.done_on))
    return [
        [
            ink.text(risk.title or words("risk.untitled", n=one.place), CELL_BOLD),
            *(ink.text(text, SMALL) for text in small),
        ],
        _score(one.before, risk.likelihood, risk.impact, sheets),
        ink.text(risk.measures or "－", CELL),
        [ink.text(treatment, CELL_BOLD), ink.text(risk.plan or "", SMALL)],
        _score(one.after, risk.residual_likelihood, risk.residual_impact, sheets),
        [ink.text(risk.owner or "－", CELL), ink.text(due, SMALL)],
    ]


def _score(
    score: Score, likelihood: int | None, impact: int | None, sheets: Sheets
) -> list[Flowable]:
    """The score, and below it what it was multiplied from."""
    words = sheets.imprint.words
    unknown = words("risk.open_value")
    made_of = words("risk.product", likelihood=likelihood or unknown, impact=impact or unknown)
    return [score_box(score, sheets), sheets.ink.text(made_of, SMALL)]


def _tasks(document: AssessmentDocument, sheets: Sheets) -> Grid:
    words, ink, imprint = sheets.imprint.words, sheets.ink, sheets.imprint
    ids = ("assessment.task", "assessment.owner", "assessment.due_on", "assessment.done_on")
    rows: list[list[Content]] = [[ink.text(words(one), HEAD) for one in ids]]
    rows += [
        [
            ink.text(one.task or "－", CELL),
            ink.text(one.owner or "－", CELL),
            ink.text(imprint.day(one.due_on), CELL),
            ink.text(imprint.day(one.done_on), CELL),
        ]
        for one in document.assessment.tasks
    ]
    return Grid(rows, [share * sheets.paper.inner for share in _TASK_SHARES], heads=1)


def _signatures(document: AssessmentDocument, sheets: Sheets) -> Grid:
    words = sheets.imprint.words
    lines = tuple(words(f"report.sign_{one}") for one in ("role", "name", "date"))
    signers = [
        Signer(words("report.signer_hospital"), document.imprint.hospital, lines),
        Signer(words("report.signer_vendor"), document.vendor, lines),
    ]
    return signature_boxes(signers, words("report.seal"), sheets.paper.inner, sheets.ink)

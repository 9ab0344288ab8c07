"""リスク一覧 on paper: the heat map before and after, then every risk, the gravest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.risk_register import (
    RegisterLine,
    ServiceRisk,
    heat_map,
    register_lines,
    service_risks,
)
from vendormgr.reports.grid import BARE, Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import BLUE, CELL, CELL_BOLD, HEAD, LEAD, NOTE, RED, SMALL
from vendormgr.reports.page import A4_LANDSCAPE, Heading, Paper, Sheets
from vendormgr.reports.parts import callout
from vendormgr.reports.risk_parts import heat_grid, score_box

_SHARES = (0.24, 0.18, 0.1, 0.18, 0.1, 0.1, 0.1)
_DUE_SHARES = (0.3, 0.28, 0.14, 0.14, 0.14)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskDocument:
    """What stands on the paper."""

    imprint: Imprint
    heading: Heading
    lines: Sequence[RegisterLine]
    """The gravest after treatment first."""
    wrong: Sequence[ServiceRisk]
    """Services without an assessment, or due again."""


def build(conclusions: Conclusions, imprint: Imprint) -> RiskDocument:
    """The paper over all services."""
    words = imprint.words
    lines = sorted(register_lines(conclusions), key=lambda one: one.scored.after, reverse=True)
    services = service_risks(conclusions)
    return RiskDocument(
        imprint=imprint,
        heading=Heading(
            title=words("risk.register_title"),
            subject=imprint.hospital,
            facts=(
                (words("report.as_of"), imprint.day(conclusions.today)),
                (words("risk.service"), words("risk.services", n=len(services))),
                (words("risk.risk"), words("risk.cases", n=len(lines))),
            ),
        ),
        lines=lines,
        wrong=[one for one in services if one.state in {"missing", "due"}],
    )


def render_pdf(document: RiskDocument, paper: Paper = A4_LANDSCAPE) -> bytes:
    """The PDF."""
    sheets = Sheets(paper, document.heading, document.imprint)
    words, ink = document.imprint.words, sheets.ink
    missing = sum(one.state == "missing" for one in document.wrong)
    due = len(document.wrong) - missing
    if document.wrong:
        text = words("risk.says_wrong", missing=missing, due=due)
    else:
        text = words("risk.register_count", n=len(document.lines))
    box = callout([ink.text(text, LEAD)], paper.inner, colour=RED if document.wrong else BLUE)
    sheets.add(box)
    sheets.heading_line(words("risk.heat_title"))
    sheets.add(_maps(document.lines, sheets))
    for id_ in ("risk.formula", "risk.formula_bands", "risk.formula_unknown"):
        sheets.add(ink.text(words(id_), NOTE))
    if document.wrong:
        sheets.heading_line(words("risk.state_due"))
        sheets.add(_due_table(document.wrong, sheets))
    if document.lines:
        sheets.heading_line(words("risk.register_title"))
        sheets.add(_register(document.lines, sheets))
    return sheets.render()


def _maps(lines: Sequence[RegisterLine], sheets: Sheets) -> Grid:
    words = sheets.imprint.words
    before = heat_grid(heat_map(one.scored.before for one in lines), words("risk.before"), sheets)
    after = heat_grid(heat_map(one.scored.after for one in lines), words("risk.after"), sheets)
    return Grid([[before, after]], [sheets.paper.inner / 2] * 2, ruling=BARE)


def _due_table(wrong: Sequence[ServiceRisk], sheets: Sheets) -> Grid:
    words, ink, imprint = sheets.imprint.words, sheets.ink, sheets.imprint
    ids = ("risk.service", "risk.vendor", "risk.state", "risk.assessed_on", "risk.due_on")
    rows: list[list[Content]] = [[ink.text(words(one), HEAD) for one in ids]]
    for one in wrong:
        made = one.standing.assessment
        reasons = words("common.comma").join(imprint.term(reason) for reason in one.reasons)
        rows.append(
            [
                ink.text(one.service.name or one.service.id, CELL_BOLD),
                ink.text(one.vendor.name or one.vendor.id, CELL),
                [ink.text(words(f"risk.state_{one.state}"), CELL), ink.text(reasons, SMALL)],
                ink.text(imprint.day(made.assessed_on if made is not None else None), CELL),
                ink.text(imprint.day(one.standing.due_on), CELL),
            ]
        )
    return Grid(rows, [share * sheets.paper.inner for share in _DUE_SHARES], heads=1)


def _register(lines: Sequence[RegisterLine], sheets: Sheets) -> Grid:
    words, ink, imprint = sheets.imprint.words, sheets.ink, sheets.imprint
    ids = (
        *("risk.risk", "risk.service", "risk.before", "assessment.treatment"),
        *("risk.after", "assessment.owner", "assessment.due_on"),
    )
    rows: list[list[Content]] = [[ink.text(words(one), HEAD) for one in ids]]
    for line in lines:
        risk = line.scored.risk
        treatment = (
            imprint.term(risk.treatment) if risk.treatment else words("assessment.not_decided")
        )
        title = risk.title or words("risk.untitled", n=line.scored.place)
        late = [ink.text(words("assessment.late"), CELL_BOLD)] if line.late else []
        rows.append(
            [
                [ink.text(title, CELL_BOLD), ink.text(risk.threat or "", SMALL)],
                [
                    ink.text(line.service.name or line.service.id, CELL),
                    ink.text(line.vendor.name or line.vendor.id, SMALL),
                ],
                score_box(line.scored.before, sheets),
                [ink.text(treatment, CELL_BOLD), ink.text(risk.plan or "", SMALL)],
                score_box(line.scored.after, sheets),
                ink.text(risk.owner or "－", CELL),
                [ink.text(imprint.day(risk.due_on), CELL), *late],
            ]
        )
    return Grid(rows, [share * sheets.paper.inner for share in _SHARES], heads=1)

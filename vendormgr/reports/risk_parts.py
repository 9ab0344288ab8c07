"""Risks on paper: the heat map in words and shades, and a score in a box."""

from collections.abc import Mapping

from reportlab.platypus import Flowable

from vendormgr.domain.risk_register import HeatCell
from vendormgr.domain.risk_score import RiskBand, Score, band_of
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.look import CELL, HEAD, SMALL, Tone
from vendormgr.reports.page import Sheets
from vendormgr.reports.parts import Badge, Badges

BAND_TONES = {
    RiskBand.SEVERE: Tone.CRITICAL,
    RiskBand.HIGH: Tone.ALARM,
    RiskBand.MEDIUM: Tone.WARNING,
    RiskBand.LOW: Tone.PLAIN,
}


def score_box(score: Score | None, sheets: Sheets) -> Flowable:
    """The score with its band; a dash where there is none."""
    if score is None:
        return sheets.ink.text("－", CELL)
    text = f"{score.text} {sheets.imprint.term(score.band)}"
    return Badges([Badge(text, BAND_TONES[score.band], 7)], sheets.ink)


def heat_grid(cells: Mapping[tuple[int, int], HeatCell], title: str, sheets: Sheets) -> Grid:
    """Likelihood downwards from 5, impact across; how many risks stand in each cell."""
    ink, words = sheets.ink, sheets.imprint.words
    heads = [words("risk.impact_n", n=impact) for impact in range(1, 6)]
    rows: list[list[Content]] = [[ink.text(one, HEAD) for one in (title, *heads)]]
    for likelihood in range(5, 0, -1):
        row: list[Content] = [ink.text(words("risk.likelihood_n", n=likelihood), SMALL)]
        row += [_cell(cells[likelihood, impact], sheets) for impact in range(1, 6)]
        rows.append(row)
    width = (sheets.paper.inner - 12) / 2
    return Grid(rows, [width * 0.2] + [width * 0.16] * 5, heads=1)


def _cell(cell: HeatCell, sheets: Sheets) -> Content:
    words, ink = sheets.imprint.words, sheets.ink
    if not cell.count:
        return ink.text(str(cell.product), SMALL)
    text = words("risk.heat_count", n=cell.count)
    parts = [Badges([Badge(text, BAND_TONES[band_of(cell.product)], 8)], ink)]
    if cell.open:
        return [*parts, ink.text(words("risk.heat_open", n=cell.open), SMALL)]
    return parts

"""リスクの点数: likelihood times impact, with the worst case for what nobody judged.

Both scales are ordinal, 1 to 5. The product orders risks; it measures nothing. A value that is not
judged counts as the worst, and the score is then a range: from what is confirmed to the worst case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.assessment import Risk
from vendormgr.domain.vocabulary import Treatment

LEAST, MOST = 1, 5
SCALE = tuple(range(LEAST, MOST + 1))


class RiskBand(StrEnum):
    """リスクの大きさ, from the product: 15 to 25, 10 to 14, 5 to 9, 1 to 4."""

    SEVERE = "severe"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


BAND_FROM = {RiskBand.SEVERE: 15, RiskBand.HIGH: 10, RiskBand.MEDIUM: 5, RiskBand.LOW: 1}


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """From what is confirmed (low) to the worst case (high); alike where both were judged."""

    high: int
    low: int
    likelihood: int
    """The one that counts: as judged, else the worst."""
    impact: int

    @property
    def known(self) -> bool:
        """Whether nothing was left open."""
        return self.low == self.high

    @property
    def band(self) -> RiskBand:
        """The band of the worst case."""
        return band_of(self.high)

    @property
    def text(self) -> str:
        """12, or 4～20."""
        return f"{self.high}" if self.known else f"{self.low}～{self.high}"


def band_of(product: int) -> RiskBand:
    """The band of a product."""
    return next(band for band, least in BAND_FROM.items() if product >= least)


def score_before(risk: Risk) -> Score:
    """The score without any treatment."""
    return _score(_bounds(risk.likelihood, MOST), _bounds(risk.impact, MOST))


def score_after(risk: Risk) -> Score:
    """The score that remains; what was not judged again counts as before, at the worst.

    A risk that is retained has nothing done to it: it remains as it was, unless judged again.
    """
    if risk.treatment is Treatment.RETAIN:
        likelihood = risk.residual_likelihood or risk.likelihood
        impact = risk.residual_impact or risk.impact
    else:
        likelihood, impact = risk.residual_likelihood, risk.residual_impact
    return _score(
        _bounds(likelihood, risk.likelihood or MOST), _bounds(impact, risk.impact or MOST)
    )


def worst_of(scores: Iterable[Score]) -> Score | None:
    """The highest of several, by its worst case; None: there is none."""
    return max(scores, default=None)


def _bounds(judged: int | None, worst: int) -> tuple[int, int]:
    return (judged, judged) if judged is not None else (LEAST, worst)


def _score(likelihood: tuple[int, int], impact: tuple[int, int]) -> Score:
    return Score(likelihood[1] * impact[1], likelihood[0] * impact[0], likelihood[1], impact[1])

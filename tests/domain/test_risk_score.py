"""Scores: a product of two ordinals, the worst case for what nobody judged, never below it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.factories import assessment
from vendormgr.domain.assessment import Risk
from vendormgr.domain.risk_compare import RiskChange, compare_versions
from vendormgr.domain.risk_score import RiskBand, band_of, score_after, score_before
from vendormgr.domain.vocabulary import Treatment

JUDGED = st.none() | st.integers(1, 5)


@pytest.mark.parametrize(
    ("likelihood", "impact", "text", "band"),
    [
        (5, 5, "25", RiskBand.SEVERE),
        (3, 5, "15", RiskBand.SEVERE),
        (2, 5, "10", RiskBand.HIGH),
        (1, 5, "5", RiskBand.MEDIUM),
        (2, 2, "4", RiskBand.LOW),
        (4, None, "4～20", RiskBand.SEVERE),
        (None, None, "1～25", RiskBand.SEVERE),
    ],
)
def test_a_score_is_a_product_and_the_unknown_counts_as_the_worst(
    likelihood: int | None, impact: int | None, text: str, band: RiskBand
) -> None:
    score = score_before(Risk(likelihood=likelihood, impact=impact))
    assert (score.text, score.band) == (text, band)


def test_what_was_not_judged_again_counts_as_before() -> None:
    risk = Risk(likelihood=4, impact=5, residual_likelihood=2)
    assert score_after(risk).text == "2～10"
    assert score_after(Risk(likelihood=4, impact=5)).text == "1～20"


def test_a_retained_risk_remains_as_it_was() -> None:
    assert score_after(Risk(likelihood=4, impact=3, treatment=Treatment.RETAIN)).text == "12"


@given(JUDGED, JUDGED, JUDGED, JUDGED)
def test_answering_never_makes_the_range_wider(
    likelihood: int | None, impact: int | None, later: int | None, harm: int | None
) -> None:
    risk = Risk(
        likelihood=likelihood, impact=impact, residual_likelihood=later, residual_impact=harm
    )
    for score in (score_before(risk), score_after(risk)):
        assert 1 <= score.low <= score.high <= 25
        assert score.high == score.likelihood * score.impact
        assert score.band is band_of(score.high)
    known = score_before(Risk(likelihood=likelihood or 3, impact=impact or 3))
    assert score_before(risk).low <= known.low <= known.high <= score_before(risk).high


def test_versions_are_compared_by_title_then_by_origin() -> None:
    old = assessment(
        risks=(Risk(title="停止"), Risk(title="漏えい", origin="data:phi"), Risk(title="古い"))
    )
    new = assessment(
        id="a2",
        risks=(
            Risk(title="停止"),
            Risk(title="情報の漏えい", origin="data:phi", impact=5),
            Risk(title="新しい"),
        ),
    )
    changes = [(one.change, one.title) for one in compare_versions(old, new)]
    assert changes == [
        (RiskChange.SAME, "停止"),
        (RiskChange.CHANGED, "情報の漏えい"),
        (RiskChange.ADDED, "新しい"),
        (RiskChange.GONE, "古い"),
    ]


def test_two_risks_of_the_same_title_are_two_risks() -> None:
    twice = assessment(risks=(Risk(title="停止"), Risk(title="停止", impact=3)))
    changes = [one.change for one in compare_versions(twice, twice)]
    assert changes == [RiskChange.SAME, RiskChange.SAME]

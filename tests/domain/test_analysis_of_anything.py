"""Whatever a document may hold, the product concludes and finds words for it."""

from hypothesis import HealthCheck, given, settings

from tests.domain.estates import shipped
from tests.exchange.strategies import portfolios
from vendormgr.domain.analysis import conclude
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.question import questions_by_party
from vendormgr.domain.settlement import group_by_vendor
from vendormgr.domain.wording import name_subject, word


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(portfolios(shipped()))
def test_any_document_is_concluded_worded_grouped_and_asked_about(portfolio: Portfolio) -> None:
    conclusions = conclude(portfolio, shipped())
    found = conclusions.findings
    assert len({f.key for f in found}) == len(found)
    assert sum(vendor.total for vendor in group_by_vendor(conclusions)) == len(found)
    assert all(
        question.subject for asked in questions_by_party(conclusions).values() for question in asked
    )
    for finding in found:
        assert len(finding.basis) == 32
        for language in ("ja", "en"):
            assert name_subject(finding, conclusions, language)
            assert word(finding, conclusions, language).detail

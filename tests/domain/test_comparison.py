"""Candidates side by side: what each would leave with the hospital, open, and refuse to sign."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.factories import EHR, asset, connection, portfolio, service, system
from vendormgr.domain.analysis import conclude
from vendormgr.domain.comparison import Outcome, Span, compare, outlook
from vendormgr.domain.selection import Candidate, CandidateAnswer, CandidateClause, Selection
from vendormgr.domain.vocabulary import (
    Answer,
    Column,
    DataClass,
    ServiceModel,
    Tier,
    VendorPath,
)
from vendormgr.exchange.seed import load_catalogue

CATALOGUE = load_catalogue()
NOW = conclude(
    portfolio(
        system("ehr-system", name="電子カルテ"),
        service("ehr-care", EHR, "onprem", system="ehr-system", data_class="phi"),
        asset("ehr-core", core=True, service="ehr-care", label="電子カルテ"),
        asset("gate", service="ehr-care", kind="device"),
        connection("gate", "ehr-core", "hop", "lateral"),
    ),
    CATALOGUE,
)
CASE = Selection(
    id="case",
    system="ehr-system",
    model=ServiceModel.ONPREM,
    data_class=DataClass.PHI,
    connects=True,
    important=True,
)
CLOUD = replace(CASE, model=ServiceModel.SAAS)
GOOD_LINE = ("remote-two-factor", "remote-on-demand", "remote-approved")


def said(answer: Answer, *questions: str) -> tuple[CandidateAnswer, ...]:
    return tuple(CandidateAnswer(question=one, answer=answer, remark="説明") for one in questions)


def outcome(candidate: Candidate, case: Selection = CASE) -> Outcome:
    return compare(case, [candidate], NOW, CATALOGUE)[0]


def test_an_unanswered_line_leaves_the_way_to_the_core_not_confirmed() -> None:
    found = outcome(Candidate(id="a"))
    assert found.line_end == "ehr-core"
    assert found.path is VendorPath.UNVERIFIED
    assert found.tier is Tier.HIGH


def test_a_denied_control_opens_the_way_and_all_promised_ones_close_it() -> None:
    bad = outcome(Candidate(id="a", answers=said(Answer.NO, "remote-two-factor")))
    good = outcome(Candidate(id="a", answers=said(Answer.YES, *GOOD_LINE)))
    assert bad.path is VendorPath.OPEN
    assert [asset_ for asset_, _ in bad.exposure.cores] == ["ehr-core"]
    assert good.path is VendorPath.CLOSED


def test_without_a_line_nothing_opens() -> None:
    found = outcome(Candidate(id="a", connects=False))
    assert found.line_end is None
    assert found.path is VendorPath.CLOSED


def test_a_line_that_ends_nobody_knows_where_has_no_path_yet_but_counts_as_a_line() -> None:
    case = replace(CASE, system=None, model=ServiceModel.BPO)
    found = outcome(Candidate(id="a"), case)
    assert found.path is None
    assert found.prospect.column is Column.BPO_CONN


def test_accepting_a_clause_takes_rows_off_the_hospital() -> None:
    nothing = outcome(Candidate(id="a"), CLOUD)
    clause = CandidateClause(clause="security-update-duty", accepts=True)
    accepted = outcome(Candidate(id="a", clauses=(clause,)), CLOUD)
    assert accepted.borne.worst < nothing.borne.worst
    assert accepted.borne.confirmed == nothing.borne.confirmed


def test_refusing_a_clause_is_certain_and_leaves_rows_with_the_hospital() -> None:
    nothing = outcome(Candidate(id="a"), CLOUD)
    clause = CandidateClause(clause="security-update-duty", accepts=False)
    refused = outcome(Candidate(id="a", clauses=(clause,)), CLOUD)
    assert refused.refused.confirmed == 1
    assert refused.refused.worst == nothing.refused.worst
    assert refused.borne.confirmed > nothing.borne.confirmed
    assert "clause-missing" in {rule for rule, _ in refused.certain}


def test_an_unknown_line_can_still_make_the_tier_high() -> None:
    quiet = replace(
        CASE,
        data_class=DataClass.BUSINESS,
        connects=None,
        important=False,
        stop_tolerance_hours=500,
    )
    found = outcome(Candidate(id="a"), quiet)
    assert (found.tier, found.worst_tier) == (Tier.STANDARD, Tier.HIGH)


def test_before_any_vendor_is_known_the_need_alone_gives_column_and_clauses() -> None:
    found = outlook(replace(CASE, model=ServiceModel.SAAS), NOW, CATALOGUE)
    assert found.column is Column.SAAS
    assert found.clauses
    assert found.holders


clauses = st.lists(
    st.builds(
        CandidateClause,
        clause=st.sampled_from(["two-factor", "security-update-duty", "audit-right"]),
        accepts=st.sampled_from([True, False, None]),
    ),
    unique_by=lambda one: one.clause,
).map(tuple)
answers = st.lists(
    st.builds(
        CandidateAnswer,
        question=st.sampled_from(GOOD_LINE),
        answer=st.sampled_from([*Answer, None]),
        remark=st.just("理由"),
    ),
    unique_by=lambda one: one.question,
).map(tuple)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(clauses, answers, st.sampled_from([True, False, None]))
def test_the_worst_case_is_never_better_than_what_is_confirmed(
    offered: tuple[CandidateClause, ...],
    given_: tuple[CandidateAnswer, ...],
    connects: bool | None,
) -> None:
    found = outcome(Candidate(id="a", clauses=offered, answers=given_, connects=connects))
    spans: tuple[Span, ...] = (found.borne, found.refused, found.gaps)
    assert all(0 <= one.confirmed <= one.worst for one in spans)
    assert found.gaps.worst == sum(
        found.gaps_of(rule).worst for rule in {one.rule for one in found.findings}
    )

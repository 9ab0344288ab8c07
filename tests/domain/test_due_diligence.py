"""What a new vendor is asked follows from model, data and lines, and from nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendormgr.domain.due_diligence import (
    Need,
    kept_outside,
    need_met_by,
    questions_for_need,
    settled,
    shortfall,
    triggered,
)
from vendormgr.domain.guideline import EditionFit
from vendormgr.domain.selection import Candidate, CandidateAnswer, Selection
from vendormgr.domain.vocabulary import (
    Answer,
    DataClass,
    DiligenceGroup,
    Edition,
    NeedTrigger,
    ServiceModel,
)
from vendormgr.exchange.seed import load_catalogue

CATALOGUE = load_catalogue()
TRI_STATE = st.sampled_from([True, False, None])
needs = st.builds(
    Need,
    model=st.sampled_from([*ServiceModel, None]),
    data_class=st.sampled_from([*DataClass, None]),
    connects=TRI_STATE,
    equipment_in_hospital=TRI_STATE,
    stop_tolerance_hours=st.sampled_from([None, 0, 24, 25, 8760]),
)
editions = st.sampled_from(Edition)
CLOUD_RECORDS = Need(
    model=ServiceModel.SAAS,
    data_class=DataClass.PHI,
    connects=False,
    equipment_in_hospital=False,
    stop_tolerance_hours=100,
)


def asked(need: Need, edition: Edition = Edition.V6) -> list[str]:
    return [one.id for one in questions_for_need(need, CATALOGUE, edition)]


def test_a_cloud_with_records_is_asked_the_nine_points_of_the_minimum_list_first() -> None:
    found = questions_for_need(CLOUD_RECORDS, CATALOGUE, Edition.V6)
    minimum = [one for one in found if one.question.group is DiligenceGroup.MINIMUM]
    assert [one.cites[0].id for one in minimum] == [f"G6-P-7-6{letter}" for letter in "abcdefghi"]
    assert list(found[:9]) == minimum


@pytest.mark.parametrize(
    "need",
    [
        replace(CLOUD_RECORDS, model=ServiceModel.ONPREM),
        replace(CLOUD_RECORDS, data_class=DataClass.BUSINESS),
        replace(CLOUD_RECORDS, data_class=DataClass.PERSONAL),
    ],
    ids=["kept in the hospital", "business data", "no medical data"],
)
def test_the_minimum_list_is_only_for_medical_data_kept_outside(need: Need) -> None:
    found = questions_for_need(need, CATALOGUE, Edition.V6)
    assert kept_outside(need) is False
    assert not [one for one in found if one.question.group is DiligenceGroup.MINIMUM]


def test_outsourced_work_that_may_lead_to_storage_outside_is_asked_and_says_why() -> None:
    found = questions_for_need(
        Need(model=ServiceModel.BPO, data_class=DataClass.PHI_LIMITED), CATALOGUE, Edition.V6
    )
    assert found[0].unknown == (NeedTrigger.OUTSIDE,)


def test_cleaning_without_data_or_line_is_asked_nothing() -> None:
    need = Need(
        model=ServiceModel.BPO,
        data_class=DataClass.BUSINESS,
        connects=False,
        equipment_in_hospital=False,
        stop_tolerance_hours=200,
    )
    assert asked(need) == []


def test_a_line_brings_the_questions_of_lines() -> None:
    with_line = asked(replace(CLOUD_RECORDS, connects=True))
    added = set(with_line) - set(asked(CLOUD_RECORDS))
    assert added
    assert all(one.startswith("remote-") for one in added)


def test_under_7_a_point_of_6_stays_and_says_that_its_place_is_not_confirmed() -> None:
    found = questions_for_need(CLOUD_RECORDS, CATALOGUE, Edition.V7)
    policies = next(one for one in found if one.id == "storage-policies")
    assert policies.cites[0].id == "G6-P-7-6a"
    assert policies.cites[0].fit is EditionFit.UNCONFIRMED


def test_a_point_that_came_with_7_is_not_asked_under_6() -> None:
    assert "server-updates" in asked(CLOUD_RECORDS, Edition.V7)
    assert "server-updates" not in asked(CLOUD_RECORDS, Edition.V6)


def test_remote_maintenance_is_cited_where_7_has_it() -> None:
    need = replace(CLOUD_RECORDS, connects=True)
    found = {one.id: one for one in questions_for_need(need, CATALOGUE, Edition.V7)}
    assert [one.id for one in found["remote-logged"].cites] == ["G7-13"]


@given(needs, editions)
def test_every_question_has_a_reason_that_is_not_denied_and_a_citation(
    need: Need, edition: Edition
) -> None:
    for one in questions_for_need(need, CATALOGUE, edition):
        assert one.cites
        assert one.because
        assert all(triggered(reason, need) is not False for reason in one.because)


@given(needs, editions)
def test_knowing_more_never_brings_a_question(need: Need, edition: Edition) -> None:
    before = set(asked(need, edition))
    if need.connects is None:
        assert set(asked(replace(need, connects=False), edition)) <= before
        assert set(asked(replace(need, connects=True), edition)) == before
    if need.equipment_in_hospital is None:
        assert set(asked(replace(need, equipment_in_hospital=False), edition)) <= before


@given(needs, st.lists(st.sampled_from([*Answer, None]), max_size=40))
def test_unknown_counts_as_the_worst_case_and_answers_only_narrow_the_range(
    need: Need, given_: list[Answer | None]
) -> None:
    found = questions_for_need(need, CATALOGUE, Edition.V7)
    said = tuple(
        CandidateAnswer(question=one.id, answer=answer, remark="理由")
        for one, answer in zip(found, given_, strict=False)
    )
    nothing = shortfall(found, Candidate(id="c"))
    result = shortfall(found, Candidate(id="c", answers=said))
    assert (nothing.confirmed, nothing.worst) == (0, len(found))
    assert 0 <= result.confirmed <= result.worst <= nothing.worst
    assert result.open == sum(1 for one in said if one.answer is None) + len(found) - len(said)


def test_not_applicable_without_a_reason_is_no_answer() -> None:
    bare = CandidateAnswer(question="q", answer=Answer.NOT_APPLICABLE, remark=" ")
    assert settled(bare) is None
    assert settled(replace(bare, remark="院内に置かない")) is Answer.NOT_APPLICABLE


def test_what_a_candidate_leaves_open_is_as_the_need_says() -> None:
    case = Selection(id="s", model=ServiceModel.SAAS, connects=True, data_class=DataClass.PHI)
    offer = Candidate(id="c", model=ServiceModel.ONPREM, connects=False)
    need = need_met_by(offer, case)
    assert (need.model, need.connects, need.data_class) == (
        ServiceModel.ONPREM,
        False,
        DataClass.PHI,
    )


def test_every_question_is_a_question_and_every_demand_a_demand() -> None:
    for one in CATALOGUE.diligence.values():
        assert "か。" in one.question.ja, one.id
        assert one.demand.ja.endswith("こと。"), one.id
        assert "?" in one.question.en, one.id
        assert one.demand.en.endswith("."), one.id

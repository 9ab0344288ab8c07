"""The demo's plan leads from each vendor to the questions to it, and its papers have them too."""

import re

from tests.demo import Hospital
from vendormgr.domain.access import Role


def test_the_plan_leads_from_each_vendor_to_its_own_questions(hospital: Hospital) -> None:
    planner = hospital.visitors[Role.PLANNER]
    page = planner.get("/exposure/plan").text
    named = set(re.findall(r'href="#(questions[^"]*)"', page))
    assert "questions-nagisato" in named
    assert named <= set(re.findall(r'id="(questions[^"]*)"', page))
    assert "二要素認証を使っていますか" in planner.get("/gaps/of/nagisato").text


def test_what_the_hospital_finds_out_itself_is_not_worded_to_a_vendor(hospital: Hospital) -> None:
    page = hospital.visitors[Role.PLANNER].get("/exposure/plan").text
    ours = page.partition('id="questions-ourselves"')[2].partition('class="asked-of"')[0]
    assert "院内の設定や記録で確かめる" in ours
    assert "教えてください" not in ours


def test_a_contract_that_is_over_is_not_said_to_be_none(hospital: Hospital) -> None:
    page = hospital.visitors[Role.PLANNER].get("/exposure/vendors/nagisato").text
    assert "期限切れの契約のみ" in page
    assert "契約なし" not in page


def test_a_clause_names_the_lines_for_which_it_is_needed(hospital: Hospital) -> None:
    planner = hospital.visitors[Role.PLANNER]
    page = planner.get("/contracts/c-tokiwagi/clauses/network-boundary").text
    assert "接続があるため（インターネット → 電子カルテ保守用VPN装置" in page
    assert "ehr-remote、" not in page

"""The papers of a case, read back: review sheet, annex to the tender, questions to a candidate."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from tests.domain.factories import EHR, asset, portfolio, service, system
from tests.reports.papers import imprint, sheets_of, text_of
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.comparison import asked_of, compare, outlook
from vendormgr.domain.selection import (
    Candidate,
    CandidateAnswer,
    CandidateClause,
    Condition,
    Selection,
)
from vendormgr.domain.vocabulary import Answer, DataClass, SelectionState, ServiceModel
from vendormgr.exchange.seed import load_catalogue
from vendormgr.reports import diligence, selection_review, tender
from vendormgr.reports.comparison import Comparison, RowGroup, grouped
from vendormgr.reports.page import A4, A4_LANDSCAPE, Paper

CASE = Selection(
    id="case",
    title="電子カルテの更新",
    need="保守が終わるため。",
    system="ehr-system",
    model=ServiceModel.SAAS,
    data_class=DataClass.PHI,
    connects=True,
    equipment_in_hospital=False,
    state=SelectionState.ASSESSED,
    chosen="alpha",
    conditions=(
        Condition(text="二要素認証を入れる", owner="情報室", due_on=date(2026, 9, 1)),
        Condition(text="規程を受け取る", owner="総務課", due_on=date(2027, 1, 31)),
    ),
)
ALPHA = Candidate(
    id="alpha",
    selection="case",
    name="アルファ株式会社",
    price=4_800_000,
    answers=(
        CandidateAnswer(question="storage-policies", answer=Answer.YES),
        CandidateAnswer(question="storage-backup", answer=Answer.NO, remark="年内に始める"),
    ),
    clauses=(CandidateClause(clause="audit-right", accepts=False),),
)
BETA = Candidate(id="beta", selection="case", name="ベータ合同会社", connects=False)


@cache
def now() -> Conclusions:
    facts = (
        system("ehr-system", name="電子カルテ"),
        service("ehr-care", EHR, "onprem", system="ehr-system", data_class="phi"),
        asset("ehr-core", core=True, service="ehr-care", label="秘密の基幹サーバ"),
    )
    return conclude(portfolio(*facts), load_catalogue())


def comparison(*candidates: Candidate, sees_paths: bool = True) -> Comparison:
    conclusions = now()
    return Comparison(
        imprint=imprint(),
        outcomes=compare(CASE, candidates, conclusions, load_catalogue()),
        seen=lambda one: one.findings,
        sees_paths=sees_paths,
        names=conclusions.index.name,
    )


def review(*candidates: Candidate, selection: Selection = CASE) -> selection_review.Review:
    return selection_review.Review(
        selection=selection,
        comparison=comparison(*candidates),
        asked=asked_of(CASE, ALPHA, now()),
        system="電子カルテ",
        edition="7.0",
        today=date(2026, 11, 22),
    )


def tender_of(selection: Selection = CASE) -> tender.Tender:
    return tender.Tender(
        imprint=imprint(),
        catalogue=now().catalogue,
        selection=selection,
        asked=asked_of(selection, None, now()),
        prospect=outlook(selection, now(), load_catalogue()),
        edition="7.0",
    )


def test_the_review_sheet_has_the_decision_the_comparison_and_boxes_to_sign() -> None:
    text = text_of(selection_review.render_pdf(review(ALPHA, BETA)))
    assert "委託先選定審査票" in text
    assert "採用する候補は「アルファ株式会社」です。" in text
    assert "違いあり" in text
    assert "年4,800,000円" in text
    assert "×いいえ" in text
    assert "年内に始める" in text
    assert "？未回答" in text
    for box in ("作成(調達担当)", "確認(企画管理者)", "承認(経営者)"):
        assert box in text.replace("（", "(").replace("）", ")")


def test_conditions_on_paper_name_owner_and_day_and_what_is_overdue() -> None:
    text = text_of(selection_review.render_pdf(review(ALPHA)))
    assert "二要素認証を入れる情報室2026年9月1日期限切れ" in text
    assert "規程を受け取る総務課2027年1月31日" in text


def test_a_case_without_a_choice_says_so() -> None:
    paper = review(ALPHA, selection=replace(CASE, chosen=None))
    assert "まだ選ばれていません" in text_of(selection_review.render_pdf(paper))


@pytest.mark.parametrize("paper", [A4, A4_LANDSCAPE], ids=["A4", "A4 across"])
def test_five_candidates_fit_any_paper(paper: Paper) -> None:
    five = [replace(ALPHA, id=f"c{n}", name=f"候補{n}") for n in range(5)]
    text = text_of(selection_review.render_pdf(review(*five), paper))
    assert all(f"候補{n}" in text for n in range(5))


def test_the_annex_holds_what_is_asked_and_nothing_of_the_hospitals_own() -> None:
    text = text_of(tender.render_pdf(tender_of()))
    assert "調達仕様書別紙セキュリティ要件" in text
    assert "バックアップを取得し、攻撃を受けても消されないように管理すること。" in text
    assert "7⑥c" in text
    assert "要原典確認" in text
    assert "契約で定める条項" in text
    assert "秘密の基幹サーバ" not in text
    assert "保守が終わるため" not in text


def test_the_annex_as_a_workbook_leaves_room_for_the_bidders_answer() -> None:
    found = list(sheets_of(tender.render_xlsx(tender_of())).values())
    requirements, clauses, matrix = found[:3]
    demands = [row[1] for row in requirements if isinstance(row[0], float | int)]
    assert len(demands) == len(tender_of().asked)
    assert all(str(one).endswith("こと。") for one in demands)
    assert len(clauses) > 10
    assert any("事業者" in str(row) for row in matrix)


def test_an_annex_without_any_question_still_has_clauses_and_matrix() -> None:
    quiet = replace(
        CASE,
        model=ServiceModel.BPO,
        data_class=DataClass.BUSINESS,
        connects=False,
        stop_tolerance_hours=500,
        system=None,
    )
    text = text_of(tender.render_pdf(tender_of(quiet)))
    assert "追加で聞く質問はありません" in text
    assert "責任分界の案" in text


def test_the_form_asks_each_question_once_and_tells_nothing_of_the_others() -> None:
    form = diligence.DiligenceForm(
        imprint=imprint(),
        catalogue=now().catalogue,
        case="電子カルテの更新",
        candidate="アルファ株式会社",
        asked=asked_of(CASE, ALPHA, now()),
        edition="7.0",
    )
    text = text_of(diligence.render_pdf(form))
    assert text.count("財務諸表など、経営の健全性が分かる資料を提出できますか。") == 1
    assert "回答者" in text
    assert "ベータ" not in text
    assert "秘密" not in text


def test_who_may_not_see_paths_gets_no_row_of_them() -> None:
    rows = grouped(comparison(ALPHA, BETA, sees_paths=False).rows())
    assert RowGroup.PATH not in rows
    assert RowGroup.PATH in grouped(comparison(ALPHA, BETA).rows())


def test_a_row_differs_exactly_when_its_cells_do() -> None:
    for row in comparison(ALPHA, BETA).rows():
        assert row.differs == (row.cells[0] != row.cells[1])
    assert not any(row.differs for row in comparison(ALPHA, ALPHA).rows())


def test_numbers_run_from_confirmed_to_worst() -> None:
    rows = {row.title: row.cells[0].text for row in comparison(ALPHA).rows()}
    asked = len(asked_of(CASE, ALPHA, now()))
    assert rows["質問への不足"] == f"1〜{asked - 1}／{asked}"

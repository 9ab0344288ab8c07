"""The list of gaps: gathered by vendor, with the questions to send."""

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    asset,
    connection,
    contract,
    portfolio,
    service,
)
from tests.reports.papers import conclusions, imprint, pages_of, sheets_of, squeezed, text_of
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.question import AnswerForm
from vendormgr.domain.vocabulary import Severity
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import Language, speaking
from vendormgr.reports import gaps, gaps_pdf, gaps_xlsx, questionnaire
from vendormgr.reports.page import A3_LANDSCAPE, A4_LANDSCAPE, Paper
from vendormgr.reports.questions import questions_to


@pytest.fixture
def document() -> gaps.GapDocument:
    return gaps.build(conclusions(), imprint())


def concluded(*facts: object) -> Conclusions:
    """What follows from some facts under the real catalogue."""
    return conclude(portfolio(*facts), load_catalogue())  # type: ignore[arg-type]


def test_every_finding_stands_once_under_the_vendor_to_talk_to(document: gaps.GapDocument) -> None:
    assert document.total == len(conclusions().findings)
    assert sum(line.count for vendor in document.vendors for line in vendor.lines) == document.total
    for vendor in document.vendors:
        assert sum(vendor.counts.values()) == sum(line.count for line in vendor.lines)


def test_the_worst_vendor_comes_first_and_the_hospital_last(document: gaps.GapDocument) -> None:
    worst = [
        [vendor.counts.get(severity, 0) for severity in Severity]
        for vendor in document.vendors
        if vendor.party is not None
    ]
    assert worst == sorted(worst, reverse=True)
    parties = [vendor.party for vendor in document.vendors]
    assert None not in parties[:-1]


def test_rows_of_one_service_and_clauses_of_one_contract_are_one_line() -> None:
    made = gaps.build(concluded(service(), contract("ehr-saas", title="契約")), imprint())
    lines = {line.title: line for vendor in made.vendors for line in vendor.lines}
    unread = lines["条項の有無が未確認"]
    assert unread.count > 20
    assert unread.seen.startswith(f"対象({unread.count}件): ")
    assert "責任分界マトリクスの添付" in unread.seen


def test_only_the_findings_given_are_listed() -> None:
    few = conclusions().findings[:3]
    document = gaps.build(conclusions(), imprint(), findings=few)
    assert document.total == 3
    assert len(document.records) == 3


def test_what_was_decided_about_a_gap_stands_beside_it() -> None:
    finding = conclusions().findings[0]
    decided = {finding.key: gaps.Treatment(state="計画中", owner="山田", reason="更新待ち")}
    document = gaps.build(conclusions(), imprint(), findings=[finding], treatments=decided)
    assert "計画中山田" in text_of(gaps_pdf.render_pdf(document))
    row = sheets_of(gaps_xlsx.render_xlsx(document))["不備一覧"][1]
    assert [row[6], row[7], row[9]] == ["計画中", "山田", "更新待ち"]


@pytest.mark.parametrize("paper", [A4_LANDSCAPE, A3_LANDSCAPE], ids=["A4", "A3"])
def test_the_paper_names_every_vendor_its_gaps_and_its_questions(
    document: gaps.GapDocument, paper: Paper
) -> None:
    text = text_of(gaps_pdf.render_pdf(document, paper))
    assert f"不備が{document.total}件あります。" in text
    for vendor in document.vendors:
        assert squeezed(vendor.name) in text
        assert all(squeezed(line.title) in text for line in vendor.lines)
        if vendor.questions:
            assert f"この委託先に送る質問({len(vendor.questions)}件)" in text
    assert "根拠" in text


def test_a_hospital_without_gaps_is_told_so() -> None:
    document = gaps.build(conclusions(), imprint(), findings=())
    assert "不備は見つかっていません。" in text_of(gaps_pdf.render_pdf(document))


def test_the_workbook_lists_each_finding_with_its_ids(document: gaps.GapDocument) -> None:
    found = sheets_of(gaps_xlsx.render_xlsx(document))
    assert list(found) == ["不備一覧", "質問", "委託先別", "この資料について"]
    ids = {(row[15], row[16]) for row in found["不備一覧"][1:]}
    assert ids == {one.key for one in conclusions().findings}


def test_unknown_controls_are_asked_in_the_words_of_the_catalogue() -> None:
    made = concluded(
        service("meals", vendor=CATERER, model="bpo"),
        asset("kitchen", location="external", owner=CATERER, label="厨房"),
        asset("core", core=True, label="基幹"),
        connection("kitchen", "core", controls={"mfa": None}),
    )
    asked = questions_to(CATERER, made, imprint())
    mfa = load_catalogue().controls["mfa"].question.ja
    found = next(one for one in asked if one.text == mfa)
    assert found.form is AnswerForm.TRI_STATE
    assert "厨房" in found.about


def test_unwritten_rows_are_asked_last_and_each_once() -> None:
    asked = questions_to(EHR, concluded(service()), imprint())
    forms = [one.form for one in asked]
    assert forms == sorted(forms, key=lambda form: form is AnswerForm.HOLDER)
    assert len({(one.about, one.text) for one in asked}) == len(asked)
    assert any("「サーバOSの更新」は、どちらの担当でしょうか。" in one.text for one in asked)


def test_the_questionnaire_asks_and_tells_nothing_of_our_findings() -> None:
    form = questionnaire.build(CATERER, conclusions(), imprint())
    pages = pages_of(questionnaire.render_pdf(form))
    text = squeezed("".join(pages))
    assert "取扱注意" in text
    assert "社外秘" not in text
    assert "回答者" in text
    for question in form.questions:
        assert squeezed(question.text) in text
    for word in ("緊急", "不備", "侵入経路"):
        assert word not in text


def test_papers_come_in_english_too() -> None:
    with speaking(Language.EN):
        made = imprint(language="en", hospital="Test Hospital", made_by="Planner")
        text = text_of(gaps_pdf.render_pdf(gaps.build(conclusions(), made)))
        form = questionnaire.build(CATERER, conclusions(), made)
        asked = text_of(questionnaire.render_pdf(form))
    assert "gapsareopen." in text
    assert "Questionnaire" in asked
    assert "教えてください" not in text + asked


def test_the_same_values_give_the_same_bytes() -> None:
    def made() -> tuple[bytes, bytes, bytes]:
        document = gaps.build(conclusions(), imprint())
        form = questionnaire.build(CATERER, conclusions(), imprint())
        return (
            gaps_pdf.render_pdf(document),
            gaps_xlsx.render_xlsx(document),
            questionnaire.render_pdf(form),
        )

    assert made() == made()

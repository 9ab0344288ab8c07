"""Disclosures on screens: typed or read from a file, compared, and decided on."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.domain.factories import CAST, TODAY, portfolio
from tests.web.browse import fill_in, follow, form_on, press_undo
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.assurance import Disclosure, DisclosureAnswer
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.vocabulary import Answer, DisclosureForm
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

Keep = Callable[[Portfolio], None]
YES, NO = (
    DisclosureAnswer(number="1-1", question="国内か", answer=one) for one in (Answer.YES, Answer.NO)
)
SDS = Disclosure(
    id="sds",
    party="ehr",
    form=DisclosureForm.SDS,
    product="ときわぎクラウド",
    dated_on=date(2026, 6, 1),
    answers=(YES, DisclosureAnswer(number="1-2", question="二要素か", answer=Answer.NO)),
)


def sds_file(*rows: tuple[str, ...], product: str = "ときわぎクラウド") -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (("サービス名称", product), ("番号", "質問", "回答", "備考"), *rows):
        sheet.append(row)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


ROWS = (
    ("1.1", "国内か", "いいえ", "海外に写し"),
    ("1.2", "二要素か", "はい", ""),
    ("2", "記録", "はい", ""),
)


def upload(visitor: Visitor, content: bytes) -> Any:
    """The preview, or the form again with what is wrong."""
    answer = visitor.post(
        "/disclosures/sds/upload",
        {"seen": "1", "edition": "", "file": (BytesIO(content), "sds.xlsx")},
        content_type="multipart/form-data",
    )
    return follow(visitor, answer)


@pytest.fixture
def kept(database: Database, keep: Keep) -> Callable[[], Disclosure]:
    """The disclosure as it is stored now."""
    keep(portfolio(*CAST, SDS))

    def now() -> Disclosure:
        with database.reading() as session:
            return load_portfolio(session, TODAY).disclosures[0]

    return now


Kept = Callable[[], Disclosure]


def test_a_no_asks_for_a_decision_until_there_is_one(planner: Visitor, kept: Kept) -> None:
    assert (
        "1問は、補うか、受け入れるか、直す日を決める必要があります"
        in planner.get("/disclosures/sds").text
    )
    assert "1件に、補う対策・受容・目標日のどれもありません" in planner.get("/disclosures").text
    _, answer = fill_in(planner, "/disclosures/sds/decisions", line0_target_on="令和9年3月31日")
    assert answer.status_code == 303
    assert kept().answers[1].target_on == date(2027, 3, 31)
    assert kept().answers[0] == YES
    assert "2027年3月31日までに対応" in planner.get("/disclosures/sds").text
    assert "すべて判断済みです" in planner.get("/disclosures").text


def test_an_acceptance_that_has_ended_is_no_decision(planner: Visitor, kept: Kept) -> None:
    accepted = {"line0_accepted_by": "院長", "line0_accepted_until": "2026/11/21"}
    fill_in(planner, "/disclosures/sds/decisions", **accepted)
    assert kept().answers[1].accepted_by == "院長"
    assert "直す日を決める必要があります" in planner.get("/disclosures/sds").text


def test_rows_are_typed_changed_and_taken_out(planner: Visitor, kept: Kept) -> None:
    _, answer = fill_in(
        planner,
        "/disclosures/sds/answers",
        row0_number="",
        row0_question="",
        row0_answer="",
        row1_remark="来年度",
        row2_number="7",
        row2_answer="not_applicable",
    )
    assert answer.status_code == 303
    assert [(one.number, one.answer, one.remark) for one in kept().answers] == [
        ("1-2", Answer.NO, "来年度"),
        ("7", Answer.NOT_APPLICABLE, None),
    ]


def test_a_row_without_a_number_and_a_number_twice_are_refused(
    planner: Visitor, kept: Kept
) -> None:
    _, answer = fill_in(
        planner, "/disclosures/sds/answers", row2_question="何か", row3_number="1-1"
    )
    assert answer.status_code == 422
    assert "番号を書いてください" in answer.text
    assert "同じ番号の行があります" in answer.text
    assert 'value="何か"' in answer.text
    assert kept() == SDS


def test_a_file_is_shown_first_then_saved_and_taken_back(planner: Visitor, kept: Kept) -> None:
    page = upload(planner, sds_file(*ROWS))
    assert page.status_code == 200
    assert "3問の違いがあります" in page.text
    assert "以前の回答と食い違います:1-1、1-2" in page.text
    assert kept() == SDS
    taken = planner.post("/disclosures/sds/upload/take")
    assert taken.status_code == 303
    assert [(one.number, one.answer) for one in kept().answers] == [
        ("1-1", Answer.NO),
        ("1-2", Answer.YES),
        ("2", Answer.YES),
    ]
    press_undo(planner, planner.get("/disclosures/sds"))
    assert kept() == SDS
    assert (
        "読み取った内容が残っていません"
        in planner.get(planner.post("/disclosures/sds/upload/take").location).text
    )


def test_a_file_of_another_product_and_odd_cells_are_named(planner: Visitor, kept: Kept) -> None:
    odd = (("1.1", "国内か", "はい", ""), ("1.1", "国内か", "いいえ", ""), ("3", "x", "たぶん", ""))
    page = upload(planner, sds_file(*odd, product="さざなみPACS")).text
    assert "ファイルは「さざなみPACS」の開示書です" in page
    assert "「たぶん」" in page
    assert "先の行だけを読みました:1-1" in page
    assert upload(planner, b"x").status_code == 422
    assert upload(planner, b"").status_code == 422
    assert kept() == SDS


def test_what_was_read_is_not_saved_over_what_somebody_changed_meanwhile(
    planner: Visitor, kept: Kept
) -> None:
    upload(planner, sds_file(*ROWS))
    fill_in(planner, "/disclosures/sds/decisions", line0_compensation="院内で中継")
    answer = planner.post("/disclosures/sds/upload/take")
    assert "ほかの人がこの開示書を変更しました" in planner.get(answer.location).text
    assert kept().answers[1].compensation == "院内で中継"


@pytest.mark.usefixtures("kept")
def test_two_people_deciding_at_once_see_both(planner: Visitor) -> None:
    path = "/disclosures/sds/decisions"
    sent = form_on(planner.get(path)) | {"line0_compensation": ["記録で補う"]}
    fill_in(planner, path, line0_compensation="院内で中継")
    answer = planner.post(path, sent)
    assert answer.status_code == 409
    assert "院内で中継" in answer.text
    assert "記録で補う" in answer.text


def test_changed_answers_show_against_the_disclosure_before(planner: Visitor, keep: Keep) -> None:
    newer = Disclosure(
        id="newer", party="ehr", form=DisclosureForm.SDS, product=SDS.product,
        dated_on=date(2026, 11, 1), answers=(NO,),
    )  # fmt: skip
    keep(portfolio(*CAST, SDS, newer))
    page = planner.get("/disclosures/newer").text
    assert "2026年6月1日の開示書と1問の回答が違います" in page
    assert "前回:はい" in page


@pytest.mark.parametrize("role", [Role.CONTRACTS, Role.AUDITOR])
def test_who_may_only_read_changes_nothing(
    role: Role, signed_in: Callable[[Role], Visitor], kept: Kept
) -> None:
    visitor = signed_in(role)
    assert "二要素か" in visitor.get("/disclosures/sds").text
    assert visitor.get("/disclosures/sds/decisions").status_code == 403
    assert upload(visitor, sds_file(*ROWS)).status_code == 403
    assert kept() == SDS

"""The questionnaire as a workbook: what to answer, with which choices, and none of our findings."""

from io import BytesIO

from python_calamine import CalamineWorkbook

from tests.domain.factories import CATERER
from tests.reports.papers import conclusions, imprint
from vendormgr.reports import questionnaire, questionnaire_xlsx


def rows_of(content: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_each_question_stands_with_its_number_and_its_choices() -> None:
    document = questionnaire.build(CATERER, conclusions(), imprint())
    rows = rows_of(questionnaire_xlsx.render_xlsx(document))
    asked = [row for row in rows if any(one.text in row for one in document.questions)]
    assert [row[0] for row in asked] == list(range(1, len(document.questions) + 1))
    assert any("○ はい" in str(row) for row in asked)


def test_it_tells_the_vendor_nothing_of_our_findings() -> None:
    document = questionnaire.build(CATERER, conclusions(), imprint())
    text = repr(rows_of(questionnaire_xlsx.render_xlsx(document)))
    assert "緊急" not in text
    assert "不備" not in text


def test_the_same_questions_give_the_same_bytes() -> None:
    document = questionnaire.build(CATERER, conclusions(), imprint())
    assert questionnaire_xlsx.render_xlsx(document) == questionnaire_xlsx.render_xlsx(document)

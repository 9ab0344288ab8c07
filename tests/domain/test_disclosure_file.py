"""Filled-in disclosure forms: whose they are, what they take back, what the hospital decided."""

from dataclasses import replace
from datetime import date

import pytest

from vendormgr.domain.assurance import Disclosure, DisclosureAnswer
from vendormgr.domain.disclosure_file import (
    Contradiction,
    contradictions,
    is_other_product,
    merged_answers,
    read_disclosure,
)
from vendormgr.domain.sheet_grid import Grid
from vendormgr.domain.sheet_table import find_table
from vendormgr.domain.vocabulary import Answer

GRID = Grid(
    "SDS",
    (
        ("サービス事業者による開示書", "", "", ""),
        ("サービス名称", "ときわぎクラウド", "", ""),
        ("番号", "質問", "回答", "備考"),
        ("1.1", "データは国内にあるか", "はい", ""),
        ("1.2", "二要素認証があるか", "いいえ", "来年度対応"),
        ("1.2", "写し", "はい", ""),
        ("2", "記録を残すか", "ときどき", ""),
        ("3", "監査を受けるか", "", ""),
    ),
)
NO = DisclosureAnswer(number="1-2", answer=Answer.NO)


def test_answers_are_read_with_their_questions_and_the_product() -> None:
    layout = find_table(GRID)
    assert layout is not None
    read = read_disclosure(GRID, layout)
    assert read.answers == (
        DisclosureAnswer(number="1-1", question="データは国内にあるか", answer=Answer.YES),
        replace(NO, question="二要素認証があるか", remark="来年度対応"),
    )
    assert [(one.row, one.number, one.cell.text) for one in read.wrong] == [(7, "2", "ときどき")]
    assert (read.repeated, read.product) == (("1-2",), "ときわぎクラウド")


def test_a_no_keeps_what_the_hospital_decided_and_a_yes_drops_it() -> None:
    decided = replace(NO, compensation="院内で中継", accepted_by="院長", target_on=date(2027, 3, 1))
    gone = DisclosureAnswer(number="9", answer=Answer.YES)
    assert merged_answers([decided, gone], [NO]) == (decided, gone)
    yes = replace(NO, answer=Answer.YES)
    assert merged_answers([decided], [yes]) == (yes,)


def test_answers_that_contradict_earlier_ones_are_named() -> None:
    yes = replace(NO, answer=Answer.YES)
    assert contradictions([yes], [NO]) == (Contradiction("1-2", Answer.YES, Answer.NO),)
    assert contradictions([NO], [NO, DisclosureAnswer(number="7", answer=Answer.YES)]) == ()
    assert contradictions([replace(NO, answer=None)], [NO]) == ()


@pytest.mark.parametrize(
    ("ours", "theirs", "other"),
    [
        ("ときわぎクラウド", "トキワギクラウド", False),
        ("ときわぎクラウド", "ときわぎクラウド Ver.3", False),
        ("ときわぎクラウド", "さざなみPACS", True),
        (None, "さざなみPACS", False),
        ("ときわぎクラウド", None, False),
    ],
)
def test_a_form_of_another_product_is_noticed(
    ours: str | None, theirs: str | None, other: bool
) -> None:
    assert is_other_product(Disclosure(id="d", product=ours), theirs) is other

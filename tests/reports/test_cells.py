"""Cells of table files: no spreadsheet takes typed text for a formula."""

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendormgr.reports.cells import LONGEST, plain_value, safe_text, to_csv

DANGEROUS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("start", list(DANGEROUS), ids=[f"U+{ord(c):04X}" for c in DANGEROUS])
def test_what_could_start_a_formula_gets_an_apostrophe(start: str) -> None:
    assert safe_text(start + "1+1")[0] == "'"


@given(st.text())
def test_no_cell_ever_starts_like_a_formula_or_holds_what_xml_cannot(text: str) -> None:
    safe = safe_text(text)
    assert safe[:1] not in set(DANGEROUS)
    assert not any(c < " " and c not in "\n\t" for c in safe)
    safe.encode("utf-8")


def test_a_text_longer_than_a_cell_is_cut_visibly() -> None:
    assert len(safe_text("あ" * 40_000)) == LONGEST
    assert safe_text("あ" * 40_000)[-1] == "…"


def test_names_stay_exactly_as_typed() -> None:
    assert safe_text("𠮷田 髙﨑㈱① <b>&") == "𠮷田 髙﨑㈱① <b>&"


def test_yes_no_and_nothing_have_their_signs() -> None:
    assert [plain_value(one) for one in (True, False, None, 3)] == ["○", "×", "", 3]


def test_csv_opens_in_excel_and_reads_back() -> None:
    made = to_csv(["名称", "日"], [['委託"先', date(2026, 4, 1)], ["=1+1", None], ["a\nb", 3]])
    assert made.content.startswith(b"\xef\xbb\xbf")
    assert made.content.count(b"\r\n") == 4
    rows = list(csv.reader(StringIO(made.content.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["名称", "日"], ['委託"先', "2026-04-01"], ["'=1+1", ""], ["a\nb", "3"],
    ]  # fmt: skip


def test_cp932_names_the_characters_that_do_not_fit() -> None:
    made = to_csv(["名称"], [["𠮷田髙﨑①"]], cp932=True)
    assert made.content.decode("cp932") == "名称\r\n〓田髙﨑①\r\n"
    assert made.unfit == frozenset("𠮷")

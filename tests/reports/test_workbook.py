"""Excel files: text stays text, sheets print well, the same values give the same bytes."""

import re
import zipfile
from datetime import date
from io import BytesIO

from tests.reports.papers import HOSTILE, NOTE, imprint, sheets_of
from vendormgr.reports.look import Tone
from vendormgr.reports.workbook import Band, Field, Sheet, Toned, about_sheet, sheet_names, to_xlsx

COLUMNS = (Field("名称", 30), Field("日", 14), Field("数", 8))


def part(xlsx: bytes, name: str) -> str:
    """One file inside the workbook."""
    with zipfile.ZipFile(BytesIO(xlsx)) as files:
        return files.read(name).decode("utf-8")


def book(*rows: tuple[object, ...] | Band, **settings: object) -> bytes:
    """A workbook of one sheet."""
    values = {"title": "台帳", "columns": COLUMNS, "rows": rows, **settings}
    return to_xlsx([Sheet(**values)], title="台帳", imprint=imprint())  # type: ignore[arg-type]


def test_values_are_read_back_as_they_were() -> None:
    found = sheets_of(book(("𠮷田 髙﨑㈱", date(2026, 4, 1), 3), (None, None, True)))
    assert found["台帳"] == [
        ["名称", "日", "数"], ["𠮷田 髙﨑㈱", date(2026, 4, 1), 3.0], ["", "", "○"],
    ]  # fmt: skip


def test_typed_text_never_becomes_a_formula_a_link_or_a_number() -> None:
    xlsx = book(("=1+1", "http://example.com/", "0123"), (HOSTILE, "+81", "1,200"))
    sheet = part(xlsx, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert sheets_of(xlsx)["台帳"][1:] == [
        ["'=1+1", "http://example.com/", "0123"], [HOSTILE, "'+81", "1,200"],
    ]  # fmt: skip


def test_control_characters_and_very_long_notes_leave_a_file_that_opens() -> None:
    found = sheets_of(book(("a\x00b\x0bc", "_x0041_", ""), (NOTE, "\ud800", "")))
    assert found["台帳"][1][:2] == ["abc", "_x0041_"]
    assert found["台帳"][2][:2] == [NOTE, "\ufffd"]


def test_the_head_is_frozen_and_repeated_in_print() -> None:
    xlsx = book(("a", None, None), intro=("題", "説明"), paper="A3")
    sheet = part(xlsx, "xl/worksheets/sheet1.xml")
    assert re.search(r'<pane xSplit="1" ySplit="4" .*state="frozen"', sheet)
    assert 'orientation="landscape"' in sheet
    assert 'paperSize="8"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "'台帳'!$4:$4" in part(xlsx, "xl/workbook.xml").replace("台帳!", "'台帳'!")


def test_head_and_foot_of_a_printed_page_cannot_be_commands() -> None:
    sheet = part(book(title="A&B&G&[Picture] 台帳"), "xl/worksheets/sheet1.xml")
    assert "A＆B＆G＆[Picture] 台帳" in sheet


def test_bands_and_tones_keep_their_words() -> None:
    xlsx = book(Band("データの扱い"), (Toned("未定", Tone.ALARM), None, None), flat=False)
    assert [row[0] for row in sheets_of(xlsx)["台帳"]] == ["名称", "データの扱い", "未定"]
    assert "BIZ UDPゴシック" in part(xlsx, "xl/styles.xml")


def test_sheet_names_are_what_excel_takes() -> None:
    names = sheet_names(["a/b:c*?[x]\\", "あ" * 40, "A B C", "a b c", "History", "", "'x'", "=1"])
    assert all(1 <= len(one) <= 31 for one in names)
    assert len({one.casefold() for one in names}) == len(names)
    assert not any(set(one) & set("[]:*?/\\") for one in names)
    assert not any(one.startswith("'") or one.endswith("'") for one in names)
    assert "History" not in names


def test_the_same_values_give_the_same_bytes() -> None:
    assert book(("a", date(2026, 4, 1), 1)) == book(("a", date(2026, 4, 1), 1))


def test_the_file_says_who_made_it_when_from_which_data() -> None:
    about = about_sheet((("基準日", "2026年11月22日"),), imprint())
    rows = sheets_of(to_xlsx([about], title="x", imprint=imprint()))["この資料について"]
    assert ["作成日時", "2026年11月22日 14:05 (UTC+9)"] in rows
    assert ["作成者", "企画 花子"] in rows
    assert ["データ版", "42-9f3a"] in rows

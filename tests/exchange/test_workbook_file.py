"""Excel files from outside: refused by what is in them; what is filled in reads back."""

import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests.workbooks import official_form
from vendormgr.domain.assurance import SheetAnswer
from vendormgr.domain.sheet_answer import read_answer
from vendormgr.domain.sheet_grid import Grid
from vendormgr.domain.sheet_table import find_table, read_lines
from vendormgr.domain.vocabulary import Answer
from vendormgr.exchange import workbook_file
from vendormgr.exchange.sheet_writer import fill_sheet
from vendormgr.exchange.workbook_file import WorkbookError, read_workbook


def repacked(content: bytes, **added: bytes) -> bytes:
    """The package with members added or replaced; __ in a name stands for /, ___ for a dot."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = {name.replace("___", ".").replace("__", "/"): data for name, data in added.items()}
        for one in old.infolist():
            if one.filename not in names:
                new.writestr(one, old.read(one))
        for name, data in names.items():
            new.writestr(name, data)
    return out.getvalue()


def reason(content: bytes) -> str:
    with pytest.raises(WorkbookError) as caught:
        read_workbook(content)
    return caught.value.text_id.removeprefix("workbook.")


def table(content: bytes) -> Grid:
    return read_workbook(content)[0]


def test_a_sheet_reads_as_texts_with_its_merged_areas_and_hidden_sheets_say_so() -> None:
    first, second = read_workbook(official_form())
    assert (first.name, first.hidden, second.name, second.hidden) == (
        "事業者確認用",
        False,
        "裏",
        True,
    )
    assert (1, 2, 1, 4) in first.merged
    assert first.rows[4][:3] == ("①", "台帳があるか", "はい・いいえ")


def test_answers_that_were_filled_in_read_back_and_the_rest_stays() -> None:
    content = official_form()
    grid = table(content)
    layout = find_table(grid)
    assert layout is not None
    lines = {one.number: one for one in read_lines(grid, layout)}
    answers = {
        "2-①": SheetAnswer(number="2-①", answer=Answer.YES, completed_on=date(2026, 6, 1)),
        "2-②": SheetAnswer(number="2-②", answer=Answer.NO, target_on=date(2027, 3, 31)),
    }
    filled = table(fill_sheet(content, layout, lines, answers))
    again = find_table(filled)
    assert again == layout
    assert {line.number: read_answer(line) for line in read_lines(filled, again)} == {
        number: (answer, ()) for number, answer in answers.items()
    }
    assert filled.merged == grid.merged
    assert filled.rows[0] == grid.rows[0]


def test_a_remark_that_looks_like_a_formula_stays_a_text() -> None:
    content = official_form()
    grid = table(content)
    layout = find_table(grid)
    assert layout is not None
    lines = {one.number: one for one in read_lines(grid, layout)}
    answer = SheetAnswer(number="2-①", remark='=HYPERLINK("http://evil.example")')
    filled = fill_sheet(content, layout, lines, {"2-①": answer})
    assert openpyxl.load_workbook(BytesIO(filled)).worksheets[0]["F5"].data_type == "s"


def test_files_that_are_no_workbook_are_refused_by_what_they_are() -> None:
    content = official_form()
    assert reason(b"") == "no_workbook"
    assert reason(b"%PDF-1.7") == "no_workbook"
    assert reason("番号,項目\n".encode("cp932")) == "no_workbook"
    assert reason(content[: len(content) // 2]) == "no_workbook"
    assert reason(b"\xd0\xcf\x11\xe0" + b"\0" * 600) == "encrypted"
    assert reason(repacked(content, xl__vbaProject___bin=b"x")) == "macros"
    assert (
        reason(repacked(content, xl__externalLinks__externalLink1___xml=b"<x/>"))
        == "external_links"
    )
    assert reason(repacked(content, xl__workbook___xml=b"<broken")) == "broken"
    assert (
        reason(repacked(content, xl__workbook___xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'))
        == "broken"
    )


def test_files_that_are_too_large_are_refused_before_they_are_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = official_form()
    bomb = repacked(content, xl__media__x___bin=b"\0" * (workbook_file.MAX_UNPACKED + 1))
    assert len(bomb) < workbook_file.MAX_BYTES
    assert reason(bomb) == "unpacks_too_large"
    assert reason(b"x" * (workbook_file.MAX_BYTES + 1)) == "too_large"
    monkeypatch.setattr(workbook_file, "MAX_ROWS", 3)
    assert reason(content) == "too_many_rows"

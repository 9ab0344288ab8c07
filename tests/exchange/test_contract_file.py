"""Contract files are read by content; what is broken, locked or dangerous is refused by name."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.exchange import contract_files as made
from vendormgr.domain.reading.passage import address, from_plain
from vendormgr.exchange.contract_file import Extracted, FileKind, extract, kind_of
from vendormgr.exchange.contract_file_run import Limits, ReadFile, read_apart
from vendormgr.exchange.contract_file_text import decode
from vendormgr.exchange.file_error import ContractFileError, FileProblem

TEXT = "\n".join(made.LINES)


def silent(_done: int, _of: int) -> None:
    """Nobody listens."""


def read(folder: Path, content: bytes) -> Extracted:
    place = made.save(folder, content)
    return extract(place, kind_of(place), silent)


def apart(folder: Path, content: bytes, limits: Limits | None = None) -> ReadFile:
    place = made.save(folder, content)
    return read_apart(place, kind_of(place), silent, limits)


@pytest.mark.parametrize(
    ("make", "kind"),
    [(made.pdf, FileKind.PDF), (made.word, FileKind.DOCX), (TEXT.encode, FileKind.TEXT)],
    ids=["pdf", "docx", "text"],
)
def test_each_kind_is_known_by_its_content_and_read(
    tmp_path: Path, make: Callable[[], bytes], kind: FileKind
) -> None:
    found = apart(tmp_path, make())
    assert found.kind is kind
    passages = from_plain(found.passages)
    places = [address(passages, one.place) for one in passages]
    assert places[:2] == ["第1条", "第2条"]
    assert "二十四時間以内" in passages[1].text


def test_word_numbers_its_paragraphs_as_it_shows_them(tmp_path: Path) -> None:
    found = apart(tmp_path, made.numbered_word())
    passages = from_plain(found.passages)
    places = [address(passages, one.place) for one in passages]
    assert places == ["第1条", "第1条第1項", "第1条第2項", "第1条第2項第1号", "第2条"]
    assert passages[0].title == "通報"


def test_tracked_changes_are_read_as_accepted_and_said_so(tmp_path: Path) -> None:
    found = read(tmp_path, made.numbered_word())
    assert found.tracked_changes
    assert found.pages[0][-1] == "甲は毎月支払う。"


def test_rows_of_a_table_keep_their_cells(tmp_path: Path) -> None:
    assert read(tmp_path, made.word()).pages[0][-1] == "頻度\t毎日"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "iso2022_jp"]
)
def test_japanese_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).lstrip("﻿") == TEXT


def test_a_scan_is_recognised_as_one(tmp_path: Path) -> None:
    found = apart(tmp_path, made.pdf(3, picture=True))
    assert found.scanned
    assert found.without_text == (1, 2, 3)
    assert found.passages == ()


@pytest.mark.parametrize(("pages", "pictures"), [(1, 1), (1, 9), (3, 1)])
def test_text_is_kept_beside_pages_that_are_pictures(
    tmp_path: Path, pages: int, pictures: int
) -> None:
    found = apart(tmp_path, made.pdf(pages, pictures=pictures))
    assert not found.scanned
    assert found.without_text == tuple(range(pages + 1, pages + pictures + 1))
    assert found.passages


def test_a_scan_behind_a_cover_sheet_stays_a_scan(tmp_path: Path) -> None:
    assert apart(tmp_path, made.pdf(1, pictures=10)).scanned


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    place = made.save(tmp_path, made.pdf(4))
    read_apart(place, FileKind.PDF, lambda done, of: told.append((done, of)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def old_word() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def locked_word() -> bytes:
    return old_word() + "EncryptedPackage".encode("utf-16-le")


def spreadsheet() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return stream.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], FileProblem]] = {
    "empty": (lambda: b" \n", FileProblem.EMPTY),
    "picture": (lambda: b"\x89PNG\r\n" + b"\0" * 50, FileProblem.PICTURE),
    "program": (lambda: b"MZ" + b"\0" * 50, FileProblem.OTHER_KIND),
    "noise": (lambda: b"abc\0def" * 9, FileProblem.OTHER_KIND),
    "rtf": (lambda: b"{\\rtf1 x}", FileProblem.OTHER_KIND),
    "spreadsheet": (spreadsheet, FileProblem.OTHER_KIND),
    "old word": (old_word, FileProblem.OLD_WORD),
    "word with a password": (locked_word, FileProblem.ENCRYPTED),
    "word with an encrypted part": (made.encrypted_zip, FileProblem.ENCRYPTED),
    "word cut off": (lambda: made.word()[:3000], FileProblem.BROKEN),
    "word with a broken part": (
        lambda: made.rewritten(made.word(), {"word/document.xml": b"<w:document"}),
        FileProblem.BROKEN,
    ),
    "word with macros": (
        lambda: made.rewritten(made.word(), {"word/vbaProject.bin": b"x"}),
        FileProblem.MACRO,
    ),
    "word of the macro type": (made.with_macro_type, FileProblem.MACRO),
    "word with an entity": (made.with_entity, FileProblem.EXTERNAL),
    "word with a remote template": (made.with_remote_template, FileProblem.EXTERNAL),
    "bomb": (made.bomb, FileProblem.BOMB),
    "thousands of parts": (made.many_members, FileProblem.BOMB),
    "pdf with a password": (lambda: made.pdf(locked=True), FileProblem.ENCRYPTED),
    "pdf with a program": (lambda: made.pdf(script="app.alert(1)"), FileProblem.MACRO),
    "pdf cut off": (lambda: b"%PDF-1.4\n" + b"x" * 200, FileProblem.BROKEN),
    "pdf too long": (lambda: made.pdf(301, picture=True), FileProblem.TOO_MANY_PAGES),
    "no encoding": (lambda: b"\x81\xff\xfd" * 50, FileProblem.ENCODING),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, case: str) -> None:
    make, problem = REFUSED[case]
    with pytest.raises(ContractFileError) as caught:
        read(tmp_path, make())
    assert caught.value.problem is problem


def test_a_pdf_by_name_is_a_text_by_content(tmp_path: Path) -> None:
    assert kind_of(made.save(tmp_path, TEXT.encode(), "contract.pdf")) is FileKind.TEXT


def test_reading_ends_when_it_takes_too_long(tmp_path: Path) -> None:
    with pytest.raises(ContractFileError) as caught:
        apart(tmp_path, made.pdf(), Limits(seconds=0))
    assert caught.value.problem is FileProblem.TOO_SLOW


def test_reading_ends_when_it_takes_too_much_memory(tmp_path: Path) -> None:
    with pytest.raises(ContractFileError) as caught:
        apart(tmp_path, (TEXT * 60_000).encode(), Limits(memory_mb=30))
    assert caught.value.problem is FileProblem.TOO_MUCH_MEMORY

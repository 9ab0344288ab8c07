"""契約書のファイル: what may be read, what is refused and why; the kind follows from the content.

The name of a file is never believed. Everything that opens a file for its text runs in a process
of its own (contract_file_run); here only its first bytes and, of a zip, its list are looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vendormgr.exchange.contract_file_zip import check_list, check_parts
from vendormgr.exchange.file_error import ContractFileError, FileProblem

__all__ = [
    "MOST_BYTES",
    "MOST_PAGES",
    "ContractFileError",
    "Extracted",
    "FileKind",
    "FileProblem",
    "extract",
    "kind_of",
]

MOST_BYTES = 20 * 1024 * 1024
MOST_PAGES = 300
MOST_CHARACTERS = 700_000
"""300 dense pages hold about 600,000."""
SCAN_HAS_TEXT_ON = 10
"""A scan has text on fewer than one page in so many: a cover sheet, a fax header."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_OTHERS = (b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")
Report = Callable[[int, int], None]
"""Told after each page: how many are read, of how many."""


class FileKind(StrEnum):
    """ファイルの種類."""

    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The lines of a file."""

    kind: FileKind
    pages: tuple[tuple[str, ...], ...]
    """Lines by page; a file without pages has one."""
    page_count: int | None
    """None: the file has no pages of its own."""
    wrapped: bool
    """Whether the page broke the lines."""
    without_text: tuple[int, ...] = ()
    """Numbers of pages that are pictures only."""
    tracked_changes: bool = False
    """The file holds changes that nobody has accepted yet; they are read as if accepted."""

    @property
    def scanned(self) -> bool:
        """Whether it is a scan: all but a tenth of the pages are pictures without text."""
        with_text = len(self.pages) - len(self.without_text)
        return bool(self.without_text) and with_text * SCAN_HAS_TEXT_ON < len(self.pages)


def kind_of(path: Path) -> FileKind:
    """What a file is by its content.

    Raises:
        ContractFileError: It is nothing that can be read, or must not be.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ContractFileError(FileProblem.TOO_LARGE, n=MOST_BYTES // 1024 // 1024)
    with path.open("rb") as file:
        start = file.read(2048)
    if not start.strip():
        raise ContractFileError(FileProblem.EMPTY)
    if b"%PDF-" in start[:1024]:
        return FileKind.PDF
    if start.startswith(b"PK"):
        check_list(path)
        return FileKind.DOCX
    if start.startswith(_OLE):
        raise ContractFileError(_ole_problem(path))
    if start.startswith(_PICTURES):
        raise ContractFileError(FileProblem.PICTURE)
    if start.startswith(_OTHERS) or _is_binary(start):
        raise ContractFileError(FileProblem.OTHER_KIND)
    return FileKind.TEXT


def extract(path: Path, kind: FileKind, report: Report) -> Extracted:
    """The text of a file; only for the process that was made for it.

    Raises:
        ContractFileError: It cannot be read.
    """
    # Imported here: each is needed for its own kind only, and loads native code.
    match kind:
        case FileKind.PDF:
            from vendormgr.exchange.contract_file_pdf import read_pdf  # noqa: PLC0415

            pages, without_text = read_pdf(path, MOST_PAGES, report)
            found = Extracted(
                kind=kind,
                pages=pages,
                page_count=len(pages),
                wrapped=True,
                without_text=without_text,
            )
        case FileKind.DOCX:
            from vendormgr.exchange.contract_file_docx import read_docx  # noqa: PLC0415

            check_parts(path)
            lines, tracked = read_docx(path)
            report(1, 1)
            found = Extracted(
                kind=kind, pages=(lines,), page_count=None, wrapped=False, tracked_changes=tracked
            )
        case FileKind.TEXT:
            from vendormgr.exchange.contract_file_text import read_text  # noqa: PLC0415

            lines, wrapped = read_text(path)
            report(1, 1)
            found = Extracted(kind=kind, pages=(lines,), page_count=None, wrapped=wrapped)
    _check_amount(found)
    return found


def _check_amount(found: Extracted) -> None:
    amount = sum(len(line) for page in found.pages for line in page)
    if amount > MOST_CHARACTERS:
        raise ContractFileError(FileProblem.TOO_MUCH_TEXT)
    if not amount and not found.without_text:
        raise ContractFileError(FileProblem.EMPTY)


def _ole_problem(path: Path) -> FileProblem:
    """An old Word file, or a new one behind a password."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return FileProblem.ENCRYPTED
    return FileProblem.OLD_WORD


def _is_binary(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return False
    return b"\0" in start

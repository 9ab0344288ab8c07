"""The text of a PDF, page by page, as PDFium gives it; pages that are pictures only are named."""

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from vendormgr.exchange.file_error import ContractFileError, FileProblem

LEAST_CHARACTERS = 10
"""A page with fewer and with a picture is a scan; a stamp or page number may lie over it."""
_PASSWORD = 4
"""FPDF_ERR_PASSWORD."""
_ACTION = re.compile(rb"/S\s*/(?:JavaScript|Launch)\b")
Pages = tuple[tuple[str, ...], ...]


def read_pdf(
    path: Path, most_pages: int, report: Callable[[int, int], None]
) -> tuple[Pages, tuple[int, ...]]:
    """Lines by page, and the numbers of pages that are pictures only.

    Raises:
        ContractFileError: It is broken, locked, too long or holds a program.
    """
    document = _open(path)
    try:
        count = len(document)
        if count == 0:
            raise ContractFileError(FileProblem.BROKEN)
        if count > most_pages:
            raise ContractFileError(FileProblem.TOO_MANY_PAGES, n=most_pages)
        if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or _starts_something(path):
            raise ContractFileError(FileProblem.MACRO)
        pages, without_text = [], []
        for number in range(count):
            lines, is_picture = _read_page(document, number)
            pages.append(lines)
            if is_picture:
                without_text.append(number + 1)
            report(number + 1, count)
    finally:
        document.close()
    return tuple(pages), tuple(without_text)


def _starts_something(path: Path) -> bool:
    """Whether opening it would run a script or start a program; PDFium counts only named ones."""
    return _ACTION.search(path.read_bytes()) is not None


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        problem = FileProblem.ENCRYPTED if locked else FileProblem.BROKEN
        raise ContractFileError(problem) from error


def _read_page(document: pypdfium2.PdfDocument, number: int) -> tuple[tuple[str, ...], bool]:
    try:
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise ContractFileError(FileProblem.BROKEN) from error
    try:
        text_page = page.get_textpage()
        try:
            text = text_page.get_text_range()
        finally:
            text_page.close()
        lines = tuple(line for line in text.replace("\r", "\n").split("\n") if line.strip())
        few = sum(len(line.strip()) for line in lines) < LEAST_CHARACTERS
        return lines, few and _has_picture(page)
    finally:
        page.close()


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    wanted = {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM}
    return any(one.type in wanted for one in page.get_objects(max_depth=2))

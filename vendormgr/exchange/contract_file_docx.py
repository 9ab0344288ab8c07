"""The text of a Word file in the order of the page: paragraphs with their numbers, table rows.

Word does not store the numbers that it shows: 第1条 may be a counter of the paragraph's style. They
are counted here as Word does. Deleted text of tracked changes is left out, inserted text is read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from vendormgr.exchange.contract_file_numbering import Numbering
from vendormgr.exchange.file_error import ContractFileError, FileProblem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rPr", _FALLBACK}
)
_DEEPEST = 12
"""Tables in tables; deeper ones are read as lines."""


def read_docx(path: Path) -> tuple[tuple[str, ...], bool]:
    """The lines, table cells separated by tabs, and whether changes are still tracked.

    Raises:
        ContractFileError: Word could not open it either.
    """
    try:
        document = docx.Document(str(path))
        body = document.element.body
        numbering = Numbering(*_definitions(document))
        lines = tuple(_blocks(body, numbering, 0))
    except (OpcError, BadZipFile, KeyError, ValueError, AttributeError, etree.LxmlError) as error:
        raise ContractFileError(FileProblem.BROKEN) from error
    tracked = any(True for _ in body.iter(f"{W}ins", f"{W}del"))
    return lines, tracked


def _definitions(document: Any) -> tuple[Any, Any]:
    """The roots of the numbering and of the styles; None where there is none."""
    try:
        numbering = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        numbering = None
    return numbering, document.styles.element


def _blocks(parent: Any, numbering: Numbering, depth: int) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(child, numbering)
        elif child.tag == f"{W}tbl" and depth < _DEEPEST:
            for row in child.iter(f"{W}tr"):
                if _table_of(row) is child:
                    yield "\t".join(_cells(row, numbering, depth))
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _blocks(child, numbering, depth)


def _table_of(row: Any) -> Any:
    return next(row.iterancestors(f"{W}tbl"))


def _cells(row: Any, numbering: Numbering, depth: int) -> Iterator[str]:
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is row:
            lines = _blocks(cell, numbering, depth + 1)
            yield " ".join(line.replace("\t", " ").strip() for line in lines if line.strip())


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    number = numbering.next_for(paragraph)
    text = "".join(_texts(paragraph))
    if not text.strip():
        return
    first, *others = text.split("\n")
    # A tab inside a paragraph is a gap; only cells of a table are separated by tabs.
    yield f"{number}{first}".replace("\t", "　")
    yield from (line.replace("\t", "　") for line in others if line.strip())


def _texts(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in {f"{W}tab", f"{W}ptab"}:
            yield "\t"
        elif child.tag in {f"{W}br", f"{W}cr"}:
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{W}pPr":
            continue
        else:
            yield from _texts(child)

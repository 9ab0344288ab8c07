"""Word files before anything opens them: their list, sizes, macros, entities, links outwards."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from vendormgr.exchange.file_error import ContractFileError, FileProblem

MOST_MEMBERS = 3_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_XML = 40 * 1024 * 1024
"""For one part; 300 pages of Word take about 10 MB."""
MOST_RATIO = 150
"""How many times larger a part may become; repetitive XML reaches about 60."""
RATIO_FROM = 1024 * 1024
_ENCRYPTED_FLAG = 0x1
_MACRO_PARTS = re.compile(r"(?:^|/)(?:vbaproject|vbadata|activex)", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACRO_TYPE = b"macroenabled"
_OUTWARDS = re.compile(
    rb"(?:attachedTemplate|oleObject|frame|subDocument|aFChunk|externalLink)\"[^>]*TargetMode"
    rb"=\"External\"|TargetMode=\"External\"[^>]*/(?:attachedTemplate|oleObject|frame|subDocument)\"",
    re.IGNORECASE,
)
DOCUMENT, TYPES = "word/document.xml", "[Content_Types].xml"


def check_list(path: Path) -> None:
    """Refuse a zip that is no Word file, or would be too large, by its list alone.

    Raises:
        ContractFileError: See FileProblem.
    """
    with _opened(path) as archive:
        _check_members(archive.infolist())


def check_parts(path: Path) -> None:
    """Unpack each part and refuse macros, entities and whatever is fetched from elsewhere.

    Raises:
        ContractFileError: See FileProblem.
    """
    with _opened(path) as archive:
        _check_members(archive.infolist())
        _check_types(archive.read(TYPES))
        for member in archive.infolist():
            if member.filename.lower().endswith((".xml", ".rels")):
                _check_xml(archive.read(member))


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as archive:
            yield archive
    except (
        BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        KeyError,
        OSError,
        ValueError,
        zlib.error,
    ) as error:
        raise ContractFileError(FileProblem.BROKEN) from error


def _check_members(members: list[ZipInfo]) -> None:
    names = {one.filename for one in members}
    if any(one.flag_bits & _ENCRYPTED_FLAG for one in members):
        raise ContractFileError(FileProblem.ENCRYPTED)
    if any(_MACRO_PARTS.search(name) for name in names):
        raise ContractFileError(FileProblem.MACRO)
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise ContractFileError(FileProblem.BOMB)
    if any(_swells(one) for one in members):
        raise ContractFileError(FileProblem.BOMB)
    if len(names) != len(members):
        # Two parts of one name: what is checked might not be what is read.
        raise ContractFileError(FileProblem.BROKEN)
    if not {DOCUMENT, TYPES} <= names:
        raise ContractFileError(FileProblem.OTHER_KIND)


def _swells(one: ZipInfo) -> bool:
    is_xml = one.filename.lower().endswith((".xml", ".rels"))
    if is_xml and one.file_size > MOST_XML:
        return True
    return one.file_size > RATIO_FROM and one.file_size > MOST_RATIO * max(1, one.compress_size)


def _check_xml(content: bytes) -> None:
    # UTF-16 puts a zero beside each letter; without them both encodings look alike.
    plain = content.replace(b"\0", b"")
    if _DECLARATION.search(plain) or _OUTWARDS.search(plain):
        raise ContractFileError(FileProblem.EXTERNAL)


def _check_types(content: bytes) -> None:
    types = content.replace(b"\0", b"").lower()
    if _MACRO_TYPE in types:
        raise ContractFileError(FileProblem.MACRO)
    if b"wordprocessingml.document.main" not in types:
        raise ContractFileError(FileProblem.OTHER_KIND)

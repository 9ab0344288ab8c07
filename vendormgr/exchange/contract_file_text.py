"""Plain text in the encodings that Japanese contracts come in."""

from pathlib import Path

from vendormgr.domain.reading.lines import looks_wrapped
from vendormgr.exchange.file_error import ContractFileError, FileProblem

_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_text(path: Path) -> tuple[tuple[str, ...], bool]:
    """The lines, and whether they were broken at a fixed width.

    Raises:
        ContractFileError: No encoding makes a Japanese text of it.
    """
    text = decode(path.read_bytes())
    lines = tuple(line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return lines, looks_wrapped(lines)


def decode(content: bytes) -> str:
    """The text in whichever encoding fits best.

    Raises:
        ContractFileError: None fits.
    """
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return _strict(content, encoding)
    if b"\x1b$" in content or b"\x1b(J" in content:
        return _strict(content, "iso2022_jp_ext")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    fitting = []
    for encoding in ("cp932", "euc_jp"):
        try:
            fitting.append(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    if not fitting:
        raise ContractFileError(FileProblem.ENCODING)
    # Both fit often; the wrong one gives half-width kana and rare kanji instead of kana.
    return max(fitting, key=_plausibility)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ContractFileError(FileProblem.ENCODING) from error


def _plausibility(text: str) -> float:
    kana = sum("ぁ" <= one <= "ん" or one in "、。" for one in text)
    half = sum("｡" <= one <= "ﾟ" for one in text)
    return (kana - half) / max(1, len(text))

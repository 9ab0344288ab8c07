"""Lines of a file as its pages show them to the lines that somebody wrote.

Running heads, feet and page numbers go; lines that were broken for the page are joined as
Japanese is: without a space, unless two Latin words meet.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vendormgr.domain.reading.labels import Style, is_title_line, read_label

Pages = Sequence[Sequence[str]]
"""Lines by page."""
_EDGE = 3
"""How many lines at the top and at the bottom of a page may be running heads and feet."""
_PAGE_NUMBER = re.compile(
    r"(?:p(?:age)?\.?)?[-‐－―ー~〜\s]*\d{1,4}(?:\s*(?:/|of|／|中)\s*\d{1,4})?(?:頁|ページ)?[-‐－―ー~〜\s]*"
    r"|第?\d{1,4}\s*(?:頁|ページ)(?:\s*/\s*\d+\s*(?:頁|ページ)?)?",
    re.IGNORECASE,
)
_END = tuple("。．.：:；;」』）)】")
_NO_START = tuple("、。，．）」』】ぁぃぅぇぉっゃゅょー々")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was written, and the page it begins on, from 1."""

    text: str
    page: int


def tidy(pages: Pages, *, wrapped: bool) -> tuple[Line, ...]:
    """The lines of a contract; `wrapped` says that the page broke them, as in a PDF."""
    cleaned = [[_clean(line) for line in page] for page in pages]
    if wrapped:
        cleaned = list(_without_running(cleaned))
    lines = [Line(text, n) for n, page in enumerate(cleaned, 1) for text in page if text]
    return tuple(_joined(lines)) if wrapped else tuple(lines)


def looks_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines of a plain text were broken at a fixed width."""
    long = [width(line) for line in lines if width(line) >= 40]
    if len(long) < 8:
        return False
    widest = max(long)
    full = [one for one in long if one >= widest - 6]
    return widest <= 130 and len(full) >= 0.35 * len(long)


def width(text: str) -> int:
    """How many half-width columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def _clean(line: str) -> str:
    # U+FFFE and U+0002 are what PDFium gives for a hyphen at the end of a line.
    kept = (one for one in line if one == "\t" or unicodedata.category(one)[0] != "C")
    return re.sub(r"[  ]{2,}", " ", "".join(kept)).strip(" 　\t\n")


def _without_running(pages: list[list[str]]) -> Iterator[list[str]]:
    """Pages without what stands at the edge of most of them."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_mask(page[i]) for i in _edges(page)})
    least = max(2, (len(pages) + 1) // 2)
    for page in pages:
        drop = {
            i
            for i in _edges(page)
            if _PAGE_NUMBER.fullmatch(unicodedata.normalize("NFKC", page[i]))
            or (len(pages) > 2 and seen[_mask(page[i])] >= least and not _is_text(page[i]))
        }
        yield [line for i, line in enumerate(page) if i not in drop]


def _edges(page: list[str]) -> list[int]:
    filled = [i for i, line in enumerate(page) if line]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _is_text(line: str) -> bool:
    """Whether a line at the edge belongs to the text even if others look like it."""
    label = read_label(line)
    return label is not None and label.style in {Style.ARTICLE, Style.ANNEX} and bool(label.numbers)


def _mask(line: str) -> str:
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", line))
    return re.sub(r"\d+", "#", text)


def _joined(lines: list[Line]) -> Iterator[Line]:
    if not lines:
        return
    full = _full_width([one.text for one in lines])
    text, page, last = lines[0].text, lines[0].page, lines[0].text
    for line in lines[1:]:
        if _goes_on(last, line.text, full):
            text = _join(text, line.text)
        else:
            yield Line(text, page)
            text, page = line.text, line.page
        last = line.text
    yield Line(text, page)


def _full_width(lines: list[str]) -> int:
    """How wide a full line is: nine of ten lines are narrower or as wide."""
    widths = sorted(width(line) for line in lines)
    return widths[min(len(widths) - 1, int(len(widths) * 0.9))]


def _goes_on(last: str, line: str, full: int) -> bool:
    """Whether a line continues the one before it."""
    if "\t" in last or "\t" in line or is_title_line(line) or is_title_line(last):
        return False
    if line.startswith(_NO_START):
        return True
    room = full - width(last)
    label = read_label(line)
    if label is not None and (label.sure or last.endswith(_END)):
        return False
    above = read_label(last)
    if above is not None and above.style in {Style.ANNEX, Style.CHAPTER, Style.SUPPLEMENT}:
        return False
    if last.endswith("。"):
        # A sentence that ends in the last place of a full line may be followed by another.
        return room <= 2 and label is None
    return room <= max(8, full // 5)


def _join(text: str, line: str) -> str:
    latin = re.compile(r"[A-Za-z0-9,;)]")
    if latin.match(text[-1:]) and re.match(r"[A-Za-z0-9(]", line[:1]):
        both_digits = text[-1].isdigit() and line[0].isdigit()
        return f"{text}{line}" if both_digits else f"{text} {line}"
    return text + line

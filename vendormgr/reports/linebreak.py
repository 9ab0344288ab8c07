"""Where a Japanese line may end, and the paragraph that keeps to it.

reportlab 5.1's own CJK wrapping starts lines with forbidden marks, ends them with opening brackets,
cuts Latin words and runs over the margin; and when a paragraph is split over two pages it puts a
space behind every line. Source of the two sets: JIS X 4051, classes 2-10.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

from reportlab.pdfbase.pdfmetrics import getAscentDescent, stringWidth
from reportlab.platypus.paragraph import FragLine, Paragraph, ParaLines

NOT_AT_START = frozenset(
    "、。，．・：；？！‼⁇⁈⁉゛゜ヽヾゝゞ々〻ー〜～‐–—―…‥’”）〕］｝〉》」』】〙〗»℃％‰°′″!?,.:;)]}%"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ"
)
"""Marks that belong to what stands before them."""
NOT_AT_END = frozenset("‘“（〔［｛〈《「『【〘〖«([{｢￥＄￡¥$#＃№〓")
"""Marks that belong to what follows; 〓 to its pointer."""
_PAIRS = frozenset("…‥―—")
_JOINERS = frozenset("._,-/:@#%&+=~'’?\\*$")
_BIT = 1e-6


def _is_word(character: str) -> bool:
    """Part of a Latin, Greek or Cyrillic word or of a number, also in full width."""
    return character in _JOINERS or (
        character.isalnum() and (ord(character) < 0x2000 or 0xFF10 <= ord(character) <= 0xFF5A)
    )


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two neighbouring characters."""
    if after.isspace() or not _mark_rules_allow(before, after):
        return False
    return not (_is_word(before) and _is_word(after))


def _mark_rules_allow(before: str, after: str) -> bool:
    if after in NOT_AT_START or before in NOT_AT_END or unicodedata.combining(after):
        return False
    return not (before == after and before in _PAIRS)


def break_lines(text: str, widths: Sequence[float], room: Sequence[float]) -> list[tuple[int, int]]:
    """Start and end of each line; spaces at a line's end hang in the margin and cost nothing.

    A line ends at the last place that the rules allow; a word longer than the line is cut where at
    least the marks allow it; only where nothing is allowed does the margin decide alone.
    `room` holds the width of each line, the last one for all that follow.
    """
    lines: list[tuple[int, int]] = []
    start, count = 0, len(text)
    while start < count:
        width = room[min(len(lines), len(room) - 1)] + _BIT
        stop, used = start, 0.0
        while stop < count and (text[stop].isspace() or used + widths[stop] <= width):
            used += widths[stop]
            stop += 1
            if text[stop - 1] == "\n":
                break
        stop = max(stop, start + 1)
        if stop < count and text[stop - 1] != "\n":
            stop = _last_break(text, start, stop)
        lines.append((start, stop))
        start = stop
    return lines


def _last_break(text: str, start: int, stop: int) -> int:
    """The last allowed end of a line in (start, stop], spaces before it looked through."""
    for allowed in (may_break, _mark_rules_allow):
        for end in range(stop, start, -1):
            last = end - 1
            while last > start and text[last].isspace():
                last -= 1
            spaced = last < end - 1
            if (_mark_rules_allow if spaced else allowed)(text[last], text[end]):
                return end
    return stop


class Text(Paragraph):  # type: ignore[misc]
    """A paragraph that breaks its lines by the rules above, for styles with wordWrap CJK."""

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Width and height; a second call with the same width costs nothing (tables ask often)."""
        if getattr(self, "blPara", None) is not None and self.width == availWidth:
            return self.width, self.height
        size: tuple[float, float] = super().wrap(availWidth, availHeight)
        return size

    def breakLinesCJK(self, maxWidths: Sequence[float]) -> ParaLines:  # noqa: N802, N803
        """Lines of fragments, in the form that reportlab draws."""
        if getattr(self, "_splitpara", 0):
            return self.blPara
        text = "".join(frag.text for frag in self.frags)
        owners = [frag for frag in self.frags for _ in frag.text]
        widths = [width for frag in self.frags for width in _widths_of(frag)]
        lines = break_lines(text, widths, maxWidths)
        rooms = [maxWidths[min(n, len(maxWidths) - 1)] for n in range(len(lines))]
        return ParaLines(
            kind=1,
            lines=[
                _line(text[start:stop], owners[start:stop], widths[start:stop], room)
                for (start, stop), room in zip(lines, rooms, strict=True)
            ],
        )

    def _get_split_blParaFunc(self) -> Any:  # noqa: N802
        """Fragments of some lines: no space between them, and line breaks that were typed stay."""
        return lambda lines, start, stop: [
            frag for line in lines.lines[start:stop] for frag in _frags_again(line)
        ]


def _frags_again(line: FragLine) -> list[Any]:
    if not line.lineBreak:
        return list(line.words)
    *words, last = line.words
    return [*words, last.clone(text=last.text + "\n")]


class _UnitWidths(dict[str, float]):
    """Character to its width at one point, for one font; asked for every character printed."""

    def __init__(self, font: str) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, character: str) -> float:
        width: float = stringWidth(character, self._font, 1000) / 1000
        self[character] = width
        return width


_unit_widths = cache(_UnitWidths)


def _widths_of(frag: Any) -> list[float]:
    units = _unit_widths(frag.fontName)
    return [units[character] * frag.fontSize for character in frag.text]


def _line(text: str, owners: Sequence[Any], widths: Sequence[float], room: float) -> FragLine:
    used = sum(widths[: len(text.rstrip())])
    words, place = [], 0
    for _, group in groupby(owners, key=id):
        count = len(list(group))
        piece = text[place : place + count].rstrip("\n")
        words.append(owners[place].clone(text=piece))
        place += count
    sizes = [getAscentDescent(word.fontName, word.fontSize) for word in words]
    return FragLine(
        kind=1,
        extraSpace=room - used,
        wordCount=1,
        words=words,
        fontSize=max(word.fontSize for word in words),
        ascent=max(up for up, _ in sizes),
        descent=min(down for _, down in sizes),
        maxWidth=room,
        currentWidth=used,
        lineBreak=text.endswith("\n"),
    )

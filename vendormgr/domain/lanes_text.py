"""Names cut into lines for boxes: the same on screens and on paper, without measuring a font."""

import unicodedata

NOT_AT_START = frozenset(
    "、。，．・：；？！ー〜）］｝」』】》〉々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.:;!?"
)
NOT_AT_END = frozenset("（［｛「『【《〈([{")


def width_of(text: str) -> float:
    """Width in ems, never less than what the font takes: full-width 1, all others 0.6."""
    return sum(_width(one) for one in text)


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    return 1 if unicodedata.east_asian_width(character) in "FWA" else 0.6


def lines_of(text: str, room: float, most: int) -> tuple[str, ...]:
    """At most so many lines, each at most `room` ems wide; what is cut ends in …."""
    words = " ".join(text.split())
    lines: list[str] = []
    while words and len(lines) < most:
        cut = _cut(words, room, most - len(lines) - 1)
        if len(lines) == most - 1 and cut < len(words):
            cut = _fit(words, room - 1)
            lines.append(words[:cut].rstrip() + "…")
            break
        lines.append(words[:cut].strip())
        words = words[cut:].lstrip()
    return tuple(lines) or ("",)


def _fit(text: str, room: float) -> int:
    """How many characters fit; at least one."""
    used = 0.0
    for place, character in enumerate(text):
        used += _width(character)
        if used > room + 1e-6:
            return max(place, 1)
    return len(text)


def _cut(text: str, room: float, lines_left: int) -> int:
    """Where the first line ends: at a space, else between words, else where marks allow it."""
    fits = _fit(text, room)
    if fits == len(text):
        return fits
    places = [n for n in range(fits, max(fits // 3, 1), -1) if _may_break(text[n - 1], text[n])]
    for wanted in (_is_space, _is_border):
        for n in places:
            if wanted(text[n - 1], text[n]) and _needs(text[n:], room) <= lines_left:
                return n
    return places[0] if places else fits


def _needs(text: str, room: float) -> int:
    """How many lines the rest takes when every line is filled."""
    count = 0
    while text:
        text = text[_fit(text, room) :].lstrip()
        count += 1
    return count


def _is_space(before: str, after: str) -> bool:
    return before.isspace() or after.isspace()


def _is_border(before: str, after: str) -> bool:
    """Between two kinds of writing; hiragana belongs to what stands before it."""
    one, other = _writing(before), _writing(after)
    return other not in {one, "hiragana"}


def _writing(character: str) -> str:
    if "ぁ" <= character <= "ん":
        return "hiragana"
    if character in "・／":
        return "mark"
    if "ァ" <= character <= "ー":
        return "katakana"
    return "latin" if character.isascii() else "kanji"


def _may_break(before: str, after: str) -> bool:
    if after in NOT_AT_START or before in NOT_AT_END:
        return False
    in_word = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return not in_word

"""Texts as they are compared: width, spaces, numerals and spelling made alike, places kept.

A contract says ２４時間以内, 24 時間以内 or 二十四時間以内 and means the same. Every character of
the compared text knows where it stands in the original, so that what was found can be marked.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_SOUND_MARKS = "ﾞﾟ"
_LONG_VOWEL = re.compile("(?<=[ァ-ヴー]{3})ー(?![ァ-ヴー])")
"""サーバー and サーバ, ユーザー and ユーザ; not the ー of キー."""
_KANJI = "〇零一二三四五六七八九十百千万億"
_UNITS = (
    "時間|日|年|か月|カ月|ヶ月|ケ月|ヵ月|箇月|月|週|回|条|項|号|章|節|円|%|割|営業日|世代|版|桁"
    "|文字|暦日|稼働日|名|万|億"
)
_COUNTED = re.compile(
    rf"(?:(?<=第)[{_KANJI}]+(?=[条項号章節編款版回次表期]))"
    rf"|(?<![0-9{_KANJI}])[{_KANJI}]+(?={_UNITS})"
    r"|[〇一二三四五六七八九]{1,2}(?=分)|[一二三四五六七八九]十[一二三四五六七八九]?(?=分)"
    r"|十[一二三四五六七八九](?=分)"
)
_DIGITS = {kanji: value for value, kanji in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "億": 100_000_000}
_NUMBER = re.compile(rf"[0-9{_KANJI},.]+")


@dataclass(frozen=True, slots=True)
class Normal:
    """A text as it is compared, with the place of each of its characters in the original."""

    text: str
    places: tuple[int, ...]
    """For each character of `text` its place in the original; one more for the end."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `text` stands in the original, end exclusive."""
        if end <= start:
            return self.places[start], self.places[start]
        return self.places[start], max(self.places[end - 1] + 1, self._next(end - 1))

    def _next(self, at: int) -> int:
        """The place after a character: what was dropped behind it does not belong to it."""
        return min(self.places[at + 1], self.places[at] + 1)


def normalise(text: str, spellings: Iterable[tuple[str, str]] = ()) -> Normal:
    """The text as it is compared; `spellings` are (variant, form) in compared form."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in _widened(text):
        for one in character:
            if not one.isspace():
                characters.append(one)
                places.append(place)
    made = Normal("".join(characters).translate(_HYPHENS), (*places, len(text)))
    made = _replace(made, _LONG_VOWEL, "")
    made = _replace_numbers(made)
    for variant, form in spellings:
        if variant in made.text:
            made = _replace(made, _spelling(variant, form), form)
    return made


@lru_cache(maxsize=500)
def _spelling(variant: str, form: str) -> re.Pattern[str]:
    """The variant where it is not the form already: 立入 in 立入検査, not in 立入り."""
    behind = rf"(?!{re.escape(form[len(variant) :])})" if form.startswith(variant) else ""
    return re.compile(re.escape(variant) + behind)


@lru_cache(maxsize=20_000)
def fold(text: str, spellings: tuple[tuple[str, str], ...] = ()) -> str:
    """A short text as it is compared, without its places."""
    return normalise(text, spellings).text


def whole_number(words: str) -> int | None:
    """The value of 24, ２４, 二十四, 百二十, 1,000万 or 一億; None: it is no number."""
    text = unicodedata.normalize("NFKC", words).replace(",", "").strip()
    if not text or not _NUMBER.fullmatch(text):
        return None
    if text.isdigit() and text.isascii():
        return int(text)
    if all(one in _DIGITS for one in text):
        return int("".join(str(_DIGITS[one]) for one in text))
    return _counted(text)


def _counted(text: str) -> int | None:
    total = part = 0
    digit: int | None = None
    for one in re.findall(r"[0-9]+(?:\.[0-9]+)?|.", text):
        if one[0].isdigit() and one[0].isascii():
            digit = int(float(one))
        elif one in _DIGITS:
            digit = (digit or 0) * 10 + _DIGITS[one]
        elif one in _SMALL:
            part += (1 if digit is None else digit) * _SMALL[one]
            digit = None
        elif one in _LARGE:
            total += (part + (digit or 0) or 1) * _LARGE[one]
            part, digit = 0, None
        else:
            return None
    return total + part + (digit or 0)


def _widened(text: str) -> Iterable[tuple[int, str]]:
    """Each character in its usual width and lower case; half-width sound marks join theirs."""
    place = 0
    while place < len(text):
        end = place + 1
        if end < len(text) and text[end] in _SOUND_MARKS:
            end += 1
        piece = text[place:end]
        if end - place == 1 and "ぁ" <= piece <= "鿿":
            yield place, piece
        else:
            yield place, unicodedata.normalize("NFKC", piece).lower()
        place = end


def _replace_numbers(made: Normal) -> Normal:
    if not any(one in made.text for one in _KANJI):
        return made
    return _rewrite(made, _COUNTED, lambda found: _as_digits(found.group()))


def _as_digits(words: str) -> str:
    value = _counted(words) if any(one in "十百千万億" for one in words) else whole_number(words)
    if value is None:
        return words
    # 五百万円 and 500万円 are the same; 5000000 would hide it.
    for unit, size in (("億", 100_000_000), ("万", 10_000)):
        if value and value % size == 0 and unit in words:
            return f"{value // size}{unit}"
    return str(value)


def _replace(made: Normal, pattern: re.Pattern[str], form: str) -> Normal:
    return _rewrite(made, pattern, lambda _: form)


def _rewrite(
    made: Normal, pattern: re.Pattern[str], write: Callable[[re.Match[str]], str]
) -> Normal:
    pieces: list[str] = []
    places: list[int] = []
    last = 0
    for found in pattern.finditer(made.text):
        form = write(found)
        pieces += (made.text[last : found.start()], form)
        places += made.places[last : found.start()]
        old = made.places[found.start() : found.end()]
        places += [old[min(i, len(old) - 1)] for i in range(len(form))]
        last = found.end()
    if not last:
        return made
    pieces.append(made.text[last:])
    places += made.places[last:]
    return Normal("".join(pieces), tuple(places))


def overlapping_spans(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same stretches, those that touch made one, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def place_in(starts: tuple[int, ...], at: int) -> int:
    """Which of the pieces that begin at `starts` (sorted, first 0) holds a place."""
    return bisect_left(starts, at + 1) - 1

"""The numbers that Word shows before paragraphs, counted from its numbering definitions."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KANJI = "〇一二三四五六七八九"
_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_LEVELS = 9


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"


@dataclass(slots=True)
class Numbering:
    """The counters of one document; ask once for each paragraph, in order."""

    numbering: Any
    styles: Any
    _lists: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)
    _by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        if self.numbering is not None:
            self._read_lists()
        self._read_styles()

    def next_for(self, paragraph: Any) -> str:
        """What Word shows before a paragraph, with what separates it from the text."""
        place = self._place(paragraph)
        if place is None or place[0] not in self._lists:
            return ""
        list_id, depth = place
        counter, levels = self._lists[list_id]
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return "・"
        counts = self._counts[counter]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in range(depth + 1, _LEVELS):
            counts.pop(deeper, None)
        shown = level.text
        for i in range(depth + 1):
            other = levels.get(i, _Level())
            number = _shown(counts.get(i, other.start), other.form)
            shown = shown.replace(f"%{i + 1}", number)
        return shown + ("" if level.suffix == "nothing" else "　")

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """(list, level) of a paragraph, its own or its style's; list 0 means none."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        own = _number_of(properties)
        style = properties.find(f"{W}pStyle")
        inherited = self._by_style.get(style.get(f"{W}val")) if style is not None else None
        if own is None:
            return inherited
        list_id, depth = own
        if list_id is None:
            list_id = inherited[0] if inherited else None
        if list_id in {None, "0"}:
            return None
        return str(list_id), depth

    def _read_lists(self) -> None:
        abstract = {
            one.get(f"{W}abstractNumId"): _levels(one)
            for one in self.numbering.findall(f"{W}abstractNum")
        }
        for one in self.numbering.findall(f"{W}num"):
            reference = one.find(f"{W}abstractNumId")
            if reference is None:
                continue
            base = reference.get(f"{W}val")
            levels = dict(abstract.get(base, {}))
            overridden = False
            for override in one.findall(f"{W}lvlOverride"):
                depth = int(override.get(f"{W}ilvl", "0"))
                start = override.find(f"{W}startOverride")
                if start is not None and depth in levels:
                    old = levels[depth]
                    first = int(start.get(f"{W}val", "1"))
                    levels[depth] = _Level(first, old.form, old.text, old.suffix)
                    overridden = True
            list_id = one.get(f"{W}numId")
            # Lists of one definition count on; one that says where to start counts for itself.
            self._lists[list_id] = (f"num{list_id}" if overridden else f"abstract{base}", levels)

    def _read_styles(self) -> None:
        based: dict[str, str] = {}
        for style in self.styles.findall(f"{W}style"):
            id_ = style.get(f"{W}styleId")
            properties = style.find(f"{W}pPr")
            found = _number_of(properties) if properties is not None else None
            if found is not None and found[0] is not None:
                self._by_style[id_] = (found[0], found[1])
            parent = style.find(f"{W}basedOn")
            if parent is not None:
                based[id_] = parent.get(f"{W}val")
        for id_ in based:
            above, steps = id_, 0
            while above in based and above not in self._by_style and steps < 20:
                above, steps = based[above], steps + 1
            if above in self._by_style:
                self._by_style.setdefault(id_, self._by_style[above])


def _number_of(properties: Any) -> tuple[str | None, int] | None:
    found = properties.find(f"{W}numPr")
    if found is None:
        return None
    list_id, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    depth = int(level.get(f"{W}val", "0")) if level is not None else 0
    return (list_id.get(f"{W}val") if list_id is not None else None), depth


def _levels(abstract: Any) -> dict[int, _Level]:
    levels = {}
    for one in abstract.findall(f"{W}lvl"):
        values = {
            name: found.get(f"{W}val", "")
            for name in ("start", "numFmt", "lvlText", "suff")
            if (found := one.find(f"{W}{name}")) is not None
        }
        levels[int(one.get(f"{W}ilvl", "0"))] = _Level(
            int(values.get("start") or 1),
            values.get("numFmt", "decimal"),
            values.get("lvlText", ""),
            values.get("suff", "tab"),
        )
    return levels


_SIGNS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "aiueo": _AIUEO,
    "aiueoFullWidth": _AIUEO,
    "iroha": _IROHA,
    "irohaFullWidth": _IROHA,
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}


def _shown(number: int, form: str) -> str:
    signs = _SIGNS.get(form)
    if signs is not None:
        return signs[number - 1] if 1 <= number <= len(signs) else str(number)
    writer = _WRITERS.get(form)
    return writer(number) if writer is not None else str(number)


def _kanji(number: int) -> str:
    if not 0 < number < 1000:
        return str(number)
    words = ""
    for size, sign in ((100, "百"), (10, "十")):
        count, number = divmod(number, size)
        if count:
            words += (_KANJI[count] if count > 1 else "") + sign
    return words + (_KANJI[number] if number else "")


def _roman(number: int) -> str:
    words = ""
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"))
    for size, sign in (*signs, (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= size:
            words += sign
            number -= size
    return words


_WRITERS: Mapping[str, Callable[[int], str]] = {
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02d}",
    "japaneseCounting": _kanji,
    "japaneseDigitalTenThousand": _kanji,
    "chineseCounting": _kanji,
    "ideographDigital": _kanji,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}

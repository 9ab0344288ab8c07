"""Numbers of official items as sheets write them: 2-⑩, ２－⑩, (3), 1.2."""

import re

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
# Circled digits stay as they are: the full normalisation of Unicode would turn ⑩ into 10.
_DASHES = "‐‑‒–—―−ー－・"
_HALF = str.maketrans("０１２３４５６７８９（）．" + _DASHES, "0123456789()." + "-" * len(_DASHES))
_NUMBER = re.compile(rf"\(?(?P<plain>[A-Z]?\d+(?:[-.]\d+)*)?[-.]?(?P<circled>[{CIRCLED}])?\)?[.)]?")
_SECTION = re.compile(r"(?P<number>\d+)[\s.)、:]*(?P<title>[^\d\s.)、:-].*)", re.DOTALL)


def item_number(text: str, section: str | None = None) -> str | None:
    """The number in its usual form ("2-⑩", "1-2"); None: the text is no number.

    A circled digit by itself belongs to the section in which it stands.
    """
    found = _NUMBER.fullmatch("".join(text.split()).translate(_HALF))
    if found is None:
        return None
    plain, circled = found["plain"], found["circled"]
    if plain is None and circled is None:
        return None
    parts = [] if plain is None else re.split(r"[-.]", plain)
    if plain is None and section is not None:
        parts = [section]
    return "-".join([*parts, *([circled] if circled else [])])


def section_number(text: str) -> str | None:
    """The number that a heading such as "2 医療情報システムの管理・運用" begins with."""
    found = _SECTION.fullmatch(text.strip().translate(_HALF))
    return None if found is None else found["number"]

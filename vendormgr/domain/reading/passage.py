"""A contract as a tree of passages: each with its number, its title, its own text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from vendormgr.domain.reading.normal import whole_number


class PassageKind(StrEnum):
    """箇所の種類."""

    PREAMBLE = "preamble"
    CHAPTER = "chapter"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    """項."""
    ITEM = "item"
    """号 and whatever is listed below it."""
    HEADING = "heading"
    """A numbered heading outside articles: 1., 1.1."""
    ANNEX = "annex"
    SUPPLEMENT = "supplement"
    ROW = "row"
    """One row of a table, its cells separated by tabs."""
    TEXT = "text"
    """A line without a number."""
    CLOSING = "closing"
    """後文 and the signatures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """箇所: a piece of a contract without the pieces below it."""

    place: int
    """Position in the contract, from 0."""
    kind: PassageKind
    text: str
    """Its own lines, label and title included; joined, the texts are the whole contract."""
    label: str = ""
    """第7条, 2, (1), 別紙1; empty without a number."""
    title: str = ""
    parent: int | None = None
    page: int = 1


SECTIONS = frozenset({PassageKind.ANNEX, PassageKind.SUPPLEMENT})
UNITS = frozenset({PassageKind.ARTICLE, PassageKind.HEADING})
_WITHOUT_PLACE = frozenset({PassageKind.CHAPTER, PassageKind.TEXT, PassageKind.ROW})


def ancestors(passages: Sequence[Passage], place: int) -> tuple[Passage, ...]:
    """What a passage lies in, outermost first, itself last."""
    chain: list[Passage] = []
    at: int | None = place
    while at is not None:
        chain.append(passages[at])
        at = passages[at].parent
    return tuple(reversed(chain))


def address(passages: Sequence[Passage], place: int) -> str:
    """Where a passage stands, as people cite it: 別紙2 第3条第2項第1号."""
    words, section = "", ""
    for one in ancestors(passages, place):
        if one.kind in SECTIONS:
            words = section = one.label
        elif one.kind is PassageKind.ARTICLE:
            words += f" {one.label}" if words else one.label
        elif "." in one.label and one.kind is not PassageKind.ITEM:
            # 1.2 stands in 1 and names it already.
            words = f"{section} {one.label}".strip()
        elif one.kind in {PassageKind.PREAMBLE, PassageKind.CLOSING}:
            words = {"preamble": "前文", "closing": "後文"}[one.kind]
        elif one.kind not in _WITHOUT_PLACE and one.label:
            words += _below(one, passages, words)
    if passages[place].kind is PassageKind.ARTICLE and _second_follows(passages, place):
        words += "第1項"
    return words


def _second_follows(passages: Sequence[Passage], place: int) -> bool:
    """Whether an article's own text is its first 項, which goes without a number."""
    below = (one for one in passages[place + 1 :] if one.parent == place)
    first = next((one for one in below if one.kind is PassageKind.PARAGRAPH), None)
    return first is not None and first.label == "2"


def _below(one: Passage, passages: Sequence[Passage], words: str) -> str:
    above = passages[one.parent].kind if one.parent is not None else None
    if one.kind is PassageKind.PARAGRAPH:
        return f"第{one.label}項" if words else one.label
    if one.kind is PassageKind.ITEM:
        number = str(whole_number(one.label.strip("()")) or one.label)
        if number.isdigit() and above in {PassageKind.ARTICLE, PassageKind.PARAGRAPH}:
            return f"第{number}号"
        return one.label if one.label.startswith("(") else f"({number})"
    return f" {one.label}" if words else one.label


def unit_of(passages: Sequence[Passage], place: int) -> int:
    """The article, heading or annex that a passage belongs to; itself where there is none."""
    for one in reversed(ancestors(passages, place)):
        if one.kind in UNITS or one.kind in SECTIONS:
            return one.place
    return place


def heading_of(passages: Sequence[Passage], place: int) -> str:
    """The nearest title above a passage, its own included."""
    for one in reversed(ancestors(passages, place)):
        if one.title:
            return one.title
    return ""


def to_plain(passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """The passages as they are stored."""
    return [
        {name: value for name in _FIELDS if (value := getattr(one, name)) not in ("", None)}
        for one in passages
    ]


def from_plain(stored: Sequence[Mapping[str, Any]]) -> tuple[Passage, ...]:
    """The passages from how they are stored."""
    return tuple(Passage(**{"text": "", **one, "kind": PassageKind(one["kind"])}) for one in stored)


_FIELDS = tuple(one.name for one in fields(Passage))

"""Two versions of a contract side by side: what stayed, changed, came and went."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from vendormgr.domain.reading.matching import Proposal
from vendormgr.domain.reading.normal import normalise
from vendormgr.domain.reading.passage import (
    SECTIONS,
    UNITS,
    Passage,
    PassageKind,
    address,
    ancestors,
    heading_of,
)

ALIKE = 0.6
"""How many pairs of neighbouring signs two articles must share to be the same one, changed."""
_MOST_PAIRS = 40_000
"""More pairs of articles without a partner are not looked at."""
_MOST_STEPS = 1_000_000
"""Texts with more words than this, multiplied, differ as a whole: to find where takes too long."""
_WORD = re.compile("[一-鿿々]+|[ァ-ヴー]+|[0-9０-９]+|[A-Za-zＡ-Ｚａ-ｚ]+|.", re.DOTALL)


class Move(StrEnum):
    """変化."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether the other version lacks it."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One article of both versions; None where a version does not have it."""

    move: Move
    old: int | None
    new: int | None
    old_pieces: tuple[Piece, ...] = ()
    new_pieces: tuple[Piece, ...] = ()
    renumbered: bool = False


@dataclass(frozen=True, slots=True)
class _Article:
    place: int
    label: str
    title: str
    text: str
    compared: str
    pairs: Counter[str]
    """Neighbouring signs, for telling how alike two articles are."""


def compare(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[Comparison, ...]:
    """Article by article in the order of the new version, what went after what stood before it."""
    before, after = _articles(old), _articles(new)
    pairs = _pairs(before, after)
    partner = {j: i for i, j in pairs.items()}
    found: list[Comparison] = []
    told: set[int] = set()
    for j, article in enumerate(after):
        found += _gone(before, pairs, told, partner.get(j, 0))
        i = partner.get(j)
        found.append(_comparison(None if i is None else before[i], article))
        if i is not None:
            told.add(i)
    found += _gone(before, pairs, told, len(before))
    return tuple(found)


def changed_clauses(
    old: Mapping[str, Sequence[Proposal]],
    new: Mapping[str, Sequence[Proposal]],
    comparisons: Sequence[Comparison],
    units: tuple[Mapping[int, int], Mapping[int, int]],
) -> Mapping[str, Move]:
    """Each clause whose first shown passage is another now, or whose article changed.

    `units` say for the places of the old and the new version which article they lie in.
    """
    old_units, new_units = units
    moves = {one.new: one for one in comparisons if one.new is not None}
    found: dict[str, Move] = {}
    for clause in new:
        was, now = _first(old.get(clause, ())), _first(new[clause])
        if was is None and now is None:
            continue
        if was is None or now is None:
            found[clause] = Move.ADDED if was is None else Move.GONE
            continue
        article = moves[new_units[now.place]]
        same = article.old == old_units[was.place] and article.move is Move.UNCHANGED
        if not same:
            found[clause] = Move.CHANGED
    return found


def article_places(passages: Sequence[Passage]) -> Mapping[int, int]:
    """Each passage with the article that it is compared with."""
    return {one.place: _article_of(passages, one) for one in passages}


def _first(proposals: Sequence[Proposal]) -> Proposal | None:
    return next((one for one in proposals if one.shown), None)


def _article_of(passages: Sequence[Passage], passage: Passage) -> int:
    """The innermost 条 or section; outside of those the outermost heading, or itself."""
    chain = ancestors(passages, passage.place)
    for one in reversed(chain):
        if one.kind is PassageKind.ARTICLE:
            return one.place
    for one in chain:
        if one.kind in UNITS:
            return one.place
    for one in reversed(chain):
        if one.kind in SECTIONS:
            return one.place
    return passage.place


def _articles(passages: Sequence[Passage]) -> list[_Article]:
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for one in passages:
        texts[_article_of(passages, one)].append(one.text)
    return [_article(passages, place, "\n".join(texts[place])) for place in sorted(texts)]


def _article(passages: Sequence[Passage], place: int, text: str) -> _Article:
    compared = normalise(text).text
    return _Article(
        place,
        address(passages, place).removesuffix("第1項"),
        normalise(heading_of(passages, place)).text,
        text,
        compared,
        Counter(map(str.__add__, compared, compared[1:])),
    )


def _pairs(before: list[_Article], after: list[_Article]) -> Mapping[int, int]:
    """Old article to new: the same text, else label and title, else title, else alike."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for key in (_by_text, _by_both, _by_title, _by_label):
        places: defaultdict[object, list[int]] = defaultdict(list)
        for j, article in enumerate(after):
            if j not in taken and key(article) is not None:
                places[key(article)].append(j)
        for i, article in enumerate(before):
            waiting = places.get(key(article)) if key(article) is not None else None
            if i in pairs or not waiting:
                continue
            if key is _by_label and not _alike(article, after[waiting[0]]):
                continue
            pairs[i] = waiting.pop(0)
            taken.add(pairs[i])
    _pair_alike(before, after, pairs, taken)
    return pairs


def _by_text(one: _Article) -> object:
    return one.compared


def _by_both(one: _Article) -> object:
    return (one.label, one.title) if one.title else None


def _by_title(one: _Article) -> object:
    return one.title or None


def _by_label(one: _Article) -> object:
    return one.label or None


def _alike(one: _Article, other: _Article) -> bool:
    both = one.pairs.total() + other.pairs.total()
    return both > 0 and 2 * (one.pairs & other.pairs).total() >= ALIKE * both


def _pair_alike(
    before: list[_Article], after: list[_Article], pairs: dict[int, int], taken: set[int]
) -> None:
    left = [i for i in range(len(before)) if i not in pairs]
    free = [j for j in range(len(after)) if j not in taken]
    if len(left) * len(free) > _MOST_PAIRS:
        return
    for i in left:
        match = next((j for j in free if _alike(before[i], after[j])), None)
        if match is not None:
            pairs[i] = match
            free.remove(match)


def _gone(
    before: list[_Article], pairs: Mapping[int, int], told: set[int], until: int
) -> Iterator[Comparison]:
    for i, article in enumerate(before[:until]):
        if i not in pairs and i not in told:
            told.add(i)
            yield Comparison(
                move=Move.GONE,
                old=article.place,
                new=None,
                old_pieces=(Piece(article.text, differs=True),),
            )


def _comparison(old: _Article | None, new: _Article) -> Comparison:
    if old is None:
        pieces = (Piece(new.text, differs=True),)
        return Comparison(move=Move.ADDED, old=None, new=new.place, new_pieces=pieces)
    renumbered = old.label != new.label
    if old.compared == new.compared or _without_label(old) == _without_label(new):
        same = (Piece(new.text, differs=False),)
        return Comparison(
            move=Move.UNCHANGED,
            old=old.place,
            new=new.place,
            new_pieces=same,
            renumbered=renumbered,
        )
    old_pieces, new_pieces = _word_by_word(old.text, new.text)
    return Comparison(
        move=Move.CHANGED,
        old=old.place,
        new=new.place,
        old_pieces=old_pieces,
        new_pieces=new_pieces,
        renumbered=renumbered,
    )


def _without_label(one: _Article) -> str:
    label = normalise(one.label.rpartition(" ")[2]).text
    return one.compared.removeprefix(label)


def _word_by_word(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    was, now = _WORD.findall(old), _WORD.findall(new)
    if len(was) * len(now) > _MOST_STEPS:
        return (Piece(old, differs=True),), (Piece(new, differs=True),)
    ours: list[Piece] = []
    theirs: list[Piece] = []
    for sign, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        differs = sign != "equal"
        if b > a:
            ours.append(Piece("".join(was[a:b]), differs))
        if d > c:
            theirs.append(Piece("".join(now[c:d]), differs))
    return tuple(ours), tuple(theirs)

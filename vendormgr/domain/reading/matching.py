"""For each clause the passages that seem to settle it, best first, and why.

A passage scores by the terms that it holds: what it is about, what has to be done, what makes it
checkable. Rare words of this contract count more. What stands in its title, above and below it
helps less than what it says itself. Nothing here decides anything: a person reads and confirms.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from vendormgr.domain.reading.guide import ClauseTerms, Guide, Role, Term
from vendormgr.domain.reading.normal import Normal, normalise, overlapping_spans
from vendormgr.domain.reading.passage import SECTIONS, Passage, PassageKind, ancestors

SHOWN = 20.0
"""A proposal below this score is not shown as one. Chosen on the twelve tuning contracts."""
MOST = 5
"""How many passages are proposed for a clause."""
ABOVE, BELOW = 0.45, 0.7
"""What a term is worth that stands in the passage around, or in the list below."""
WEIGHTS = {Role.SUBJECT: 10.0, Role.DUTY: 6.0, Role.DETAIL: 5.0}
TITLE = 9.0
AGAIN = 0.4
"""What a word still adds that counted for another role already."""
AGAINST = 0.5
"""What is left of the score of a passage with a sign that it is about something else."""
BARE = 60
"""Characters of a passage that promises to follow a guideline and says nothing else."""
_DECAY = (1.0, 0.5, 0.3, 0.15)
"""What the second, third ... term of one role still adds."""
_NO_CANDIDATE = frozenset({PassageKind.CHAPTER, PassageKind.CLOSING})


class Verdict(StrEnum):
    """提案: what a passage seems to be."""

    PRESENT = "present"
    INADEQUATE = "inadequate"


class Weakness(StrEnum):
    """不十分と見る理由."""

    BOILERPLATE = "boilerplate"
    VAGUE = "vague"
    NO_DETAIL = "no_detail"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Found:
    """A term that stands in a passage."""

    role: Role
    words: str
    here: bool
    """In the passage itself, not around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """候補: a passage that seems to settle a clause."""

    clause: str
    place: int
    score: float
    verdict: Verdict
    weaknesses: tuple[Weakness, ...]
    found: tuple[Found, ...]
    title: str = ""
    """The word of the title that fits; empty if none does."""

    @property
    def shown(self) -> bool:
        """Whether it is good enough to be proposed."""
        return self.score >= SHOWN


def propose(passages: Sequence[Passage], guide: Guide) -> Mapping[str, tuple[Proposal, ...]]:
    """Each clause of the guide with its proposals, best first; a clause may have none."""
    contract = _Contract(passages, guide)
    return {id_: contract.proposals(terms) for id_, terms in guide.clauses.items()}


def marks(passage: Passage, terms: ClauseTerms, guide: Guide) -> tuple[tuple[int, int], ...]:
    """Where a passage's text holds terms of a clause, in places of the text as it is shown."""
    compared = normalise(passage.text, guide.spellings)
    spans = [
        compared.original(*hit.span())
        for group in terms.groups.values()
        for term in group
        for hit in term.pattern.finditer(compared.text)
    ]
    return overlapping_spans(spans)


def found_words(
    passage: Passage, terms: ClauseTerms, guide: Guide
) -> Mapping[Role, tuple[str, ...]]:
    """By role the words of a passage that were found in it, as they are written."""
    compared = normalise(passage.text, guide.spellings)
    found: dict[Role, tuple[str, ...]] = {}
    for role, group in terms.groups.items():
        hits = [hit.span() for term in group for hit in term.pattern.finditer(compared.text)]
        spans = overlapping_spans(compared.original(*span) for span in hits)
        words = (" ".join(passage.text[start:end].split()) for start, end in spans)
        if unique := tuple(dict.fromkeys(words)):
            found[role] = unique
    return found


class _Contract:
    """The passages in compared form, with everything found once."""

    def __init__(self, passages: Sequence[Passage], guide: Guide) -> None:
        self.passages = passages
        self.guide = guide
        compared = [normalise(one.text, guide.spellings) for one in passages]
        self.texts = [one.text for one in compared]
        self.whole = "\n".join(self.texts)
        self.starts = _starts(compared)
        self.headings = [_heading(passages, one, guide) for one in passages]
        self.below: defaultdict[int, list[int]] = defaultdict(list)
        for one in passages:
            for up in ancestors(passages, one.place)[:-1]:
                self.below[up.place].append(one.place)
        self.hits: dict[str, Mapping[int, int]] = {}

    def places(self, term: Term) -> Mapping[int, int]:
        """The passages that hold a term, with how often."""
        known = self.hits.get(term.pattern.pattern)
        if known is None:
            known = self.hits[term.pattern.pattern] = self._search(term)
        return known

    def _search(self, term: Term) -> Mapping[int, int]:
        if term.first not in self.whole:
            return {}
        found: defaultdict[int, int] = defaultdict(int)
        for hit in term.pattern.finditer(self.whole):
            found[bisect_right(self.starts, hit.start()) - 1] += 1
        return found

    def rarity(self, places: Mapping[int, int]) -> float:
        """Between about 0.3 for a word of every passage and 1 for one that stands once."""
        n = len(self.passages)
        return max(0.3, math.log((n + 1) / (len(places) + 0.5)) / math.log(n + 1.5))

    def proposals(self, terms: ClauseTerms) -> tuple[Proposal, ...]:
        """The best passages for one clause."""
        values = self._values(terms)
        candidates = {place for by_role in values.values() for place in by_role}
        against = {place for term in terms.against for place in self.places(term)}
        scored = [
            one
            for place in candidates
            if self.passages[place].kind not in _NO_CANDIDATE
            for one in [self._scored(terms, place, values, against=place in against)]
            if one.score > 0
        ]
        scored.sort(key=lambda one: (-one.score, one.place))
        if scored and scored[0].score < SHOWN and terms.bare:
            scored = self._with_bare_first(scored)
        return tuple(self._proposal(terms, one) for one in self._apart(scored))

    def _with_bare_first(self, scored: "Sequence[_Scored]") -> "list[_Scored]":
        """A bare promise holds too few words for the score: it is all that there is, and shown."""
        for one in scored:
            text = self.texts[one.place]
            own = {found.role for found in one.found if found.here}
            if (
                len(text) <= BARE
                and {Role.SUBJECT, Role.DUTY} <= own
                and _holds(self.guide.boilerplate, text)
            ):
                return [replace(one, score=SHOWN), *(other for other in scored if other != one)]
        return list(scored)

    def _values(self, terms: ClauseTerms) -> Mapping[Role, Mapping[int, list[tuple[float, Found]]]]:
        """By role and passage: what each term is worth there, in it or around it."""
        values: dict[Role, defaultdict[int, list[tuple[float, Found]]]] = {}
        for role, group in terms.groups.items():
            here: defaultdict[int, list[tuple[float, Found]]] = defaultdict(list)
            values[role] = here
            for term in group:
                places = self.places(term)
                worth = self.rarity(places) * term.weight
                for place in places:
                    here[place].append((worth, Found(role, term.words, here=True)))
                for place, part in self._around(places):
                    here[place].append((worth * part, Found(role, term.words, here=False)))
        return values

    def _around(self, places: Mapping[int, int]) -> Iterator[tuple[int, float]]:
        """Passages that hold a term only above or below them."""
        parts: dict[int, float] = {}
        for place in places:
            passage = self.passages[place]
            if passage.kind in {PassageKind.ITEM, PassageKind.ROW, PassageKind.TEXT}:
                up = passage.parent
                if up is not None and up not in places and not self._is_wide(up):
                    parts[up] = max(parts.get(up, 0), BELOW)
            if passage.kind in SECTIONS:
                continue
            for down in self.below.get(place, ()):
                if down not in places:
                    parts[down] = max(parts.get(down, 0), ABOVE)
        yield from parts.items()

    def _is_wide(self, place: int) -> bool:
        """Whether so much lies below that what stands there says little about the whole."""
        return len(self.below.get(place, ())) > 12

    def _scored(
        self,
        terms: ClauseTerms,
        place: int,
        values: Mapping[Role, Mapping[int, list[tuple[float, Found]]]],
        *,
        against: bool,
    ) -> "_Scored":
        found: list[Found] = []
        sums: dict[Role, float] = {}
        told: set[str] = set()
        for role, by_place in values.items():
            best = sorted(
                (
                    (worth * (AGAIN if one.words.partition("*")[0] in told else 1), one)
                    for worth, one in by_place.get(place, ())
                ),
                key=lambda one: -one[0],
            )
            told |= {one.words for _, one in best}
            sums[role] = sum(worth * part for (worth, _), part in zip(best, _DECAY, strict=False))
            found += [one for _, one in best]
        title = next((t.words for t in terms.titles if t.pattern.search(self.headings[place])), "")
        score = sum(WEIGHTS[role] * value for role, value in sums.items())
        score += TITLE if title else 0
        score *= self._fit(terms, sums, found, title) * (AGAINST if against else 1)
        return _Scored(place, round(score, 1), found, title, sums)

    def _proposal(self, terms: ClauseTerms, scored: "_Scored") -> Proposal:
        weaknesses = tuple(self._weaknesses(terms, scored))
        return Proposal(
            clause=terms.clause,
            place=scored.place,
            score=scored.score,
            verdict=Verdict.INADEQUATE if weaknesses else Verdict.PRESENT,
            weaknesses=weaknesses,
            found=tuple(scored.found),
            title=scored.title,
        )

    def _fit(
        self, terms: ClauseTerms, sums: Mapping[Role, float], found: Sequence[Found], title: str
    ) -> float:
        """Less than 1 where a part is missing: the subject must be there, and a duty."""
        fit = 1.0
        if not sums.get(Role.SUBJECT):
            fit *= 0.35
        if terms.groups.get(Role.DUTY) and not sums.get(Role.DUTY):
            fit *= 0.75 if title or sums.get(Role.DETAIL) else 0.5
        if not any(one.here for one in found):
            fit *= 0.5
        return fit

    def _weaknesses(self, terms: ClauseTerms, scored: "_Scored") -> Iterator[Weakness]:
        if terms.adverse:
            return
        place = scored.place
        text = "\n".join(self.texts[one] for one in (place, *self.below.get(place, ())[:20]))
        details = {one.words for one in scored.found if one.role is Role.DETAIL}
        detailed = len(details) >= terms.least
        if _holds(self.guide.boilerplate, text) and not detailed:
            yield Weakness.BOILERPLATE
        hedged = _holds(self.guide.hedges, text) and not any("#" in one for one in details)
        if hedged or (_holds(self.guide.vague, text) and not detailed):
            yield Weakness.VAGUE
        if _holds(self.guide.refusals, text) or _holds(terms.weak, text):
            yield Weakness.REFUSAL
        if terms.needs_detail and terms.groups.get(Role.DETAIL) and not detailed:
            yield Weakness.NO_DETAIL

    def _apart(self, scored: Iterable["_Scored"]) -> Iterator["_Scored"]:
        """The first few, without what lies in, or around, something better."""
        taken: set[int] = set()
        for one in scored:
            above = {up.place for up in ancestors(self.passages, one.place)[:-1]}
            if taken & (above | set(self.below.get(one.place, ()))):
                continue
            taken.add(one.place)
            yield one
            if len(taken) == MOST:
                return


@dataclass(frozen=True, slots=True)
class _Scored:
    """A passage with its score for one clause, before anybody looks for weaknesses."""

    place: int
    score: float
    found: Sequence[Found]
    title: str
    sums: Mapping[Role, float]


def _holds(terms: Iterable[Term], text: str) -> bool:
    return any(term.first in text and term.pattern.search(text) for term in terms)


def _starts(compared: Sequence[Normal]) -> tuple[int, ...]:
    starts, at = [], 0
    for one in compared:
        starts.append(at)
        at += len(one.text) + 1
    return tuple(starts)


def _heading(passages: Sequence[Passage], passage: Passage, guide: Guide) -> str:
    """The titles of a passage and of the one around it, in compared form."""
    titles = [one.title for one in ancestors(passages, passage.place) if one.title]
    return normalise("\n".join(titles[-2:]), guide.spellings).text

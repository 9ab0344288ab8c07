"""What to look for: the terms of each clause, as the seed files give them.

A term is a piece of text in compared form (see normal). Two signs mean more: "A…B" is A with B
behind it in the same sentence, "#" is any number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vendormgr.domain.reading.normal import fold

WITHIN = 40
"""How far apart the two parts of "A…B" may stand."""


class Role(StrEnum):
    """What a term says about a passage."""

    SUBJECT = "subject"
    """What the clause is about."""
    DUTY = "duty"
    """What somebody has to do."""
    DETAIL = "detail"
    """What makes it checkable: hours, intervals, names, forms."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for."""

    words: str
    """As people read it."""
    pattern: re.Pattern[str]
    first: str
    """A piece that must be there, for a quick look before the pattern."""
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseTerms:
    """What tells that a passage is about a clause, and that it settles it."""

    clause: str
    titles: tuple[Term, ...] = ()
    """Words of an article's title."""
    groups: Mapping[Role, tuple[Term, ...]] = field(default_factory=dict)
    against: tuple[Term, ...] = ()
    """Signs that a passage is about something else."""
    weak: tuple[Term, ...] = ()
    """Signs that the passage settles it the wrong way."""
    needs_detail: bool = True
    """With too few details the clause is inadequate."""
    least: int = 1
    """How many different details there must be."""
    bare: bool = False
    """A short promise to follow guidelines or laws is shown, though it says nothing else."""
    adverse: bool = False
    """The passage is what should not be there: it is there or not, never inadequate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """All clauses with their terms, and the words that matter for all of them."""

    clauses: Mapping[str, ClauseTerms]
    vague: tuple[Term, ...] = ()
    """適切に, 必要に応じ ...: no duty that anybody could claim."""
    hedges: tuple[Term, ...] = ()
    """努める, 協議する: as vague, and no detail makes up for it unless it is a number."""
    boilerplate: tuple[Term, ...] = ()
    """ガイドラインを遵守する and the like: it names no duty at all."""
    refusals: tuple[Term, ...] = ()
    """責任を負わない, 保証しない: the passage says no."""
    spellings: tuple[tuple[str, str], ...] = ()
    """(variant, form) in compared form."""


def make_term(words: str, spellings: tuple[tuple[str, str], ...] = ()) -> Term:
    """The term in those words; "words*2" counts twice.

    Raises:
        ValueError: There is nothing to look for.
    """
    words, _, weight = words.partition("*")
    parts = [fold(part, spellings) for part in words.split("…")]
    if not all(parts):
        raise ValueError(words)
    gap = rf"[^。\n]{{0,{WITHIN}}}?"
    source = gap.join(re.escape(part).replace(r"\#", r"[0-9][0-9,.]*") for part in parts)
    pieces = [piece for part in parts for piece in part.split("#")]
    first = max(pieces, key=len)
    return Term(words, re.compile(source), first, float(weight or 1))

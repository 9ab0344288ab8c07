"""Facts of a negotiation: the rounds over one clause, and clauses that the hospital added."""

from dataclasses import dataclass
from datetime import date

from vendormgr.domain.vocabulary import ClauseLevel, Column, NegotiationDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Negotiation:
    """交渉: one round over one clause of one contract; a clause may take many."""

    id: str = ""
    contract: str | None = None
    clause: str | None = None
    on: date | None = None
    """The day the hospital asked."""
    ask: str | None = None
    """The hospital's own wish, in the words that were sent."""
    answer: str | None = None
    answered_on: date | None = None
    fallback: str | None = None
    """What the hospital would settle for."""
    decision: NegotiationDecision | None = None
    """None: still open."""
    decided_on: date | None = None
    by: str | None = None
    """Who negotiated for the hospital."""
    counterpart: str | None = None
    """Who answered for the vendor."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnClause:
    """独自の条項: a clause topic that the hospital added to the catalogue's."""

    id: str
    title: str
    asks: str | None = None
    level: ClauseLevel
    columns: tuple[Column, ...] = ()
    """Columns of the matrix under which it applies; empty: all."""
    settles: tuple[str, ...] = ()
    """Matrix rows that it settles once it is in a contract."""
    wording: str | None = None
    note: str | None = None

"""侵入の起点: what is in an attacker's hands when a vendor is, its subcontractors' things too."""

from collections.abc import Iterator
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.index import Index
from vendormgr.domain.vocabulary import Location, RelationKind


@dataclass(frozen=True, slots=True)
class Source:
    """起点となる会社: a firm whose things count as taken."""

    party: str
    chain: tuple[str, ...]
    """From the vendor meant down to this one; one alone is the vendor itself."""
    outside: tuple[str, ...]
    """What it owns outside the hospital."""
    inside: tuple[str, ...]
    """Its equipment in the hospital."""

    @property
    def assets(self) -> tuple[str, ...]:
        """Everything that it owns."""
        return (*self.outside, *self.inside)


def sources_of_vendor(conclusions: Conclusions, party: str) -> tuple[Source, ...]:
    """The vendor and all behind it, however deep: whoever works for it may hold its ways in."""
    return tuple(_sources(conclusions.index, party))


def _sources(index: Index, party: str) -> Iterator[Source]:
    below: dict[str, list[str]] = {}
    for relation in index.portfolio.relations:
        # A platform that is merely used is another firm's house, not a way into it.
        used = relation.kind is RelationKind.USES_SERVICE
        if relation.from_ and relation.to and index.is_vendor(relation.to) and not used:
            below.setdefault(relation.from_, []).append(relation.to)
    seen = {party}
    todo: list[tuple[str, ...]] = [(party,)]
    for chain in todo:
        yield _source(index, chain)
        for lower in below.get(chain[-1], ()):
            if lower not in seen:
                seen.add(lower)
                todo.append((*chain, lower))


def _source(index: Index, chain: tuple[str, ...]) -> Source:
    owned = index.assets_owned.get(chain[-1], ())
    return Source(
        party=chain[-1],
        chain=chain,
        outside=tuple(one.id for one in owned if one.location is not Location.HOSPITAL),
        inside=tuple(one.id for one in owned if one.location is Location.HOSPITAL),
    )

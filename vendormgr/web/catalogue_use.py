"""Where each entry of the catalogue is used, and finding entries by word."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.naming import search_key
from vendormgr.domain.obligation import CONTROL_CLAUSES, RULE_CLAUSES
from vendormgr.domain.text import Text
from vendormgr.domain.vocabulary import Verified
from vendormgr.exchange.seed import load_catalogue

MOST_FOUND = 60
_GRADES = {"P": Verified.PRIMARY, "S": Verified.SECONDARY, "I": Verified.MEMORY}


class EntryKind(StrEnum):
    """What an entry is, in the order in which they are listed."""

    ITEM = "item"
    CLAUSE = "clause"
    RULE = "rule"
    CONNECTION_KIND = "kind"
    CONTROL = "control"
    REQUIREMENT = "requirement"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the catalogue, whatever it is."""

    kind: EntryKind
    id: str
    title: Text
    about: Text
    """What else a search looks at."""
    verified: Verified | None = None
    """None: our own, there is no original to check against."""

    @property
    def key(self) -> "Key":
        """Kind and id."""
        return self.kind, self.id

    @property
    def needs_checking(self) -> bool:
        """Whether 「要原典確認」 stands beside it."""
        return self.verified is not None and self.verified is not Verified.PRIMARY


Key = tuple[EntryKind, str]
"""Kind and id of an entry."""


def all_entries(catalogue: Catalogue) -> Iterator[Entry]:
    """Every entry, kind by kind, each in the order of the seed files."""
    for item in catalogue.items.values():
        about = item.help or item.title
        yield Entry(kind=EntryKind.ITEM, id=item.id, title=item.title, about=about)
    for clause in catalogue.clauses.values():
        yield Entry(kind=EntryKind.CLAUSE, id=clause.id, title=clause.title, about=clause.asks)
    for rule in catalogue.rules.values():
        yield Entry(kind=EntryKind.RULE, id=rule.id, title=rule.title, about=rule.when)
    for kind in catalogue.kinds.values():
        yield Entry(kind=EntryKind.CONNECTION_KIND, id=kind.id, title=kind.title, about=kind.help)
    for control in catalogue.controls.values():
        yield Entry(kind=EntryKind.CONTROL, id=control.id, title=control.title, about=control.help)
    for one in catalogue.requirements.values():
        yield Entry(
            kind=EntryKind.REQUIREMENT,
            id=one.id,
            title=one.title,
            about=_joined(one.summary, one.section),
            verified=one.verified,
        )
    for case in catalogue.incidents.values():
        yield Entry(
            kind=EntryKind.INCIDENT,
            id=case.id,
            title=case.fact,
            about=case.case,
            verified=_GRADES[case.grade],
        )


def _joined(text: Text, also: str) -> Text:
    return Text(f"{text.ja} {also}", f"{text.en} {also}")


@cache
def entries() -> Mapping[Key, Entry]:
    """The product's own entries by kind and id: a row and a clause may have the same id."""
    return {one.key: one for one in all_entries(load_catalogue())}


@cache
def _haystacks() -> tuple[tuple[str, Entry], ...]:
    return tuple(
        (
            "\n".join(
                search_key(word)
                for word in (one.id, one.title.ja, one.title.en, one.about.ja, one.about.en)
            ),
            one,
        )
        for one in entries().values()
    )


def find_entries(words: str) -> tuple[Entry, ...]:
    """Entries that hold every word, in the order of the catalogue; at most MOST_FOUND."""
    wanted = [key for word in words.split() if (key := search_key(word))]
    if not wanted:
        return ()
    found = (one for text, one in _haystacks() if all(word in text for word in wanted))
    return tuple(one for one, _ in zip(found, range(MOST_FOUND), strict=False))


def citation_key(catalogue: Catalogue, id_: str) -> Key:
    """What a citation id names: a requirement, else a clause, else an incident."""
    if id_ in catalogue.requirements:
        return EntryKind.REQUIREMENT, id_
    return (EntryKind.CLAUSE if id_ in catalogue.clauses else EntryKind.INCIDENT), id_


@cache
def uses() -> Mapping[Key, tuple[Entry, ...]]:
    """Entry to the entries that rest on it, each once, in the order of the catalogue."""
    catalogue, known = load_catalogue(), entries()
    used: defaultdict[Key, dict[Key, Entry]] = defaultdict(dict)
    for by, named in _links(catalogue):
        for key in named:
            used[key][by] = known[by]
    return {key: tuple(found.values()) for key, found in used.items()}


def _links(catalogue: Catalogue) -> Iterator[tuple[Key, list[Key]]]:
    """(entry, what it rests on)."""
    for item in catalogue.items.values():
        cited = [citation_key(catalogue, one) for one in item.cites]
        yield (EntryKind.ITEM, item.id), cited + _clauses(item.settled_by)
    for clause in catalogue.clauses.values():
        basis = [citation_key(catalogue, one) for one in clause.basis]
        yield (EntryKind.CLAUSE, clause.id), basis
    for rule in catalogue.rules.values():
        basis = [citation_key(catalogue, one) for one in rule.basis]
        yield (EntryKind.RULE, rule.id), basis + _clauses(RULE_CLAUSES.get(rule.id, ()))
    for kind in catalogue.kinds.values():
        controls = {name for ways in kind.vectors.values() for way in ways for name in way}
        needed = [(EntryKind.CONTROL, one) for one in catalogue.controls if one in controls]
        yield (EntryKind.CONNECTION_KIND, kind.id), needed
    for control, clauses in CONTROL_CLAUSES.items():
        yield (EntryKind.CONTROL, control), _clauses(clauses)


def _clauses(ids: tuple[str, ...]) -> list[Key]:
    return [(EntryKind.CLAUSE, one) for one in ids]

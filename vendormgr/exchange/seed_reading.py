"""Seed files of reading a contract: the terms of each clause, and words that matter for all."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from vendormgr.domain.reading.guide import ClauseTerms, Guide, Role, Term, make_term
from vendormgr.domain.reading.normal import fold
from vendormgr.exchange.seed_file import (
    BrokenSeedError,
    Entry,
    Seed,
    SeedError,
    SeedFile,
    read_seed,
)
from vendormgr.resources import resource_dir

TERMS, WORDS = "reading", "reading-words"
"""Schemas of the two kinds of file."""
_LISTS = ("titles", *(role.value for role in Role), "against", "weak")
_WORD_LISTS = ("vague", "hedges", "boilerplate", "refusals")
Spellings = tuple[tuple[str, str], ...]


@cache
def load_guide() -> Guide:
    """The product's own guide, read once.

    Raises:
        BrokenSeedError: A seed file is broken; the installation should be repaired.
    """
    return read_guide(resource_dir("seed"))


def read_guide(folder: Path) -> Guide:
    """The guide of a seed folder.

    Raises:
        BrokenSeedError: With every error in the files about reading.
    """
    seed, errors = read_seed(folder)
    found = (*errors, *check_reading(seed))
    if found:
        raise BrokenSeedError(found)
    words = next(seed.of(WORDS)).tables
    spellings = tuple(_spellings(seed.entries(WORDS, "spelling")))
    adverse = {one.id for one in seed.entries("clauses", "clause") if one.raw["level"] == "adverse"}
    return Guide(
        clauses={
            one.id: _clause(one, spellings, adverse=one.id in adverse)
            for one in seed.entries(TERMS, "clause")
        },
        vague=_terms(words["vague"], spellings),
        hedges=_terms(words["hedges"], spellings),
        boilerplate=_terms(words["boilerplate"], spellings),
        refusals=_terms(words["refusals"], spellings),
        spellings=spellings,
    )


def check_reading(seed: Seed) -> Iterator[SeedError]:
    """Clauses without terms, terms of no clause, files named after no subject, empty terms."""
    clauses = {one.id: one.file.stem for one in seed.entries("clauses", "clause")}
    seen: set[str] = set()
    for entry in seed.entries(TERMS, "clause"):
        if entry.id not in clauses:
            yield entry.error(("id",), "unknown_clause", value=entry.id)
        elif clauses[entry.id] != entry.file.stem:
            yield entry.error(("id",), "clause_in_other_file", file=f"{clauses[entry.id]}.toml")
        if entry.id in seen:
            yield entry.error(("id",), "duplicate_id", value=entry.id, file=entry.file.path)
        seen.add(entry.id)
        yield from _check_terms(entry)
    for clause in seed.entries("clauses", "clause"):
        if clause.id and clause.id not in seen:
            yield clause.error(("id",), "clause_without_terms", value=clause.id)
    for file in seed.of(WORDS):
        yield from _check_words(file)


def _check_terms(entry: Entry) -> Iterator[SeedError]:
    for name in _LISTS:
        for path, words in entry.words(name):
            if not _is_term(words):
                yield entry.error(path, "not_a_term", value=words)


def _check_words(file: SeedFile) -> Iterator[SeedError]:
    for name in _WORD_LISTS:
        listed = file.tables.get(name)
        for i, words in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(words, str) and not _is_term(words):
                yield file.error((name, i), "not_a_term", value=words)


def _is_term(words: str) -> bool:
    try:
        make_term(words)
    except ValueError:
        return False
    return True


def _clause(entry: Entry, spellings: Spellings, *, adverse: bool) -> ClauseTerms:
    raw = entry.raw
    return ClauseTerms(
        clause=entry.id,
        titles=_terms(raw["titles"], spellings),
        groups={role: _terms(raw[role.value], spellings) for role in Role},
        against=_terms(raw.get("against", []), spellings),
        weak=_terms(raw.get("weak", []), spellings),
        least=raw.get("least", 1),
        needs_detail=raw.get("needs_detail", True),
        bare=raw.get("bare", False),
        adverse=adverse,
    )


def _terms(words: list[str], spellings: Spellings) -> tuple[Term, ...]:
    return tuple(make_term(one, spellings) for one in words)


def _spellings(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """(variant, form) in compared form; a variant that is compared as its form says nothing."""
    for entry in entries:
        form = fold(entry.raw["form"])
        variants = dict.fromkeys(map(fold, entry.raw["variants"]))
        yield from ((variant, form) for variant in variants if variant != form)

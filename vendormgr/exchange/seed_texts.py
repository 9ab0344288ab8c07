"""Texts of the seed data: no signs the font lacks, and placeholders that can be filled in.

Only `vendormgr check-data` and the tests import this: it loads the font.
"""

from collections.abc import Iterator
from string import Formatter
from typing import Any

from vendormgr.domain import model_wording
from vendormgr.exchange.seed_file import Entry, Seed, SeedError, Step
from vendormgr.reports.fonts import missing_glyphs

PLACEHOLDERS = frozenset(
    {
        "asset",
        "clause",
        "connection",
        "contract",
        "control",
        "controls",
        "count",
        "date",
        "days",
        "duty",
        "edition",
        "end",
        "expected",
        "hours",
        "item",
        "law",
        "model",
        "other_party",
        "party",
        "place",
        "reason",
        "service",
        "start",
        "stated",
        "subject",
        "system",
        "tier",
        "version",
    }
)
"""What a rule's detail sentence may ask for; see domain.gaps for what each rule gives."""


def check_texts(seed: Seed) -> Iterator[SeedError]:
    """Signs that cannot be printed, and detail sentences that cannot be filled in."""
    for file in seed.files:
        for path, text in _texts((), file.tables):
            for glyph in sorted(missing_glyphs(text)):
                yield file.error(path, "forbidden_glyph", value=glyph)
    for rule in seed.entries("gap-rules", "rule"):
        yield from _check_detail(rule)
    for wording in seed.entries("wordings", "wording"):
        yield from _check_drafts(wording)


def placeholders(sentence: str) -> frozenset[str]:
    """The names in braces.

    Raises:
        ValueError: The braces do not match, or hold more than a name.
    """
    names: set[str] = set()
    for _, name, form, conversion in Formatter().parse(sentence):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(sentence)
        names.add(name)
    return frozenset(names)


def _check_detail(rule: Entry) -> Iterator[SeedError]:
    detail = rule.raw.get("detail")
    found: dict[str, frozenset[str]] = {}
    for language, sentence in (detail if isinstance(detail, dict) else {}).items():
        if not isinstance(sentence, str):
            continue
        path = ("detail", language)
        try:
            found[language] = placeholders(sentence)
        except ValueError:
            yield rule.error(path, "braces", value=sentence)
            continue
        for name in sorted(found[language] - PLACEHOLDERS):
            yield rule.error(path, "unknown_placeholder", value=name)
    if found.keys() == {"ja", "en"} and found["ja"] != found["en"]:
        differing = ", ".join(sorted(found["ja"] ^ found["en"]))
        yield rule.error(("detail",), "placeholders_differ", value=differing)


def _check_drafts(wording: Entry) -> Iterator[SeedError]:
    for strength in model_wording.Strength:
        for path, draft in wording.words(strength.value):
            try:
                unknown = placeholders(draft) - model_wording.PLACEHOLDERS
            except ValueError:
                yield wording.error(path, "braces", value=draft)
                continue
            for name in sorted(unknown):
                yield wording.error(path, "unknown_placeholder", value=name)


def _texts(path: tuple[Step, ...], value: Any) -> Iterator[tuple[tuple[Step, ...], str]]:
    match value:
        case str():
            yield path, value
        case list():
            for i, one in enumerate(value):
                yield from _texts((*path, i), one)
        case dict():
            for key, one in value.items():
                yield from _texts((*path, key), one)
        case _:
            return

"""The demo in other words: hostile text everywhere, or marked names on the attack map."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

from tests.security.hostile import SCRIPTS
from vendormgr.domain.plain import from_plain, to_plain
from vendormgr.domain.portfolio import NOUNS, Portfolio

CANARY = "zz-canary"
TEXTS = frozenset(
    {"name", "kana", "note", "title", "label", "service", "address", "department", "hours", "line"}
    | {"protocol", "device_model", "firmware", "evidence", "article", "wording", "decider"}
    | {"approved_by"}
)
"""Fields into which people type freely."""
ATTACK_MAP_TEXTS = frozenset({"label", "line", "protocol", "device_model", "firmware", "note"})


def hostile_portfolio(base: Portfolio) -> Portfolio:
    """Each free text is another piece of hostile text."""
    scripts: Iterator[str] = cycle(SCRIPTS)

    def change(noun: str, name: str, value: Any) -> Any:
        reference = name == "service" and noun != "parties"
        bound = reference or name not in TEXTS or not isinstance(value, str)
        return value if bound else next(scripts).replace("\x00", "")

    return _rewritten(base, change)


def canary_portfolio(base: Portfolio) -> Portfolio:
    """Every asset, connection and measure has a distinctive id and distinctive texts."""
    ids = {
        fact.id: f"{CANARY}-{fact.id}"
        for noun in ("assets", "connections", "outbound_connections", "measures")
        for fact in getattr(base, noun)
    }

    def change(noun: str, name: str, value: Any) -> Any:
        if isinstance(value, str) and value in ids and name != "kind":
            return ids[value]
        if isinstance(value, str) and noun == "measures" and value.partition(".")[0] in ids:
            return f"{CANARY}-{value}"
        on_the_map = noun in {"assets", "connections", "outbound_connections", "measures"}
        free = name in ATTACK_MAP_TEXTS or (noun == "measures" and name == "title")
        if isinstance(value, str) and on_the_map and free:
            return f"{CANARY} {value}"
        if isinstance(value, str) and noun == "responsibilities" and name == "evidence":
            return f"{CANARY} {value}"
        return value

    return _rewritten(base, change)


Change = Callable[[str, str, Any], Any]


def _rewritten(base: Portfolio, change: Change) -> Portfolio:
    changed: dict[str, Any] = {}
    for noun, kind in NOUNS.items():
        facts = []
        for fact in getattr(base, noun):
            plain = _plain(noun, "", {"id": fact.id, **to_plain(fact)}, change)
            facts.append(from_plain(kind, plain))
        changed[noun] = tuple(facts)
    return replace(base, **changed)


def _plain(noun: str, name: str, value: Any, change: Change) -> Any:
    match value:
        case dict():
            return {key: _plain(noun, str(key), one, change) for key, one in value.items()}
        case list() | tuple():
            return [_plain(noun, name, one, change) for one in value]
        case _:
            return change(noun, name, value)

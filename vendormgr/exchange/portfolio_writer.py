"""Writes a portfolio as YAML that people read, edit and compare, and that reads back the same.

PyYAML's emitter is not used: it quotes by the rules of YAML 1.1 (`1e3` would come back as a number)
and its C version writes emoji and kanji such as 𠮷 as escapes (6.0.3).
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from vendormgr.domain.plain import Plain, portfolio_to_plain
from vendormgr.domain.portfolio import Portfolio
from vendormgr.exchange.strict_yaml import plain_value

FORMAT = "vendormgr-portfolio/1"

# Begins with a letter or kana or kanji; nothing that ends a scalar or begins a comment.
_PLAIN = re.compile(r"[^\W\d_][\w .()・ー、。「」/+-]*")
# What reads as something else elsewhere: truth values, nothing and numbers of YAML 1.1 readers.
_RESERVED = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|nan|inf")
_ESCAPED = re.compile("[\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]")


def write_portfolio(portfolio: Portfolio) -> str:
    """The portfolio as a YAML document, facts in their order and keys in that of the format."""
    plain: Plain = {"format": FORMAT, **portfolio_to_plain(portfolio)}
    for contract in plain.get("contracts", ()):
        clauses = contract.get("clauses", {})
        contract |= {"clauses": {id_: _brief(state) for id_, state in clauses.items()}}
        if not clauses:
            del contract["clauses"]
    return "".join(f"{line}\n" for line in _mapping(plain, ""))


def _brief(state: Plain) -> Any:
    """A clause of which only the status is known, as that one word."""
    return state["status"] if state.keys() == {"status"} else state


def _mapping(mapping: Plain, indent: str) -> Iterator[str]:
    for key, value in mapping.items():
        yield from _entry(f"{indent}{_scalar(key)}:", value, indent)


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    match value:
        case dict() if value:
            yield head
            yield from _mapping(value, indent + "  ")
        case list() if value and isinstance(value[0], dict):
            yield head
            for one in value:
                yield from _element(one, indent)
        case dict():
            yield f"{head} {{}}"
        case list():
            yield f"{head} [{', '.join(map(_scalar, value))}]"
        case _:
            yield f"{head} {_scalar(value)}"


def _element(fact: Plain, indent: str) -> Iterator[str]:
    if not fact:
        yield f"{indent}- {{}}"
        return
    lines = _mapping(fact, indent + "  ")
    yield f"{indent}- {next(lines)[len(indent) + 2 :]}"
    yield from lines


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and not _RESERVED.fullmatch(value) and _reads_as_text(value):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _reads_as_text(value: str) -> bool:
    """Whether an unquoted scalar comes back as it is; spaces at its end are not part of it."""
    return value[-1] != " " and isinstance(plain_value(value), str)

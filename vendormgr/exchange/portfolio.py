"""Portfolio documents in and out: text to checked facts, facts to text."""

import re
from typing import Any

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.plain import Plain, portfolio_from_plain
from vendormgr.domain.portfolio import NOUNS, Portfolio
from vendormgr.exchange.document import DocumentError, DocumentErrors, ErrorList, TooManyErrors
from vendormgr.exchange.portfolio_references import check_references, check_stacks, collect_ids
from vendormgr.exchange.portfolio_rules import check_rules
from vendormgr.exchange.portfolio_schema import check_shape
from vendormgr.exchange.portfolio_terms import check_terms
from vendormgr.exchange.portfolio_writer import write_portfolio
from vendormgr.exchange.strict_json import JsonSyntaxError, read_json
from vendormgr.exchange.strict_tree import MappingNode, StopReading, TreeBuilder
from vendormgr.exchange.strict_yaml import read_yaml

__all__ = [
    "MAX_BYTES",
    "DocumentError",
    "DocumentErrors",
    "decode_document",
    "read_portfolio",
    "write_portfolio",
]

PARTS = (
    ("assessments", "risks"),
    ("assessments", "tasks"),
    ("disclosures", "answers"),
    ("sheets", "answers"),
    ("selections", "conditions"),
    ("candidates", "answers"),
    ("candidates", "clauses"),
)
"""Document key and field of lists whose elements are mappings without an id."""
MAX_BYTES = 64 * 1024 * 1024
"""About 20,000 vendors with their lines."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair: no encoding of a file can hold one, but a text in memory can."""


def decode_document(content: bytes) -> str:
    """The text of a file.

    Raises:
        DocumentErrors: It is too large, or not in UTF-8.
    """
    errors = ErrorList()
    if len(content) > MAX_BYTES:
        errors.add((), 1, "too_large", n=MAX_BYTES // 1024 // 1024)
    else:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            errors.add((), content.count(b"\n", 0, error.start) + 1, "not_utf8")
    errors.raise_if_any()
    raise AssertionError  # an error was added above


def read_portfolio(text: str, catalogue: Catalogue) -> Portfolio:
    """The portfolio of a document in YAML or JSON.

    Raises:
        DocumentErrors: It cannot be used; every error is named.
    """
    errors = ErrorList()
    root: Any = None
    try:
        root = _read_tree(text, errors)
        check_shape(root, errors)
        if isinstance(root, MappingNode):
            _check_meaning(root, catalogue, errors)
    except (StopReading, TooManyErrors):
        pass
    errors.raise_if_any()
    return portfolio_from_plain(_tidy_document(root))


def _read_tree(text: str, errors: ErrorList) -> Any:
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        errors.add((), 1, "too_large", n=MAX_BYTES // 1024 // 1024)
        raise StopReading
    half = _HALF_CHARACTER.search(text)
    if half is not None:
        line = text.count("\n", 0, half.start()) + 1
        errors.add((), line, "illegal_character", character=f"U+{ord(half[0]):04X}")
        raise StopReading
    if text.lstrip()[:1] not in {"{", "["}:
        return _read_yaml(text, errors)
    before = len(errors)
    try:
        builder = TreeBuilder(errors)
        read_json(text, builder)
    except JsonSyntaxError as error:
        errors.drop(before)
        return _read_flow_yaml(text, error, errors)
    return builder.root


def _read_yaml(text: str, errors: ErrorList) -> Any:
    builder = TreeBuilder(errors)
    read_yaml(text, builder)
    return builder.root


def _read_flow_yaml(text: str, no_json: JsonSyntaxError, errors: ErrorList) -> Any:
    """YAML may begin with a brace too; if it is neither, say what is wrong with the JSON."""
    before = len(errors)
    try:
        return _read_yaml(text, errors)
    except StopReading:
        if no_json.past_start:
            errors.drop(before)
            errors.add((), no_json.line, "json_syntax", reason=no_json.reason)
        raise


def _check_meaning(root: MappingNode, catalogue: Catalogue, errors: ErrorList) -> None:
    ids = collect_ids(root, errors)
    check_references(root, ids, errors)
    check_stacks(root, errors)
    check_terms(root, ids, catalogue, errors)
    check_rules(root, errors)


def _tidy_document(root: MappingNode) -> Plain:
    """The document without what says nothing: null and empty texts, in lists and mappings too."""
    plain: Plain = _tidy(root)
    for noun in NOUNS:
        plain[noun] = [_tidy(fact) for fact in plain.get(noun, ())]
    for contract in plain["contracts"]:
        clauses = contract.get("clauses", {})
        contract["clauses"] = {id_: _tidy_clause(state) for id_, state in clauses.items()}
        contract["overrides"] = [_tidy(one) for one in contract.get("overrides", ())]
    for noun, key in PARTS:
        for fact in plain[noun]:
            if key in fact:
                fact[key] = [_tidy(one) for one in fact[key]]
    for item in plain["own_items"]:
        item["defaults"] = _tidy(item.get("defaults", {}))
    return plain


def _tidy(mapping: Plain) -> Plain:
    return {key: value for key, value in mapping.items() if value is not None and value != ""}


def _tidy_clause(state: Any) -> Plain:
    return _tidy(state if isinstance(state, dict) else {"status": state})

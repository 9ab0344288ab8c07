"""A document with one thing in it changed, dropped or added."""

import copy
import json
from functools import cache
from typing import Any

from tests.exchange.cast import FULL
from vendormgr.exchange.document import ErrorList
from vendormgr.exchange.strict_tree import TreeBuilder
from vendormgr.exchange.strict_yaml import read_yaml

CHANGES = ("put", "drop", "add")


@cache
def full_document() -> dict[str, Any]:
    errors = ErrorList()
    builder = TreeBuilder(errors)
    read_yaml(FULL, builder)
    document: dict[str, Any] = json.loads(json.dumps(builder.root))
    return document


def mutated(path: tuple[str | int, ...], value: Any, change: str) -> Any:
    """The full document with the value put at the path, or beside it, or the path dropped."""
    document = copy.deepcopy(full_document())
    node: Any = {"document": document}
    for step in ("document", *path[:-1]):
        node = node[step]
    last = path[-1] if path else None
    if last is None:
        document = value if change == "put" else document
    elif change == "drop":
        del node[last]
    elif change == "add" and isinstance(node, dict):
        node[f"{last}x"] = value
    else:
        node[last] = value
    return document


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


PLACES = _places(full_document())
REPLACEMENTS: tuple[Any, ...] = (
    None, True, 0, -1, 4.5, 10**13, "", "x", "unknown", "2026-02-30", "2026-10-01", "a.b", " a",
    "saas", "hospital", "vendor", "present", [], ["x"], [None], {}, {"x": 1}, {"note": "x"},
)  # fmt: skip

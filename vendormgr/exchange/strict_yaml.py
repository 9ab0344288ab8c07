"""YAML 1.2 (core schema) read strictly: words stay words, and nothing is guessed or executed.

PyYAML's own loaders follow YAML 1.1: `no` becomes False, `0123` 83 and `12:30` 750, the second of
two equal keys wins, and nesting is followed until the stack ends. So only its parser is used here.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from vendormgr.exchange.strict_tree import (
    UNREADABLE,
    MappingNode,
    Node,
    SequenceNode,
    StopReading,
    TreeBuilder,
)

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML built without libyaml

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        """The same events, ten times slower."""

        def __init__(self, stream: str) -> None:
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


_TAG = "tag:yaml.org,2002:"
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# Stricter than the core schema in one point: 0123 is text, because a leading zero is never a
# quantity (telephone numbers, codes).
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_MAX_DIGITS = 18
_MAY_BE_NUMBER = frozenset("+-.0123456789")


def plain_value(text: str) -> Any:
    """What an unquoted scalar means: None, a truth value, a number or, most often, the text.

    Numbers that are too long to be meant are UNREADABLE.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MAY_BE_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text, 0) if len(text) <= _MAX_DIGITS else UNREADABLE
    if _FLOAT.fullmatch(text):
        return float(text.replace(".", "") if text[-1].lower() in "fn" else text)
    return text


def read_yaml(text: str, builder: TreeBuilder) -> None:
    """Feed the one document of a YAML text to the builder.

    Raises:
        StopReading: The text cannot be read to its end; the builder's errors say why.
    """
    reading = _Reading(builder)
    try:
        for event in _events(text):
            reading.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.stop(mark.line + 1 if mark else 1, "yaml_syntax", reason=error.problem or "")
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        builder.stop(line, "illegal_character", character=f"U+{_code_point(error.character):04X}")


def _events(text: str) -> Iterator[Event]:
    parser = _Parser(text)
    while True:
        event = parser.get_event()
        if event is None or type(event) is StreamEndEvent:
            return
        yield event


def _code_point(character: Any) -> int:
    return ord(character) if isinstance(character, str) else int(character)


class _Reading:
    """Events of one document to the builder: anchors, tags, keys."""

    def __init__(self, builder: TreeBuilder) -> None:
        self._builder = builder
        self._anchors: dict[str, tuple[Any, int]] = {}
        """Anchor to its value and how many values are in it."""
        self._begun: list[tuple[str | None, int]] = []
        """Anchor of each open node and the count of values before it."""
        self._documents = 0

    def take(self, event: Any) -> None:
        """The next event of the parser."""
        line = event.start_mark.line + 1
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(event, line)
        elif kind is MappingStartEvent:
            self._start(event, MappingNode(line))
        elif kind is SequenceStartEvent:
            self._start(event, SequenceNode(line))
        elif isinstance(event, CollectionEndEvent):
            self._end()
        elif kind is AliasEvent:
            self._alias(event, line)
        elif kind is DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self._builder.stop(line, "several_documents")

    def _scalar(self, event: Any, line: int) -> None:
        if self._builder.wants_key:
            self._builder.key(event.value, line)
            return
        value = event.value
        if event.tag is not None:
            value = self._tagged(event.tag, value)
        elif event.implicit[0]:
            value = plain_value(value)
        if value is UNREADABLE:
            self._unreadable(event, line)
        self._builder.scalar(value, line)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)

    def _tagged(self, tag: str, text: str) -> Any:
        if tag in {"!", _TAG + "str"}:
            return text
        value = plain_value(text)
        name = {type(None): "null", bool: "bool", int: "int", float: "float"}.get(type(value))
        return value if name and tag == _TAG + name else UNREADABLE

    def _unreadable(self, event: Any, line: int) -> None:
        path = self._builder.path()
        if event.tag is None:
            self._builder.errors.add(path, line, "number_too_long", value=event.value)
        else:
            self._builder.errors.add(path, line, "unknown_tag", value=event.tag)

    def _start(self, event: Any, node: Node) -> None:
        builder = self._builder
        if builder.wants_key:
            builder.stop(node.line, "key_not_text")
        if event.tag not in {None, "!", _TAG + "map", _TAG + "seq"}:
            builder.errors.add(builder.path(), node.line, "unknown_tag", value=event.tag)
        self._begun.append((event.anchor, builder.count))
        builder.open(node)

    def _end(self) -> None:
        node = self._builder.close()
        anchor, before = self._begun.pop()
        if anchor is not None:
            self._anchors[anchor] = (node, self._builder.count - before)

    def _alias(self, event: Any, line: int) -> None:
        builder = self._builder
        if builder.wants_key:
            builder.stop(line, "key_not_text")
        if event.anchor not in self._anchors:
            # Also an alias inside the very value it names.
            builder.stop(line, "unknown_alias", value=event.anchor)
        value, count = self._anchors[event.anchor]
        builder.repeat(value, line, count=count)


__all__ = ["StopReading", "plain_value", "read_yaml"]

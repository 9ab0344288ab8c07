"""JSON read strictly, with lines: the standard reader tells none, and recurses on deep nesting."""

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any, NoReturn

from vendormgr.exchange.strict_tree import UNREADABLE, MappingNode, SequenceNode, TreeBuilder

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z]+")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}
_MAX_DIGITS = 18
# Not in the type stubs, but what every JSONDecoder is built on.
_scan_string: Callable[[str, int, bool], tuple[str, int]] = json.decoder.scanstring  # type: ignore[attr-defined]


class JsonSyntaxError(Exception):
    """The text is no JSON."""

    def __init__(self, line: int, reason: str, *, past_start: bool) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason
        self.past_start = past_start
        """Something was read as JSON, so that the text was probably meant to be."""


def read_json(text: str, builder: TreeBuilder) -> None:
    """Feed the one value of a JSON text to the builder.

    Raises:
        JsonSyntaxError: It is no JSON; what the builder then holds is of no use.
        StopReading: The text exceeds a limit; the builder's errors say which.
    """
    _Reading(text, builder).run()


class _Reading:
    """One pass over the text; it recurses only into first elements, which the builder bounds."""

    def __init__(self, text: str, builder: TreeBuilder) -> None:
        self._text = text
        self._builder = builder
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._at = 0
        self._ends: list[str] = []
        """The bracket that ends each open mapping or list."""

    def run(self) -> None:
        self._value()
        while self._ends:
            self._next()
        if self._look():
            self._fail("text after the end")

    def _line(self) -> int:
        return bisect_right(self._breaks, self._at - 1) + 1

    def _look(self) -> str:
        """The next character that is no space, or nothing at the end."""
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._text[self._at : self._at + 1]

    def _fail(self, reason: str) -> NoReturn:
        raise JsonSyntaxError(self._line(), reason, past_start=self._builder.count > 1)

    def _next(self) -> None:
        """What follows inside an open mapping or list: its end, or a comma and one more."""
        ch = self._look()
        if ch == self._ends[-1]:
            self._at += 1
            self._ends.pop()
            self._builder.close()
        elif ch == ",":
            self._at += 1
            self._element()
        else:
            self._fail(f"expected , or {self._ends[-1]}")

    def _element(self) -> None:
        if self._ends[-1] == "}":
            if self._look() != '"':
                self._fail("expected a key in double quotes")
            line = self._line()
            self._builder.key(self._string(), line)
            if self._look() != ":":
                self._fail("expected :")
            self._at += 1
        self._value()

    def _value(self) -> None:
        ch = self._look()
        line = self._line()
        if ch == '"':
            self._builder.scalar(self._string(), line)
        elif ch == "{":
            self._start(MappingNode(line), "}")
        elif ch == "[":
            self._start(SequenceNode(line), "]")
        else:
            self._builder.scalar(self._number_or_word(line), line)

    def _start(self, node: MappingNode | SequenceNode, end: str) -> None:
        self._at += 1
        self._builder.open(node)
        self._ends.append(end)
        if self._look() != end:
            self._element()

    def _string(self) -> str:
        try:
            text, self._at = _scan_string(self._text, self._at + 1, True)
        except json.JSONDecodeError as error:
            self._at = error.pos
            self._fail(error.msg)
        return text

    def _number_or_word(self, line: int) -> Any:
        found = _NUMBER.match(self._text, self._at)
        if found:
            self._at = found.end()
            if len(found[0]) > _MAX_DIGITS:
                path = self._builder.path()
                self._builder.errors.add(path, line, "number_too_long", value=found[0])
                return UNREADABLE
            return float(found[0]) if found[2] or found[3] else int(found[0])
        word = _WORD.match(self._text, self._at)
        if word is None or word[0] not in _WORDS:
            self._fail("expected a value")
        self._at = word.end()
        return _WORDS[word[0]]

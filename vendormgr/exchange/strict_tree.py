"""Values of a YAML or JSON file that still know their lines, built within fixed limits."""

import re
from typing import Any, Final

from vendormgr.exchange.document import ErrorList, Path

MAX_DEPTH = 32
"""A portfolio is 6 deep; a parser that follows 200,000 brackets needs minutes or dies."""
MAX_VALUES = 2_000_000
MAX_REPEATED_VALUES = 100_000
"""Values that aliases may repeat; nine lines of aliases can stand for a billion values."""

# Neither XML, spreadsheets nor PostgreSQL can hold these; tab and line breaks are allowed.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class _Unreadable:
    """Stands where a value was that has an error of its own, so that no second one is raised."""


UNREADABLE: Final = _Unreadable()


class MappingNode(dict[str, Any]):
    """A mapping with its line and the line of each key."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class SequenceNode(list[Any]):
    """A list with its line and the line of each element."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


Node = MappingNode | SequenceNode


class StopReading(Exception):  # noqa: N818 - a signal; the error is in the list
    """The rest of the file cannot be read."""


class TreeBuilder:
    """Builds the tree from what a parser sees, one value after the other."""

    def __init__(self, errors: ErrorList) -> None:
        self.errors = errors
        self.root: Any = None
        self.count = 0
        self._repeated = 0
        self._open: list[Node] = []
        self._keys: list[str | None] = []
        """The key that waits for its value, for each open node."""
        self._duplicates: list[bool] = []

    @property
    def wants_key(self) -> bool:
        """Whether the next scalar is a key."""
        return bool(self._open) and self._keys[-1] is None and type(self._open[-1]) is MappingNode

    def key(self, text: str, line: int) -> None:
        """The next key of the open mapping."""
        node = self._open[-1]
        assert isinstance(node, MappingNode)  # noqa: S101 - callers ask wants_key first
        self._keys[-1] = text
        self._duplicates[-1] = text in node
        if text in node:
            self.errors.add(self.path(), line, "duplicate_key", key=text, line=node.lines[text])
        else:
            node.lines[text] = line
            node[text] = None
        self._check_characters(text, line)

    def scalar(self, value: Any, line: int) -> None:
        """A value that holds no others."""
        self._count_one(line)
        if isinstance(value, str) and not self._check_characters(value, line):
            value = UNREADABLE
        self._place(value, line)

    def open(self, node: Node) -> None:
        """A mapping or list begins."""
        if len(self._open) >= MAX_DEPTH:
            self.stop(node.line, "too_deep", n=MAX_DEPTH)
        self._count_one(node.line)
        self._place(node, node.line, closes=False)
        self._open.append(node)
        self._keys.append(None)
        self._duplicates.append(False)

    def close(self) -> Node:
        """The innermost mapping or list ends."""
        self._keys.pop()
        self._duplicates.pop()
        node = self._open.pop()
        if self._open:
            self._keys[-1] = None
        return node

    def repeat(self, value: Any, line: int, *, count: int) -> None:
        """A value that an alias repeats, with how many values are in it."""
        self._repeated += count
        self.count += count
        if self._repeated > MAX_REPEATED_VALUES:
            self.stop(line, "too_many_values", n=MAX_REPEATED_VALUES)
        self._place(value, line)

    def stop(self, line: int, code: str, **values: str | int) -> None:
        """Note an error after which nothing more can be read.

        Raises:
            StopReading: Always.
        """
        self.errors.add(self.path(), line, code, **values)
        raise StopReading

    def path(self) -> Path:
        """Where the builder is now."""
        steps: list[str | int] = []
        innermost = len(self._open) - 1
        for depth, (node, key) in enumerate(zip(self._open, self._keys, strict=True)):
            if isinstance(node, SequenceNode):
                # An element under construction already stands in its list.
                steps.append(len(node) if depth == innermost else len(node) - 1)
            elif key is not None:
                steps.append(key)
        return tuple(steps)

    def _place(self, value: Any, line: int, *, closes: bool = True) -> None:
        if not self._open:
            self.root = value
            return
        node = self._open[-1]
        if isinstance(node, SequenceNode):
            node.append(value)
            node.lines.append(line)
            return
        key = self._keys[-1]
        assert key is not None  # noqa: S101 - a parser gives the key before its value
        if not self._duplicates[-1]:
            node[key] = value
        if closes:
            self._keys[-1] = None

    def _count_one(self, line: int) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            self.stop(line, "too_many_values", n=MAX_VALUES)

    def _check_characters(self, text: str, line: int) -> bool:
        found = _CONTROL.search(text)
        if found is None:
            return True
        self.errors.add(self.path(), line, "illegal_character", character=f"U+{ord(found[0]):04X}")
        return False

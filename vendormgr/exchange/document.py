"""What is wrong in a document, and where: every error with its place and line."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Step = str | int
Path = tuple[Step, ...]
"""Keys and positions from the top of the document down to a value."""

MAX_ERRORS = 1_000
"""A hostile document can have millions of errors; people stop reading long before."""
SHOWN = 60
"""So much of a value is repeated in the words about it."""

_PLAIN_KEY = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class DocumentError:
    """One error; its words are the text ``document.<code>`` filled in with the values."""

    place: str
    """Like ``contracts[2].clauses.foo``; positions count from 0; empty for the whole document."""
    line: int
    """Counted from 1."""
    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def text_id(self) -> str:
        """The id of the words for people."""
        return f"document.{self.code}"

    def __str__(self) -> str:
        place = self.place or "document"
        values = ", ".join(f"{key}={value}" for key, value in self.values.items())
        return f"{place} (line {self.line}): {self.code}{values and f' ({values})'}"


class DocumentErrors(ValueError):  # noqa: N818 - it is several
    """A document that cannot be used, with everything that is wrong in it, in its order."""

    def __init__(self, errors: tuple[DocumentError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


class TooManyErrors(Exception):  # noqa: N818 - a signal to stop reading, never shown
    """No further error is collected."""


class ErrorList:
    """Collects the errors of one document."""

    def __init__(self) -> None:
        self._errors: list[DocumentError] = []

    def add(self, path: Path, line: int, code: str, /, **values: str | int) -> None:
        """Note one error.

        Raises:
            TooManyErrors: There are so many that nobody will read on.
        """
        shown = {key: _shown(value) for key, value in values.items()}
        self._errors.append(DocumentError(place_of(path), line, code, shown))
        if len(self._errors) >= MAX_ERRORS:
            self._errors.append(DocumentError("", line, "too_many_errors", {"n": MAX_ERRORS}))
            raise TooManyErrors

    @property
    def found(self) -> tuple[DocumentError, ...]:
        """The errors so far, in the order in which they were met."""
        return tuple(self._errors)

    def __len__(self) -> int:
        return len(self._errors)

    def drop(self, since: int) -> None:
        """Forget every error after the first so many."""
        del self._errors[since:]

    def raise_if_any(self) -> None:
        """Stop when there is an error.

        Raises:
            DocumentErrors: With all of them, by line.
        """
        if self._errors:
            raise DocumentErrors(tuple(sorted(self._errors, key=lambda error: error.line)))


class Spot:
    """A value's place while its document is checked."""

    __slots__ = ("_errors", "line", "path")

    def __init__(self, path: Path, line: int, errors: ErrorList) -> None:
        self.path = path
        self.line = line
        self._errors = errors

    def inside(self, step: Step, line: int) -> "Spot":
        """The spot of a value inside this one."""
        return Spot((*self.path, step), line, self._errors)

    def note(self, code: str, /, **values: str | int) -> None:
        """Note an error here."""
        self._errors.add(self.path, self.line, code, **values)


def place_of(path: Path) -> str:
    """The path as text: ``contracts[2].clauses.foo``."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else _key_text(step) for step in path)
    return steps.removeprefix(".")


def _key_text(key: str) -> str:
    if _PLAIN_KEY.fullmatch(key) and len(key) <= SHOWN:
        return f".{key}"
    return f"[{json.dumps(_shown(key), ensure_ascii=False)}]"


def _shown(value: str | int) -> str | int:
    """A value for an error message: cut, and without control characters that steer a terminal."""
    if isinstance(value, int):
        return value
    cut = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
    return "".join(c if c.isprintable() else "�" for c in cut)

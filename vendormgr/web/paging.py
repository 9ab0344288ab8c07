"""Pages of a list that has no tools of its own: several may stand on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request

R = TypeVar("R")
SIZE = 50
_LONGEST = 6
"""Digits of a page number; more is no page that anybody was shown."""


@dataclass(frozen=True, slots=True)
class Slice(Generic[R]):
    """One page of rows; templates show its numbers with the macro of the lists."""

    rows: Sequence[R]
    page: int
    pages: int
    total: int
    first: int
    """How many rows stand on the pages before."""
    key: str

    @property
    def last(self) -> int:
        """How many rows stand on the pages up to this one."""
        return self.first + len(self.rows)

    def address(self, page: int) -> str:
        """This address with another page of this list."""
        others = [(key, one) for key, one in request.args.items(multi=True) if key != self.key]
        return f"{request.path}?{urlencode([*others, (self.key, page)])}"


def slice_of(rows: Sequence[R], *, key: str = "page", size: int = SIZE) -> Slice[R]:
    """The page that the address asks for under that key; the nearest, where there is no such."""
    pages = max(1, -(-len(rows) // size))
    page = min(max(1, _asked(key)), pages)
    first = (page - 1) * size
    return Slice(rows[first : first + size], page, pages, len(rows), first, key)


def _asked(key: str) -> int:
    raw = request.args.get(key, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= _LONGEST else 1

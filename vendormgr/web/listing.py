"""Lists: search, filters, order and page, all kept in the address so that a list can be shared.

A list screen names its columns and filters; what is shown on the page is also what is exported.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request

from vendormgr.domain.naming import search_key
from vendormgr.i18n import label, t
from vendormgr.reports.cells import Value

R = TypeVar("R")
PAGE_SIZES = (50, 100, 200)
SEARCH, ORDER, PAGE, SIZE = "q", "sort", "page", "size"
_LONGEST_SEARCH = 200


@dataclass(frozen=True, kw_only=True)
class ListColumn(Generic[R]):
    """A column: its key in the address, the text id of its title, and the value of a row.

    The value orders the rows (None comes last) and is what is exported, terms by their labels.
    """

    key: str
    title: str
    value: Callable[[R], Any]
    exported: Callable[[R], Any] | None = None
    """What a file holds, where that is not the value that orders the rows."""
    sortable: bool = True
    hidden: bool = False
    """An order without a column of its own."""


@dataclass(frozen=True, kw_only=True)
class ListFilter(Generic[R]):
    """A filter: its key in the address, its title, and what it offers as value to words."""

    key: str
    title: str
    options: Mapping[str, str]
    holds: Callable[[R, str], bool]


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[R]):
    """One page of a list with everything its tools need."""

    rows: Sequence[R]
    """The rows of this page."""
    matching: Sequence[R]
    """All rows that the search and the filters leave, in order."""
    everything: Sequence[R]
    """All rows before search and filters, in no promised order."""
    columns: Sequence[ListColumn[R]]
    filters: Sequence[ListFilter[R]]
    search: str
    order: str
    descending: bool
    page: int
    pages: int
    size: int
    chosen: Mapping[str, str]
    sizes: Sequence[int] = PAGE_SIZES
    """Rows on a page that may be asked for; the first is usual."""

    @property
    def total(self) -> int:
        """How many rows there are before search and filters."""
        return len(self.everything)

    @property
    def cut_search(self) -> int | None:
        """How many letters of a search count that is longer; None: all of it counts."""
        typed = request.args.get(SEARCH, "").strip()
        return _LONGEST_SEARCH if len(typed) > _LONGEST_SEARCH else None

    @property
    def narrowed(self) -> bool:
        """Whether a search or a filter leaves something out."""
        return bool(self.search or self.chosen)

    @property
    def first(self) -> int:
        """Number of the first row on this page, counted from 1; 0 when there is none."""
        return (self.page - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row on this page."""
        return (self.page - 1) * self.size + len(self.rows)

    def address(self, **changes: str | int | None) -> str:
        """The address of this list with something changed; None takes a part away."""
        parts: dict[str, str | int | None] = {SEARCH: self.search or None, **self.chosen}
        parts[ORDER] = f"-{self.order}" if self.descending else self.order
        parts |= {PAGE: self.page, SIZE: self.size if self.size != self.sizes[0] else None}
        parts |= {PAGE: None} if PAGE not in changes else {}
        parts |= changes
        query = urlencode({key: value for key, value in parts.items() if value not in (None, "")})
        return f"{request.path}?{query}" if query else request.path

    def order_address(self, column: ListColumn[R]) -> str:
        """The address that orders by that column, the other way round if it does already."""
        turned = self.order == column.key and not self.descending
        return self.address(**{ORDER: f"-{column.key}" if turned else column.key})

    def direction(self, column: ListColumn[R]) -> str | None:
        """How the list is ordered by that column, as aria-sort says it; None: not by it."""
        if self.order != column.key:
            return None
        return "descending" if self.descending else "ascending"

    def table(self) -> tuple[list[str], list[list[Value]]]:
        """Titles and cells of all matching rows, for an export."""
        shown = [column for column in self.columns if not column.hidden]
        taken = [column.exported or column.value for column in shown]
        return [t(column.title) for column in shown], [
            [_cell(take(row)) for take in taken] for row in self.matching
        ]


def _cell(value: Any) -> Value:
    """A value as a file holds it: terms and several values in words, days and numbers as such."""
    match value:
        case StrEnum():
            return label(value)
        case None | str() | int() | date():
            return value
        case _:
            return t("common.comma").join(str(_cell(one)) for one in value)


def make_listing(
    rows: Iterable[R],
    columns: Sequence[ListColumn[R]],
    filters: Sequence[ListFilter[R]] = (),
    *,
    found_by: Callable[[R], Iterable[str | None]],
    order: str,
) -> Listing[R]:
    """The list as the address of this request asks for it.

    Args:
        rows: Everything that could be listed.
        columns: The columns, in order.
        filters: The filters, in order; an unknown value of one is passed over.
        found_by: The words of a row that the search looks at.
        order: Key of the column that orders where the address names none; "-" before it: downwards.
    """
    everything = list(rows)
    search, chosen = typed_search(), chosen_values(filters)
    matching = _searched(everything, search, found_by)
    for one in filters:
        if one.key in chosen:
            matching = [row for row in matching if one.holds(row, chosen[one.key])]
    column, descending = ordering(columns, order)
    return page_of(
        _ordered(matching, column, descending=descending),
        everything=everything,
        columns=columns,
        filters=filters,
        ordered_by=(column.key, descending),
    )


def page_of(  # noqa: PLR0913
    matching: Sequence[R],
    *,
    everything: Sequence[R],
    columns: Sequence[ListColumn[R]],
    filters: Sequence[ListFilter[R]],
    ordered_by: tuple[str, bool],
    sizes: Sequence[int] = PAGE_SIZES,
) -> Listing[R]:
    """The page that the address asks for, of rows that are searched, filtered and ordered already.

    For lists that are too long for make_listing to look at every row several times.
    """
    size = _whole(SIZE, sizes[0])
    size = size if size in sizes else sizes[0]
    pages = max(1, -(-len(matching) // size))
    page = min(max(1, _whole(PAGE, 1)), pages)
    return Listing(
        rows=matching[(page - 1) * size : page * size],
        matching=matching,
        everything=everything,
        columns=columns,
        filters=filters,
        search=typed_search(),
        order=ordered_by[0],
        descending=ordered_by[1],
        page=page,
        pages=pages,
        size=size,
        chosen=chosen_values(filters),
        sizes=sizes,
    )


def typed_search() -> str:
    """What the address searches for."""
    return request.args.get(SEARCH, "")[:_LONGEST_SEARCH].strip()


def chosen_values(filters: Sequence[ListFilter[Any]]) -> dict[str, str]:
    """Filter to the value that the address chooses; unknown values are passed over."""
    asked = ((one, request.args.get(one.key, "")) for one in filters)
    return {one.key: value for one, value in asked if value and value in one.options}


def search_words(search: str) -> list[str]:
    """The words of a search as keys, all of which must be found."""
    return [key for word in search.split() if (key := search_key(word))]


def _searched(rows: list[R], search: str, found_by: Callable[[R], Iterable[str | None]]) -> list[R]:
    wanted = search_words(search)
    if not wanted:
        return rows
    kept = []
    for row in rows:
        haystack = "\n".join(search_key(word) for word in found_by(row) if word)
        if all(word in haystack for word in wanted):
            kept.append(row)
    return kept


def ordering(columns: Sequence[ListColumn[R]], default: str) -> tuple[ListColumn[R], bool]:
    """The column that the address orders by, and whether downwards."""
    by_key = {column.key: column for column in columns if column.sortable}
    asked = request.args.get(ORDER, "")
    order = asked if asked.removeprefix("-") in by_key else default
    return by_key[order.removeprefix("-")], order.startswith("-")


def _ordered(rows: list[R], column: ListColumn[R], *, descending: bool) -> list[R]:
    known = [row for row in rows if column.value(row) is not None]
    unknown = [row for row in rows if column.value(row) is None]
    return sorted(known, key=column.value, reverse=descending) + unknown


def _whole(name: str, default: int) -> int:
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else default

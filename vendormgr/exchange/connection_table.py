"""接続の表: many connections from a pasted table, each row a connection or its errors.

Rows are separated by line ends, cells by tabs (as a spreadsheet copies them) or commas. The first
row names the columns, in Japanese or English. Assets, vendors and kinds are named by their id or by
what people call them; a column named like a control holds its answers.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.index import Index
from vendormgr.domain.naming import clean_line, search_key
from vendormgr.domain.portfolio import Asset, Connection

MOST_ROWS = 20_000
MOST_CELL = 400
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "from_": ("どこから", "from"),
    "to": ("どこへ", "to"),
    "kind": ("種類", "kind"),
    "line_party": ("誰の線か", "事業者", "vendor", "line_party"),
    "line": ("回線", "line"),
    "protocol": ("方式", "使う方式", "protocol"),
    "always_on": ("いつもつながっている", "常時接続", "always_on"),
    "registered": ("接続台帳に載っている", "台帳", "registered"),
    "note": ("備考", "note"),
}
REQUIRED = ("from_", "to", "kind")
CONTROL = "controls."
REMOVED = "removed"
"""A connection that is gone is archived, not pasted."""
_ANSWERS: Mapping[str, bool | None] = {
    **dict.fromkeys(("○", "〇", "はい", "有", "yes", "true", "1"), True),
    **dict.fromkeys(("×", "いいえ", "無", "no", "false", "0"), False),
    **dict.fromkeys(("", "？", "?", "未確認", "unknown"), None),
}


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row; its words are the text `paste.<problem>`."""

    row: int
    """Counted as the spreadsheet does: the row with the column names is 1."""
    column: str
    """Field name, empty where the whole row or table is meant."""
    problem: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionTable:
    """The connections of a table, without ids, or everything that is wrong with it."""

    connections: tuple[Connection, ...]
    errors: tuple[RowError, ...]


class _Names:
    """Ids by id and by name; a name that several share means none of them."""

    def __init__(
        self, named: Iterable[tuple[str, str | None]], archived: Iterable[Asset] = ()
    ) -> None:
        self._archived = {key for one in archived for key in (one.id, search_key(one.label or ""))}
        self._ids: dict[str, str] = {}
        self._by_name: dict[str, str | None] = {}
        for id_, name in named:
            self._ids[id_] = id_
            key = search_key(name or "")
            if key:
                self._by_name[key] = None if key in self._by_name else id_

    def find(self, typed: str) -> tuple[str | None, str]:
        """(id, "") or (None, problem)."""
        if typed in self._ids:
            return typed, ""
        key = search_key(typed)
        if key not in self._by_name:
            away = typed in self._archived or (key and key in self._archived)
            return None, "archived" if away else "unknown"
        return self._by_name[key], "" if self._by_name[key] else "ambiguous"


def read_connection_table(
    text: str, index: Index, catalogue: Catalogue, archived: Iterable[Asset] = ()
) -> ConnectionTable:
    """Read a pasted table; with any error no connection is to be saved. One pass over the rows.

    `archived` are assets that a row can name by mistake.
    """
    try:
        rows = _rows(text)
    except _BrokenError as error:
        return ConnectionTable((), (RowError(error.row, "", "broken"),))
    if len(rows) < 2:
        return ConnectionTable((), (RowError(1, "", "empty"),))
    if len(rows) > MOST_ROWS + 1:
        return ConnectionTable((), (RowError(len(rows), "", "too_many", str(MOST_ROWS)),))
    places, wrong_head = _places(rows[0], catalogue)
    missing = [RowError(1, name, "no_column") for name in REQUIRED if name not in places]
    if missing or wrong_head:
        return ConnectionTable((), (*missing, *wrong_head))
    assets = _Names(((one.id, one.label) for one in index.assets.values()), archived)
    vendors = _Names(
        (one.id, one.name) for one in index.parties.values() if index.is_vendor(one.id)
    )
    kinds = _Names(
        (one.id, title)
        for one in catalogue.kinds.values()
        for title in (one.title.ja, one.title.en)
    )
    found = {"from_": assets, "to": assets, "kind": kinds, "line_party": vendors}
    return _read_rows(rows, places, found)


def _read_rows(
    rows: Sequence[Sequence[str]], places: Mapping[str, int], found: Mapping[str, _Names]
) -> ConnectionTable:
    connections: list[Connection] = []
    errors: list[RowError] = []
    first: dict[tuple[str | bool | None, ...], int] = {}
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        if not any(cells.values()):
            continue
        values, wrong = _read_row(number, cells, found)
        if any(row[len(rows[0]) :]):
            wrong.append(RowError(number, "", "too_many_cells"))
        if not wrong and (same := first.setdefault(tuple(values.values()), number)) != number:
            wrong.append(RowError(number, "", "same_row", str(same)))
        errors += wrong
        if not wrong:
            connections.append(_connection(values))
    return ConnectionTable(() if errors else tuple(connections), tuple(errors))


def _connection(values: Mapping[str, str | bool | None]) -> Connection:
    controls = {
        name.removeprefix(CONTROL): value
        for name, value in values.items()
        if name.startswith(CONTROL) and value is not None
    }
    own = {name: value for name, value in values.items() if not name.startswith(CONTROL)}
    return Connection(id="", controls=controls, **own)  # type: ignore[arg-type]


def number_connections(
    connections: Sequence[Connection], taken: Callable[[str], bool]
) -> Iterator[str]:
    """A free id ("line-7") for each of the connections, in their order."""
    number = 0
    for _ in connections:
        number += 1
        while taken(f"line-{number}"):
            number += 1
        yield f"line-{number}"


class _BrokenError(Exception):
    """A quotation mark that nobody closes, so that nobody can say where a cell ends."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def _rows(text: str) -> list[list[str]]:
    unified = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    separator = "\t" if "\t" in unified.partition("\n")[0] else ","
    rows: list[list[str]] = []
    # Strict: a mark left open would swallow the rows after it without a word.
    reader = csv.reader(StringIO(unified), delimiter=separator, strict=True)
    try:
        rows.extend([clean_line(cell) for cell in row] for row in reader)
    except csv.Error:
        raise _BrokenError(len(rows) + 1) from None
    return rows


def _places(head: Sequence[str], catalogue: Catalogue) -> tuple[dict[str, int], list[RowError]]:
    """Field to its place, and the columns that cannot be read."""
    names = {search_key(word): name for name, words in COLUMNS.items() for word in words}
    for one in catalogue.controls.values():
        if one.derived_from is None and one.id != REMOVED:
            words = (one.id, one.title.ja, one.title.en)
            names = {search_key(word): f"{CONTROL}{one.id}" for word in words} | names
    places: dict[str, int] = {}
    wrong = []
    for place, cell in enumerate(head):
        name = names.get(search_key(cell))
        if name is not None and name not in places:
            places[name] = place
        elif cell:
            problem = "no_such_column" if name is None else "column_twice"
            wrong.append(RowError(1, "", problem, cell[:60]))
    return places, wrong


def _read_row(
    number: int, cells: Mapping[str, str], found: Mapping[str, _Names]
) -> tuple[dict[str, str | bool | None], list[RowError]]:
    values: dict[str, str | bool | None] = {}
    errors = []
    for name, cell in cells.items():
        value, problem = _read_cell(name, cell, found)
        values[name] = value
        if problem:
            errors.append(RowError(number, name, problem, cell[:60]))
    if not errors and values["from_"] == values["to"]:
        errors.append(RowError(number, "to", "to_itself", cells["to"][:60]))
    return values, errors


def _read_cell(name: str, cell: str, found: Mapping[str, _Names]) -> tuple[str | bool | None, str]:
    if len(cell) > MOST_CELL:
        return None, "too_long"
    if not cell:
        return None, "required" if name in REQUIRED else ""
    if name in found:
        return found[name].find(cell)
    if name in {"always_on", "registered"} or name.startswith(CONTROL):
        answer = cell.casefold()
        return (_ANSWERS[answer], "") if answer in _ANSWERS else (None, "no_answer")
    return cell, ""

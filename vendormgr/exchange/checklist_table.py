"""記入済みのチェックリスト: the workbook that came back, read row by row or said what is wrong."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from vendormgr.domain.checklist import DATES, FIELDS, LIMITS, LINES, FilledRow, Value, unquoted
from vendormgr.domain.naming import clean_line, clean_text, half_width
from vendormgr.domain.sheet_grid import Grid
from vendormgr.domain.typed import TypedError, read_date
from vendormgr.domain.vocabulary import ClauseStatus, NegotiationDecision
from vendormgr.exchange.workbook_file import read_workbook

SEPARATOR = "|"
"""Between the parts of a row's mark: contract, clause, round, digest."""
MOST_ROWS = 2_000
_HEAD_WITHIN = 60
"""Rows among which the titles of the columns are looked for."""
_ANSWERS: Mapping[str, bool | None] = {
    **dict.fromkeys(("○", "〇", "はい", "有", "yes", "true", "1"), True),
    **dict.fromkeys(("×", "\u2715", "いいえ", "無", "no", "false", "0"), False),
    **dict.fromkeys(("", "?", "？", "－", "-", "未確認", "unknown"), None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistWords:
    """The words of a list in every language in which it may have been handed out."""

    mark: frozenset[str]
    """Titles of the hidden column with the rows' marks."""
    titles: Mapping[str, str]
    """Title of a column to its field."""
    statuses: Mapping[str, ClauseStatus]
    decisions: Mapping[str, NegotiationDecision]
    clause: frozenset[str]
    """Titles of the column with the clauses' own titles."""
    clauses: Mapping[str, str]
    """Title of a clause to its id."""


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell; its words are the text `checklist.cell_<problem>`."""

    row: int
    field: str
    """Empty: the row as a whole."""
    problem: str
    value: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class FilledList:
    """The rows of a list that came back."""

    rows: tuple[FilledRow, ...]
    errors: tuple[CellError, ...]
    """Of rows that could not be read; they are not among `rows`."""
    problem: str = ""
    """What is wrong with the file as a whole: the text `checklist.file_<problem>`."""


def mark_of(contract: str, clause: str, round_: str | None, digest: str) -> str:
    """The mark by which a row is known when it comes back."""
    return SEPARATOR.join((contract, clause, round_ or "", digest))


def read_checklist(content: bytes, words: ChecklistWords) -> FilledList:
    """The first sheet that has a column of marks.

    A row without a mark is somebody's own note, unless cells to be filled in are: that is an error.

    Raises:
        WorkbookError: It is no workbook, too large, encrypted, broken, or holds macros.
    """
    for grid in read_workbook(content):
        head = _find_head(grid, words)
        if head is not None:
            return _read(grid, head, words)
    return FilledList((), (), "no_list")


@dataclass(frozen=True, slots=True)
class _Head:
    row: int
    mark: int
    columns: Mapping[str, int]
    """Field to its column; those that somebody deleted are missing."""
    clause: int | None
    """Column with the clauses' titles."""


def _find_head(grid: Grid, words: ChecklistWords) -> _Head | None:
    for place, row in enumerate(grid.rows[:_HEAD_WITHIN]):
        titles = [clean_line(cell) for cell in row]
        mark = next((n for n, title in enumerate(titles) if title in words.mark), None)
        if mark is not None:
            columns: dict[str, int] = {}
            for n, title in enumerate(titles):
                if title in words.titles:
                    columns.setdefault(words.titles[title], n)
            clause = next((n for n, title in enumerate(titles) if title in words.clause), None)
            return _Head(place, mark, columns, clause)
    return None


def _read(grid: Grid, head: _Head, words: ChecklistWords) -> FilledList:
    rows: list[FilledRow] = []
    errors: list[CellError] = []
    body = list(enumerate(grid.rows[head.row + 1 :], head.row + 2))
    marked = [(number, row) for number, row in body if row[head.mark].strip()]
    errors += _without_mark(body, head, words)
    if len(marked) + len(errors) > MOST_ROWS:
        return FilledList((), (), "too_many")
    for number, row in marked:
        parts = row[head.mark].split(SEPARATOR)
        if len(parts) != 4:
            errors.append(CellError(number, "", "mark", row[head.mark][:80]))
            continue
        wrong: list[CellError] = []
        values = dict(_values(number, row, head, words, wrong))
        if wrong:
            errors += [replace(one, clause=parts[1]) for one in wrong]
            continue
        contract, clause, round_, digest = parts
        rows.append(
            FilledRow(
                row=number,
                contract=contract,
                clause=clause,
                round=round_,
                digest=digest,
                values=values,
            )
        )
    return FilledList(tuple(rows), tuple(errors), "" if rows or errors else "no_rows")


def _without_mark(
    body: Iterable[tuple[int, tuple[str, ...]]], head: _Head, words: ChecklistWords
) -> Iterator[CellError]:
    """Rows whose mark somebody cleared though cells of theirs are filled in."""
    for number, row in body:
        filled = any(row[place].strip() for place in head.columns.values())
        if filled and not row[head.mark].strip():
            title = clean_line(row[head.clause]) if head.clause is not None else ""
            yield CellError(number, "", "no_mark", clause=words.clauses.get(title, title))


def _values(
    number: int, row: tuple[str, ...], head: _Head, words: ChecklistWords, wrong: list[CellError]
) -> Iterator[tuple[str, Value]]:
    for field in FIELDS:
        if field in head.columns:
            text = unquoted(row[head.columns[field]])
            try:
                yield field, _value(field, text, words)
            except _UnreadableError as problem:
                wrong.append(CellError(number, field, problem.problem, text[:80]))


class _UnreadableError(Exception):
    """A cell that cannot be read."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def _value(field: str, text: str, words: ChecklistWords) -> Value:
    if field in LIMITS:
        value = clean_line(text) if field in LINES else clean_text(text)
        if len(value) > LIMITS[field]:
            raise _UnreadableError("too_long")
        return value or None
    if field in DATES:
        try:
            return read_date(text) if text else None
        except TypedError as error:
            raise _UnreadableError("no_date") from error
    if field == "first_answer":
        if half_width(text).casefold() not in _ANSWERS:
            raise _UnreadableError("no_answer")
        return _ANSWERS[half_width(text).casefold()]
    return _term(field, clean_line(text), words)


def _term(field: str, text: str, words: ChecklistWords) -> Value:
    known: Mapping[str, ClauseStatus | NegotiationDecision]
    known = words.statuses if field == "status" else words.decisions
    key = half_width(text).casefold()
    if not key:
        return None
    if key not in known:
        raise _UnreadableError("no_status" if field == "status" else "no_decision")
    return known[key]

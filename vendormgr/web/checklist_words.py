"""A filled checklist in words: its changes, its errors, and what its cells may say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ClauseTopic
from vendormgr.domain.checklist import FIELDS, LIMITS, RowChange, RowError, Value
from vendormgr.domain.naming import clean_line, half_width
from vendormgr.domain.text import Text
from vendormgr.domain.vocabulary import ClauseStatus, NegotiationDecision
from vendormgr.exchange.checklist_table import CellError, ChecklistWords
from vendormgr.i18n import Language, find_text, format_date, label, label_id, language, t

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field of one row with its old and its new value."""

    row: int
    clause: str
    field: str
    old: str
    new: str
    new_round: bool
    bare: bool
    """A decision of which nobody says what was asked or answered."""


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One error in words."""

    row: int
    clause: str
    column: str
    text: str


def words_of_lists(clauses: Iterable[ClauseTopic] = ()) -> ChecklistWords:
    """The words of lists in both languages: a list may come back to somebody who reads another."""
    titles: dict[str, str] = {}
    for field in FIELDS:
        text = find_text(f"checklist.col_{field}")
        titles |= {text.ja: field, text.en: field}
    mark, clause = find_text("checklist.mark"), find_text("checklist.clause")
    return ChecklistWords(
        mark=frozenset({mark.ja, mark.en}),
        titles=titles,
        statuses=_terms(ClauseStatus),
        decisions=_terms(NegotiationDecision),
        clause=frozenset({clause.ja, clause.en}),
        clauses={clean_line(text): one.id for one in clauses for text in _both(one.title)},
    )


def _both(title: Text) -> tuple[str, str]:
    return title.of(Language.JA), title.of(Language.EN)


def _terms(kind: type[E]) -> dict[str, E]:
    found: dict[str, E] = {}
    for term in kind:
        text = find_text(label_id(term))
        found |= {half_width(one).casefold(): term for one in (text.ja, text.en, term.value)}
    return found


def change_lines(changes: Iterable[RowChange], conclusions: Conclusions) -> list[ChangeLine]:
    """Every field that would change, row by row."""
    return [
        ChangeLine(
            row=one.row,
            clause=_title(one.clause, conclusions),
            field=t(f"checklist.col_{field.field}"),
            old=_shown(field.old),
            new=_shown(field.new),
            new_round=one.talk is not None and not one.talk.id,
            bare=field.field == "decision" and one.bare_decision,
        )
        for one in changes
        for field in one.fields
    ]


def error_lines(
    cells: Sequence[CellError], rows: Sequence[RowError], conclusions: Conclusions
) -> list[ErrorLine]:
    """Every error, in the order of the rows."""
    found = [*_cells(cells, conclusions), *_rows(rows, conclusions)]
    return sorted(found, key=lambda one: one.row)


def _cells(errors: Iterable[CellError], conclusions: Conclusions) -> Iterator[ErrorLine]:
    kinds: dict[str, type[StrEnum]]
    kinds = {"status": ClauseStatus, "decision": NegotiationDecision}
    for one in errors:
        known = t("common.comma").join(map(label, kinds.get(one.field, ())))
        limit = LIMITS.get(one.field, 0)
        text = t(f"checklist.cell_{one.problem}", value=one.value, known=known, limit=limit)
        column = t(f"checklist.col_{one.field}") if one.field else ""
        yield ErrorLine(one.row, _title(one.clause, conclusions), column, text)


def _rows(errors: Iterable[RowError], conclusions: Conclusions) -> Iterator[ErrorLine]:
    for one in errors:
        title = _title(one.clause, conclusions)
        yield ErrorLine(one.row, title, "", t(f"checklist.row_{one.problem}"))


def _title(clause: str, conclusions: Conclusions) -> str:
    topic = conclusions.catalogue.clauses.get(clause)
    return topic.title.of(language()) if topic is not None else clause[:80]


def _shown(value: Value) -> str:
    match value:
        case None:
            return t("checklist.empty")
        case bool():
            return "○" if value else "×"
        case StrEnum():
            return label(value)
        case str():
            return value
        case _:
            return format_date(value)

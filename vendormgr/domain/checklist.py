"""チェックリスト: what a person may fill in for each clause, and what a filled list would change.

Each row of a list that is handed out carries a digest of its values: a row that comes back as it
went out changes nothing, and one that somebody else changed meanwhile is not overwritten.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, TypeAlias

from vendormgr.domain.naming import clean_line, clean_text
from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import ClauseState, Contract
from vendormgr.domain.rounds import NO_ROUNDS, ClauseRounds
from vendormgr.domain.vocabulary import ClauseStatus, NegotiationDecision

Value: TypeAlias = "ClauseStatus | NegotiationDecision | date | bool | str | None"
Values = Mapping[str, Value]

CLAUSE_FIELDS = (
    "status",
    "article",
    "wording",
    "first_answer",
    "first_checked_on",
    "completed_on",
    "note",
)
"""What the contract has on a clause."""
ROUND_FIELDS = (
    "ask",
    "fallback",
    "answered_on",
    "counterpart",
    "answer",
    "decision",
    "decided_on",
)
"""What the open round says, or a new one."""
FIELDS = (*CLAUSE_FIELDS, *ROUND_FIELDS)
DATES = frozenset({"first_checked_on", "completed_on", "answered_on", "decided_on"})
LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "article": 80,
        "wording": 4_000,
        "note": 1_000,
        "ask": 4_000,
        "fallback": 4_000,
        "counterpart": 200,
        "answer": 4_000,
    }
)
"""Texts with the characters that they may have."""
LINES = frozenset({"article", "counterpart"})
"""Texts of one line."""

_FORMULA_STARTS = tuple("=+-@＝＋－＠")


class RowProblem(StrEnum):
    """行の誤り: why a row is not taken."""

    OTHER_CONTRACT = "other_contract"
    UNKNOWN_CLAUSE = "unknown_clause"
    TWICE = "twice"
    CHANGED_MEANWHILE = "changed_meanwhile"
    ROUND_GONE = "round_gone"
    REASON_MISSING = "reason_missing"
    STATUS_MISSING = "status_missing"
    DECISION_MISSING = "decision_missing"
    BEFORE_ASKING = "before_asking"
    IN_FUTURE = "in_future"
    ANSWER_MISSING = "answer_missing"
    NOT_NEGOTIABLE = "not_negotiable"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    """One row of a list that came back."""

    row: int
    """Counted as the spreadsheet does."""
    contract: str
    clause: str
    round: str
    """Id of the round that the row went out with; empty: there was none."""
    digest: str
    values: Values
    """Only what the list still has columns for."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row."""

    row: int
    problem: RowProblem
    clause: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with its old and its new value."""

    field: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """What one row would change."""

    row: int
    clause: str
    fields: tuple[FieldChange, ...]
    state: ClauseState | None
    """What the contract would have on the clause; None: as it is."""
    talk: Negotiation | None
    """The round as it would be, without an id when it is new; None: as it is."""

    @property
    def bare_decision(self) -> bool:
        """Whether the round is decided and nobody says what was asked or answered."""
        talk = self.talk
        return talk is not None and talk.decision is not None and not (talk.ask or talk.answer)


@dataclass(frozen=True, slots=True)
class Review:
    """What a filled list would change, and what is wrong with it."""

    changes: tuple[RowChange, ...]
    errors: tuple[RowError, ...]
    recorded: tuple[int, ...] = ()
    """Rows whose round was recorded before, by the same list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The contract as it is now."""

    contract: Contract
    rounds: Mapping[str, ClauseRounds]
    clauses: Collection[str]
    """Clauses that there are."""
    today: date
    by: str
    """Who reads the list in: the one who asked, in a new round."""


def row_values(state: ClauseState, talk: Negotiation | None) -> Values:
    """What the row of a clause is filled with when a list goes out."""
    values: dict[str, Value] = {name: getattr(state, name) for name in CLAUSE_FIELDS}
    values |= {name: None if talk is None else getattr(talk, name) for name in ROUND_FIELDS}
    return values


def digest_of_row(values: Values) -> str:
    """What tells whether a row is as it went out; spaces around texts do not count."""
    plain = [to_text(name, values.get(name)) for name in FIELDS]
    text = json.dumps(plain, ensure_ascii=False)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def to_text(field: str, value: Value) -> str:
    """A value as plain text, to be kept or compared."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case date():
            text = value.isoformat()
        case StrEnum():
            text = value.value
        case _:
            text = unquoted(clean_line(value) if field in LINES else clean_text(value))
    return text


def unquoted(text: str) -> str:
    """A text without the mark that keeps spreadsheets from taking it for a formula."""
    return text[1:] if text.startswith("'") and text[1:2] in _FORMULA_STARTS else text


def from_text(field: str, text: str) -> Value:
    """The value of a plain text.

    Raises:
        ValueError: There is no such term or day.
    """
    readers: dict[str, Callable[[str], Value]] = {
        "status": ClauseStatus,
        "decision": NegotiationDecision,
        "first_answer": lambda one: {"yes": True, "no": False}[one],
        **dict.fromkeys(DATES, date.fromisoformat),
    }
    return readers.get(field, str)(text) if text else None


def review(rows: Iterable[FilledRow], here: Here) -> Review:
    """Every row against what is on record now; nothing is changed."""
    changes, errors, recorded, seen = [], [], [], set[str]()
    for row in rows:
        found: RowChange | RowProblem | None
        found = RowProblem.TWICE if row.clause in seen else _compare(row, here)
        if row.clause not in seen and _recorded(row, here):
            recorded.append(row.row)
        seen.add(row.clause)
        if isinstance(found, RowProblem):
            errors.append(RowError(row.row, found, row.clause))
        elif found is not None:
            changes.append(found)
    return Review(tuple(changes), tuple(errors), tuple(recorded))


def _compare(row: FilledRow, here: Here) -> RowChange | RowProblem | None:
    """What a row would change, what is wrong with it, or None: nothing."""
    if row.contract != here.contract.id:
        return RowProblem.OTHER_CONTRACT
    if row.clause not in here.clauses:
        return RowProblem.UNKNOWN_CLAUSE
    state = here.contract.clauses.get(row.clause, ClauseState())
    talk = _recorded(row, here) or _round(row, here.rounds.get(row.clause, NO_ROUNDS))
    current = row_values(state, talk)
    filled = _on_its_day({**current, **row.values}, current)
    if row.digest == digest_of_row(filled) or _same(filled, current):
        return None
    if digest_of_row(_as_sent(row, current, here)) != row.digest:
        gone = row.round and talk is None
        return RowProblem.ROUND_GONE if gone else RowProblem.CHANGED_MEANWHILE
    problem = _wrong(filled, talk) or _too_late(filled, current, here)
    if problem is None and talk is None and _asks(filled, current) and _is_terms(here):
        problem = RowProblem.NOT_NEGOTIABLE
    return problem or _change(row, state, talk, filled, here)


def _round(row: FilledRow, rounds: ClauseRounds) -> Negotiation | None:
    """The round that the row is about: the one it went out with, else the open one."""
    if row.round:
        return next((one for one in rounds.rounds if one.id == row.round), None)
    return rounds.open


def _recorded(row: FilledRow, here: Here) -> Negotiation | None:
    """The decided round that says just what the row says, which went out without a round."""
    if row.round or row.values.get("decision") is None or row.contract != here.contract.id:
        return None
    said = [name for name in ROUND_FIELDS if name in row.values]
    for one in here.rounds.get(row.clause, NO_ROUNDS).rounds:
        held = {name: getattr(one, name) for name in ROUND_FIELDS}
        filled = _on_its_day(row.values, held)
        if all(to_text(name, filled[name]) == to_text(name, held[name]) for name in said):
            return one
    return None


def _on_its_day(filled: Values, current: Values) -> Values:
    """A decision whose day was left empty was made on the day that is on record for it."""
    left_empty = filled.get("decision") is not None and filled.get("decided_on") is None
    if left_empty and filled["decision"] is current.get("decision"):
        return {**filled, "decided_on": current["decided_on"]}
    return filled


def _as_sent(row: FilledRow, current: Values, here: Here) -> Values:
    """What the row would go out with now; a round that it made itself was not there then."""
    if _recorded(row, here) is None:
        return current
    return {**current, **dict.fromkeys(ROUND_FIELDS)}


def _same(one: Values, other: Values) -> bool:
    return all(to_text(name, one[name]) == to_text(name, other[name]) for name in FIELDS)


def _wrong(filled: Values, talk: Negotiation | None) -> RowProblem | None:
    """What nobody could save on a form either."""
    if filled["status"] is None:
        return RowProblem.STATUS_MISSING
    if filled["status"] is ClauseStatus.NOT_APPLICABLE and not filled["note"]:
        return RowProblem.REASON_MISSING
    if filled["decided_on"] is not None and filled["decision"] is None:
        return RowProblem.DECISION_MISSING
    asked = talk.on if talk is not None else None
    days = (filled["answered_on"], filled["decided_on"])
    if asked is not None and any(isinstance(day, date) and day < asked for day in days):
        return RowProblem.BEFORE_ASKING
    if filled["answered_on"] and not filled["answer"] and filled["decision"] is None:
        return RowProblem.ANSWER_MISSING
    return None


def _too_late(filled: Values, current: Values, here: Here) -> RowProblem | None:
    """Whether a day was filled in that is still to come."""
    fresh = [filled[name] for name in DATES if filled[name] != current[name]]
    late = any(isinstance(day, date) and day > here.today for day in fresh)
    return RowProblem.IN_FUTURE if late else None


def _asks(filled: Values, current: Values) -> bool:
    """Whether anything is filled in that belongs to a round."""
    return any(to_text(name, filled[name]) != to_text(name, current[name]) for name in ROUND_FIELDS)


def _is_terms(here: Here) -> bool:
    return here.contract.negotiable is False


def _change(
    row: FilledRow, state: ClauseState, talk: Negotiation | None, filled: Values, here: Here
) -> RowChange:
    current = row_values(state, talk)
    differing = [
        name for name in FIELDS if to_text(name, filled[name]) != to_text(name, current[name])
    ]
    of_state: dict[str, Any] = {name: filled[name] for name in differing if name in CLAUSE_FIELDS}
    of_round: dict[str, Any] = {name: filled[name] for name in differing if name in ROUND_FIELDS}
    if of_round.get("decision") is not None and filled["decided_on"] is None:
        of_round["decided_on"] = here.today
    fresh = None
    if of_round:
        began = talk or Negotiation(
            contract=here.contract.id, clause=row.clause, on=_first_day(filled, here), by=here.by
        )
        fresh = replace(began, **of_round)
    return RowChange(
        row=row.row,
        clause=row.clause,
        fields=tuple(FieldChange(name, current[name], filled[name]) for name in differing),
        state=replace(state, **of_state) if of_state else None,
        talk=fresh,
    )


def _first_day(filled: Values, here: Here) -> date:
    """When a round began that was only written down afterwards: not after its answer."""
    days = (filled["answered_on"], filled["decided_on"], here.today)
    return min(day for day in days if isinstance(day, date))

"""One cell of the responsibility matrix: four answers, the reason, and what is wrong with it.

Source: scenarios, section Matrix, points 3 to 6; mhlw-7.0 counts what no contract says as the
hospital's.
"""

from enum import StrEnum
from typing import Any, NamedTuple, assert_never

from vendormgr.domain.portfolio import Statement
from vendormgr.domain.vocabulary import Column, Holder

ALWAYS_HOSPITAL = frozenset({"accountability-to-patients"})
"""Rows that take no override and no other default. Source: mhlw-6.0/企画管理編/2.1.2."""
PARTIES = frozenset({Holder.HOSPITAL, Holder.VENDOR, Holder.SHARED})
"""Holders that a contract or a statement can name."""

UNASSIGNED = "responsibility-unassigned"
UNWRITTEN = "responsibility-unwritten"
NO_DECIDER = "shared-without-decider"
DISPUTED = "responsibility-disputed"


class CellReason(StrEnum):
    """Why the effective holder of a cell is who it is."""

    WRITTEN_BY_OVERRIDE = "written_by_override"
    WRITTEN_BY_CLAUSE = "written_by_clause"
    ALWAYS_HOSPITAL = "always_hospital"
    PROPOSED_HOSPITAL = "proposed_hospital"
    UNWRITTEN_VENDOR = "unwritten_vendor"
    UNWRITTEN_SHARED = "unwritten_shared"
    TO_SETTLE = "to_settle"
    NOT_APPLICABLE = "not_applicable"
    NOT_APPLICABLE_BY_STACK = "not_applicable_by_stack"


class Ground(NamedTuple):
    """What a written cell rests on: an override or a present clause of a contract in force."""

    written: Holder
    contract: str
    clause: str | None
    article: str | None
    decider: str | None
    because: CellReason


class Cell(NamedTuple):
    """One row of one service. A named tuple, because there are forty of them per service."""

    service: str
    item: str
    column: Column
    proposed: Holder
    written: Holder | None
    stated: Holder | None
    effective: Holder
    """Never to_settle: what nobody has settled is the hospital's."""
    performer: str | None
    """The vendor deeper in the stack who does the work for the service's own vendor."""
    contract: str | None
    """The contract that `written` rests on; `clause` and `article` are its ground there."""
    clause: str | None
    article: str | None
    decider: str | None
    statement: Statement | None
    because: CellReason
    problems: tuple[str, ...]
    """Ids of the gap rules that fire on this cell."""
    lower: str | None
    """The service below that performs this row, or took it over (then it is not applicable)."""


class Row(NamedTuple):
    """One row as all services of the same column and stack have it."""

    item: str
    column: Column
    proposed: Holder
    settled_by: tuple[str, ...]
    """Clauses that make the proposal written; none where only an override can settle the row."""
    performer: str | None
    lower: str | None
    silent: CellReason
    """The reason when nothing is written."""
    blank: tuple[Any, ...] = ()
    """What follows `service` in a cell with nothing written or stated: most cells are that one."""


def silent_reason(item: str, proposed: Holder) -> CellReason:
    """Why a cell has its holder when nothing is written."""
    match proposed:
        case Holder.HOSPITAL:
            always = item in ALWAYS_HOSPITAL
            return CellReason.ALWAYS_HOSPITAL if always else CellReason.PROPOSED_HOSPITAL
        case Holder.VENDOR:
            return CellReason.UNWRITTEN_VENDOR
        case Holder.SHARED:
            return CellReason.UNWRITTEN_SHARED
        case Holder.TO_SETTLE:
            return CellReason.TO_SETTLE
        case Holder.NOT_APPLICABLE:
            return CellReason.NOT_APPLICABLE
        case _:
            assert_never(proposed)


def effective_holder(proposed: Holder, written: Holder | None) -> Holder:
    """Who has the row right now: silence counts as the hospital's."""
    if written is not None:
        return written
    return Holder.NOT_APPLICABLE if proposed is Holder.NOT_APPLICABLE else Holder.HOSPITAL


def with_blank(row: Row) -> Row:
    """The row with its cell for services that have nothing written or stated about it."""
    return row._replace(blank=make_cell("", row, None, None)[1:])


def blank_cell(service: str, row: Row) -> Cell:
    """The cell of a service that has nothing written or stated in this row."""
    # Most cells of a portfolio are made here; naming the fields would take three times as long.
    return tuple.__new__(Cell, (service, *row.blank))


def make_cell(service: str, row: Row, ground: Ground | None, statement: Statement | None) -> Cell:
    """The cell of one service in a row."""
    written, contract, clause, article, decider, because = ground or (*_NO_GROUND, row.silent)
    stated = None if statement is None else statement.party
    return Cell(
        service,
        row.item,
        row.column,
        row.proposed,
        written,
        stated,
        effective_holder(row.proposed, written),
        row.performer,
        contract,
        clause,
        article,
        decider,
        statement,
        because,
        _problems(row.proposed, written, decider, stated),
        row.lower,
    )


_NO_GROUND = (None, None, None, None, None)


def _problems(
    proposed: Holder, written: Holder | None, decider: str | None, stated: Holder | None
) -> tuple[str, ...]:
    problems: tuple[str, ...] = ()
    if written is None:
        if proposed is Holder.TO_SETTLE:
            problems = (UNASSIGNED,)
        elif proposed is Holder.VENDOR or proposed is Holder.SHARED:
            problems = (UNWRITTEN,)
    elif written is Holder.SHARED and not decider:
        problems = (NO_DECIDER,)
    held = written or (proposed if proposed in PARTIES else None)
    if stated is not None and held is not None and stated is not held:
        return (*problems, DISPUTED)
    return problems

"""How an entry of the catalogue stands at this hospital; nothing for who may not read its data."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vendormgr.domain.access import Permission
from vendormgr.domain.agreement import Bundle
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, Holder
from vendormgr.web.access import can
from vendormgr.web.estate import estate
from vendormgr.web.sight import visible


@dataclass(frozen=True, slots=True)
class Here:
    """Counts by term, and how many in all."""

    counts: Mapping[Any, int]
    """A term of the vocabulary to how many have it."""
    total: int
    open: int
    """Of these, with something left open."""


def holders_here(item: str) -> Here | None:
    """Who has a row now, over all services; None: not to be shown."""
    if not can(Permission.VIEW_PORTFOLIO):
        return None
    matrix = estate().matrix
    cells = [matrix.cells[service, item] for service in matrix.columns]
    counts = Counter(cell.effective for cell in cells)
    arising = [one for one in cells if one.effective is not Holder.NOT_APPLICABLE]
    return Here(
        {one: counts[one] for one in Holder if counts[one]},
        len(arising),
        sum(bool(one.problems) for one in arising),
    )


def clauses_here(clause: str) -> Here | None:
    """How a clause stands in the contracts in force that need it; None: not to be shown."""
    if not can(Permission.VIEW_PORTFOLIO):
        return None
    conclusions = estate()
    statuses = [
        one.status
        for contract, applicable in conclusions.applicable.items()
        for one in applicable
        if one.clause == clause and _is_judged(conclusions.index.bundles[contract], contract)
    ]
    counts = Counter(statuses)
    adverse = conclusions.catalogue.clauses[clause].level is ClauseLevel.ADVERSE
    # A clause that should not be there is well when somebody has read that it is not.
    well = {ClauseStatus.ABSENT} if adverse else {ClauseStatus.PRESENT}
    open_ones = [one for one in statuses if one not in well | {ClauseStatus.NOT_APPLICABLE}]
    shown = {one: counts[one] for one in ClauseStatus if counts[one]}
    return Here(shown, len(statuses), len(open_ones))


def _is_judged(bundle: Bundle, contract: str) -> bool:
    """Whether the contract is in force and the one of its bundle under which clauses count."""
    return bool(bundle.in_force) and bundle.seat == contract


def findings_here(rule: str) -> Here | None:
    """How many gaps a rule has found, as far as the person may see them; None: not to be shown."""
    if not can(Permission.VIEW_PORTFOLIO):
        return None
    conclusions = estate()
    mine = visible((one for one in conclusions.findings if one.rule == rule), conclusions)
    counts = Counter(one.severity for one in mine)
    return Here(dict(counts), len(mine), len(mine))

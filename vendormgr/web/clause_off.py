"""対象外にした条項: who switched a clause off for a contract, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import ClauseStatus
from vendormgr.store import record as store
from vendormgr.web.db import reading

OFF = ClauseStatus.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """One clause that a contract is said not to need."""

    clause: str
    reason: str | None
    by: str | None
    """None, like `at`: it came so with an imported register."""
    at: datetime | None


def switched_off(contract: Contract, clause: str) -> SwitchedOff | None:
    """How the clause came to be switched off; None: it is not. Reads the contract's history."""
    state = contract.clauses.get(clause)
    if state is None or state.status is not OFF:
        return None
    for event in store.history(reading(), Contract, contract.id):
        if _is_off(event.after, clause) and not _is_off(event.before, clause):
            return SwitchedOff(clause, state.note, event.actor, event.at)
    return SwitchedOff(clause, state.note, None, None)


def _is_off(values: Mapping[str, Any] | None, clause: str) -> bool:
    """Whether a contract, as logged, has the clause switched off."""
    state = (values or {}).get("clauses", {}).get(clause, {})
    status = state if isinstance(state, str) else state.get("status")
    return bool(status == OFF.value)

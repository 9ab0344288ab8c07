"""交渉できない約款: what they lack is decided on together, instead of being asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.domain.portfolio import Contract
from vendormgr.store.gap import GapStatus, gap_states
from vendormgr.web.access import can
from vendormgr.web.db import reading
from vendormgr.web.gap_choice import choice_value
from vendormgr.web.gap_decision import may_accept_gap
from vendormgr.web.gap_list import status_of
from vendormgr.web.sight import visible

UNREAD = "clause-unknown"
AT_ONCE = 50
"""An address with more would be too long for some proxies."""


@dataclass(frozen=True, slots=True)
class Step:
    """As many as one page takes, counted from 1 among all that are offered."""

    first: int
    last: int
    address: str


@dataclass(frozen=True, slots=True)
class TakeOrLeave:
    """What terms that cannot be negotiated leave to decide."""

    undecided: tuple[Finding, ...]
    accepted: int
    steps: tuple[Step, ...]
    """Where the undecided ones are accepted together; none: not by this person."""
    offered: int
    """How many of the undecided this person may accept."""
    unread: tuple[Finding, ...]
    """About clauses that nobody has looked for: there is nothing to accept yet."""


def take_or_leave(conclusions: Conclusions, contract: Contract) -> TakeOrLeave | None:
    """The gaps about the text of such a contract; None: it can be negotiated. One query."""
    if contract.negotiable is not False:
        return None
    seat = conclusions.index.bundles[contract.id].seat
    concerning = conclusions.findings_by_party.get(contract.party or "", ())
    mine = [one for one in concerning if one.contract == seat and _about_text(one)]
    shown = visible(mine, conclusions)
    states = gap_states(reading(), keys=[one.key for one in shown]) if shown else {}
    accepted = {
        one.key
        for one in shown
        if status_of(states.get(one.key), one, conclusions.today) is GapStatus.ACCEPTED
    }
    left = [one for one in shown if one.key not in accepted]
    undecided = tuple(one for one in left if one.rule != UNREAD)
    unread = tuple(one for one in left if one.rule == UNREAD)
    chosen = [choice_value(one, states.get(one.key)) for one in undecided if may_accept_gap(one)]
    if not can(Permission.ACCEPT_MINOR_RISK):
        chosen = []
    return TakeOrLeave(undecided, len(accepted), _steps(chosen), len(chosen), unread)


def _steps(chosen: Sequence[str]) -> tuple[Step, ...]:
    """One page after the other, until nothing is left over."""
    return tuple(
        Step(
            start + 1,
            min(start + AT_ONCE, len(chosen)),
            url_for("gap_decision.accept", gap=chosen[start : start + AT_ONCE], of=len(chosen)),
        )
        for start in range(0, len(chosen), AT_ONCE)
    )


def _about_text(finding: Finding) -> bool:
    return finding.clause is not None or finding.item is not None

"""交渉できない約款: what they lack is decided on together, instead of being asked for."""

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

AT_ONCE = 50
"""An address with more would be too long for some proxies."""


@dataclass(frozen=True, slots=True)
class TakeOrLeave:
    """What terms that cannot be negotiated leave to decide."""

    undecided: tuple[Finding, ...]
    accepted: int
    address: str | None
    """Where the undecided ones are accepted together; None: not by this person."""


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
    undecided = tuple(one for one in shown if one.key not in accepted)
    chosen = [choice_value(one, states.get(one.key)) for one in undecided if may_accept_gap(one)]
    chosen = chosen[:AT_ONCE]
    offered = bool(chosen) and can(Permission.ACCEPT_MINOR_RISK)
    address = url_for("gap_decision.accept", gap=chosen) if offered else None
    return TakeOrLeave(undecided, len(accepted), address)


def _about_text(finding: Finding) -> bool:
    return finding.clause is not None or finding.item is not None

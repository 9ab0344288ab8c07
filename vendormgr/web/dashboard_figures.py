"""ダッシュボードの数字: how exposed the hospital is and what is due, as the person may see it.

What follows from the portfolio alone is worked out once per version; what people decided and how
it was a month ago is read each time.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import Path
from vendormgr.domain.gaps import Finding
from vendormgr.domain.matrix_cell import UNASSIGNED, UNWRITTEN
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import (
    AttackMode,
    Holder,
    Location,
    PathState,
    Severity,
    VendorPath,
)
from vendormgr.store.gap import GapState, GapStatus, Key, gap_moves
from vendormgr.web.db import reading
from vendormgr.web.deemed_sight import deemed_in_sight
from vendormgr.web.gap_filter import SEVERE
from vendormgr.web.gap_list import due_on, statuses_of
from vendormgr.web.kept import kept
from vendormgr.web.sight import every_visible, may_see_gap, sees_attack_map
from vendormgr.web.term import SOON, comes_soon, is_missed, last_day, term_of

MONTH = timedelta(days=30)
_MOST_COMPARED = 50
"""Vendors whose ways are compared to show the most telling one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstPath:
    """The way to show: a vendor's, or one from the internet."""

    party: str | None
    state: PathState
    path: Path

    @property
    def core(self) -> str:
        """The core asset where it ends."""
        return self.path.assets[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """From how many vendors a core system is reached; only for those who may see the map."""

    open: int
    worst: int
    """With what is not known taken for the worst; those that are open count too."""
    not_asked: int
    """Vendors of which nobody knows whether they have a line: neither open nor closed."""
    cores: tuple[str, ...]
    """Core assets in the hospital that are open, from a vendor or from the internet."""
    path: WorstPath | None


class DueKind(StrEnum):
    """What a day is to a contract."""

    MISSED = "missed"
    """The contract ends, and the last day to give notice has passed."""
    NOTICE = "notice"
    END = "end"
    RENEWAL = "renewal"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """A day until which a contract needs somebody."""

    day: date
    kind: DueKind
    contract: Contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What follows from the portfolio."""

    vendors: int
    exposed: Exposed | None
    by_theme: Mapping[str, Mapping[Severity, int]]
    """Theme to severity to number, in catalogue order, only those that occur."""
    serious: int
    by_contract: int
    """Serious ones that what a contract says would settle."""
    unwritten: int
    cells: int
    """Cells that somebody has to hold."""
    servers: int
    servers_lacking: int
    deemed: bool
    deadlines: tuple[DueDay, ...]
    """What was missed, then the next 90 days, the next first."""
    missed: int
    """Contracts of which the last day to give notice has passed."""
    ending: int
    """Contracts of which the list shows a deadline within 90 days."""
    over: int
    """Contracts that have ended and are still on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What people do about the gaps."""

    planned: int
    accepted: int
    mine: int
    late: int
    """Plans whose day is over."""
    taken: tuple[Finding, ...]
    """The findings that are accepted as risks."""


def figures(conclusions: Conclusions) -> Figures:
    """The figures, worked out once for everybody who may see the same."""
    name = ("figures", sees_attack_map())
    return kept(name, conclusions, lambda: _figures(conclusions))


def serious_before(conclusions: Conclusions, serious: int) -> int | None:
    """How many serious gaps there were 30 days ago; None: the records do not go back so far."""
    moves = gap_moves(reading(), conclusions.today - MONTH, SEVERE)
    if moves is None:
        return None
    new, gone = (
        sum(may_see_gap(rule, subject, conclusions) for rule, subject in keys)
        for keys in (moves.new, moves.gone)
    )
    return max(0, serious - new + gone)


@dataclass(frozen=True, slots=True)
class Due:
    """What is left of the gaps once those accepted as risks are taken out."""

    by_theme: Mapping[str, Mapping[Severity, int]]
    serious: int
    critical: int
    by_contract: int


def due_gaps(found: Figures, decided: Decided, conclusions: Conclusions) -> Due:
    """The gaps that nobody has accepted, as far as the person may see them."""
    rules = conclusions.catalogue.rules
    taken = Counter((rules[one.rule].theme, one.severity) for one in decided.taken)
    by_theme = {
        theme: Counter({severity: n - taken[theme, severity] for severity, n in counts.items()})
        for theme, counts in found.by_theme.items()
    }
    serious = [one for one in decided.taken if one.severity in SEVERE]
    return Due(
        by_theme=by_theme,
        serious=found.serious - len(serious),
        critical=sum(counts[Severity.CRITICAL] for counts in by_theme.values()),
        by_contract=found.by_contract - sum(map(_by_contract, serious)),
    )


def _by_contract(finding: Finding) -> bool:
    """Whether what a contract says would settle it."""
    return finding.clause is not None or finding.item is not None


def count_decided(conclusions: Conclusions, states: Mapping[Key, GapState], me: str) -> Decided:
    """What was decided about the gaps that are there now."""
    today = conclusions.today
    findings = every_visible(conclusions)
    statuses = statuses_of(findings, states, today)
    planned = [key for key, status in statuses.items() if status is GapStatus.PLANNED]
    dues = (due_on(states[key], today) for key in planned)
    return Decided(
        planned=len(planned),
        accepted=sum(status is GapStatus.ACCEPTED for status in statuses.values()),
        taken=tuple(
            one for one in findings if statuses and statuses.get(one.key) is GapStatus.ACCEPTED
        ),
        mine=sum(states[key].assigned_to == me for key in statuses),
        late=sum(due is not None and due < today for due in dues),
    )


def _figures(conclusions: Conclusions) -> Figures:
    findings = every_visible(conclusions)
    by_theme = _by_theme(findings, conclusions)
    serious = [one for one in findings if one.severity in SEVERE]
    deemed = deemed_in_sight(conclusions)
    problems = conclusions.estate.problem_cells
    cells = conclusions.matrix.every_cell()
    due = _due_days(conclusions.portfolio.contracts, conclusions.today)
    return Figures(
        vendors=len(conclusions.tiers),
        exposed=_exposed(conclusions) if sees_attack_map() else None,
        by_theme=by_theme,
        serious=len(serious),
        by_contract=sum(map(_by_contract, serious)),
        unwritten=len(problems.get(UNWRITTEN, ())) + len(problems.get(UNASSIGNED, ())),
        cells=sum(cell.effective is not Holder.NOT_APPLICABLE for cell in cells),
        servers=len(deemed.servers),
        servers_lacking=sum(not server.met for server in deemed.servers),
        deemed=deemed.met,
        deadlines=due,
        missed=sum(one.kind is DueKind.MISSED for one in due),
        ending=sum(
            comes_soon(term_of(one, conclusions.today), conclusions.today)
            for one in conclusions.portfolio.contracts
        ),
        over=sum(one.has_ended(conclusions.today) for one in conclusions.portfolio.contracts),
    )


def _by_theme(
    findings: Sequence[Finding], conclusions: Conclusions
) -> Mapping[str, Mapping[Severity, int]]:
    counts = {theme: Counter[Severity]() for theme in conclusions.catalogue.themes}
    rules = conclusions.catalogue.rules
    for (rule, severity), n in Counter((one[0], one[1]) for one in findings).items():
        counts[rules[rule].theme][severity] += n
    return {theme: count for theme, count in counts.items() if count}


def _exposed(conclusions: Conclusions) -> Exposed:
    vendors = conclusions.exposure.vendors.values()
    opened = [one for one in vendors if one.state is PathState.OPEN]
    unsure = [one for one in vendors if one.state is PathState.UNVERIFIED]
    cores = {
        target.asset: None
        for target in conclusions.exposure.targets
        if target.state is PathState.OPEN
        and conclusions.index.assets[target.asset].location is Location.HOSPITAL
    }
    return Exposed(
        open=len(opened),
        worst=len(opened) + len(unsure),
        not_asked=sum(one.standing is VendorPath.NOT_ASKED for one in vendors),
        cores=tuple(cores),
        path=_worst_path(conclusions),
    )


def _worst_path(conclusions: Conclusions) -> WorstPath | None:
    """Certain before possible; of these a vendor's, whom nobody in IT thinks of, the shortest."""
    for state in (PathState.OPEN, PathState.UNVERIFIED):
        ways = [
            WorstPath(party=one.party, state=state, path=path)
            for one in conclusions.exposure.vendors.values()
            if one.state is state and (path := one.path) is not None
        ][:_MOST_COMPARED]
        if ways:
            parties = conclusions.index.parties
            return min(
                ways,
                key=lambda one: (
                    parties[one.party or ""].it_vendor is not False,
                    len(one.path.connections),
                ),
            )
        for target in conclusions.exposure.targets:
            if target.mode is AttackMode.INTERNET and target.state is state and target.path:
                return WorstPath(party=None, state=state, path=target.path)
    return None


def _due_days(contracts: Sequence[Contract], today: date) -> tuple[DueDay, ...]:
    """One day of each contract: what was missed, to give notice, else its end."""
    found = [due for one in contracts if (due := _due_day(one, today)) is not None]
    return tuple(sorted(found, key=lambda one: (one.kind is not DueKind.MISSED, one.day)))


def _due_day(contract: Contract, today: date) -> DueDay | None:
    term = term_of(contract, today)
    if term is None or term.term_ends_on is None:
        return None
    if is_missed(term):
        return DueDay(day=term.term_ends_on, kind=DueKind.MISSED, contract=contract)
    if not comes_soon(term, today):
        return None
    notice = last_day(term)
    if notice is not None and notice <= today + SOON:
        return DueDay(day=notice, kind=DueKind.NOTICE, contract=contract)
    kind = DueKind.RENEWAL if term.renews else DueKind.END
    return DueDay(day=term.term_ends_on, kind=kind, contract=contract)

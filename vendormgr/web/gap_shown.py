"""One gap as its page shows it: one that fires now, or one that was resolved."""

from dataclasses import dataclass, replace

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import Path
from vendormgr.domain.gaps import Finding
from vendormgr.domain.hop import HopReading, read_path
from vendormgr.domain.wording import Worded, name_subject, word
from vendormgr.i18n import language
from vendormgr.store.gap import GapState, GapStatus, find_gap
from vendormgr.web.db import reading
from vendormgr.web.gap_choice import choice_value
from vendormgr.web.gap_decision import may_accept_gap
from vendormgr.web.gap_ground import Ground, Remedy, grounds_of, remedies_of
from vendormgr.web.gap_list import acceptance_end, parties_of, status_of
from vendormgr.web.sight import may_see_gap, sees_attack_map, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGap:
    """Everything that the page says of one gap beside its rule and its history."""

    finding: Finding
    """Of a resolved one only rule, severity, subject and vendor are known."""
    said: Worded | None
    """None: it is resolved."""
    subject: str
    state: GapState | None
    status: GapStatus
    ended: str | None
    """How its acceptance came to an end by itself: stale or expired."""
    grounds: list[Ground]
    remedies: list[Remedy]
    hops: tuple[HopReading, ...]
    """The way that a finding on a path is about."""
    acceptable: bool
    """Whether the person may accept a gap of that severity."""

    @property
    def value(self) -> str:
        """How a form names it, with the version that is seen here."""
        return choice_value(self.finding, self.state)


def find_shown(rule: str, subject: str, conclusions: Conclusions) -> ShownGap | None:
    """The gap of that rule and subject; None: there is none that the person may see."""
    found = conclusions.finding(rule, subject)
    finding = next(iter(visible([found], conclusions)), None) if found is not None else None
    state = find_gap(reading(), rule, subject)
    if finding is not None:
        return _firing(finding, state, conclusions)
    if found is not None or state is None or not may_see_gap(rule, subject, conclusions):
        return None
    return _resolved(state, conclusions)


def _firing(finding: Finding, state: GapState | None, conclusions: Conclusions) -> ShownGap:
    acceptance, today = state.acceptance if state is not None else None, conclusions.today
    ended = None if acceptance is None else acceptance_end(acceptance, finding, today)
    return ShownGap(
        finding=finding,
        said=word(finding, conclusions, language()),
        subject=name_subject(finding, conclusions, language()),
        # A rule that fires again before that was noted: the record still says resolved.
        state=replace(state, resolved_on=None) if state is not None else None,
        status=status_of(state, finding, today),
        ended=ended,
        grounds=grounds_of(finding, conclusions),
        remedies=remedies_of(finding, conclusions),
        hops=read_path(conclusions, _path(finding, conclusions)),
        acceptable=may_accept_gap(finding),
    )


def _resolved(state: GapState, conclusions: Conclusions) -> ShownGap:
    parties = parties_of(state.subject, conclusions)
    past = Finding(state.rule, state.severity, state.subject, parties)
    return ShownGap(
        finding=past,
        said=None,
        subject=name_subject(past, conclusions, language()),
        state=state,
        status=GapStatus.RESOLVED,
        ended=None,
        grounds=grounds_of(past, conclusions),
        remedies=[],
        hops=(),
        acceptable=False,
    )


def _path(finding: Finding, conclusions: Conclusions) -> Path | None:
    """The way that the finding rests on; None: it is about something else."""
    if conclusions.catalogue.rules[finding.rule].theme != "path" or not sees_attack_map():
        return None
    ways = [one.path for one in conclusions.exposure.targets if one.asset == finding.subject]
    return next((way for way in ways if way and way.connections == finding.rests_on), None)

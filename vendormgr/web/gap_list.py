"""不備の一覧: every finding in one list, fast also where there are tens of thousands.

Findings come most severe first already; only what one page shows is put into words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask import request

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.domain.wording import Worded, name_subject, word
from vendormgr.i18n import language
from vendormgr.store.gap import (
    Acceptance,
    GapState,
    GapStatus,
    Key,
    first_sights,
    gap_states,
    resolved_gaps,
)
from vendormgr.web.db import reading
from vendormgr.web.gap_filter import narrowed, offered, searched
from vendormgr.web.listing import ListColumn, Listing, ordering, page_of
from vendormgr.web.sight import every_visible, may_see_gap, visible

MOST_RESOLVED = 2_000
"""The last resolved gaps that the list shows."""
States = Mapping[Key, GapState]


class GapRow(NamedTuple):
    """One finding as the list shows it."""

    finding: Finding
    said: Worded | None
    """None: it is resolved; what it said then is no longer known."""
    subject: str
    state: GapState | None
    status: GapStatus
    ended: str | None
    """How its acceptance came to an end by itself: stale or expired."""


@dataclass(frozen=True, slots=True)
class GapList:
    """The list that the address asks for."""

    listing: Listing[Finding]
    rows: tuple[GapRow, ...]
    """The rows of the page in words."""
    resolved: bool
    """Whether it lists what was resolved."""
    statuses: Mapping[Key, GapStatus]
    """Of the findings about which somebody decided; the others are open."""
    decided: States


COLUMNS = (
    ListColumn[Finding](key="severity", title="gap.severity", value=lambda one: one.severity),
    ListColumn[Finding](key="rule", title="gap.gap", value=lambda one: one.rule),
    ListColumn[Finding](key="vendor", title="gap.vendor", value=lambda one: one.parties),
    ListColumn[Finding](key="status", title="gap.status", value=lambda one: one.key),
    ListColumn[Finding](key="since", title="gap.since", value=lambda one: one.key),
)


def list_gaps(conclusions: Conclusions) -> GapList:
    """The findings that the address asks for, with what people decided about them."""
    resolved = request.args.get("status") == GapStatus.RESOLVED
    statuses: Mapping[Key, GapStatus]
    if resolved:
        gone = resolved_gaps(reading(), limit=MOST_RESOLVED)
        decided = {one.key: one for one in gone}
        everything = _as_findings(gone, conclusions)
        statuses = dict.fromkeys(decided, GapStatus.RESOLVED)
    else:
        decided = gap_states(reading(), decided=True)
        everything = _everything(conclusions)
        statuses = statuses_of(everything, decided, conclusions.today)
    found = searched(everything, conclusions)
    filters = offered(found, conclusions, statuses, decided)
    matching = narrowed(found, filters)
    column, descending = ordering(COLUMNS, "severity")
    ordered = _ordered(matching, column.key, conclusions, decided)
    listing = page_of(
        list(reversed(ordered)) if descending else ordered,
        everything=everything,
        columns=COLUMNS,
        filters=filters,
        ordered_by=(column.key, descending),
    )
    rows = gap_rows(listing.rows, conclusions, resolved=resolved)
    return GapList(listing, rows, resolved, statuses, decided)


def gap_rows(
    findings: Iterable[Finding], conclusions: Conclusions, *, resolved: bool = False
) -> tuple[GapRow, ...]:
    """These findings in words, each with its state; one query."""
    listed = tuple(findings)
    states = gap_states(reading(), keys=[one.key for one in listed]) if listed else {}
    words, today = language(), conclusions.today
    rows = []
    for one in listed:
        state = states.get(one.key)
        acceptance = state.acceptance if state is not None and not resolved else None
        rows.append(
            GapRow(
                one,
                None if resolved else word(one, conclusions, words),
                name_subject(one, conclusions, words),
                state,
                GapStatus.RESOLVED if resolved else status_of(state, one, today),
                None if acceptance is None else acceptance_end(acceptance, one, today),
            )
        )
    return tuple(rows)


def acceptance_end(acceptance: Acceptance, finding: Finding, today: date) -> str | None:
    """Stale or expired, also where that was not noted yet; None: it holds, or was withdrawn."""
    if acceptance.ending == "withdrawn":
        return None
    if acceptance.ending is not None or acceptance.holds(today, finding.basis):
        return acceptance.ending
    return "stale" if acceptance.holds(today) else "expired"


def status_of(state: GapState | None, finding: Finding, today: date) -> GapStatus:
    """What has to be done about a finding: it fires, so it is not resolved whatever was noted."""
    if state is None:
        return GapStatus.OPEN
    if state.acceptance is not None and state.acceptance.holds(today, finding.basis):
        return GapStatus.ACCEPTED
    return GapStatus.OPEN if state.plan is None else GapStatus.PLANNED


def statuses_of(
    findings: Iterable[Finding], decided: States, today: date
) -> Mapping[Key, GapStatus]:
    """The status of those findings about which somebody decided something."""
    if not decided:
        return {}
    return {
        key: status_of(decided[key], one, today)
        for one in findings
        if (key := (one[0], one[2])) in decided
    }


def first_open(conclusions: Conclusions, decided: States) -> Finding | None:
    """What to do first: the worst finding about which nobody has decided anything.

    Of equally severe ones a path to a core system comes first: closing it closes most.
    """
    today, rules = conclusions.today, conclusions.catalogue.rules
    best: Finding | None = None
    for one in every_visible(conclusions):
        if best is not None and one.severity is not best.severity:
            break
        if status_of(decided.get(one.key), one, today) is GapStatus.OPEN:
            if rules[one.rule].theme == "path":
                return one
            best = best or one
    return best


def _everything(conclusions: Conclusions) -> tuple[Finding, ...]:
    vendor = request.args.get("vendor", "")
    if vendor in conclusions.findings_by_party:
        return visible(conclusions.findings_by_party[vendor], conclusions)
    return every_visible(conclusions)


def _as_findings(gone: Sequence[GapState], conclusions: Conclusions) -> tuple[Finding, ...]:
    """What was resolved, as findings of which only rule, subject and vendor are known."""
    return tuple(
        Finding(one.rule, one.severity, one.subject, parties_of(one.subject, conclusions))
        for one in gone
        if one.rule in conclusions.catalogue.rules
        and may_see_gap(one.rule, one.subject, conclusions)
    )


def parties_of(subject: str, conclusions: Conclusions) -> tuple[str, ...]:
    """The vendor of a subject that is still on record."""
    head, index = subject.partition("/")[0], conclusions.index
    service, contract = index.services.get(head), index.contracts.get(head)
    paper = getattr(index.papers.get(head), "party", None)
    party = service.vendor if service else contract.party if contract else paper or head
    return (party,) if party is not None and party in index.parties else ()


def _ordered(
    findings: Sequence[Finding], column: str, conclusions: Conclusions, decided: States
) -> Sequence[Finding]:
    """By the column; of equals the most severe first, as they come."""
    if column == "severity":
        return findings
    index, rules, far = conclusions.index, conclusions.catalogue.rules, date.max
    key: Callable[[Finding], Any]
    match column:
        case "rule":
            titles = {id_: rule.title.of(language()) for id_, rule in rules.items()}
            key = lambda one: titles[one[0]]  # noqa: E731 - one of several keys
        case "vendor":
            names = {id_: party.kana or party.name or id_ for id_, party in index.parties.items()}
            key = lambda one: (not one[3], names[one[3][0]] if one[3] else "")  # noqa: E731
        case "status":
            due = {key: due_on(state, conclusions.today) or far for key, state in decided.items()}
            key = lambda one: due.get((one[0], one[2]), far)  # noqa: E731
        case _:
            first = first_sights(reading())
            key = lambda one: first.get((one[0], one[2]), far)  # noqa: E731
    return sorted(findings, key=key)


def due_on(state: GapState, today: date) -> date | None:
    """The day until which somebody has to act: a plan's, or the end of an acceptance."""
    acceptance, plan = state.acceptance, state.plan
    if acceptance is not None and acceptance.holds(today):
        return acceptance.until
    return plan.due_on if plan is not None else None

"""How the risk assessment of a service stands: what it rested on, what changed, when it is due.

Source: domain, risk: due again after 12 months for high and 24 for standard, or at once when
something it rested on changed. What is compared is the shape of things (model, data, lines,
subcontractors), not whether a control is in place: the gap rules watch that every day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from vendormgr.domain.assessment import Assessment
from vendormgr.domain.dates import add_months
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Connection, Service
from vendormgr.domain.vocabulary import DueReason, Tier

MONTHS: Mapping[Tier, int] = MappingProxyType({Tier.HIGH: 12, Tier.STANDARD: 24})
"""How long an assessment holds."""
SOON = timedelta(days=90)

_REASONS: Mapping[str, DueReason] = MappingProxyType(
    {
        "model": DueReason.MODEL,
        "platform": DueReason.MODEL,
        "data": DueReason.DATA,
        "country": DueReason.DATA,
        "connection": DueReason.CONNECTION,
        "subcontractor": DueReason.SUBCONTRACTOR,
    }
)
"""How an entry of rested_on begins, to what its change means."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an assessment rested on and that is different now."""

    kind: str
    """model, platform, data, country, connection or subcontractor."""
    id: str | None
    """The connection or subcontractor."""
    before: str | None
    """None: it was not there."""
    after: str | None

    @property
    def reason(self) -> DueReason:
        """What the change means."""
        return _REASONS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the assessment of one service stands on a day."""

    service: str
    assessment: Assessment | None
    """The latest that was made; a draft without a day is none."""
    tier: Tier
    due_on: date | None
    """The last day on which it holds by age; None: there is none."""
    changes: tuple[Change, ...] = ()

    def reasons(self, today: date) -> tuple[DueReason, ...]:
        """Why it is due again, age first; empty: it holds, or there is none."""
        old = (DueReason.AGE,) if self.due_on is not None and self.due_on < today else ()
        return tuple(dict.fromkeys((*old, *(one.reason for one in self.changes))))

    def is_due_soon(self, today: date) -> bool:
        """Whether it still holds, but not for long."""
        return self.due_on is not None and today <= self.due_on <= today + SOON


def latest_assessments(index: Index) -> Mapping[str, Assessment]:
    """Service to its latest assessment; of one day, the one entered last."""
    latest: dict[str, Assessment] = {}
    today = index.portfolio.as_of
    for one in index.portfolio.assessments:
        if one.service is None or one.assessed_on is None or one.assessed_on > today:
            continue
        known = latest.get(one.service)
        if known is None or (known.assessed_on or date.min) <= one.assessed_on:
            latest[one.service] = one
    return latest


def standing_of(
    service: Service, index: Index, tier: Tier, assessment: Assessment | None
) -> Standing:
    """How the assessment of a service stands, given its latest one."""
    day = assessment.assessed_on if assessment is not None else None
    return Standing(
        service=service.id,
        assessment=assessment,
        tier=tier,
        due_on=add_months(day, MONTHS[tier]) if day is not None else None,
        changes=changes_since(assessment, service, index) if assessment is not None else (),
    )


def rested_on_now(service: Service, index: Index) -> tuple[str, ...]:
    """What an assessment made now rests on, as "subject=value", in a fixed order."""
    return tuple(f"{subject}={value}" for subject, value in _basis(service, index).items())


def changes_since(assessment: Assessment, service: Service, index: Index) -> tuple[Change, ...]:
    """What is different from what the assessment rested on; nothing where it noted nothing."""
    if not assessment.rested_on:
        return ()
    before = dict(entry.partition("=")[::2] for entry in assessment.rested_on)
    after = _basis(service, index)
    return tuple(
        Change(kind, id_ or None, before.get(subject), after.get(subject))
        for subject in dict.fromkeys((*after, *before))
        if before.get(subject) != after.get(subject)
        for kind, _, id_ in (subject.partition(":"),)
        if kind in _REASONS
    )


def lines_of_service(service: Service, index: Index) -> tuple[Connection, ...]:
    """The lines of the vendor that carry this service: not those at another service's assets."""
    return tuple(
        line
        for line in index.lines_of.get(service.vendor, ())
        if not (named := _services_at(line, index)) or service.id in named
    )


def subcontractors(party: str, index: Index) -> Mapping[str, str]:
    """Every party behind a vendor, however deep, to the kind of its first relation."""
    found: dict[str, str] = {}
    onward: dict[str, list[tuple[str, str]]] = {}
    for relation in index.portfolio.relations:
        if relation.from_ and relation.to:
            kind = str(relation.kind or "")
            onward.setdefault(relation.from_, []).append((relation.to, kind))
    todo = [party]
    while todo:
        for to, kind in onward.get(todo.pop(), ()):
            if to not in found and to != party:
                found[to] = kind
                todo.append(to)
    return found


def _services_at(line: Connection, index: Index) -> set[str]:
    """The services of vendors that own the ends of a line."""
    ends = (index.assets[line.from_], index.assets[line.to])
    return {end.service for end in ends if end.service is not None}


def _basis(service: Service, index: Index) -> Mapping[str, str]:
    return dict(_entries(service, index))


def _entries(service: Service, index: Index) -> Iterator[tuple[str, str]]:
    yield "model", str(service.model)
    yield "data", str(service.data_class or "")
    yield "country", service.data_country or ""
    yield "platform", service.runs_on or ""
    for line in sorted(lines_of_service(service, index), key=lambda one: one.id):
        yield f"connection:{line.id}", f"{line.kind} {line.from_} {line.to}"
    for party, kind in sorted(subcontractors(service.vendor, index).items()):
        yield f"subcontractor:{party}", kind

"""Starting points of a risk assessment: what the records themselves suggest to look at.

A proposal is a question, not a judgement: a person removes it, rewords it or judges it. Likelihood
and impact are proposed only where a recorded fact speaks for them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.assessed import lines_of_service, subcontractors
from vendormgr.domain.portfolio import Service
from vendormgr.domain.vocabulary import (
    MEDICAL,
    PERSONAL_OR_MEDICAL,
    Aspect,
    DataClass,
    PathState,
    ServiceModel,
    Severity,
)

SECRECY, WHOLENESS, USE = Aspect
HOSTED = frozenset({ServiceModel.SAAS, ServiceModel.ASP, ServiceModel.PAAS, ServiceModel.IAAS})
MOST_GAPS = 6
OWN_THEMES = frozenset({"assessment"})
"""Gaps about the assessment itself are no risks to assess."""
MAP_THEMES = frozenset({"path", "connection"})
_HARM_WITHIN = ((4, 5), (24, 4), (72, 3))
"""Hours that care can do without the service, to the impact of its stop. Our judgement."""
_LIKELIHOOD = {Severity.CRITICAL: 5, Severity.HIGH: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One starting point; `key` names its words (texts/risk_proposal.toml)."""

    origin: str
    """What it comes from, kept with the risk: "data:phi", "path", "gap:two-factor"."""
    key: str
    subject: str | None = None
    """The rule, for a gap."""
    count: int = 0
    aspects: tuple[Aspect, ...] = ()
    likelihood: int | None = None
    impact: int | None = None


def propose(
    service: Service, conclusions: Conclusions, *, with_paths: bool
) -> tuple[Proposal, ...]:
    """The starting points for a service, from model, data, lines, dependence and open gaps.

    Args:
        service: The service to assess.
        conclusions: What follows from the records.
        with_paths: Whether the person may see the attack map; else nothing of it is told.
    """
    return (
        *_of_model(service),
        *_of_data(service),
        *_of_lines(service, conclusions, with_paths=with_paths),
        *_of_dependence(service, conclusions),
        *_of_gaps(service, conclusions, with_paths=with_paths),
    )


def harm_of_stop(service: Service) -> int | None:
    """The impact of its stop, from how long care can do without it; None: not recorded."""
    hours = service.stop_tolerance_hours
    if hours is None:
        return None
    return next((impact for within, impact in _HARM_WITHIN if hours <= within), 2)


def harm_of_leak(service: Service) -> int | None:
    """The impact of a leak, from the data class; None: not recorded."""
    match service.data_class:
        case None:
            return None
        case DataClass.PHI:
            return 5
        case DataClass.BUSINESS:
            return 2
        case _:
            return 4


def _of_model(service: Service) -> Iterator[Proposal]:
    origin, stop = f"model:{service.model}", harm_of_stop(service)
    if service.model in HOSTED:
        yield Proposal(origin=origin, key="outage", aspects=(USE,), impact=stop)
    elif service.model is ServiceModel.BPO:
        yield Proposal(
            origin=origin, key="on_site", aspects=(SECRECY,), impact=harm_of_leak(service)
        )
    else:
        harm = max(filter(None, (stop, harm_of_leak(service))), default=None)
        yield Proposal(origin=origin, key="unpatched", aspects=tuple(Aspect), impact=harm)


def _of_data(service: Service) -> Iterator[Proposal]:
    if service.data_class in PERSONAL_OR_MEDICAL:
        origin, harm = f"data:{service.data_class}", harm_of_leak(service)
        yield Proposal(origin=origin, key="leak", aspects=(SECRECY,), impact=harm)
    if service.data_class in MEDICAL and service.model in HOSTED:
        yield Proposal(origin="data:loss", key="loss", aspects=(WHOLENESS, USE), impact=5)


def _of_lines(
    service: Service, conclusions: Conclusions, *, with_paths: bool
) -> Iterator[Proposal]:
    """A line is no secret; that a way leads on to the core is part of the attack map.

    The words name no asset: an assessment is read by more people than the map.
    """
    lines = lines_of_service(service, conclusions.index)
    if not lines:
        return
    exposure = conclusions.exposure.vendors.get(service.vendor)
    cores = exposure.cores if with_paths and exposure is not None else ()
    reached = [state for _, state in cores if state is not PathState.CLOSED]
    yield Proposal(
        origin="path" if reached else "connection",
        key="path" if reached else "intrusion",
        count=len(reached) or len(lines),
        aspects=tuple(Aspect),
        likelihood=5 if PathState.OPEN in reached else None,
        impact=5,
    )


def _of_dependence(service: Service, conclusions: Conclusions) -> Iterator[Proposal]:
    party, stop = conclusions.index.parties[service.vendor], harm_of_stop(service)
    behind = subcontractors(service.vendor, conclusions.index)
    if behind:
        yield Proposal(
            origin="subcontractor", key="subcontractor", count=len(behind), aspects=(SECRECY, USE)
        )
    if party.alternative_supplier is not True and party.fallback_procedure is not True:
        yield Proposal(origin="dependency", key="no_fallback", aspects=(USE,), impact=stop)


def _of_gaps(service: Service, conclusions: Conclusions, *, with_paths: bool) -> Iterator[Proposal]:
    """The severe gaps on the service and its vendor's contracts, one proposal a rule."""
    index, rules = conclusions.index, conclusions.catalogue.rules
    own = {service.id, service.vendor}
    own |= {one.id for one in index.contracts_covering.get(service.id, ())}
    if with_paths:
        own |= {one.id for one in lines_of_service(service, index)}
    counts: Counter[str] = Counter()
    severities: dict[str, Severity] = {}
    for one in conclusions.findings_by_party.get(service.vendor, ()):
        theme = rules[one.rule].theme
        hidden = theme in OWN_THEMES or (theme in MAP_THEMES and not with_paths)
        about = one.subject.partition("/")[0] in own
        if one.severity in _LIKELIHOOD and about and not hidden:
            counts[one.rule] += 1
            severities.setdefault(one.rule, one.severity)
    for rule, severity in list(severities.items())[:MOST_GAPS]:
        yield Proposal(
            origin=f"gap:{rule}",
            key="gap",
            subject=rule,
            count=counts[rule],
            likelihood=_LIKELIHOOD[severity],
        )

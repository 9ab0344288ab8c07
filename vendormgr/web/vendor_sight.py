"""One vendor in short, as the person who asks may see it: the list and the head of its pages."""

from dataclasses import dataclass, replace
from datetime import date

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Party, Service
from vendormgr.domain.risk import TierFact, TierResult
from vendormgr.domain.vocabulary import PartyRole, ServiceModel, Severity, VendorPath
from vendormgr.web.sight import sees_attack_map, visible


@dataclass(frozen=True, slots=True)
class VendorLine:
    """One vendor as the list shows it."""

    party: Party
    services: tuple[Service, ...]
    tier: TierResult
    path: VendorPath | None
    """None: the person may not see paths."""
    worst: Severity | None
    gaps: int
    ends_on: date | None
    """The earliest end of a contract in force."""

    @property
    def models(self) -> tuple[ServiceModel, ...]:
        """Service models, each once."""
        return tuple(dict.fromkeys(service.model for service in self.services))

    @property
    def reason(self) -> str:
        """Text id of why the tier is what it is."""
        if self.tier.decided_by:
            return f"vendor.tier_by_{self.tier.decided_by[0].lower()}"
        open_questions = (self.tier.t1, self.tier.t2, self.tier.t3, self.tier.t4).count(None)
        return "vendor.tier_by_open" if open_questions else "vendor.tier_by_none"


def vendors(conclusions: Conclusions) -> list[Party]:
    """Every vendor and subcontractor, in portfolio order."""
    return [one for one in conclusions.portfolio.parties if one.role is not PartyRole.HOSPITAL]


def vendor_lines(conclusions: Conclusions) -> list[VendorLine]:
    """Every vendor and subcontractor in short, in portfolio order."""
    return [vendor_line(conclusions, party) for party in vendors(conclusions)]


def vendor_line(conclusions: Conclusions, party: Party) -> VendorLine:
    """One vendor as the list and its pages' head show it."""
    findings = visible(conclusions.findings_by_party.get(party.id, ()), conclusions)
    return VendorLine(
        party=party,
        services=conclusions.index.services_of.get(party.id, ()),
        tier=conclusions.tiers[party.id],
        path=conclusions.exposure.vendors[party.id].standing if sees_attack_map() else None,
        worst=findings[0].severity if findings else None,
        gaps=len(findings),
        ends_on=earliest_end(conclusions, party.id),
    )


def earliest_end(conclusions: Conclusions, party: str) -> date | None:
    """When the first of a party's contracts in force ends; None: none has an end on record."""
    today = conclusions.today
    ends = [
        contract.ends_on
        for contract in conclusions.index.contracts_of.get(party, ())
        if contract.ends_on is not None and contract.in_force(today)
    ]
    return min(ends, default=None)


def tier_facts(conclusions: Conclusions, tier: TierResult) -> list[TierFact]:
    """The answers behind a tier; that lines and assets exist is no secret, their names are."""
    if sees_attack_map():
        return list(tier.because)
    index = conclusions.index
    return [
        replace(
            one, ids=tuple(id_ for id_ in one.ids if id_ in index.services or id_ in index.parties)
        )
        for one in tier.because
    ]

"""One vendor in short, as the person who asks may see it: the list and the head of its pages."""

from dataclasses import dataclass, replace
from datetime import date

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.deadline import Deadline
from vendormgr.domain.portfolio import Party, Service
from vendormgr.domain.risk import TierFact, TierResult
from vendormgr.domain.vocabulary import PartyRole, ServiceModel, Severity, VendorPath
from vendormgr.web.sight import sees_attack_map, visible
from vendormgr.web.term import term_of


@dataclass(frozen=True, slots=True)
class VendorLine:
    """One vendor as the list shows it."""

    party: Party
    services: tuple[Service, ...]
    tier: TierResult
    path: VendorPath | None
    """None: the person may not see paths."""
    worst: Severity | None
    worst_gaps: int
    """How many are that severe."""
    gaps: int
    """All that concern it."""
    shared: int
    """Those of them that are taken up with another vendor first."""
    term: Deadline | None
    """Of the contract in force that ends or renews itself first; None: none has an end."""

    @property
    def ends_on(self) -> date | None:
        """When that term ends."""
        return self.term.term_ends_on if self.term is not None else None

    @property
    def models(self) -> tuple[ServiceModel, ...]:
        """Service models, each once."""
        return tuple(dict.fromkeys(service.model for service in self.services))

    @property
    def reason(self) -> str:
        """Text id of why the tier is what it is."""
        if self.tier.change is not None:
            return "vendor.tier_by_hand"
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
        worst_gaps=sum(one.severity is findings[0].severity for one in findings),
        gaps=len(findings),
        shared=sum(one.party != party.id for one in findings),
        term=first_term(conclusions, party.id),
    )


def first_term(conclusions: Conclusions, party: str) -> Deadline | None:
    """The term of a party's contracts in force that ends first; None: none has an end on record."""
    contracts = conclusions.index.contracts_of.get(party, ())
    terms = [
        term
        for one in contracts
        if (term := term_of(one, conclusions.today)) is not None and term.term_ends_on is not None
    ]
    return min(terms, key=lambda one: one.term_ends_on or date.max, default=None)


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

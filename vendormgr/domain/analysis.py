"""What follows from a portfolio: everything a screen, a document or a command needs, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.clauses import ApplicableClause
from vendormgr.domain.collector import collector_paused
from vendormgr.domain.deemed import DeemedCompliance
from vendormgr.domain.exposure import Exposure
from vendormgr.domain.gaps import Estate, Finding, build_estate, find_gaps, group_by_party
from vendormgr.domain.index import Index
from vendormgr.domain.matrix import Matrix
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.risk import TierResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusions:
    """The conclusions from one portfolio on one day; nothing in it ever changes."""

    portfolio: Portfolio
    catalogue: Catalogue
    """With the hospital's own rows and changed defaults."""
    index: Index
    matrix: Matrix
    exposure: Exposure
    tiers: Mapping[str, TierResult]
    """Every party but the hospital, in portfolio order."""
    deemed: DeemedCompliance
    applicable: Mapping[str, tuple[ApplicableClause, ...]]
    """Contract, in force or not, to the clauses that apply to it."""
    findings: tuple[Finding, ...]
    """Most severe first, then by rule, then by subject."""
    findings_by_party: Mapping[str, tuple[Finding, ...]]
    """Vendor to what concerns it, in the same order; what concerns none is left out."""
    estate: Estate = field(repr=False, compare=False)
    """What the rules looked at."""

    @property
    def today(self) -> date:
        """The day for which everything was concluded."""
        return self.portfolio.as_of

    def finding(self, rule: str, subject: str) -> Finding | None:
        """The finding of that rule on that subject; None: the rule does not fire there."""
        return next((f for f in self.findings if f.rule == rule and f.subject == subject), None)

    def about(self, subject: str) -> tuple[Finding, ...]:
        """Findings on that subject and on its parts (`contract/clause`, `subject/duty` ...)."""
        part = f"{subject}/"
        return tuple(f for f in self.findings if f.subject == subject or f.subject.startswith(part))


def conclude(portfolio: Portfolio, catalogue: Catalogue) -> Conclusions:
    """Run every engine and every rule once; takes time in proportion to what is on record."""
    with collector_paused():
        estate = build_estate(portfolio, catalogue)
        findings = find_gaps(estate)
        return Conclusions(
            portfolio=portfolio,
            catalogue=estate.catalogue,
            index=estate.index,
            matrix=estate.matrix,
            exposure=estate.exposure,
            tiers=estate.tiers,
            deemed=estate.deemed,
            applicable=estate.applicable,
            findings=findings,
            findings_by_party=group_by_party(findings),
            estate=estate,
        )

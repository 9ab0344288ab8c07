"""How evidence stands on a day: ended, ending soon, not yet issued, replaced."""

from datetime import date, timedelta
from enum import StrEnum

from vendormgr.domain.assurance import Evidence
from vendormgr.domain.portfolio import Portfolio

SOON = timedelta(days=90)


class EvidenceState(StrEnum):
    """証跡の状態."""

    EXPIRED = "expired"
    SOON = "soon"
    """Ends within 90 days."""
    NOT_YET = "not_yet"
    """Issued on a day to come: it proves nothing today."""
    UNDATED = "undated"
    """Nobody knows since when."""
    VALID = "valid"
    REPLACED = "replaced"


def evidence_state(one: Evidence, today: date, replaced: frozenset[str | None]) -> EvidenceState:
    """How a piece of evidence stands."""
    if one.id in replaced:
        return EvidenceState.REPLACED
    if one.expires_on is not None and one.expires_on < today:
        return EvidenceState.EXPIRED
    if one.issued_on is None:
        return EvidenceState.UNDATED
    if one.issued_on > today:
        return EvidenceState.NOT_YET
    if one.expires_on is not None and one.expires_on <= today + SOON:
        return EvidenceState.SOON
    return EvidenceState.VALID


def replaced_evidence(portfolio: Portfolio) -> frozenset[str | None]:
    """The ids that a later piece of evidence takes the place of."""
    return frozenset(one.replaces for one in portfolio.evidence if one.replaces is not None)

"""不備: one small function per rule; importing the package registers all of them."""

from vendormgr.domain.gaps import (
    assessment,
    connection,
    connection_equipment,
    contract,
    dependency,
    evidence,
    path,
    responsibility,
    subcontract,
)
from vendormgr.domain.gaps.estate import Estate, build_estate
from vendormgr.domain.gaps.finding import Finding, Seen
from vendormgr.domain.gaps.registry import RULES, find_gaps, group_by_party

THEMES = (
    path,
    connection,
    connection_equipment,
    responsibility,
    contract,
    subcontract,
    evidence,
    assessment,
    dependency,
)
"""The modules that hold rules."""

__all__ = [
    "RULES",
    "THEMES",
    "Estate",
    "Finding",
    "Seen",
    "build_estate",
    "find_gaps",
    "group_by_party",
]

"""What of the conclusions the person who asks may see: the attack map is a permission of its own.

Lists, counts, dashboards and exports all go through here, so that a figure never tells what the
list behind it hides.
"""

from collections.abc import Iterable

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.domain.gaps.dependency import LINE_SUBJECT, MODEL_SUBJECT
from vendormgr.web.access import can
from vendormgr.web.kept import kept

ATTACK_MAP_THEMES = frozenset({"path", "connection"})


def sees_attack_map() -> bool:
    """Whether connections, device versions and paths may be shown."""
    return can(Permission.VIEW_ATTACK_MAP)


def visible(findings: Iterable[Finding], conclusions: Conclusions) -> tuple[Finding, ...]:
    """The findings that the person may see, in their order."""
    if sees_attack_map():
        return tuple(findings)
    return tuple(one for one in findings if not is_on_attack_map(one, conclusions))


def every_visible(conclusions: Conclusions) -> tuple[Finding, ...]:
    """All findings that the person may see, in their order; looked through once."""
    if sees_attack_map():
        return conclusions.findings
    return kept("visible", conclusions, lambda: visible(conclusions.findings, conclusions))


def may_see_gap(rule: str, subject: str, conclusions: Conclusions) -> bool:
    """Whether the person may see a gap of the past, whose subject may be archived by now.

    What is known neither as part of the map nor as outside it counts as part of it.
    """
    if sees_attack_map():
        return True
    record, index = conclusions.catalogue.rules.get(rule), conclusions.index
    if record is None or record.theme in ATTACK_MAP_THEMES:
        return False
    head = subject.partition("/")[0]
    outside = (
        *(index.parties, index.services, index.systems),
        *(index.contracts, index.relations, index.papers),
    )
    return any(head in known for known in outside)


def is_on_attack_map(finding: Finding, conclusions: Conclusions) -> bool:
    """Whether a finding tells of lines, devices or paths."""
    if conclusions.catalogue.rules[finding.rule].theme in ATTACK_MAP_THEMES:
        return True
    if finding.subject.startswith((LINE_SUBJECT, MODEL_SUBJECT)):
        return True
    head = finding.subject.partition("/")[0]
    index = conclusions.index
    return head in index.connections or head in index.assets

"""What of the conclusions the person who asks may see: the attack map is a permission of its own.

Lists, counts, dashboards and exports all go through here, so that a figure never tells what the
list behind it hides.
"""

from collections.abc import Iterable

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.web.access import can

ATTACK_MAP_THEMES = frozenset({"path", "connection"})


def sees_attack_map() -> bool:
    """Whether connections, device versions and paths may be shown."""
    return can(Permission.VIEW_ATTACK_MAP)


def visible(findings: Iterable[Finding], conclusions: Conclusions) -> tuple[Finding, ...]:
    """The findings that the person may see, in their order."""
    if sees_attack_map():
        return tuple(findings)
    return tuple(one for one in findings if not _on_attack_map(one, conclusions))


def _on_attack_map(finding: Finding, conclusions: Conclusions) -> bool:
    if conclusions.catalogue.rules[finding.rule].theme in ATTACK_MAP_THEMES:
        return True
    head = finding.subject.partition("/")[0]
    index = conclusions.index
    return head in index.connections or head in index.assets

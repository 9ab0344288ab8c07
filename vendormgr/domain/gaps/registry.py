"""Rule functions by id, and the one pass that turns what they see into sorted findings."""

from collections.abc import Callable, Iterator, Mapping

from vendormgr.domain.catalogue import GapRule
from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import Finding, Seen
from vendormgr.domain.vocabulary import Severity

RuleFunction = Callable[[Estate], Iterator[Seen]]
RULES: dict[str, RuleFunction] = {}


class DuplicateRuleError(Exception):
    """Two functions claim the same rule."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(rule_id)
        self.rule_id = rule_id


def rule(id_: str) -> Callable[[RuleFunction], RuleFunction]:
    """Make the function the code of that rule.

    Raises:
        DuplicateRuleError: The rule has a function already.
    """

    def register(function: RuleFunction) -> RuleFunction:
        if id_ in RULES:
            raise DuplicateRuleError(id_)
        RULES[id_] = function
        return function

    return register


def find_gaps(estate: Estate) -> tuple[Finding, ...]:
    """Every finding, most severe first, then by rule id, then by subject.

    Sorted rule by rule: one sort over all findings costs several times as much.
    """
    by_severity: dict[Severity, list[Finding]] = {severity: [] for severity in Severity}
    for rule_id in sorted(RULES):
        for finding in _findings(estate.catalogue.rules[rule_id], RULES[rule_id](estate)):
            by_severity[finding.severity].append(finding)
    return tuple(finding for findings in by_severity.values() for finding in findings)


def _findings(record: GapRule, seen: Iterator[Seen]) -> list[Finding]:
    """One finding a subject, by subject; the first sight of it counts."""
    found: dict[str, Finding] = {}
    rule_id, own, make = record.id, record.severity, Finding._make
    for one in seen:
        subject = one.subject
        if subject not in found:
            found[subject] = make((rule_id, one.severity or own, *one[:-1]))
    return [found[subject] for subject in sorted(found)]


def group_by_party(findings: tuple[Finding, ...]) -> Mapping[str, tuple[Finding, ...]]:
    """Party to the findings that concern it, in their order."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        for party in finding.parties:
            groups.setdefault(party, []).append(finding)
    return {party: tuple(listed) for party, listed in groups.items()}

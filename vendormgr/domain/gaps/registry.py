"""Rule functions by id, and the one pass that turns what they see into sorted findings."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, groupby
from operator import itemgetter

from vendormgr.domain.catalogue import GapRule
from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import Finding, Seen
from vendormgr.domain.vocabulary import Severity

RuleFunction = Callable[[Estate], Iterator[Seen]]
RULES: dict[str, RuleFunction] = {}
_severity = itemgetter(Finding._fields.index("severity"))


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
        findings = _findings(estate.catalogue.rules[rule_id], RULES[rule_id](estate))
        for severity, run in groupby(findings, _severity):
            by_severity[severity].extend(run)
    return tuple(chain.from_iterable(by_severity.values()))


def _findings(record: GapRule, seen: Iterator[Seen]) -> list[Finding]:
    """One finding a subject, by subject; the first sight of it counts."""
    found: dict[str, Finding] = {}
    usual, new = (record.id, record.severity), tuple.__new__
    for one in seen:
        subject, severity = one[0], one[-1]
        if subject not in found:
            head = usual if severity is None else (record.id, severity)
            # A finding is what was seen behind its rule and severity; naming the fields would
            # take twice as long, tens of thousands of times.
            found[subject] = new(Finding, head + one[:-1])
    return [found[subject] for subject in sorted(found)]


def group_by_party(findings: tuple[Finding, ...]) -> Mapping[str, tuple[Finding, ...]]:
    """Party to the findings that concern it, in their order."""
    groups: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for party in finding.parties:
            groups[party].append(finding)
    return {party: tuple(listed) for party, listed in groups.items()}

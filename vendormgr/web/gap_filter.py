"""不備の絞り込み: what a list of findings can be narrowed by, and the search over it."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from flask import request

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.domain.naming import search_key
from vendormgr.domain.obligation import obliging_clauses
from vendormgr.domain.vocabulary import Severity
from vendormgr.domain.wording import display_name
from vendormgr.i18n import label, language, t
from vendormgr.store.gap import GapState, GapStatus, Key
from vendormgr.web.access import user
from vendormgr.web.listing import ListFilter, chosen_values, search_words, typed_search

SERIOUS = "serious"
"""Choice of both severities that cannot wait."""
SEVERE = (Severity.CRITICAL, Severity.HIGH)
MOST_VENDORS = 200
"""More vendors than this are chosen on their own pages, not from a list of choices."""
ME, NOBODY = "me", "nobody"
DUE = "due"
"""Choice of what nobody has accepted as a risk."""
Holds = Callable[[Finding, str], bool]
Counts = Mapping[str, int]


def searched(findings: Sequence[Finding], conclusions: Conclusions) -> Sequence[Finding]:
    """What the search leaves."""
    words = search_words(typed_search())
    return _found(findings, words, conclusions) if words else findings


def offered(
    findings: Sequence[Finding],
    conclusions: Conclusions,
    statuses: Mapping[Key, GapStatus],
    decided: Mapping[Key, GapState],
) -> list[ListFilter[Finding]]:
    """What the list can be narrowed by, each choice with how many it would leave."""
    rules = conclusions.catalogue.rules
    owned = {key: one.assigned_to for key, one in decided.items() if one.assigned_to}
    tests: Mapping[str, Holds] = {
        "severity": _of_severity,
        "status": partial(_of_status, statuses),
        "whose": partial(_of_owner, owned, user().id),
        "theme": lambda one, value: rules[one[0]].theme == value,
        "rule": lambda one, value: one[0] == value,
        "vendor": lambda one, value: value in one[3],
        "clause": lambda one, value: value in obliging_clauses(one, conclusions.catalogue),
    }
    left = _Left(findings, _asked(conclusions), tests)
    options: Mapping[str, Mapping[str, str]] = {
        "severity": _severities(Counter(one[1] for one in left.beside("severity"))),
        "status": _statuses(left.beside("status"), statuses),
        "whose": {ME: t("gap.whose_me"), NOBODY: t("gap.whose_nobody")},
        "theme": _themes(Counter(rules[one[0]].theme for one in left.beside("theme")), conclusions),
        "rule": _rules(Counter(one[0] for one in left.beside("rule")), conclusions),
        "vendor": _vendors(conclusions),
        "clause": _clause(conclusions),
    }
    return [
        ListFilter[Finding](key=key, title=f"gap.filter_{key}", options=options[key], holds=holds)
        for key, holds in tests.items()
    ]


def narrowed(
    findings: Sequence[Finding], filters: Sequence[ListFilter[Finding]]
) -> Sequence[Finding]:
    """What the chosen filters leave."""
    chosen = chosen_values(filters)
    for one in filters:
        if one.key in chosen:
            value, holds = chosen[one.key], one.holds
            findings = [finding for finding in findings if holds(finding, value)]
    return findings


def _asked(conclusions: Conclusions) -> Mapping[str, str]:
    """The choices that the address names, as far as there are such."""
    catalogue = conclusions.catalogue
    known: Mapping[str, Collection[str]] = {
        "severity": {SERIOUS, *Severity},
        "status": {DUE, *GapStatus},
        "whose": {ME, NOBODY},
        "theme": catalogue.themes,
        "rule": catalogue.rules,
        "vendor": conclusions.tiers,
        "clause": catalogue.clauses,
    }
    asked = {key: request.args.get(key, "") for key in known}
    return {key: value for key, value in asked.items() if value in known[key]}


class _Left:
    """What the other choices leave for each filter to count; each is narrowed once."""

    def __init__(
        self, findings: Sequence[Finding], asked: Mapping[str, str], tests: Mapping[str, Holds]
    ) -> None:
        self._all, self._asked, self._tests = findings, asked, tests
        self._whole: Sequence[Finding] | None = None

    def beside(self, key: str) -> Sequence[Finding]:
        """The findings that all choices but this one leave."""
        if key in self._asked:
            return self._narrow(key)
        if self._whole is None:
            self._whole = self._narrow(None)
        return self._whole

    def _narrow(self, without: str | None) -> Sequence[Finding]:
        left = self._all
        for key, value in self._asked.items():
            if key != without:
                holds = self._tests[key]
                left = [one for one in left if holds(one, value)]
        return left


def _severities(counts: Counts) -> Mapping[str, str]:
    serious = sum(counts.get(one, 0) for one in SEVERE)
    named = {one.value: (label(one), counts.get(one, 0)) for one in Severity}
    return _offer("severity", {SERIOUS: (t("gap.serious"), serious), **named})


def _of_severity(finding: Finding, value: str) -> bool:
    return finding[1] in SEVERE if value == SERIOUS else finding[1] == value


def _statuses(findings: Sequence[Finding], statuses: Mapping[Key, GapStatus]) -> Mapping[str, str]:
    if request.args.get("status") == GapStatus.RESOLVED:
        return {DUE: t("gap.status_due"), **{one.value: label(one) for one in GapStatus}}
    counts = Counter(statuses.get((one[0], one[2]), GapStatus.OPEN) for one in findings if statuses)
    counts[GapStatus.OPEN] += len(findings) - counts.total()
    due = len(findings) - counts[GapStatus.ACCEPTED]
    return {
        DUE: _choice(t("gap.status_due"), due),
        **{
            one.value: label(one) if one is GapStatus.RESOLVED else _choice(label(one), counts[one])
            for one in GapStatus
        },
    }


def _of_status(statuses: Mapping[Key, GapStatus], finding: Finding, value: str) -> bool:
    status = statuses.get((finding[0], finding[2]), GapStatus.OPEN)
    return status is not GapStatus.ACCEPTED if value == DUE else status == value


def _of_owner(owned: Mapping[Key, str], me: str, finding: Finding, value: str) -> bool:
    owner = owned.get((finding[0], finding[2]))
    return owner is None if value == NOBODY else owner == me


def _themes(counts: Counts, conclusions: Conclusions) -> Mapping[str, str]:
    themes = conclusions.catalogue.themes
    return _offer(
        "theme", {id_: (one.of(language()), counts.get(id_, 0)) for id_, one in themes.items()}
    )


def _rules(by_rule: Counts, conclusions: Conclusions) -> Mapping[str, str]:
    rules = conclusions.catalogue.rules
    named = {id_: (one.title.of(language()), by_rule.get(id_, 0)) for id_, one in rules.items()}
    return _offer("rule", named)


def _offer(key: str, choices: Mapping[str, tuple[str, int]]) -> Mapping[str, str]:
    """Value to words with the number; without any there is a choice only where it is asked for.

    A filter that finds nothing shows nothing: passed over, it would show everything.
    """
    asked = request.args.get(key)
    return {value: _choice(name, n) for value, (name, n) in choices.items() if n or value == asked}


def _vendors(conclusions: Conclusions) -> Mapping[str, str]:
    """Every vendor on record, whether or not the person may see its findings."""
    index = conclusions.index
    if len(conclusions.tiers) > MOST_VENDORS:
        chosen = request.args.get("vendor", "")
        return {chosen: index.name(chosen)} if chosen in conclusions.tiers else {}
    parties = [one for one in index.parties.values() if index.is_vendor(one.id)]
    parties.sort(key=lambda one: one.kana or one.name or one.id)
    return {one.id: one.name or one.id for one in parties}


def _clause(conclusions: Conclusions) -> Mapping[str, str]:
    """Only the clause that a link asked for: all sixty would bury the other filters."""
    chosen = conclusions.catalogue.clauses.get(request.args.get("clause", ""))
    return {} if chosen is None else {chosen.id: chosen.title.of(language())}


def _choice(name: str, n: int) -> str:
    return t("gap.choice", name=name, n=f"{n:,}")


def _found(
    findings: Sequence[Finding], words: Sequence[str], conclusions: Conclusions
) -> Sequence[Finding]:
    """Findings in whose rule, subject or vendors every word occurs; each name is read once."""
    keys: dict[str, str] = {}

    def key_of(id_: str) -> str:
        if id_ not in keys:
            keys[id_] = "\n".join(map(search_key, _names(id_, conclusions)))
        return keys[id_]

    def holds(one: Finding) -> bool:
        text = "\n".join([key_of(one[0]), *map(key_of, one[2].split("/")), *map(key_of, one[3])])
        return all(word in text for word in words)

    return [one for one in findings if holds(one)]


def _names(id_: str, conclusions: Conclusions) -> list[str]:
    """Everything that the thing of that id goes by."""
    catalogue, spoken = conclusions.catalogue, language()
    known = (catalogue.items.get(id_), catalogue.clauses.get(id_), catalogue.rules.get(id_))
    titles = [one.title.of(spoken) for one in known if one is not None]
    party = conclusions.index.parties.get(id_)
    kana = [party.kana] if party is not None and party.kana else []
    return [id_, display_name(id_, conclusions.index, spoken), *titles, *kana]

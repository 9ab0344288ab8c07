"""委託先ごとの不備: fifty findings are no wall when vendors and clauses come first."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import GapRule
from vendormgr.domain.gaps import Finding
from vendormgr.domain.matrix_cell import UNASSIGNED, UNWRITTEN
from vendormgr.domain.naming import search_key
from vendormgr.domain.obligation import obliging_clauses
from vendormgr.domain.settlement import (
    OWN_RULES,
    ClauseGaps,
    VendorGaps,
    gaps_of_vendor,
    rank_vendors,
)
from vendormgr.domain.vocabulary import ClauseStatus, Severity
from vendormgr.domain.wording import Worded, word
from vendormgr.i18n import label, language, t
from vendormgr.web.gap_filter import SERIOUS, SEVERE
from vendormgr.web.kept import kept
from vendormgr.web.listing import (
    ListColumn,
    ListFilter,
    Listing,
    chosen_values,
    ordering,
    page_of,
    search_words,
    typed_search,
)
from vendormgr.web.sight import every_visible, sees_attack_map, visible

SIZES = (20, 50, 100)
TOP_CLAUSES = 3
_SETTLED = frozenset({UNWRITTEN, UNASSIGNED})
"""Rules on matrix rows that a clause settles by standing in the contract."""
Ranks = Mapping[str | None, Mapping[Severity, int]]


@dataclass(frozen=True, slots=True)
class VendorLine:
    """One vendor to talk to with how many findings of each severity; no party: the hospital."""

    party: str | None
    counts: Mapping[Severity, int]

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(self.counts.values())

    @property
    def serious(self) -> int:
        """How many of them cannot wait."""
        return sum(self.counts.get(one, 0) for one in SEVERE)


@dataclass(frozen=True, slots=True)
class VendorCard:
    """One vendor as the page shows it: what is worst, and which clauses would help most."""

    line: VendorLine
    worst: Finding
    said: Worded
    clauses: tuple[ClauseGaps, ...]


@dataclass(frozen=True, slots=True)
class ClauseTally:
    """What one clause would settle over all contracts."""

    clause: str
    rows: int
    """Matrix rows; a row may stand under several clauses, any of which would do."""
    decides: int
    """Rows that it would settle together with who does them."""
    grounds: int
    """Gaps that it would give the ground to have mended."""
    contracts: int
    """Contracts that lack it."""


def ranks(conclusions: Conclusions) -> Ranks:
    """The vendors that the person may see gaps of, the worst first."""
    return kept(
        ("ranks", sees_attack_map()),
        conclusions,
        lambda: rank_vendors(conclusions, every_visible(conclusions)),
    )


def severities(conclusions: Conclusions) -> Counter[Severity]:
    """How many findings of each severity the person may see."""
    return sum((Counter(counts) for counts in ranks(conclusions).values()), Counter())


def gaps_of(conclusions: Conclusions, party: str | None) -> VendorGaps:
    """What to take up with one vendor, or the hospital itself, as the person may see it."""
    return kept(
        ("gaps", party, sees_attack_map()),
        conclusions,
        lambda: gaps_of_vendor(conclusions, party, findings_of(conclusions, party)),
    )


def best_clauses(gaps: VendorGaps, most: int = TOP_CLAUSES) -> tuple[ClauseGaps, ...]:
    """The clauses worth asking for, most worth first; what is agreed already is not asked for."""
    found = [
        one
        for contract in gaps.contracts
        for one in contract.clauses
        if one.worth and one.status is not ClauseStatus.PRESENT
    ]
    return tuple(sorted(found, key=lambda one: -one.worth)[:most])


_COLUMNS = (
    ListColumn[VendorLine](key="rank", title="gap.order_rank", value=lambda one: one.serious),
    ListColumn[VendorLine](key="name", title="gap.order_name", value=lambda one: one.party),
    ListColumn[VendorLine](key="total", title="gap.order_total", value=lambda one: one.total),
)


def list_vendors(conclusions: Conclusions) -> Listing[VendorLine]:
    """The vendors that the address asks for; the worst comes first."""
    lines = [VendorLine(party, counts) for party, counts in ranks(conclusions).items()]
    filters = _filters(lines)
    matching = lines
    for key, value in chosen_values(filters).items():
        holds = next(one.holds for one in filters if one.key == key)
        matching = [line for line in matching if holds(line, value)]
    words = search_words(typed_search())
    if words:
        matching = [one for one in matching if _is_found(one, words, conclusions)]
    column, descending = ordering(_COLUMNS, "rank")
    if column.key == "name":
        matching = sorted(matching, key=lambda one: _reading(one.party, conclusions))
    elif column.key == "total":
        matching = sorted(matching, key=lambda one: -one.total)
    return page_of(
        matching[::-1] if descending else matching,
        everything=lines,
        columns=_COLUMNS,
        filters=filters,
        ordered_by=(column.key, descending),
        sizes=SIZES,
    )


def cards(lines: Sequence[VendorLine], conclusions: Conclusions) -> list[VendorCard]:
    """These vendors with their worst finding in words and the clauses that would help most."""
    made = []
    for line in lines:
        gaps = gaps_of(conclusions, line.party)
        worst = _worst(gaps, findings_of(conclusions, line.party), conclusions.catalogue.rules)
        said = word(worst, conclusions, language())
        made.append(VendorCard(line, worst, said, best_clauses(gaps)))
    return made


def findings_of(conclusions: Conclusions, party: str | None) -> tuple[Finding, ...]:
    """Every finding that concerns the vendor, or nobody but the hospital, as far as visible."""
    if party is None:
        return tuple(one for one in every_visible(conclusions) if not one.parties)
    return visible(conclusions.findings_by_party.get(party, ()), conclusions)


def top_clauses(conclusions: Conclusions, most: int = 5) -> tuple[ClauseTally, ...]:
    """The clauses that would settle most over all contracts."""
    return kept(
        ("clauses", sees_attack_map()),
        conclusions,
        lambda: _tally(every_visible(conclusions), conclusions),
    )[:most]


def _tally(findings: Sequence[Finding], conclusions: Conclusions) -> tuple[ClauseTally, ...]:
    # Findings of one rule on one row or duty have the same clauses: each is looked up once.
    by_kind: defaultdict[tuple[str, str], Counter[str | None]] = defaultdict(Counter)
    samples: dict[tuple[str, str], Finding] = {}
    for one in findings:
        if one[0] in OWN_RULES or not one[3]:
            continue
        kind = (one[0], one[6] or one[2].partition("/")[2])
        by_kind[kind][one[4] if one[6] is not None else None] += 1
        samples.setdefault(kind, one)
    rows, decides, grounds = Counter[str](), Counter[str](), Counter[str]()
    contracts: defaultdict[str, set[str]] = defaultdict(set)
    for kind, by_contract in by_kind.items():
        counted = rows if kind[0] == UNWRITTEN else decides
        for clause in obliging_clauses(samples[kind], conclusions.catalogue):
            if samples[kind].item is None:
                grounds[clause] += by_contract.total()
            elif kind[0] in _SETTLED:
                lacking = _lacking(clause, by_contract, conclusions)
                counted[clause] += lacking.total()
                contracts[clause] |= {one for one in lacking if one is not None}
    tallies = (
        ClauseTally(one, rows[one], decides[one], grounds[one], len(contracts[one]))
        for one in dict.fromkeys((*rows, *decides))
        if rows[one] or decides[one]
    )
    return tuple(sorted(tallies, key=lambda one: (-one.rows, -one.decides, -one.grounds)))


def _lacking(
    clause: str, by_contract: Counter[str | None], conclusions: Conclusions
) -> Counter[str | None]:
    """The counts without the contracts that have the clause: it does nothing more there."""
    known = conclusions.index.contracts
    return Counter(
        {
            contract: n
            for contract, n in by_contract.items()
            if contract is None
            or (state := known[contract].clauses.get(clause)) is None
            or state.status is not ClauseStatus.PRESENT
        }
    )


def _worst(gaps: VendorGaps, findings: Sequence[Finding], rules: Mapping[str, GapRule]) -> Finding:
    """The finding to begin with: of the most severe put to this vendor a path, else the first."""
    worst = [one for one in findings if one.severity is gaps.worst and one.party == gaps.party]
    return next((one for one in worst if rules[one.rule].theme == "path"), worst[0])


def _filters(lines: Sequence[VendorLine]) -> list[ListFilter[VendorLine]]:
    serious = sum(one.serious > 0 for one in lines)
    options = {SERIOUS: t("gap.choice_vendors", name=t("gap.serious"), n=serious)}
    for severity in Severity:
        n = sum(severity in one.counts for one in lines)
        if n:
            options[severity.value] = t("gap.choice_vendors", name=label(severity), n=n)
    return [
        ListFilter[VendorLine](
            key="severity", title="gap.filter_severity", options=options, holds=_has
        )
    ]


def _has(line: VendorLine, value: str) -> bool:
    return line.serious > 0 if value == SERIOUS else Severity(value) in line.counts


def _is_found(line: VendorLine, words: Sequence[str], conclusions: Conclusions) -> bool:
    party = conclusions.index.parties.get(line.party or "")
    names = (party.id, party.name, party.kana, party.service) if party else (t("gap.own"),)
    text = "\n".join(search_key(one) for one in names if one)
    return all(word in text for word in words)


def _reading(party: str | None, conclusions: Conclusions) -> tuple[bool, str]:
    """By the reading of the name; the hospital itself comes last."""
    known = conclusions.index.parties.get(party or "")
    return (known is None, (known.kana or known.name or known.id) if known else "")

"""Findings put where they can be settled: by vendor, by contract, and under the clause to ask for.

Fifty findings are no wall when the page says "this clause settles four rows and gives a ground for
five gaps". Each finding stands in exactly one place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vendormgr.domain.agreement import by_precedence
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.clauses import ApplicableClause, clause_to_ask, worth_of_all
from vendormgr.domain.gaps import Finding
from vendormgr.domain.matrix_cell import UNWRITTEN
from vendormgr.domain.obligation import obliging_clauses
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, Severity

OWN_RULES = frozenset({"clause-missing", "clause-inadequate", "clause-unknown", "clause-adverse"})
"""Rules on a clause as such; with the clause in the contract they fall silent."""
_LEVELS = (ClauseLevel.MUST, ClauseLevel.SHOULD, ClauseLevel.ADVERSE)


@dataclass(frozen=True, slots=True)
class ClauseGaps:
    """One clause of one contract with the findings that depend on it."""

    contract: str
    clause: str
    level: ClauseLevel | None
    """None: the clause does not apply by itself, but would be a ground here."""
    status: ClauseStatus
    """Present: it is written already, and the vendor can be held to it."""
    own: tuple[Finding, ...]
    """Findings about the clause itself."""
    rows: tuple[Finding, ...]
    """Matrix rows that it would settle, or for which it is the place to say who does them."""
    grounds: tuple[Finding, ...]
    """Gaps that it would not close, but give the ground to have closed."""

    @property
    def settles(self) -> tuple[Finding, ...]:
        """Rows that fall silent by the clause alone, as soon as the contract has it."""
        return tuple(one for one in self.rows if one.rule == UNWRITTEN)

    @property
    def decides(self) -> tuple[Finding, ...]:
        """Rows for which the contract has to say who does them, or who decides."""
        return tuple(one for one in self.rows if one.rule != UNWRITTEN)

    @property
    def worth(self) -> int:
        """How many other findings depend on it."""
        return len(self.rows) + len(self.grounds)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them: its own, rows, then the gaps it is a ground for."""
        return (*self.own, *self.rows, *self.grounds)


@dataclass(frozen=True, slots=True)
class ContractGaps:
    """One contract: what its clauses would settle, and what is wrong with it as such."""

    contract: str
    clauses: tuple[ClauseGaps, ...]
    """Most worth first, then must before should, then catalogue order."""
    about: tuple[Finding, ...]
    """Findings about the contract that no clause settles: its term, its edition."""


@dataclass(frozen=True, slots=True)
class VendorGaps:
    """委託先ごとの不備: everything to take up with one vendor, or with the hospital itself."""

    party: str | None
    """None: a matter of the hospital alone."""
    contracts: tuple[ContractGaps, ...]
    rows: tuple[Finding, ...]
    """Matrix rows and duties that no clause of a contract on record would settle."""
    lines: tuple[Finding, ...]
    """Findings on assets and connections that no clause obliges anybody to mend."""
    others: tuple[Finding, ...]
    """About the party itself: no contract, no approval, no contact ..."""
    counts: Mapping[Severity, int]
    """Severity to how many, only those that occur, most severe first."""

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(self.counts.values())

    @property
    def worst(self) -> Severity | None:
        """The most severe of them; None: there is none."""
        return next(iter(self.counts), None)


def group_by_vendor(
    conclusions: Conclusions, findings: Sequence[Finding] | None = None
) -> tuple[VendorGaps, ...]:
    """The findings (all, or those given) by the vendor to talk to, in the order of rank_vendors.

    Costs half a millisecond a vendor; for one page of many, rank them and group those shown.
    """
    settler = _Settler(conclusions)
    by_party = _by_party(conclusions, findings)
    ranked = rank_vendors(conclusions, findings)
    return tuple(settler.vendor(party, by_party[party]) for party in ranked)


def rank_vendors(
    conclusions: Conclusions, findings: Sequence[Finding] | None = None
) -> Mapping[str | None, Mapping[Severity, int]]:
    """The vendors to talk to with how many findings of each severity, the worst vendor first.

    Vendors of equal severities follow the portfolio; what is the hospital's own comes last.
    """
    counts = {party: _counts(listed) for party, listed in _by_party(conclusions, findings).items()}
    order = {party: place for place, party in enumerate(conclusions.index.parties)}
    ranked = sorted(
        counts,
        key=lambda party: (
            party is None,
            *(-counts[party].get(severity, 0) for severity in Severity),
            order.get(party or "", 0),
        ),
    )
    return {party: counts[party] for party in ranked}


def gaps_of_vendor(
    conclusions: Conclusions, party: str | None, findings: Sequence[Finding] | None = None
) -> VendorGaps:
    """What to take up with one vendor: the findings (all, or of those given) put to it first.

    With party None, the hospital's own.
    """
    if findings is None and party is not None:
        findings = conclusions.findings_by_party.get(party, ())
    own = _by_party(conclusions, findings).get(party, [])
    return _Settler(conclusions).vendor(party, own)


def _by_party(
    conclusions: Conclusions, findings: Sequence[Finding] | None
) -> Mapping[str | None, list[Finding]]:
    by_party: dict[str | None, list[Finding]] = {}
    for finding in conclusions.findings if findings is None else findings:
        by_party.setdefault(finding.party, []).append(finding)
    return by_party


@dataclass(slots=True)
class _Settler:
    """Finds the place of each finding; what a contract's clauses are worth is asked once."""

    conclusions: Conclusions
    asked: dict[str, Mapping[tuple[str, str], str]] = field(default_factory=dict)
    contracts: dict[str, int] = field(default_factory=dict)
    clauses: dict[str, int] = field(default_factory=dict)

    def vendor(self, party: str | None, findings: list[Finding]) -> VendorGaps:
        """The findings of one party in their places."""
        placed: dict[str, dict[str | None, list[Finding]]] = {}
        loose: dict[str, list[Finding]] = {"rows": [], "lines": [], "others": []}
        for finding in findings:
            place = self.place(finding, party)
            if place is None:
                loose[self._kind(finding)].append(finding)
            else:
                contract, clause = place
                placed.setdefault(contract, {}).setdefault(clause, []).append(finding)
        return VendorGaps(
            party=party,
            contracts=tuple(
                self._contract(id_, placed[id_]) for id_ in sorted(placed, key=self._contract_order)
            ),
            rows=tuple(loose["rows"]),
            lines=tuple(loose["lines"]),
            others=tuple(loose["others"]),
            counts=_counts(findings),
        )

    def place(self, finding: Finding, party: str | None) -> tuple[str, str | None] | None:
        """(contract, clause) that settles it, (contract, None) for the contract, None: neither."""
        seat = self._seat(finding.contract)
        if seat is not None and finding.clause is not None:
            return seat, finding.clause
        if finding.item is not None and seat is not None:
            service = finding.subject.partition("/")[0]
            clause = self._to_ask(seat).get((service, finding.item))
            if clause is not None:
                return seat, clause
        clauses = obliging_clauses(finding, self.conclusions.catalogue)
        best = self._best(clauses, self._contracts(finding, party))
        if best is not None:
            return best
        return (seat, None) if seat and finding.subject == finding.contract else None

    def _seat(self, contract: str | None) -> str | None:
        """The document of its bundle under which a contract is negotiated."""
        return None if contract is None else self.conclusions.index.bundles[contract].seat

    def _to_ask(self, contract: str) -> Mapping[tuple[str, str], str]:
        if contract not in self.asked:
            known = self.conclusions
            record = known.index.contracts[contract]
            worths = worth_of_all(record, known.index, known.catalogue, known.matrix)
            self.asked[contract] = clause_to_ask(worths)
        return self.asked[contract]

    def _contracts(self, finding: Finding, party: str | None) -> list[Contract]:
        """The finding's own contract, else those of the party that have not ended, latest first.

        Of a bundle only the document under which it is negotiated.
        """
        index = self.conclusions.index
        own = self._seat(finding.contract)
        if own is not None:
            return [index.contracts[own]]
        running = [
            contract
            for contract in index.contracts_of.get(party or "", ())
            if not contract.has_ended(self.conclusions.today)
            and self._seat(contract.id) == contract.id
        ]
        return list(reversed(by_precedence(running, index.bundles)))

    def _best(self, clauses: tuple[str, ...], contracts: list[Contract]) -> tuple[str, str] | None:
        """Contract and clause: one that is needed and not written, else written, else any.

        Any clause may stand in a contract of which nobody has recorded what it covers.
        """
        statuses = {
            (one.contract, one.clause): one.status
            for contract in contracts
            for one in self.conclusions.applicable[contract.id]
            if one.clause in clauses
        }
        pairs = [(contract.id, clause) for clause in clauses for contract in contracts]
        needed = [pair for pair in pairs if pair in statuses]
        unwritten = [pair for pair in needed if statuses[pair] is not ClauseStatus.PRESENT]
        bundles = self.conclusions.index.bundles
        vague = {one.id for one in contracts if not bundles[one.id].services}
        anywhere = [pair for pair in pairs if pair[0] in vague]
        return next(iter((*unwritten, *needed, *anywhere)), None)

    def _contract(self, contract: str, placed: Mapping[str | None, list[Finding]]) -> ContractGaps:
        applicable = {one.clause: one for one in self.conclusions.applicable[contract]}
        clauses = [
            self._clause(contract, clause, applicable.get(clause), findings)
            for clause, findings in placed.items()
            if clause is not None
        ]
        clauses.sort(key=lambda one: (-one.worth, _level_order(one), self._clause_order(one)))
        return ContractGaps(contract, tuple(clauses), tuple(placed.get(None, ())))

    def _contract_order(self, contract: str) -> int:
        if not self.contracts:
            index = self.conclusions.index
            self.contracts |= {id_: place for place, id_ in enumerate(index.contracts)}
        return self.contracts[contract]

    def _clause_order(self, one: ClauseGaps) -> int:
        """Its place in the catalogue; what the catalogue does not know comes last."""
        if not self.clauses:
            catalogue = self.conclusions.catalogue
            self.clauses |= {id_: place for place, id_ in enumerate(catalogue.clauses)}
        return self.clauses.get(one.clause, len(self.clauses))

    def _clause(
        self,
        contract: str,
        clause: str,
        applicable: ApplicableClause | None,
        findings: list[Finding],
    ) -> ClauseGaps:
        held = self.conclusions.index.bundles[contract].holding(clause)
        return ClauseGaps(
            contract=contract,
            clause=clause,
            level=None if applicable is None else applicable.level,
            status=held.state.status if applicable is None else applicable.status,
            own=tuple(one for one in findings if one.rule in OWN_RULES),
            rows=tuple(one for one in findings if one.item is not None),
            grounds=tuple(
                one for one in findings if one.rule not in OWN_RULES and one.item is None
            ),
        )

    def _kind(self, finding: Finding) -> str:
        index = self.conclusions.index
        if finding.item is not None or "/" in finding.subject:
            return "rows"
        on_ground = finding.subject in index.assets or finding.subject in index.connections
        return "lines" if on_ground else "others"


def _level_order(one: ClauseGaps) -> int:
    return _LEVELS.index(one.level) if one.level is not None else len(_LEVELS)


def _counts(findings: list[Finding]) -> Mapping[Severity, int]:
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return {severity: count for severity, count in counts.items() if count}

"""契約の束: a contract with everything that supplements or changes it, and what holds among them.

In Japan one dealing rests on several papers: a master contract, individual contracts under it,
memoranda that change either, an SLA, standard terms. None of them is complete: whoever reads one
has to know what the others say. What is judged is therefore the bundle, document by document.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from vendormgr.domain.portfolio import ClauseState, Contract
from vendormgr.domain.vocabulary import ClauseStatus, ContractKind

OWN_LIFE = frozenset({ContractKind.MASTER, ContractKind.INDIVIDUAL})
"""Kinds that outlive what they supplement; a memorandum or an SLA ends with what it changes."""
SILENT = frozenset({ClauseStatus.UNKNOWN, ClauseStatus.NEGOTIATING})
"""States in which a document does not yet say anything that could take a clause away."""
NOTHING = ClauseState()


class HeldClause(NamedTuple):
    """How a clause stands once all documents are read together."""

    state: ClauseState
    contract: str | None
    """The document that says so; None: none says anything."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A contract that amends no other, with everything that amends it, as of a day."""

    members: tuple[Contract, ...]
    """The root first, then each document after what it amends, in the order of the portfolio."""
    rank: Mapping[str, tuple[date, int]]
    """Document to its start (never before that of what it amends) and its depth under the root."""
    in_force: frozenset[str]
    seat: str
    """The document under which the clauses of the bundle are judged: the root while it runs."""
    covers: Mapping[str, tuple[str, ...]]
    """Document in force to the services that it covers, with what it takes over."""
    reaches: Mapping[str, tuple[str, ...]]
    """The same over all documents that run or are to come; over all when every one has ended."""

    @property
    def root(self) -> Contract:
        """The contract that amends no other."""
        return self.members[0]

    @property
    def services(self) -> tuple[str, ...]:
        """Every service that some document of the bundle reaches, each once."""
        return tuple(dict.fromkeys(one for listed in self.reaches.values() for one in listed))

    @property
    def order(self) -> tuple[Contract, ...]:
        """The documents, the one that holds against the others last."""
        return tuple(sorted(self.members, key=lambda one: self.rank[one.id]))

    def speaking(self, service: str | None = None) -> tuple[Contract, ...]:
        """The documents that count for a service (None: for any), the strongest last.

        Those in force that cover it; where none does, those to come; else all there are.
        """
        for coverage in (self.covers, self.reaches):
            found = [
                one
                for one in self.order
                if one.id in coverage and (service is None or service in coverage[one.id])
            ]
            if found:
                return tuple(found)
        return self.order

    def holding(self, clause: str, service: str | None = None) -> HeldClause:
        """How the clause stands for a service (None: for any)."""
        return held_clause(self.speaking(service), clause)

    def field(self, name: str) -> Any:
        """The latest that its documents have on record in a field of contracts; None: none."""
        values = (getattr(one, name) for one in reversed(self.speaking()))
        return next((value for value in values if value is not None), None)

    def relatives(self, contract: str) -> frozenset[str]:
        """What it amends, directly and over others, and what amends it; without itself."""
        return self._above(contract) | {
            one.id for one in self.members if contract in self._above(one.id)
        }

    def _above(self, contract: str) -> frozenset[str]:
        above = {one.id: one.amends for one in self.members}
        found, current = set[str](), above.get(contract)
        while current in above and current != contract and current not in found:
            found.add(current or "")
            current = above[current or ""]
        return frozenset(found)


def held_clause(documents: Sequence[Contract], clause: str) -> HeldClause:
    """The latest word on a clause; documents come strongest last.

    What is still being negotiated takes away no clause that an earlier document has.
    """
    found = HeldClause(NOTHING, None)
    for contract in documents:
        state = contract.clauses.get(clause)
        if state is None or state.status is ClauseStatus.UNKNOWN:
            continue
        kept = found.state.status is ClauseStatus.PRESENT and state.status in SILENT
        if not kept:
            found = HeldClause(state, contract.id)
    return found


def bundle_contracts(contracts: Sequence[Contract], today: date) -> Mapping[str, Bundle]:
    """Contract to the bundle it belongs to; one that stands alone is a bundle of itself.

    What amends a contract that is not on record counts as standing alone, and so does every
    contract of a circle that should not be.
    """
    known = {one.id: one for one in contracts}
    below: dict[str, list[Contract]] = {}
    tops: list[Contract] = []
    for one in contracts:
        if one.amends in known and not _in_circle(one, known):
            below.setdefault(one.amends or "", []).append(one)
        else:
            tops.append(one)
    found: dict[str, Bundle] = {}
    for top in tops:
        bundle = _bundle(top, below, today)
        found.update((one.id, bundle) for one in bundle.members)
    return {one.id: found[one.id] for one in contracts}


def by_precedence(
    contracts: Iterable[Contract], bundles: Mapping[str, Bundle]
) -> tuple[Contract, ...]:
    """Contracts, the one that holds against the others last: by start, then as in the document.

    An unknown start counts as the earliest; an amendment never stands before what it amends.
    """
    return tuple(sorted(contracts, key=lambda one: bundles[one.id].rank[one.id]))


def amends_itself(contract: str, amends: str | None, contracts: Mapping[str, Contract]) -> bool:
    """Whether a contract that were to amend another one would, over others, amend itself."""
    seen = set[str]()
    while amends is not None and amends not in seen:
        if amends == contract:
            return True
        seen.add(amends)
        above = contracts.get(amends)
        amends = above.amends if above is not None else None
    return False


def _in_circle(contract: Contract, known: Mapping[str, Contract]) -> bool:
    return amends_itself(contract.id, contract.amends, known)


def _bundle(root: Contract, below: Mapping[str, list[Contract]], today: date) -> Bundle:
    alone = root.id not in below
    members = (root,) if alone else tuple(_in_tree_order(root, below))
    above = {} if alone else {one.id: one.amends or "" for one in members[1:]}
    rank: dict[str, tuple[date, int]] = {}
    in_force: list[Contract] = []
    running: list[Contract] = []
    ended = set[str]()
    for one in members:
        start, depth = rank.get(above.get(one.id, ""), (date.min, -1))
        rank[one.id] = max(start, one.starts_on or date.min), depth + 1
        own_life = one.id not in above or one.kind in OWN_LIFE
        if one.has_ended(today) or (not own_life and above[one.id] in ended):
            ended.add(one.id)
            continue
        running.append(one)
        names = {other.id for other in in_force}
        if one.in_force(today) and (own_life or above[one.id] in names):
            in_force.append(one)
    return Bundle(
        members=members,
        rank=rank,
        in_force=frozenset(one.id for one in in_force),
        seat=(running or members)[0].id,
        covers=_coverage(in_force, above),
        reaches=_coverage(running or members, above),
    )


def _in_tree_order(root: Contract, below: Mapping[str, list[Contract]]) -> Iterable[Contract]:
    todo = [root]
    while todo:
        one = todo.pop()
        yield one
        todo.extend(reversed(below.get(one.id, ())))


def _coverage(
    documents: Sequence[Contract], above: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """Document to its services: its own and those of what supplements it.

    One that names none covers what the document that it amends covers.
    """
    found = {one.id: dict.fromkeys(one.services) for one in documents}
    for one in reversed(documents):
        if above.get(one.id) in found:
            found[above[one.id]].update(found[one.id])
    for one in documents:
        if not one.services and above.get(one.id) in found:
            found[one.id] = {**found[above[one.id]], **found[one.id]}
    return {id_: tuple(services) for id_, services in found.items()}

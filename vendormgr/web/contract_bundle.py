"""契約の束: the documents of one dealing as a tree, and what each of them says that holds."""

from dataclasses import dataclass

from vendormgr.domain.agreement import Bundle, held_clause
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import ClauseStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One document of a bundle, with how deep it stands and what comes of it."""

    contract: Contract
    depth: int
    here: bool
    in_force: bool
    holds: tuple[str, ...]
    """Clauses whose state comes from this document."""
    gone: tuple[str, ...]
    """Clauses that it has and that a later document says otherwise about."""
    rows: int
    """Rows that it names itself."""


def branches_of(conclusions: Conclusions, contract: Contract) -> tuple[Branch, ...]:
    """The documents of the contract's bundle as a tree; empty when it stands alone."""
    bundle = conclusions.index.bundles[contract.id]
    if len(bundle.members) == 1:
        return ()
    known = conclusions.catalogue.clauses
    return tuple(
        Branch(
            contract=one,
            depth=bundle.rank[one.id][1],
            here=one.id == contract.id,
            in_force=one.id in bundle.in_force,
            holds=tuple(clause for clause in known if _speaks(bundle, one, clause)),
            gone=tuple(clause for clause in known if _is_gone(bundle, one, clause)),
            rows=sum(row.party is not None for row in one.overrides),
        )
        for one in bundle.members
    )


def _speaks(bundle: Bundle, contract: Contract, clause: str) -> bool:
    """Whether what holds on the clause, for some of its services, is what this document says."""
    if contract.id not in bundle.in_force or clause not in contract.clauses:
        return False
    services = bundle.covers.get(contract.id) or (None,)
    return any(bundle.holding(clause, one).contract == contract.id for one in services)


def _is_gone(bundle: Bundle, contract: Contract, clause: str) -> bool:
    state = contract.clauses.get(clause)
    if contract.id not in bundle.in_force or state is None:
        return False
    if state.status is not ClauseStatus.PRESENT:
        return False
    services = bundle.covers.get(contract.id) or (None,)
    held = (held_clause(bundle.speaking(one), clause) for one in services)
    return all(one.state.status is not ClauseStatus.PRESENT for one in held)

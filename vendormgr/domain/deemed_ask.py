"""みなし遵守に足りない条項: which clauses to ask for, contract by contract."""

from collections.abc import Collection, Iterable, Mapping

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.deemed import UPDATE_CLAUSE, DeemedServer, LackReason
from vendormgr.domain.portfolio import ClauseState
from vendormgr.domain.vocabulary import ClauseStatus

_WANTED = frozenset({LackReason.CLAUSE_NOT_PRESENT, LackReason.ROW_NOT_VENDOR})
_NOT_LISTED = ClauseState()


def clauses_to_ask(
    conclusions: Conclusions, servers: Iterable[DeemedServer], *, asked: Collection[tuple[str, str]]
) -> Mapping[str, tuple[str, ...]]:
    """Contract to the clauses that a yes for these servers takes and nobody is asking for yet.

    Args:
        conclusions: What follows from the portfolio.
        servers: The servers to look at.
        asked: (contract, clause) that are being negotiated already.
    """
    wanted: dict[str, dict[str, None]] = {}
    for server in servers:
        for lack in server.missing:
            if lack.contract is None or lack.reason not in _WANTED:
                continue
            clauses = wanted.setdefault(lack.contract, {})
            if lack.reason is LackReason.CLAUSE_NOT_PRESENT:
                clauses[UPDATE_CLAUSE] = None
            elif lack.item is not None:
                clauses |= dict.fromkeys(_of_row(conclusions, lack.contract, lack.item))
    return {
        contract: left
        for contract, clauses in wanted.items()
        if (left := tuple(one for one in clauses if (contract, one) not in asked))
    }


def _of_row(conclusions: Conclusions, contract: str, item: str) -> tuple[str, ...]:
    """The clause that would give the row to the vendor: the update clause where it can."""
    known = conclusions.catalogue.items[item].settled_by
    states = conclusions.index.contracts[contract].clauses
    open_ = [
        one for one in known if states.get(one, _NOT_LISTED).status is not ClauseStatus.PRESENT
    ]
    return (UPDATE_CLAUSE,) if UPDATE_CLAUSE in open_ else tuple(open_[:1])

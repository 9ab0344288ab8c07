"""Open rounds of a negotiation, asked for inside the transaction that is to write another."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from vendormgr.store.rows import RECORD
from vendormgr.store.tables.agreement import NegotiationRow
from vendormgr.store.tables.base import table_of

_ROUND = table_of(NegotiationRow)


def open_rounds(session: Session, contract: str, clause: str) -> tuple[str, ...]:
    """Ids of the rounds over one clause of one contract that nobody has decided; one query."""
    query = (
        select(_ROUND.c.id)
        .join(RECORD, RECORD.c.id == _ROUND.c.id)
        .where(_ROUND.c.contract == contract, _ROUND.c.clause == clause)
        .where(_ROUND.c.decision.is_(None), RECORD.c.archived_at.is_(None))
        .order_by(_ROUND.c.id)
    )
    return tuple(session.execute(query).scalars())

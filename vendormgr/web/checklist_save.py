"""A confirmed checklist goes into the contract and its rounds, all of it or nothing."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from vendormgr.domain.checklist import Review
from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import Contract
from vendormgr.store import record as store
from vendormgr.store.audit import batch_of
from vendormgr.store.record import Stored
from vendormgr.store.record.reading import find_many
from vendormgr.web.access import actor


def versions_of_rounds(session: Session, found: Review) -> Mapping[str, int]:
    """Round to the version that the review was made from."""
    ids = [one.talk.id for one in found.changes if one.talk is not None and one.talk.id]
    return {one.fact.id: one.version for one in find_many(session, Negotiation, ids)} if ids else {}


def save_review(
    session: Session, stored: Stored[Contract], found: Review, versions: Mapping[str, int]
) -> int | None:
    """Save the changes; the number of the event that takes all back, None: there is not just one.

    Raises:
        RecordError: Somebody was faster, or the records refuse a value; nothing was written.
    """
    states = {one.clause: one.state for one in found.changes if one.state is not None}
    undo: list[int] = []
    if states:
        contract = stored.fact
        changed = replace(contract, clauses={**contract.clauses, **states})
        store.update(session, changed, by=actor(), seen_version=stored.version)
        undo.append(store.history(session, Contract, contract.id, limit=1)[0].sequence)
    batch = None
    for one in (change.talk for change in found.changes):
        if one is None:
            continue
        if one.id:
            store.update(session, one, by=actor(), seen_version=versions.get(one.id, 0))
            undo.append(store.history(session, Negotiation, one.id, limit=1)[0].sequence)
        else:
            made = store.create(session, one, by=actor(), batch=batch)
            if batch is None:
                batch = batch_of(session, "negotiations", made.fact.id)
                undo.append(batch)
    return undo[0] if len(undo) == 1 else None

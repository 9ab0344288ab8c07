"""How the present matrix of a contract differs from what was agreed last."""

from collections.abc import Iterable
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.snapshot import CellChange, changes_since, freeze
from vendormgr.store.snapshot import (
    AlteredSnapshotError,
    Snapshot,
    SnapshotHead,
    latest_snapshots,
)
from vendormgr.web.db import reading


@dataclass(frozen=True, slots=True)
class AgreedNote:
    """The last version of one contract, with what differs since."""

    contract: Contract
    head: SnapshotHead
    changes: tuple[CellChange, ...]


def differences(
    conclusions: Conclusions, contract: Contract, snapshot: Snapshot
) -> tuple[CellChange, ...]:
    """The cells that are not as that version has them."""
    return changes_since(snapshot.matrix, freeze(conclusions, contract))


def agreed_notes(
    conclusions: Conclusions, contracts: Iterable[Contract], *, service: str | None = None
) -> tuple[AgreedNote, ...]:
    """The last agreed version of each contract that has one; of one service only, if given.

    One query. A version that was altered behind the product's back is left to its own page.
    """
    known = {one.id: one for one in contracts}
    if not known:
        return ()
    try:
        latest = latest_snapshots(reading(), known)
    except AlteredSnapshotError:
        return ()
    notes = []
    for id_, snapshot in latest.items():
        changes = differences(conclusions, known[id_], snapshot)
        if service is not None:
            changes = tuple(one for one in changes if one.service == service)
        notes.append(AgreedNote(known[id_], snapshot.head, changes))
    return tuple(notes)

"""Agreed matrices: frozen once, read as they were, never changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from vendormgr.domain.snapshot import AgreedMatrix, agreed_from_plain, agreed_to_plain, digest_of
from vendormgr.domain.vocabulary import Edition
from vendormgr.store.audit import Action, Actor, note_event
from vendormgr.store.tables.base import table_of
from vendormgr.store.tables.snapshot import SnapshotRow

SNAPSHOT = table_of(SnapshotRow)
NOUN = "agreed_matrix"
"""Under which an agreement is logged."""


class AlteredSnapshotError(Exception):
    """A snapshot is not what was agreed: somebody changed it behind the product's back."""

    def __init__(self, contract: str, version: int) -> None:
        super().__init__(f"{contract} {version}")
        self.contract = contract
        self.version = version


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotHead:
    """合意の版: one version without its cells."""

    contract: str
    version: int
    agreed_on: date
    edition: Edition
    digest: str
    note: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """合意の版: one version with its cells."""

    head: SnapshotHead
    matrix: AgreedMatrix


_HEAD = tuple(
    SNAPSHOT.c[name]
    for name in ("contract", "version", "agreed_on", "edition", "digest", "note", "by", "at")
)


def freeze_matrix(  # noqa: PLR0913
    session: Session,
    matrix: AgreedMatrix,
    *,
    agreed_on: date,
    note: str | None,
    now: datetime,
    by: Actor,
) -> SnapshotHead:
    """Keep the matrix as the next version of its contract, with its line in the log."""
    content = agreed_to_plain(matrix)
    query = select(func.max(SNAPSHOT.c.version)).where(SNAPSHOT.c.contract == matrix.contract)
    version = (session.execute(query).scalar_one_or_none() or 0) + 1
    values: dict[str, Any] = {
        "contract": matrix.contract,
        "version": version,
        "agreed_on": agreed_on,
        "edition": matrix.edition.value,
        "digest": digest_of(content),
        "note": note,
        "by": by.name,
        "at": now,
    }
    session.execute(insert(SNAPSHOT).values(content=content, **values))
    note_event(
        session,
        Action.AGREED,
        NOUN,
        matrix.contract,
        by=by,
        title=matrix.title,
        version=version,
        agreed_on=agreed_on.isoformat(),
        digest=values["digest"],
    )
    return _head(values)


def list_snapshots(session: Session, contract: str) -> tuple[SnapshotHead, ...]:
    """The versions of a contract, the newest first; one query."""
    query = select(*_HEAD).where(SNAPSHOT.c.contract == contract)
    rows = session.execute(query.order_by(SNAPSHOT.c.version.desc())).mappings()
    return tuple(_head(row) for row in rows)


def find_snapshot(session: Session, contract: str, version: int) -> Snapshot | None:
    """One version with its cells; None: there is none. One query.

    Raises:
        AlteredSnapshotError: Its content does not fit its digest.
    """
    query = select(SNAPSHOT).where(SNAPSHOT.c.contract == contract, SNAPSHOT.c.version == version)
    row = session.execute(query).mappings().one_or_none()
    return None if row is None else _snapshot(row)


def latest_snapshots(session: Session, contracts: Collection[str]) -> Mapping[str, Snapshot]:
    """Contract to its newest version, for those that have one; one query.

    Raises:
        AlteredSnapshotError: The content of one does not fit its digest.
    """
    newest = (
        select(SNAPSHOT.c.contract, func.max(SNAPSHOT.c.version).label("version"))
        .where(SNAPSHOT.c.contract.in_(contracts))
        .group_by(SNAPSHOT.c.contract)
        .subquery()
    )
    query = select(SNAPSHOT).join(
        newest,
        (SNAPSHOT.c.contract == newest.c.contract) & (SNAPSHOT.c.version == newest.c.version),
    )
    found = (_snapshot(row) for row in session.execute(query).mappings())
    return {one.head.contract: one for one in found}


def _head(row: Mapping[str, Any] | Any) -> SnapshotHead:
    given = {name: row[name] for name in SnapshotHead.__dataclass_fields__}
    return SnapshotHead(**{**given, "edition": Edition(given["edition"])})


def _snapshot(row: Any) -> Snapshot:
    head = _head(row)
    if digest_of(row["content"]) != head.digest:
        raise AlteredSnapshotError(head.contract, head.version)
    return Snapshot(head, agreed_from_plain(row["content"]))

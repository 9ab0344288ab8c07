"""The audit log: what was changed, by whom, from where; without foreign keys, to outlive it all."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field

from vendormgr.store.tables.base import Row, json_text, whole


class AuditEventRow(Row, table=True):
    """監査記録: one change or sign-in; the numbers have no holes."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "noun", "subject"),)

    sequence: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    batch: int = Field(sa_type=BigInteger, index=True)
    """Number of the first event of the same action."""
    at: datetime = Field(index=True)
    actor: str
    actor_id: str | None = None
    address: str | None = None
    action: str
    noun: str
    subject: str
    version: int | None = whole()
    """Version of the record after the event."""
    before: Any = json_text(optional=True)
    after: Any = json_text(optional=True)
    changed: Any = json_text()
    """Names of the changed fields."""
    reason: str | None = None
    undoes: int | None = whole()
    """Number of the event that this one undoes."""

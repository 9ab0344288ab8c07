"""Agreed matrices, kept as they were."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from vendormgr.domain.vocabulary import Edition
from vendormgr.store.tables.base import Row, closed, json_text


class SnapshotRow(Row, table=True):
    """合意した責任分界: one version of the matrix of a contract; nothing in it ever changes.

    Without a foreign key: what was agreed outlives the record of the contract.
    """

    __tablename__ = "snapshot"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    contract: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    agreed_on: date
    edition: str = closed(Edition, "edition", optional=False)
    content: Any = json_text()
    """Everything that its paper shows."""
    digest: str
    """Of the content: whatever was changed behind the product's back is noticed."""
    note: str | None = None
    by: str
    at: datetime

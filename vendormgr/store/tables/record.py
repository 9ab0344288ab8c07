"""What every record has besides its facts, the counters and the state of the portfolio."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer
from sqlmodel import Field

from vendormgr.domain.portfolio import NOUNS
from vendormgr.domain.vocabulary import Edition
from vendormgr.store.tables.base import Row, closed, whole


class RecordRow(Row, table=True):
    """記録: one row per record of any noun, so that an id is used once over the whole portfolio."""

    __tablename__ = "record"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        Index(None, "noun", "position"),
    )

    id: str = Field(primary_key=True)
    noun: str = closed(NOUNS, "noun", optional=False)
    position: int = whole(optional=False)
    """Place in the order of the document; later records have higher numbers."""
    version: int
    """Goes up with every change; whoever edits says which version was seen."""
    created_at: datetime
    updated_at: datetime
    updated_by: str
    archived_at: datetime | None = None
    archive_batch: int | None = Field(default=None, index=True, sa_type=BigInteger)
    """Number of the audit event that began the archiving; restoring brings back the batch."""


class FactRow(Row):
    """What the table of every noun begins with."""

    id: str = Field(primary_key=True, foreign_key="record.id")


class CounterRow(Row, table=True):
    """番号: the last number given out under a name; only a writer that holds the lock takes one."""

    __tablename__ = "counter"

    name: str = Field(primary_key=True)
    value: int = whole(optional=False)


class PortfolioStateRow(Row, table=True):
    """台帳の状態: the one row about the portfolio itself."""

    __tablename__ = "portfolio_state"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    portfolio_id: str
    title: str | None = None
    note: str | None = None
    edition: str | None = closed(Edition, "edition")
    as_of: date | None = None
    """The day that the imported document was about."""
    version: int = whole(optional=False)
    """Goes up with every write that can change a conclusion."""
    imported_version: int | None = whole()
    """The version right after the last import; None before the first."""
    gaps_version: int | None = whole()
    """The version that the gap records were last brought up to date with."""
    gaps_on: date | None = None
    """The day of it."""

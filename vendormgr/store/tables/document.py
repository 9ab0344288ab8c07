"""Tables of the files that belong to a record: contracts as signed, later also evidence."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from vendormgr.store.tables.base import Row, closed, flag, json_text, whole

FILE_KINDS = ("pdf", "docx", "text")
READ_STATES = ("read", "scanned")
"""scanned: pictures without text, kept but not readable."""


class DocumentRow(Row, table=True):
    """文書: one version of a file; the file itself lies outside under a random name."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("(archived_at IS NULL) = (archived_by IS NULL)", name="archived"),
        Index(None, "noun", "subject"),
    )

    id: str = Field(primary_key=True)
    noun: str
    """Noun of the record that it belongs to; without a foreign key, any noun may have files."""
    subject: str
    """Id of that record."""
    title: str
    file_name: str
    """As its owner called it; shown, never used as a path."""
    kind: str = closed(FILE_KINDS, "kind", optional=False)
    size_bytes: int = whole(optional=False)
    sha256: str
    stored_name: str = Field(unique=True)
    page_count: int | None = whole()
    number: int = whole(optional=False)
    """Which version of the document it is, from 1."""
    replaces: str | None = Field(
        default=None, foreign_key="document.id", unique=True, nullable=True
    )
    """The version before; each is replaced once."""
    read_state: str = closed(READ_STATES, "read_state", optional=False)
    pages_without_text: Any = json_text()
    tracked_changes: bool = flag("tracked_changes", optional=False)
    passages: Any = json_text()
    """The tree of passages; empty for a scan."""
    uploaded_at: datetime
    uploaded_by: str
    archived_at: datetime | None = None
    archived_by: str | None = None
    version: int = 1

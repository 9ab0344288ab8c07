"""What a person has typed but not saved, and forms that were sent already."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from vendormgr.store.tables.base import Row, json_text, whole


class DraftRow(Row, table=True):
    """下書き: the typed fields of one form of one person."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account", "form", "subject"),)

    id: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.id", index=True)
    form: str
    subject: str
    """Id of the edited record, empty for a new one."""
    seen_version: int | None = whole()
    fields: Any = json_text()
    created_at: datetime
    updated_at: datetime = Field(index=True)


class SubmissionRow(Row, table=True):
    """送信済みの印: a form's key and where its first sending led; a double click saves once."""

    __tablename__ = "submission"

    key: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.id", index=True)
    place: str
    at: datetime = Field(index=True)

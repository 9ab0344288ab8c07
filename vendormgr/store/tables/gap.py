"""Life of the gaps: when a rule saw one, what people decided about it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Index
from sqlmodel import Field

from vendormgr.domain.vocabulary import Severity
from vendormgr.store.tables.base import Row, closed, json_text, whole

ACCEPTANCE_ENDINGS = ("withdrawn", "expired", "stale")


class GapRow(Row, table=True):
    """不備: one rule and one subject, over all the times that it was seen."""

    __tablename__ = "gap"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("last_seen_on >= first_seen_on", name="seen"),
        CheckConstraint("(acceptance_reason IS NULL) = (accepted_at IS NULL)", name="accepted"),
        CheckConstraint(
            "acceptance_ended_on IS NULL OR accepted_at IS NOT NULL", name="acceptance_ended_on"
        ),
        CheckConstraint("(plan_what IS NULL) = (planned_at IS NULL)", name="planned"),
    )

    rule: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    severity: str = closed(Severity, "severity", optional=False)
    first_seen_on: date
    last_seen_on: date
    resolved_on: date | None = None
    acceptance_reason: str | None = None
    acceptance_compensation: str | None = None
    acceptance_approver: str | None = None
    acceptance_until: date | None = None
    """Inclusive."""
    acceptance_basis: str | None = None
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    acceptance_ended_on: date | None = None
    acceptance_ending: str | None = closed(ACCEPTANCE_ENDINGS, "acceptance_ending")
    plan_what: str | None = None
    plan_owner: str | None = None
    plan_due_on: date | None = None
    planned_by: str | None = None
    planned_at: datetime | None = None
    assigned_to: str | None = None
    version: int = 1


class GapEventRow(Row, table=True):
    """不備の経緯: what happened to a gap, by the rules or by people; numbers have no holes."""

    __tablename__ = "gap_event"
    __table_args__ = (
        ForeignKeyConstraint(["rule", "subject"], ["gap.rule", "gap.subject"]),
        Index(None, "rule", "subject"),
    )

    sequence: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    rule: str
    subject: str
    on: date
    at: datetime
    by: str
    action: str
    facts: Any = json_text()
    portfolio_version: int | None = whole()

"""Tables of what was agreed and said: contracts, statements, duties and the hospital's own rows."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from vendormgr.domain.vocabulary import (
    ClauseLevel,
    ClauseStatus,
    Column,
    ContractKind,
    Holder,
    NegotiationDecision,
    NoticeStart,
    SubOutsourcing,
)
from vendormgr.store.tables.base import Row, closed, flag, json_text, refers_to, whole
from vendormgr.store.tables.record import FactRow

WRITABLE = (Holder.HOSPITAL, Holder.VENDOR, Holder.SHARED)
"""Whom a contract can name for a matrix row."""


class ContractRow(FactRow, table=True):
    """契約."""

    __tablename__ = "contract"

    party: str | None = refers_to("party")
    title: str | None = None
    kind: str | None = closed(ContractKind, "kind")
    amends: str | None = None
    negotiable: bool | None = flag("negotiable")
    starts_on: date | None = None
    ends_on: date | None = None
    auto_renewal: bool | None = flag("auto_renewal")
    cancel_notice_days: int | None = whole()
    cancel_notice_months: int | None = whole()
    cites_edition: str | None = None
    notice_hours: int | None = whole()
    notice_starts_at: str | None = closed(NoticeStart, "notice_starts_at")
    governing_law: str | None = None
    court: str | None = None
    liability_cap: str | None = None
    sub_outsourcing: str | None = closed(SubOutsourcing, "sub_outsourcing")
    note: str | None = None


class ContractServiceRow(Row, table=True):
    """対象サービス of a contract."""

    __tablename__ = "contract_service"

    contract: str = Field(primary_key=True, foreign_key="contract.id")
    position: int = Field(primary_key=True)
    service: str = refers_to("service", optional=False)


class ContractClauseRow(Row, table=True):
    """条項の記録 of a contract."""

    __tablename__ = "contract_clause"
    __table_args__ = (UniqueConstraint("contract", "clause"),)

    contract: str = Field(primary_key=True, foreign_key="contract.id")
    position: int = Field(primary_key=True)
    clause: str
    status: str = closed(ClauseStatus, "status", optional=False)
    article: str | None = None
    wording: str | None = None
    first_answer: bool | None = flag("first_answer")
    first_checked_on: date | None = None
    completed_on: date | None = None
    note: str | None = None


class ContractOverrideRow(Row, table=True):
    """行の取決め of a contract; one row of one service is settled once."""

    __tablename__ = "contract_override"
    __table_args__ = (UniqueConstraint("contract", "service", "item"),)

    contract: str = Field(primary_key=True, foreign_key="contract.id")
    position: int = Field(primary_key=True)
    service: str | None = refers_to("service")
    item: str | None = None
    party: str | None = closed(WRITABLE, "party")
    clause: str | None = None
    article: str | None = None
    decider: str | None = None
    parts: str | None = None
    emergency: str | None = closed(WRITABLE, "emergency")
    emergency_parts: str | None = None
    note: str | None = None


class StatementRow(FactRow, table=True):
    """事業者の申告."""

    __tablename__ = "statement"

    service: str | None = refers_to("service")
    item: str | None = None
    party: str | None = closed(Holder, "party")
    by: str | None = refers_to("party")
    on: date | None = None
    note: str | None = None


class ResponsibilityRow(FactRow, table=True):
    """義務の割当: the subject is an asset, a connection or a service."""

    __tablename__ = "responsibility"

    subject: str | None = refers_to("record")
    duty: str | None = None
    accountable_known: bool = flag("accountable_known", optional=False)
    """False: not confirmed; True with no row in duty_accountable: nobody."""
    evidence: str | None = None
    note: str | None = None


class DutyAccountableRow(Row, table=True):
    """責任者: the parties accountable for a duty."""

    __tablename__ = "duty_accountable"

    responsibility: str = Field(primary_key=True, foreign_key="responsibility.id")
    position: int = Field(primary_key=True)
    party: str = refers_to("party", optional=False)


class OwnItemRow(FactRow, table=True):
    """独自の責任項目."""

    __tablename__ = "own_item"
    __table_args__ = (CheckConstraint("title <> ''", name="title"),)

    title: str
    layer: str
    defaults: dict[str, str] = json_text()
    note: str | None = None


class OwnItemClauseRow(Row, table=True):
    """根拠条項: the clauses that settle a row of the hospital's own."""

    __tablename__ = "own_item_clause"

    own_item: str = Field(primary_key=True, foreign_key="own_item.id")
    position: int = Field(primary_key=True)
    clause: str


class ItemDefaultRow(FactRow, table=True):
    """既定の変更."""

    __tablename__ = "item_default"

    item: str
    column: str = closed(Column, "column", optional=False)
    party: str = closed(Holder, "party", optional=False)
    note: str | None = None


class OwnClauseRow(FactRow, table=True):
    """独自の条項."""

    __tablename__ = "own_clause"
    __table_args__ = (CheckConstraint("title <> ''", name="title"),)

    title: str
    asks: str | None = None
    level: str = closed(ClauseLevel, "level", optional=False)
    columns: list[str] = json_text()
    settles: list[str] = json_text()
    wording: str | None = None
    note: str | None = None


class NegotiationRow(FactRow, table=True):
    """交渉: one round over one clause."""

    __tablename__ = "negotiation"

    contract: str | None = refers_to("contract")
    clause: str | None = None
    on: date | None = None
    ask: str | None = None
    answer: str | None = None
    answered_on: date | None = None
    fallback: str | None = None
    decision: str | None = closed(NegotiationDecision, "decision")
    decided_on: date | None = None
    by: str | None = None
    counterpart: str | None = None
    note: str | None = None

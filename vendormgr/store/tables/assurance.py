"""Tables of risk: assessments, tiers set by hand, evidence, sheets, and the choice of vendors."""

from datetime import date, datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field

from vendormgr.domain.vocabulary import (
    DataClass,
    DisclosureForm,
    EvidenceKind,
    SelectionState,
    ServiceModel,
    SheetKind,
    Tier,
)
from vendormgr.store.tables.base import Row, closed, flag, json_text, refers_to, whole
from vendormgr.store.tables.record import FactRow


class TierChangeRow(FactRow, table=True):
    """区分の変更."""

    __tablename__ = "tier_change"

    party: str | None = refers_to("party")
    tier: str | None = closed(Tier, "tier")
    reason: str | None = None
    approver: str | None = None
    until: date | None = None
    decided_on: date | None = None


class AssessmentRow(FactRow, table=True):
    """リスク評価; its risks and tasks are read with it and never by themselves."""

    __tablename__ = "assessment"

    service: str | None = refers_to("service")
    assessed_on: date | None = None
    scope: str | None = None
    assessor: str | None = None
    vendor_measures: str | None = None
    risks: list[object] = json_text()
    tasks: list[object] = json_text()
    communicated_on: date | None = None
    agreed_on: date | None = None
    agreed_by: str | None = None
    rested_on: list[str] = json_text()
    note: str | None = None


class EvidenceRow(FactRow, table=True):
    """証跡."""

    __tablename__ = "evidence"

    party: str | None = refers_to("party")
    service: str | None = refers_to("service")
    kind: str | None = closed(EvidenceKind, "kind")
    title: str | None = None
    scope: str | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    link: str | None = None
    digest: str | None = None
    replaces: str | None = None
    supports: list[str] = json_text()
    note: str | None = None


class DisclosureRow(FactRow, table=True):
    """開示書."""

    __tablename__ = "disclosure"

    party: str | None = refers_to("party")
    service: str | None = refers_to("service")
    form: str | None = closed(DisclosureForm, "form")
    form_version: str | None = None
    product: str | None = None
    dated_on: date | None = None
    answers: list[object] = json_text()
    note: str | None = None


class SheetRow(FactRow, table=True):
    """確認表."""

    __tablename__ = "sheet"

    kind: str | None = closed(SheetKind, "kind")
    fiscal_year: int | None = whole()
    party: str | None = refers_to("party")
    system: str | None = refers_to("system")
    edition: str | None = None
    collected_on: date | None = None
    answers: list[object] = json_text()
    note: str | None = None


class SheetEditionRow(Row, table=True):
    """確認表の様式: the hospital's copy of an official file, and where its table lies."""

    __tablename__ = "sheet_edition"

    id: str = Field(primary_key=True)
    kind: str = closed((*SheetKind, *DisclosureForm), "kind", optional=False)
    fiscal_year: int = whole(optional=False)
    title: str
    file_name: str
    content: bytes = Field(sa_type=LargeBinary)
    """In the database, so that a form never parts from its layout; a few hundred kilobytes."""
    digest: str
    layout: dict[str, object] | None = json_text(optional=True)
    confirmed: bool = flag("confirmed", optional=False)
    version: int
    created_at: datetime
    created_by: str
    archived_at: datetime | None = None


class ReviewRow(FactRow, table=True):
    """年次点検."""

    __tablename__ = "review"

    party: str | None = refers_to("party")
    fiscal_year: int | None = whole()
    signed_off_on: date | None = None
    signed_off_by: str | None = None
    note: str | None = None


class SelectionRow(FactRow, table=True):
    """選定."""

    __tablename__ = "selection"

    title: str | None = None
    need: str | None = None
    system: str | None = refers_to("system")
    model: str | None = closed(ServiceModel, "model")
    data_class: str | None = closed(DataClass, "data_class")
    stop_tolerance_hours: int | None = whole()
    connects: bool | None = flag("connects")
    equipment_in_hospital: bool | None = flag("equipment_in_hospital")
    important: bool | None = flag("important")
    state: str | None = closed(SelectionState, "state")
    opened_on: date | None = None
    decided_on: date | None = None
    decided_by: str | None = None
    approved_on: date | None = None
    approved_by: str | None = None
    chosen: str | None = None
    conditions: list[object] = json_text()
    note: str | None = None


class CandidateRow(FactRow, table=True):
    """候補."""

    __tablename__ = "candidate"

    selection: str | None = refers_to("selection")
    party: str | None = refers_to("party")
    name: str | None = None
    service: str | None = None
    model: str | None = closed(ServiceModel, "model")
    data_class: str | None = closed(DataClass, "data_class")
    connects: bool | None = flag("connects")
    equipment_in_hospital: bool | None = flag("equipment_in_hospital")
    data_country: str | None = None
    price: int | None = whole()
    answers: list[object] = json_text()
    clauses: list[object] = json_text()
    note: str | None = None

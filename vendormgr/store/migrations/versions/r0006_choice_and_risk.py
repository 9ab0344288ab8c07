"""Tables of negotiations, the choice of vendors, assessments, evidence and sheets."""

import sqlalchemy as sa
from alembic import op

from vendormgr.store.migrations.columns import (
    check,
    closed,
    day,
    flag,
    long_text,
    moment,
    small,
    text,
    whole,
)

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, each after those that it refers to."""
    _create_own_clause()
    _create_negotiation()
    _create_tier_change()
    _create_assessment()
    _create_evidence()
    _create_disclosure()
    _create_sheet()
    _create_sheet_edition()
    _create_review()
    _create_selection()
    _create_candidate()


def _create_own_clause() -> None:
    op.create_table(
        "own_clause",
        text("id", key=True, of="record"),
        text("title", need=True),
        text("asks"),
        closed("level", "must", "should", "adverse", need=True),
        long_text("columns", need=True),
        long_text("settles", need=True),
        text("wording"),
        text("note"),
        check("title", "title <> ''"),
    )


def _create_negotiation() -> None:
    op.create_table(
        "negotiation",
        text("id", key=True, of="record"),
        text("contract", of="contract"),
        text("clause"),
        day("on"),
        text("ask"),
        text("answer"),
        day("answered_on"),
        text("fallback"),
        closed("decision", "agreed", "fallback", "refused", "withdrawn"),
        day("decided_on"),
        text("by"),
        text("counterpart"),
        text("note"),
    )
    op.create_index(op.f("ix_negotiation_contract"), "negotiation", ["contract"])


def _create_tier_change() -> None:
    op.create_table(
        "tier_change",
        text("id", key=True, of="record"),
        text("party", of="party"),
        closed("tier", "high", "standard"),
        text("reason"),
        text("approver"),
        day("until"),
        day("decided_on"),
    )
    op.create_index(op.f("ix_tier_change_party"), "tier_change", ["party"])


def _create_assessment() -> None:
    op.create_table(
        "assessment",
        text("id", key=True, of="record"),
        text("service", of="service"),
        day("assessed_on"),
        text("scope"),
        text("assessor"),
        text("vendor_measures"),
        long_text("risks", need=True),
        long_text("tasks", need=True),
        day("communicated_on"),
        day("agreed_on"),
        text("agreed_by"),
        long_text("rested_on", need=True),
        text("note"),
    )
    op.create_index(op.f("ix_assessment_service"), "assessment", ["service"])


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        text("id", key=True, of="record"),
        text("party", of="party"),
        text("service", of="service"),
        closed(
            "kind",
            "privacy_mark",
            "isms",
            "ismap",
            "cloud_security",
            "soc2",
            "report",
            "insurance",
            "disclosure",
            "erasure",
            "other",
        ),
        text("title"),
        text("scope"),
        day("issued_on"),
        day("expires_on"),
        text("link"),
        text("digest"),
        text("replaces"),
        long_text("supports", need=True),
        text("note"),
    )
    op.create_index(op.f("ix_evidence_party"), "evidence", ["party"])
    op.create_index(op.f("ix_evidence_service"), "evidence", ["service"])


def _create_disclosure() -> None:
    op.create_table(
        "disclosure",
        text("id", key=True, of="record"),
        text("party", of="party"),
        text("service", of="service"),
        closed("form", "mds", "sds", "conformance"),
        text("form_version"),
        text("product"),
        day("dated_on"),
        long_text("answers", need=True),
        text("note"),
    )
    op.create_index(op.f("ix_disclosure_party"), "disclosure", ["party"])
    op.create_index(op.f("ix_disclosure_service"), "disclosure", ["service"])


def _create_sheet() -> None:
    op.create_table(
        "sheet",
        text("id", key=True, of="record"),
        closed("kind", "vendor_checklist", "hospital_checklist", "role_table"),
        whole("fiscal_year"),
        text("party", of="party"),
        text("system", of="system"),
        text("edition"),
        day("collected_on"),
        long_text("answers", need=True),
        text("note"),
    )
    op.create_index(op.f("ix_sheet_party"), "sheet", ["party"])
    op.create_index(op.f("ix_sheet_system"), "sheet", ["system"])


def _create_sheet_edition() -> None:
    op.create_table(
        "sheet_edition",
        text("id", key=True),
        closed(
            "kind",
            "vendor_checklist",
            "hospital_checklist",
            "role_table",
            "mds",
            "sds",
            "conformance",
            need=True,
        ),
        whole("fiscal_year", need=True),
        text("title", need=True),
        text("file_name", need=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        text("digest", need=True),
        long_text("layout"),
        flag("confirmed", need=True),
        small("version", need=True),
        moment("created_at", need=True),
        text("created_by", need=True),
        moment("archived_at"),
    )


def _create_review() -> None:
    op.create_table(
        "review",
        text("id", key=True, of="record"),
        text("party", of="party"),
        whole("fiscal_year"),
        day("signed_off_on"),
        text("signed_off_by"),
        text("note"),
    )
    op.create_index(op.f("ix_review_party"), "review", ["party"])


def _create_selection() -> None:
    op.create_table(
        "selection",
        text("id", key=True, of="record"),
        text("title"),
        text("need"),
        text("system", of="system"),
        closed("model", "saas", "asp", "paas", "iaas", "housing", "onprem", "managed", "bpo"),
        closed("data_class", "phi", "phi_limited", "personal", "business"),
        whole("stop_tolerance_hours"),
        flag("connects"),
        flag("equipment_in_hospital"),
        flag("important"),
        closed(
            "state",
            "draft",
            "questions_sent",
            "answers_in",
            "assessed",
            "conditions",
            "approved",
            "refused",
        ),
        day("opened_on"),
        day("decided_on"),
        text("decided_by"),
        day("approved_on"),
        text("approved_by"),
        text("chosen"),
        long_text("conditions", need=True),
        text("note"),
    )
    op.create_index(op.f("ix_selection_system"), "selection", ["system"])


def _create_candidate() -> None:
    op.create_table(
        "candidate",
        text("id", key=True, of="record"),
        text("selection", of="selection"),
        text("party", of="party"),
        text("name"),
        text("service"),
        closed("model", "saas", "asp", "paas", "iaas", "housing", "onprem", "managed", "bpo"),
        closed("data_class", "phi", "phi_limited", "personal", "business"),
        flag("connects"),
        flag("equipment_in_hospital"),
        text("data_country"),
        whole("price"),
        long_text("answers", need=True),
        long_text("clauses", need=True),
        text("note"),
    )
    op.create_index(op.f("ix_candidate_selection"), "candidate", ["selection"])
    op.create_index(op.f("ix_candidate_party"), "candidate", ["party"])

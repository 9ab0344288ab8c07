"""Tables of accounts, the audit log, gaps and drafts."""

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

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, each after those that it refers to."""
    _create_account()
    _create_audit_event()
    _create_gap()
    _create_account_role()
    _create_draft()
    _create_gap_event()
    _create_sign_in()
    _create_submission()


def _create_account() -> None:
    op.create_table(
        "account",
        text("id", key=True),
        text("login", need=True),
        text("login_key", need=True),
        text("name", need=True),
        text("password_hash"),
        flag("must_change_password", need=True),
        moment("password_changed_at"),
        moment("disabled_at"),
        small("failures", need=True),
        moment("last_failure_at"),
        moment("last_sign_in_at"),
        small("version", need=True),
        moment("created_at", need=True),
        moment("updated_at", need=True),
        check("version", "version >= 1"),
        sa.UniqueConstraint("login_key"),
    )


def _create_audit_event() -> None:
    op.create_table(
        "audit_event",
        whole("sequence", key=True),
        whole("batch", need=True),
        moment("at", need=True),
        text("actor", need=True),
        text("actor_id"),
        text("address"),
        text("action", need=True),
        text("noun", need=True),
        text("subject", need=True),
        whole("version"),
        long_text("before"),
        long_text("after"),
        long_text("changed", need=True),
        text("reason"),
        whole("undoes"),
    )
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"])
    op.create_index(op.f("ix_audit_event_batch"), "audit_event", ["batch"])
    op.create_index(op.f("ix_audit_event_noun_subject"), "audit_event", ["noun", "subject"])


def _create_gap() -> None:
    op.create_table(
        "gap",
        text("rule", key=True),
        text("subject", key=True),
        closed("severity", "critical", "high", "medium", "low", "info", need=True),
        day("first_seen_on", need=True),
        day("last_seen_on", need=True),
        day("resolved_on"),
        text("acceptance_reason"),
        text("acceptance_compensation"),
        text("acceptance_approver"),
        day("acceptance_until"),
        text("acceptance_basis"),
        text("accepted_by"),
        moment("accepted_at"),
        day("acceptance_ended_on"),
        closed("acceptance_ending", "withdrawn", "expired", "stale"),
        text("plan_what"),
        text("plan_owner"),
        day("plan_due_on"),
        text("planned_by"),
        moment("planned_at"),
        text("assigned_to"),
        small("version", need=True),
        check("acceptance_ended_on", "acceptance_ended_on IS NULL OR accepted_at IS NOT NULL"),
        check("accepted", "(acceptance_reason IS NULL) = (accepted_at IS NULL)"),
        check("planned", "(plan_what IS NULL) = (planned_at IS NULL)"),
        check("seen", "last_seen_on >= first_seen_on"),
        check("version", "version >= 1"),
    )


def _create_account_role() -> None:
    op.create_table(
        "account_role",
        text("account", key=True, of="account"),
        closed(
            "role",
            "administrator",
            "planner",
            "procurement",
            "contracts",
            "operator",
            "executive",
            "auditor",
            "vendor",
            key=True,
        ),
    )


def _create_draft() -> None:
    op.create_table(
        "draft",
        text("id", key=True),
        text("account", need=True, of="account"),
        text("form", need=True),
        text("subject", need=True),
        whole("seen_version"),
        long_text("fields", need=True),
        moment("created_at", need=True),
        moment("updated_at", need=True),
        sa.UniqueConstraint("account", "form", "subject"),
    )
    op.create_index(op.f("ix_draft_account"), "draft", ["account"])
    op.create_index(op.f("ix_draft_updated_at"), "draft", ["updated_at"])


def _create_gap_event() -> None:
    op.create_table(
        "gap_event",
        whole("sequence", key=True),
        text("rule", need=True),
        text("subject", need=True),
        day("on", need=True),
        moment("at", need=True),
        text("by", need=True),
        text("action", need=True),
        long_text("facts", need=True),
        whole("portfolio_version"),
        sa.ForeignKeyConstraint(["rule", "subject"], ["gap.rule", "gap.subject"]),
    )
    op.create_index(op.f("ix_gap_event_rule_subject"), "gap_event", ["rule", "subject"])


def _create_sign_in() -> None:
    op.create_table(
        "sign_in",
        text("id", key=True),
        text("token_hash", need=True),
        text("account", need=True, of="account"),
        moment("created_at", need=True),
        moment("last_seen_at", need=True),
        text("address"),
        text("browser"),
        moment("ended_at"),
        closed("ending", "signed_out", "idle", "too_long", "password_changed", "disabled", "ended"),
        check("ended", "(ended_at IS NULL) = (ending IS NULL)"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(op.f("ix_sign_in_account"), "sign_in", ["account"])


def _create_submission() -> None:
    op.create_table(
        "submission",
        text("key", key=True),
        text("account", need=True, of="account"),
        text("place", need=True),
        moment("at", need=True),
    )
    op.create_index(op.f("ix_submission_account"), "submission", ["account"])
    op.create_index(op.f("ix_submission_at"), "submission", ["at"])

"""All tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    _create_account()
    _create_audit_event()
    _create_counter()
    _create_gap()
    _create_portfolio_state()
    _create_record()
    _create_account_role()
    _create_draft()
    _create_facility()
    _create_gap_event()
    _create_item_default()
    _create_measure()
    _create_own_item()
    _create_party()
    _create_responsibility()
    _create_sign_in()
    _create_submission()
    _create_contact()
    _create_contract()
    _create_duty_accountable()
    _create_measure_set()
    _create_own_item_clause()
    _create_relation()
    _create_system()
    _create_contract_clause()
    _create_service()
    _create_asset()
    _create_contract_override()
    _create_contract_service()
    _create_service_interface()
    _create_statement()
    _create_asset_credential_for()
    _create_asset_intended_party()
    _create_connection()
    _create_outbound_connection()
    _create_connection_need()


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("login_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column(
            "must_change_password",
            sa.Boolean(create_constraint=True, name="must_change_password"),
            nullable=False,
        ),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failure_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_account_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login_key", name=op.f("uq_account_login_key")),
    )


def _create_audit_event() -> None:
    op.create_table(
        "audit_event",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_batch"), ["batch"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_event_noun_subject"), ["noun", "subject"], unique=False
        )


def _create_counter() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )


def _create_gap() -> None:
    op.create_table(
        "gap",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "critical",
                "high",
                "medium",
                "low",
                "info",
                name="severity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("first_seen_on", sa.Date(), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=False),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("acceptance_reason", sa.String(), nullable=True),
        sa.Column("acceptance_approver", sa.String(), nullable=True),
        sa.Column("acceptance_until", sa.Date(), nullable=True),
        sa.Column("acceptance_basis", sa.String(), nullable=True),
        sa.Column("accepted_by", sa.String(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acceptance_ended_on", sa.Date(), nullable=True),
        sa.Column(
            "acceptance_ending",
            sa.Enum(
                "withdrawn",
                "expired",
                "stale",
                name="acceptance_ending",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("plan_what", sa.String(), nullable=True),
        sa.Column("plan_owner", sa.String(), nullable=True),
        sa.Column("plan_due_on", sa.Date(), nullable=True),
        sa.Column("planned_by", sa.String(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_to", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(acceptance_reason IS NULL) = (accepted_at IS NULL)", name=op.f("ck_gap_accepted")
        ),
        sa.CheckConstraint(
            "(plan_what IS NULL) = (planned_at IS NULL)", name=op.f("ck_gap_planned")
        ),
        sa.CheckConstraint(
            "acceptance_ended_on IS NULL OR accepted_at IS NOT NULL",
            name=op.f("ck_gap_acceptance_ended_on"),
        ),
        sa.CheckConstraint("last_seen_on >= first_seen_on", name=op.f("ck_gap_seen")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_gap_version")),
        sa.PrimaryKeyConstraint("rule", "subject", name=op.f("pk_gap")),
    )


def _create_portfolio_state() -> None:
    op.create_table(
        "portfolio_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portfolio_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column(
            "edition",
            sa.Enum(
                "6.0", "7.0", name="edition", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("imported_version", sa.BigInteger(), nullable=True),
        sa.Column("gaps_version", sa.BigInteger(), nullable=True),
        sa.Column("gaps_on", sa.Date(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_portfolio_state_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_state")),
    )


def _create_record() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column(
            "noun",
            sa.Enum(
                "parties",
                "contacts",
                "relations",
                "facilities",
                "systems",
                "services",
                "assets",
                "connections",
                "measures",
                "outbound_connections",
                "contracts",
                "statements",
                "responsibilities",
                "own_items",
                "item_defaults",
                name="noun",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archive_batch", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_record_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_archive_batch"), ["archive_batch"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_record_noun_position"), ["noun", "position"], unique=False
        )


def _create_account_role() -> None:
    op.create_table(
        "account_role",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "planner",
                "procurement",
                "contracts",
                "operator",
                "executive",
                "auditor",
                "vendor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_account_role_account")),
        sa.PrimaryKeyConstraint("account", "role", name=op.f("pk_account_role")),
    )


def _create_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("seen_version", sa.BigInteger(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_draft_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "account", "form", "subject", name=op.f("uq_draft_account_form_subject")
        ),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_account"), ["account"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_updated_at"), ["updated_at"], unique=False)


def _create_facility() -> None:
    op.create_table(
        "facility",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("beds", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_facility_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
    )


def _create_gap_event() -> None:
    op.create_table(
        "gap_event",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("portfolio_version", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rule", "subject"], ["gap.rule", "gap.subject"], name=op.f("fk_gap_event_rule_subject")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_gap_event")),
    )
    with op.batch_alter_table("gap_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gap_event_rule_subject"), ["rule", "subject"], unique=False
        )


def _create_item_default() -> None:
    op.create_table(
        "item_default",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column(
            "column",
            sa.Enum(
                "saas",
                "asp",
                "paas",
                "iaas",
                "housing",
                "onprem",
                "managed",
                "bpo_none",
                "bpo_conn",
                name="column",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "party",
            sa.Enum(
                "hospital",
                "vendor",
                "shared",
                "to_settle",
                "not_applicable",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_item_default_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_default")),
    )


def _create_measure() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column(
            "by",
            sa.Enum(
                "hospital",
                "vendor",
                "joint",
                name="by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_measure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )


def _create_own_item() -> None:
    op.create_table(
        "own_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("layer", sa.String(), nullable=False),
        sa.Column("defaults", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("title <> ''", name=op.f("ck_own_item_title")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_own_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_item")),
    )


def _create_party() -> None:
    op.create_table(
        "party",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "hospital",
                "vendor",
                "subvendor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("kana", sa.String(), nullable=True),
        sa.Column("corporate_number", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("it_vendor", sa.Boolean(create_constraint=True, name="it_vendor"), nullable=True),
        sa.Column(
            "criticality",
            sa.Enum(
                "low",
                "standard",
                "high",
                "critical",
                name="criticality",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "alternative_supplier",
            sa.Boolean(create_constraint=True, name="alternative_supplier"),
            nullable=True,
        ),
        sa.Column(
            "fallback_procedure",
            sa.Boolean(create_constraint=True, name="fallback_procedure"),
            nullable=True,
        ),
        sa.Column(
            "supply_chain_listed",
            sa.Boolean(create_constraint=True, name="supply_chain_listed"),
            nullable=True,
        ),
        sa.Column(
            "lines_listed", sa.Boolean(create_constraint=True, name="lines_listed"), nullable=True
        ),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )


def _create_responsibility() -> None:
    op.create_table(
        "responsibility",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("duty", sa.String(), nullable=True),
        sa.Column(
            "accountable_known",
            sa.Boolean(create_constraint=True, name="accountable_known"),
            nullable=False,
        ),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_responsibility_id")),
        sa.ForeignKeyConstraint(["subject"], ["record.id"], name=op.f("fk_responsibility_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility")),
    )
    with op.batch_alter_table("responsibility", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responsibility_subject"), ["subject"], unique=False)


def _create_sign_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("browser", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ending",
            sa.Enum(
                "signed_out",
                "idle",
                "too_long",
                "password_changed",
                "disabled",
                "ended",
                name="ending",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_sign_in_ended")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_sign_in_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account"), ["account"], unique=False)


def _create_submission() -> None:
    op.create_table(
        "submission",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_submission_account")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_account"), ["account"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_at"), ["at"], unique=False)


def _create_contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("hours", sa.String(), nullable=True),
        sa.Column(
            "round_the_clock",
            sa.Boolean(create_constraint=True, name="round_the_clock"),
            nullable=True,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_contact_id")),
        sa.ForeignKeyConstraint(["party"], ["party.id"], name=op.f("fk_contact_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_party"), ["party"], unique=False)


def _create_contract() -> None:
    op.create_table(
        "contract",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "auto_renewal", sa.Boolean(create_constraint=True, name="auto_renewal"), nullable=True
        ),
        sa.Column("cancel_notice_days", sa.BigInteger(), nullable=True),
        sa.Column("cites_edition", sa.String(), nullable=True),
        sa.Column("notice_hours", sa.BigInteger(), nullable=True),
        sa.Column(
            "notice_starts_at",
            sa.Enum(
                "suspicion",
                "confirmation",
                name="notice_starts_at",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_contract_id")),
        sa.ForeignKeyConstraint(["party"], ["party.id"], name=op.f("fk_contract_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_party"), ["party"], unique=False)


def _create_duty_accountable() -> None:
    op.create_table(
        "duty_accountable",
        sa.Column("responsibility", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["party"], ["party.id"], name=op.f("fk_duty_accountable_party")),
        sa.ForeignKeyConstraint(
            ["responsibility"],
            ["responsibility.id"],
            name=op.f("fk_duty_accountable_responsibility"),
        ),
        sa.PrimaryKeyConstraint("responsibility", "position", name=op.f("pk_duty_accountable")),
    )
    with op.batch_alter_table("duty_accountable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_accountable_party"), ["party"], unique=False)


def _create_measure_set() -> None:
    op.create_table(
        "measure_set",
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("setting", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["measure"], ["measure.id"], name=op.f("fk_measure_set_measure")),
        sa.PrimaryKeyConstraint("measure", "position", name=op.f("pk_measure_set")),
    )


def _create_own_item_clause() -> None:
    op.create_table(
        "own_item_clause",
        sa.Column("own_item", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["own_item"], ["own_item.id"], name=op.f("fk_own_item_clause_own_item")
        ),
        sa.PrimaryKeyConstraint("own_item", "position", name=op.f("pk_own_item_clause")),
    )


def _create_relation() -> None:
    op.create_table(
        "relation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("from_", sa.String(), nullable=True),
        sa.Column("to", sa.String(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "outsources",
                "uses_service",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("consent", sa.Boolean(create_constraint=True, name="consent"), nullable=True),
        sa.Column("flowdown", sa.Boolean(create_constraint=True, name="flowdown"), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["from_"], ["party.id"], name=op.f("fk_relation_from_")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_relation_id")),
        sa.ForeignKeyConstraint(["to"], ["party.id"], name=op.f("fk_relation_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relation_from_"), ["from_"], unique=False)
        batch_op.create_index(batch_op.f("ix_relation_to"), ["to"], unique=False)


def _create_system() -> None:
    op.create_table(
        "system",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("facility", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["facility"], ["facility.id"], name=op.f("fk_system_facility")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_system_id")),
        sa.ForeignKeyConstraint(["lead"], ["party.id"], name=op.f("fk_system_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system")),
    )
    with op.batch_alter_table("system", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_system_facility"), ["facility"], unique=False)
        batch_op.create_index(batch_op.f("ix_system_lead"), ["lead"], unique=False)


def _create_contract_clause() -> None:
    op.create_table(
        "contract_clause",
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "unknown",
                "absent",
                "inadequate",
                "negotiating",
                "present",
                "not_applicable",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("article", sa.String(), nullable=True),
        sa.Column("wording", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract"], ["contract.id"], name=op.f("fk_contract_clause_contract")
        ),
        sa.PrimaryKeyConstraint("contract", "position", name=op.f("pk_contract_clause")),
        sa.UniqueConstraint("contract", "clause", name=op.f("uq_contract_clause_contract_clause")),
    )


def _create_service() -> None:
    op.create_table(
        "service",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column(
            "model",
            sa.Enum(
                "saas",
                "asp",
                "paas",
                "iaas",
                "housing",
                "onprem",
                "managed",
                "bpo",
                name="model",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("system", sa.String(), nullable=True),
        sa.Column("runs_on", sa.String(), nullable=True),
        sa.Column(
            "equipment_in_hospital",
            sa.Boolean(create_constraint=True, name="equipment_in_hospital"),
            nullable=True,
        ),
        sa.Column(
            "data_class",
            sa.Enum(
                "phi",
                "phi_limited",
                "personal",
                "business",
                name="data_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("stop_tolerance_hours", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_service_id")),
        sa.ForeignKeyConstraint(["runs_on"], ["service.id"], name=op.f("fk_service_runs_on")),
        sa.ForeignKeyConstraint(["system"], ["system.id"], name=op.f("fk_service_system")),
        sa.ForeignKeyConstraint(["vendor"], ["party.id"], name=op.f("fk_service_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    )
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_runs_on"), ["runs_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_system"), ["system"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_vendor"), ["vendor"], unique=False)


def _create_asset() -> None:
    op.create_table(
        "asset",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "internet",
                "device",
                "segment",
                "system",
                "person",
                "credential",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "location",
            sa.Enum(
                "hospital",
                "external",
                name="location",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("maintained_by", sa.String(), nullable=True),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("facility", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column(
            "data_class",
            sa.Enum(
                "phi",
                "phi_limited",
                "personal",
                "business",
                name="data_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("core", sa.Boolean(create_constraint=True, name="core"), nullable=True),
        sa.Column("controls", sa.Text(), nullable=False),
        sa.Column("device_model", sa.String(), nullable=True),
        sa.Column("firmware", sa.String(), nullable=True),
        sa.Column("firmware_checked_on", sa.Date(), nullable=True),
        sa.Column("support_ends_on", sa.Date(), nullable=True),
        sa.Column(
            "registered", sa.Boolean(create_constraint=True, name="registered"), nullable=True
        ),
        sa.Column("vuln_known_on", sa.Date(), nullable=True),
        sa.Column("remediated_on", sa.Date(), nullable=True),
        sa.Column(
            "retention_expired",
            sa.Boolean(create_constraint=True, name="retention_expired"),
            nullable=True,
        ),
        sa.Column(
            "attacker_start",
            sa.Boolean(create_constraint=True, name="attacker_start"),
            nullable=True,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["facility"], ["facility.id"], name=op.f("fk_asset_facility")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_asset_id")),
        sa.ForeignKeyConstraint(
            ["maintained_by"], ["party.id"], name=op.f("fk_asset_maintained_by")
        ),
        sa.ForeignKeyConstraint(["owner"], ["party.id"], name=op.f("fk_asset_owner")),
        sa.ForeignKeyConstraint(["service"], ["service.id"], name=op.f("fk_asset_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
    )
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_facility"), ["facility"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_maintained_by"), ["maintained_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_service"), ["service"], unique=False)


def _create_contract_override() -> None:
    op.create_table(
        "contract_override",
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column(
            "party",
            sa.Enum(
                "hospital",
                "vendor",
                "shared",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("clause", sa.String(), nullable=True),
        sa.Column("article", sa.String(), nullable=True),
        sa.Column("decider", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract"], ["contract.id"], name=op.f("fk_contract_override_contract")
        ),
        sa.ForeignKeyConstraint(
            ["service"], ["service.id"], name=op.f("fk_contract_override_service")
        ),
        sa.PrimaryKeyConstraint("contract", "position", name=op.f("pk_contract_override")),
        sa.UniqueConstraint(
            "contract", "service", "item", name=op.f("uq_contract_override_contract_service_item")
        ),
    )
    with op.batch_alter_table("contract_override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_override_service"), ["service"], unique=False)


def _create_contract_service() -> None:
    op.create_table(
        "contract_service",
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract"], ["contract.id"], name=op.f("fk_contract_service_contract")
        ),
        sa.ForeignKeyConstraint(
            ["service"], ["service.id"], name=op.f("fk_contract_service_service")
        ),
        sa.PrimaryKeyConstraint("contract", "position", name=op.f("pk_contract_service")),
    )
    with op.batch_alter_table("contract_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_service_service"), ["service"], unique=False)


def _create_service_interface() -> None:
    op.create_table(
        "service_interface",
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["other"], ["service.id"], name=op.f("fk_service_interface_other")),
        sa.ForeignKeyConstraint(
            ["service"], ["service.id"], name=op.f("fk_service_interface_service")
        ),
        sa.PrimaryKeyConstraint("service", "position", name=op.f("pk_service_interface")),
    )
    with op.batch_alter_table("service_interface", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_interface_other"), ["other"], unique=False)


def _create_statement() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column(
            "party",
            sa.Enum(
                "hospital",
                "vendor",
                "shared",
                "to_settle",
                "not_applicable",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["party.id"], name=op.f("fk_statement_by")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_statement_id")),
        sa.ForeignKeyConstraint(["service"], ["service.id"], name=op.f("fk_statement_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_service"), ["service"], unique=False)


def _create_asset_credential_for() -> None:
    op.create_table(
        "asset_credential_for",
        sa.Column("asset", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset"], ["asset.id"], name=op.f("fk_asset_credential_for_asset")
        ),
        sa.ForeignKeyConstraint(
            ["target"], ["asset.id"], name=op.f("fk_asset_credential_for_target")
        ),
        sa.PrimaryKeyConstraint("asset", "position", name=op.f("pk_asset_credential_for")),
    )
    with op.batch_alter_table("asset_credential_for", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_asset_credential_for_target"), ["target"], unique=False
        )


def _create_asset_intended_party() -> None:
    op.create_table(
        "asset_intended_party",
        sa.Column("asset", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset"], ["asset.id"], name=op.f("fk_asset_intended_party_asset")
        ),
        sa.ForeignKeyConstraint(
            ["party"], ["party.id"], name=op.f("fk_asset_intended_party_party")
        ),
        sa.PrimaryKeyConstraint("asset", "position", name=op.f("pk_asset_intended_party")),
    )
    with op.batch_alter_table("asset_intended_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_intended_party_party"), ["party"], unique=False)


def _create_connection() -> None:
    op.create_table(
        "connection",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("from_", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=True),
        sa.Column("line_party", sa.String(), nullable=True),
        sa.Column("initiator", sa.String(), nullable=True),
        sa.Column(
            "controlled_by",
            sa.Enum(
                "hospital",
                "vendor",
                "joint",
                name="controlled_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("always_on", sa.Boolean(create_constraint=True, name="always_on"), nullable=True),
        sa.Column(
            "registered", sa.Boolean(create_constraint=True, name="registered"), nullable=True
        ),
        sa.Column("protocol", sa.String(), nullable=True),
        sa.Column("controls", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["from_"], ["asset.id"], name=op.f("fk_connection_from_")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_connection_id")),
        sa.ForeignKeyConstraint(
            ["line_party"], ["party.id"], name=op.f("fk_connection_line_party")
        ),
        sa.ForeignKeyConstraint(["to"], ["asset.id"], name=op.f("fk_connection_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
    )
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_connection_from_"), ["from_"], unique=False)
        batch_op.create_index(batch_op.f("ix_connection_line_party"), ["line_party"], unique=False)
        batch_op.create_index(batch_op.f("ix_connection_to"), ["to"], unique=False)


def _create_outbound_connection() -> None:
    op.create_table(
        "outbound_connection",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("from_", sa.String(), nullable=True),
        sa.Column("to", sa.String(), nullable=True),
        sa.Column("protocol", sa.String(), nullable=True),
        sa.Column("initiator", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["from_"], ["asset.id"], name=op.f("fk_outbound_connection_from_")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_outbound_connection_id")),
        sa.ForeignKeyConstraint(["to"], ["asset.id"], name=op.f("fk_outbound_connection_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbound_connection")),
    )
    with op.batch_alter_table("outbound_connection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbound_connection_from_"), ["from_"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbound_connection_to"), ["to"], unique=False)


def _create_connection_need() -> None:
    op.create_table(
        "connection_need",
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asset", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["asset"], ["asset.id"], name=op.f("fk_connection_need_asset")),
        sa.ForeignKeyConstraint(
            ["connection"], ["connection.id"], name=op.f("fk_connection_need_connection")
        ),
        sa.PrimaryKeyConstraint("connection", "position", name=op.f("pk_connection_need")),
    )
    with op.batch_alter_table("connection_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_connection_need_asset"), ["asset"], unique=False)

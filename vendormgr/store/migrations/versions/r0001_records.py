"""Tables of the records and the portfolio."""

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

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, each after those that it refers to."""
    _create_counter()
    _create_portfolio_state()
    _create_record()
    _create_facility()
    _create_item_default()
    _create_measure()
    _create_own_item()
    _create_party()
    _create_responsibility()
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


def _create_counter() -> None:
    op.create_table(
        "counter",
        text("name", key=True),
        whole("value", need=True),
    )


def _create_portfolio_state() -> None:
    op.create_table(
        "portfolio_state",
        small("id", key=True),
        text("portfolio_id", need=True),
        text("title"),
        text("note"),
        closed("edition", "6.0", "7.0"),
        day("as_of"),
        whole("version", need=True),
        whole("imported_version"),
        whole("gaps_version"),
        day("gaps_on"),
        check("single", "id = 1"),
    )


def _create_record() -> None:
    op.create_table(
        "record",
        text("id", key=True),
        closed(
            "noun",
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
            "own_clauses",
            "negotiations",
            "tier_changes",
            "assessments",
            "evidence",
            "disclosures",
            "sheets",
            "reviews",
            "selections",
            "candidates",
            need=True,
        ),
        whole("position", need=True),
        small("version", need=True),
        moment("created_at", need=True),
        moment("updated_at", need=True),
        text("updated_by", need=True),
        moment("archived_at"),
        whole("archive_batch"),
        check("version", "version >= 1"),
    )
    op.create_index(op.f("ix_record_archive_batch"), "record", ["archive_batch"])
    op.create_index(op.f("ix_record_noun_position"), "record", ["noun", "position"])


def _create_facility() -> None:
    op.create_table(
        "facility",
        text("id", key=True, of="record"),
        text("name"),
        text("address"),
        whole("beds"),
        text("note"),
    )


def _create_item_default() -> None:
    op.create_table(
        "item_default",
        text("id", key=True, of="record"),
        text("item", need=True),
        closed(
            "column",
            "saas",
            "asp",
            "paas",
            "iaas",
            "housing",
            "onprem",
            "managed",
            "bpo_none",
            "bpo_conn",
            need=True,
        ),
        closed("party", "hospital", "vendor", "shared", "to_settle", "not_applicable", need=True),
        text("note"),
    )


def _create_measure() -> None:
    op.create_table(
        "measure",
        text("id", key=True, of="record"),
        text("title"),
        whole("cost"),
        closed("by", "hospital", "vendor", "joint"),
        text("note"),
    )


def _create_own_item() -> None:
    op.create_table(
        "own_item",
        text("id", key=True, of="record"),
        text("title", need=True),
        text("layer", need=True),
        long_text("defaults", need=True),
        text("note"),
        check("title", "title <> ''"),
    )


def _create_party() -> None:
    op.create_table(
        "party",
        text("id", key=True, of="record"),
        closed("role", "hospital", "vendor", "subvendor"),
        text("name"),
        text("kana"),
        text("corporate_number"),
        text("address"),
        text("website"),
        flag("it_vendor"),
        closed("criticality", "low", "standard", "high", "critical"),
        flag("alternative_supplier"),
        flag("fallback_procedure"),
        flag("supply_chain_listed"),
        flag("lines_listed"),
        day("approved_on"),
        text("approved_by"),
        text("service"),
        text("model"),
        text("note"),
    )


def _create_responsibility() -> None:
    op.create_table(
        "responsibility",
        text("id", key=True, of="record"),
        text("subject", of="record"),
        text("duty"),
        flag("accountable_known", need=True),
        text("evidence"),
        text("note"),
    )
    op.create_index(op.f("ix_responsibility_subject"), "responsibility", ["subject"])


def _create_contact() -> None:
    op.create_table(
        "contact",
        text("id", key=True, of="record"),
        text("party", need=True, of="party"),
        text("name"),
        text("department"),
        text("phone"),
        text("email"),
        text("hours"),
        flag("round_the_clock"),
        text("note"),
    )
    op.create_index(op.f("ix_contact_party"), "contact", ["party"])


def _create_contract() -> None:
    op.create_table(
        "contract",
        text("id", key=True, of="record"),
        text("party", of="party"),
        text("title"),
        closed("kind", "master", "individual", "memorandum", "sla", "terms"),
        text("amends"),
        flag("negotiable"),
        day("starts_on"),
        day("ends_on"),
        flag("auto_renewal"),
        whole("cancel_notice_days"),
        whole("cancel_notice_months"),
        text("cites_edition"),
        whole("notice_hours"),
        closed("notice_starts_at", "suspicion", "confirmation"),
        text("governing_law"),
        text("court"),
        text("liability_cap"),
        closed("sub_outsourcing", "forbidden", "prior_consent", "notice", "free"),
        text("note"),
    )
    op.create_index(op.f("ix_contract_party"), "contract", ["party"])


def _create_duty_accountable() -> None:
    op.create_table(
        "duty_accountable",
        text("responsibility", key=True, of="responsibility"),
        small("position", key=True),
        text("party", need=True, of="party"),
    )
    op.create_index(op.f("ix_duty_accountable_party"), "duty_accountable", ["party"])


def _create_measure_set() -> None:
    op.create_table(
        "measure_set",
        text("measure", key=True, of="measure"),
        small("position", key=True),
        text("setting", need=True),
    )


def _create_own_item_clause() -> None:
    op.create_table(
        "own_item_clause",
        text("own_item", key=True, of="own_item"),
        small("position", key=True),
        text("clause", need=True),
    )


def _create_relation() -> None:
    op.create_table(
        "relation",
        text("id", key=True, of="record"),
        text("from_", of="party"),
        text("to", of="party"),
        closed("kind", "outsources", "uses_service"),
        flag("consent"),
        flag("flowdown"),
        text("note"),
    )
    op.create_index(op.f("ix_relation_from_"), "relation", ["from_"])
    op.create_index(op.f("ix_relation_to"), "relation", ["to"])


def _create_system() -> None:
    op.create_table(
        "system",
        text("id", key=True, of="record"),
        text("name"),
        text("lead", of="party"),
        text("facility", of="facility"),
        text("note"),
    )
    op.create_index(op.f("ix_system_facility"), "system", ["facility"])
    op.create_index(op.f("ix_system_lead"), "system", ["lead"])


def _create_contract_clause() -> None:
    op.create_table(
        "contract_clause",
        text("contract", key=True, of="contract"),
        small("position", key=True),
        text("clause", need=True),
        closed(
            "status",
            "unknown",
            "absent",
            "inadequate",
            "negotiating",
            "present",
            "not_applicable",
            need=True,
        ),
        text("article"),
        text("wording"),
        flag("first_answer"),
        day("first_checked_on"),
        day("completed_on"),
        text("note"),
        sa.UniqueConstraint("contract", "clause"),
    )


def _create_service() -> None:
    op.create_table(
        "service",
        text("id", key=True, of="record"),
        text("vendor", need=True, of="party"),
        closed(
            "model", "saas", "asp", "paas", "iaas", "housing", "onprem", "managed", "bpo", need=True
        ),
        text("name"),
        text("system", of="system"),
        text("runs_on", of="service"),
        flag("equipment_in_hospital"),
        closed("data_class", "phi", "phi_limited", "personal", "business"),
        text("data_country"),
        whole("stop_tolerance_hours"),
        text("note"),
    )
    op.create_index(op.f("ix_service_runs_on"), "service", ["runs_on"])
    op.create_index(op.f("ix_service_system"), "service", ["system"])
    op.create_index(op.f("ix_service_vendor"), "service", ["vendor"])


def _create_asset() -> None:
    op.create_table(
        "asset",
        text("id", key=True, of="record"),
        closed(
            "kind", "internet", "device", "segment", "system", "person", "credential", need=True
        ),
        closed("location", "hospital", "external", need=True),
        text("owner", of="party"),
        text("maintained_by", of="party"),
        text("service", of="service"),
        text("facility", of="facility"),
        text("label"),
        closed("data_class", "phi", "phi_limited", "personal", "business"),
        text("data_country"),
        flag("core"),
        long_text("controls", need=True),
        text("device_model"),
        text("firmware"),
        day("firmware_checked_on"),
        day("support_ends_on"),
        flag("registered"),
        day("vuln_known_on"),
        day("remediated_on"),
        flag("retention_expired"),
        flag("attacker_start"),
        text("note"),
    )
    op.create_index(op.f("ix_asset_facility"), "asset", ["facility"])
    op.create_index(op.f("ix_asset_maintained_by"), "asset", ["maintained_by"])
    op.create_index(op.f("ix_asset_owner"), "asset", ["owner"])
    op.create_index(op.f("ix_asset_service"), "asset", ["service"])


def _create_contract_override() -> None:
    op.create_table(
        "contract_override",
        text("contract", key=True, of="contract"),
        small("position", key=True),
        text("service", of="service"),
        text("item"),
        closed("party", "hospital", "vendor", "shared"),
        text("clause"),
        text("article"),
        text("decider"),
        text("parts"),
        closed("emergency", "hospital", "vendor", "shared"),
        text("emergency_parts"),
        text("note"),
        sa.UniqueConstraint("contract", "service", "item"),
    )
    op.create_index(op.f("ix_contract_override_service"), "contract_override", ["service"])


def _create_contract_service() -> None:
    op.create_table(
        "contract_service",
        text("contract", key=True, of="contract"),
        small("position", key=True),
        text("service", need=True, of="service"),
    )
    op.create_index(op.f("ix_contract_service_service"), "contract_service", ["service"])


def _create_service_interface() -> None:
    op.create_table(
        "service_interface",
        text("service", key=True, of="service"),
        small("position", key=True),
        text("other", need=True, of="service"),
    )
    op.create_index(op.f("ix_service_interface_other"), "service_interface", ["other"])


def _create_statement() -> None:
    op.create_table(
        "statement",
        text("id", key=True, of="record"),
        text("service", of="service"),
        text("item"),
        closed("party", "hospital", "vendor", "shared", "to_settle", "not_applicable"),
        text("by", of="party"),
        day("on"),
        text("note"),
    )
    op.create_index(op.f("ix_statement_by"), "statement", ["by"])
    op.create_index(op.f("ix_statement_service"), "statement", ["service"])


def _create_asset_credential_for() -> None:
    op.create_table(
        "asset_credential_for",
        text("asset", key=True, of="asset"),
        small("position", key=True),
        text("target", need=True, of="asset"),
    )
    op.create_index(op.f("ix_asset_credential_for_target"), "asset_credential_for", ["target"])


def _create_asset_intended_party() -> None:
    op.create_table(
        "asset_intended_party",
        text("asset", key=True, of="asset"),
        small("position", key=True),
        text("party", need=True, of="party"),
    )
    op.create_index(op.f("ix_asset_intended_party_party"), "asset_intended_party", ["party"])


def _create_connection() -> None:
    op.create_table(
        "connection",
        text("id", key=True, of="record"),
        text("from_", need=True, of="asset"),
        text("to", need=True, of="asset"),
        text("kind", need=True),
        text("line"),
        text("line_party", of="party"),
        text("initiator"),
        closed("controlled_by", "hospital", "vendor", "joint"),
        flag("always_on"),
        flag("registered"),
        text("protocol"),
        long_text("controls", need=True),
        text("note"),
    )
    op.create_index(op.f("ix_connection_from_"), "connection", ["from_"])
    op.create_index(op.f("ix_connection_line_party"), "connection", ["line_party"])
    op.create_index(op.f("ix_connection_to"), "connection", ["to"])


def _create_outbound_connection() -> None:
    op.create_table(
        "outbound_connection",
        text("id", key=True, of="record"),
        text("from_", of="asset"),
        text("to", of="asset"),
        text("protocol"),
        text("initiator"),
        text("reason"),
        text("note"),
    )
    op.create_index(op.f("ix_outbound_connection_from_"), "outbound_connection", ["from_"])
    op.create_index(op.f("ix_outbound_connection_to"), "outbound_connection", ["to"])


def _create_connection_need() -> None:
    op.create_table(
        "connection_need",
        text("connection", key=True, of="connection"),
        small("position", key=True),
        text("asset", need=True, of="asset"),
    )
    op.create_index(op.f("ix_connection_need_asset"), "connection_need", ["asset"])

"""The table of files that belong to records."""

import sqlalchemy as sa
from alembic import op

from vendormgr.store.migrations.columns import (
    check,
    closed,
    flag,
    long_text,
    moment,
    small,
    text,
    whole,
)

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "document",
        text("id", key=True),
        text("noun", need=True),
        text("subject", need=True),
        text("title", need=True),
        text("file_name", need=True),
        closed("kind", "pdf", "docx", "text", need=True),
        whole("size_bytes", need=True),
        text("sha256", need=True),
        text("stored_name", need=True),
        whole("page_count"),
        whole("number", need=True),
        text("replaces", of="document"),
        closed("read_state", "read", "scanned", need=True),
        long_text("pages_without_text", need=True),
        flag("tracked_changes", need=True),
        long_text("passages", need=True),
        moment("uploaded_at", need=True),
        text("uploaded_by", need=True),
        moment("archived_at"),
        text("archived_by"),
        small("version", need=True),
        check("version", "version >= 1"),
        check("number", "number >= 1"),
        check("archived", "(archived_at IS NULL) = (archived_by IS NULL)"),
        sa.UniqueConstraint("stored_name"),
        sa.UniqueConstraint("replaces"),
    )
    op.create_index(None, "document", ["noun", "subject"])

"""The table of agreed matrices."""

from alembic import op

from vendormgr.store.migrations.columns import (
    check,
    closed,
    day,
    long_text,
    moment,
    small,
    text,
)

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "snapshot",
        text("contract", key=True),
        small("version", key=True),
        day("agreed_on", need=True),
        closed("edition", "6.0", "7.0", need=True),
        long_text("content", need=True),
        text("digest", need=True),
        text("note"),
        text("by", need=True),
        moment("at", need=True),
        check("version", "version >= 1"),
    )

"""The table of ways in that were seen."""

from alembic import op

from vendormgr.store.migrations.columns import check, closed, day, long_text, text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "path_sighting",
        text("attacker", key=True),
        text("core", key=True),
        text("path", key=True),
        closed("state", "open", "unverified", "closed", need=True),
        long_text("assets", need=True),
        long_text("connections", need=True),
        day("first_seen_on", need=True),
        day("last_seen_on", need=True),
        day("gone_on"),
        check("seen", "last_seen_on >= first_seen_on"),
    )

"""What Alembic runs for every command; the connection and its transaction come from the caller."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import AutoString, UTCDateTime

from vendormgr.store.tables import METADATA
from vendormgr.store.tables.base import JsonText


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write the types of SQLModel and of this product as plain SQLAlchemy types."""
    if kind != "type":
        return False
    match item:
        case AutoString():
            return "sa.String()"
        case UTCDateTime():
            return "sa.DateTime(timezone=True)"
        case JsonText():
            return "sa.Text()"
        case _:
            return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
context.run_migrations()

"""Tables: columns and constraints only; nothing here is ever trusted as checked."""

from vendormgr.store.tables import (
    account,
    agreement,
    assurance,
    audit,
    base,
    document,
    draft,
    estate,
    gap,
    path,
    record,
    snapshot,
)
from vendormgr.store.tables.base import METADATA, table_of

__all__ = [
    "METADATA",
    "account",
    "agreement",
    "assurance",
    "audit",
    "base",
    "document",
    "draft",
    "estate",
    "gap",
    "path",
    "record",
    "snapshot",
    "table_of",
]

"""Records: the one mechanism by which every noun is created, changed, archived and undone."""

from vendormgr.store.audit import Actor
from vendormgr.store.errors import StaleError
from vendormgr.store.record.archiving import archive, restore
from vendormgr.store.record.dependence import Dependants, Mention, dependants
from vendormgr.store.record.reading import Stored, find, history, list_archived
from vendormgr.store.record.undoing import made_together, undo
from vendormgr.store.record.writing import create, new_id, update

__all__ = [
    "Actor",
    "Dependants",
    "Mention",
    "StaleError",
    "Stored",
    "archive",
    "create",
    "dependants",
    "find",
    "history",
    "list_archived",
    "made_together",
    "new_id",
    "restore",
    "undo",
    "update",
]

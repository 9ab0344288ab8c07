"""What can go wrong in the database, as classes with fields; worded at the edge in ja and en."""

from typing import Any


class DatabaseError(Exception):
    """The database cannot be used as it is; `url` shows no password."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class NotMigratedError(DatabaseError):
    """The database is missing, empty or older than this program: `vendormgr upgrade` mends it."""

    def __init__(self, url: str, revision: str | None = None) -> None:
        super().__init__(url)
        self.revision = revision


class MissingDatabaseError(NotMigratedError):
    """There is no database file of that name; opening it must not create an empty hospital."""


class NewerDatabaseError(DatabaseError):
    """The database was made by a newer program; this one must not touch it."""

    def __init__(self, url: str, revision: str | None) -> None:
        super().__init__(url)
        self.revision = revision


class DamagedDatabaseError(DatabaseError):
    """The file is no sound database; a backup has to be restored. The file is left untouched."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(url)
        self.problem = problem


class UnreachableDatabaseError(DatabaseError):
    """The database server does not answer."""


class DatabaseBusyError(DatabaseError):
    """Another writer held the database for too long; trying again will do."""


class DatabaseFullError(DatabaseError):
    """The disk is full or cannot be written; nothing was saved, reading goes on."""


class RecordError(Exception):
    """A change that the records do not allow; `field` is the form field that it belongs to."""

    field: str = ""


class NotFoundError(RecordError):
    """There is no such record."""

    def __init__(self, noun: str, id_: str) -> None:
        super().__init__(noun, id_)
        self.noun = noun
        self.id = id_


class ArchivedError(RecordError):
    """The record is archived: restore it before changing it."""

    def __init__(self, noun: str, id_: str) -> None:
        super().__init__(noun, id_)
        self.noun = noun
        self.id = id_


class StaleError(RecordError):
    """Somebody else changed the record since it was read.

    `stored` is the record as it is now (a Stored fact, an account or a gap record), `submitted`
    what was to be saved, None when there was nothing to save (archive, restore, undo).
    """

    def __init__(self, stored: Any, submitted: Any = None) -> None:
        super().__init__("stale")
        self.stored = stored
        self.submitted = submitted


class UnknownReferenceError(RecordError):
    """A field names a record that does not exist, is archived or is of another kind."""

    def __init__(self, field: str, id_: str, *, noun: str = "", subject: str = "") -> None:
        super().__init__(noun, subject, field, id_)
        self.field = field
        self.id = id_
        self.noun = noun
        self.subject = subject


class IdTakenError(RecordError):
    """The id is in use, perhaps by a record of another kind or by an archived one."""

    field = "id"

    def __init__(self, id_: str, noun: str, *, archived: bool = False) -> None:
        super().__init__(id_, noun)
        self.id = id_
        self.noun = noun
        self.archived = archived


class InvalidFieldError(RecordError):
    """A value that cannot be kept: `problem` is characters, number, choice, missing or id."""

    def __init__(self, field: str, problem: str, *, noun: str = "", subject: str = "") -> None:
        super().__init__(noun, subject, field, problem)
        self.field = field
        self.problem = problem
        self.noun = noun
        self.subject = subject


class RunsOnCycleError(RecordError):
    """A service would run on itself; `chain` goes from the service back to itself."""

    field = "runs_on"

    def __init__(self, chain: tuple[str, ...]) -> None:
        super().__init__(chain)
        self.chain = chain


class OverrideTwiceError(RecordError):
    """One contract says two things about one row of one service."""

    field = "overrides"

    def __init__(self, contract: str, service: str, item: str) -> None:
        super().__init__(contract, service, item)
        self.contract = contract
        self.service = service
        self.item = item


class StillNeededError(RecordError):
    """Undoing the creation would take other records along; archive it instead."""

    def __init__(self, dependants: tuple[Any, ...]) -> None:
        super().__init__(dependants)
        self.dependants = dependants


class LoginTakenError(RecordError):
    """Another account has this sign-in name, or one that only looks different."""

    field = "login"

    def __init__(self, login: str) -> None:
        super().__init__()
        self.login = login


class LastAdministratorError(RecordError):
    """Without this account nobody could manage accounts any more."""

    field = "roles"


class DefaultTwiceError(RecordError):
    """A row of the catalogue would have two changed defaults under one column."""

    field = "column"

    def __init__(self, item: str, column: str) -> None:
        super().__init__(item, column)
        self.item = item
        self.column = column

"""文書: files that belong to a record, their versions and what was read in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.checking import is_storable
from vendormgr.store.clock import utc_now
from vendormgr.store.counter import take
from vendormgr.store.errors import (
    ArchivedError,
    InvalidFieldError,
    NotFoundError,
    StaleError,
    UnknownReferenceError,
)
from vendormgr.store.tables.base import table_of
from vendormgr.store.tables.document import DocumentRow

DOCUMENT = table_of(DocumentRow)
NOUN = "document"
_LONGEST_TITLE = 200
_LONG = frozenset({"passages"})
_SHOWN = [one for one in DOCUMENT.c if one.key not in _LONG]
_LOGGED = (
    "noun",
    "subject",
    "title",
    "file_name",
    "kind",
    "size_bytes",
    "sha256",
    "page_count",
    "number",
    "replaces",
    "read_state",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A file that is there already, and what it belongs to."""

    noun: str
    subject: str
    title: str
    file_name: str
    kind: str
    size_bytes: int
    sha256: str
    stored_name: str
    page_count: int | None
    read_state: str
    pages_without_text: Sequence[int]
    tracked_changes: bool
    passages: Sequence[Mapping[str, Any]]
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """文書: one version of a file, without what was read in it."""

    id: str
    noun: str
    subject: str
    title: str
    file_name: str
    kind: str
    size_bytes: int
    sha256: str
    stored_name: str
    page_count: int | None
    number: int
    replaces: str | None
    read_state: str
    pages_without_text: tuple[int, ...]
    tracked_changes: bool
    uploaded_at: datetime
    uploaded_by: str
    archived_at: datetime | None
    archived_by: str | None
    version: int

    @property
    def readable(self) -> bool:
        """Whether it holds text."""
        return self.read_state == "read"


def add_document(session: Session, new: NewDocument, *, by: Actor) -> Document:
    """Note a file with its audit event; one that replaces another is its next version.

    Raises:
        InvalidFieldError: It has no title.
        UnknownReferenceError: What it replaces is not there, is archived or was replaced already.
    """
    if not new.title.strip() or len(new.title) > _LONGEST_TITLE:
        raise InvalidFieldError("title", "missing", noun=NOUN)
    for name in ("title", "file_name"):
        if not is_storable(getattr(new, name)):
            raise InvalidFieldError(name, "characters", noun=NOUN)
    number = take(session, NOUN)
    id_ = f"document.{number}"
    values = {name: getattr(new, name) for name in new.__dataclass_fields__}
    values |= {
        "id": id_,
        "number": _next_number(session, new),
        "pages_without_text": list(new.pages_without_text),
        "passages": list(new.passages),
        "uploaded_at": utc_now(),
        "uploaded_by": by.name,
        "version": 1,
    }
    session.execute(insert(DOCUMENT).values(**values))
    after = {name: values[name] for name in _LOGGED}
    record_changes(session, [Change(Action.CREATED, NOUN, id_, 1, after=after)], by=by)
    return _require(session, id_)


def _next_number(session: Session, new: NewDocument) -> int:
    if new.replaces is None:
        return 1
    old = find_document(session, new.replaces)
    query = select(DOCUMENT.c.id).where(DOCUMENT.c.replaces == new.replaces)
    if (
        old is None
        or old.archived_at is not None
        or (old.noun, old.subject) != (new.noun, new.subject)
        or session.execute(query).first() is not None
    ):
        raise UnknownReferenceError("replaces", new.replaces, noun=NOUN)
    return old.number + 1


def find_document(session: Session, id_: str) -> Document | None:
    """The document of that id; one query."""
    found = _read(session, DOCUMENT.c.id == id_)
    return found[0] if found else None


def list_documents(session: Session, noun: str, subject: str) -> tuple[Document, ...]:
    """All versions of all documents of a record, archived ones too, the newest first; one query."""
    return _read(session, DOCUMENT.c.noun == noun, DOCUMENT.c.subject == subject)


def same_files(session: Session, sha256: str) -> tuple[Document, ...]:
    """The documents of whatever record that hold exactly this file; one query."""
    return _read(session, DOCUMENT.c.sha256 == sha256)


def current(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Those that are neither archived nor replaced by one that is not."""
    kept = [one for one in documents if one.archived_at is None]
    replaced = {one.replaces for one in kept}
    return tuple(one for one in kept if one.id not in replaced)


def passages_of(session: Session, id_: str) -> list[dict[str, Any]]:
    """What was read in a document, in plain form; one query."""
    found = session.execute(select(DOCUMENT.c.passages).where(DOCUMENT.c.id == id_)).scalar()
    return list(found or ())


def stored_names(session: Session) -> frozenset[str]:
    """The names of all files that belong to a document, archived ones too; one query."""
    return frozenset(session.execute(select(DOCUMENT.c.stored_name)).scalars())


def archive_document(session: Session, id_: str, *, by: Actor, seen_version: int) -> Document:
    """Put a document away; the file stays.

    Raises:
        NotFoundError, ArchivedError: There is none, or it is away already.
        StaleError: Somebody changed it meanwhile.
    """
    old = _require(session, id_)
    if old.archived_at is not None:
        raise ArchivedError(NOUN, id_)
    values = {"archived_at": utc_now(), "archived_by": by.name}
    return _change(session, old, Action.ARCHIVED, values, by=by, seen_version=seen_version)


def restore_document(session: Session, id_: str, *, by: Actor, seen_version: int) -> Document:
    """Bring a document back.

    Raises:
        NotFoundError: There is none, or it was not away.
        StaleError: Somebody changed it meanwhile.
    """
    old = _require(session, id_)
    if old.archived_at is None:
        raise NotFoundError(NOUN, id_)
    values = {"archived_at": None, "archived_by": None}
    return _change(session, old, Action.RESTORED, values, by=by, seen_version=seen_version)


def _change(  # noqa: PLR0913
    session: Session,
    old: Document,
    action: Action,
    values: Mapping[str, Any],
    *,
    by: Actor,
    seen_version: int,
) -> Document:
    if old.version != seen_version:
        raise StaleError(old)
    step = update(DOCUMENT).where(DOCUMENT.c.id == old.id)
    session.execute(step.values(version=old.version + 1, **values))
    new = _require(session, old.id)
    before, after = ({name: getattr(one, name) for name in _LOGGED} for one in (old, new))
    change = Change(action, NOUN, old.id, new.version, before=before, after=after)
    record_changes(session, [change], by=by)
    return new


def _require(session: Session, id_: str) -> Document:
    found = find_document(session, id_)
    if found is None:
        raise NotFoundError(NOUN, id_)
    return found


def _read(session: Session, *wanted: ColumnElement[bool]) -> tuple[Document, ...]:
    query = select(*_SHOWN).where(*wanted)
    rows = session.execute(query.order_by(DOCUMENT.c.uploaded_at.desc(), DOCUMENT.c.id.desc()))
    return tuple(
        Document(**{**row, "pages_without_text": tuple(row["pages_without_text"])})
        for row in rows.mappings()
    )

"""Forms of official sheets and disclosures: the file as loaded and where its table lies."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from vendormgr.domain.sheet_table import SheetLayout, SheetRole
from vendormgr.domain.vocabulary import DisclosureForm, SheetKind
from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.clock import utc_now
from vendormgr.store.counter import take
from vendormgr.store.errors import NotFoundError, StaleError
from vendormgr.store.tables.assurance import SheetEditionRow
from vendormgr.store.tables.base import table_of

EDITION = table_of(SheetEditionRow)
NOUN = "sheet_edition"
FormKind = SheetKind | DisclosureForm
_KINDS: dict[str, FormKind] = {one.value: one for one in (*SheetKind, *DisclosureForm)}
_SHOWN = tuple(column for column in EDITION.c if column.name != "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEdition:
    """確認表の様式, without its file."""

    id: str
    kind: FormKind
    fiscal_year: int
    title: str
    file_name: str
    digest: str
    """SHA-256 of the file, in hex."""
    layout: SheetLayout | None
    confirmed: bool
    """Whether a person has said that the table was found right."""
    version: int
    created_at: datetime
    created_by: str
    archived_at: datetime | None


def add_edition(  # noqa: PLR0913 - what a form is
    session: Session,
    *,
    kind: FormKind,
    fiscal_year: int,
    title: str,
    file_name: str,
    content: bytes,
    layout: SheetLayout | None,
    by: Actor,
) -> str:
    """Keep a form that nobody has confirmed yet; returns its id."""
    id_ = f"form-{take(session, NOUN)}"
    values: dict[str, Any] = {
        "kind": kind.value,
        "fiscal_year": fiscal_year,
        "title": title,
        "file_name": file_name,
        "digest": hashlib.sha256(content).hexdigest(),
        "layout": _plain(layout),
        "confirmed": False,
    }
    session.execute(
        insert(EDITION).values(
            id=id_, content=content, version=1, created_at=utc_now(), created_by=by.name, **values
        )
    )
    record_changes(session, [Change(Action.CREATED, NOUN, id_, 1, after=values)], by=by)
    return id_


def find_edition(session: Session, id_: str) -> SheetEdition | None:
    """The form of that id, put away or not; one query."""
    found = _read(session, EDITION.c.id == id_)
    return found[0] if found else None


def list_editions(session: Session) -> tuple[SheetEdition, ...]:
    """The forms that are not put away, the latest year first; one query."""
    return _read(session, EDITION.c.archived_at.is_(None))


def edition_content(session: Session, id_: str) -> bytes:
    """The file of a form.

    Raises:
        NotFoundError: There is none.
    """
    content = session.execute(
        select(EDITION.c.content).where(EDITION.c.id == id_)
    ).scalar_one_or_none()
    if content is None:
        raise NotFoundError(NOUN, id_)
    return bytes(content)


def confirm_edition(
    session: Session, id_: str, layout: SheetLayout, *, by: Actor, seen_version: int
) -> None:
    """Say where the table lies; from now on sheets may follow the form.

    Raises:
        NotFoundError, StaleError: See there.
    """
    _change(
        session,
        id_,
        {"layout": _plain(layout), "confirmed": True},
        Action.UPDATED,
        by=by,
        seen_version=seen_version,
    )


def archive_edition(session: Session, id_: str, *, by: Actor, seen_version: int) -> None:
    """Put a form away; sheets that follow it keep reading and writing it.

    Raises:
        NotFoundError, StaleError: See there.
    """
    _change(
        session,
        id_,
        {"archived_at": utc_now()},
        Action.ARCHIVED,
        by=by,
        seen_version=seen_version,
    )


def _change(  # noqa: PLR0913 - one place for both changes
    session: Session,
    id_: str,
    values: Mapping[str, Any],
    action: Action,
    *,
    by: Actor,
    seen_version: int,
) -> None:
    old = find_edition(session, id_)
    if old is None or old.archived_at is not None:
        raise NotFoundError(NOUN, id_)
    if old.version != seen_version:
        raise StaleError(old, dict(values))
    session.execute(
        update(EDITION).where(EDITION.c.id == id_).values(version=old.version + 1, **values)
    )
    before = {"layout": _plain(old.layout), "confirmed": old.confirmed}
    after = {name: value for name, value in values.items() if name in before}
    change = Change(action, NOUN, id_, old.version + 1, before=before, after=before | after)
    record_changes(session, [change], by=by)


def _read(session: Session, condition: ColumnElement[bool]) -> tuple[SheetEdition, ...]:
    query = (
        select(*_SHOWN)
        .where(condition)
        .order_by(EDITION.c.fiscal_year.desc(), EDITION.c.kind, EDITION.c.created_at.desc())
    )
    return tuple(
        SheetEdition(
            **{
                **row,
                "kind": _KINDS[row["kind"]],
                "layout": _layout(row["layout"]),
            }
        )
        for row in session.execute(query).mappings()
    )


def _plain(layout: SheetLayout | None) -> dict[str, Any] | None:
    if layout is None:
        return None
    return {
        "sheet": layout.sheet,
        "head": layout.head,
        "first": layout.first,
        "last": layout.last,
        "columns": {role.value: column for role, column in layout.columns.items()},
    }


def _layout(plain: dict[str, Any] | None) -> SheetLayout | None:
    if plain is None:
        return None
    columns = {SheetRole(role): column for role, column in plain["columns"].items()}
    return SheetLayout(**{**plain, "columns": columns})

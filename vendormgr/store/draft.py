"""What people typed but did not save, and which forms were sent already."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from vendormgr.store.tables.base import table_of
from vendormgr.store.tables.draft import DraftRow, SubmissionRow

DRAFT = table_of(DraftRow)
SUBMISSION = table_of(SubmissionRow)
KEPT = timedelta(days=30)
_SHOWN = ("id", "form", "subject", "seen_version", "fields", "created_at", "updated_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """下書き: the typed fields of one form of one person."""

    id: str
    form: str
    subject: str
    """Id of the edited record, empty for a new one."""
    seen_version: int | None
    fields: Mapping[str, Any]
    created_at: datetime
    updated_at: datetime


def save_draft(  # noqa: PLR0913
    session: Session,
    user_id: str,
    form: str,
    fields: Mapping[str, Any],
    *,
    now: datetime,
    subject: str = "",
    seen_version: int | None = None,
) -> Draft:
    """Keep what is typed, in place of an older draft of the same form; old drafts go."""
    session.execute(delete(DRAFT).where(DRAFT.c.updated_at < now - KEPT))
    values: dict[str, Any] = {
        "fields": dict(fields),
        "seen_version": seen_version,
        "updated_at": now,
    }
    found = find_draft(session, user_id, form, subject=subject)
    if found is not None:
        session.execute(update(DRAFT).where(DRAFT.c.id == found.id).values(**values))
        return Draft(id=found.id, form=form, subject=subject, created_at=found.created_at, **values)
    row: dict[str, Any] = {
        "id": secrets.token_hex(8),
        "form": form,
        "subject": subject,
        "created_at": now,
    }
    session.execute(insert(DRAFT).values(account=user_id, **row, **values))
    return Draft(**row, **values)


def find_draft(session: Session, user_id: str, form: str, *, subject: str = "") -> Draft | None:
    """The draft of that form; one query."""
    found = _read(session, DRAFT.c.account == user_id, form=form, subject=subject)
    return found[0] if found else None


def list_drafts(session: Session, user_id: str) -> tuple[Draft, ...]:
    """All drafts of a person, the newest first; one query."""
    return _read(session, DRAFT.c.account == user_id)


def drop_draft(session: Session, user_id: str, form: str, *, subject: str = "") -> None:
    """Forget a draft; nothing happens when there is none."""
    session.execute(
        delete(DRAFT).where(
            DRAFT.c.account == user_id, DRAFT.c.form == form, DRAFT.c.subject == subject
        )
    )


def remember_submission(
    session: Session, key: str, place: str, *, user_id: str, now: datetime
) -> None:
    """Note in the saving transaction that the form of that key was saved and where it led."""
    session.execute(delete(SUBMISSION).where(SUBMISSION.c.at < now - KEPT))
    session.execute(insert(SUBMISSION).values(key=key, place=place, account=user_id, at=now))


def place_of_submission(session: Session, key: str, *, user_id: str) -> str | None:
    """Where the first sending of that form led; None if it was not saved yet."""
    query = select(SUBMISSION.c.place).where(
        SUBMISSION.c.key == key, SUBMISSION.c.account == user_id
    )
    return session.execute(query).scalar_one_or_none()


def _read(session: Session, *wanted: Any, **equal: str) -> tuple[Draft, ...]:
    query = select(*(DRAFT.c[name] for name in _SHOWN)).where(
        *wanted, *(DRAFT.c[name] == value for name, value in equal.items())
    )
    rows = session.execute(query.order_by(DRAFT.c.updated_at.desc()))
    return tuple(Draft(**row) for row in rows.mappings())

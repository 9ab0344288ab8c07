"""Open sign-ins, kept on the server: ended here means ended, whatever the browser still sends.

The browser holds a random token, the database only its hash. The time now is passed in, so that a
moved clock can be tested.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from vendormgr.store.account import ACCOUNT, User, find_by_login, read_users, require_user
from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.errors import NotFoundError
from vendormgr.store.tables.account import SignInRow
from vendormgr.store.tables.base import table_of

SIGN_IN = table_of(SignInRow)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
TOKEN_BYTES = 32
_SHOWN = ("id", "created_at", "last_seen_at", "address", "browser", "ended_at", "ending")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """サインイン: one browser of one person."""

    id: str
    user: User
    created_at: datetime
    last_seen_at: datetime
    address: str | None
    browser: str | None
    ended_at: datetime | None = None
    ending: str | None = None

    def is_open(
        self, now: datetime, *, idle: timedelta = IDLE, longest: timedelta = LONGEST
    ) -> bool:
        """Whether it still counts; a clock that was put back does not end it."""
        return (
            self.ended_at is None
            and self.user.active
            and now - self.last_seen_at < idle
            and now - self.created_at < longest
        )

    def needs_touch(self, now: datetime) -> bool:
        """Whether the last time seen is old enough to be worth a write."""
        return now - self.last_seen_at >= TOUCH_EVERY


def start_sign_in(
    session: Session,
    user: User,
    *,
    now: datetime,
    address: str | None = None,
    browser: str | None = None,
) -> tuple[str, SignIn]:
    """Open a sign-in for a person whose password was right; returns its token, and the sign-in.

    Raises:
        NotFoundError: The account was shut meanwhile.
    """
    user = require_user(session, user.id)
    if not user.active:
        raise NotFoundError("account", user.id)
    close_overdue(session, now=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row: dict[str, Any] = {
        "id": secrets.token_hex(8),
        "created_at": now,
        "last_seen_at": now,
        "address": address,
        "browser": browser and browser[:200],
    }
    session.execute(insert(SIGN_IN).values(token_hash=token_hash(token), account=user.id, **row))
    seen = {"failures": 0, "last_sign_in_at": now}
    session.execute(update(ACCOUNT).where(ACCOUNT.c.id == user.id).values(**seen))
    actor = Actor(user.name, user.id, address)
    record_changes(session, [Change(Action.SIGNED_IN, "account", user.id)], by=actor)
    return token, SignIn(user=user, **row)


def note_failed_sign_in(
    session: Session, login: str, *, now: datetime, address: str | None = None
) -> None:
    """Count and log a wrong password.

    What was typed is not kept: people type passwords into the wrong field.
    """
    user = find_by_login(session, login)
    if user is not None:
        failed = update(ACCOUNT).where(ACCOUNT.c.id == user.id)
        session.execute(failed.values(failures=ACCOUNT.c.failures + 1, last_failure_at=now))
    change = Change(Action.SIGN_IN_FAILED, "account", user.id if user else "unknown")
    actor = Actor(user.name if user else "unknown", user.id if user else None, address)
    record_changes(session, [change], by=actor)


def find_sign_in(
    session: Session,
    token: str,
    *,
    now: datetime,
    idle: timedelta = IDLE,
    longest: timedelta = LONGEST,
) -> SignIn | None:
    """The open sign-in of a token with the person's roles as they are now; two queries."""
    found = _read(session, SIGN_IN.c.token_hash == token_hash(token))
    if not found or not found[0].is_open(now, idle=idle, longest=longest):
        return None
    return found[0]


def list_sign_ins(session: Session, user_id: str, *, now: datetime) -> tuple[SignIn, ...]:
    """The open sign-ins of a person, the newest first."""
    found = _read(session, SIGN_IN.c.account == user_id, SIGN_IN.c.ended_at.is_(None))
    return tuple(one for one in found if one.is_open(now))


def touch(session: Session, id_: str, *, now: datetime) -> None:
    """Note that the person was seen; never moves the time back."""
    session.execute(
        update(SIGN_IN)
        .where(SIGN_IN.c.id == id_, SIGN_IN.c.ended_at.is_(None), SIGN_IN.c.last_seen_at < now)
        .values(last_seen_at=now)
    )


def sign_out(session: Session, id_: str, *, now: datetime, by: Actor) -> None:
    """End one's own sign-in; nothing happens when it has ended already."""
    if _end(session, SIGN_IN.c.id == id_, ending="signed_out", now=now):
        change = Change(Action.SIGNED_OUT, "account", by.user_id or "unknown")
        record_changes(session, [change], by=by)


def end_sign_ins(  # noqa: PLR0913
    session: Session,
    user_id: str,
    *,
    ending: str,
    now: datetime,
    by: Actor,
    keep: str | None = None,
    only: str | None = None,
) -> int:
    """End a person's open sign-ins, except one or only one; returns how many ended."""
    wanted = [SIGN_IN.c.account == user_id]
    if keep is not None:
        wanted.append(SIGN_IN.c.id != keep)
    if only is not None:
        wanted.append(SIGN_IN.c.id == only)
    count = _end(session, *wanted, ending=ending, now=now)
    if count:
        facts = {"ending": ending, "count": count}
        change = Change(Action.SIGN_IN_ENDED, "account", user_id, after=facts)
        record_changes(session, [change], by=by)
    return count


def close_overdue(
    session: Session, *, now: datetime, idle: timedelta = IDLE, longest: timedelta = LONGEST
) -> None:
    """Mark the sign-ins that ran out as ended; they stopped counting when they did."""
    _end(session, SIGN_IN.c.created_at <= now - longest, ending="too_long", now=now)
    _end(session, SIGN_IN.c.last_seen_at <= now - idle, ending="idle", now=now)


def token_hash(token: str) -> str:
    """What the database keeps of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _end(session: Session, *wanted: ColumnElement[bool], ending: str, now: datetime) -> int:
    step = (
        update(SIGN_IN)
        .where(SIGN_IN.c.ended_at.is_(None), *wanted)
        .values(ended_at=now, ending=ending)
        .returning(SIGN_IN.c.id)
    )
    return len(session.execute(step).all())


def _read(session: Session, *wanted: ColumnElement[bool]) -> tuple[SignIn, ...]:
    query = select(SIGN_IN.c.account, *(SIGN_IN.c[name] for name in _SHOWN)).where(*wanted)
    rows = session.execute(query.order_by(SIGN_IN.c.created_at.desc())).all()
    if not rows:
        return ()
    users = {one.id: one for one in read_users(session, ACCOUNT.c.id.in_({row[0] for row in rows}))}
    return tuple(
        SignIn(user=users[account], **dict(zip(_SHOWN, values, strict=True)))
        for account, *values in rows
    )

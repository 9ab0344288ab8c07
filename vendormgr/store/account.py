"""The people who may sign in: accounts, roles, passwords; every change with its audit event."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from vendormgr.domain.access import Role
from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.checking import is_storable
from vendormgr.store.clock import utc_now
from vendormgr.store.counter import take
from vendormgr.store.errors import (
    InvalidFieldError,
    LoginTakenError,
    NotFoundError,
)
from vendormgr.store.password import LONGEST, hash_password, password_fits
from vendormgr.store.tables.account import AccountRoleRow, AccountRow
from vendormgr.store.tables.base import table_of

ACCOUNT = table_of(AccountRow)
ACCOUNT_ROLE = table_of(AccountRoleRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """利用者: an account without its password."""

    id: str
    login: str
    name: str
    roles: frozenset[Role]
    must_change_password: bool
    disabled_at: datetime | None
    last_sign_in_at: datetime | None
    failures: int
    """Wrong passwords since the last right one."""
    created_at: datetime
    version: int

    @property
    def active(self) -> bool:
        """Whether this person may sign in."""
        return self.disabled_at is None


_USER = tuple(name for name in User.__dataclass_fields__ if name != "roles")
USER_COLUMNS = tuple(ACCOUNT.c[name] for name in _USER)


def create_user(  # noqa: PLR0913
    session: Session,
    *,
    login: str,
    name: str,
    roles: Iterable[Role],
    by: Actor,
    password: str | None = None,
    must_change_password: bool = True,
) -> User:
    """Add a person; an initial password has to be changed at the first sign-in.

    Raises:
        LoginTakenError: The sign-in name, or one that only looks different, is in use.
        InvalidFieldError: A name is empty or cannot be kept, the password is too long.
    """
    login, name = clean_name("login", login), clean_name("name", name)
    key = login_key(login)
    if find_by_login(session, login) is not None:
        raise LoginTakenError(login)
    now = utc_now()
    id_ = f"user-{take(session, 'account')}"
    row = {
        "id": id_,
        "login": login,
        "login_key": key,
        "name": name,
        "password_hash": None if password is None else hash_checked(password),
        "must_change_password": must_change_password,
        "password_changed_at": None if password is None else now,
        "failures": 0,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }
    session.execute(insert(ACCOUNT).values(**row))
    write_roles(session, id_, roles)
    user = require_user(session, id_)
    log_user(session, Action.CREATED, None, user, by=by)
    return user


def find_user(session: Session, id_: str) -> User | None:
    """The person of that id; one query."""
    found = read_users(session, ACCOUNT.c.id == id_)
    return found[0] if found else None


def find_by_login(session: Session, login: str) -> User | None:
    """The person of that sign-in name, however it is spelt; one query."""
    if not is_storable(login):
        return None
    found = read_users(session, ACCOUNT.c.login_key == login_key(login))
    return found[0] if found else None


def list_users(session: Session) -> tuple[User, ...]:
    """Everybody, in order of the sign-in name; one query."""
    return read_users(session)


def require_user(session: Session, id_: str) -> User:
    """The person of that id.

    Raises:
        NotFoundError: There is none.
    """
    user = find_user(session, id_)
    if user is None:
        raise NotFoundError("account", id_)
    return user


def authenticate(session: Session, login: str, password: str) -> User | None:
    """The active person with that sign-in name and password, else None, in the same time.

    Reads only, so that no writer waits for the hash.
    """
    user = find_by_login(session, login)
    kept = None
    if user is not None and user.active:
        query = select(ACCOUNT.c.password_hash).where(ACCOUNT.c.id == user.id)
        kept = session.execute(query).scalar_one()
    return user if password_fits(password, kept) else None


def login_key(login: str) -> str:
    """What sign-in names are compared by: there is no second "Ａｄｍｉｎ"."""
    return unicodedata.normalize("NFKC", login).casefold().strip()


def read_users(session: Session, *wanted: ColumnElement[bool]) -> tuple[User, ...]:
    """People that fit, in order of the sign-in name; one query, one row per role."""
    query = (
        select(*USER_COLUMNS, ACCOUNT_ROLE.c.role)
        .outerjoin(ACCOUNT_ROLE, ACCOUNT_ROLE.c.account == ACCOUNT.c.id)
        .where(*wanted)
        .order_by(ACCOUNT.c.login_key, ACCOUNT_ROLE.c.role)
    )
    people: dict[str, dict[str, Any]] = {}
    roles: dict[str, set[Role]] = {}
    for *values, role in session.execute(query):
        person = dict(zip(_USER, values, strict=True))
        people.setdefault(person["id"], person)
        roles.setdefault(person["id"], set()).update([Role(role)] if role else [])
    return tuple(User(**one, roles=frozenset(roles[id_])) for id_, one in people.items())


def write_roles(session: Session, id_: str, roles: Iterable[Role]) -> None:
    """Insert the roles of a person who has none."""
    rows = [{"account": id_, "role": role.value} for role in sorted(set(roles))]
    if rows:
        session.execute(insert(ACCOUNT_ROLE), rows)


def set_columns(session: Session, id_: str, **values: Any) -> None:
    """Change columns of an account and raise its version."""
    session.execute(
        update(ACCOUNT)
        .where(ACCOUNT.c.id == id_)
        .values(version=ACCOUNT.c.version + 1, updated_at=utc_now(), **values)
    )


def clean_name(field: str, value: str) -> str:
    """A name without white space around it.

    Raises:
        InvalidFieldError: It is empty or cannot be kept.
    """
    value = value.strip()
    if not value:
        raise InvalidFieldError(field, "missing", noun="account")
    if not is_storable(value):
        raise InvalidFieldError(field, "characters", noun="account")
    return value


def hash_checked(password: str) -> str:
    """The hash of a password to set.

    Raises:
        InvalidFieldError: It is empty or too long.
    """
    if not password or len(password) > LONGEST:
        raise InvalidFieldError("password", "length", noun="account")
    return hash_password(password)


def log_user(session: Session, action: Action, old: User | None, new: User, *, by: Actor) -> None:
    """Log a change of an account."""
    change = Change(action, "account", new.id, new.version, _shown(old), _shown(new))
    record_changes(session, [change], by=by)


def _shown(user: User | None) -> dict[str, Any] | None:
    """What the audit log may hold of a person: nothing secret."""
    if user is None:
        return None
    return {
        "login": user.login,
        "name": user.name,
        "roles": sorted(user.roles),
        "active": user.active,
    }

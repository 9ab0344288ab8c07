"""Changing accounts: names, roles, shutting and opening, passwords."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from vendormgr.domain.access import Role
from vendormgr.store.account import (
    ACCOUNT_ROLE,
    User,
    clean_name,
    hash_checked,
    log_user,
    read_users,
    require_user,
    set_columns,
    write_roles,
)
from vendormgr.store.audit import Action, Actor, Change, record_changes
from vendormgr.store.clock import utc_now
from vendormgr.store.errors import LastAdministratorError, StaleError
from vendormgr.store.sign_in import end_sign_ins


def change_user(  # noqa: PLR0913
    session: Session,
    id_: str,
    *,
    name: str,
    roles: Iterable[Role],
    disabled: bool,
    by: Actor,
    seen_version: int,
) -> User:
    """Rename a person, give other roles, shut the account or open it; effective at once.

    The open sign-ins of an account that is shut end.

    Raises:
        NotFoundError, StaleError, InvalidFieldError: See there.
        LastAdministratorError: Nobody could manage accounts any more.
    """
    old = require_user(session, id_)
    roles = frozenset(roles)
    if old.version != seen_version:
        raise StaleError(old, {"name": name, "roles": roles, "disabled": disabled})
    _keep_an_administrator(session, old, roles, disabled=disabled)
    now = utc_now()
    disabled_at = (old.disabled_at or now) if disabled else None
    set_columns(session, id_, name=clean_name("name", name), disabled_at=disabled_at)
    session.execute(delete(ACCOUNT_ROLE).where(ACCOUNT_ROLE.c.account == id_))
    write_roles(session, id_, roles)
    new = require_user(session, id_)
    log_user(session, _action(old, new), old, new, by=by)
    if disabled and old.active:
        end_sign_ins(session, id_, ending="disabled", now=now, by=by)
    return new


def set_password(  # noqa: PLR0913
    session: Session,
    id_: str,
    password: str,
    *,
    by: Actor,
    must_change_password: bool = False,
    keep_sign_in: str | None = None,
) -> User:
    """Give a person another password; all sign-ins end, except the one that is kept.

    Raises:
        NotFoundError: There is no such person.
        InvalidFieldError: The password is empty or too long.
    """
    require_user(session, id_)
    now = utc_now()
    set_columns(
        session,
        id_,
        password_hash=hash_checked(password),
        password_changed_at=now,
        must_change_password=must_change_password,
        failures=0,
    )
    user = require_user(session, id_)
    change = Change(Action.PASSWORD_SET, "account", id_, user.version)
    record_changes(session, [change], by=by)
    end_sign_ins(session, id_, ending="password_changed", now=now, by=by, keep=keep_sign_in)
    return user


def _keep_an_administrator(
    session: Session, old: User, roles: frozenset[Role], *, disabled: bool
) -> None:
    manages = Role.ADMINISTRATOR in roles and not disabled
    if manages or Role.ADMINISTRATOR not in old.roles or not old.active:
        return
    others = [
        one
        for one in read_users(session)
        if one.active and one.id != old.id and Role.ADMINISTRATOR in one.roles
    ]
    if not others:
        raise LastAdministratorError


def _action(old: User, new: User) -> Action:
    if old.active != new.active:
        return Action.ENABLED if new.active else Action.DISABLED
    return Action.ROLES_CHANGED if old.roles != new.roles else Action.UPDATED

"""`vendormgr user`: the people who may sign in, from the command line."""

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from vendormgr.cli.options import format_option, speak_utf8
from vendormgr.cli.setting import (
    check_password,
    folder_option,
    made_up_password,
    open_database,
    read_settings,
    stop,
)
from vendormgr.config import Settings
from vendormgr.domain.access import Role
from vendormgr.i18n import t
from vendormgr.store.account import User, create_user, find_by_login, list_users
from vendormgr.store.account_change import change_user, set_password
from vendormgr.store.audit import Actor
from vendormgr.store.errors import InvalidFieldError, LastAdministratorError, LoginTakenError

_role_option = click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help=t("setup.role_help"),
)


@click.group("user", help=t("setup.user_help"))
def command() -> None:
    """See setup.user_help."""
    speak_utf8()


@command.command("list", help=t("setup.user_list_help"))
@folder_option
@format_option("json")
def list_(*, folder: Path | None, form: str) -> None:
    """See setup.user_list_help."""
    settings = read_settings(folder=folder)
    with open_database(settings).reading() as session:
        people = list_users(session)
    rows = [
        {
            "login": one.login,
            "name": one.name,
            "roles": sorted(one.roles),
            "active": one.active,
            "last_sign_in_at": one.last_sign_in_at and one.last_sign_in_at.isoformat(),
        }
        for one in people
    ]
    if form == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for one in people:
        state = "" if one.active else f"  {t('setup.user_shut')}"
        click.echo(f"{one.login}\t{one.name}\t{', '.join(sorted(one.roles))}{state}")


@command.command("add", help=t("setup.user_add_help"))
@folder_option
@click.option("--login", required=True, help=t("setup.login_help"))
@click.option("--name", required=True, help=t("setup.name_help"))
@_role_option
@click.option("--password", help=t("setup.initial_password_help"))
def add(
    *, folder: Path | None, login: str, name: str, roles: tuple[str, ...], password: str | None
) -> None:
    """See setup.user_add_help."""
    settings = read_settings(folder=folder)
    if password is not None:
        check_password(password, settings, own_words=(login, name))
    initial = password or made_up_password()
    with _changing(settings) as session:
        create_user(
            session,
            login=login,
            name=name,
            roles=[Role(role) for role in roles],
            by=_actor(),
            password=initial,
        )
    click.echo(t("setup.user_added", login=login))
    if password is None:
        click.echo(t("setup.initial_password", password=initial))


@command.command("set-password", help=t("setup.user_password_help"))
@folder_option
@click.argument("login")
@click.option("--password", help=t("setup.initial_password_help"))
def set_password_(*, folder: Path | None, login: str, password: str | None) -> None:
    """See setup.user_password_help."""
    settings = read_settings(folder=folder)
    if password is not None:
        check_password(password, settings, own_words=(login,))
    initial = password or made_up_password()
    with _changing(settings) as session:
        user = _find(session, login)
        set_password(session, user.id, initial, by=_actor(), must_change_password=True)
    click.echo(t("setup.password_set", login=login))
    if password is None:
        click.echo(t("setup.initial_password", password=initial))


@command.command("roles", help=t("setup.user_roles_help"))
@folder_option
@click.argument("login")
@_role_option
def roles_(*, folder: Path | None, login: str, roles: tuple[str, ...]) -> None:
    """See setup.user_roles_help."""
    _change(read_settings(folder=folder), login, roles=frozenset(Role(role) for role in roles))


@command.command("disable", help=t("setup.user_disable_help"))
@folder_option
@click.argument("login")
def disable(*, folder: Path | None, login: str) -> None:
    """See setup.user_disable_help."""
    _change(read_settings(folder=folder), login, disabled=True)


@command.command("enable", help=t("setup.user_enable_help"))
@folder_option
@click.argument("login")
def enable(*, folder: Path | None, login: str) -> None:
    """See setup.user_enable_help."""
    _change(read_settings(folder=folder), login, disabled=False)


def _change(
    settings: Settings,
    login: str,
    *,
    roles: frozenset[Role] | None = None,
    disabled: bool | None = None,
) -> None:
    with _changing(settings) as session:
        user = _find(session, login)
        change_user(
            session,
            user.id,
            name=user.name,
            roles=user.roles if roles is None else roles,
            disabled=not user.active if disabled is None else disabled,
            by=_actor(),
            seen_version=user.version,
        )
    click.echo(t("setup.user_changed", login=login))


@contextmanager
def _changing(settings: Settings) -> Iterator[Session]:
    try:
        with open_database(settings).writing() as session:
            yield session
    except LoginTakenError as error:
        stop(t("setup.login_taken", login=error.login))
    except LastAdministratorError:
        stop(t("setup.last_administrator"))
    except InvalidFieldError as error:
        stop(t("setup.bad_field", field=error.field))


def _find(session: Session, login: str) -> User:
    user = find_by_login(session, login)
    if user is None:
        stop(t("setup.no_user", login=login))
    return user


def _actor() -> Actor:
    return Actor(f"vendormgr user ({getpass.getuser()})")

"""What commands share that work on an installation: its settings, its database, passwords."""

import secrets
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from vendormgr.config import SettingError, Settings, load_settings
from vendormgr.domain.password import password_problems
from vendormgr.i18n import Language, speak, t
from vendormgr.store.engine import Database
from vendormgr.store.errors import DamagedDatabaseError, DatabaseError, NewerDatabaseError

C = TypeVar("C", bound=Callable[..., Any])
UNUSABLE = 2
"""Exit status: the installation cannot be used as it is."""
_ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def folder_option(command: C) -> C:
    """--folder, the data folder."""
    return click.option(
        "--folder",
        type=click.Path(file_okay=False, path_type=Path),
        help=t("setup.folder_help"),
    )(command)


def stop(text: str) -> NoReturn:
    """Say what is wrong and end the command."""
    click.echo(text, err=True)
    sys.exit(UNUSABLE)


def read_settings(**given: Any) -> Settings:
    """The settings of this installation, whose language is spoken from now on."""
    try:
        settings = load_settings(**given)
    except SettingError as error:
        stop(t("setup.bad_setting", name=error.name, problem=error.problem))
    speak(Language(settings.language))
    return settings


def open_database(settings: Settings) -> Database:
    """The database, after checking that it can be served."""
    database = Database(settings.database)
    try:
        database.check()
    except DatabaseError as error:
        stop(refusal(error, settings))
    return database


def refusal(error: DatabaseError, settings: Settings) -> str:
    """Why the database cannot be used, and the command that mends it."""
    match error:
        case NewerDatabaseError():
            return t("setup.newer_database", url=error.url)
        case DamagedDatabaseError():
            return t("setup.damaged_database", url=error.url, problem=error.problem)
        case _:
            return t("setup.not_migrated", url=error.url, folder=settings.folder)


def check_password(password: str, settings: Settings, *, own_words: Iterable[str]) -> None:
    """End the command when the password is not good enough."""
    problems = password_problems(
        password, shortest=settings.password_min_length, own_words=own_words
    )
    if problems:
        stop("\n".join(t(one, n=settings.password_min_length) for one in problems))


def ask_password(password: str | None) -> str:
    """The given password, or one that is typed twice."""
    if password is not None:
        return password
    typed: str = click.prompt(t("setup.ask_password"), hide_input=True, confirmation_prompt=True)
    return typed


def made_up_password() -> str:
    """An initial password that nobody guesses: 20 letters and digits in groups of five."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(20))
    return "-".join(letters[place : place + 5] for place in range(0, 20, 5))

"""Options that several commands share."""

import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from vendormgr.domain.vocabulary import Severity
from vendormgr.i18n import Language, speak, t

C = TypeVar("C", bound=Callable[..., Any])

LANGUAGE_VARIABLE = "VENDORMGR_LANGUAGE"
"""The setting `language`, also for the command line."""

FOUND = 1
"""Exit status: there is a finding at or above the threshold."""
INVALID = 2
"""Exit status: the document or an argument cannot be used."""


def _speak(_: click.Context, __: click.Parameter, value: str) -> Language:
    chosen = Language(value)
    speak(chosen)
    return chosen


def language_option(command: C) -> C:
    """--lang, already spoken when the command begins."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice([one.value for one in Language]),
        default=Language.JA.value,
        show_default=True,
        is_eager=True,
        callback=_speak,
        envvar=LANGUAGE_VARIABLE,
        help=t("cli.language_help"),
    )(command)


def fail_on_option(command: C) -> C:
    """--fail-on, as a Severity."""
    return click.option(
        "--fail-on",
        type=click.Choice([one.value for one in Severity]),
        default=Severity.HIGH.value,
        show_default=True,
        callback=lambda _, __, value: Severity(value),
        help=t("cli.fail_on_help"),
    )(command)


def format_option(*formats: str) -> Callable[[C], C]:
    """--format, text unless chosen otherwise."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", *formats]),
        default="text",
        show_default=True,
        help=t("cli.format_help"),
    )


def database_option(command: C) -> C:
    """--database, the URL of the database to work on instead of the settings' own."""
    return click.option("--database", metavar="URL", help=t("cli.database_help"))(command)


def reaches(severities: Iterable[Severity], threshold: Severity) -> bool:
    """Whether any is as severe as the threshold, or more."""
    return any(one.rank <= threshold.rank for one in severities)


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: documents hold names that cp932 and ASCII lack."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

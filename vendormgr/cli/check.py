"""`vendormgr check`: everything that follows from a document, without any database."""

import json

import click

from vendormgr.cli.check_text import check_text
from vendormgr.cli.document import file_argument, read_file, refuse
from vendormgr.cli.options import (
    FOUND,
    fail_on_option,
    format_option,
    language_option,
    reaches,
    speak_utf8,
)
from vendormgr.domain.analysis import conclude
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.exposure import UnknownChangeError, apply_changes
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.vocabulary import Severity
from vendormgr.exchange.portfolio_answer import check_answer
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import Language, t

WORDS: dict[str, bool | None] = {"true": True, "false": False, "unknown": None}


class Change(click.ParamType[tuple[str, bool | None]]):
    """ID.NAME=true|false|unknown."""

    name = "ID.NAME=true|false|unknown"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, bool | None]:
        """The key and what it is set to."""
        key, sign, word = value.rpartition("=")
        if not sign or word not in WORDS:
            self.fail(t("cli.change_shape", value=value), param, ctx)
        return key, WORDS[word]


@click.command("check", help=t("cli.check_help"))
@file_argument
@format_option("json")
@click.option("--set", "changes", type=Change(), multiple=True, help=t("cli.set_help"))
@fail_on_option
@language_option
def command(
    *,
    file: str,
    form: str,
    changes: tuple[tuple[str, bool | None], ...],
    fail_on: Severity,
    language: Language,
) -> None:
    """See cli.check_help."""
    speak_utf8()
    catalogue = load_catalogue()
    portfolio = _changed(read_file(file, catalogue), catalogue, dict(changes))
    conclusions = conclude(portfolio, catalogue)
    if form == "json":
        click.echo(json.dumps(check_answer(conclusions, language), ensure_ascii=False, indent=1))
    else:
        click.echo(check_text(conclusions), nl=False)
    if reaches((finding.severity for finding in conclusions.findings), fail_on):
        raise SystemExit(FOUND)


def _changed(
    portfolio: Portfolio, catalogue: Catalogue, changes: dict[str, bool | None]
) -> Portfolio:
    """The portfolio after --set; exits when an ID or a NAME is unknown, naming all of them."""
    try:
        return apply_changes(portfolio, catalogue, changes)
    except UnknownChangeError:
        refuse("\n".join(_unknown(portfolio, catalogue, changes)))


def _unknown(
    portfolio: Portfolio, catalogue: Catalogue, changes: dict[str, bool | None]
) -> list[str]:
    lines = []
    for key, value in changes.items():
        try:
            apply_changes(portfolio, catalogue, {key: value})
        except UnknownChangeError:
            lines.append(t("cli.change_unknown", key=key))
    return lines

"""`vendormgr matrix`: who holds each row of each service, from a document."""

import json

import click

from vendormgr.cli.document import file_argument, read_file
from vendormgr.cli.matrix_text import matrix_csv, matrix_text
from vendormgr.cli.options import (
    FOUND,
    fail_on_option,
    format_option,
    language_option,
    reaches,
    speak_utf8,
)
from vendormgr.domain.analysis import conclude
from vendormgr.domain.vocabulary import Severity
from vendormgr.exchange.portfolio_answer import matrix_answer, matrix_findings
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import Language, t


@click.command("matrix", help=t("cli.matrix_help"))
@file_argument
@format_option("json", "csv")
@fail_on_option
@language_option
def command(*, file: str, form: str, fail_on: Severity, language: Language) -> None:
    """See cli.matrix_help."""
    speak_utf8()
    catalogue = load_catalogue()
    conclusions = conclude(read_file(file, catalogue), catalogue)
    if form == "json":
        click.echo(json.dumps(matrix_answer(conclusions, language), ensure_ascii=False, indent=1))
    elif form == "csv":
        click.echo(matrix_csv(conclusions).encode("utf-8-sig"), nl=False)
    else:
        click.echo(matrix_text(conclusions), nl=False)
    if reaches((finding.severity for finding in matrix_findings(conclusions)), fail_on):
        raise SystemExit(FOUND)

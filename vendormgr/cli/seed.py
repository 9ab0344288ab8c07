"""`vendormgr check-data`: every error in the seed files."""

from pathlib import Path

import click

from vendormgr.cli.options import language_option, speak_utf8
from vendormgr.exchange.seed import SeedError, check_seed
from vendormgr.i18n import Language, t


@click.command("check-data", help=t("cli.check_data_help"))
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@language_option
def command(*, folder: Path | None, language: Language) -> None:  # noqa: ARG001 - spoken already
    """See cli.check_data_help."""
    speak_utf8()
    errors = check_seed(folder)
    for error in errors:
        click.echo(_line(error), err=True)
    if errors:
        click.echo(t("cli.seed_errors", n=len(errors)), err=True)
        raise SystemExit(1)
    click.echo(t("cli.seed_right"))


def _line(error: SeedError) -> str:
    """FILE: ENTRY: FIELD: what is wrong."""
    places = (error.file, error.entry, error.field)
    return ": ".join((*filter(None, places), t(error.text_id, **error.values)))

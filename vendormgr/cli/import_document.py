"""`vendormgr import`: a portfolio document into the database, all of it or nothing."""

import getpass
from pathlib import Path

import click

from vendormgr.cli.document import file_argument, read_file
from vendormgr.cli.options import database_option, speak_utf8
from vendormgr.cli.setting import folder_option, open_database, read_settings, stop
from vendormgr.domain.portfolio import Portfolio
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import Language, t
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database
from vendormgr.store.errors import DatabaseError, IdTakenError, RecordError
from vendormgr.store.importing import ImportCount, import_portfolio


@click.command("import", help=t("cli.import_help"))
@file_argument
@folder_option
@database_option
@click.option("--dry-run", is_flag=True, help=t("cli.dry_run_help"))
@click.option(
    "--lang",
    "language",
    type=click.Choice([one.value for one in Language]),
    help=t("cli.language_help"),
)
def command(
    *, file: str, folder: Path | None, database: str | None, dry_run: bool, language: str | None
) -> None:
    """See cli.import_help."""
    speak_utf8()
    settings = read_settings(folder=folder, database_url=database, language=language)
    portfolio = read_file(file, load_catalogue())
    opened = open_database(settings)
    try:
        count = store(opened, portfolio, dry_run=dry_run)
    except RecordError as error:
        stop(refusal(error))
    except DatabaseError as error:
        stop(t("cli.database_refuses", problem=type(error).__name__, url=error.url))
    finally:
        opened.close()
    click.echo(
        t(
            "cli.tried" if dry_run else "cli.imported",
            created=count.created,
            updated=count.updated,
            restored=count.restored,
            unchanged=count.unchanged,
        )
    )


def store(database: Database, portfolio: Portfolio, *, dry_run: bool = False) -> ImportCount:
    """Import in one transaction; a dry run does the same and takes it back."""
    with database.writing() as session:
        count = import_portfolio(session, portfolio, by=actor("import"))
        if dry_run:
            session.rollback()
    return count


def actor(command_name: str) -> Actor:
    """Who runs a command on this machine."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # no such user on this machine, as in some containers
        name = "?"
    return Actor(f"vendormgr {command_name} ({name})")


def refusal(error: RecordError) -> str:
    """Why the records did not take the document; its own errors were found before."""
    if isinstance(error, IdTakenError):
        return t("cli.id_taken", id=error.id, noun=t(f"noun.{error.noun}"))
    values = ", ".join(str(value) for value in vars(error).values() if value)
    return t("cli.not_taken", problem=type(error).__name__, values=values)

"""`vendormgr export`: everything in the database as a portfolio document."""

import os
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from vendormgr.cli.import_document import actor
from vendormgr.cli.options import database_option, speak_utf8
from vendormgr.cli.setting import folder_option, open_database, read_settings, stop
from vendormgr.exchange.portfolio import write_portfolio
from vendormgr.i18n import TOKYO, t
from vendormgr.store.audit import Action, note_event
from vendormgr.store.errors import DatabaseError
from vendormgr.store.portfolio import export_portfolio


@click.command("export", help=t("cli.export_help"))
@click.argument("file", default="-", type=click.Path(dir_okay=False, allow_dash=True))
@folder_option
@database_option
def command(*, file: str, folder: Path | None, database: str | None) -> None:
    """See cli.export_help."""
    speak_utf8()
    opened = open_database(read_settings(folder=folder, database_url=database))
    try:
        with opened.writing() as session:
            portfolio = export_portfolio(session, datetime.now(TOKYO).date())
            # An export is the whole attack map, so the log has to know of it.
            note_event(session, Action.EXPORTED, "portfolio", portfolio.id, by=actor("export"))
    except DatabaseError as error:
        stop(t("cli.database_refuses", problem=type(error).__name__, url=error.url))
    finally:
        opened.close()
    text = write_portfolio(portfolio)
    if file == "-":
        click.echo(text.encode(), nl=False)
        return
    try:
        write_whole(Path(file), text)
    except OSError as error:
        stop(t("cli.not_written", file=file, reason=error.strerror or ""))


def write_whole(place: Path, text: str) -> None:
    """Write a file so that there is never half of one; only its owner may read it."""
    with NamedTemporaryFile("wb", dir=place.parent, delete=False) as file:
        try:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(place)

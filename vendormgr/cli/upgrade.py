"""`vendormgr upgrade`: bring the database to this program's schema."""

from pathlib import Path

import click

from vendormgr.cli.options import speak_utf8
from vendormgr.cli.setting import folder_option, read_settings, refusal, stop
from vendormgr.i18n import t
from vendormgr.store.errors import DatabaseError
from vendormgr.store.migration import head, is_current, upgrade


@click.command("upgrade", help=t("setup.upgrade_help"))
@folder_option
def command(*, folder: Path | None) -> None:
    """See setup.upgrade_help."""
    speak_utf8()
    settings = read_settings(folder=folder)
    if not settings.database_url and not settings.folder.is_dir():
        stop(t("setup.no_folder", folder=settings.folder))
    try:
        already = is_current(settings.database)
    except DatabaseError:
        already = False
    try:
        upgrade(settings.database)
    except DatabaseError as error:
        stop(refusal(error, settings))
    click.echo(t("setup.current" if already else "setup.upgraded", revision=head()))

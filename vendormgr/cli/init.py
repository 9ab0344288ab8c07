"""`vendormgr init`: a real installation, ready to be served."""

from pathlib import Path

import click

from vendormgr.cli.options import speak_utf8
from vendormgr.cli.setting import ask_password, check_password, folder_option, read_settings, stop
from vendormgr.config import SETTINGS_FILE, Settings, make_secret_key
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Party
from vendormgr.domain.vocabulary import PartyRole
from vendormgr.exchange.seed import check_seed
from vendormgr.i18n import t
from vendormgr.store.account import create_user, list_users
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database
from vendormgr.store.errors import DatabaseError
from vendormgr.store.migration import upgrade
from vendormgr.store.record import create, find
from vendormgr.store.state import describe_portfolio

HOSPITAL_ID = "hospital"
SETUP = Actor("vendormgr init")


@click.command("init", help=t("setup.init_help"))
@folder_option
@click.option("--database-url", help=t("setup.database_url_help"))
@click.option("--hospital", help=t("setup.ask_hospital"))
@click.option("--login", help=t("setup.ask_login"))
@click.option("--name", help=t("setup.ask_name"))
@click.option("--password", help=t("setup.ask_password"))
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role if role is not Role.VENDOR]),
    help=t("setup.further_roles_help"),
)
def command(  # noqa: PLR0913 - one for each prompt
    *,
    folder: Path | None,
    database_url: str | None,
    hospital: str | None,
    login: str | None,
    name: str | None,
    password: str | None,
    roles: tuple[str, ...],
) -> None:
    """See setup.init_help."""
    speak_utf8()
    settings = read_settings(folder=folder, database_url=database_url)
    if check_seed():
        stop(t("setup.broken_seed"))
    _refuse_second_time(settings)
    hospital = hospital or click.prompt(t("setup.ask_hospital"))
    login = login or click.prompt(t("setup.ask_login"), default="admin")
    name = name or click.prompt(t("setup.ask_name"))
    password = ask_password(password)
    check_password(password, settings, own_words=(login, name, hospital))
    make_secret_key(settings.folder)
    _keep_settings(settings.folder, database_url)
    upgrade(settings.database)
    granted = [Role.ADMINISTRATOR, *(Role(role) for role in roles or (Role.PLANNER,))]
    with Database(settings.database).writing() as session:
        if find(session, Party, HOSPITAL_ID) is None:
            party = Party(id=HOSPITAL_ID, role=PartyRole.HOSPITAL, name=hospital)
            create(session, party, by=SETUP)
        describe_portfolio(session, title=hospital, note=None, edition=None, by=SETUP)
        create_user(
            session,
            login=login,
            name=name,
            roles=granted,
            by=SETUP,
            password=password,
            must_change_password=False,
        )
    click.echo(t("setup.ready", folder=settings.folder, login=login))


def _refuse_second_time(settings: Settings) -> None:
    database = Database(settings.database)
    try:
        database.check()
        with database.reading() as session:
            people = list_users(session)
    except DatabaseError:
        return
    finally:
        database.close()
    if people:
        stop(t("setup.already", folder=settings.folder))


def _keep_settings(folder: Path, database_url: str | None) -> None:
    place = folder / SETTINGS_FILE
    if database_url and not place.exists():
        quoted = database_url.replace("\\", "\\\\").replace('"', '\\"')
        place.touch(mode=0o600)
        place.write_text(f'database_url = "{quoted}"\n', encoding="utf-8")

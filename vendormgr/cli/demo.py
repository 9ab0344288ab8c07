"""`vendormgr demo`: an invented hospital in a file of its own, ready to click through."""

from datetime import datetime
from pathlib import Path

import click

from vendormgr.app import create_app
from vendormgr.cli.options import speak_utf8
from vendormgr.cli.serve import address, run
from vendormgr.cli.setting import made_up_password, read_settings, stop
from vendormgr.config import Settings, make_secret_key
from vendormgr.domain.access import Role
from vendormgr.exchange.demo import demo_portfolio
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import TOKYO, label, t
from vendormgr.store.account import create_user
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database
from vendormgr.store.errors import DatabaseError, NotMigratedError
from vendormgr.store.importing import import_portfolio
from vendormgr.store.migration import upgrade

MAKER = Actor("vendormgr demo")
SIGN_IN_FILE = "sign-in.txt"
ROLES = tuple(role for role in Role if role is not Role.VENDOR)
"""The demo has one person for each of these; the sign-in name is the role's."""


@click.command("demo", help=t("setup.demo_help"))
@click.option("--port", type=int, help=t("setup.port_help"))
@click.option(
    "--data",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("vendormgr-demo.sqlite3"),
    show_default=True,
    help=t("setup.demo_data_help"),
)
def command(*, port: int | None, data: Path) -> None:
    """See setup.demo_help."""
    speak_utf8()
    folder = data.absolute().with_name(f"{data.stem}-files")
    url = f"sqlite:///{data.absolute()}"
    settings = read_settings(folder=folder, port=port, database_url=url, host="127.0.0.1")
    make_secret_key(folder)
    database = Database(settings.database)
    try:
        database.check()
    except NotMigratedError:
        if data.exists() and data.stat().st_size:
            stop(t("setup.demo_other_file", file=data))
        fill(settings, database)
    except DatabaseError as error:
        stop(t("setup.demo_unusable", file=data, problem=str(error)))
    password = (folder / SIGN_IN_FILE).read_text(encoding="ascii").strip()
    click.echo(t("setup.demo_ready", address=address(settings)))
    for role in ROLES:
        click.echo(f"  {role.value:<14} {label(role)}")
    click.echo(t("setup.demo_password", password=password))
    run(create_app(settings, database=database), settings)


def fill(settings: Settings, database: Database) -> None:
    """Make the database, the people and the invented hospital as of today."""
    password = made_up_password()
    place = settings.folder / SIGN_IN_FILE
    place.touch(mode=0o600)
    place.write_text(password, encoding="ascii")
    upgrade(settings.database)
    portfolio = demo_portfolio(load_catalogue(), datetime.now(TOKYO).date())
    with database.writing() as session:
        import_portfolio(session, portfolio, by=MAKER)
        for role in ROLES:
            create_user(
                session,
                login=role.value,
                name=label(role),
                roles=[role],
                by=MAKER,
                password=password,
                must_change_password=False,
            )

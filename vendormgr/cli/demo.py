"""`vendormgr demo`: an invented hospital in a file of its own, ready to click through."""

import socket
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
from vendormgr.store.account import create_user, find_by_login
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
@click.option("--port", type=click.IntRange(1, 65535), help=t("setup.port_help"))
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
    data = data.absolute()
    folder = data.with_name(f"{data.stem}-files")
    url = f"sqlite:///{data}"
    settings = read_settings(folder=folder, port=port, database_url=url, host="127.0.0.1")
    _require_free_port(settings)
    database = Database(settings.database)
    _prepare(settings, database, data)
    password = (folder / SIGN_IN_FILE).read_text(encoding="ascii").strip()
    click.echo(t("setup.demo_ready", address=address(settings)))
    for role in ROLES:
        click.echo(f"  {role.value:<14} {label(role)}")
    click.echo(t("setup.demo_password", password=password))
    run(create_app(settings, database=database), settings)


def _require_free_port(settings: Settings) -> None:
    """End the command before anything is made when another program answers there."""
    with socket.socket() as probe:
        # As the server does, so that a port that was left a moment ago counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            stop(t("setup.demo_port", port=settings.port, problem=error.strerror or str(error)))


def _prepare(settings: Settings, database: Database, data: Path) -> None:
    """Make the demo where there is none; end the command when the file is something else."""
    made_here = (settings.folder / SIGN_IN_FILE).is_file()
    if data.exists() and data.stat().st_size and not made_here:
        # Not even opened: that would change the file of another program.
        stop(t("setup.demo_other_file", file=data))
    try:
        database.check()
    except NotMigratedError:
        if data.exists() and data.stat().st_size:
            stop(t("setup.demo_other_file", file=data))
    except DatabaseError as error:
        stop(t("setup.demo_unusable", file=data, problem=str(error)))
    data.parent.mkdir(parents=True, exist_ok=True)
    make_secret_key(settings.folder)
    fill(settings, database)


def fill(settings: Settings, database: Database) -> None:
    """Make the database, the people and the invented hospital as of today, unless they are there.

    The hospital and the people come in one transaction: a start that was broken off goes on here.
    """
    place = settings.folder / SIGN_IN_FILE
    if not place.exists():
        place.touch(mode=0o600)
        place.write_text(made_up_password(), encoding="ascii")
    password = place.read_text(encoding="ascii").strip()
    upgrade(settings.database)
    with database.reading() as session:
        if find_by_login(session, ROLES[0].value) is not None:
            return
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

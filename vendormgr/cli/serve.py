"""`vendormgr serve`: answer browsers."""

import logging
import signal
import sys
from pathlib import Path
from types import FrameType

import click
from flask import Flask
from waitress import serve as waitress_serve

from vendormgr.app import create_app
from vendormgr.cli.options import speak_utf8
from vendormgr.cli.setting import folder_option, open_database, read_settings, stop
from vendormgr.config import LOOPBACK, SettingError, Settings
from vendormgr.i18n import t
from vendormgr.web.log import FORMAT, RequestNumber
from vendormgr.web.watch import Watcher

LARGEST_READ = 100 * 1024 * 1024
"""Bytes that are read (to disk) before the connection is cut; above our own limit, so that people
get our page and not a broken connection."""


@click.command("serve", help=t("setup.serve_help"))
@folder_option
@click.option("--host", help=t("setup.host_help"))
@click.option("--port", type=int, help=t("setup.port_help"))
def command(*, folder: Path | None, host: str | None, port: int | None) -> None:
    """See setup.serve_help."""
    speak_utf8()
    settings = read_settings(folder=folder, host=host, port=port)
    refuse_plain_http(settings)
    database = open_database(settings)
    try:
        app = create_app(settings, database=database)
    except SettingError as error:
        stop(t("setup.bad_setting", name=error.name, problem=error.problem))
    click.echo(t("setup.serving", address=address(settings)))
    run(app, settings)


def run(app: Flask, settings: Settings) -> None:
    """Serve until told to stop; requests that have begun are answered first."""
    handler = logging.StreamHandler()
    handler.addFilter(RequestNumber())
    logging.basicConfig(level=settings.log_level, format=FORMAT, handlers=[handler])
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, _end)
    if settings.watch_seconds:
        Watcher(app, seconds=settings.watch_seconds).start()
    waitress_serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        ident=None,
        max_request_body_size=max(LARGEST_READ, 2 * settings.max_request_mb * 1024 * 1024),
        channel_timeout=60,
        clear_untrusted_proxy_headers=not settings.trusted_proxies,
    )


def refuse_plain_http(settings: Settings) -> None:
    """End the command rather than send passwords over a network in the clear."""
    if settings.host in LOOPBACK or settings.tls or settings.allow_plain_http:
        return
    stop(t("setup.plain_http", host=settings.host))


def address(settings: Settings) -> str:
    """Where a browser on this machine finds the product."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)

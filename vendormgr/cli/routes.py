"""`vendormgr routes`: every address with its methods and the permission it needs."""

import json

import click

from vendormgr.app import create_app
from vendormgr.cli.options import format_option, speak_utf8
from vendormgr.config import Settings
from vendormgr.i18n import t
from vendormgr.web.access import routes

_HEADS = ("PATH", "METHODS", "PERMISSION", "ENDPOINT")


@click.command("routes", help=t("setup.routes_help"))
@format_option("json")
def command(*, form: str) -> None:
    """See setup.routes_help."""
    speak_utf8()
    # No database is opened and no cookie is signed: neither needs to exist for the list.
    app = create_app(Settings(secret_key="-" * 32, database_url="sqlite://"))
    rows = [
        (path, " ".join(methods), permission, endpoint)
        for path, methods, permission, endpoint in routes(app)
    ]
    if form == "json":
        keys = [head.lower() for head in _HEADS]
        listed = [dict(zip(keys, row, strict=True)) for row in rows]
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))
        return
    widths = [max(len(row[place]) for row in (_HEADS, *rows)) for place in range(4)]
    for row in (_HEADS, *rows):
        click.echo(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )

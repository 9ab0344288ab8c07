"""Command line. Each command lives in a module of its own, which is imported when it is called.

`vendormgr check` must not wait for Flask and the database library to load.
"""

import os
from importlib import import_module
from typing import Any

import click

from vendormgr.cli.options import LANGUAGE_VARIABLE
from vendormgr.i18n import Language, speak, t

COMMANDS = {
    "check": "vendormgr.cli.check",
    "check-data": "vendormgr.cli.seed",
    "demo": "vendormgr.cli.demo",
    "export": "vendormgr.cli.export_document",
    "import": "vendormgr.cli.import_document",
    "init": "vendormgr.cli.init",
    "matrix": "vendormgr.cli.matrix",
    "routes": "vendormgr.cli.routes",
    "serve": "vendormgr.cli.serve",
    "upgrade": "vendormgr.cli.upgrade",
    "user": "vendormgr.cli.user",
}
"""Command to the module whose `command` it is."""


class LazyGroup(click.Group):
    """A group that finds its commands in COMMANDS."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; helps are in the language of the environment."""
        if os.environ.get(LANGUAGE_VARIABLE) in set(Language):
            speak(Language(os.environ[LANGUAGE_VARIABLE]))
        return super().main(*args, **extra)

    def format_help_text(
        self,
        _: click.Context,
        formatter: click.HelpFormatter,
    ) -> None:
        """What the product does."""
        formatter.write_paragraph()
        formatter.write_text(t("cli.help"))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the alphabet."""
        return sorted({*COMMANDS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vendormgr")
def main() -> None:
    """Responsibility split, contracts, gaps and attack paths of a hospital's vendors."""

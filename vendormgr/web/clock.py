"""The time of a request; tests set the clock of the application, not the machine's."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import current_app

from vendormgr.i18n import TOKYO

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time, aware of its zone."""
    return datetime.now(UTC)


def now() -> datetime:
    """The application's time, in UTC."""
    clock: Clock = current_app.extensions["vendormgr.clock"]
    return clock()


def today() -> date:
    """The day in Tokyo."""
    return now().astimezone(TOKYO).date()

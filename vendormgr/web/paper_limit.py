"""用紙の上限: a paper that would be read by nobody and take minutes is not begun.

The person is led back to where the list can be narrowed, or taken as a workbook.
"""

from flask import redirect
from flask.typing import ResponseReturnValue

from vendormgr.i18n import format_number, t
from vendormgr.web.flashes import warn

LINES = 1_000
"""Lines in one PDF of the inventory, about ten seconds."""
QUESTIONS = 2_000
"""Questions in one PDF to a vendor, about five seconds."""


def refused(n: int, most: int, *, message: str, there: str) -> ResponseReturnValue | None:
    """The way back with a word why, where there is more to print than a paper takes."""
    if n <= most:
        return None
    warn(t(message, n=format_number(most)))
    return redirect(there, 303)

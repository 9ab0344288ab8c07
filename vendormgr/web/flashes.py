"""Short messages on the next page: what was done, with a button that undoes it."""

from flask import flash


def done(text: str, *, undo: int | None = None) -> None:
    """Say that something was done; `undo` is the number of the audit event to take back."""
    flash(text[:300], f"done:{undo}" if undo is not None else "done")


def warn(text: str) -> None:
    """Say something that the person should look at."""
    flash(text[:300], "warning")

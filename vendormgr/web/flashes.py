"""Short messages on the next page: what was done, with a button that undoes it."""

from flask import flash, url_for


def done(text: str, *, undo: int | None = None, back: str | None = None) -> None:
    """Say that something was done.

    Args:
        text: What was done.
        undo: Number of the audit event that the button takes back.
        back: Address that takes it back, for what is no record and has no event.
    """
    if undo is not None:
        back = url_for("undo.undo", event_id=undo)
    flash(text[:300], f"done:{back}" if back is not None else "done")


def warn(text: str) -> None:
    """Say something that the person should look at."""
    flash(text[:300], "warning")

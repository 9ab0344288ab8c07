"""The database of a request: one reading session, and an explicit block for a change."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from vendormgr.store.engine import Database
from vendormgr.web.forms import refilled


class RefilledError(Exception):
    """A form that is only shown again was about to change something."""


def database() -> Database:
    """The application's database."""
    found: Database = current_app.extensions["vendormgr.database"]
    return found


def reading() -> Session:
    """The request's reading session, opened at the first call: all reads see one state."""
    if "reading" not in g:
        g.reading_stack = ExitStack()
        g.reading = g.reading_stack.enter_context(database().reading())
    session: Session = g.reading
    return session


@contextmanager
def writing() -> Iterator[Session]:
    """A session that commits at the end of the block; open it after validation only.

    Reads after the block see the change.
    """
    if refilled():
        raise RefilledError
    close_reading()
    g.pop("estate", None)
    with database().writing() as session:
        yield session
    # What was read inside the block is older than the change.
    close_reading()
    g.pop("estate", None)


def close_reading() -> None:
    """End the request's reading session, if there is one."""
    if "reading" in g:
        stack: ExitStack = g.pop("reading_stack")
        g.pop("reading")
        stack.close()


def install(app: Flask) -> None:
    """Close what a request leaves open."""

    @app.teardown_appcontext
    def _close(_error: BaseException | None) -> None:
        close_reading()

"""The watcher: notes first sights, resolutions and ended acceptances of gaps by itself.

A page that is read changes nothing, so somebody has to write down what the rules see. While the
product serves, a thread compares every few seconds what was noted with the portfolio's version and
the day. Several processes may do so: of two that find the same, the second writes nothing.
"""

import logging
from threading import Event, Thread

from flask import Flask

from vendormgr.store.gap_sync import SyncCount, sync_gaps
from vendormgr.store.path_history import sync_paths
from vendormgr.store.state import read_state
from vendormgr.web.clock import today
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate
from vendormgr.web.path_history import paths_seen

log = logging.getLogger(__name__)


def look_once(app: Flask) -> SyncCount | None:
    """Bring the gap records up to date; None: they are, and one query was all it took."""
    with app.app_context():
        state = read_state(reading())
        day = today()
        if (state.gaps_version, state.gaps_on) == (state.version, day):
            return None
        conclusions = estate()
        seen, state_of = paths_seen(conclusions)
        with writing() as session:
            count = sync_gaps(session, conclusions.findings, version=state.version, today=day)
            if count is not None:
                sync_paths(session, seen, state_of=state_of, today=day)
            return count


def warm_up(app: Flask) -> None:
    """Conclude before the first person asks; after each write the look itself does it."""
    with app.app_context():
        estate()


class Watcher:
    """A thread that looks every few seconds, and never ends the server."""

    def __init__(self, app: Flask, *, seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._is_warm = False
        self._stopped = Event()
        self._thread = Thread(target=self._watch, name="gap-watcher", daemon=True)

    def start(self) -> None:
        """Begin to look; the first time at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after the look that is going on, if one is; it is finished first."""
        self._stopped.set()
        self._thread.join(timeout=30)

    def _watch(self) -> None:
        while not self._stopped.is_set():
            try:
                count = look_once(self._app)
                if count is None and not self._is_warm:
                    warm_up(self._app)
                self._is_warm = True
            except Exception as error:
                # A locked or full database, or a mistake of ours: people must go on working.
                log.error("the watcher failed: %s", type(error).__name__)  # noqa: TRY400
            else:
                if count is not None:
                    log.info("gaps: %s new, %s resolved", count.seen, count.resolved)
            self._stopped.wait(self._seconds)

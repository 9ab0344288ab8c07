"""The log of requests: ids only, one line each, with the number that error pages show."""

import logging
import secrets
import time
from urllib.parse import quote

from flask import Flask, Response, g, has_request_context, request

FORMAT = "%(asctime)s %(levelname)s %(request)s %(name)s %(message)s"
log = logging.getLogger(__name__)


class RequestNumber(logging.Filter):
    """Puts the number of the request on every line that is written while it is answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the number; nothing is left out."""
        record.request = g.get("request_id", "-") if has_request_context() else "-"
        return True


def install(app: Flask) -> None:
    """Number every request before anything else, and write a line when it has been answered."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = secrets.token_hex(6)
    g.began = time.monotonic()


def _end(response: Response) -> Response:
    if request.endpoint != "assets.static_file":
        user = g.get("user")
        # The path is quoted: a line break in an address must not begin a line of the log.
        log.info(
            "%s %s %s %s %.0fms",
            request.method,
            quote(request.path),
            response.status_code,
            user.id if user else "-",
            1000 * (time.monotonic() - g.get("began", time.monotonic())),
        )
    return response

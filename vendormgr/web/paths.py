"""Addresses: ids in them are bounded, and a redirect never leaves the product."""

import re
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from flask import request
from werkzeug.routing import BaseConverter

ID_LIMIT = 120
# Werkzeug drops tabs and browsers read a backslash as a slash: only plain characters pass.
_PLAIN = re.compile(r"/(?!/)(?:[A-Za-z0-9_~%:@.\-]|/(?!/))*(?:\?[A-Za-z0-9_~%=&+,:;@!*()./\-]*)?")
_PATH_LIMIT = 2_000


class IdConverter(BaseConverter):
    """A record's id: no slash, no control character, no dot in front, at most 120 characters."""

    regex = rf"(?!\.)[^/\\\x00-\x1f\x7f]{{1,{ID_LIMIT}}}"


class NumberConverter(BaseConverter):
    """A whole number that every database can hold."""

    regex = r"[0-9]{1,15}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)


def safe_path(raw: str | None, default: str = "/") -> str:
    """A path on this server, or the default for anything that could lead elsewhere."""
    if raw is None or len(raw) > _PATH_LIMIT or not _PLAIN.fullmatch(raw):
        return default
    return raw


def parts_of(address: str | None) -> SplitResult:
    """The parts of an address that a browser named; of one that cannot be read, none."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return urlsplit("")


def with_query(path: str, *, without: str = "") -> str:
    """A path with the query of this request.

    Not with url_for: names such as _scheme or _external in an address would steer it.
    """
    asked = [(key, value) for key, value in request.args.items(multi=True) if key != without]
    return f"{path}?{urlencode(asked)}" if asked else path


def back_path() -> str:
    """The page that is shown, for a small form on it that comes back to it."""
    path = quote(request.path)
    query = request.query_string.decode("ascii", "ignore")
    return f"{path}?{query}" if query and request.method == "GET" else path

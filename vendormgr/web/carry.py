"""Typed fields carried through an expired session: nothing is lost, nothing is done unasked.

A form that is sent after its session or token has expired is kept only when the browser says that
it came from our own pages. The person signs in on a page that holds what was typed, and then sees
the form filled in again: the request is `refilled`, so no view carries it out.
"""

from flask import g, request

from vendormgr.web.paths import parts_of

SIGN_IN_NAME = "sign_in_name"
SIGN_IN_PASSWORD = "sign_in_password"  # noqa: S105 - a field name
TOKEN = "csrf_token"  # noqa: S105 - a field name
REFILL = "refill"
_NEVER_CARRIED = frozenset({SIGN_IN_NAME, SIGN_IN_PASSWORD, TOKEN, REFILL})


def from_own_page() -> bool:
    """Whether the browser says that one of our own pages sent this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and parts_of(origin).netloc == request.host


def typed_fields() -> list[tuple[str, str]]:
    """(name, value) of every typed field that may be carried; passwords and tokens never are."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NEVER_CARRIED and "password" not in name
    ]


def refill() -> None:
    """Only show again what was typed: no view carries out this request."""
    g.refilled = True

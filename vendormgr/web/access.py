"""Who is asking and what they may do: every view declares it, whatever does not is refused.

Sign-in state lies in rows of our own: Flask-Security-Too commits by itself and keeps the state in
the cookie, which fits neither one transaction with the audit event nor sign-out on the server.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import Flask, g, request

from vendormgr.domain.access import Permission, permissions_of
from vendormgr.store.account import User
from vendormgr.store.record import Actor

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__vendormgr_needs__"
PUBLIC = "public"
SIGNED_IN = "signed-in"


class UndeclaredRouteError(RuntimeError):
    """A route without a declared permission: the program must not start."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(f"{endpoint} declares no permission: use @needs(...) or @public")
        self.endpoint = endpoint


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Let a view be used by people who have all of these; none given: by all signed in."""

    def declare(view: View) -> View:
        setattr(view, _MARK, frozenset(permissions))
        return view

    return declare


def public(view: View) -> View:
    """Let a view be used by anybody, without signing in."""
    setattr(view, _MARK, None)
    return view


def declared(app: Flask, endpoint: str) -> frozenset[Permission] | None:
    """What a route needs; None: it is public.

    Raises:
        UndeclaredRouteError: It says neither.
    """
    try:
        needed: frozenset[Permission] | None = getattr(app.view_functions[endpoint], _MARK)
    except AttributeError:
        raise UndeclaredRouteError(endpoint) from None
    return needed


def require_declarations(app: Flask) -> None:
    """Refuse an application in which a route declares no permission."""
    for rule in app.url_map.iter_rules():
        declared(app, rule.endpoint)


def routes(app: Flask) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Every route as (path, methods, permissions in words, endpoint), sorted by path."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        needed = declared(app, rule.endpoint)
        words = PUBLIC if needed is None else " ".join(sorted(needed)) or SIGNED_IN
        methods = tuple(sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}))
        yield rule.rule, methods, words, rule.endpoint


def user_or_none() -> User | None:
    """The person who is signed in."""
    found: User | None = g.get("user")
    return found


def user() -> User:
    """The person who is signed in; only for views that are not public."""
    found = user_or_none()
    if found is None:
        raise RuntimeError("a public view asked who is signed in")
    return found


def can(permission: Permission) -> bool:
    """Whether the person who asks has that permission."""
    found = user_or_none()
    return found is not None and permission in permissions_of(found.roles)


def actor() -> Actor:
    """Who is behind a change, for the audit log."""
    found = user()
    return Actor(name=found.name, user_id=found.id, address=request.remote_addr)

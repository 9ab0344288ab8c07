"""Files for the browser: each address carries a hash of the content and may be kept for ever."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory, url_for

from vendormgr.resources import resource_dir
from vendormgr.web.access import public

FOREVER = 365 * 24 * 3600
pages = Blueprint("assets", __name__)


@pages.get("/static/<path:name>")
@public
def static_file(name: str) -> Response:
    """One file; kept for ever only under the address that names its content."""
    response = send_from_directory(resource_dir("static"), name, conditional=True)
    response.cache_control.no_cache = None
    response.cache_control.public = True
    if request.args.get("v") == digest(name):
        response.cache_control.max_age = FOREVER
        response.cache_control.immutable = True
    else:
        response.cache_control.max_age = 60
    return response


@pages.get("/favicon.ico")
@public
def favicon() -> Response:
    """The icon that browsers ask for by themselves."""
    return static_file("icon.svg")


def asset(name: str) -> str:
    """The address of a file under static/, with its hash."""
    return url_for("assets.static_file", name=name, v=digest(name))


@cache
def digest(name: str) -> str:
    """A short hash of the file's content."""
    return blake2b(_place(name).read_bytes(), digest_size=8).hexdigest()


def _place(name: str) -> Path:
    return resource_dir("static") / name

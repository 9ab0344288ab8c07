"""Every setting: its name, default and meaning.

A value is taken from, in this order: what the command line gives, the environment variable
``VENDORMGR_<NAME>``, the file ``settings.toml`` in the data folder, the default here.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

ENV_PREFIX = "VENDORMGR_"
SETTINGS_FILE = "settings.toml"
SECRET_FILE = "secret-key"  # noqa: S105 - a file name
DEFAULT_FOLDER = Path("vendormgr-data")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingError(ValueError):
    """A setting that cannot be used."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem


def _setting(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one running product."""

    folder: Path = field(
        default=DEFAULT_FOLDER,
        metadata={"meaning": "data folder: database, secret key, settings.toml"},
    )
    database_url: str = _setting(
        "", "SQLAlchemy URL; empty: the SQLite file vendormgr.sqlite3 in the data folder"
    )
    secret_key: str = _setting(
        "", "signs cookies, at least 32 characters; empty: the file secret-key in the data folder"
    )
    documents_folder: str = _setting(
        "", "where uploaded files lie; empty: the folder documents in the data folder"
    )
    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8080, "port to listen on")
    threads: int = _setting(8, "requests answered at the same time")
    tls: bool = _setting(
        False, "people reach the product over https: Secure __Host- cookies and HSTS are set"
    )
    allow_plain_http: bool = _setting(
        False, "listen on other addresses than this machine's without https in front"
    )
    trusted_proxies: int = _setting(
        0, "how many proxies in front may set X-Forwarded-For, -Proto and -Host"
    )
    allowed_hosts: str = _setting(
        "", "host names that people use, separated by commas; empty: any (links are relative)"
    )
    session_idle_minutes: int = _setting(30, "sign in again after so long without a click")
    session_absolute_hours: int = _setting(12, "sign in again after so long in any case")
    password_min_length: int = _setting(13, "shortest password that is taken, at least 13")
    max_request_mb: int = _setting(20, "largest request that is read")
    max_form_parts: int = _setting(5_000, "most fields in one form")
    watch_seconds: int = _setting(
        5, "how often the gap records are compared with the portfolio; 0: never by this process"
    )
    language: str = _setting("ja", "language for people who have not chosen: ja or en")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR")

    def __post_init__(self) -> None:
        if self.language not in {"ja", "en"}:
            raise SettingError("language", "must be ja or en")
        if self.password_min_length < 13:
            # Without a second factor 13 is the shortest sufficient length. Source: mhlw-6.0 Q&A 54.
            raise SettingError("password_min_length", "must be at least 13")
        for name in ("threads", "session_idle_minutes", "session_absolute_hours", "max_form_parts"):
            if getattr(self, name) < 1:
                raise SettingError(name, "must be 1 or more")
        if self.watch_seconds < 0:
            raise SettingError("watch_seconds", "must be 0 or more")

    @property
    def database(self) -> str:
        """The database's URL, with the default filled in."""
        return self.database_url or f"sqlite:///{(self.folder / 'vendormgr.sqlite3').absolute()}"

    @property
    def documents(self) -> Path:
        """The folder of uploaded files, with the default filled in."""
        return Path(self.documents_folder) if self.documents_folder else self.folder / "documents"

    @property
    def hosts(self) -> frozenset[str]:
        """Host names that are answered; empty means any."""
        return frozenset(h.strip().lower() for h in self.allowed_hosts.split(",") if h.strip())

    def signing_key(self) -> str:
        """The key that signs cookies.

        Raises:
            SettingError: There is none yet, or it is too short.
        """
        key = self.secret_key
        if not key:
            place = self.folder / SECRET_FILE
            if not place.is_file():
                raise SettingError("secret_key", f"no key in {place}; run: vendormgr init")
            key = place.read_text(encoding="ascii").strip()
        if len(key) < 32:
            raise SettingError("secret_key", "must have at least 32 characters")
        return key


def load_settings(environment: Mapping[str, str] | None = None, /, **given: Any) -> Settings:
    """The settings of this process; a keyword that is None counts as not given.

    Raises:
        SettingError: A name is unknown or a value does not fit.
    """
    environment = os.environ if environment is None else environment
    chosen = {name: value for name, value in given.items() if value is not None}
    folder = Path(chosen.get("folder") or environment.get(ENV_PREFIX + "FOLDER") or Settings.folder)
    values: dict[str, Any] = _from_file(folder / SETTINGS_FILE)
    for one in fields(Settings):
        raw = environment.get(ENV_PREFIX + one.name.upper())
        if raw is not None:
            values[one.name] = raw
    values |= chosen
    values["folder"] = folder
    return Settings(**{name: _fit(name, value) for name, value in values.items()})


def make_secret_key(folder: Path) -> Path:
    """Write a new signing key that only the owner can read; an existing one is kept."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / SECRET_FILE
    if not place.exists():
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return place


def _from_file(place: Path) -> dict[str, Any]:
    if not place.is_file():
        return {}
    try:
        values = tomllib.loads(place.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(SETTINGS_FILE, str(error)) from error
    known = {one.name for one in fields(Settings)} - {"folder"}
    for name in values:
        if name not in known:
            raise SettingError(name, f"is no setting (in {place})")
    return values


def _fit(name: str, value: Any) -> Any:
    kind = type(getattr(Settings, name))
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    text = str(value).strip()
    if kind is bool and text.lower() in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        return text.lower() in {"1", "true", "yes", "on"}
    if kind is int and not isinstance(value, bool):
        try:
            return int(text)
        except ValueError as error:
            raise SettingError(name, f"must be a whole number, not {text!r}") from error
    if issubclass(kind, Path):
        return Path(text)
    if kind is str and isinstance(value, str):
        return value
    raise SettingError(name, f"does not take {text!r}")

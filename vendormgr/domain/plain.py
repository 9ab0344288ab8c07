"""Facts to plain values and back: the form that documents, audit events and drafts share.

Plain means dict, list, str, int, bool; keys are the document's (``from`` for ``from_``); dates are
ISO text; what is unknown (None) or empty is left out, except an empty `accountable`, which says
"nobody".
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from vendormgr.domain.portfolio import NOUNS, ClauseState, Fact, Override, Portfolio

Plain = dict[str, Any]
F = TypeVar("F", bound=Fact)
NOT_CONFIRMED = "unknown"
"""How a document writes that nobody has confirmed who is accountable."""


def to_plain(fact: Fact) -> Plain:
    """The fact as a document holds it; an id that the database gave (with a dot) is left out."""
    plain = _plain_fields(fact)
    if "." in plain.get("id", "."):
        plain.pop("id", None)
    if "subject" in plain and "accountable" not in plain:
        plain["accountable"] = NOT_CONFIRMED
    return plain


def from_plain(kind: type[F], plain: Mapping[str, Any]) -> F:
    """The fact of that kind; the values must have been checked against the schema before.

    Raises:
        KeyError, ValueError, TypeError: A key or value does not fit.
    """
    return kind(**_read_fields(kind, plain))


def portfolio_to_plain(portfolio: Portfolio) -> Plain:
    """The whole document without its format line; empty lists are left out, except parties."""
    plain: Plain = {"id": portfolio.id, "as_of": portfolio.as_of.isoformat()}
    for name in ("title", "edition", "note"):
        value = getattr(portfolio, name)
        if value is not None:
            plain[name] = str(value)
    for noun in NOUNS:
        facts = [to_plain(fact) for fact in getattr(portfolio, noun)]
        if facts or noun == "parties":
            plain[noun] = facts
    return plain


def portfolio_from_plain(plain: Mapping[str, Any]) -> Portfolio:
    """The portfolio of a checked document; keys that are no portfolio fields are passed over."""
    values: Plain = _read_fields(
        Portfolio,
        {key: plain[key] for key in ("id", "as_of", "title", "edition", "note") if key in plain},
    )
    for noun, kind in NOUNS.items():
        values[noun] = tuple(from_plain(kind, fact) for fact in plain.get(noun) or ())
    return Portfolio(**values)


def _plain_fields(fact: Any) -> Plain:
    plain: Plain = {}
    for one in fields(fact):
        value = getattr(fact, one.name)
        if value is None or (value in ((), "", {}) and one.name != "accountable"):
            continue
        plain[one.name.rstrip("_")] = _plain_value(value)
    return plain


def _plain_value(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case ClauseState() | Override():
            return _plain_fields(value)
        case Mapping():
            return {str(_plain_value(key)): _plain_value(one) for key, one in value.items()}
        case tuple():
            return [_plain_value(one) for one in value]
        case _:
            return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_fields(kind: type[Any], plain: Mapping[str, Any]) -> Plain:
    hints = _hints(kind)  # type: ignore[arg-type]
    values: Plain = {}
    for one in fields(kind):
        key = one.name.rstrip("_")
        raw = plain.get(key)
        if one.name == "accountable" and raw == NOT_CONFIRMED:
            raw = None
        if raw is not None:
            values[one.name] = _read(hints[one.name], raw)
        elif one.default is MISSING and one.default_factory is MISSING:
            raise KeyError(key)
    return values


def _read(hint: Any, raw: Any) -> Any:
    """The value of a type hint, from its plain form."""
    origin = get_origin(hint)
    if raw is None or origin in (Union, UnionType):
        inner = [one for one in get_args(hint) if one is not type(None)]
        return None if raw is None else _read(inner[0], raw)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], one) for one in raw)
    if origin is not None and issubclass(origin, Mapping):
        key_hint, value_hint = get_args(hint)
        return {_read(key_hint, key): _read(value_hint, one) for key, one in raw.items()}
    return _read_scalar(hint, raw)


def _read_scalar(hint: Any, raw: Any) -> Any:
    if hint is ClauseState:
        state = {"status": raw} if isinstance(raw, str) else raw
        return ClauseState(**_read_fields(ClauseState, state))
    if hint is Override:
        return Override(**_read_fields(Override, raw))
    if hint is date:
        return raw if isinstance(raw, date) else date.fromisoformat(raw)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(raw)
    return raw

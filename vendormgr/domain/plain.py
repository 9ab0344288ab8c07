"""Facts to plain values and back: the form that documents, audit events and drafts share.

Plain means dict, list, str, int, bool; keys are the document's (``from`` for ``from_``); dates are
ISO text; what is unknown (None) or empty is left out, except an empty `accountable`, which says
"nobody".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache, partial
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from vendormgr.domain.portfolio import NOUNS, ClauseState, Fact, Portfolio

Plain = dict[str, Any]
Reader = Callable[[Any], Any]
F = TypeVar("F", bound=Fact)
NOT_CONFIRMED = "unknown"
"""How a document writes that nobody has confirmed who is accountable."""
_AS_THEY_ARE = frozenset({str, int, bool})
"""Nearly all values; asking whether each is a mapping would take longer than all the rest."""


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


def parts_to_plain(parts: Iterable[Any]) -> list[Any]:
    """The parts of a fact (texts or facts without an id) as a document lists them."""
    return [_plain_value(one) for one in parts]


def parts_reader(hint: Any) -> Reader:
    """How a list of parts is read back; the hint is that of the field."""
    return _reader(hint) or tuple


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
    for name, key in _keys_of(type(fact)):  # type: ignore[arg-type]
        value = getattr(fact, name)
        if value is None or (value in ((), "", {}) and name != "accountable"):
            continue
        plain[key] = value if type(value) in _AS_THEY_ARE else _plain_value(value)
    return plain


@cache
def _keys_of(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    """The fields of a kind of fact, each with its key in a document."""
    return tuple((one.name, one.name.rstrip("_")) for one in fields(kind))


def _plain_value(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain_value(one) for key, one in value.items()}
        case tuple():
            return [_plain_value(one) for one in value]
        case _ if is_dataclass(value):
            return _plain_fields(value)
        case _:
            return value


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field of a fact is read."""

    name: str
    key: str
    read: Reader | None
    """None: the plain value is the value."""
    required: bool


def _read_fields(kind: type[Any], plain: Mapping[str, Any]) -> Plain:
    values: Plain = {}
    for one in _fields_of(kind):  # type: ignore[arg-type]
        raw = plain.get(one.key)
        if raw is None or (raw == NOT_CONFIRMED and one.name == "accountable"):
            if one.required:
                raise KeyError(one.key)
        else:
            values[one.name] = raw if one.read is None else one.read(raw)
    return values


# Worked out once a class: asking the type hints for every fact took two thirds of reading one.
@cache
def _fields_of(kind: type[Any]) -> tuple[_Field, ...]:
    hints = get_type_hints(kind)
    return tuple(
        _Field(
            name=one.name,
            key=one.name.rstrip("_"),
            read=_reader(hints[one.name]),
            required=one.default is MISSING and one.default_factory is MISSING,
        )
        for one in fields(kind)
    )


def _reader(hint: Any) -> Reader | None:
    """How a value of that type hint is made of its plain form, which is never None."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _reader(next(one for one in get_args(hint) if one is not type(None)))
    if origin is tuple:
        read = _reader(get_args(hint)[0])
        return tuple if read is None else partial(_read_tuple, read)
    if origin is not None and issubclass(origin, Mapping):
        key_hint, value_hint = get_args(hint)
        return partial(_read_mapping, _reader(key_hint), _reader(value_hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {member.value: member for member in hint}.__getitem__
    if isinstance(hint, type) and is_dataclass(hint) and hint not in _SPECIAL:
        return partial(_read_part, hint)
    return _SPECIAL.get(hint)


def _read_tuple(read: Reader, raw: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(map(read, raw))


def _read_mapping(
    read_key: Reader | None, read_value: Reader | None, raw: Mapping[Any, Any]
) -> dict[Any, Any]:
    if read_key is None and read_value is None:
        return dict(raw)
    return {
        key if read_key is None else read_key(key): (
            value if read_value is None or value is None else read_value(value)
        )
        for key, value in raw.items()
    }


def _read_clause(raw: str | Mapping[str, Any]) -> ClauseState:
    state = {"status": raw} if isinstance(raw, str) else raw
    return ClauseState(**_read_fields(ClauseState, state))


def _read_part(kind: type[Any], raw: Mapping[str, Any]) -> Any:
    """A part of a fact that has no id of its own: a risk, an answer, a row that was agreed."""
    return kind(**_read_fields(kind, raw))


def _read_date(raw: str | date) -> date:
    return raw if isinstance(raw, date) else date.fromisoformat(raw)


_SPECIAL: Mapping[Any, Reader] = {
    ClauseState: _read_clause,
    date: _read_date,
}

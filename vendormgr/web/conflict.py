"""Two people edited the same record: both versions side by side, and what was typed stays.

What only the other person changed is taken over into the form, so that saving it once more undoes
nobody's work; what both changed is for the second person to decide.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wtforms import Field

from vendormgr.domain.plain import from_plain
from vendormgr.i18n import label, t
from vendormgr.store.record import Stored, history
from vendormgr.web.db import reading
from vendormgr.web.fields import (
    EnumField,
    ReferenceField,
    ReferencesField,
    TriStateField,
    TypedField,
    offered_names,
)
from vendormgr.web.forms import RecordForm, title_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the two versions fill differently, as people read it."""

    name: str
    label: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the second person to save is shown."""

    by: str
    at: datetime
    differences: tuple[Difference, ...]
    taken_over: tuple[str, ...] = ()
    """What fields are called that only the other person changed."""


def compare(form: RecordForm, stored: Stored[Any], theirs: Any = None) -> Conflict:
    """The stored record against what was typed; saving the form once more then overwrites it.

    `theirs` is the object that the form is filled from, the stored fact if not given.
    """
    source = stored.fact if theirs is None else theirs
    seen = _as_seen(form, stored)
    differences, taken_over = [], []
    for field in form:
        if field.name == "seen" or not hasattr(source, field.name):
            continue
        value = getattr(source, field.name)
        if _same(value, field.data):
            continue
        if seen is not None and _same(getattr(seen, field.name), field.data):
            field.process_data(value)
            field.raw_data = None
            taken_over.append(title_of(field))
        elif seen is None or not _same(getattr(seen, field.name), value):
            differences.append(
                Difference(field.id, title_of(field), _show(field, value), _show(field, field.data))
            )
    form.seen.data = str(stored.version)
    return Conflict(stored.updated_by, stored.updated_at, tuple(differences), tuple(taken_over))


def _as_seen(form: RecordForm, stored: Stored[Any]) -> Any:
    """What the form was filled from when the person opened it, from the history; else None."""
    shown = getattr(form, "shown", None)
    if shown is None:
        return None
    kind = type(stored.fact)
    for event in history(reading(), kind, stored.fact.id):
        if event.version == form.seen_version and event.after is not None:
            return shown(from_plain(kind, {"id": stored.fact.id, **event.after}))
    return None


def _same(stored: Any, typed: Any) -> bool:
    if isinstance(stored, tuple):
        return set(stored) == set(typed or ())
    return bool(stored == typed)


def _show(field: Field, value: Any) -> str:
    if value is None or value in ("", (), []):
        return t("common.unknown") if isinstance(field, TriStateField) else t("common.blank")
    return _shower(field)(value)


def _shower(field: Field) -> Callable[[Any], str]:
    match field:
        case TriStateField():
            return lambda value: t("common.yes") if value else t("common.no")
        case EnumField():
            return label
        case ReferenceField() | ReferencesField():
            names = offered_names(field)
            return lambda value: t("common.comma").join(
                names.get(one, one) for one in ([value] if isinstance(value, str) else value)
            )
        case TypedField():
            return field.show
        case _:
            return str

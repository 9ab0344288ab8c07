"""Two people edited the same record: both versions side by side, and what was typed stays."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wtforms import Field

from vendormgr.i18n import label, t
from vendormgr.store.record import Stored
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


def compare(form: RecordForm, stored: Stored[Any], theirs: Any = None) -> Conflict:
    """The stored record against what was typed; saving the form once more then overwrites it.

    `theirs` is the object that the form is filled from, the stored fact if not given.
    """
    source = stored.fact if theirs is None else theirs
    differences = []
    for field in form:
        if field.name == "seen" or not hasattr(source, field.name):
            continue
        value = getattr(source, field.name)
        if _same(value, field.data):
            continue
        differences.append(
            Difference(field.id, title_of(field), _show(field, value), _show(field, field.data))
        )
    form.seen.data = str(stored.version)
    return Conflict(stored.updated_by, stored.updated_at, tuple(differences))


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

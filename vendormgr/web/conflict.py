"""Two people edited the same record: both versions side by side, and what was typed stays.

What only the other person changed is taken over into the form, so that saving it once more undoes
nobody's work; what both changed is for the second person to decide.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from wtforms import Field

from vendormgr.domain.plain import from_plain
from vendormgr.domain.portfolio import Fact
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

F = TypeVar("F", bound=Fact)


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

    @property
    def submit(self) -> str:
        """The words of the button: nothing is overwritten where the changes do not overlap."""
        return t("record.overwrite" if self.differences else "record.save_merged")


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
        before = None if seen is None else (getattr(seen, field.name),)
        found = settle(field, getattr(source, field.name), before)
        if isinstance(found, str):
            taken_over.append(found)
        elif found is not None:
            differences.append(found)
    form.seen.data = str(stored.version)
    return Conflict(stored.updated_by, stored.updated_at, tuple(differences), tuple(taken_over))


def settle(field: Field, value: Any, seen: tuple[Any] | None) -> Difference | str | None:
    """What was typed into a field against the stored value; `seen` is what the person opened.

    A difference where both changed it; the field's title where only the other person did, and it
    is taken over; None where nothing has to be said.
    """
    if _same(value, field.data):
        return None
    if seen is not None and _same(seen[0], field.data):
        field.process_data(value)
        field.raw_data = None
        return title_of(field)
    if seen is not None and _same(seen[0], value):
        return None
    return Difference(field.id, title_of(field), _show(field, value), _show(field, field.data))


def _as_seen(form: RecordForm, stored: Stored[Any]) -> Any:
    """What the form was filled from when the person opened it, from the history; else None."""
    shown = getattr(form, "shown", None)
    if shown is None:
        return None
    fact = fact_as_seen(type(stored.fact), stored.fact.id, form.seen_version, reading())
    return None if fact is None else shown(fact)


def fact_as_seen(kind: type[F], id_: str, version: int, session: Session) -> F | None:
    """The record as it was in that version, from the history; None: it is not there."""
    for event in history(session, kind, id_):
        if event.version == version and event.after is not None:
            return from_plain(kind, {"id": id_, **event.after})
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

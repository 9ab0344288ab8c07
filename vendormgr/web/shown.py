"""Facts in words: how the value of any field is shown in a conflict, a history or a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from wtforms import Form as WTForm
from wtforms.fields.core import UnboundField

from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import Duty
from vendormgr.i18n import format_date, format_number, label, t, texts
from vendormgr.store.shape import shape_of
from vendormgr.web.names import Namer

_NAMED_PARTS = frozenset({"service", "item", "clause", "decider"})
_CATALOGUE_FIELDS = frozenset({"kind", "item", "clauses", "controls", "settled_by"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with two values in words."""

    title: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the two values differ."""
        return self.before != self.after


def field_titles(form: type[WTForm]) -> Mapping[str, str]:
    """Field name to its label in the current language, for the fields that the form declares."""
    titles: dict[str, str] = {}
    for kind in reversed(form.__mro__):
        for name, one in vars(kind).items():
            if isinstance(one, UnboundField) and one.args and one.args[0] in texts():
                titles[name] = t(one.args[0])
    return titles


def compare(
    before: Fact | None, after: Fact | None, titles: Mapping[str, str], name: Namer
) -> list[FieldChange]:
    """Every field that at least one of the two facts fills in, in the order of the fact."""
    kind = type(after if after is not None else before)
    if kind is type(None):
        return []
    naming = _naming_fields(kind)
    changes = []
    for one in fields(kind):  # type: ignore[arg-type]
        if one.name == "id":
            continue
        values = (None if fact is None else getattr(fact, one.name) for fact in (before, after))
        names = _duty_label if one.name == "duty" else name if one.name in naming else str
        old, new = (words(value, names) for value in _what_differs(*values))
        if old or new:
            changes.append(FieldChange(_title(one.name, titles), old, new))
    return changes


def _naming_fields(kind: type[Any]) -> frozenset[str]:
    """The fields whose texts are ids; all others are what people typed and stay as they are."""
    shape = shape_of(kind)
    parts = (part.name for part in shape.parts)
    return frozenset({*shape.refers, *shape.soft, *parts, *_CATALOGUE_FIELDS})


def words(value: Any, name: Namer) -> str:  # noqa: PLR0911 - one line a kind of value
    """Any value of a fact in words; nothing known is an empty text."""
    match value:
        case None:
            return ""
        case bool():
            return t("form.answer_yes") if value else t("form.answer_no")
        case StrEnum():
            return label(value)
        case date():
            return format_date(value)
        case int():
            return format_number(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return "、".join(_parts(value, name))
        case Mapping():
            return "\n".join(
                f"{label(key) if isinstance(key, StrEnum) else name(key)}: {_answer(one, name)}"
                for key, one in value.items()
            )
        case tuple():
            return "\n".join(words(one, name) for one in value)
        case _:
            return name(str(value))


def _what_differs(old: Any, new: Any) -> tuple[Any, Any]:
    """Of two long lists only what is not in both: one clause of forty, one row of twenty."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return (
            {key: one for key, one in old.items() if key not in new or new[key] != one},
            {key: one for key, one in new.items() if key not in old or old[key] != one},
        )
    if isinstance(old, tuple) and isinstance(new, tuple) and _is_agreed(*old, *new):
        return (
            tuple(one for one in old if one not in new),
            tuple(one for one in new if one not in old),
        )
    return old, new


def _is_agreed(*values: Any) -> bool:
    """Whether they are rows of something: each stands for itself, so the same ones are left out."""
    return any(is_dataclass(one) for one in values)


def _duty_label(value: str) -> str:
    return label(Duty(value)) if value in set(Duty) else value


def _answer(value: Any, name: Namer) -> str:
    return t("form.answer_unknown") if value is None else words(value, name)


def _parts(value: Any, name: Namer) -> Iterator[str]:
    for one in fields(value):
        part = words(getattr(value, one.name), name if one.name in _NAMED_PARTS else str)
        if part:
            yield part


def _title(field: str, titles: Mapping[str, str]) -> str:
    if field in titles:
        return titles[field]
    text_id = f"record.field_{field.rstrip('_')}"
    return t(text_id) if text_id in texts() else field.rstrip("_")

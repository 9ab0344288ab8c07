"""Facts in words: how the value of any field is shown in a conflict, a history or a list."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from wtforms import Form as WTForm
from wtforms.fields.core import UnboundField

from vendormgr.domain.portfolio import ClauseState, Fact, Override
from vendormgr.i18n import format_date, format_number, label, t, texts

Namer = Callable[[str], str]
"""Id to what people call the thing of that id; an id that names nothing comes back as it is."""


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
    changes = []
    for one in fields(kind):  # type: ignore[arg-type]
        if one.name == "id":
            continue
        old, new = (_words_of_field(fact, one.name, name) for fact in (before, after))
        if old or new:
            changes.append(FieldChange(_title(one.name, titles), old, new))
    return changes


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
        case ClauseState() | Override():
            return "、".join(_parts(value, name))
        case Mapping():
            return "\n".join(f"{name(key)}: {_answer(one, name)}" for key, one in value.items())
        case tuple():
            return "\n".join(words(one, name) for one in value)
        case _:
            return name(str(value))


def _words_of_field(fact: Fact | None, field: str, name: Namer) -> str:
    return "" if fact is None else words(getattr(fact, field), name)


def _answer(value: Any, name: Namer) -> str:
    return t("form.answer_unknown") if value is None else words(value, name)


def _parts(value: ClauseState | Override, name: Namer) -> Iterator[str]:
    for one in fields(value):
        part = words(getattr(value, one.name), name)
        if part:
            yield part


def _title(field: str, titles: Mapping[str, str]) -> str:
    if field in titles:
        return titles[field]
    text_id = f"record.field_{field.rstrip('_')}"
    return t(text_id) if text_id in texts() else field.rstrip("_")

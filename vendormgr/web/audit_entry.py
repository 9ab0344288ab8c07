"""Lines of the audit log in words, as far as the person may know what they are about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import url_for

from vendormgr.domain.access import reading_permission
from vendormgr.domain.gaps import Finding
from vendormgr.domain.plain import from_plain
from vendormgr.domain.portfolio import NOUNS
from vendormgr.domain.wording import name_subject
from vendormgr.i18n import format_number, language, t, texts
from vendormgr.store.audit import Action, Event
from vendormgr.store.record.reading import kind_of
from vendormgr.web.access import can
from vendormgr.web.estate import estate
from vendormgr.web.names import Namer, namer
from vendormgr.web.screens import SCREENS
from vendormgr.web.shown import FieldChange, compare, field_titles
from vendormgr.web.sight import may_see_gap, sees_attack_map

_WITH_VALUES = frozenset({Action.CREATED, Action.UPDATED, Action.IMPORTED})
"""Putting away and bringing back change no field, whatever the log keeps of the record."""
_NAMES = ("name", "title", "label", "line", "login")
_DEEP = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in words."""

    event: Event
    noun: str
    subject: str
    url: str | None
    """The page of what it is about, if there is one to open."""
    changes: Sequence[FieldChange]
    hidden: bool
    """It is about something that the person may not see."""


def noun_title(noun: str) -> str:
    """What people call a noun of the log."""
    for text_id in (f"noun.{noun}", f"audit.noun_{noun}"):
        if text_id in texts():
            return t(text_id)
    return noun


def make_entries(events: Sequence[Event], people: Mapping[str, str]) -> list[Entry]:
    """These events in words; `people` is account to name."""
    name = namer(estate())
    return [_entry(one, name, people) for one in events]


def _entry(event: Event, name: Namer, people: Mapping[str, str]) -> Entry:
    if not _may_see(event):
        return Entry(event, noun_title(event.noun), t("audit.hidden"), None, (), hidden=True)
    subject = _subject(event, name, people)
    return Entry(
        event, noun_title(event.noun), subject, _url(event), _changes(event, name), hidden=False
    )


def _may_see(event: Event) -> bool:
    if event.noun in NOUNS:
        return can(reading_permission(event.noun))
    if event.noun == "gap":
        rule, _, subject = event.subject.partition(":")
        return may_see_gap(rule, subject, estate())
    return True


def _subject(event: Event, name: Namer, people: Mapping[str, str]) -> str:
    """What people call it now, else what it was called in the event, else its id."""
    if event.noun == "gap":
        return _gap_title(event.subject)
    if event.noun == "account":
        return people.get(event.subject, event.subject)
    known = name(event.subject) if event.noun in NOUNS or sees_attack_map() else event.subject
    if known != event.subject:
        return known
    for values in (event.after, event.before):
        for field in _NAMES:
            if values and isinstance(values.get(field), str):
                return str(values[field])
    return event.subject


def _gap_title(subject: str) -> str:
    rule, _, about = subject.partition(":")
    conclusions = estate()
    record = conclusions.catalogue.rules.get(rule)
    if record is None:
        return subject
    past = Finding(rule, record.severity, about)
    named = name_subject(past, conclusions, language())
    return t("audit.gap", title=record.title.of(language()), subject=named)


def _url(event: Event) -> str | None:
    if event.noun == "gap":
        rule, _, about = event.subject.partition(":")
        return url_for("gap.show", rule=rule, subject=about)
    screens = SCREENS.get(event.noun)
    is_hospital = event.subject == estate().index.hospital
    if screens is None or is_hospital or len(event.subject) > 120:
        return None
    return url_for(f"{screens.name}.show", id_=event.subject)


def _changes(event: Event, name: Namer) -> Sequence[FieldChange]:
    if event.noun not in NOUNS:
        return list(_plain_changes(event))
    if event.action not in _WITH_VALUES:
        return ()
    screens = SCREENS.get(event.noun)
    titles = field_titles(screens.form) if screens is not None else {}
    make = partial(from_plain, kind_of(event.noun))
    try:
        before, after = (
            make({**plain, "id": event.subject}) if plain else None
            for plain in (event.before, event.after)
        )
    except (KeyError, ValueError, TypeError):
        return list(_plain_changes(event))
    found = [one for one in compare(before, after, titles, name) if one.differs]
    # Fields that facts had in an older version of the product are read by nobody.
    return found if found or not event.changed else list(_plain_changes(event))


def _plain_changes(event: Event) -> Iterator[FieldChange]:
    """Field by field, nested ones with the name of what they are in."""
    before, after = (dict(_flat(values or {})) for values in (event.before, event.after))
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, ""), after.get(key, "")
        if old != new:
            yield FieldChange(_field_title(key), old, new)


def _flat(values: Mapping[str, object], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        here = (*path, str(key))
        if isinstance(value, Mapping) and len(here) < _DEEP:
            yield from _flat(value, here)
        else:
            yield ".".join(here), _word(value)


def _word(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return t("form.answer_yes") if value else t("form.answer_no")
        case int():
            return format_number(value)
        case list() | tuple():
            return "\n".join(_word(one) for one in value)
        case _:
            return str(value)


def _field_title(key: str) -> str:
    text_id = f"audit.field_{key.replace('.', '_')}"
    return t(text_id) if text_id in texts() else key

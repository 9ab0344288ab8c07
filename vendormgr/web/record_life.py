"""What becomes of a record: archived with what needs it, restored, and its history in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import ATTACK_MAP
from vendormgr.domain.plain import from_plain
from vendormgr.domain.portfolio import NOUNS, Fact
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.audit import Action, Event, list_events, list_events_about
from vendormgr.store.errors import RecordError, StaleError, UnknownReferenceError
from vendormgr.store.record import Dependants, Mention, Stored
from vendormgr.store.shape import NOUN_OF
from vendormgr.web.access import actor
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate
from vendormgr.web.fields import TextField
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import RecordForm
from vendormgr.web.names import Namer, namer, past_or_present
from vendormgr.web.screens import (
    SCREENS,
    Screens,
    find,
    may_edit_all,
    name_of,
    problem_text,
)
from vendormgr.web.shown import FieldChange, compare, field_titles
from vendormgr.web.sight import sees_attack_map

F = TypeVar("F", bound=Fact)
MOST_EVENTS = 200
MOST_TOGETHER = 10_000
_WITH_OTHERS = frozenset({Action.ARCHIVED, Action.RESTORED})
"""Changes that take along what needs the record, and are taken back together."""
_WITH_VALUES = frozenset({Action.CREATED, Action.UPDATED, Action.IMPORTED})


class ArchiveForm(RecordForm):
    """Why a record is put away."""

    reason = TextField("record.archive_reason", description="record.archive_reason_hint", limit=400)


def archive_record(screens: Screens[F], id_: str) -> ResponseReturnValue:
    """Say what goes with the record, then put it away."""
    stored = find(screens, id_)
    if stored.archived_at is not None:
        warn(t("record.archived_already"))
        return redirect(url_for(f"{screens.name}.show", id_=id_), 303)
    form = ArchiveForm(version=stored.version)
    if form.submitted():
        return _archive(screens, stored, form)
    dependants = store.dependants(reading(), screens.kind, id_)
    page = render_template(
        "record/archive.html",
        screens=screens,
        stored=stored,
        title=screens.title(stored.fact),
        form=form,
        taken=_in_sight(dependants.taken),
        loosened=_in_sight(dependants.loosened),
        allowed=_may_take(dependants),
    )
    return page, 422 if form.problems else 200


def _archive(screens: Screens[F], stored: Stored[F], form: ArchiveForm) -> ResponseReturnValue:
    kind, id_ = screens.kind, stored.fact.id
    try:
        with writing() as session:
            if not _may_take(store.dependants(session, kind, id_)):
                abort(403)
            store.archive(
                session,
                kind,
                id_,
                by=actor(),
                seen_version=form.seen_version,
                reason=form.reason.data,
            )
            event = store.history(session, kind, id_, limit=1)[0]
    except StaleError:
        warn(t("record.changed_meanwhile"))
        return redirect(url_for(f"{screens.name}.archive", id_=id_), 303)
    done(t("record.archived", name=screens.title(stored.fact)), undo=event.sequence)
    return redirect(url_for(f"{screens.name}.show", id_=id_), 303)


def _may_take(dependants: Dependants) -> bool:
    """Whether the person may put away what goes along: contracts go with their vendor."""
    return may_edit_all({one.noun for one in dependants.taken})


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A record that archiving touches, as people call it."""

    noun: str
    name: str | None
    """None: it is part of the attack map, and the person may not see which one it is."""


def _in_sight(mentions: Iterable[Mention]) -> list[NamedMention]:
    name, sees = namer(estate()), sees_attack_map()
    return [
        NamedMention(
            one.noun, (one.label or name(one.id)) if sees or one.noun not in ATTACK_MAP else None
        )
        for one in mentions
    ]


def restore_record(screens: Screens[F], id_: str) -> ResponseReturnValue:
    """Bring an archived record back, with what was put away together with it."""
    stored = find(screens, id_)
    form = RecordForm(version=stored.version)
    if not _may_bring_back(stored):
        abort(403)
    if form.submitted():
        try:
            with writing() as session:
                store.restore(
                    session, screens.kind, id_, by=actor(), seen_version=form.seen_version
                )
        except StaleError:
            warn(t("record.changed_meanwhile"))
        except UnknownReferenceError as error:
            warn(t("record.restore_first", name=name_of(error.id)))
        except RecordError as error:
            warn(problem_text(error))
        else:
            done(t("record.restored", name=screens.title(stored.fact)))
    return redirect(url_for(f"{screens.name}.show", id_=id_), 303)


def _may_bring_back(stored: Stored[F]) -> bool:
    """Whether the person may change all that was put away together with the record."""
    if stored.archive_batch is None:
        return True
    events = list_events(reading(), batch=stored.archive_batch, limit=MOST_TOGETHER)
    return may_edit_all({one.noun for one in events})


def show_archived(screens: Screens[F]) -> ResponseReturnValue:
    """The records of a noun that were put away, the latest first."""
    rows = sorted(
        store.list_archived(reading(), screens.kind),
        key=lambda one: one.updated_at,
        reverse=True,
    )
    return render_template(
        "record/archived.html",
        screens=screens,
        noun=NOUN_OF[screens.kind],
        rows=[(one, screens.title(one.fact)) for one in rows],
    )


def _name() -> Namer:
    """Names for what was, too; equipment is named to those only who may see the attack map."""
    name = namer(estate())
    return past_or_present(name) if sees_attack_map() else name


def put_away_page(screens: Screens[F], id_: str) -> ResponseReturnValue:
    """The page of a record that is not in the portfolio: archived, or 404."""
    stored = find(screens, id_)
    facts = compare(None, stored.fact, field_titles(screens.form), _name())
    events = store.history(reading(), screens.kind, id_, limit=1)
    return render_template(
        "record/put_away.html",
        screens=screens,
        stored=stored,
        facts=facts,
        allowed=screens.editable() and _may_bring_back(stored),
        reason=next((one.reason for one in events if one.action == Action.ARCHIVED), None),
    )


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change in words."""

    event: Event
    changes: list[FieldChange]
    undoable: bool
    of: str | None = None
    """What the record is called, where it is another one than the page is about."""
    url: str | None = None
    """Its own history."""


def show_history(screens: Screens[F], id_: str) -> ResponseReturnValue:
    """Who changed what and when, newest first; of a vendor with what belongs to it."""
    stored = find(screens, id_)
    events = store.history(reading(), screens.kind, id_, limit=MOST_EVENTS)
    name, titles = _name(), field_titles(screens.form)
    entries = [
        HistoryEntry(
            event,
            _changes(screens.kind, event, titles, name),
            undoable=event.version == stored.version and stands_alone(event),
        )
        for event in events
    ]
    entries += _of_related(screens, id_, name)
    entries.sort(key=lambda one: one.event.sequence, reverse=True)
    return render_template(
        "record/history.html",
        screens=screens,
        stored=stored,
        title=screens.title(stored.fact),
        entries=entries[:MOST_EVENTS],
        newest=events[0].sequence if events else None,
        most=MOST_EVENTS,
    )


def _of_related(screens: Screens[F], id_: str, name: Namer) -> list[HistoryEntry]:
    """The changes of the records that belong to it, as far as the person may see them."""
    if screens.related is None:
        return []
    nouns = {one for one in SCREENS if sees_attack_map() or one not in ATTACK_MAP} - {"parties"}
    events = list_events_about(reading(), screens.related(id_), nouns=nouns, limit=MOST_EVENTS)
    forms = {noun: field_titles(SCREENS[noun].form) for noun in {one.noun for one in events}}
    return [
        HistoryEntry(
            one,
            _changes(NOUNS[one.noun], one, forms[one.noun], name),
            undoable=False,
            of=_called(one, name),
            url=url_for(f"{SCREENS[one.noun].name}.history", id_=one.subject),
        )
        for one in events
    ]


def _called(event: Event, name: Namer) -> str:
    """What people call the record now, else what it was called in the event."""
    now = name(event.subject)
    told = {**(event.before or {}), **(event.after or {})}
    if now != event.subject:
        return now
    return next((str(told[one]) for one in ("name", "title", "label") if told.get(one)), now)


def stands_alone(event: Event) -> bool:
    """Whether it is no part of an import, which nobody takes back record by record."""
    if event.action in _WITH_OTHERS or event.batch == event.sequence:
        return True
    return event.action == Action.CREATED and len(store.made_together(reading(), event)) > 1


def _changes(
    kind: type[Any], event: Event, titles: Mapping[str, str], name: Namer
) -> list[FieldChange]:
    """The fields that an event changed; putting away and bringing back change none."""
    if event.action not in _WITH_VALUES:
        return []
    before, after = (
        from_plain(kind, {**plain, "id": event.subject}) if plain else None
        for plain in (event.before, event.after)
    )
    return [one for one in compare(before, after, titles, name) if one.differs]

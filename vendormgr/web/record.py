"""The screens that every record has: new, edit, archive, restore, history.

A noun's module says what is its own (form, list, page) and gets the rest from `Screens`. Forms are
checked before the database is opened for writing; what only the database can refuse comes back
beside its field; a record that somebody else saved meanwhile answers 409 with both versions.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.plain import from_plain
from vendormgr.domain.portfolio import Fact
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.audit import Event
from vendormgr.store.errors import RecordError, StaleError
from vendormgr.store.record import Stored
from vendormgr.store.shape import NOUN_OF
from vendormgr.web.access import actor, can, needs
from vendormgr.web.conflict import Conflict
from vendormgr.web.conflict import compare as compare_versions
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import RecordForm
from vendormgr.web.shown import FieldChange, compare, field_titles

F = TypeVar("F", bound=Fact)


class FactForm(RecordForm, Generic[F]):
    """A form whose fields are those of a fact, by the same names."""

    fact_kind: ClassVar[type[Fact]]
    here: str | None = None
    """Id of the record that is edited; None for a new one."""

    def offer(self) -> None:
        """Fill in what the reference fields offer, from the portfolio."""

    def fact(self, base: F | None) -> F:
        """The fact as typed: `base` with the form's fields, or a new one without an id."""
        return self.with_values(base)

    def with_values(self, base: F | None, **more: Any) -> F:
        """The fact as typed, with fields that the form has in another shape."""
        typed = {name: value for name, value in self.values().items() if self._is_field(name)}
        values = {**typed, **more}
        if base is not None:
            return replace(base, **values)
        return self.fact_kind(**{"id": "", **values})  # type: ignore[return-value]

    @classmethod
    def shown(cls, fact: F) -> Any:
        """What the form is filled from, where that is not the fact itself."""
        return fact

    def _is_field(self, name: str) -> bool:
        return name in self.fact_kind.__dataclass_fields__


@dataclass(frozen=True, slots=True, kw_only=True)
class Screens(Generic[F]):
    """What the common screens need to know of one noun."""

    name: str
    """Blueprint, text prefix and template folder: "vendor"."""
    kind: type[F]
    form: type[FactForm[F]]
    view: tuple[Permission, ...] = (Permission.VIEW_PORTFOLIO,)
    edit: tuple[Permission, ...]
    title: Callable[[F], str]
    """What the page calls a record."""
    template: str = "record/form.html"
    """The page with the form; gets form, screens, stored (None when new), title."""
    list_endpoint: str = ""
    """The list that the records stand in; empty: the noun's own."""
    after: Callable[[F], str] | None = None
    """Address to go to after saving; None: the record's own page."""

    def address(self, fact: F) -> str:
        """Where to go after saving."""
        if self.after is not None:
            return self.after(fact)
        return url_for(f"{self.name}.show", id_=fact.id)

    def back(self, stored: Stored[F] | None) -> str:
        """Where somebody goes who gives up: the record's page, or the list."""
        return (
            self.address(stored.fact)
            if stored is not None
            else url_for(self.list_endpoint or f"{self.name}.index")
        )

    def crumbs(self, stored: Stored[F] | None) -> list[tuple[str, str]]:
        """The way to a page below a record."""
        steps = [
            (url_for(self.list_endpoint or f"{self.name}.index"), t(f"{self.name}.list_title"))
        ]
        if stored is not None:
            steps.append((self.address(stored.fact), self.title(stored.fact)))
        return steps

    def editable(self) -> bool:
        """Whether the person who asks may change records of this noun."""
        return all(can(permission) for permission in (*self.view, *self.edit))

    def make_form(self, obj: F | None, version: int = 0, **values: Any) -> FactForm[F]:
        """The form with its references offered."""
        shown = None if obj is None else self.form.shown(obj)
        form = self.form(shown, version=version, **values)
        form.here = None if obj is None else obj.id
        form.offer()
        return form


SCREENS: dict[str, Screens[Any]] = {}
"""Noun to its screens, as far as their modules are loaded."""


def blueprint(screens: Screens[F], path: str) -> Blueprint:
    """The noun's blueprint with the common screens; its module adds `index` and `show`."""
    bp = Blueprint(screens.name, __name__, url_prefix=path)
    SCREENS[NOUN_OF[screens.kind]] = screens
    both = ["GET", "POST"]
    see, change = needs(*screens.view), needs(*screens.view, *screens.edit)

    def new() -> ResponseReturnValue:
        return new_record(screens)

    def edit(id_: str) -> ResponseReturnValue:
        return edit_record(screens, id_)

    def archive(id_: str) -> ResponseReturnValue:
        return archive_record(screens, id_)

    def restore(id_: str) -> ResponseReturnValue:
        return restore_record(screens, id_)

    def history(id_: str) -> ResponseReturnValue:
        return show_history(screens, id_)

    bp.add_url_rule("/new", "new", change(new), methods=both)
    bp.add_url_rule("/<id:id_>/edit", "edit", change(edit), methods=both)
    bp.add_url_rule("/<id:id_>/archive", "archive", change(archive), methods=both)
    bp.add_url_rule("/<id:id_>/restore", "restore", change(restore), methods=["POST"])
    bp.add_url_rule("/<id:id_>/history", "history", see(history))
    return bp


def require(kind: type[F], id_: str) -> Stored[F]:
    """The record, archived or not; answers 404 when there is none."""
    stored = store.find(reading(), kind, id_)
    if stored is None:
        abort(404)
    return stored


def new_record(screens: Screens[F]) -> ResponseReturnValue:
    """Show the empty form, or save a new record."""
    form = screens.make_form(None, **_prefilled(screens))
    if form.submitted():
        try:
            with writing() as session:
                stored = store.create(session, form.fact(None), by=actor())
        except RecordError as error:
            refuse(form, error)
        else:
            done(t("record.created", name=screens.title(stored.fact)))
            return redirect(screens.address(stored.fact), 303)
    return _form_page(screens, form, None)


def edit_record(screens: Screens[F], id_: str) -> ResponseReturnValue:
    """Show the form filled in, or save the changed record."""
    stored = require(screens.kind, id_)
    if stored.archived_at is not None:
        return redirect(url_for(f"{screens.name}.show", id_=id_), 303)
    form = screens.make_form(stored.fact, stored.version)
    if form.submitted():
        fact = form.fact(stored.fact)
        try:
            with writing() as session:
                saved = store.update(session, fact, by=actor(), seen_version=form.seen_version)
                event = store.history(session, screens.kind, id_, limit=1)[0]
        except StaleError as error:
            conflict = compare_versions(form, error.stored, form.shown(error.stored.fact))
            return _form_page(screens, form, stored, conflict=conflict)
        except RecordError as error:
            refuse(form, error)
        else:
            if saved.version == stored.version:
                done(t("record.unchanged"))
            else:
                done(t("record.saved", name=screens.title(fact)), undo=event.sequence)
            return redirect(screens.address(saved.fact), 303)
    return _form_page(screens, form, stored)


def archive_record(screens: Screens[F], id_: str) -> ResponseReturnValue:
    """Say what goes with the record, then put it away."""
    stored = require(screens.kind, id_)
    form = RecordForm(version=stored.version)
    if form.submitted():
        try:
            with writing() as session:
                store.archive(
                    session, screens.kind, id_, by=actor(), seen_version=form.seen_version
                )
                event = store.history(session, screens.kind, id_, limit=1)[0]
        except StaleError:
            warn(t("record.changed_meanwhile"))
            return redirect(url_for(f"{screens.name}.archive", id_=id_), 303)
        done(t("record.archived", name=screens.title(stored.fact)), undo=event.sequence)
        return redirect(url_for(f"{screens.name}.show", id_=id_), 303)
    dependants = store.dependants(reading(), screens.kind, id_)
    return render_template(
        "record/archive.html",
        screens=screens,
        stored=stored,
        title=screens.title(stored.fact),
        form=form,
        dependants=dependants,
        name=estate().index.name,
    )


def restore_record(screens: Screens[F], id_: str) -> ResponseReturnValue:
    """Bring an archived record back, with what was put away together with it."""
    stored = require(screens.kind, id_)
    form = RecordForm(version=stored.version)
    if form.submitted():
        try:
            with writing() as session:
                store.restore(
                    session, screens.kind, id_, by=actor(), seen_version=form.seen_version
                )
        except StaleError:
            warn(t("record.changed_meanwhile"))
        except RecordError as error:
            warn(problem_text(error))
        else:
            done(t("record.restored", name=screens.title(stored.fact)))
    return redirect(url_for(f"{screens.name}.show", id_=id_), 303)


def put_away_page(screens: Screens[F], id_: str) -> ResponseReturnValue:
    """The page of a record that is not in the portfolio: archived, or 404."""
    stored = require(screens.kind, id_)
    facts = compare(None, stored.fact, field_titles(screens.form), estate().index.name)
    return render_template(
        "record/put_away.html",
        screens=screens,
        stored=stored,
        facts=facts,
    )


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change in words."""

    event: Event
    changes: list[FieldChange]
    undoable: bool


def show_history(screens: Screens[F], id_: str) -> ResponseReturnValue:
    """Who changed what and when, newest first."""
    stored = require(screens.kind, id_)
    events = store.history(reading(), screens.kind, id_)
    entries = [_entry(screens, event, stored) for event in events]
    return render_template(
        "record/history.html",
        screens=screens,
        stored=stored,
        title=screens.title(stored.fact),
        entries=entries,
        form=RecordForm(version=stored.version),
    )


def refuse(form: RecordForm, error: RecordError) -> None:
    """Put what the database refused beside the field that it belongs to."""
    form.refuse(error.field, problem_text(error))


def problem_text(error: RecordError) -> str:
    """What the database refused, in words: texts record.problem_<error class>."""
    name = type(error).__name__.removesuffix("Error")
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    values = {key: value for key, value in vars(error).items() if isinstance(value, str | int)}
    return t(f"record.problem_{snake}", **values)


def _prefilled(screens: Screens[F]) -> dict[str, Any]:
    """Fields of a new record that the address names: `?vendor=...` on a vendor's page."""
    known = screens.kind.__dataclass_fields__
    return {
        name: value
        for name, value in request.args.items()
        if name in known and name != "id" and len(value) <= 120
    }


def _form_page(
    screens: Screens[F],
    form: FactForm[F],
    stored: Stored[F] | None,
    conflict: Conflict | None = None,
) -> ResponseReturnValue:
    page = render_template(
        screens.template,
        screens=screens,
        form=form,
        stored=stored,
        conflict=conflict,
        title=screens.title(stored.fact) if stored is not None else t(f"{screens.name}.new_title"),
    )
    if conflict is not None:
        return page, 409
    return page, 422 if form.problems else 200


def _entry(screens: Screens[F], event: Event, stored: Stored[F]) -> HistoryEntry:
    before, after = (
        from_plain(screens.kind, {"id": stored.fact.id, **plain}) if plain else None
        for plain in (event.before, event.after)
    )
    changes = compare(before, after, field_titles(screens.form), estate().index.name)
    return HistoryEntry(
        event,
        [change for change in changes if change.differs],
        undoable=event.version == stored.version and event.noun == NOUN_OF[screens.kind],
    )

"""What the common record screens need to know of a noun: its form, its names, who may do what."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

from flask import abort, request, url_for
from sqlalchemy.orm import Session

from vendormgr.domain.access import EDITS, Permission
from vendormgr.domain.portfolio import Fact
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.errors import (
    ArchivedError,
    NotFoundError,
    RecordError,
    RunsOnCycleError,
    UnknownReferenceError,
)
from vendormgr.store.record import Stored
from vendormgr.store.record.reading import noun_of
from vendormgr.web.access import can
from vendormgr.web.db import reading
from vendormgr.web.estate import estate
from vendormgr.web.fields import ReferenceField, ReferencesField, offered_names
from vendormgr.web.forms import RecordForm
from vendormgr.web.once import OnceForm

F = TypeVar("F", bound=Fact)


class FactForm(OnceForm, Generic[F]):
    """A form whose fields are those of a fact, by the same names."""

    fact_kind: ClassVar[type[Fact]]
    here: str | None = None
    """Id of the record that is edited; None for a new one."""

    def offer(self) -> None:
        """Fill in what the reference fields offer, from the portfolio."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields; of a chosen record that was put away meanwhile, say just that."""
        right = bool(super().validate(extra_validators))
        if not right:
            name_archived(self)
        return right

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
    remark: Callable[[F], str | None] | None = None
    """What to point out after saving, if anything; it sees the estate with the record in it."""
    doubt: Callable[[Session, FactForm[F]], Any] | None = None
    """What a person has to look at before a new record is saved; None: nothing stands against it.
    It is asked inside the writing block, and its page answers 409 with what was typed."""

    related: Callable[[str], Collection[str]] | None = None
    """Ids of further records whose changes its history shows; None: only its own."""

    covers: Callable[[F], bool] = lambda _: True
    """Which records of the noun these screens are for; others are answered like missing ones."""

    @property
    def list_address(self) -> str:
        """The list that the records stand in."""
        return url_for(self.list_endpoint or f"{self.name}.index")

    def address(self, fact: F) -> str:
        """Where to go after saving."""
        if self.after is not None:
            return self.after(fact)
        return url_for(f"{self.name}.show", id_=fact.id)

    def back(self, stored: Stored[F] | None) -> str:
        """Where somebody goes who gives up: the record's page, or the list."""
        return self.address(stored.fact) if stored is not None else self.list_address

    def crumbs(self, stored: Stored[F] | None) -> list[tuple[str, str]]:
        """The way to a page below a record."""
        list_text = (self.list_endpoint or self.name).partition(".")[0]
        steps = [(self.list_address, t(f"{list_text}.list_title"))]
        if stored is not None:
            steps.append((self.address(stored.fact), self.title(stored.fact)))
        return steps

    def editable(self) -> bool:
        """Whether the person who asks may change records of this noun."""
        return all(can(permission) for permission in (*self.view, *self.edit))

    def make_form(self, obj: F | None, version: int = 0) -> FactForm[F]:
        """The form with its references offered; a new one begins with what the address names."""
        form = self.form(None if obj is None else self.form.shown(obj), version=version)
        form.here = None if obj is None else obj.id
        form.offer()
        if obj is None and request.method != "POST":
            prefill(form)
        return form


SCREENS: dict[str, Screens[Any]] = {}
"""Noun to its screens, as far as their modules are loaded."""


def prefill(form: RecordForm) -> None:
    """Choose the records that the address names: `?vendor=...` on a vendor's page."""
    for field in form:
        if isinstance(field, ReferenceField):
            named = request.args.get(field.name)
            if named in offered_names(field):
                field.data = named
        elif isinstance(field, ReferencesField):
            offered = offered_names(field)
            field.data = [one for one in request.args.getlist(field.name) if one in offered]


def name_archived(form: RecordForm) -> None:
    """Say who put away what was chosen, in place of calling it none of those offered."""
    for field in form:
        if not isinstance(field, ReferenceField) or not field.data or not field.errors:
            continue
        if not field.data.isprintable():
            continue  # No id: not every database takes such a character.
        screens = SCREENS.get(noun_of(reading(), field.data) or "")
        if screens is None or not all(can(one) for one in screens.view):
            continue
        stored = store.find(reading(), screens.kind, field.data)
        if stored is not None and stored.archived_at is not None:
            name, by = screens.title(stored.fact), stored.updated_by
            field.errors = [t("record.choice_archived", name=name, by=by)]


def may_edit_all(nouns: Iterable[str]) -> bool:
    """Whether the person who asks may change records of all these nouns."""
    return all(noun in EDITS and can(EDITS[noun]) for noun in nouns)


def find(screens: Screens[F], id_: str) -> Stored[F]:
    """The record that the screens are for, archived or not; answers 404 when there is none."""
    stored = require(screens.kind, id_)
    if not screens.covers(stored.fact):
        abort(404)
    return stored


def require(kind: type[F], id_: str) -> Stored[F]:
    """The record, archived or not; answers 404 when there is none."""
    stored = store.find(reading(), kind, id_)
    if stored is None:
        abort(404)
    return stored


def refuse(form: RecordForm, error: RecordError) -> None:
    """Put what the database refused beside the field that it belongs to."""
    form.refuse(error.field, problem_text(error))


def problem_text(error: RecordError) -> str:
    """What the database refused, in words: texts record.problem_<error class>."""
    name = type(error).__name__.removesuffix("Error")
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    if isinstance(error, UnknownReferenceError | NotFoundError | ArchivedError):
        return t(f"record.problem_{snake}", name=name_of(error.id))
    if isinstance(error, RunsOnCycleError):
        return t(f"record.problem_{snake}", chain=" → ".join(map(name_of, error.chain)))
    values = {key: value for key, value in vars(error).items() if isinstance(value, str | int)}
    return t(f"record.problem_{snake}", **values)


def name_of(id_: str) -> str:
    """What people call the record of that id, also an archived one; else the id."""
    name = estate().index.name(id_)
    if name != id_:
        return name
    for screens in SCREENS.values():
        stored = store.find(reading(), screens.kind, id_)
        if stored is not None:
            return screens.title(stored.fact)
    return id_

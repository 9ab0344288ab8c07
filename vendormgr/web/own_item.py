"""独自の責任項目: rows that the hospital added to the matrix, beside the defaults it changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.portfolio import ItemDefault, OwnItem
from vendormgr.domain.vocabulary import Column, Holder
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import language
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    EnumField,
    NoteField,
    ReferenceField,
    ReferencesField,
    TextField,
    reference,
)
from vendormgr.web.forms import Required
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page

DEFAULT = "default_"
"""Prefix of the fields that hold a default, one for each column."""


class OwnItemForm(FactForm[OwnItem]):
    """A row of the hospital's own; its fields for the defaults are added below."""

    fact_kind = OwnItem
    title = TextField("own_item.title", [Required()], description="own_item.title_hint")
    layer = ReferenceField("own_item.layer", [Required()])
    settled_by = ReferencesField("own_item.settled_by", description="own_item.settled_by_hint")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Layers and clauses."""
        catalogue, spoken = estate().catalogue, language()
        layers = catalogue.layers.items()
        clauses = catalogue.clauses.values()
        self.layer.offer(reference(id_, text.of(spoken), id_) for id_, text in layers)
        self.settled_by.offer(reference(one.id, one.title.of(spoken), one.id) for one in clauses)

    def fact(self, base: OwnItem | None) -> OwnItem:
        """The row as typed; a column that is still to be settled is not listed."""
        chosen = {column: self[f"{DEFAULT}{column}"].data for column in Column}
        defaults = {
            column: holder
            for column, holder in chosen.items()
            if holder not in (None, Holder.TO_SETTLE)
        }
        values = {"defaults": defaults, **self._own_values()}
        return OwnItem(id=base.id if base else "", **values)

    def _own_values(self) -> dict[str, Any]:
        return {name: value for name, value in self.values().items() if self._is_field(name)}

    @classmethod
    def shown(cls, fact: OwnItem) -> Any:
        """The row with one attribute for each default."""
        defaults = {f"{DEFAULT}{one}": fact.defaults.get(one, Holder.TO_SETTLE) for one in Column}
        return SimpleNamespace(
            title=fact.title,
            layer=fact.layer,
            settled_by=fact.settled_by,
            note=fact.note,
            **defaults,
        )


for _column in Column:
    _field = EnumField(
        f"vocabulary.column.{_column}", of=Holder, blank="", default=Holder.TO_SETTLE
    )
    setattr(OwnItemForm, f"{DEFAULT}{_column}", _field)


def list_address(_fact: OwnItem | ItemDefault) -> str:
    """The page of own rows and changed defaults."""
    return url_for("own_item.index")


SCREENS = Screens(
    name="own_item",
    kind=OwnItem,
    form=OwnItemForm,
    edit=(Permission.EDIT_CATALOGUE,),
    title=lambda item: item.title,
    template="own_item/form.html",
    after=list_address,
)
pages = blueprint(SCREENS, "/matrix/items")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDefault:
    """A default that the hospital changed, beside the product's own."""

    change: ItemDefault
    title: str
    original: Holder | None
    services: int
    """Services whose cell it concerns."""


def changed_defaults(conclusions: Conclusions, original: Catalogue) -> Iterator[ChangedDefault]:
    """Every changed default, in the order in which they were entered."""
    columns = list(conclusions.matrix.columns.values())
    for change in conclusions.portfolio.item_defaults:
        known = original.items.get(change.item)
        item = conclusions.catalogue.items.get(change.item)
        yield ChangedDefault(
            change=change,
            title=item.title.of(language()) if item else change.item,
            original=known.defaults[change.column] if known else None,
            services=columns.count(change.column),
        )


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """The hospital's own rows and changed defaults."""
    conclusions = estate()
    return render_template(
        "own_item/index.html",
        items=conclusions.portfolio.own_items,
        changes=list(changed_defaults(conclusions, load_catalogue())),
        layers=conclusions.catalogue.layers,
        clauses=conclusions.catalogue.clauses,
        columns=tuple(Column),
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """The list at that row; an archived one has a page of its own."""
    if any(one.id == id_ for one in estate().portfolio.own_items):
        return redirect(url_for("own_item.index", _anchor=id_), 303)
    return put_away_page(SCREENS, id_)

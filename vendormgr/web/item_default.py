"""既定の変更: the hospital's own default for a catalogue row under one column, with its reason."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.matrix_cell import ALWAYS_HOSPITAL
from vendormgr.domain.portfolio import ItemDefault
from vendormgr.domain.vocabulary import Column, Holder
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import label, language, t
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.fields import EnumField, EnumRadioField, NoteField, ReferenceField, reference
from vendormgr.web.forms import Required
from vendormgr.web.own_item import list_address
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page


class ItemDefaultForm(FactForm[ItemDefault]):
    """One default and why it is another here."""

    fact_kind = ItemDefault
    item = ReferenceField("item_default.item", [Required()], description="item_default.item_hint")
    column = EnumField("item_default.column", [Required()], of=Column)
    party = EnumRadioField("item_default.party", [Required()], of=Holder, blank="")
    note = NoteField(
        "item_default.note",
        [Required("item_default.note_missing")],
        description="item_default.note_hint",
        limit=1000,
    )

    def offer(self) -> None:
        """The product's rows, without the one that is always the hospital's."""
        items = (one for one in load_catalogue().items.values() if one.id not in ALWAYS_HOSPITAL)
        self.item.offer(reference(one.id, one.title.of(language()), one.id) for one in items)

    def validate_column(self, field: EnumField) -> None:
        """One row has one default under a column."""
        for other in estate().portfolio.item_defaults:
            same = other.item == self.item.data and other.column is field.data
            if same and other.id != self.here:
                raise ValidationError(t("item_default.taken"))

    def validate_party(self, field: EnumRadioField) -> None:
        """A change that changes nothing would only look like one."""
        item = load_catalogue().items.get(self.item.data or "")
        if item and self.column.data and item.defaults[self.column.data] is field.data:
            raise ValidationError(t("item_default.same", who=label(field.data)))


def default_name(change: ItemDefault) -> str:
    """What people call a changed default: the row and the column."""
    item = load_catalogue().items.get(change.item)
    title = item.title.of(language()) if item else change.item
    return t("item_default.name", item=title, column=label(change.column))


SCREENS = Screens(
    name="item_default",
    kind=ItemDefault,
    form=ItemDefaultForm,
    edit=(Permission.EDIT_CATALOGUE,),
    title=default_name,
    list_endpoint="own_item.index",
    after=list_address,
)
pages = blueprint(SCREENS, "/matrix/defaults")


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """The list at that change; an archived one has a page of its own."""
    if any(one.id == id_ for one in estate().portfolio.item_defaults):
        return redirect(url_for("own_item.index", _anchor=id_), 303)
    return put_away_page(SCREENS, id_)

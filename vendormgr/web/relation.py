"""委託関係: who outsources to whom, shown on the vendor's page."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Relation
from vendormgr.domain.vocabulary import RelationKind
from vendormgr.i18n import t
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.fields import EnumRadioField, NoteField, ReferenceField, TriStateField
from vendormgr.web.forms import Required
from vendormgr.web.options import vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page


class RelationForm(FactForm[Relation]):
    """One step of the chain behind a vendor."""

    fact_kind = Relation
    from_ = ReferenceField("relation.from_", [Required()])
    to = ReferenceField("relation.to", [Required()], description="relation.to_hint")
    kind = EnumRadioField("relation.kind", of=RelationKind, blank="")
    consent = TriStateField("relation.consent")
    flowdown = TriStateField("relation.flowdown")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Vendors and subcontractors on both sides."""
        self.from_.offer(vendor_options())
        self.to.offer(vendor_options())

    def validate_to(self, field: ReferenceField) -> None:
        """Nobody outsources to himself."""
        if field.data and field.data == self.from_.data:
            raise ValueError(t("relation.same_party"))


def _home(relation: Relation) -> str:
    return url_for("vendor.show", id_=relation.from_ or relation.to, _anchor="chain")


def _title(relation: Relation) -> str:
    name = estate().index.name
    return t("relation.title", from_=name(relation.from_ or ""), to=name(relation.to or ""))


SCREENS = Screens(
    name="relation",
    kind=Relation,
    form=RelationForm,
    edit=(Permission.EDIT_VENDORS,),
    title=_title,
    after=_home,
    list_endpoint="vendor.index",
)
pages = blueprint(SCREENS, "/relations")


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """A relation has its place on the vendor's page."""
    found = estate().index.relations.get(id_)
    return put_away_page(SCREENS, id_) if found is None else redirect(_home(found), 303)

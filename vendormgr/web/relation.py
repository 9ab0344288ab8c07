"""委託関係: who outsources to whom, shown on the vendor's page."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Relation
from vendormgr.domain.vocabulary import RelationKind
from vendormgr.i18n import t
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.fields import EnumRadioField, NoteField, ReferenceField, TriStateField
from vendormgr.web.forms import Required
from vendormgr.web.options import party_options, vendor_options
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
        """The hospital, vendors and subcontractors; nobody outsources to the hospital."""
        self.from_.offer(party_options())
        self.to.offer(vendor_options())

    def validate_to(self, field: ReferenceField) -> None:
        """Nobody outsources to himself."""
        if field.data and field.data == self.from_.data:
            raise ValidationError(t("relation.same_party"))


def _home(relation: Relation) -> str:
    """The page of the party that outsources; for the hospital, of the one it outsources to."""
    ends = [one for one in (relation.from_, relation.to) if one]
    vendors = [one for one in ends if one != estate().index.hospital]
    return url_for("vendor.show", id_=(vendors or ends)[0], _anchor="chain")


def _title(relation: Relation) -> str:
    name = estate().index.name
    return t("relation.title", from_=name(relation.from_ or ""), to=name(relation.to or ""))


def _remark(relation: Relation) -> str | None:
    """Point out that the same step of the chain is on record already."""
    same = [
        one
        for one in estate().portfolio.relations
        if (one.from_, one.to, one.kind) == (relation.from_, relation.to, relation.kind)
    ]
    return t("relation.twice") if len(same) > 1 else None


SCREENS = Screens(
    name="relation",
    kind=Relation,
    form=RelationForm,
    edit=(Permission.EDIT_VENDORS,),
    title=_title,
    after=_home,
    remark=_remark,
    list_endpoint="vendor.index",
)
pages = blueprint(SCREENS, "/relations")


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """A relation has its place on the vendor's page."""
    found = estate().index.relations.get(id_)
    return put_away_page(SCREENS, id_) if found is None else redirect(_home(found), 303)

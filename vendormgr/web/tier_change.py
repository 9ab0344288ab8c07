"""区分の変更: a tier that somebody set against the records, with reason, approver and end."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.assessment import TierChange
from vendormgr.domain.vocabulary import Tier
from vendormgr.i18n import t
from vendormgr.web.access import needs
from vendormgr.web.clock import today
from vendormgr.web.estate import estate
from vendormgr.web.fields import DateField, EnumRadioField, NoteField, ReferenceField, TextField
from vendormgr.web.forms import Required
from vendormgr.web.names import namer
from vendormgr.web.options import vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page


class TierChangeForm(FactForm[TierChange]):
    """What a change needs: without one of these the records decide."""

    fact_kind = TierChange
    party = ReferenceField("tier_change.party", [Required()])
    tier = EnumRadioField("tier_change.tier", [Required()], of=Tier, blank="")
    reason = NoteField(
        "tier_change.reason", [Required()], description="tier_change.reason_hint", limit=1000
    )
    approver = TextField(
        "tier_change.approver", [Required()], description="tier_change.approver_hint"
    )
    decided_on = DateField("tier_change.decided_on", [Required()], default=today)
    until = DateField("tier_change.until", [Required()], description="tier_change.until_hint")

    def offer(self) -> None:
        """Vendors."""
        self.party.offer(vendor_options())

    def validate_decided_on(self, field: DateField) -> None:
        """Nobody has decided anything in the future."""
        if field.data is not None and field.data > today():
            raise ValidationError(t("assessment.in_future"))

    def validate_until(self, field: DateField) -> None:
        """It ends after it was decided."""
        decided = self.decided_on.data
        if field.data is not None and decided is not None and field.data < decided:
            raise ValidationError(t("tier_change.ends_before"))


def change_name(one: TierChange) -> str:
    """What people call a change."""
    return t("tier_change.name", name=estate().index.name(one.party or "－"))


def vendor_address(one: TierChange) -> str:
    """The vendor's page on risk."""
    if one.party in estate().tiers:
        return url_for("vendor_risk.show", id_=one.party, _anchor="tier")
    return url_for("tier_change.index")


SCREENS = Screens(
    name="tier_change",
    kind=TierChange,
    form=TierChangeForm,
    edit=(Permission.EDIT_ASSESSMENTS,),
    title=change_name,
    after=vendor_address,
)
pages = blueprint(SCREENS, "/risk/tier-changes")


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """Every change, those that hold first."""
    conclusions = estate()
    holding = {one.change.id for one in conclusions.tiers.values() if one.change is not None}
    changes = conclusions.portfolio.tier_changes
    return render_template(
        "tier_change/index.html",
        changes=sorted(changes, key=lambda one: one.id not in holding),
        holding=holding,
        tiers=conclusions.tiers,
        names=namer(conclusions),
        today=conclusions.today,
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """The vendor that it concerns; an archived one has a page of its own."""
    found = next((one for one in estate().portfolio.tier_changes if one.id == id_), None)
    return put_away_page(SCREENS, id_) if found is None else redirect(vendor_address(found), 303)

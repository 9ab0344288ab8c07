"""医療機関: the hospital's own entry in the register, which every paper bears."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Party
from vendormgr.i18n import t
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.fields import CorporateNumberField, NoteField, TextField, WebAddressField
from vendormgr.web.forms import Required
from vendormgr.web.saving import Attempt, save_changed
from vendormgr.web.screens import FactForm, require

pages = Blueprint("hospital", __name__)


class HospitalForm(FactForm[Party]):
    """What the register holds of the hospital itself."""

    fact_kind = Party
    name = TextField("hospital.name", [Required()], description="hospital.name_hint")
    kana = TextField("vendor.kana")
    corporate_number = CorporateNumberField("vendor.corporate_number")
    address = TextField("vendor.address", limit=400)
    website = WebAddressField("vendor.website", description="vendor.website_hint")
    note = NoteField("common.note")


@pages.route("/hospital", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_VENDORS, Permission.EDIT_SYSTEMS)
def edit() -> ResponseReturnValue:
    """Name and address of the hospital."""
    id_ = estate().index.hospital
    if id_ is None:
        abort(404)
    stored = require(Party, id_)
    form = HospitalForm(stored.fact, version=stored.version)
    attempt: Attempt[Party] = Attempt()
    if form.submitted():
        changed = form.fact(stored.fact)
        attempt = save_changed(form, changed, t("record.saved", name=changed.name or id_))
        if attempt.saved is not None:
            return redirect(url_for("facility.index"), 303)
    page = render_template("facility/hospital.html", form=form, conflict=attempt.conflict)
    return page, attempt.status(form)

"""医療機関: the hospital's own entry in the register, which every paper bears."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Party
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.errors import RecordError, StaleError
from vendormgr.web.access import actor, needs
from vendormgr.web.conflict import compare
from vendormgr.web.db import writing
from vendormgr.web.estate import estate
from vendormgr.web.fields import CorporateNumberField, NoteField, TextField, WebAddressField
from vendormgr.web.flashes import done
from vendormgr.web.forms import Required
from vendormgr.web.screens import FactForm, refuse, require

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
    conflict = None
    if form.submitted():
        try:
            with writing() as session:
                saved = store.update(
                    session, form.fact(stored.fact), by=actor(), seen_version=form.seen_version
                )
                event = store.history(session, Party, id_, limit=1)[0]
        except StaleError as error:
            conflict = compare(form, error.stored)
        except RecordError as error:
            refuse(form, error)
        else:
            if saved.version == stored.version:
                done(t("record.unchanged"))
            else:
                done(t("record.saved", name=saved.fact.name or id_), undo=event.sequence)
            return redirect(url_for("facility.index"), 303)
    page = render_template("facility/hospital.html", form=form, conflict=conflict)
    return page, 409 if conflict else 422 if form.problems else 200

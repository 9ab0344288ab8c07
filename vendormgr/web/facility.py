"""施設: places of the hospital."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Facility
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import NoteField, TextField, WholeNumberField
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, make_listing
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page


class FacilityForm(FactForm[Facility]):
    """What the register holds of a facility."""

    fact_kind = Facility
    name = TextField("facility.name", [Required()])
    address = TextField("facility.address", limit=400)
    beds = WholeNumberField("facility.beds", most=10_000)
    note = NoteField("common.note")


def facility_name(facility: Facility) -> str:
    """What people call a facility."""
    return facility.name or facility.id


SCREENS = Screens(
    name="facility",
    kind=Facility,
    form=FacilityForm,
    edit=(Permission.EDIT_SYSTEMS,),
    title=facility_name,
    after=lambda _: url_for("facility.index"),
)
pages = blueprint(SCREENS, "/facilities")


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """The hospital and its facilities."""
    conclusions = estate()
    listing = make_listing(
        conclusions.portfolio.facilities,
        [
            ListColumn[Facility](key="name", title="facility.name", value=facility_name),
            ListColumn[Facility](
                key="address", title="facility.address", value=lambda one: one.address
            ),
            ListColumn[Facility](key="beds", title="facility.beds", value=lambda one: one.beds),
        ],
        found_by=lambda one: (one.name, one.address, one.id),
        order="-beds",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="facility.list_title")
    hospital = conclusions.index.parties.get(conclusions.index.hospital or "")
    return render_template("facility/index.html", listing=listing, hospital=hospital)


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """A facility has its place in the list."""
    if any(one.id == id_ for one in estate().portfolio.facilities):
        return redirect(url_for("facility.index"), 303)
    return put_away_page(SCREENS, id_)

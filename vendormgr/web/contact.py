"""連絡先: a person or desk at a vendor, shown on the vendor's page."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Contact
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    EmailField,
    NoteField,
    PhoneField,
    ReferenceField,
    TextField,
    TriStateField,
)
from vendormgr.web.forms import Required
from vendormgr.web.options import vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page


class ContactForm(FactForm[Contact]):
    """Whom to call, and when."""

    fact_kind = Contact
    party = ReferenceField("contact.party", [Required()])
    name = TextField("contact.name", [Required()])
    department = TextField("contact.department")
    phone = PhoneField("contact.phone")
    email = EmailField("contact.email")
    hours = TextField("contact.hours", description="contact.hours_hint")
    round_the_clock = TriStateField("contact.round_the_clock")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Vendors and subcontractors."""
        self.party.offer(vendor_options())


def _home(contact: Contact) -> str:
    return url_for("vendor.show", id_=contact.party, _anchor="contacts")


SCREENS = Screens(
    name="contact",
    kind=Contact,
    form=ContactForm,
    edit=(Permission.EDIT_VENDORS,),
    title=lambda contact: contact.name or contact.department or contact.id,
    after=_home,
    list_endpoint="vendor.index",
)
pages = blueprint(SCREENS, "/contacts")


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """A contact has its place on the vendor's page."""
    found = next((one for one in estate().portfolio.contacts if one.id == id_), None)
    return put_away_page(SCREENS, id_) if found is None else redirect(_home(found), 303)

"""開示書: what a vendor discloses of a product or service, and what the hospital makes of a no."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.assurance import Disclosure, DisclosureAnswer
from vendormgr.domain.disclosure_file import contradictions
from vendormgr.domain.disclosure_state import earlier
from vendormgr.domain.gaps.answers import is_undecided, live_disclosures
from vendormgr.domain.vocabulary import Answer, DisclosureForm
from vendormgr.i18n import label, t
from vendormgr.web.access import needs
from vendormgr.web.clock import today
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import (
    DateField,
    EnumField,
    NoteField,
    ReferenceField,
    TextField,
)
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.options import service_options, vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page


class DisclosureRecordForm(FactForm[Disclosure]):
    """Whose disclosure it is; its answers have pages of their own."""

    fact_kind = Disclosure
    party = ReferenceField("disclosure.party", [Required()])
    service = ReferenceField("disclosure.service")
    form = EnumField("disclosure.form", [Required()], of=DisclosureForm)
    form_version = TextField("disclosure.form_version", description="disclosure.form_version_hint")
    product = TextField("disclosure.product", description="disclosure.product_hint")
    dated_on = DateField("disclosure.dated_on", description="form.date_hint")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Vendors and services."""
        self.party.offer(vendor_options())
        self.service.offer(service_options())

    def validate_dated_on(self, field: DateField) -> None:
        """Nobody has signed anything in the future."""
        if field.data is not None and field.data > today():
            raise ValidationError(t("disclosure.in_future"))

    def validate_service(self, field: ReferenceField) -> None:
        """A service of another vendor is a slip of the hand."""
        service = estate().index.services.get(field.data or "")
        if service is not None and self.party.data and service.vendor != self.party.data:
            raise ValidationError(t("disclosure.service_of_other"))


def disclosure_name(one: Disclosure) -> str:
    """What people call a disclosure: the form and the product."""
    product = one.product or estate().index.name(one.service or one.party or one.id)
    return t("disclosure.name", form=label(one.form) if one.form else "", product=product).strip()


SCREENS = Screens(
    name="disclosure",
    kind=Disclosure,
    form=DisclosureRecordForm,
    edit=(Permission.EDIT_ASSESSMENTS,),
    title=disclosure_name,
)
pages = blueprint(SCREENS, "/disclosures")


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One disclosure as the list shows it."""

    disclosure: Disclosure
    name: str
    party: str
    answered: int
    noes: int
    undecided: int
    """Answers of no without a measure, an acceptance or a target date."""


def disclosure_row(one: Disclosure) -> DisclosureRow:
    """A disclosure with its counts."""
    noes = [answer for answer in one.answers if answer.answer is Answer.NO]
    return DisclosureRow(
        one,
        disclosure_name(one),
        estate().index.name(one.party or ""),
        sum(answer.answer is not None for answer in one.answers),
        len(noes),
        sum(is_undecided(answer, today()) for answer in noes),
    )


_COLUMNS = (
    ListColumn[DisclosureRow](key="name", title="disclosure.noun", value=lambda one: one.name),
    ListColumn[DisclosureRow](key="party", title="disclosure.party", value=lambda one: one.party),
    ListColumn[DisclosureRow](
        key="version",
        title="disclosure.form_version",
        value=lambda one: one.disclosure.form_version,
    ),
    ListColumn[DisclosureRow](
        key="dated", title="disclosure.dated_on", value=lambda one: one.disclosure.dated_on
    ),
    ListColumn[DisclosureRow](
        key="answered", title="disclosure.answered", value=lambda one: one.answered
    ),
    ListColumn[DisclosureRow](key="noes", title="disclosure.noes", value=lambda one: one.noes),
    ListColumn[DisclosureRow](
        key="undecided", title="disclosure.undecided", value=lambda one: one.undecided
    ),
)


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """Every disclosure, the newest first; a no that nobody decided on says so."""
    rows = [disclosure_row(one) for one in estate().portfolio.disclosures]
    listing = make_listing(
        rows,
        _COLUMNS,
        [
            ListFilter[DisclosureRow](
                key="form",
                title="disclosure.form",
                options={one.value: label(one) for one in DisclosureForm},
                holds=lambda one, value: one.disclosure.form == value,
            ),
            ListFilter[DisclosureRow](
                key="state",
                title="disclosure.state",
                options={"undecided": t("disclosure.with_undecided")},
                holds=lambda one, _: one.undecided > 0,
            ),
        ],
        found_by=lambda one: (one.name, one.party, one.disclosure.note),
        order="-dated",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="disclosure.list_title")
    live = {one.id for one in live_disclosures(estate().portfolio)}
    undecided = sum(one.undecided for one in rows if one.disclosure.id in live)
    return render_template("disclosure/index.html", listing=listing, undecided=undecided)


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """One disclosure: every answer, what was decided on a no, what differs from the one before."""
    portfolio = estate().portfolio
    found = next((one for one in portfolio.disclosures if one.id == id_), None)
    if found is None:
        return put_away_page(SCREENS, id_)
    before = earlier(found, portfolio.disclosures)
    changed = contradictions(before.answers, found.answers) if before else ()
    return render_template(
        "disclosure/show.html",
        disclosure=found,
        row=disclosure_row(found),
        title=disclosure_name(found),
        before=before,
        changed={one.number: one.before for one in changed},
        undecided=lambda answer: is_undecided(answer, today()),
        no=Answer.NO,
    )


def undecided_first(one: Disclosure) -> list[DisclosureAnswer]:
    """The answers of no, those to decide on first."""
    noes = [answer for answer in one.answers if answer.answer is Answer.NO]
    return sorted(noes, key=lambda answer: not is_undecided(answer, today()))

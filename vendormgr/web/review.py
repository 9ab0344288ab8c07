"""年次点検: which vendors were gone through this fiscal year, and who signed it off."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.assurance import Review
from vendormgr.domain.dates import fiscal_year
from vendormgr.domain.gaps.watched import engaged_vendors
from vendormgr.domain.portfolio import Party
from vendormgr.i18n import format_fiscal_year, t
from vendormgr.web.access import needs
from vendormgr.web.clock import today
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import DateField, NoteField, ReferenceField, TextField, WholeNumberField
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.options import vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page


class ReviewForm(FactForm[Review]):
    """That a vendor was reviewed: for which year, when, by whom."""

    fact_kind = Review
    party = ReferenceField("review.party", [Required()])
    fiscal_year = WholeNumberField(
        "review.fiscal_year",
        [Required()],
        least=2000,
        most=2199,
        description="sheet.fiscal_year_hint",
        default=lambda: fiscal_year(today()),
    )
    signed_off_on = DateField("review.signed_off_on", [Required()], default=today)
    signed_off_by = TextField(
        "review.signed_off_by", [Required()], description="review.signed_off_by_hint"
    )
    note = NoteField("common.note", description="review.note_hint")

    def offer(self) -> None:
        """Vendors."""
        self.party.offer(vendor_options())

    def validate_signed_off_on(self, field: DateField) -> None:
        """Nobody has signed anything off in the future."""
        if field.data is not None and field.data > today():
            raise ValidationError(t("assessment.in_future"))

    def validate_fiscal_year(self, field: WholeNumberField) -> None:
        """A vendor is reviewed once a fiscal year."""
        about = (self.party.data, field.data)
        others = (one for one in estate().portfolio.reviews if one.id != self.here)
        if any((one.party, one.fiscal_year) == about for one in others):
            raise ValidationError(t("review.twice"))


def review_name(one: Review) -> str:
    """What people call a review: the vendor and the year."""
    year = format_fiscal_year(one.fiscal_year) if one.fiscal_year is not None else ""
    return t("review.name", name=estate().index.name(one.party or "－"), year=year).strip()


def list_address(_one: Review) -> str:
    """The list of the year's reviews."""
    return url_for("review.index")


SCREENS = Screens(
    name="review",
    kind=Review,
    form=ReviewForm,
    edit=(Permission.EDIT_ASSESSMENTS,),
    title=review_name,
    after=list_address,
)
pages = blueprint(SCREENS, "/reviews")


@dataclass(frozen=True, slots=True)
class ReviewedVendor:
    """One vendor with its review of this fiscal year and the one before."""

    party: Party
    review: Review | None
    before: Review | None

    @property
    def name(self) -> str:
        """What people call the vendor."""
        return self.party.name or self.party.id


_COLUMNS = (
    ListColumn[ReviewedVendor](
        key="vendor",
        title="review.party",
        value=lambda one: one.party.kana or one.name,
        exported=lambda one: one.name,
    ),
    ListColumn[ReviewedVendor](
        key="on",
        title="review.signed_off_on",
        value=lambda one: one.review.signed_off_on if one.review else None,
    ),
    ListColumn[ReviewedVendor](
        key="by",
        title="review.signed_off_by",
        value=lambda one: one.review.signed_off_by if one.review else None,
    ),
    ListColumn[ReviewedVendor](
        key="before",
        title="review.before",
        value=lambda one: one.before.signed_off_on if one.before else None,
    ),
)


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """Every vendor at work for the hospital: reviewed this fiscal year or not."""
    conclusions, year = estate(), fiscal_year(today())
    known = {(one.party, one.fiscal_year): one for one in conclusions.portfolio.reviews}
    rows = [
        ReviewedVendor(one, known.get((one.id, year)), known.get((one.id, year - 1)))
        for one in engaged_vendors(conclusions.index)
    ]
    listing = make_listing(
        rows,
        _COLUMNS,
        [
            ListFilter[ReviewedVendor](
                key="state",
                title="review.state",
                options={"done": t("review.state_done"), "open": t("review.state_open")},
                holds=lambda one, value: (one.review is not None) == (value == "done"),
            )
        ],
        found_by=lambda one: (one.name, one.party.kana),
        order="vendor",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="review.list_title")
    return render_template(
        "review/index.html",
        listing=listing,
        year=year,
        missing=sum(one.review is None for one in rows),
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """The list; an archived review has a page of its own."""
    found = next((one for one in estate().portfolio.reviews if one.id == id_), None)
    return put_away_page(SCREENS, id_) if found is None else redirect(list_address(found), 303)

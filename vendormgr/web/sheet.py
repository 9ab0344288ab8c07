"""確認表: official checklists and role tables, one a fiscal year, vendor and system."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.assurance import Sheet
from vendormgr.domain.dates import fiscal_year
from vendormgr.domain.gaps.answers import is_undecided, live_sheets
from vendormgr.domain.sheet_lines import AskedLine, changed_since, year_before
from vendormgr.domain.vocabulary import Answer, SheetKind
from vendormgr.i18n import format_fiscal_year, label, t
from vendormgr.store.sheet_edition import list_editions
from vendormgr.web.access import needs
from vendormgr.web.clock import today
from vendormgr.web.db import reading
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import (
    DateField,
    EnumField,
    NoteField,
    ReferenceField,
    WholeNumberField,
    reference,
)
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.options import system_options, vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page
from vendormgr.web.sheet_loaded import edition_of, lines_of


class SheetForm(FactForm[Sheet]):
    """Which sheet it is; its answers have a page of their own."""

    fact_kind = Sheet
    kind = EnumField("sheet.kind", [Required()], of=SheetKind)
    fiscal_year = WholeNumberField(
        "sheet.fiscal_year",
        [Required()],
        least=2000,
        most=2199,
        description="sheet.fiscal_year_hint",
        default=lambda: fiscal_year(today()),
    )
    party = ReferenceField("sheet.party", description="sheet.party_hint")
    system = ReferenceField("sheet.system", description="sheet.system_hint")
    edition = ReferenceField(
        "sheet.edition", blank="sheet.edition_none", description="sheet.edition_hint"
    )
    collected_on = DateField("sheet.collected_on", description="form.date_hint")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Vendors, systems and the forms that somebody confirmed."""
        self.party.offer(vendor_options())
        self.system.offer(system_options())
        self.edition.offer(
            reference(one.id, one.title)
            for one in list_editions(reading())
            if one.confirmed and isinstance(one.kind, SheetKind)
        )


def sheet_name(sheet: Sheet) -> str:
    """What people call a sheet: kind, year, and whom or what it is about."""
    name = estate().index.name
    parts = [label(sheet.kind) if sheet.kind else t("sheet.noun")]
    if sheet.fiscal_year is not None:
        parts.append(format_fiscal_year(sheet.fiscal_year))
    parts += [name(one) for one in (sheet.party, sheet.system) if one]
    return " ".join(parts)


SCREENS = Screens(
    name="sheet",
    kind=Sheet,
    form=SheetForm,
    edit=(Permission.EDIT_ASSESSMENTS,),
    title=sheet_name,
)
pages = blueprint(SCREENS, "/sheets")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One sheet as the list shows it."""

    sheet: Sheet
    party: str
    system: str
    answered: int
    noes: int
    undecided: int
    """Answers of no without a target date or a measure."""


def sheet_row(sheet: Sheet) -> SheetRow:
    """A sheet with its counts."""
    name = estate().index.name
    return SheetRow(
        sheet,
        name(sheet.party) if sheet.party else "",
        name(sheet.system) if sheet.system else "",
        sum(one.answer is not None for one in sheet.answers),
        sum(one.answer is Answer.NO for one in sheet.answers),
        sum(is_undecided(one, today()) for one in sheet.answers),
    )


_COLUMNS = (
    ListColumn[SheetRow](
        key="year", title="sheet.fiscal_year", value=lambda one: one.sheet.fiscal_year
    ),
    ListColumn[SheetRow](key="kind", title="sheet.kind", value=lambda one: one.sheet.kind),
    ListColumn[SheetRow](key="party", title="sheet.party", value=lambda one: one.party),
    ListColumn[SheetRow](key="system", title="sheet.system", value=lambda one: one.system),
    ListColumn[SheetRow](key="answered", title="sheet.answered", value=lambda one: one.answered),
    ListColumn[SheetRow](key="noes", title="sheet.noes", value=lambda one: one.noes),
    ListColumn[SheetRow](key="undecided", title="sheet.undecided", value=lambda one: one.undecided),
    ListColumn[SheetRow](
        key="collected", title="sheet.collected_on", value=lambda one: one.sheet.collected_on
    ),
)


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """Every sheet, the latest year first; what still needs a decision says so."""
    portfolio = estate().portfolio
    rows = [sheet_row(one) for one in portfolio.sheets]
    current = {one.id for one in live_sheets(portfolio)}
    years = sorted({one.sheet.fiscal_year for one in rows if one.sheet.fiscal_year}, reverse=True)
    listing = make_listing(
        rows,
        _COLUMNS,
        [
            ListFilter[SheetRow](
                key="in",
                title="sheet.fiscal_year",
                options={str(year): format_fiscal_year(year) for year in years},
                holds=lambda one, value: str(one.sheet.fiscal_year) == value,
            ),
            ListFilter[SheetRow](
                key="what",
                title="sheet.kind",
                options={kind.value: label(kind) for kind in SheetKind},
                holds=lambda one, value: one.sheet.kind == value,
            ),
        ],
        found_by=lambda one: (one.party, one.system, one.sheet.note),
        order="-year",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="sheet.list_title")
    return render_template(
        "sheet/index.html",
        listing=listing,
        undecided=sum(one.undecided for one in rows if one.sheet.id in current),
        forms=len(list_editions(reading())),
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """One sheet: every line with its answer, and what changed since the year before."""
    portfolio = estate().portfolio
    sheet = next((one for one in portfolio.sheets if one.id == id_), None)
    if sheet is None:
        return put_away_page(SCREENS, id_)
    before = year_before(sheet, portfolio.sheets)
    lines = lines_of(sheet)
    return render_template(
        "sheet/show.html",
        sheet=sheet,
        title=sheet_name(sheet),
        row=sheet_row(sheet),
        edition=edition_of(sheet),
        lines=lines,
        answers={one.number: one for one in sheet.answers},
        further=_further(sheet, lines),
        before=before,
        changed=changed_since(sheet, before),
        undecided=lambda answer: is_undecided(answer, today()),
    )


def _further(sheet: Sheet, lines: tuple[AskedLine, ...]) -> list[str]:
    """Numbers that were answered and that the form does not have: another form was used then."""
    asked = {one.number for one in lines}
    return [one.number for one in sheet.answers if one.number not in asked]

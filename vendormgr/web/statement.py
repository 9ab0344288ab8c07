"""事業者の申告: what a vendor said of itself about one row, entered by the hospital."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ResponsibilityItem
from vendormgr.domain.matrix_cell import DISPUTED, Cell
from vendormgr.domain.portfolio import Statement
from vendormgr.domain.vocabulary import Holder
from vendormgr.i18n import language, t
from vendormgr.web.access import needs
from vendormgr.web.clock import today
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import DateField, EnumRadioField, NoteField, ReferenceField, reference
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.matrix_address import PANEL
from vendormgr.web.options import service_options, vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page


class StatementForm(FactForm[Statement]):
    """What the vendor said."""

    fact_kind = Statement
    service = ReferenceField("statement.service", [Required()])
    item = ReferenceField("statement.item", [Required()])
    party = EnumRadioField(
        "statement.party",
        [Required("statement.party_missing")],
        of=(Holder.HOSPITAL, Holder.VENDOR, Holder.SHARED),
        blank="",
    )
    by = ReferenceField(
        "statement.by", blank="statement.by_vendor", description="statement.by_hint"
    )
    on = DateField("statement.on", [Required()], description="form.date_hint", default=today)
    note = NoteField("statement.note", description="statement.note_hint")

    def offer(self) -> None:
        """Services, rows and vendors."""
        spoken = language()
        items = estate().catalogue.items.values()
        self.service.offer(service_options())
        self.item.offer(reference(one.id, one.title.of(spoken), one.id) for one in items)
        self.by.offer(vendor_options())

    def validate_on(self, field: DateField) -> None:
        """Nobody has said anything in the future."""
        if field.data is not None and field.data > today():
            raise ValidationError(t("statement.in_future"))

    def fact(self, base: Statement | None) -> Statement:
        """The statement as typed; where nobody is named, the service's vendor said it."""
        said = super().fact(base)
        service = estate().index.services.get(said.service or "")
        if said.by is None and service is not None:
            return replace(said, by=service.vendor)
        return said


def statement_name(said: Statement) -> str:
    """What people call a statement: the row and the service."""
    conclusions = estate()
    title = _item_title(conclusions.catalogue.items, said.item, language())
    return t("statement.name", item=title, service=conclusions.index.name(said.service or ""))


def cell_address(said: Statement) -> str:
    """The cell that a statement is about; the list where there is none."""
    if (said.service, said.item) in estate().matrix.cells:
        service = said.service or ""
        return url_for(
            "matrix.service", id_=service, service=service, item=said.item, _anchor=PANEL
        )
    return url_for("statement.index")


SCREENS = Screens(
    name="statement",
    kind=Statement,
    form=StatementForm,
    edit=(Permission.EDIT_STATEMENTS,),
    title=statement_name,
    after=cell_address,
)
pages = blueprint(SCREENS, "/statements")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement as the list shows it."""

    said: Statement
    item: str
    service: str
    by: str
    cell: Cell | None

    @property
    def latest(self) -> bool:
        """Whether it is the one that counts for its cell."""
        return self.cell is not None and self.cell.statement == self.said

    @property
    def disputed(self) -> bool:
        """Whether it differs from what is written or proposed."""
        return self.latest and self.cell is not None and DISPUTED in self.cell.problems


def _item_title(items: Mapping[str, ResponsibilityItem], id_: str | None, spoken: str) -> str:
    item = items.get(id_ or "")
    return item.title.of(spoken) if item else id_ or "－"


def statement_lines(conclusions: Conclusions) -> list[StatementLine]:
    """Every statement, in the order in which they were entered."""
    cells, name, spoken = conclusions.matrix.cells, conclusions.index.name, language()
    items = conclusions.catalogue.items
    return [
        StatementLine(
            said,
            _item_title(items, said.item, spoken),
            name(said.service or ""),
            name(said.by or ""),
            cells.get((said.service or "", said.item or "")),
        )
        for said in conclusions.portfolio.statements
    ]


_COLUMNS = (
    ListColumn[StatementLine](key="on", title="statement.on", value=lambda one: one.said.on),
    ListColumn[StatementLine](
        key="service", title="statement.service", value=lambda one: one.service
    ),
    ListColumn[StatementLine](key="item", title="statement.item", value=lambda one: one.item),
    ListColumn[StatementLine](
        key="party", title="statement.said", value=lambda one: one.said.party
    ),
    ListColumn[StatementLine](
        key="now",
        title="statement.now",
        value=lambda one: one.cell.effective if one.cell else None,
    ),
    ListColumn[StatementLine](key="by", title="statement.by", value=lambda one: one.by),
)


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """Every statement, newest first; what differs from contract or proposal says so."""
    conclusions = estate()
    lines = statement_lines(conclusions)
    listing = make_listing(
        lines,
        _COLUMNS,
        [
            ListFilter[StatementLine](
                key="state",
                title="statement.state",
                options={
                    "disputed": t("matrix.mark_disputed"),
                    "latest": t("statement.latest"),
                },
                holds=lambda one, value: bool(getattr(one, value)),
            )
        ],
        found_by=lambda one: (one.item, one.service, one.by, one.said.note),
        order="-on",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="statement.list_title")
    return render_template(
        "statement/index.html",
        listing=listing,
        disputed=sum(one.disputed for one in lines),
        address=cell_address,
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """The cell that the statement is about; an archived one has a page of its own."""
    said = next((one for one in estate().portfolio.statements if one.id == id_), None)
    return put_away_page(SCREENS, id_) if said is None else redirect(cell_address(said), 303)

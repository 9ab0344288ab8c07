"""独自の条項: clauses that the hospital asks for beside those of the catalogue."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.matrix_cell import ALWAYS_HOSPITAL
from vendormgr.domain.negotiation import OwnClause
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, Column
from vendormgr.i18n import label, language
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.fields import EnumRadioField, NoteField, ReferencesField, TextField, reference
from vendormgr.web.forms import Required
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page


class OwnClauseForm(FactForm[OwnClause]):
    """A clause of the hospital's own."""

    fact_kind = OwnClause
    title = TextField("own_clause.title", [Required()], description="own_clause.title_hint")
    asks = NoteField("own_clause.asks", description="own_clause.asks_hint", limit=1000)
    level = EnumRadioField(
        "own_clause.level", [Required()], of=ClauseLevel, blank="", default=ClauseLevel.SHOULD
    )
    columns = ReferencesField("own_clause.columns", description="own_clause.columns_hint")
    settles = ReferencesField("own_clause.settles", description="own_clause.settles_hint")
    wording = NoteField("own_clause.wording", description="own_clause.wording_hint")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Columns and rows of the matrix."""
        items = estate().catalogue.items.values()
        self.columns.offer(reference(one.value, label(one)) for one in Column)
        self.settles.offer(
            reference(one.id, one.title.of(language()), one.id)
            for one in items
            if one.id not in ALWAYS_HOSPITAL
        )

    def fact(self, base: OwnClause | None) -> OwnClause:
        """The clause as typed."""
        return self.with_values(base, columns=tuple(Column(one) for one in self.columns.chosen))


def list_address(_fact: OwnClause) -> str:
    """The page of own clauses."""
    return url_for("own_clause.index")


SCREENS = Screens(
    name="own_clause",
    kind=OwnClause,
    form=OwnClauseForm,
    edit=(Permission.EDIT_CATALOGUE,),
    title=lambda clause: clause.title,
    template="own_clause/form.html",
    after=list_address,
)
pages = blueprint(SCREENS, "/matrix/clauses")


@dataclass(frozen=True, slots=True)
class OwnClauseLine:
    """An own clause with where it is needed and how often it is agreed."""

    clause: OwnClause
    needed: int
    """Contracts that need it."""
    agreed: int


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """The hospital's own clauses, and how they stand in the contracts that need them."""
    conclusions = estate()
    lines = [_line(conclusions, one) for one in conclusions.portfolio.own_clauses]
    return render_template(
        "own_clause/index.html",
        lines=lines,
        items=conclusions.catalogue.items,
        open_ones=sum(one.needed > one.agreed for one in lines),
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """The list at that clause; an archived one has a page of its own."""
    if any(one.id == id_ for one in estate().portfolio.own_clauses):
        return redirect(url_for("own_clause.index", _anchor=id_), 303)
    return put_away_page(SCREENS, id_)


def _line(conclusions: Conclusions, clause: OwnClause) -> OwnClauseLine:
    bundles = conclusions.index.bundles
    statuses = [
        one.status
        for contract, listed in conclusions.applicable.items()
        if bundles[contract].seat == contract and bundles[contract].in_force
        for one in listed
        if one.clause == clause.id
    ]
    wanted = ClauseStatus.ABSENT if clause.level is ClauseLevel.ADVERSE else ClauseStatus.PRESENT
    needed = [one for one in statuses if one is not ClauseStatus.NOT_APPLICABLE]
    return OwnClauseLine(clause, len(needed), sum(one is wanted for one in needed))

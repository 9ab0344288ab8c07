"""契約: the list, one contract with its bundle, its clauses by worth and its deadlines."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.clauses import ApplicableClause, ClauseWorth, worth_before_signing
from vendormgr.domain.portfolio import ClauseState, Contract
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus
from vendormgr.i18n import t
from vendormgr.web.access import needs
from vendormgr.web.annex_note import agreed_notes
from vendormgr.web.clause_reason import short_reason
from vendormgr.web.clause_row import rows_to_record
from vendormgr.web.contract_bundle import branches_of
from vendormgr.web.contract_form import ContractForm, contract_name, edition_name
from vendormgr.web.contract_list import asked_vendor, contract_line, list_contracts
from vendormgr.web.contract_terms import take_or_leave
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.record import Screens, blueprint, put_away_page
from vendormgr.web.sight import visible
from vendormgr.web.signing import systems_to_preview
from vendormgr.web.term import SOON, comes_soon, is_missed

__all__ = ["SCREENS", "ClauseLine", "clause_lines", "contract_name", "overlapping", "pages"]


def _remark(contract: Contract) -> str | None:
    """Point out other contracts that cover the same service at the same time."""
    others = overlapping(estate(), contract)
    names = t("common.comma").join(contract_name(other) for other, _ in others[:3])
    return t("contract.overlaps", names=names) if others else None


SCREENS = Screens(
    name="contract",
    kind=Contract,
    form=ContractForm,
    edit=(Permission.EDIT_CONTRACTS,),
    title=contract_name,
    template="contract/form.html",
    remark=_remark,
)
pages = blueprint(SCREENS, "/contracts")


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """All contracts: what ends, what is missing, what nobody has read."""
    conclusions = estate()
    vendor = asked_vendor(conclusions)
    listing = list_contracts(conclusions, vendor)
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="contract.list_title")
    lines = listing.matching if vendor else listing.everything
    return render_template(
        "contract/index.html",
        listing=listing,
        today=conclusions.today,
        soon=conclusions.today + SOON,
        ending=sum(comes_soon(line.term, conclusions.today) for line in lines),
        missed=sum(is_missed(line.term) for line in lines),
        lacking=sum(bool(line.missing) for line in lines),
        vendor=vendor,
    )


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One applicable clause of a contract, with its state and what it is worth."""

    clause: ApplicableClause
    worth: ClauseWorth | None
    state: ClauseState | None
    """As the document has it from which its status comes."""
    why: str
    """Why the contract needs it, in words."""

    @property
    def settles(self) -> int:
        """How many rows it would settle by standing in the contract."""
        return len(self.worth.settles) if self.worth is not None else 0

    @property
    def decides(self) -> int:
        """How many rows it is the place for to say who does them."""
        return len(self.worth.decides) if self.worth is not None else 0


def clause_lines(conclusions: Conclusions, contract: Contract) -> list[ClauseLine]:
    """Applicable clauses: what is open first, by worth; then what is settled."""
    worths = {
        one.clause: one
        for one in worth_before_signing(
            contract, conclusions.index, conclusions.catalogue, conclusions.matrix
        )
    }
    lines = [
        ClauseLine(
            one,
            worths.get(one.clause),
            _document(conclusions, one).clauses.get(one.clause),
            short_reason(one, conclusions),
        )
        for one in conclusions.applicable.get(contract.id, ())
    ]
    settled = {ClauseStatus.PRESENT, ClauseStatus.NOT_APPLICABLE}
    levels = list(ClauseLevel)
    return sorted(
        lines,
        key=lambda line: (
            (line.clause.status in settled) != (line.clause.level is ClauseLevel.ADVERSE),
            -line.settles - line.decides,
            levels.index(line.clause.level),
        ),
    )


def _document(conclusions: Conclusions, one: ApplicableClause) -> Contract:
    """The document from which a clause's status comes."""
    return conclusions.index.contracts[one.source or one.contract]


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """One contract: its clauses by worth, the rows it names, its deadlines."""
    conclusions = estate()
    contract = conclusions.index.contracts.get(id_)
    if contract is None:
        return put_away_page(SCREENS, id_)
    return render_template(
        "contract/show.html",
        contract=contract,
        line=contract_line(conclusions, contract),
        soon=conclusions.today + SOON,
        previews=systems_to_preview(conclusions, contract),
        terms=take_or_leave(conclusions, contract),
        branches=branches_of(conclusions, contract),
        clauses=clause_lines(conclusions, contract),
        rows=rows_to_record(conclusions, contract),
        overlapping=overlapping(conclusions, contract),
        findings=visible(conclusions.about(id_), conclusions),
        agreed=agreed_notes(conclusions, [contract]),
        conclusions=conclusions,
        catalogue=conclusions.catalogue,
        names=conclusions.index.name,
        edition_name=edition_name,
    )


def overlapping(conclusions: Conclusions, contract: Contract) -> list[tuple[Contract, list[str]]]:
    """Other contracts that cover one of its services at the same time, with those services.

    What belongs to its own bundle is meant to; of the rest this is said, not refused: the later
    start holds.
    """
    found = []
    bundle = {one.id for one in conclusions.index.bundles[contract.id].members}
    for other in conclusions.portfolio.contracts:
        shared = [one for one in contract.services if one in other.services]
        if other.id not in bundle and shared and _same_time(contract, other):
            found.append((other, shared))
    return found


def _same_time(one: Contract, other: Contract) -> bool:
    first = max(one.starts_on or date.min, other.starts_on or date.min)
    last = min(_end(one), _end(other))
    return first <= last


def _end(contract: Contract) -> date:
    if contract.ends_on is None or contract.auto_renewal is True:
        return date.max
    return contract.ends_on

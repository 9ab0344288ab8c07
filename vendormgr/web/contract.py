"""契約: the list, one contract with its clauses by worth, its form and its deadlines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.clauses import ApplicableClause, ClauseWorth, worth_of_all
from vendormgr.domain.deadline import Deadline
from vendormgr.domain.portfolio import Contract, Party
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, Edition, NoticeStart
from vendormgr.i18n import format_date, t
from vendormgr.web.access import needs
from vendormgr.web.clause_row import rows_to_record
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import (
    DateField,
    EnumRadioField,
    NoteField,
    ReferenceField,
    ReferencesField,
    TextField,
    TriStateField,
    WholeNumberField,
    reference,
)
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.options import service_options, vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page
from vendormgr.web.sight import visible
from vendormgr.web.term import SOON, comes_soon, is_missed, last_day, term_of

_WITHOUT_MINOR = ("1.0", "2.0", "3.0", "4.0", "5.0")
"""Published as 第1版, 第5版 ..."""
_PUBLISHED = (*_WITHOUT_MINOR, "4.1", "4.2", "4.3", "5.1", "5.2", *Edition)
"""Editions of the guideline that a contract may cite. Source: mhlw, list of past editions."""


class ContractForm(FactForm[Contract]):
    """What the register holds of a contract, without its clauses."""

    fact_kind = Contract
    title = TextField("contract.title", [Required()], description="contract.title_hint")
    party = ReferenceField("contract.party", [Required()])
    services = ReferencesField("contract.services", description="contract.services_hint")
    starts_on = DateField("contract.starts_on", description="form.date_hint")
    ends_on = DateField("contract.ends_on", description="contract.ends_on_hint")
    auto_renewal = TriStateField("contract.auto_renewal")
    cancel_notice_days = WholeNumberField(
        "contract.cancel_notice_days", most=1096, description="contract.cancel_notice_days_hint"
    )
    cites_edition = ReferenceField(
        "contract.cites_edition",
        blank="contract.cites_none",
        description="contract.cites_edition_hint",
    )
    notice_hours = WholeNumberField(
        "contract.notice_hours", most=8760, description="contract.notice_hours_hint"
    )
    notice_starts_at = EnumRadioField(
        "contract.notice_starts_at", of=NoticeStart, blank="common.unknown"
    )
    note = NoteField("common.note")

    def offer(self) -> None:
        """Vendors, services with those of the vendor first, and editions."""
        self.party.offer(vendor_options())
        party = self.party.data or request.args.get("party")
        own = {one.id for one in estate().index.services_of.get(party or "", ())}
        self.services.offer(sorted(service_options(), key=lambda one: one.value not in own))
        kept = estate().index.contracts.get(self.here or "")
        editions = sorted(_PUBLISHED, reverse=True)
        if kept is not None and kept.cites_edition not in {None, *editions}:
            editions.append(str(kept.cites_edition))
        self.cites_edition.offer(reference(one, edition_name(one)) for one in editions)

    def validate_ends_on(self, field: DateField) -> None:
        """A contract does not end before it starts."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(
                t("contract.ends_before_start", start=format_date(self.starts_on.data))
            )


def edition_name(edition: str) -> str:
    """第6.0版; what a document holds in other words stays as it is."""
    if edition not in _PUBLISHED:
        return edition
    number = edition.removesuffix(".0") if edition in _WITHOUT_MINOR else edition
    return t("contract.edition", edition=number)


def contract_name(contract: Contract) -> str:
    """What people call a contract."""
    return contract.title or contract.id


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


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One contract as the list shows it."""

    contract: Contract
    party: str
    in_force: bool
    term: Deadline | None
    """Its end and the last day to give notice; None: it is not in force."""
    missing: int
    """Applicable must clauses that are absent or inadequate."""
    unread: int
    """Applicable clauses that nobody has checked."""


def contract_line(conclusions: Conclusions, contract: Contract) -> ContractLine:
    """One contract with what its clauses lack."""
    applicable = conclusions.applicable.get(contract.id, ())
    return ContractLine(
        contract,
        conclusions.index.name(contract.party or ""),
        contract.in_force(conclusions.today),
        term_of(contract, conclusions.today),
        missing=sum(_is_lacking(one) for one in applicable),
        unread=sum(one.status is ClauseStatus.UNKNOWN for one in applicable),
    )


def _is_lacking(one: ApplicableClause) -> bool:
    weak = {ClauseStatus.ABSENT, ClauseStatus.INADEQUATE}
    return one.level is ClauseLevel.MUST and one.status in weak


_COLUMNS = (
    ListColumn[ContractLine](
        key="title", title="contract.title", value=lambda line: contract_name(line.contract)
    ),
    ListColumn[ContractLine](key="party", title="contract.party", value=lambda line: line.party),
    ListColumn[ContractLine](
        key="ends",
        title="contract.ends_on",
        value=lambda line: line.term.term_ends_on if line.term else line.contract.ends_on,
    ),
    ListColumn[ContractLine](
        key="notice", title="contract.notice_on", value=lambda line: last_day(line.term)
    ),
    ListColumn[ContractLine](
        key="missing", title="contract.missing", value=lambda line: line.missing
    ),
    ListColumn[ContractLine](key="unread", title="contract.unread", value=lambda line: line.unread),
)


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """All contracts: what ends, what is missing, what nobody has read."""
    conclusions = estate()
    vendor = conclusions.index.parties.get(request.args.get("vendor", ""))
    listing = make_listing(
        [contract_line(conclusions, one) for one in conclusions.portfolio.contracts],
        _COLUMNS,
        [*_of_vendor(vendor), *_filters(conclusions.today)],
        found_by=_found_by,
        order="-missing",
    )
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


def _of_vendor(vendor: Party | None) -> list[ListFilter[ContractLine]]:
    """The filter that a vendor's page sets; nobody else is offered, a search finds them."""
    if vendor is None:
        return []
    return [
        ListFilter[ContractLine](
            key="vendor",
            title="contract.party",
            options={vendor.id: vendor.name or vendor.id},
            holds=lambda line, value: line.contract.party == value,
        )
    ]


def _filters(today: date) -> list[ListFilter[ContractLine]]:
    return [
        ListFilter[ContractLine](
            key="force",
            title="contract.in_force",
            options={"yes": t("contract.in_force_yes"), "no": t("contract.in_force_no")},
            holds=lambda line, value: line.in_force == (value == "yes"),
        ),
        ListFilter[ContractLine](
            key="soon",
            title="contract.deadline",
            options={"yes": t("vendor.ends_soon"), "missed": t("contract.missed_only")},
            holds=lambda line, value: (
                is_missed(line.term) if value == "missed" else comes_soon(line.term, today)
            ),
        ),
        ListFilter[ContractLine](
            key="lack",
            title="contract.missing",
            options={"yes": t("contract.has_missing")},
            holds=lambda line, _: line.missing > 0,
        ),
    ]


def _found_by(line: ContractLine) -> Iterator[str | None]:
    yield from (line.contract.title, line.party, line.contract.id)


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One applicable clause of a contract, with its state and what it is worth."""

    clause: ApplicableClause
    worth: ClauseWorth | None

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
        for one in worth_of_all(
            contract, conclusions.index, conclusions.catalogue, conclusions.matrix
        )
    }
    lines = [
        ClauseLine(one, worths.get(one.clause))
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
        clauses=clause_lines(conclusions, contract),
        rows=rows_to_record(conclusions, contract),
        overlapping=overlapping(conclusions, contract),
        findings=visible(conclusions.about(id_), conclusions),
        conclusions=conclusions,
        catalogue=conclusions.catalogue,
        names=conclusions.index.name,
    )


def overlapping(conclusions: Conclusions, contract: Contract) -> list[tuple[Contract, list[str]]]:
    """Other contracts that cover one of its services at the same time, with those services.

    A base contract beside an individual one is usual, so this is said, not refused: the later
    start holds.
    """
    found = []
    for other in conclusions.portfolio.contracts:
        shared = [one for one in contract.services if one in other.services]
        if other.id != contract.id and shared and _same_time(contract, other):
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

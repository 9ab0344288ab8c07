"""委託先: the list of vendors, one vendor with its tabs, and its form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Party, Service
from vendormgr.domain.risk import TierResult
from vendormgr.domain.vocabulary import (
    Criticality,
    PartyRole,
    PathState,
    ServiceModel,
    Severity,
    Tier,
)
from vendormgr.i18n import label, t
from vendormgr.store import record as store
from vendormgr.web.access import needs
from vendormgr.web.db import reading
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    CorporateNumberField,
    EnumField,
    EnumRadioField,
    NoteField,
    TextField,
    TriStateField,
    WebAddressField,
)
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page
from vendormgr.web.sight import sees_attack_map, visible

SOON = timedelta(days=90)


class VendorForm(FactForm[Party]):
    """What the register holds of a vendor."""

    fact_kind = Party
    name = TextField("vendor.name", [Required()], description="vendor.name_hint")
    kana = TextField("vendor.kana", description="vendor.kana_hint")
    role = EnumRadioField(
        "vendor.role", [Required()], of=(PartyRole.VENDOR, PartyRole.SUBVENDOR), blank=""
    )
    it_vendor = TriStateField("vendor.it_vendor", description="vendor.it_vendor_hint")
    service = TextField("vendor.service", description="vendor.service_hint")
    criticality = EnumField("vendor.criticality", of=Criticality, blank="common.unknown")
    lines_listed = TriStateField("vendor.lines_listed", description="vendor.lines_listed_hint")
    alternative_supplier = TriStateField("vendor.alternative_supplier")
    fallback_procedure = TriStateField("vendor.fallback_procedure")
    supply_chain_listed = TriStateField(
        "vendor.supply_chain_listed", description="vendor.supply_chain_listed_hint"
    )
    corporate_number = CorporateNumberField(
        "vendor.corporate_number", description="vendor.corporate_number_hint"
    )
    address = TextField("vendor.address", limit=400)
    website = WebAddressField("vendor.website")
    note = NoteField("common.note")


def party_name(party: Party) -> str:
    """What people call a party."""
    return party.name or party.id


SCREENS = Screens(
    name="vendor",
    kind=Party,
    form=VendorForm,
    edit=(Permission.EDIT_VENDORS,),
    title=party_name,
    template="vendor/form.html",
)
pages = blueprint(SCREENS, "/vendors")


@dataclass(frozen=True, slots=True)
class VendorLine:
    """One vendor as the list shows it."""

    party: Party
    services: tuple[Service, ...]
    tier: TierResult
    path: PathState | None
    """None: the person may not see paths."""
    worst: Severity | None
    gaps: int
    ends_on: date | None
    """The earliest end of a contract in force."""

    @property
    def models(self) -> tuple[ServiceModel, ...]:
        """Service models, each once."""
        return tuple(dict.fromkeys(service.model for service in self.services))


def vendor_lines(conclusions: Conclusions) -> list[VendorLine]:
    """Every vendor and subcontractor, in portfolio order."""
    return [
        vendor_line(conclusions, party)
        for party in conclusions.portfolio.parties
        if party.role is not PartyRole.HOSPITAL
    ]


def vendor_line(conclusions: Conclusions, party: Party) -> VendorLine:
    """One vendor as the list and its pages' head show it."""
    findings = visible(conclusions.findings_by_party.get(party.id, ()), conclusions)
    return VendorLine(
        party=party,
        services=conclusions.index.services_of.get(party.id, ()),
        tier=conclusions.tiers[party.id],
        path=conclusions.exposure.vendors[party.id].state if sees_attack_map() else None,
        worst=findings[0].severity if findings else None,
        gaps=len(findings),
        ends_on=earliest_end(conclusions, party.id),
    )


def earliest_end(conclusions: Conclusions, party: str) -> date | None:
    """When the first of a party's contracts in force ends; None: none has an end on record."""
    today = conclusions.today
    ends = [
        contract.ends_on
        for contract in conclusions.index.contracts_of.get(party, ())
        if contract.ends_on is not None and contract.in_force(today)
    ]
    return min(ends, default=None)


_COLUMNS = (
    ListColumn[VendorLine](
        key="name",
        title="vendor.name",
        value=lambda line: line.party.kana or party_name(line.party),
    ),
    ListColumn[VendorLine](
        key="services",
        title="vendor.services_column",
        value=lambda line: line.models,
        sortable=False,
    ),
    ListColumn[VendorLine](key="tier", title="vendor.tier", value=lambda line: line.tier.tier),
    ListColumn[VendorLine](
        key="path",
        title="vendor.path",
        value=lambda line: None if line.path is None else list(PathState).index(line.path),
    ),
    ListColumn[VendorLine](
        key="gaps",
        title="vendor.gaps_column",
        value=lambda line: None if line.worst is None else (line.worst.rank, -line.gaps),
    ),
    ListColumn[VendorLine](
        key="ends", title="vendor.contract_end", value=lambda line: line.ends_on
    ),
)


def list_vendors(conclusions: Conclusions) -> Listing[VendorLine]:
    """The vendors that the address asks for."""
    soon = conclusions.today + SOON
    filters = [
        ListFilter[VendorLine](
            key="tier",
            title="vendor.tier",
            options={one: label(one) for one in Tier},
            holds=lambda line, value: line.tier.tier == value,
        ),
        ListFilter[VendorLine](
            key="path",
            title="vendor.path",
            options={one: label(one) for one in PathState},
            holds=lambda line, value: line.path == value,
        ),
        ListFilter[VendorLine](
            key="worst",
            title="vendor.worst_gap",
            options={one: label(one) for one in Severity},
            holds=lambda line, value: line.worst == value,
        ),
        ListFilter[VendorLine](
            key="model",
            title="vendor.model",
            options={one: label(one) for one in ServiceModel},
            holds=lambda line, value: value in line.models,
        ),
        ListFilter[VendorLine](
            key="kind",
            title="vendor.kind",
            options={
                "it": t("vendor.kind_it"),
                "trade": t("vendor.kind_trade"),
                "subvendor": t("vendor.kind_subvendor"),
            },
            holds=lambda line, value: value in _kinds(line),
        ),
        ListFilter[VendorLine](
            key="ends",
            title="vendor.contract_end",
            options={"soon": t("vendor.ends_soon")},
            holds=lambda line, _: line.ends_on is not None and line.ends_on <= soon,
        ),
    ]
    hidden = () if sees_attack_map() else ("path",)
    return make_listing(
        vendor_lines(conclusions),
        [column for column in _COLUMNS if column.key not in hidden],
        [one for one in filters if one.key not in hidden],
        found_by=_found_by,
        order="gaps",
    )


def _kinds(line: VendorLine) -> list[str]:
    kinds = ["subvendor"] if line.party.role is PartyRole.SUBVENDOR else []
    if line.party.it_vendor is not None:
        kinds.append("it" if line.party.it_vendor else "trade")
    return kinds


def _found_by(line: VendorLine) -> Iterator[str | None]:
    party = line.party
    yield from (party.name, party.kana, party.id, party.service, party.corporate_number)
    for service in line.services:
        yield service.name


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """All vendors: who is connected, what is wrong, when contracts end."""
    conclusions = estate()
    lines = vendor_lines(conclusions)
    return render_template(
        "vendor/index.html",
        listing=list_vendors(conclusions),
        today=conclusions.today,
        soon=conclusions.today + SOON,
        open_paths=sum(line.path is PathState.OPEN for line in lines),
        urgent=sum(line.worst in {Severity.CRITICAL, Severity.HIGH} for line in lines),
        archived=len(store.list_archived(reading(), Party)),
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """One vendor: tier with its reason, path, gaps, services, contracts, contacts, chain."""
    conclusions = estate()
    party = conclusions.index.parties.get(id_)
    if party is None:
        return put_away_page(SCREENS, id_)
    if party.role is PartyRole.HOSPITAL:
        abort(404)
    findings = visible(conclusions.findings_by_party.get(id_, ()), conclusions)
    return render_template(
        "vendor/show.html",
        line=vendor_line(conclusions, party),
        party=party,
        conclusions=conclusions,
        contacts=[one for one in conclusions.portfolio.contacts if one.party == id_],
        relations=[one for one in conclusions.portfolio.relations if id_ in (one.from_, one.to)],
        contracts=conclusions.index.contracts_of.get(id_, ()),
        findings=findings,
        tabs=vendor_tabs(conclusions, party),
        names=conclusions.index.name,
    )


def vendor_tabs(conclusions: Conclusions, party: Party) -> list[tuple[str, str, str, int | None]]:
    """(key, address, text, count) of every tab that the person may open."""
    findings = visible(conclusions.findings_by_party.get(party.id, ()), conclusions)
    tabs: list[tuple[str, str, str, int | None]] = [
        ("overview", url_for("vendor.show", id_=party.id), t("vendor.tab_overview"), None),
        ("matrix", url_for("matrix.vendor", id_=party.id), t("vendor.tab_matrix"), None),
        (
            "contracts",
            url_for("contract.index", vendor=party.id),
            t("vendor.tab_contracts"),
            len(conclusions.index.contracts_of.get(party.id, ())),
        ),
    ]
    if sees_attack_map():
        lines = conclusions.index.lines_of.get(party.id, ())
        tabs.append(
            ("lines", url_for("connection.vendor", id_=party.id), t("vendor.tab_lines"), len(lines))
        )
    tabs += [
        ("gaps", url_for("gap.vendor", id_=party.id), t("vendor.tab_gaps"), len(findings)),
        ("history", url_for("vendor.history", id_=party.id), t("record.history"), None),
    ]
    return tabs

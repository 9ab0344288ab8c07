"""委託先: the list of vendors, one vendor with its tabs, its form, and the register as Excel."""

from dataclasses import replace

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import (
    Asset,
    Connection,
    Contact,
    Contract,
    Fact,
    Party,
    Relation,
    Service,
)
from vendormgr.domain.vocabulary import Criticality, PartyRole, Severity, VendorPath
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.web.access import can, needs
from vendormgr.web.db import reading
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
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
from vendormgr.web.lookalike import lookalikes
from vendormgr.web.names import namer
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page
from vendormgr.web.sight import sees_attack_map, visible
from vendormgr.web.vendor_list import SOON, list_vendors
from vendormgr.web.vendor_next import next_steps
from vendormgr.web.vendor_sight import tier_facts, vendor_line, vendors
from vendormgr.web.wizard_draft import kept_drafts

DRAFTING = (Permission.EDIT_VENDORS, Permission.EDIT_SERVICES)
__all__ = ["pages", "party_name", "vendor_line", "vendor_tabs"]


class VendorForm(FactForm[Party]):
    """What the register holds of a vendor."""

    fact_kind = Party
    name = TextField("vendor.name", [Required()], description="vendor.name_hint")
    kana = TextField("vendor.kana", description="vendor.kana_hint")
    role = EnumRadioField(
        "vendor.role",
        [Required()],
        of=(PartyRole.VENDOR, PartyRole.SUBVENDOR),
        blank="",
        default=PartyRole.VENDOR,
        description="vendor.role_hint",
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
    website = WebAddressField("vendor.website", description="vendor.website_hint")
    note = NoteField("common.note")


def party_name(party: Party) -> str:
    """What people call a party."""
    return party.name or party.id


def _remark(party: Party) -> str | None:
    """Point out what could be the same company recorded twice."""
    others = lookalikes(party, vendors(estate()))
    names = t("common.comma").join(party_name(one) for one in others[:3])
    return t("vendor.lookalike", names=names) if others else None


def _belongings(id_: str) -> set[str]:
    """Ids of its services, contracts, contacts, relations, lines and things, put away or not."""
    portfolio = estate().portfolio
    live: list[Fact] = [
        *portfolio.services,
        *portfolio.contracts,
        *portfolio.contacts,
        *portfolio.relations,
        *portfolio.connections,
        *portfolio.assets,
    ]
    kinds: tuple[type[Fact], ...] = (Service, Contract, Contact, Relation, Connection, Asset)
    gone = [one.fact for kind in kinds for one in store.list_archived(reading(), kind)]
    named = ("vendor", "party", "from_", "to", "line_party", "owner")
    return {one.id for one in (*live, *gone) if id_ in {getattr(one, n, None) for n in named}}


SCREENS = Screens(
    name="vendor",
    kind=Party,
    form=VendorForm,
    edit=(Permission.EDIT_VENDORS,),
    title=party_name,
    template="vendor/form.html",
    remark=_remark,
    related=_belongings,
    covers=lambda party: party.role is not PartyRole.HOSPITAL,
)
pages = blueprint(SCREENS, "/vendors")


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """All vendors: who is connected, what is wrong, when contracts end."""
    conclusions = estate()
    listing = list_vendors(conclusions)
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="vendor.list_title")
    lines = listing.everything
    return render_template(
        "vendor/index.html",
        listing=listing,
        today=conclusions.today,
        soon=conclusions.today + SOON,
        open_paths=sum(line.path is VendorPath.OPEN for line in lines),
        drafts=kept_drafts() if all(can(one) for one in DRAFTING) else [],
        urgent=sum(line.worst in {Severity.CRITICAL, Severity.HIGH} for line in lines),
    )


@pages.get("/register")
@needs(Permission.VIEW_PORTFOLIO)
def register() -> ResponseReturnValue:
    """The register of the vendors that the list shows, with services, contracts and clauses."""
    # Imported here: XlsxWriter takes memory that a server without downloads can spare.
    from vendormgr.reports.vendor_register import build, render_xlsx  # noqa: PLC0415

    conclusions = estate()
    shown = {line.party.id for line in list_vendors(conclusions).matching}
    seen = replace(
        conclusions,
        findings_by_party={
            party: visible(findings, conclusions)
            for party, findings in conclusions.findings_by_party.items()
        },
    )
    made = imprint()
    sheets = build(seen, made, with_paths=sees_attack_map(), parties=shown)
    name = file_name(Kind.XLSX, t("report.register.title"))
    return send(render_xlsx(sheets, made), Kind.XLSX, name=name, noun="register", subject="vendors")


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
    line = vendor_line(conclusions, party)
    return render_template(
        "vendor/show.html",
        line=line,
        party=party,
        conclusions=conclusions,
        tier_facts=tier_facts(conclusions, line.tier),
        contacts=[one for one in conclusions.portfolio.contacts if one.party == id_],
        relations=[one for one in conclusions.portfolio.relations if id_ in (one.from_, one.to)],
        contracts=conclusions.index.contracts_of.get(id_, ()),
        findings=visible(conclusions.findings_by_party.get(id_, ()), conclusions),
        tabs=vendor_tabs(conclusions, party),
        next_steps=next_steps(conclusions, party),
        names=namer(conclusions),
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
    tabs.append(("risk", url_for("vendor_risk.show", id_=party.id), t("vendor.tab_risk"), None))
    tabs.append(
        ("evidence", url_for("evidence.vendor", id_=party.id), t("vendor.tab_evidence"), None)
    )
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

"""The hospital's estate as frozen facts: what documents, the database and the engines share.

Everywhere None means "unknown" and is never read as "no". Ids are unique over the whole portfolio
and hold no dot or slash. Facts that a document lists without an id (responsibilities, statements,
outbound connections, item defaults) get one with a dot from the database ("statement.12"), so that
it can never meet a document's id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vendormgr.domain.assessment import Assessment, TierChange
from vendormgr.domain.assurance import Disclosure, Evidence, Review, Sheet
from vendormgr.domain.negotiation import Negotiation, OwnClause
from vendormgr.domain.selection import Candidate, Selection
from vendormgr.domain.vocabulary import (
    AssetKind,
    ClauseStatus,
    Column,
    ContractKind,
    Controller,
    Criticality,
    DataClass,
    Edition,
    Holder,
    Location,
    NoticeStart,
    PartyRole,
    RelationKind,
    ServiceModel,
    SubOutsourcing,
)

Controls = Mapping[str, bool | None]
"""Control name to in place, missing or unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """当事者: the hospital, a vendor or a subcontractor."""

    id: str
    role: PartyRole | None = None
    name: str | None = None
    kana: str | None = None
    corporate_number: str | None = None
    """法人番号: 13 digits with a check digit."""
    address: str | None = None
    website: str | None = None
    it_vendor: bool | None = None
    """False: a trade other than IT (meals, laboratory, cleaning ...)."""
    criticality: Criticality | None = None
    alternative_supplier: bool | None = None
    fallback_procedure: bool | None = None
    supply_chain_listed: bool | None = None
    """Whether the vendor has given the list of platform, line and maintenance firms behind it."""
    lines_listed: bool | None = None
    """Whether all its lines into the hospital are on record; True without any says: it has none."""
    approved_on: date | None = None
    """The day management approved this outsourcing."""
    approved_by: str | None = None
    service: str | None = None
    """Free text of the register: what is bought."""
    model: str | None = None
    """Free text of the register: how it is supplied."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """連絡先: a person or desk at a party."""

    id: str
    party: str
    name: str | None = None
    department: str | None = None
    phone: str | None = None
    email: str | None = None
    hours: str | None = None
    """When it answers, as free text."""
    round_the_clock: bool | None = None
    """Answers day and night, also on holidays."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """委託関係: `from_` outsources to, or uses a service of, `to`."""

    id: str
    from_: str | None = None
    to: str | None = None
    kind: RelationKind | None = None
    consent: bool | None = None
    """The hospital agreed to it."""
    flowdown: bool | None = None
    """The duties were passed on."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """施設: a place of the hospital."""

    id: str
    name: str | None = None
    address: str | None = None
    beds: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """情報システム: what the hospital runs care on, made of services of one or more vendors."""

    id: str
    name: str | None = None
    lead: str | None = None
    """The party that leads fault isolation between several vendors."""
    facility: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """サービス: what is bought from one vendor, with one service model."""

    id: str
    vendor: str
    model: ServiceModel
    name: str | None = None
    system: str | None = None
    runs_on: str | None = None
    """The service that this one runs on."""
    interfaces_with: tuple[str, ...] = ()
    equipment_in_hospital: bool | None = None
    data_class: DataClass | None = None
    data_country: str | None = None
    """Where the data lie: "JP", another country's code, or words."""
    stop_tolerance_hours: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """資産: a device, network segment, system, person or credential."""

    id: str
    kind: AssetKind
    location: Location
    owner: str | None = None
    maintained_by: str | None = None
    service: str | None = None
    facility: str | None = None
    label: str | None = None
    data_class: DataClass | None = None
    data_country: str | None = None
    """Where the data lie: "JP", another country's code, or words."""
    core: bool | None = None
    """基幹システム: must not be reached by an attacker."""
    controls: Controls = field(default_factory=dict)
    intended_parties: tuple[str, ...] = ()
    holds_credentials_for: tuple[str, ...] = ()
    device_model: str | None = None
    firmware: str | None = None
    firmware_checked_on: date | None = None
    support_ends_on: date | None = None
    registered: bool | None = None
    """Whether equipment of a vendor in the hospital is in the equipment register."""
    vuln_known_on: date | None = None
    remediated_on: date | None = None
    retention_expired: bool | None = None
    attacker_start: bool | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """接続: one direction, the way an attacker would move."""

    id: str
    from_: str
    to: str
    kind: str
    """A kind of the catalogue (connection-kinds)."""
    line: str | None = None
    line_party: str | None = None
    """The party whose line it is."""
    initiator: str | None = None
    controlled_by: Controller | None = None
    always_on: bool | None = None
    registered: bool | None = None
    protocol: str | None = None
    controls: Controls = field(default_factory=dict)
    """Control name to in place (True), missing (False), unknown (None); absent is unknown too."""
    needs: tuple[str, ...] = ()
    """Assets that an attacker must hold as well."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """対策: one decision that changes several controls."""

    id: str
    title: str | None = None
    cost: int | None = None
    by: Controller | None = None
    sets: tuple[str, ...] = ()
    """CONNECTION.CONTROL, each set to in place (``always_on``: to not permanent)."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundConnection:
    """発信接続: opened by the hospital, without a command channel; recorded, but no way in."""

    id: str = ""
    from_: str | None = None
    to: str | None = None
    protocol: str | None = None
    initiator: str | None = None
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseState:
    """条項の記録: what the contract has on one clause."""

    status: ClauseStatus = ClauseStatus.UNKNOWN
    article: str | None = None
    wording: str | None = None
    first_answer: bool | None = None
    """初回確認: what the first look at the contract said."""
    first_checked_on: date | None = None
    completed_on: date | None = None
    """完了日: the day it was settled."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """行の取決め: what a contract says about one matrix row, instead of the proposal."""

    service: str | None = None
    item: str | None = None
    party: Holder | None = None
    """hospital, vendor or shared; an override without service, item or party says nothing."""
    clause: str | None = None
    article: str | None = None
    decider: str | None = None
    """For shared rows: who decides."""
    parts: str | None = None
    """Who does which part."""
    emergency: Holder | None = None
    """非常時: who has it in an emergency; None: the same as in normal times."""
    emergency_parts: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """契約: with one party, covering services."""

    id: str
    party: str | None = None
    title: str | None = None
    kind: ContractKind | None = None
    amends: str | None = None
    """The contract that this one supplements or changes."""
    negotiable: bool | None = None
    """False: standard terms that are taken or left."""
    services: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    """Inclusive; None: not known or without end."""
    auto_renewal: bool | None = None
    cancel_notice_days: int | None = None
    """Days before ends_on by which notice must be given."""
    cancel_notice_months: int | None = None
    """The same in months of the calendar, where the contract says months; it goes before days."""
    cites_edition: str | None = None
    notice_hours: int | None = None
    notice_starts_at: NoticeStart | None = None
    governing_law: str | None = None
    court: str | None = None
    liability_cap: str | None = None
    sub_outsourcing: SubOutsourcing | None = None
    clauses: Mapping[str, ClauseState] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    note: str | None = None

    def in_force(self, day: date) -> bool:
        """Whether the contract runs on that day; both ends are inclusive, unknown ends are open.

        One that renews itself runs on past the end on record.
        """
        return (self.starts_on is None or self.starts_on <= day) and not self.has_ended(day)

    def has_ended(self, day: date) -> bool:
        """Whether the term is over and was not renewed by itself."""
        return self.ends_on is not None and self.ends_on < day and self.auto_renewal is not True


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """事業者の申告: what a vendor said of itself about one row."""

    id: str = ""
    service: str | None = None
    item: str | None = None
    party: Holder | None = None
    by: str | None = None
    on: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """義務の割当: who is accountable for a duty on an asset, a connection or a service."""

    id: str = ""
    subject: str | None = None
    duty: str | None = None
    accountable: tuple[str, ...] | None = None
    """None: not confirmed; empty: nobody."""
    evidence: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnItem:
    """独自の責任項目: a matrix row that the hospital added."""

    id: str
    title: str
    layer: str
    defaults: Mapping[Column, Holder] = field(default_factory=dict)
    """A column that is not listed is to_settle."""
    settled_by: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDefault:
    """既定の変更: the hospital's own default for a catalogue row under one column."""

    id: str = ""
    item: str
    column: Column
    party: Holder
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """台帳全体: one hospital's estate as of a day. Tuples keep the order of the document."""

    id: str
    as_of: date
    title: str | None = None
    edition: Edition | None = None
    """None: the edition in force on as_of."""
    note: str | None = None
    parties: tuple[Party, ...] = ()
    contacts: tuple[Contact, ...] = ()
    relations: tuple[Relation, ...] = ()
    facilities: tuple[Facility, ...] = ()
    systems: tuple[System, ...] = ()
    services: tuple[Service, ...] = ()
    assets: tuple[Asset, ...] = ()
    connections: tuple[Connection, ...] = ()
    measures: tuple[Measure, ...] = ()
    outbound_connections: tuple[OutboundConnection, ...] = ()
    contracts: tuple[Contract, ...] = ()
    statements: tuple[Statement, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    own_items: tuple[OwnItem, ...] = ()
    item_defaults: tuple[ItemDefault, ...] = ()
    own_clauses: tuple[OwnClause, ...] = ()
    negotiations: tuple[Negotiation, ...] = ()
    tier_changes: tuple[TierChange, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    reviews: tuple[Review, ...] = ()
    selections: tuple[Selection, ...] = ()
    candidates: tuple[Candidate, ...] = ()


Fact = (
    Party
    | Contact
    | Relation
    | Facility
    | System
    | Service
    | Asset
    | Connection
    | Measure
    | OutboundConnection
    | Contract
    | Statement
    | Responsibility
    | OwnItem
    | ItemDefault
    | OwnClause
    | Negotiation
    | TierChange
    | Assessment
    | Evidence
    | Disclosure
    | Sheet
    | Review
    | Selection
    | Candidate
)
"""Anything a portfolio holds that can be created, edited and archived by itself."""

NOUNS: Mapping[str, type[Fact]] = {
    "parties": Party,
    "contacts": Contact,
    "relations": Relation,
    "facilities": Facility,
    "systems": System,
    "services": Service,
    "assets": Asset,
    "connections": Connection,
    "measures": Measure,
    "outbound_connections": OutboundConnection,
    "contracts": Contract,
    "statements": Statement,
    "responsibilities": Responsibility,
    "own_items": OwnItem,
    "item_defaults": ItemDefault,
    "own_clauses": OwnClause,
    "negotiations": Negotiation,
    "tier_changes": TierChange,
    "assessments": Assessment,
    "evidence": Evidence,
    "disclosures": Disclosure,
    "sheets": Sheet,
    "reviews": Review,
    "selections": Selection,
    "candidates": Candidate,
}
"""Portfolio field (and document key) to the fact it lists; save them in this order, because a fact
refers to earlier ones only (services and assets also to their own kind)."""

"""Tables of the parties, services, assets and lines; columns are named as the facts' fields."""

from datetime import date

from sqlmodel import Field

from vendormgr.domain.vocabulary import (
    AssetKind,
    Controller,
    Criticality,
    DataClass,
    Location,
    PartyRole,
    RelationKind,
    ServiceModel,
)
from vendormgr.store.tables.base import Row, closed, flag, json_text, refers_to, whole
from vendormgr.store.tables.record import FactRow


class PartyRow(FactRow, table=True):
    """当事者."""

    __tablename__ = "party"

    role: str | None = closed(PartyRole, "role")
    name: str | None = None
    kana: str | None = None
    corporate_number: str | None = None
    address: str | None = None
    website: str | None = None
    it_vendor: bool | None = flag("it_vendor")
    criticality: str | None = closed(Criticality, "criticality")
    alternative_supplier: bool | None = flag("alternative_supplier")
    fallback_procedure: bool | None = flag("fallback_procedure")
    supply_chain_listed: bool | None = flag("supply_chain_listed")
    lines_listed: bool | None = flag("lines_listed")
    approved_on: date | None = None
    approved_by: str | None = None
    service: str | None = None
    model: str | None = None
    note: str | None = None


class ContactRow(FactRow, table=True):
    """連絡先."""

    __tablename__ = "contact"

    party: str = refers_to("party", optional=False)
    name: str | None = None
    department: str | None = None
    phone: str | None = None
    email: str | None = None
    hours: str | None = None
    round_the_clock: bool | None = flag("round_the_clock")
    note: str | None = None


class RelationRow(FactRow, table=True):
    """委託関係."""

    __tablename__ = "relation"

    from_: str | None = refers_to("party")
    to: str | None = refers_to("party")
    kind: str | None = closed(RelationKind, "kind")
    consent: bool | None = flag("consent")
    flowdown: bool | None = flag("flowdown")
    note: str | None = None


class FacilityRow(FactRow, table=True):
    """施設."""

    __tablename__ = "facility"

    name: str | None = None
    address: str | None = None
    beds: int | None = whole()
    note: str | None = None


class SystemRow(FactRow, table=True):
    """情報システム."""

    __tablename__ = "system"

    name: str | None = None
    lead: str | None = refers_to("party")
    facility: str | None = refers_to("facility")
    note: str | None = None


class ServiceRow(FactRow, table=True):
    """サービス."""

    __tablename__ = "service"

    vendor: str = refers_to("party", optional=False)
    model: str = closed(ServiceModel, "model", optional=False)
    name: str | None = None
    system: str | None = refers_to("system")
    runs_on: str | None = refers_to("service")
    equipment_in_hospital: bool | None = flag("equipment_in_hospital")
    data_class: str | None = closed(DataClass, "data_class")
    data_country: str | None = None
    stop_tolerance_hours: int | None = whole()
    note: str | None = None


class ServiceInterfaceRow(Row, table=True):
    """連携先: the services that a service exchanges data with."""

    __tablename__ = "service_interface"

    service: str = Field(primary_key=True, foreign_key="service.id")
    position: int = Field(primary_key=True)
    other: str = refers_to("service", optional=False)


class AssetRow(FactRow, table=True):
    """資産."""

    __tablename__ = "asset"

    kind: str = closed(AssetKind, "kind", optional=False)
    location: str = closed(Location, "location", optional=False)
    owner: str | None = refers_to("party")
    maintained_by: str | None = refers_to("party")
    service: str | None = refers_to("service")
    facility: str | None = refers_to("facility")
    label: str | None = None
    data_class: str | None = closed(DataClass, "data_class")
    data_country: str | None = None
    core: bool | None = flag("core")
    controls: dict[str, bool | None] = json_text()
    device_model: str | None = None
    firmware: str | None = None
    firmware_checked_on: date | None = None
    support_ends_on: date | None = None
    registered: bool | None = flag("registered")
    vuln_known_on: date | None = None
    remediated_on: date | None = None
    retention_expired: bool | None = flag("retention_expired")
    attacker_start: bool | None = flag("attacker_start")
    note: str | None = None


class AssetIntendedPartyRow(Row, table=True):
    """利用が予定されている当事者 of an asset."""

    __tablename__ = "asset_intended_party"

    asset: str = Field(primary_key=True, foreign_key="asset.id")
    position: int = Field(primary_key=True)
    party: str = refers_to("party", optional=False)


class AssetCredentialForRow(Row, table=True):
    """認証情報の保管: the assets whose credentials lie on an asset."""

    __tablename__ = "asset_credential_for"

    asset: str = Field(primary_key=True, foreign_key="asset.id")
    position: int = Field(primary_key=True)
    target: str = refers_to("asset", optional=False)


class ConnectionRow(FactRow, table=True):
    """接続."""

    __tablename__ = "connection"

    from_: str = refers_to("asset", optional=False)
    to: str = refers_to("asset", optional=False)
    kind: str
    line: str | None = None
    line_party: str | None = refers_to("party")
    initiator: str | None = None
    controlled_by: str | None = closed(Controller, "controlled_by")
    always_on: bool | None = flag("always_on")
    registered: bool | None = flag("registered")
    protocol: str | None = None
    controls: dict[str, bool | None] = json_text()
    note: str | None = None


class ConnectionNeedRow(Row, table=True):
    """必要資産: what an attacker must hold as well to use a connection."""

    __tablename__ = "connection_need"

    connection: str = Field(primary_key=True, foreign_key="connection.id")
    position: int = Field(primary_key=True)
    asset: str = refers_to("asset", optional=False)


class MeasureRow(FactRow, table=True):
    """対策."""

    __tablename__ = "measure"

    title: str | None = None
    cost: int | None = whole()
    by: str | None = closed(Controller, "by")
    note: str | None = None


class MeasureSetRow(Row, table=True):
    """対策の内容: each CONNECTION.CONTROL that a measure puts in place."""

    __tablename__ = "measure_set"

    measure: str = Field(primary_key=True, foreign_key="measure.id")
    position: int = Field(primary_key=True)
    setting: str


class OutboundConnectionRow(FactRow, table=True):
    """発信接続."""

    __tablename__ = "outbound_connection"

    from_: str | None = refers_to("asset")
    to: str | None = refers_to("asset")
    protocol: str | None = None
    initiator: str | None = None
    reason: str | None = None
    note: str | None = None

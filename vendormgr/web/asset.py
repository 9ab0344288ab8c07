"""資産: devices, servers, segments, people and credentials; part of the attack map."""

from types import SimpleNamespace
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Asset
from vendormgr.domain.vocabulary import AssetKind, DataClass, Location
from vendormgr.i18n import label
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import (
    DateField,
    EnumField,
    EnumRadioField,
    NoteField,
    ReferenceField,
    ReferencesField,
    TextField,
    TriStateField,
)
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.names import namer
from vendormgr.web.options import (
    facility_options,
    party_options,
    service_options,
    vendor_options,
)
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page

ASSET_CONTROLS = ("av", "edr")


class AssetForm(FactForm[Asset]):
    """What the register holds of an asset."""

    fact_kind = Asset
    label = TextField("asset.label", [Required()])
    kind = EnumField("asset.kind", [Required()], of=AssetKind)
    location = EnumRadioField("asset.location", [Required()], of=Location, blank="")
    facility = ReferenceField("asset.facility")
    owner = ReferenceField("asset.owner")
    maintained_by = ReferenceField("asset.maintained_by")
    service = ReferenceField("asset.service", description="asset.service_hint")
    intended_parties = ReferencesField(
        "asset.intended_parties", description="asset.intended_parties_hint"
    )
    core = TriStateField("asset.core", description="asset.core_hint")
    data_class = EnumRadioField("asset.data_class", of=DataClass, blank="common.unknown")
    av = TriStateField("asset.av")
    edr = TriStateField("asset.edr")
    device_model = TextField("asset.device_model")
    firmware = TextField("asset.firmware")
    firmware_checked_on = DateField("asset.firmware_checked_on")
    support_ends_on = DateField("asset.support_ends_on")
    registered = TriStateField("asset.registered")
    vuln_known_on = DateField("asset.vuln_known_on", description="asset.vuln_known_on_hint")
    remediated_on = DateField("asset.remediated_on")
    retention_expired = TriStateField("asset.retention_expired")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Parties, services and facilities."""
        self.owner.offer(party_options())
        self.maintained_by.offer(party_options())
        self.facility.offer(facility_options())
        self.service.offer(service_options())
        self.intended_parties.offer(vendor_options())

    @classmethod
    def shown(cls, fact: Asset) -> Any:
        """The fact with its controls as fields."""
        values = {name: getattr(fact, name) for name in fact.__dataclass_fields__}
        controls = {name: fact.controls.get(name) for name in ASSET_CONTROLS}
        return SimpleNamespace(**values, **controls)

    def fact(self, base: Asset | None) -> Asset:
        """The fact as typed, with the controls put back in their place."""
        kept = {} if base is None else {**base.controls}
        controls = kept | {
            name: answer
            for name in ASSET_CONTROLS
            if (answer := self[name].data) is not None or name in kept
        }
        return self.with_values(base, controls=controls)


def asset_name(asset: Asset) -> str:
    """What people call an asset."""
    return asset.label or asset.id


SCREENS = Screens(
    name="asset",
    kind=Asset,
    form=AssetForm,
    view=(Permission.VIEW_ATTACK_MAP,),
    edit=(Permission.EDIT_ASSETS,),
    title=asset_name,
    template="asset/form.html",
)
pages = blueprint(SCREENS, "/assets")


@pages.get("")
@needs(Permission.VIEW_ATTACK_MAP)
def index() -> ResponseReturnValue:
    """All assets."""
    conclusions = estate()
    name = conclusions.index.name
    listing = make_listing(
        conclusions.portfolio.assets,
        [
            ListColumn[Asset](key="label", title="asset.label", value=asset_name),
            ListColumn[Asset](key="kind", title="asset.kind", value=lambda one: one.kind),
            ListColumn[Asset](
                key="location", title="asset.location", value=lambda one: one.location
            ),
            ListColumn[Asset](
                key="owner",
                title="asset.owner",
                value=lambda one: name(one.owner) if one.owner else None,
            ),
            ListColumn[Asset](
                key="kept",
                title="asset.maintained_by",
                value=lambda one: name(one.maintained_by) if one.maintained_by else None,
            ),
            ListColumn[Asset](
                key="version",
                title="asset.version",
                value=lambda one: one.firmware,
                exported=lambda one: " ".join(filter(None, (one.device_model, one.firmware))),
            ),
            ListColumn[Asset](
                key="support", title="asset.support_ends_on", value=lambda one: one.support_ends_on
            ),
        ],
        [
            ListFilter[Asset](
                key="kind",
                title="asset.kind",
                options={one: label(one) for one in AssetKind},
                holds=lambda one, value: one.kind == value,
            ),
            ListFilter[Asset](
                key="location",
                title="asset.location",
                options={one: label(one) for one in Location},
                holds=lambda one, value: one.location == value,
            ),
        ],
        found_by=lambda one: (one.label, one.id, name(one.owner or ""), one.device_model),
        order="label",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="asset.list_title")
    return render_template("asset/index.html", listing=listing, names=name, today=conclusions.today)


@pages.get("/<id:id_>")
@needs(Permission.VIEW_ATTACK_MAP)
def show(id_: str) -> ResponseReturnValue:
    """One asset: what it is, its lines, who has which duty, its gaps."""
    conclusions = estate()
    asset = conclusions.index.assets.get(id_)
    if asset is None:
        return put_away_page(SCREENS, id_)
    return render_template(
        "asset/show.html",
        thing=asset,  # templates call asset() for files
        incoming=conclusions.index.incoming.get(id_, ()),
        outgoing=conclusions.index.outgoing.get(id_, ()),
        duties=[one for one in conclusions.portfolio.responsibilities if one.subject == id_],
        findings=conclusions.about(id_),
        targets=[one for one in conclusions.exposure.targets if one.asset == id_],
        conclusions=conclusions,
        names=namer(conclusions),
    )

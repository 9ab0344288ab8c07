"""サービス: what is bought from a vendor, with its model, data and stack."""

from flask import render_template
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Service
from vendormgr.domain.vocabulary import DataClass, ServiceModel
from vendormgr.i18n import label
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import (
    EnumField,
    EnumRadioField,
    NoteField,
    ReferenceField,
    ReferencesField,
    TextField,
    TriStateField,
    WholeNumberField,
)
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.options import service_options, system_options, vendor_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page
from vendormgr.web.sight import visible


class ServiceForm(FactForm[Service]):
    """What the register holds of a service."""

    fact_kind = Service
    name = TextField("service.name", [Required()])
    vendor = ReferenceField("service.vendor", [Required()])
    model = EnumField(
        "service.model", [Required()], of=ServiceModel, description="service.model_hint"
    )
    system = ReferenceField("service.system", blank="service.no_system")
    data_class = EnumRadioField("service.data_class", of=DataClass, blank="common.unknown")
    stop_tolerance_hours = WholeNumberField(
        "service.stop_tolerance_hours", most=8760, description="service.stop_tolerance_hours_hint"
    )
    equipment_in_hospital = TriStateField("service.equipment_in_hospital")
    runs_on = ReferenceField(
        "service.runs_on", blank="service.runs_on_nothing", description="service.runs_on_hint"
    )
    interfaces_with = ReferencesField("service.interfaces_with")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Vendors, systems and the other services."""
        here = self.here
        self.vendor.offer(vendor_options())
        self.system.offer(system_options())
        self.runs_on.offer(service_options(besides=here))
        self.interfaces_with.offer(service_options(besides=here))


def service_name(service: Service) -> str:
    """What people call a service."""
    return service.name or service.id


SCREENS = Screens(
    name="service",
    kind=Service,
    form=ServiceForm,
    edit=(Permission.EDIT_SERVICES,),
    title=service_name,
    template="service/form.html",
)
pages = blueprint(SCREENS, "/services")


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """All services."""
    conclusions = estate()
    name = conclusions.index.name
    listing = make_listing(
        conclusions.portfolio.services,
        [
            ListColumn[Service](key="name", title="service.name", value=service_name),
            ListColumn[Service](
                key="vendor", title="service.vendor", value=lambda one: name(one.vendor)
            ),
            ListColumn[Service](key="model", title="service.model", value=lambda one: one.model),
            ListColumn[Service](
                key="system",
                title="service.system",
                value=lambda one: name(one.system) if one.system else None,
            ),
            ListColumn[Service](
                key="data", title="service.data_class", value=lambda one: one.data_class
            ),
            ListColumn[Service](
                key="stop",
                title="service.stop_tolerance_hours",
                value=lambda one: one.stop_tolerance_hours,
            ),
        ],
        [
            ListFilter[Service](
                key="model",
                title="service.model",
                options={one: label(one) for one in ServiceModel},
                holds=lambda one, value: one.model == value,
            ),
            ListFilter[Service](
                key="data",
                title="service.data_class",
                options={one: label(one) for one in DataClass},
                holds=lambda one, value: one.data_class == value,
            ),
        ],
        found_by=lambda one: (one.name, one.id, name(one.vendor), name(one.system or "")),
        order="system",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="service.list_title")
    return render_template("service/index.html", listing=listing, names=name)


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """One service with its stack, contracts and gaps."""
    conclusions = estate()
    service = conclusions.index.services.get(id_)
    if service is None:
        return put_away_page(SCREENS, id_)
    return render_template(
        "service/show.html",
        service=service,
        column=conclusions.matrix.columns.get(id_),
        contracts=conclusions.index.contracts_covering.get(id_, ()),
        findings=visible(conclusions.about(id_), conclusions),
        names=conclusions.index.name,
        above=[one for one in conclusions.portfolio.services if one.runs_on == id_],
        conclusions=conclusions,
    )

"""情報システム: what care runs on, made of services of one or more vendors."""

from flask import render_template
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Service, System
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.fields import NoteField, ReferenceField, TextField
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, make_listing
from vendormgr.web.names import namer
from vendormgr.web.options import facility_options, party_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page
from vendormgr.web.service import service_name
from vendormgr.web.sight import visible


class SystemForm(FactForm[System]):
    """What the register holds of a system."""

    fact_kind = System
    name = TextField("system.name", [Required()])
    lead = ReferenceField("system.lead", blank="system.no_lead", description="system.lead_hint")
    facility = ReferenceField("system.facility")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Parties and facilities."""
        self.lead.offer(party_options())
        self.facility.offer(facility_options())


def system_name(system: System) -> str:
    """What people call a system."""
    return system.name or system.id


SCREENS = Screens(
    name="system",
    kind=System,
    form=SystemForm,
    edit=(Permission.EDIT_SYSTEMS,),
    title=system_name,
)
pages = blueprint(SCREENS, "/systems")


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """All systems with their vendors."""
    conclusions = estate()
    matrix, name = conclusions.matrix, conclusions.index.name
    services = conclusions.index.services_in
    listing = make_listing(
        conclusions.portfolio.systems,
        [
            ListColumn[System](key="name", title="system.name", value=system_name),
            ListColumn[System](
                key="services",
                title="system.services",
                value=lambda one: len(services.get(one.id, ())),
                exported=lambda one: [service_name(each) for each in services.get(one.id, ())],
            ),
            ListColumn[System](
                key="vendors",
                title="system.vendors",
                value=lambda one: len(matrix.vendors_of.get(one.id, ())),
                exported=lambda one: map(name, matrix.vendors_of.get(one.id, ())),
            ),
            ListColumn[System](
                key="lead",
                title="system.lead",
                value=lambda one: name(one.lead) if one.lead else None,
            ),
        ],
        found_by=lambda one: (one.name, one.id, *(map(name, matrix.vendors_of.get(one.id, ())))),
        order="-vendors",
    )
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="system.list_title")
    return render_template(
        "system/index.html",
        listing=listing,
        matrix=matrix,
        services=services,
        names=name,
    )


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """One system: its services, who leads, what falls between vendors."""
    conclusions = estate()
    system = conclusions.index.systems.get(id_)
    if system is None:
        return put_away_page(SCREENS, id_)
    services: tuple[Service, ...] = conclusions.index.services_in.get(id_, ())
    findings = [
        finding
        for subject in (id_, *(one.id for one in services))
        for finding in visible(conclusions.about(subject), conclusions)
    ]
    return render_template(
        "system/show.html",
        system=system,
        services=services,
        vendors=conclusions.matrix.vendors_of.get(id_, ()),
        lead_missing=id_ in conclusions.matrix.leads_missing,
        findings=sorted(findings, key=lambda one: one.severity.rank),
        names=namer(conclusions),
        conclusions=conclusions,
    )

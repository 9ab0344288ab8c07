"""リスク: which services are assessed, how grave what remains is, and what is due again."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.assessed import Change
from vendormgr.domain.risk_register import (
    RegisterLine,
    ServiceRisk,
    heat_map,
    late_in,
    register_lines,
    scored,
    service_risk,
    service_risks,
    versions_of,
)
from vendormgr.domain.risk_score import RiskBand
from vendormgr.domain.vocabulary import Treatment
from vendormgr.i18n import label, t
from vendormgr.web.access import needs
from vendormgr.web.assessment import latest_first
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing
from vendormgr.web.names import namer
from vendormgr.web.sight import sees_attack_map

pages = Blueprint("risk", __name__)
STATES = ("missing", "due", "soon", "open", "fine")


@pages.get("/risk")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """Every service: assessed or not, due when, how grave before and after."""
    conclusions = estate()
    rows = service_risks(conclusions)
    listing = _services(rows)
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="risk.list_title")
    lines = register_lines(conclusions)
    return render_template(
        "risk/index.html",
        listing=listing,
        counts={state: sum(one.state == state for one in rows) for state in STATES},
        late=sum(one.late for one in rows),
        unagreed=sum(not one.agreed for one in rows if one.standing.assessment is not None),
        before=heat_map(one.scored.before for one in lines),
        after=heat_map(one.scored.after for one in lines),
        severe=sum(one.scored.after.band is RiskBand.SEVERE for one in lines),
        total=len(lines),
    )


def _services(rows: list[ServiceRisk]) -> Listing[ServiceRisk]:
    return make_listing(
        rows,
        [
            ListColumn[ServiceRisk](
                key="service",
                title="risk.service",
                value=lambda one: one.service.name or one.service.id,
            ),
            ListColumn[ServiceRisk](
                key="vendor",
                title="risk.vendor",
                value=lambda one: one.vendor.kana or one.vendor.name or one.vendor.id,
                exported=lambda one: one.vendor.name or one.vendor.id,
            ),
            ListColumn[ServiceRisk](
                key="tier", title="vendor.tier", value=lambda one: one.standing.tier
            ),
            ListColumn[ServiceRisk](
                key="assessed",
                title="risk.assessed_on",
                value=lambda one: one.standing.assessment and one.standing.assessment.assessed_on,
            ),
            ListColumn[ServiceRisk](
                key="due", title="risk.due_on", value=lambda one: one.standing.due_on
            ),
            ListColumn[ServiceRisk](
                key="before",
                title="risk.before",
                value=lambda one: one.before and one.before.high,
                exported=lambda one: one.before and one.before.text,
            ),
            ListColumn[ServiceRisk](
                key="after",
                title="risk.after",
                value=lambda one: one.after and one.after.high,
                exported=lambda one: one.after and one.after.text,
            ),
            ListColumn[ServiceRisk](
                key="state",
                title="risk.state",
                value=lambda one: STATES.index(one.state),
                exported=lambda one: t(f"risk.state_{one.state}"),
            ),
        ],
        [
            ListFilter[ServiceRisk](
                key="state",
                title="risk.state",
                options={one: t(f"risk.state_{one}") for one in STATES},
                holds=lambda one, value: one.state == value,
            ),
            ListFilter[ServiceRisk](
                key="open",
                title="risk.further",
                options={"late": t("risk.with_late"), "unagreed": t("risk.unagreed")},
                holds=_further,
            ),
        ],
        found_by=lambda one: (
            *(one.service.name, one.service.id),
            *(one.vendor.name, one.vendor.kana),
        ),
        order="state",
    )


def _further(one: ServiceRisk, value: str) -> bool:
    if value == "late":
        return one.late > 0
    return one.standing.assessment is not None and not one.agreed


@pages.get("/risk/register")
@needs(Permission.VIEW_PORTFOLIO)
def register() -> ResponseReturnValue:
    """Every risk of every service's latest assessment; cells of the heat map lead here."""
    listing = _register(register_lines(estate()))
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="risk.register_title")
    return render_template("risk/register.html", listing=listing, cell=_cell())


def _cell() -> tuple[str, int, int] | None:
    """The cell of the heat map that the address asks for: which map, likelihood, impact."""
    side, _, rest = request.args.get("cell", "").partition("-")
    row, _, column = rest.partition("-")
    digits = {"1", "2", "3", "4", "5"}
    known = side in {"before", "after"} and row in digits and column in digits
    return (side, int(row), int(column)) if known else None


def _in_cell(line: RegisterLine) -> bool:
    asked = _cell()
    if asked is None:
        return True
    score = line.scored.before if asked[0] == "before" else line.scored.after
    return (score.likelihood, score.impact) == asked[1:]


def _register(lines: list[RegisterLine]) -> Listing[RegisterLine]:
    return make_listing(
        [one for one in lines if _in_cell(one)],
        [
            ListColumn[RegisterLine](
                key="risk",
                title="risk.risk",
                value=lambda one: one.scored.risk.title or one.scored.risk.threat,
            ),
            ListColumn[RegisterLine](
                key="service",
                title="risk.service",
                value=lambda one: one.service.name or one.service.id,
            ),
            ListColumn[RegisterLine](
                key="before",
                title="risk.before",
                value=lambda one: one.scored.before.high,
                exported=lambda one: one.scored.before.text,
            ),
            ListColumn[RegisterLine](
                key="after",
                title="risk.after",
                value=lambda one: one.scored.after.high,
                exported=lambda one: one.scored.after.text,
            ),
            ListColumn[RegisterLine](
                key="treatment",
                title="assessment.treatment",
                value=lambda one: one.scored.risk.treatment,
            ),
            ListColumn[RegisterLine](
                key="owner", title="assessment.owner", value=lambda one: one.scored.risk.owner
            ),
            ListColumn[RegisterLine](
                key="due", title="assessment.due_on", value=lambda one: one.scored.risk.due_on
            ),
        ],
        [
            ListFilter[RegisterLine](
                key="band",
                title="risk.after",
                options={one.value: label(one) for one in RiskBand},
                holds=lambda one, value: one.scored.after.band == value,
            ),
            ListFilter[RegisterLine](
                key="treatment",
                title="assessment.treatment",
                options={one.value: label(one) for one in Treatment},
                holds=lambda one, value: one.scored.risk.treatment == value,
            ),
            ListFilter[RegisterLine](
                key="open",
                title="risk.further",
                options={"late": t("risk.with_late"), "unjudged": t("risk.with_unjudged")},
                holds=lambda one, value: (
                    one.late
                    if value == "late"
                    else not (one.scored.before.known and one.scored.after.known)
                ),
            ),
        ],
        found_by=lambda one: (
            *(one.scored.risk.title, one.scored.risk.threat, one.scored.risk.owner),
            *(one.service.name, one.vendor.name, one.vendor.kana),
        ),
        order="-after",
    )


@pages.get("/risk/risks.pdf")
@needs(Permission.VIEW_PORTFOLIO)
def pdf() -> ResponseReturnValue:
    """Heat map and register over all services, for a meeting."""
    # Imported here: ReportLab takes memory that a server without downloads can spare.
    from vendormgr.reports.risk import build, render_pdf  # noqa: PLC0415

    content = render_pdf(build(estate(), imprint()))
    name = file_name(Kind.PDF, t("risk.register_title"))
    return send(content, Kind.PDF, name=name, noun="risk_paper", subject="all")


@pages.get("/risk/services/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def service(id_: str) -> ResponseReturnValue:
    """One service: how its assessment stands, what changed since, all versions."""
    conclusions = estate()
    found = conclusions.index.services.get(id_)
    if found is None:
        abort(404)
    standing = conclusions.estate.standings.get(id_)
    return render_template(
        "risk/service.html",
        service=found,
        line=service_risk(conclusions, standing) if standing is not None else None,
        versions=latest_first(versions_of(conclusions, id_)),
        scored=scored,
        late_in=late_in,
        changes=[_change(one, conclusions) for one in standing.changes] if standing else [],
        names=namer(conclusions),
        today=conclusions.today,
    )


def _change(one: Change, conclusions: Conclusions) -> tuple[str, str | None, str, str]:
    """What changed, the thing (for those who may know), before and after in words."""
    name = namer(conclusions)
    thing = None
    if one.id is not None and (one.kind != "connection" or sees_attack_map()):
        thing = name(one.id)
    return (
        t(f"risk.changed_{one.kind}"),
        thing,
        _value(one.kind, one.before, conclusions),
        _value(one.kind, one.after, conclusions),
    )


def _value(kind: str, value: str | None, conclusions: Conclusions) -> str:
    if value is None:
        return t("risk.was_not_there")
    match kind:
        case "connection" | "subcontractor":
            return t("risk.is_there")
        case "platform" if value:
            return conclusions.index.name(value)
        case "model":
            return t(f"vocabulary.service_model.{value}")
        case "data" if value:
            return t(f"vocabulary.data_class.{value}")
        case _:
            return value or t("common.unknown")

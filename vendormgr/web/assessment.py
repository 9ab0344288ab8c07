"""リスク評価: one version of a service's assessment, its form, the version before it, and paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.assessed import Standing
from vendormgr.domain.assessment import Assessment, Risk
from vendormgr.domain.paper import paper_name
from vendormgr.domain.portfolio import Service
from vendormgr.domain.risk_compare import compare_versions, previous_of
from vendormgr.domain.risk_proposal import Proposal, propose
from vendormgr.domain.risk_register import scored, versions_of
from vendormgr.i18n import language, t
from vendormgr.web.access import needs
from vendormgr.web.assessment_form import AssessmentForm, form_for
from vendormgr.web.clock import today
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate
from vendormgr.web.names import namer
from vendormgr.web.record import Screens, blueprint, put_away_page
from vendormgr.web.sight import sees_attack_map


class AssessmentScreens(Screens[Assessment]):
    """Screens whose form has as many rows as the assessment."""

    def make_form(self, obj: Assessment | None, version: int = 0) -> Any:
        """The form for its rows; a new one begins with the last version and what is proposed."""
        start = obj
        if obj is None and request.method != "POST":
            start = started(request.args.get("service", ""))
        shown = None if start is None else AssessmentForm.shown(start)
        form = form_for(start)(shown, version=version)
        form.here = None if obj is None else obj.id
        form.offer()
        return form


def assessment_name(one: Assessment) -> str:
    """What people call an assessment."""
    return paper_name(one, estate().index, language())


def service_address(one: Assessment) -> str:
    """The page of the assessment itself."""
    return url_for("assessment.show", id_=one.id)


SCREENS = AssessmentScreens(
    name="assessment",
    kind=Assessment,
    form=AssessmentForm,
    edit=(Permission.EDIT_ASSESSMENTS,),
    title=assessment_name,
    template="assessment/form.html",
    list_endpoint="risk.index",
)
pages = blueprint(SCREENS, "/risk/assessments")


def started(service_id: str) -> Assessment | None:
    """Where a new version begins: at the last one, with the new proposals behind it."""
    conclusions = estate()
    service = conclusions.index.services.get(service_id)
    if service is None:
        return None
    versions = versions_of(conclusions, service_id)
    last = versions[-1] if versions else None
    risks = last.risks if last is not None else ()
    known = {one.origin for one in risks if one.origin}
    fresh = [
        as_risk(one, conclusions, service)
        for one in propose(service, conclusions, with_paths=sees_attack_map())
        if one.origin not in known
    ]
    begun = Assessment(id="", service=service_id) if last is None else last
    return replace(
        begun,
        id="",
        assessed_on=today(),
        communicated_on=None,
        agreed_on=None,
        agreed_by=None,
        rested_on=(),
        risks=(*risks, *fresh),
        tasks=tuple(one for one in begun.tasks if one.done_on is None),
    )


def as_risk(one: Proposal, conclusions: Conclusions, service: Service) -> Risk:
    """A proposal in words, as a row to be judged."""
    rule = conclusions.catalogue.rules.get(one.subject or "")
    about = rule.title.of(language()) if rule else conclusions.index.name(one.subject or "")
    values = {"subject": about, "n": one.count, "service": service.name or service.id}
    return Risk(
        title=t(f"risk_proposal.{one.key}_title", **values),
        asset=service.name or service.id,
        threat=t(f"risk_proposal.{one.key}_threat", **values),
        aspects=one.aspects,
        likelihood=one.likelihood,
        impact=one.impact,
        origin=one.origin,
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row came from, in words."""

    text: str
    url: str | None = None


def origin_of(origin: str | None, conclusions: Conclusions) -> Origin | None:
    """The fact or gap that a row was proposed from; None: a person wrote it.

    A core asset is named only to those who may see the attack map.
    """
    kind, _, id_ = (origin or "").partition(":")
    if kind not in {"model", "data", "connection", "path", "gap", "subcontractor", "dependency"}:
        return None
    rule = conclusions.catalogue.rules.get(id_)
    if kind == "gap" and rule is not None:
        return Origin(rule.title.of(language()), url_for("catalogue.rule", id_=id_))
    return Origin(t(f"risk_proposal.from_{kind}"))


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """The register before and after, the hospital's tasks, and what differs from last time."""
    conclusions = estate()
    found = conclusions.index.papers.get(id_)
    if not isinstance(found, Assessment):
        return put_away_page(SCREENS, id_)
    versions = versions_of(conclusions, found.service)
    before = previous_of(found, tuple(versions))
    standing = conclusions.estate.standings.get(found.service or "")
    return render_template(
        "assessment/show.html",
        assessment=found,
        risks=scored(found),
        before=before,
        compared=compare_versions(before, found) if before is not None else (),
        standing=standing if _is_current(standing, found) else None,
        is_latest=bool(versions) and versions[-1].id == id_,
        origin=lambda origin: origin_of(origin, conclusions),
        service=conclusions.index.services.get(found.service or ""),
        conclusions=conclusions,
        names=namer(conclusions),
    )


def _is_current(standing: Standing | None, found: Assessment) -> bool:
    return (
        standing is not None
        and standing.assessment is not None
        and standing.assessment.id == found.id
    )


@pages.get("/<id:id_>/assessment.pdf")
@needs(Permission.VIEW_PORTFOLIO)
def pdf(id_: str) -> ResponseReturnValue:
    """The assessment on paper, with the heat map and boxes to sign."""
    # Imported here: ReportLab takes memory that a server without downloads can spare.
    from vendormgr.reports.assessment import build, render_pdf  # noqa: PLC0415

    conclusions = estate()
    found = conclusions.index.papers.get(id_)
    if not isinstance(found, Assessment):
        return put_away_page(SCREENS, id_)
    content = render_pdf(build(found, conclusions, imprint()))
    name = file_name(Kind.PDF, t("assessment.file"), conclusions.index.name(found.service or ""))
    return send(content, Kind.PDF, name=name, noun="risk_paper", subject=id_)


def latest_first(versions: Sequence[Assessment]) -> list[Assessment]:
    """The versions of a service, the newest first."""
    return list(reversed(versions))

"""The ways in on paper: of one vendor, and of the whole hospital."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.i18n import t
from vendormgr.web.access import needs
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate
from vendormgr.web.exposure import require_vendor
from vendormgr.web.exposure_view import open_answers, plan_of

pages = Blueprint("exposure_paper", __name__)


@pages.get("/exposure/vendors/<id:id_>.pdf")
@needs(Permission.VIEW_ATTACK_MAP)
def vendor(id_: str) -> ResponseReturnValue:
    """Picture and hops of one vendor."""
    # Imported here: ReportLab takes memory that a server without downloads can spare.
    from vendormgr.reports.exposure import build_vendor  # noqa: PLC0415
    from vendormgr.reports.exposure_pdf import render_vendor  # noqa: PLC0415

    conclusions = estate()
    party = require_vendor(conclusions, id_)
    content = render_vendor(build_vendor(id_, conclusions, imprint()))
    name = file_name(Kind.PDF, t("exposure.file_name"), party.name or id_)
    return send(content, Kind.PDF, name=name, noun="exposure", subject=id_)


@pages.get("/exposure.pdf")
@needs(Permission.VIEW_ATTACK_MAP)
def hospital() -> ResponseReturnValue:
    """Figures, plan, and picture and hops of every vendor that reaches a core system."""
    from vendormgr.reports.exposure import build_hospital  # noqa: PLC0415
    from vendormgr.reports.exposure_pdf import render_hospital  # noqa: PLC0415

    conclusions = estate()
    document = build_hospital(
        conclusions, imprint(), plan=plan_of(conclusions), asked=open_answers(conclusions)
    )
    name = file_name(Kind.PDF, t("exposure.file_name"), imprint().hospital)
    content = render_hospital(document)
    return send(content, Kind.PDF, name=name, noun="exposure", subject="hospital")

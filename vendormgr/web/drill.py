"""侵入の想定訓練: a vendor or device model is compromised; what to cut first and what stops."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.drill import (
    Drill,
    device_models,
    rehearse,
    rehearse_vendor,
    starts_of_model,
)
from vendormgr.domain.vocabulary import PartyRole
from vendormgr.i18n import t
from vendormgr.web.access import needs
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate
from vendormgr.web.exposure_view import credentials, picture_from
from vendormgr.web.names import namer
from vendormgr.web.paging import slice_of

pages = Blueprint("drill", __name__)
MOST_REACHED = 200
MOST_STARTS = 12
"""Things of one firm that are named; the picture and the lists hold the rest."""


@pages.get("/drill")
@needs(Permission.VIEW_ATTACK_MAP)
def show() -> ResponseReturnValue:
    """Choose who is compromised, then what it reaches, what to cut in which order, what stops."""
    conclusions = estate()
    title, drill = _asked(conclusions)
    vendor, model = request.args.get("vendor", ""), request.args.get("model", "")
    picture = picture_from(conclusions, drill.starts) if drill is not None else None
    paper = url_for("drill.paper", vendor=vendor or None, model=model or None)
    return render_template(
        "drill/show.html",
        title=title,
        drill=drill,
        picture=picture,
        most_starts=MOST_STARTS,
        reached=slice_of(drill.reached, key="reached", size=MOST_REACHED) if drill else None,
        paper=paper,
        vendor=vendor,
        model=model,
        vendors=sorted(
            (one for one in conclusions.portfolio.parties if one.role is not PartyRole.HOSPITAL),
            key=lambda one: one.kana or one.name or one.id,
        ),
        models=device_models(conclusions),
        credentials=credentials(conclusions),
        conclusions=conclusions,
        names=namer(conclusions),
    )


@pages.get("/drill.pdf")
@needs(Permission.VIEW_ATTACK_MAP)
def paper() -> ResponseReturnValue:
    """The same on one sheet, to keep for when systems are down."""
    # Imported here: ReportLab takes memory that a server without downloads can spare.
    from vendormgr.reports.drill import build, render_pdf  # noqa: PLC0415

    conclusions = estate()
    title, drill = _asked(conclusions)
    if drill is None:
        abort(404)
    content = render_pdf(build(title, drill, conclusions, imprint()))
    name = file_name(Kind.PDF, t("drill.file_name"), title)
    return send(content, Kind.PDF, name=name, noun="drill", subject=title)


def _asked(conclusions: Conclusions) -> tuple[str, Drill | None]:
    """What the address calls compromised; no drill when it names nothing."""
    vendor, model = request.args.get("vendor", ""), request.args.get("model", "")
    if vendor:
        if not conclusions.index.is_vendor(vendor):
            abort(404)
        return conclusions.index.name(vendor), rehearse_vendor(conclusions, vendor)
    if model:
        starts = starts_of_model(conclusions, model)
        if not starts:
            abort(404)
        return model, rehearse(conclusions, starts)
    return "", None

"""選定の書類: the form for a candidate, the 審査票, and the annex to the tender."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.comparison import asked_of, outlook
from vendormgr.domain.selection import Selection
from vendormgr.domain.selection_step import MOST_CANDIDATES
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import t
from vendormgr.web.access import needs
from vendormgr.web.clock import today
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate
from vendormgr.web.selection_sight import (
    candidates_of,
    comparison_of,
    edition_shown,
    question_lines,
    require_selection,
    selection_of,
)

pages = Blueprint("selection_paper", __name__)
# Reports are imported where they are made: ReportLab and XlsxWriter take memory that a server can
# spare otherwise.


@pages.get("/candidates/<id:id_>/questions.pdf")
@needs(Permission.VIEW_PORTFOLIO)
def questions(id_: str) -> ResponseReturnValue:
    """The questions to one candidate, as a form to fill in."""
    from vendormgr.reports.diligence import DiligenceForm, render_pdf  # noqa: PLC0415

    candidate = next((one for one in estate().portfolio.candidates if one.id == id_), None)
    selection = selection_of(candidate.selection) if candidate is not None else None
    if candidate is None or selection is None:
        abort(404)
    form = DiligenceForm(
        imprint=imprint(),
        catalogue=estate().catalogue,
        case=_title(selection),
        candidate=candidate.name or candidate.id,
        asked=asked_of(selection, candidate, estate()),
        edition=edition_shown(),
    )
    name = file_name(Kind.PDF, t("selection.paper_questions"), form.case, form.candidate)
    return send(render_pdf(form), Kind.PDF, name=name, noun="diligence_form", subject=id_)


@pages.get("/selections/<id:id_>/review.pdf")
@needs(Permission.VIEW_PORTFOLIO)
def review_pdf(id_: str) -> ResponseReturnValue:
    """The 審査票 to sign: everything that the decision rests on."""
    from vendormgr.reports.selection_review import Review, render_pdf  # noqa: PLC0415

    selection, conclusions = require_selection(id_), estate()
    candidates = candidates_of(selection)[:MOST_CANDIDATES]
    if not candidates:
        abort(404)
    lines = question_lines(selection, candidates, conclusions)
    review = Review(
        selection=selection,
        comparison=comparison_of(selection, MOST_CANDIDATES),
        asked=tuple(one.asked for one in lines),
        system=conclusions.index.name(selection.system) if selection.system else None,
        edition=edition_shown(),
        today=today(),
    )
    name = file_name(Kind.PDF, t("selection.paper_review"), _title(selection))
    return send(render_pdf(review), Kind.PDF, name=name, noun="selection_review", subject=id_)


@pages.get("/selections/<id:id_>/requirements.pdf")
@needs(Permission.VIEW_PORTFOLIO)
def tender_pdf(id_: str) -> ResponseReturnValue:
    """The annex to the tender as PDF."""
    return _tender(id_, Kind.PDF)


@pages.get("/selections/<id:id_>/requirements.xlsx")
@needs(Permission.VIEW_PORTFOLIO)
def tender_xlsx(id_: str) -> ResponseReturnValue:
    """The annex to the tender as a workbook."""
    return _tender(id_, Kind.XLSX)


def _tender(id_: str, kind: Kind) -> ResponseReturnValue:
    from vendormgr.reports.tender import Tender, render_pdf, render_xlsx  # noqa: PLC0415

    selection, conclusions = require_selection(id_), estate()
    tender = Tender(
        imprint=imprint(),
        catalogue=conclusions.catalogue,
        selection=selection,
        asked=asked_of(selection, None, conclusions),
        prospect=outlook(selection, conclusions, load_catalogue()),
        edition=edition_shown(),
    )
    content = render_pdf(tender) if kind is Kind.PDF else render_xlsx(tender)
    name = file_name(kind, t("selection.paper_tender"), _title(selection))
    return send(content, kind, name=name, noun="tender", subject=id_)


def _title(selection: Selection) -> str:
    return selection.title or selection.id

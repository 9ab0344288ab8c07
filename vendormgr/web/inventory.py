"""接続の棚卸し: the questions of all lines of a vendor, or through one gateway, on one screen."""

from collections import Counter
from collections.abc import Iterable, Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Connection
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.web import paper_limit
from vendormgr.web.access import can, needs
from vendormgr.web.db import reading
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate
from vendormgr.web.exposure import require_vendor
from vendormgr.web.inventory_form import make_form, read_rows, spread
from vendormgr.web.inventory_list import known_lines
from vendormgr.web.inventory_save import LineConflict, save
from vendormgr.web.names import namer
from vendormgr.web.paging import slice_of
from vendormgr.web.paper_limit import refused

pages = Blueprint("inventory", __name__)
MOST_LINES = 40
"""Lines on one screen; the rest follows on the next page."""


@pages.get("/inventory")
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def index() -> ResponseReturnValue:
    """Every vendor with how much is known of its lines: where to go on."""
    conclusions = estate()
    index_ = conclusions.index
    entering = Counter(one.to for one in index_.connections.values() if enters(conclusions, one))
    gateways = [(asset, count) for asset, count in entering.most_common() if count > 1]
    return render_template(
        "inventory/index.html",
        listing=known_lines(conclusions),
        gateways=gateways,
        listed=sum(
            index_.parties[id_].lines_listed is True for id_ in conclusions.exposure.vendors
        ),
        names=index_.name,
        on_paper=_lines_of(conclusions, conclusions.exposure.vendors) <= paper_limit.LINES,
    )


def enters(conclusions: Conclusions, connection: Connection) -> bool:
    """Whether it leads into the hospital from outside."""
    return conclusions.index.crosses_into_hospital(connection)


@pages.route("/inventory/vendors/<id:id_>", methods=["GET", "POST"])
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def show(id_: str) -> ResponseReturnValue:
    """All lines of one vendor."""
    conclusions = estate()
    party = require_vendor(conclusions, id_)
    lines = conclusions.index.lines_of.get(id_, ())
    return _screen(conclusions, lines, title=party.name or id_, vendor=id_)


@pages.route("/inventory/gateways/<id:id_>", methods=["GET", "POST"])
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def gateway(id_: str) -> ResponseReturnValue:
    """All lines that end at one device or server, of whichever vendor."""
    conclusions = estate()
    if id_ not in conclusions.index.assets:
        abort(404)
    lines = conclusions.index.incoming.get(id_, ())
    return _screen(conclusions, lines, title=conclusions.index.name(id_), vendor=None)


def _screen(
    conclusions: Conclusions, lines: Sequence[Connection], *, title: str, vendor: str | None
) -> ResponseReturnValue:
    """Show the questions, copy answers from one line to others, or save all of them at once."""
    part = slice_of(lines, size=MOST_LINES)
    shown = part.rows
    versions = _versions(shown)
    form = make_form(conclusions, shown)
    rows = read_rows(conclusions, shown, form, versions)
    copied = 0
    conflicts: tuple[LineConflict, ...] = ()
    source = request.form.get("spread", "") if request.method == "POST" else ""
    if source:
        copied = spread(rows, source)
    elif form.submitted():
        conflicts = save(shown, form)
        if not conflicts and not form.problems:
            return redirect(request.full_path.rstrip("?"), 303)
    page_text = render_template(
        "inventory/show.html",
        title=title,
        vendor=vendor,
        form=form,
        rows=rows,
        part=part,
        on_paper=part.total <= paper_limit.LINES,
        copied=copied,
        conflicts=conflicts,
        names=namer(conclusions),
    )
    return page_text, 409 if conflicts else 422 if form.problems else 200


def _versions(lines: Iterable[Connection]) -> dict[str, int]:
    found = {one.id: store.find(reading(), Connection, one.id) for one in lines}
    return {id_: stored.version for id_, stored in found.items() if stored is not None}


@pages.get("/inventory.pdf")
@needs(Permission.VIEW_ATTACK_MAP)
def pdf() -> ResponseReturnValue:
    """The questionnaire to carry through the departments: of one vendor, or of all."""
    return _paper(Kind.PDF)


@pages.get("/inventory.xlsx")
@needs(Permission.VIEW_ATTACK_MAP)
def xlsx() -> ResponseReturnValue:
    """The same as a workbook."""
    return _paper(Kind.XLSX)


def _lines_of(conclusions: Conclusions, parties: Iterable[str]) -> int:
    return sum(len(conclusions.index.lines_of.get(one, ())) for one in parties)


def _back(vendor: str) -> str:
    """The page with the other papers; who may not answer the questions sees only the lines."""
    if can(Permission.EDIT_ASSETS):
        return url_for("inventory.show", id_=vendor) if vendor else url_for("inventory.index")
    return url_for("connection.vendor", id_=vendor) if vendor else url_for("connection.index")


def _paper(kind: Kind) -> ResponseReturnValue:
    # Imported here: ReportLab and XlsxWriter take memory that a server can spare otherwise.
    from vendormgr.reports.inventory import build, render_pdf, render_xlsx  # noqa: PLC0415

    conclusions = estate()
    vendor = request.args.get("vendor", "")
    if vendor:
        require_vendor(conclusions, vendor)
    parties = [vendor] if vendor else list(conclusions.exposure.vendors)
    if kind is Kind.PDF:
        lines = _lines_of(conclusions, parties)
        message = "inventory.too_many_of_vendor" if vendor else "inventory.too_many"
        back = refused(lines, paper_limit.LINES, message=message, there=_back(vendor))
        if back is not None:
            return back
    document = build(parties, conclusions, imprint())
    content = render_pdf(document) if kind is Kind.PDF else render_xlsx(document)
    title = conclusions.index.name(vendor) if vendor else imprint().hospital
    name = file_name(kind, t("inventory.file_name"), title)
    return send(content, kind, name=name, noun="inventory", subject=vendor or "all")

"""責任分界マトリクス: the list of matrices, and one of a service, a system or a vendor."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.guideline import EditionFit, place_in
from vendormgr.domain.matrix_system import services_of_system, system_view
from vendormgr.domain.signing import contracts_to_come
from vendormgr.domain.vocabulary import Edition, PartyRole
from vendormgr.i18n import t
from vendormgr.web.access import needs
from vendormgr.web.annex_note import agreed_notes
from vendormgr.web.download import Kind
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.matrix_address import Address, read_address
from vendormgr.web.matrix_cell import open_cell
from vendormgr.web.matrix_grid import Grid, look_first, make_grid
from vendormgr.web.matrix_list import count_up, list_matrices
from vendormgr.web.matrix_offer import offers
from vendormgr.web.matrix_paper import PAPERS, send_matrix
from vendormgr.web.vendor import vendor_line, vendor_tabs

pages = Blueprint("matrix", __name__, url_prefix="/matrix")
see = needs(Permission.VIEW_PORTFOLIO)
MOST_OFFERS = 8


@pages.get("")
@see
def index() -> ResponseReturnValue:
    """Every system, and every service without one: what is wrong first."""
    conclusions = estate()
    listing = list_matrices(conclusions)
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="matrix.list_title")
    return render_template(
        "matrix/index.html",
        listing=listing,
        counts=count_up(conclusions),
        conclusions=conclusions,
        names=conclusions.index.name,
    )


@pages.get("/services/<id:id_>")
@see
def service(id_: str) -> ResponseReturnValue:
    """The matrix of one service."""
    conclusions = estate()
    found = conclusions.index.services.get(id_)
    if found is None:
        abort(404)
    crumbs = [(url_for("matrix.index"), t("matrix.list_title"))]
    if found.system:
        name = conclusions.index.name(found.system)
        crumbs.append((url_for("matrix.system", id_=found.system), name))
    if id_ not in conclusions.matrix.columns:
        above = [one for one in conclusions.portfolio.services if one.runs_on == id_]
        return render_template("matrix/no_column.html", service=found, above=above, crumbs=crumbs)
    shown = {
        "title": found.name or id_,
        "crumbs": crumbs,
        "papers": True,
        "agreed": agreed_notes(
            conclusions, conclusions.index.contracts_covering.get(id_, ()), service=id_
        ),
    }
    return _page(conclusions, (id_,), _address("matrix.service", id_), shown)


@pages.get("/systems/<id:id_>")
@see
def system(id_: str) -> ResponseReturnValue:
    """The matrix of a system: a column for each service, and what the rows come to together."""
    conclusions = estate()
    found = conclusions.index.systems.get(id_)
    if found is None:
        abort(404)
    view = system_view(id_, conclusions.index, conclusions.matrix)
    address = _address("matrix.system", id_)
    shown = {
        "title": found.name or id_,
        "crumbs": [(url_for("matrix.index"), t("matrix.list_title"))],
        "papers": bool(view.services),
        "system": found,
        "lead_missing": view.lead_missing,
        "coming": contracts_to_come(id_, conclusions.index),
        "grid": make_grid(conclusions, view.services, address, view),
    }
    return _page(conclusions, view.services, address, shown)


@pages.get("/vendors/<id:id_>")
@see
def vendor(id_: str) -> ResponseReturnValue:
    """The matrix of all services of one vendor."""
    conclusions = estate()
    party = conclusions.index.parties.get(id_)
    if party is None or party.role is PartyRole.HOSPITAL:
        abort(404)
    own = conclusions.index.services_of.get(id_, ())
    shown = {
        "title": party.name or id_,
        "line": vendor_line(conclusions, party),
        "tabs": vendor_tabs(conclusions, party),
        "answered": [one for one in own if one.id in conclusions.matrix.answered_above],
    }
    services = tuple(one.id for one in own if one.id in conclusions.matrix.columns)
    address = _address("matrix.vendor", id_)
    return _page(conclusions, services, address, shown, template="matrix/vendor.html")


@pages.get("/services/<id:id_>.<any(pdf, xlsx):kind>")
@see
def service_paper(id_: str, kind: str) -> ResponseReturnValue:
    """The matrix of one service to take along; as PDF on ?paper=a3 or a4."""
    if id_ not in estate().matrix.columns:
        abort(404)
    return _paper(kind, id_, (id_,), _address("matrix.service", id_))


@pages.get("/systems/<id:id_>.<any(pdf, xlsx):kind>")
@see
def system_paper(id_: str, kind: str) -> ResponseReturnValue:
    """The matrix of a system to take along; as PDF on ?paper=a3 or a4."""
    conclusions = estate()
    if id_ not in conclusions.index.systems:
        abort(404)
    services = services_of_system(id_, conclusions.index, conclusions.matrix)
    return _paper(kind, id_, services, _address("matrix.system", id_))


def _address(endpoint: str, id_: str) -> Address:
    return read_address(endpoint, id_, estate().estate.edition)


def _page(
    conclusions: Conclusions,
    services: tuple[str, ...],
    address: Address,
    shown: Mapping[str, Any],
    template: str = "matrix/show.html",
) -> ResponseReturnValue:
    """A page with the table and the panel; `shown` is what the kind of page adds."""
    grid = shown.get("grid") or make_grid(conclusions, services, address)
    values: dict[str, Any] = {
        "crumbs": [],
        "papers": False,
        "agreed": (),
        "system": None,
        "lead_missing": False,
        "coming": (),
        "answered": [],
        **shown,
        "grid": grid,
        "address": address,
        "panel": open_cell(conclusions, grid, address),
        "offers": offers(conclusions, services),
        "most": MOST_OFFERS,
        "editions": tuple(Edition),
        "first": look_first(grid),
        "fits": _fits(conclusions, grid, address.edition),
        "published_note": conclusions.catalogue.published_note,
        "conclusions": conclusions,
        "names": conclusions.index.name,
    }
    return render_template(template, **values)


def _fits(conclusions: Conclusions, grid: Grid, edition: Edition) -> Mapping[EditionFit, int]:
    """How many citations of the rows that are shown hold in an edition, moved, or are open."""
    cites = {one for _, rows in grid.bands for row in rows for one in row.item.cites}
    return Counter(place_in(conclusions.catalogue, one, edition).fit for one in cites)


def _paper(kind: str, subject: str, services: tuple[str, ...], address: Address) -> Response:
    """The download with the rows that the page shows."""
    paper = request.args.get("paper", PAPERS[0])
    if paper not in PAPERS or not services:
        abort(404)
    conclusions = estate()
    items = None
    if address.narrowed:
        of_system = subject in conclusions.index.systems
        view = system_view(subject, conclusions.index, conclusions.matrix) if of_system else None
        grid = make_grid(conclusions, services, address, view)
        items = [row.item.id for _, rows in grid.bands for row in rows]
    return send_matrix(Kind(kind), subject, paper=paper, items=items)

"""経路の変化: ways in that are new, go on or are gone since a day."""

from datetime import date, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure.graph import Graph
from vendormgr.domain.path_watch import state_of_way, ways_now
from vendormgr.domain.typed import TypedError, read_date
from vendormgr.domain.vocabulary import PathState
from vendormgr.store.path_history import SeenPath, StateOf, first_noted, path_moves
from vendormgr.web.access import needs
from vendormgr.web.clock import today
from vendormgr.web.db import reading
from vendormgr.web.estate import estate
from vendormgr.web.names import namer
from vendormgr.web.paging import slice_of

pages = Blueprint("path_history", __name__)
USUAL_DAYS = 90


def paths_seen(conclusions: Conclusions) -> tuple[list[SeenPath], StateOf]:
    """The ways of now, and how to tell whether one of the past is still there."""
    graph: Graph = conclusions.exposure.graph
    seen = {
        (one.attacker, one.core, one.path.id): SeenPath(
            attacker=one.attacker,
            core=one.core,
            path=one.path.id,
            state=one.state,
            assets=one.path.assets,
            connections=one.path.all_connections,
        )
        for one in ways_now(conclusions.exposure, conclusions.catalogue.kinds)
    }

    def state_of(connections: tuple[str, ...]) -> PathState | None:
        return state_of_way(graph, connections)

    return list(seen.values()), state_of


@pages.get("/exposure/history")
@needs(Permission.VIEW_ATTACK_MAP)
def show() -> ResponseReturnValue:
    """What changed since a day: three months ago unless another is typed."""
    conclusions = estate()
    since, problem = _since()
    vendor = request.args.get("vendor") or None
    moves = path_moves(reading(), since, attacker=vendor)
    parts = {"new": moves.new, "gone": moves.gone, "continuing": moves.continuing}
    return render_template(
        "exposure/history.html",
        moves={name: slice_of(listed, key=name) for name, listed in parts.items()},
        since=since,
        typed=request.args.get("since", ""),
        problem=problem,
        noted=first_noted(reading()),
        vendor=vendor,
        conclusions=conclusions,
        names=namer(conclusions),
    )


def _since() -> tuple[date, bool]:
    """The day that the address asks for, and whether it could not be read."""
    usual = today() - timedelta(days=USUAL_DAYS)
    typed = request.args.get("since", "").strip()
    if not typed:
        return usual, False
    try:
        return read_date(typed), False
    except TypedError:
        return usual, True

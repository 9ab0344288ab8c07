"""ダッシュボード: how exposed the hospital is and what is due; a director reads it in a minute."""

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure.measures import carried_out_by
from vendormgr.domain.hop import HopReading, read_path
from vendormgr.domain.vocabulary import Controller
from vendormgr.store.account import list_users
from vendormgr.store.gap import gap_states
from vendormgr.web.access import can, needs, user
from vendormgr.web.dashboard_figures import (
    WorstPath,
    count_decided,
    due_gaps,
    figures,
    serious_before,
)
from vendormgr.web.db import reading
from vendormgr.web.estate import estate
from vendormgr.web.exposure_view import plan_of
from vendormgr.web.gap_list import first_open
from vendormgr.web.gap_vendor import VendorLine, ranks, top_clauses
from vendormgr.web.measure_title import measure_title
from vendormgr.web.vendor_sight import vendor_line

pages = Blueprint("dashboard", __name__)
MOST_DEADLINES, MOST_VENDORS, MOST_CLAUSES = 6, 5, 5
MOST_PLANNED = 1_000
"""Lines up to which the cheapest plan is worked out for the first sentence; the plan has a page."""


@pages.get("/")
@needs()
def show() -> ResponseReturnValue:
    """The first page after signing in: the dashboard, or what somebody without it works on."""
    if not can(Permission.VIEW_PORTFOLIO):
        people = list_users(reading()) if can(Permission.MANAGE_USERS) else ()
        return render_template("dashboard/people.html", people=people)
    conclusions = estate()
    if not conclusions.tiers:
        return render_template("dashboard/empty.html")
    return _dashboard(conclusions)


def _dashboard(conclusions: Conclusions) -> ResponseReturnValue:
    found = figures(conclusions)
    worst = found.exposed.path if found.exposed is not None else None
    hops = read_path(conclusions, worst.path if worst is not None else None)
    states = gap_states(reading(), decided=True)
    small = len(conclusions.index.connections) <= MOST_PLANNED
    plan = plan_of(conclusions) if worst is not None and small else None
    decided = count_decided(conclusions, states, user().id)
    return render_template(
        "dashboard/show.html",
        figures=found,
        due=due_gaps(found, decided, conclusions),
        before=serious_before(conclusions, found.serious),
        decided=decided,
        first=first_open(conclusions, states),
        worst=worst,
        vendor=_vendor(worst, conclusions),
        rows=hops,
        own_fix=_own_fix(hops),
        measure_title=lambda measure: measure_title(conclusions, measure),
        plan=plan,
        plan_by=carried_out_by(step.measure.by for step in plan.steps) if plan else None,
        deadlines=found.deadlines[:MOST_DEADLINES],
        talk_to=_talk_to(conclusions),
        clauses=top_clauses(conclusions, MOST_CLAUSES),
        conclusions=conclusions,
        names=conclusions.index.name,
    )


def _vendor(worst: WorstPath | None, conclusions: Conclusions) -> object:
    """The vendor whose way is shown, with its tier; None: the way is nobody's."""
    if worst is None or worst.party is None:
        return None
    return vendor_line(conclusions, conclusions.index.parties[worst.party])


def _own_fix(hops: Sequence[HopReading]) -> HopReading | None:
    """The hop that the hospital can close with least, alone before jointly with a vendor."""
    ranks = {Controller.HOSPITAL: 0, Controller.JOINT: 1}
    own = [one for one in hops if one.by in ranks and (one.measures or one.nearest)]
    return min(
        own,
        key=lambda one: (ranks.get(one.by or Controller.VENDOR, 2), len(one.nearest or ())),
        default=None,
    )


def _talk_to(conclusions: Conclusions) -> list[VendorLine]:
    """The vendors to talk to first."""
    parties = [party for party in ranks(conclusions) if party is not None][:MOST_VENDORS]
    return [VendorLine(party, ranks(conclusions)[party]) for party in parties]

"""委託先のリスク: its tier with what decides it, its assessments, and the yearly review."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.risk_register import service_risk
from vendormgr.domain.vocabulary import PartyRole
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.names import namer
from vendormgr.web.vendor import vendor_line, vendor_tabs
from vendormgr.web.vendor_sight import tier_facts

pages = Blueprint("vendor_risk", __name__)


@pages.get("/vendors/<id:id_>/risk")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """One vendor: which fact decides its tier, what would change it, how its services stand."""
    conclusions = estate()
    party = conclusions.index.parties.get(id_)
    if party is None or party.role is PartyRole.HOSPITAL:
        abort(404)
    line = vendor_line(conclusions, party)
    standings = conclusions.estate.standings
    portfolio = conclusions.portfolio
    return render_template(
        "vendor/risk.html",
        line=line,
        party=party,
        tabs=vendor_tabs(conclusions, party),
        tier_facts=tier_facts(conclusions, line.tier),
        services=[
            service_risk(conclusions, standings[one.id])
            for one in line.services
            if one.id in standings
        ],
        earlier=[
            one for one in portfolio.tier_changes if one.party == id_ and one != line.tier.change
        ],
        reviews=sorted(
            (one for one in portfolio.reviews if one.party == id_),
            key=lambda one: one.fiscal_year or 0,
            reverse=True,
        ),
        today=conclusions.today,
        names=namer(conclusions),
    )

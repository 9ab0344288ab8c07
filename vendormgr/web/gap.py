"""不備: vendors first, every finding in one list, one vendor's, one finding with its reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.domain.settlement import VendorGaps
from vendormgr.domain.vocabulary import PartyRole, Severity
from vendormgr.store.gap import GapState, Key, gap_history, gap_states
from vendormgr.web import paper_limit
from vendormgr.web.access import needs
from vendormgr.web.db import reading
from vendormgr.web.download import Kind
from vendormgr.web.estate import estate
from vendormgr.web.gap_choice import choice_value
from vendormgr.web.gap_decision import may_accept_gap
from vendormgr.web.gap_list import MOST_RESOLVED, first_open, list_gaps, statuses_of
from vendormgr.web.gap_paper import (
    MOST_IN_WORKBOOK,
    MOST_ON_PAPER,
    people,
    send_gaps,
    send_questions,
)
from vendormgr.web.gap_question import own_questions, questions_to
from vendormgr.web.gap_shown import find_shown
from vendormgr.web.gap_vendor import (
    best_clauses,
    cards,
    findings_of,
    gaps_of,
    list_vendors,
    ranks,
    severities,
    top_clauses,
)
from vendormgr.web.paging import slice_of
from vendormgr.web.paper_limit import refused
from vendormgr.web.paths import with_query
from vendormgr.web.sight import every_visible
from vendormgr.web.vendor import vendor_tabs
from vendormgr.web.vendor_sight import vendor_line

pages = Blueprint("gap", __name__, url_prefix="/gaps")
see = needs(Permission.VIEW_PORTFOLIO)
LONGEST_SUBJECT = 300
MOST_IN_GROUP = 30
"""Findings of one kind on a vendor's page; the list has them all."""


MOST_QUESTIONS = 200
"""Questions to a vendor at once; the rest follows on the next page, and the paper has them all."""
MOST_CLAUSES, MOST_URGENT = 6, 5
"""Clauses that are shown at once, and critical findings that are named on top."""


@pages.get("")
@see
def index() -> ResponseReturnValue:
    """The vendors to talk to, the worst first, each with the clauses that would help most."""
    if request.args.get("view") == "list":
        return redirect(with_query(url_for("gap.every"), without="view"), 302)
    conclusions = estate()
    listing = list_vendors(conclusions)
    return render_template(
        "gap/index.html",
        listing=listing,
        cards=cards(listing.rows, conclusions),
        clauses=top_clauses(conclusions),
        **_above(conclusions, _decided()),
    )


@pages.get("/all")
@see
def every() -> ResponseReturnValue:
    """Every finding in one list."""
    conclusions = estate()
    found = list_gaps(conclusions)
    return render_template(
        "gap/list.html",
        found=found,
        listing=found.listing,
        people=people(),
        value_of=choice_value,
        most_resolved=MOST_RESOLVED,
        acceptable=any(may_accept_gap(row.finding) for row in found.rows),
        **_above(conclusions, _decided() if found.resolved else found.decided),
    )


@pages.get("/all.<any(pdf, xlsx):kind>")
@see
def every_paper(kind: str) -> ResponseReturnValue:
    """What the list shows, all its pages."""
    conclusions = estate()
    found = list_gaps(conclusions)
    if found.resolved:
        abort(404)
    return _paper(found.listing.matching, found.decided, conclusions, Kind(kind), "")


@pages.get("/vendors.<any(pdf, xlsx):kind>")
@see
def vendors_paper(kind: str) -> ResponseReturnValue:
    """The findings of the vendors that the first page shows."""
    conclusions = estate()
    parties = {line.party for line in list_vendors(conclusions).matching}
    findings = [one for one in every_visible(conclusions) if one.party in parties]
    return _paper(findings, _decided(), conclusions, Kind(kind), "")


@pages.get("/of/<id:id_>")
@see
def vendor(id_: str) -> ResponseReturnValue:
    """One vendor's gaps: by contract and clause, then rows, lines, others, and what to ask."""
    conclusions = estate()
    party = conclusions.index.parties.get(id_)
    if party is None:
        abort(404)
    if party.role is PartyRole.HOSPITAL:
        return redirect(url_for("gap.own"), 302)
    gaps = gaps_of(conclusions, id_)
    findings = findings_of(conclusions, id_)
    return render_template(
        "gap/vendor.html",
        line=vendor_line(conclusions, party),
        tabs=vendor_tabs(conclusions, party),
        party=party,
        also=[one for one in findings if one.party != id_],
        questions=slice_of(questions_to(conclusions, id_), key="asked", size=MOST_QUESTIONS),
        most_questions=paper_limit.QUESTIONS,
        **_grouped(gaps, findings, conclusions),
    )


@pages.get("/own")
@see
def own() -> ResponseReturnValue:
    """What the hospital has to mend by itself."""
    conclusions = estate()
    gaps = gaps_of(conclusions, None)
    findings = findings_of(conclusions, None)
    return render_template(
        "gap/own.html",
        questions=own_questions(conclusions),
        **_grouped(gaps, findings, conclusions),
    )


@pages.get("/of/<id:id_>/gaps.<any(pdf, xlsx):kind>")
@see
def vendor_paper(id_: str, kind: str) -> ResponseReturnValue:
    """One vendor's gaps to take to the meeting."""
    conclusions = estate()
    _require_vendor(conclusions, id_)
    return _paper(findings_of(conclusions, id_), _decided(), conclusions, Kind(kind), id_)


@pages.get("/of/<id:id_>/questions.<any(pdf, xlsx):kind>")
@see
def questions_paper(id_: str, kind: str) -> ResponseReturnValue:
    """The questions to one vendor as a form to fill in."""
    conclusions = estate()
    _require_vendor(conclusions, id_)
    asked = questions_to(conclusions, id_)
    if kind == Kind.PDF:
        there = url_for("gap.vendor", id_=id_)
        message = "gap.questions_too_many"
        back = refused(len(asked), paper_limit.QUESTIONS, message=message, there=there)
        if back is not None:
            return back
    return send_questions(conclusions, id_, Kind(kind), asked)


@pages.get("/<id:rule>")
@see
def show(rule: str) -> ResponseReturnValue:
    """One gap: what, why, on what ground, what to do, and what happened to it."""
    conclusions = estate()
    subject = request.args.get("subject", "")
    if rule not in conclusions.catalogue.rules or not 0 < len(subject) <= LONGEST_SUBJECT:
        abort(404)
    shown = find_shown(rule, subject, conclusions)
    if shown is None:
        abort(404)
    return render_template(
        "gap/show.html",
        shown=shown,
        rule=conclusions.catalogue.rules[rule],
        history=gap_history(reading(), rule, subject),
        people=people(),
        conclusions=conclusions,
    )


def _above(conclusions: Conclusions, decided: Mapping[Key, GapState]) -> dict[str, Any]:
    """What stands above both views: how many there are, and what to begin with."""
    return {
        "counts": severities(conclusions),
        "vendors": sum(party is not None for party in ranks(conclusions)),
        "first": first_open(conclusions, decided),
        "conclusions": conclusions,
        "names": conclusions.index.name,
        "most_on_paper": MOST_ON_PAPER,
    }


def _paper(
    findings: Sequence[Finding],
    decided: Mapping[Key, GapState],
    conclusions: Conclusions,
    kind: Kind,
    subject: str,
) -> ResponseReturnValue:
    most = MOST_ON_PAPER if kind is Kind.PDF else MOST_IN_WORKBOOK
    there = with_query(url_for("gap.every"))
    back = refused(len(findings), most, message=f"gap.too_many_for_{kind}", there=there)
    return back or send_gaps(findings, decided, conclusions, kind, subject=subject)


def _decided() -> Mapping[Key, GapState]:
    return gap_states(reading(), decided=True)


def _require_vendor(conclusions: Conclusions, id_: str) -> None:
    if not conclusions.index.is_vendor(id_):
        abort(404)


def _grouped(
    gaps: VendorGaps, findings: Sequence[Finding], conclusions: Conclusions
) -> dict[str, Any]:
    """What both pages need that list gaps in groups."""
    decided = _decided()
    return {
        "gaps": gaps,
        "statuses": statuses_of(findings, decided, conclusions.today),
        "best": best_clauses(gaps, 1),
        "conclusions": conclusions,
        "names": conclusions.index.name,
        "most_on_paper": MOST_ON_PAPER,
        "most_in_group": MOST_IN_GROUP,
        "most_clauses": MOST_CLAUSES,
        "urgent": [one for one in findings if one.severity is Severity.CRITICAL][:MOST_URGENT],
    }

"""資料・根拠: the catalogue to read: rows, clauses, rules, lines, requirements, editions."""

from collections import Counter

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.guideline import UnknownCitationError, cite, crosswalk
from vendormgr.domain.obligation import CONTROL_CLAUSES, CONTROL_DUTIES, RULE_CLAUSES
from vendormgr.domain.vocabulary import Column, Edition
from vendormgr.exchange.seed import load_catalogue
from vendormgr.web.access import can, needs
from vendormgr.web.catalogue_here import clauses_here, findings_here, holders_here
from vendormgr.web.catalogue_list import list_requirements
from vendormgr.web.catalogue_use import (
    Entry,
    EntryKind,
    citation_key,
    entries,
    find_entries,
    uses,
)
from vendormgr.web.clause_wording import unfilled_drafts
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing

pages = Blueprint("catalogue", __name__, url_prefix="/catalogue")
see = needs(Permission.VIEW_CATALOGUE)
LONGEST_SEARCH = 200


@pages.get("")
@see
def index() -> ResponseReturnValue:
    """What there is, what was not checked against the original, and a search over all of it."""
    search = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    catalogue = load_catalogue()
    citable = [one for one in entries().values() if one.verified is not None]
    return render_template(
        "catalogue/index.html",
        search=search,
        found=find_entries(search),
        counts=Counter(one.kind for one in entries().values()),
        citable=len(citable),
        unchecked=sum(one.needs_checking for one in citable),
        catalogue=catalogue,
        address=entry_address,
    )


def entry_address(kind: str, id_: str) -> str:
    """Where an entry is shown."""
    if kind == EntryKind.INCIDENT:
        return url_for("catalogue.incidents", _anchor=id_)
    return url_for(f"catalogue.{kind}", id_=id_)


@pages.get("/cited/<id:id_>")
@see
def citation(id_: str) -> ResponseReturnValue:
    """Where a citation id is shown, whatever it names."""
    try:
        cite(load_catalogue(), id_)
    except UnknownCitationError:
        abort(404)
    return redirect(entry_address(*citation_key(load_catalogue(), id_)), 303)


@pages.get("/items")
@see
def items() -> ResponseReturnValue:
    """The rows of the matrix with their default under every model."""
    catalogue = load_catalogue()
    groups = [
        (group, [one for one in catalogue.items.values() if one.layer in group.members])
        for group in catalogue.layer_groups
    ]
    return render_template(
        "catalogue/items.html", groups=groups, columns=tuple(Column), catalogue=catalogue
    )


@pages.get("/items/<id:id_>")
@see
def item(id_: str) -> ResponseReturnValue:
    """One row: defaults, sources, the clauses that settle it, how it stands here."""
    catalogue = load_catalogue()
    found = catalogue.items.get(id_)
    if found is None:
        abort(404)
    return render_template(
        "catalogue/item.html",
        item=found,
        columns=tuple(Column),
        clauses=[catalogue.clauses[one] for one in found.settled_by],
        citations=[cite(catalogue, one) for one in found.cites],
        published=next((one for one in catalogue.published if one.item == id_), None),
        here=holders_here(id_),
        catalogue=catalogue,
    )


@pages.get("/clauses")
@see
def clauses() -> ResponseReturnValue:
    """The clauses that a contract has to settle, by subject."""
    catalogue = load_catalogue()
    subjects = [
        (one, [catalogue.clauses[clause] for clause in one.members])
        for one in catalogue.clause_subjects
    ]
    settled = Counter(one for row in catalogue.items.values() for one in row.settled_by)
    return render_template("catalogue/clauses.html", subjects=subjects, settled=settled)


@pages.get("/clauses/<id:id_>")
@see
def clause(id_: str) -> ResponseReturnValue:
    """One clause: what it asks, for whom, the rows it settles and what it obliges to."""
    catalogue = load_catalogue()
    found = catalogue.clauses.get(id_)
    if found is None:
        if can(Permission.VIEW_PORTFOLIO) and id_ in estate().catalogue.clauses:
            return redirect(url_for("own_clause.show", id_=id_), 303)
        abort(404)
    return render_template(
        "catalogue/clause.html",
        clause=found,
        columns=[one for one in Column if one in found.applies_models],
        citations=[cite(catalogue, one) for one in found.basis],
        uses=_uses(EntryKind.CLAUSE, id_),
        here=clauses_here(id_),
        wording=catalogue.wordings[id_],
        drafts=unfilled_drafts(catalogue.wordings[id_], found),
        address=entry_address,
    )


@pages.get("/rules")
@see
def rules() -> ResponseReturnValue:
    """The gap rules by theme."""
    catalogue = load_catalogue()
    themes = [
        (title, [one for one in catalogue.rules.values() if one.theme == theme])
        for theme, title in catalogue.themes.items()
    ]
    return render_template("catalogue/rules.html", themes=themes)


@pages.get("/rules/<id:id_>")
@see
def rule(id_: str) -> ResponseReturnValue:
    """One gap rule: when it fires, what to do, what it rests on, what it found here."""
    catalogue = load_catalogue()
    found = catalogue.rules.get(id_)
    if found is None:
        abort(404)
    clauses = [catalogue.clauses[one] for one in RULE_CLAUSES.get(id_, ())]
    return render_template(
        "catalogue/rule.html",
        rule=found,
        theme=catalogue.themes.get(found.theme),
        citations=[cite(catalogue, one) for one in found.basis],
        clauses=clauses,
        here=findings_here(id_),
    )


@pages.get("/connections")
@see
def connections() -> ResponseReturnValue:
    """Kinds of lines with what closes them, and the controls."""
    return render_template("catalogue/connections.html", catalogue=load_catalogue())


@pages.get("/connections/<id:id_>")
@see
def kind(id_: str) -> ResponseReturnValue:
    """One kind of line: how it is used against the hospital and what stops each way."""
    catalogue = load_catalogue()
    found = catalogue.kinds.get(id_)
    if found is None:
        abort(404)
    return render_template("catalogue/kind.html", kind=found, controls=catalogue.controls)


@pages.get("/controls/<id:id_>")
@see
def control(id_: str) -> ResponseReturnValue:
    """One control: what it is, how to ask for it, which lines need it, which clause obliges."""
    catalogue = load_catalogue()
    found = catalogue.controls.get(id_)
    if found is None:
        abort(404)
    return render_template(
        "catalogue/control.html",
        control=found,
        duty=CONTROL_DUTIES.get(id_),
        clauses=[catalogue.clauses[one] for one in CONTROL_CLAUSES.get(id_, ())],
        uses=_uses(EntryKind.CONTROL, id_),
        address=entry_address,
    )


@pages.get("/requirements")
@see
def requirements() -> ResponseReturnValue:
    """Every point of the official documents, with how well it was checked."""
    listing = list_requirements()
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="catalogue.tab_requirements")
    return render_template(
        "catalogue/requirements.html",
        listing=listing,
        sources=load_catalogue().sources,
        uses=uses(),
        kind=EntryKind.REQUIREMENT,
    )


@pages.get("/requirements/<id:id_>")
@see
def requirement(id_: str) -> ResponseReturnValue:
    """One point: in our words, its place, the other edition, and what rests on it."""
    catalogue = load_catalogue()
    found = catalogue.requirements.get(id_)
    if found is None:
        abort(404)
    change = crosswalk(catalogue, id_)
    return render_template(
        "catalogue/requirement.html",
        requirement=found,
        source=catalogue.sources[found.source],
        change=change,
        elsewhere=_elsewhere(id_),
        uses=_uses(EntryKind.REQUIREMENT, id_),
        address=entry_address,
    )


@pages.get("/incidents")
@see
def incidents() -> ResponseReturnValue:
    """Published incident facts that the rules rest on, by case."""
    catalogue = load_catalogue()
    cases = {one.case.ja: one.case for one in catalogue.incidents.values()}
    grouped = [
        (case, [one for one in catalogue.incidents.values() if one.case == case])
        for case in cases.values()
    ]
    return render_template(
        "catalogue/incidents.html",
        cases=grouped,
        uses=uses(),
        kind=EntryKind.INCIDENT,
        address=entry_address,
        entries=entries(),
    )


@pages.get("/editions")
@see
def editions() -> ResponseReturnValue:
    """Where a point of edition 6.0 is found in 7.0, and how the checklists changed."""
    catalogue = load_catalogue()
    return render_template("catalogue/editions.html", catalogue=catalogue, editions=tuple(Edition))


@pages.get("/unverified")
@see
def unverified() -> ResponseReturnValue:
    """What is not verified yet, and who could mend it."""
    catalogue = load_catalogue()
    levels = Counter(one.verified for one in entries().values() if one.verified is not None)
    by_source = {
        source: Counter(
            one.verified for one in catalogue.requirements.values() if one.source == source
        )
        for source in catalogue.sources
    }
    return render_template(
        "catalogue/unverified.html", catalogue=catalogue, levels=levels, by_source=by_source
    )


@pages.get("/background")
@see
def background() -> ResponseReturnValue:
    """Tiers, contract topologies, and what the guideline asks of a tool like this one."""
    catalogue = load_catalogue()
    known = {one.basis for one in catalogue.background.tier_questions if one.basis}
    return render_template(
        "catalogue/background.html",
        background=catalogue.background,
        citations={one: cite(catalogue, one) for one in known},
    )


def _uses(kind: EntryKind, id_: str) -> tuple[Entry, ...]:
    return uses().get((kind, id_), ())


def _elsewhere(id_: str) -> list[Entry]:
    """The same point in the other edition."""
    change = crosswalk(load_catalogue(), id_)
    if change is None:
        return []
    other = change.cites_v7 if id_ in change.cites_v6 else change.cites_v6
    return [entries()[EntryKind.REQUIREMENT, one] for one in other]

"""What a finding rests on, where it is mended, and who may do that: links beside each gap."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import current_app, url_for

from vendormgr.domain.access import EDITS, ROLE_PERMISSIONS, Permission, Role
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.domain.gaps.dependency import LINE_SUBJECT
from vendormgr.domain.vocabulary import Duty
from vendormgr.domain.wording import display_name
from vendormgr.i18n import label, language, t
from vendormgr.store.shape import NOUN_OF
from vendormgr.web.access import can
from vendormgr.web.sight import sees_attack_map


@dataclass(frozen=True, slots=True)
class Ground:
    """One record that a finding rests on."""

    noun: str
    """Text id of what kind of record it is."""
    name: str
    url: str | None
    """None: it has no page that the person may open."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A page on which the gap can be mended."""

    text: str
    url: str | None
    """None: the person may not change it."""
    roles: tuple[Role, ...]
    """Whose work it is."""


def grounds_of(finding: Finding, conclusions: Conclusions) -> list[Ground]:
    """The subject, the contract with its clause, the row, then lines and assets in order."""
    head, _, part = finding.subject.partition("/")
    ids = [head] if not finding.subject.startswith(LINE_SUBJECT) else []
    ids += [finding.contract] if finding.contract else []
    ids += list(finding.parties)
    if sees_attack_map():
        ids += list(finding.rests_on)
    found = [one for id_ in dict.fromkeys(ids) if (one := _record(id_, conclusions)) is not None]
    found += list(_parts(finding, part, conclusions))
    return found


def remedies_of(finding: Finding, conclusions: Conclusions) -> list[Remedy]:
    """Where to mend it, the most fitting place first."""
    return list(_remedies(finding, conclusions))[:3]


def _record(id_: str, conclusions: Conclusions) -> Ground | None:
    index = conclusions.index
    name = partial(display_name, index=index, language=language())
    places: tuple[tuple[Any, str, Callable[[], str | None]], ...] = (
        (index.parties, "noun.parties", lambda: _vendor_url(id_, conclusions)),
        (index.services, "noun.services", lambda: url_for("service.show", id_=id_)),
        (index.systems, "noun.systems", lambda: url_for("system.show", id_=id_)),
        (index.contracts, "noun.contracts", lambda: url_for("contract.show", id_=id_)),
        (index.relations, "noun.relations", lambda: url_for("relation.show", id_=id_)),
        (index.assets, "noun.assets", lambda: url_for("asset.show", id_=id_)),
        (index.connections, "noun.connections", lambda: url_for("connection.show", id_=id_)),
    )
    for known, noun, address in places:
        if id_ in known:
            return Ground(noun, _line_name(id_, conclusions) or name(id_), address())
    paper = index.papers.get(id_)
    if paper is None:
        return None
    noun = NOUN_OF[type(paper)]
    return Ground(f"noun.{noun}", name(id_), _paper_url(noun, id_))


_PAPERS = {
    "assessments": "assessment",
    "evidence": "evidence",
    "disclosures": "disclosure",
    "sheets": "sheet",
    "selections": "selection",
}
"""Noun to its screens."""


_PAPER_EDITS = {"disclosures": "disclosure_answers.decide", "sheets": "sheet_answers.edit"}
"""Noun to where its answers are decided on, where that is not its form."""


def _paper_url(noun: str, id_: str) -> str | None:
    """The page of a paper; None: it has none."""
    return _if_there(f"{_PAPERS[noun]}.show", id_)


def _if_there(endpoint: str, id_: str) -> str | None:
    return url_for(endpoint, id_=id_) if endpoint in current_app.view_functions else None


def _line_name(id_: str, conclusions: Conclusions) -> str | None:
    """A connection by both its ends: "LTE" alone says nothing."""
    connection, name = conclusions.index.connections.get(id_), conclusions.index.name
    if connection is None:
        return None
    return t("connection.title", from_=name(connection.from_), to=name(connection.to))


def _vendor_url(id_: str, conclusions: Conclusions) -> str | None:
    return url_for("vendor.show", id_=id_) if conclusions.index.is_vendor(id_) else None


def _parts(finding: Finding, part: str, conclusions: Conclusions) -> Iterator[Ground]:
    """The row, clause or duty that the finding is about."""
    catalogue, words = conclusions.catalogue, language()
    item, clause = (
        catalogue.items.get(finding.item or ""),
        catalogue.clauses.get(finding.clause or ""),
    )
    if item is not None:
        service = finding.subject.partition("/")[0]
        url = url_for("matrix.service", id_=service, service=service, item=item.id, _anchor="panel")
        yield Ground("gap.noun_item", item.title.of(words), url)
    if clause is not None:
        url = url_for("contract.show", id_=finding.contract, _anchor=clause.id)
        yield Ground("gap.noun_clause", clause.title.of(words), url if finding.contract else None)
    if part in set(Duty):
        yield Ground("noun.responsibilities", label(Duty(part)), None)


def _remedies(finding: Finding, conclusions: Conclusions) -> Iterator[Remedy]:
    if conclusions.catalogue.rules[finding.rule].theme == "path":
        yield _path(finding)
        return
    yield from _agreed(finding)
    yield from _special(finding)
    yield from _of_paper(finding, conclusions)
    if finding.clause is not None or finding.item is not None:
        return
    head = finding.subject.partition("/")[0]
    for noun, (blueprint, known) in _RECORDS.items():
        if head in getattr(conclusions.index, known):
            yield _remedy(f"gap.mend_{noun}", noun, f"{blueprint}.edit", id_=head)


_RECORDS = {
    "connections": ("connection", "connections"),
    "assets": ("asset", "assets"),
    "contracts": ("contract", "contracts"),
    "relations": ("relation", "relations"),
    "services": ("service", "services"),
    "systems": ("system", "systems"),
    "parties": ("vendor", "parties"),
}
"""Noun to its screens, and to where the index keeps its records."""


def _agreed(finding: Finding) -> Iterator[Remedy]:
    """What is mended by what a contract says."""
    if finding.contract is not None and finding.clause is not None:
        where = {"id_": finding.contract, "clause": finding.clause}
        yield _remedy("gap.mend_clause", "contracts", "clause.edit", **where)
    if finding.item is not None:
        cell = {"service_id": finding.subject.partition("/")[0], "item_id": finding.item}
        contract = {"contract": finding.contract} if finding.contract else {}
        yield _remedy("gap.mend_row", "contracts", "override.edit", **cell, **contract)


def _special(finding: Finding) -> Iterator[Remedy]:
    """What is mended by a record that is not there yet."""
    head, _, part = finding.subject.partition("/")
    if part in set(Duty):
        yield _remedy("gap.mend_duty", "responsibilities", "duty.new", subject=head, duty=part)
    match finding.rule:
        case "emergency-contact-missing":
            yield _remedy("gap.mend_contact", "contacts", "contact.new", party=head)
        case "approval-missing":
            yield _approval(head)
        case "assessment-missing" | "assessment-overdue":
            yield _remedy("gap.mend_assessment", "assessments", "assessment.new", service=head)
        case "disclosure-missing":
            yield _remedy("gap.mend_disclosure", "disclosures", "disclosure.new", party=head)
        case "review-overdue":
            yield _remedy("gap.mend_review", "reviews", "review.new", party=head)
        case "certificate-missing":
            yield _remedy("gap.mend_evidence", "evidence", "evidence.new", party=head)
        case "vendor-checklist-missing":
            yield _remedy("gap.mend_sheet", "sheets", "sheet.new", party=head)
        case "contract-absent" if finding.party is not None:
            yield _remedy("gap.mend_contract_new", "contracts", "contract.new", party=finding.party)


def _of_paper(finding: Finding, conclusions: Conclusions) -> Iterator[Remedy]:
    """The paper in which an answer, a risk or a task stands."""
    head = finding.subject.partition("/")[0]
    paper = conclusions.index.papers.get(head)
    if finding.rule == "risk-not-communicated":
        standing = conclusions.estate.standings.get(head)
        paper = standing.assessment if standing is not None else None
    if paper is None:
        return
    noun = NOUN_OF[type(paper)]
    page = _PAPER_EDITS.get(noun, f"{_PAPERS[noun]}.edit")
    url = _if_there(page, paper.id) if can(EDITS[noun]) else None
    yield Remedy(t("gap.mend_paper"), url, _roles(EDITS[noun]))


def _remedy(text: str, noun: str, endpoint: str, **values: Any) -> Remedy:
    permission = EDITS[noun]
    url = url_for(endpoint, **values) if can(permission) else None
    return Remedy(t(text), url, _roles(permission))


def _path(finding: Finding) -> Remedy:
    """The ways of the vendor to talk to, else the plan for all of them."""
    url = None
    if sees_attack_map():
        url = url_for("plan.show")
        if finding.party is not None:
            url = url_for("exposure.vendor", id_=finding.party)
    return Remedy(t("gap.mend_path"), url, _roles(Permission.EDIT_ASSETS))


def _approval(party: str) -> Remedy:
    permission = Permission.APPROVE_OUTSOURCING
    url = url_for("approval.edit", id_=party) if can(permission) else None
    return Remedy(t("gap.mend_approval"), url, _roles(permission))


def _roles(permission: Permission) -> tuple[Role, ...]:
    return tuple(role for role, held in ROLE_PERMISSIONS.items() if permission in held)

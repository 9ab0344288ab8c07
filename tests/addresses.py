"""Every route of the product as an address that can be opened in the demo.

A new route with a variable that has no line here fails the tests that walk all pages: add the id of
a demo record.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

_VARIABLE = re.compile(r"<(?:any\((\w+)[^)]*\):|[^:>]+:)?[^>]+>")

SAMPLES: Mapping[str, str] = {
    "/assets/": "ehr-vpn",
    "/candidates/": "meals-hinagata",
    "/catalogue/cited/": "O-1",
    "/catalogue/clauses/": "network-boundary",
    "/catalogue/connections/": "remote_session",
    "/catalogue/controls/": "mfa",
    "/catalogue/items/": "link-equipment",
    "/catalogue/requirements/": "LW-01",
    "/catalogue/rules/": "two-factor-missing",
    "/connections/": "ehr-remote",
    "/connections/of/": "tokiwagi",
    "/contacts/": "contact-tokiwagi-1",
    "/contracts/": "c-tokiwagi",
    "/contracts/{}/annex/": "1",
    "/contracts/{}/clauses/": "network-boundary",
    "/contracts/{}/documents/": "document.2",
    "/contracts/{}/documents/incoming/": "d" * 32,
    "/contracts/{}/negotiation/": "network-boundary",
    "/disclosures/": "tokiwagi-mds",
    "/duties/": "duty.1",
    "/evidence/": "tokiwagi-isms",
    "/evidence/of/": "tokiwagi",
    "/exposure/vendors/": "jishaku",
    "/facilities/": "main",
    "/gaps/": "clause-inadequate",
    "/gaps/of/": "tokiwagi",
    "/inventory/gateways/": "ehr-vpn",
    "/inventory/vendors/": "tokiwagi",
    "/matrix/clauses/": "own-night-desk",
    "/matrix/defaults/": "default.1",
    "/matrix/items/": "own-printed-forms",
    "/matrix/services/": "ehr-maintenance",
    "/matrix/services/{}/rows/": "os-updates",
    "/matrix/systems/": "ehr-system",
    "/matrix/vendors/": "tokiwagi",
    "/measures/": "unique-admin",
    "/negotiations/": "round.1",
    "/relations/": "rel-tokiwagi",
    "/selections/": "meals-renewal",
    "/risk/assessments/": "risk-ehr-maintenance",
    "/risk/services/": "pacs-maintenance",
    "/reviews/": "review.1",
    "/risk/tier-changes/": "tier.1",
    "/services/": "ehr-maintenance",
    "/sheets/": "sheet-on-form",
    "/sheets/forms/": "form-1",
    "/statements/": "statement.1",
    "/static/": "icon.svg",
    "/systems/": "ehr-system",
    "/undo/": "1",
    "/vendors/": "tokiwagi",
    "/vendors/wizard/": "0123456789abcdef",
    "/vendors/wizard/{}/": "who",
}
"""What stands before a variable ({} for earlier ones) to a value of it."""

ARCHIVED: Mapping[str, str] = {
    "/assets/": "gone-assets",
    "/candidates/": "gone-candidates",
    "/connections/": "gone-connections",
    "/contacts/": "gone-contacts",
    "/contracts/": "gone-contracts",
    "/disclosures/": "gone-disclosures",
    "/duties/": "duty.13",
    "/evidence/": "gone-evidence",
    "/facilities/": "gone-facilities",
    "/matrix/clauses/": "gone-own_clauses",
    "/matrix/defaults/": "default.2",
    "/matrix/items/": "gone-own_items",
    "/measures/": "gone-measures",
    "/negotiations/": "round.6",
    "/relations/": "gone-relations",
    "/selections/": "gone-selections",
    "/risk/assessments/": "gone-assessments",
    "/reviews/": "review.45",
    "/risk/tier-changes/": "tier.2",
    "/services/": "gone-services",
    "/sheets/": "gone-sheets",
    "/statements/": "statement.7",
    "/systems/": "gone-systems",
    "/vendors/": "gone-parties",
}
"""The same for records that were put away."""

TO_ACCEPT = "clause-inadequate:c-tokiwagi/responsibility-matrix-annex"
"""A gap of medium severity, which planner and executive may accept."""
QUERIES: Mapping[str, str] = {
    "/connections/new": "?kind=remote_session",
    "/negotiations/new": "?contract=c-tokiwagi&clause=two-factor",
    "/drill.pdf": "?vendor=jishaku",
    "/duties/new": "?subject=ehr-vpn",
    "/gaps/<id:rule>": "?subject=c-tokiwagi/responsibility-matrix-annex",
    "/gaps/accept": f"?gap=0:{TO_ACCEPT}",
    "/gaps/assign": f"?gap=0:{TO_ACCEPT}",
    "/gaps/plan": f"?gap=0:{TO_ACCEPT}",
}
"""Rule to the query without which it shows nothing."""
FURTHER = (
    "/connections/new?kind=onsite_staff",
    "/gaps/clause-adverse?subject=c-sorahane/cyber-force-majeure",
    "/gaps/clause-inadequate?subject=c-asagi/backup-content",
    "/contracts/c-sorahane/negotiation/cyber-force-majeure",
    "/contracts/c-tokiwagi/negotiation/responsibility-matrix-annex",
    "/contracts/c-tokiwagi/negotiation?show=answered",
    "/gaps/own",
    "/inventory/gateways/maintenance-gateway",
    "/matrix/services/ehr-maintenance?item=os-updates&service=ehr-maintenance",
    "/matrix/systems/pacs-system",
    "/selections/cleaning-2026",
    "/selections/cleaning-2026/record",
    "/selections/meals-renewal?rows=all&candidate=meals-konamizuki",
    "/risk/assessments/new?service=telemedicine",
    "/risk/assessments/risk-image-ai",
    "/risk/register?cell=after-2-4",
    "/risk/services/telemedicine",
    "/vendors/akatsuki/risk",
    "/sheets/tokiwagi-checklist-2026",
    "/vendors?page=2",
    "/vendors?q=ときわぎ",
    "/vendors?q=nothing-like-it",
    "/vendors/minazuru",
)
"""Further addresses that show something else: planned and accepted gaps, open cells, no results."""
NO_PAGES = frozenset({"/static/<path:name>", "/favicon.ico"})


@dataclass(frozen=True)
class Address:
    """One route with the method, and where it is in the demo."""

    rule: str
    path: str
    endpoint: str


class NoSampleError(KeyError):
    """A route has a variable for which no demo record is named."""

    def __init__(self, rule: str, before: str) -> None:
        super().__init__(f"{rule}: say in tests/addresses.py what may stand after {before!r}")


def fill(rule: str, samples: Mapping[str, str] = SAMPLES) -> str:
    """A rule's address with the ids of demo records; the first of a closed choice.

    Raises:
        NoSampleError: See there.
    """
    path, before, position = "", "", 0
    for variable in _VARIABLE.finditer(rule):
        still = rule[position : variable.start()]
        path, before = path + still, before + still
        try:
            path += variable.group(1) or samples[before]
        except KeyError:
            raise NoSampleError(rule, before) from None
        before, position = before + "{}", variable.end()
    return path + rule[position:]


def addresses(app: Flask, method: str) -> Iterator[Address]:
    """Every route that takes the method, sorted."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        if method in (rule.methods or ()):
            yield _address(rule)


def _address(rule: Rule) -> Address:
    path = fill(rule.rule) + QUERIES.get(rule.rule, "")
    return Address(rule.rule, path, str(rule.endpoint))


def is_paper(path: str) -> bool:
    """Whether an address answers with a file to take along."""
    return path.partition("?")[0].endswith((".pdf", ".xlsx", ".csv", "/vendors/register", "/file"))


def papers(app: Flask) -> list[str]:
    """Every address that answers with a file, in each of its kinds."""
    found = []
    for one in addresses(app, "GET"):
        if is_paper(one.path):
            found.append(one.path)
            if one.rule.endswith("<any(pdf, xlsx):kind>"):
                found.append(one.path.removesuffix("pdf") + "xlsx")
    return found


def shown_pages(app: Flask) -> list[str]:
    """Every address that GET answers with a page, archived records and further queries too."""
    found = []
    for one in addresses(app, "GET"):
        if one.rule in NO_PAGES or is_paper(one.path):
            continue
        found.append(one.path)
        if one.rule.endswith("<id:id_>") and one.rule.count("<") == 1:
            before = one.rule.partition("<")[0]
            if before in ARCHIVED:
                found.append(before + ARCHIVED[before])
    return [*dict.fromkeys((*found, *FURTHER))]


_SHARED = ("/archived", "/archive", "/history")
"""Ends of the screens that every noun has from one template."""
_EACH_SHARED = 4


def drawn_pages(app: Flask) -> list[str]:
    """The pages that a browser looks at: of the screens that all nouns share only a few nouns'."""
    pages = shown_pages(app)
    again = {
        path
        for end in _SHARED
        for path in [one for one in pages if one.endswith(end)][_EACH_SHARED:]
    }
    return [path for path in pages if path not in again]

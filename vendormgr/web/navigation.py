"""The main menu: what a person may open, in the order of the daily work."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from vendormgr.domain.access import Permission
from vendormgr.i18n import t
from vendormgr.web.access import can


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu."""

    label: str
    url: str
    here: bool
    """The page that is shown belongs to it."""


_VENDOR_PAGES = (
    *("contact", "relation", "wizard", "candidate"),
    *("selection", "selection_move", "selection_record", "selection_task"),
)
# endpoint, text id, permission, further blueprints whose pages belong to the entry
_MENU = (
    ("dashboard.show", "nav.dashboard", Permission.VIEW_PORTFOLIO, ()),
    ("vendor.index", "nav.vendors", Permission.VIEW_PORTFOLIO, _VENDOR_PAGES),
    ("system.index", "nav.systems", Permission.VIEW_PORTFOLIO, ("service", "facility")),
    (
        "matrix.index",
        "nav.matrix",
        Permission.VIEW_PORTFOLIO,
        ("deemed", "statement", "duty", "override", "own_item", "item_default", "signing"),
    ),
    (
        "contract.index",
        "nav.contracts",
        Permission.VIEW_PORTFOLIO,
        (
            *("negotiation", "negotiation_sheet", "negotiation_clause", "checklist", "annex"),
            *("contract_deadline", "own_clause"),
        ),
    ),
    (
        "connection.index",
        "nav.connections",
        Permission.VIEW_ATTACK_MAP,
        (
            *("paste", "asset", "measure", "exposure", "plan", "what_if", "drill", "inventory"),
            "path_history",
        ),
    ),
    (
        "risk.index",
        "nav.risk",
        Permission.VIEW_PORTFOLIO,
        (
            "assessment",
            "tier_change",
            "evidence",
            "disclosure",
            "disclosure_answers",
            "dependency",
            "accepted",
            "review",
        ),
    ),
    ("gap.index", "nav.gaps", Permission.VIEW_PORTFOLIO, ("gap_decision",)),
    ("sheet.index", "nav.sheets", Permission.VIEW_PORTFOLIO, ("sheet_answers", "sheet_edition")),
    ("catalogue.index", "nav.catalogue", Permission.VIEW_CATALOGUE, ()),
    ("audit.index", "nav.audit", Permission.VIEW_AUDIT, ()),
)


def menu() -> list[Item]:
    """The entries that the person who asks may open."""
    return [
        Item(t(text), url_for(endpoint), _here(endpoint, others))
        for endpoint, text, permission, others in _MENU
        if endpoint in current_app.view_functions and can(permission)
    ]


def _here(endpoint: str, others: tuple[str, ...]) -> bool:
    return request.blueprint in {endpoint.partition(".")[0], *others}

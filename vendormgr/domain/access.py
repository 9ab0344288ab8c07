"""Roles and what each of them may do; whatever is not listed here is refused."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from vendormgr.domain.vocabulary import Severity


class Role(StrEnum):
    """役割: what a person does at the hospital; one person may have several."""

    ADMINISTRATOR = "administrator"
    PLANNER = "planner"
    PROCUREMENT = "procurement"
    CONTRACTS = "contracts"
    OPERATOR = "operator"
    EXECUTIVE = "executive"
    AUDITOR = "auditor"
    VENDOR = "vendor"


class Permission(StrEnum):
    """権限: one thing that a role may do."""

    VIEW_PORTFOLIO = "view_portfolio"
    """Vendors, services, systems, contracts, the matrix and the gaps."""
    VIEW_ATTACK_MAP = "view_attack_map"
    """Connections, assets with device versions, and paths."""
    VIEW_CATALOGUE = "view_catalogue"
    """Responsibility items, clauses, rules and their sources; nothing of the hospital's own."""
    VIEW_AUDIT = "view_audit"
    EDIT_VENDORS = "edit_vendors"
    """Vendors, their contacts and the subcontractors behind them."""
    EDIT_SERVICES = "edit_services"
    EDIT_SYSTEMS = "edit_systems"
    """Information systems and facilities."""
    EDIT_CONTRACTS = "edit_contracts"
    """Contracts, clauses, and what a contract says about a matrix row."""
    EDIT_ASSETS = "edit_assets"
    """Assets, connections, measures and the duties on them."""
    EDIT_STATEMENTS = "edit_statements"
    """What a vendor said of itself, entered for it."""
    EDIT_ASSESSMENTS = "edit_assessments"
    """Choosing vendors, their risk assessments, disclosures, sheets and evidence."""
    EDIT_CATALOGUE = "edit_catalogue"
    """The hospital's own matrix rows, clauses and changed defaults."""
    MANAGE_GAPS = "manage_gaps"
    """Assign gaps and plan their treatment."""
    ACCEPT_MINOR_RISK = "accept_minor_risk"
    """Accept a gap of medium severity or less."""
    ACCEPT_RISK = "accept_risk"
    """Accept a gap of any severity."""
    APPROVE_OUTSOURCING = "approve_outsourcing"
    EXPORT_PORTFOLIO = "export_portfolio"
    """Take the whole portfolio out in one document."""
    MANAGE_USERS = "manage_users"


_READ = frozenset({Permission.VIEW_PORTFOLIO, Permission.VIEW_CATALOGUE})
_READ_ALL = _READ | {Permission.VIEW_ATTACK_MAP}

ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_USERS, Permission.VIEW_CATALOGUE}),
    Role.PLANNER: _READ_ALL
    | {
        Permission.VIEW_AUDIT,
        Permission.EDIT_VENDORS,
        Permission.EDIT_SERVICES,
        Permission.EDIT_SYSTEMS,
        Permission.EDIT_CONTRACTS,
        Permission.EDIT_ASSETS,
        Permission.EDIT_STATEMENTS,
        Permission.EDIT_ASSESSMENTS,
        Permission.EDIT_CATALOGUE,
        Permission.MANAGE_GAPS,
        Permission.ACCEPT_MINOR_RISK,
        Permission.EXPORT_PORTFOLIO,
    },
    Role.PROCUREMENT: _READ
    | {
        Permission.EDIT_VENDORS,
        Permission.EDIT_SERVICES,
        Permission.EDIT_STATEMENTS,
        Permission.EDIT_ASSESSMENTS,
        Permission.MANAGE_GAPS,
    },
    Role.CONTRACTS: _READ
    | {Permission.EDIT_CONTRACTS, Permission.EDIT_STATEMENTS, Permission.MANAGE_GAPS},
    Role.OPERATOR: _READ_ALL
    | {
        Permission.EDIT_SYSTEMS,
        Permission.EDIT_ASSETS,
        Permission.EDIT_STATEMENTS,
        Permission.MANAGE_GAPS,
    },
    Role.EXECUTIVE: _READ_ALL
    | {Permission.ACCEPT_MINOR_RISK, Permission.ACCEPT_RISK, Permission.APPROVE_OUTSOURCING},
    Role.AUDITOR: _READ_ALL | {Permission.VIEW_AUDIT, Permission.EXPORT_PORTFOLIO},
    Role.VENDOR: frozenset(),
}
"""The attack map is for planner, operator, executive and auditor only. Source: domain, roles."""


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that at least one of the roles may do."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


def may_accept(permissions: frozenset[Permission], severity: Severity) -> bool:
    """Whether somebody with these permissions may accept a gap of that severity as a risk."""
    if severity in {Severity.CRITICAL, Severity.HIGH}:
        return Permission.ACCEPT_RISK in permissions
    return bool(permissions & {Permission.ACCEPT_RISK, Permission.ACCEPT_MINOR_RISK})


EDITS: Mapping[str, Permission] = {
    "parties": Permission.EDIT_VENDORS,
    "contacts": Permission.EDIT_VENDORS,
    "relations": Permission.EDIT_VENDORS,
    "facilities": Permission.EDIT_SYSTEMS,
    "systems": Permission.EDIT_SYSTEMS,
    "services": Permission.EDIT_SERVICES,
    "assets": Permission.EDIT_ASSETS,
    "connections": Permission.EDIT_ASSETS,
    "outbound_connections": Permission.EDIT_ASSETS,
    "measures": Permission.EDIT_ASSETS,
    "responsibilities": Permission.EDIT_ASSETS,
    "contracts": Permission.EDIT_CONTRACTS,
    "statements": Permission.EDIT_STATEMENTS,
    "own_items": Permission.EDIT_CATALOGUE,
    "item_defaults": Permission.EDIT_CATALOGUE,
    "own_clauses": Permission.EDIT_CATALOGUE,
    "negotiations": Permission.EDIT_CONTRACTS,
    "tier_changes": Permission.EDIT_ASSESSMENTS,
    "assessments": Permission.EDIT_ASSESSMENTS,
    "evidence": Permission.EDIT_ASSESSMENTS,
    "disclosures": Permission.EDIT_ASSESSMENTS,
    "sheets": Permission.EDIT_ASSESSMENTS,
    "reviews": Permission.EDIT_ASSESSMENTS,
    "selections": Permission.EDIT_ASSESSMENTS,
    "candidates": Permission.EDIT_ASSESSMENTS,
}
"""Noun of a portfolio to the permission that creates, changes, archives and restores it."""
_ACTING = frozenset(EDITS.values()) | {
    Permission.MANAGE_GAPS,
    Permission.ACCEPT_MINOR_RISK,
    Permission.ACCEPT_RISK,
}
ATTACK_MAP = frozenset(
    {"assets", "connections", "outbound_connections", "measures", "responsibilities"}
)
"""Nouns that are part of the attack map: reading them takes VIEW_ATTACK_MAP."""


def reading_permission(noun: str) -> Permission:
    """What somebody needs to read records of that noun."""
    return Permission.VIEW_ATTACK_MAP if noun in ATTACK_MAP else Permission.VIEW_PORTFOLIO


def may_look_after(permissions: frozenset[Permission], *, on_attack_map: bool) -> bool:
    """Whether somebody with these permissions may be given a gap: sees it, and may do something."""
    seen = {Permission.VIEW_PORTFOLIO}
    if on_attack_map:
        seen.add(Permission.VIEW_ATTACK_MAP)
    return seen <= permissions and bool(_ACTING & permissions)

"""From what is missing to who answers for it and which clause would oblige them.

A clause never closes a path and a control never closes a clause gap: a clause is the ground on
which a vendor can be asked. Source: design domain section 6.
"""

from collections.abc import Mapping
from types import MappingProxyType

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.gaps import Finding
from vendormgr.domain.vocabulary import Duty

UPDATES = ("security-update-duty", "vulnerability-deadline")
ACCOUNTS = ("maintenance-accounts", "password-rule")
ROUTE = ("source-restriction", "network-boundary")

CONTROL_CLAUSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "patched": UPDATES,
        "os_patched": UPDATES,
        "mfa": ("two-factor",),
        "jump_host": ("remote-maintenance",),
        "on_demand": ("remote-maintenance",),
        "approval_per_session": ("remote-maintenance", "maintenance-plan-and-report"),
        "unique_credentials": ACCOUNTS,
        "strong_password": ("password-rule",),
        "lockout": ("password-rule",),
        "least_privilege": ("source-restriction", "maintenance-accounts"),
        "source_ip_restricted": ROUTE,
        "dest_pinned": ROUTE,
        "port_restricted": ROUTE,
        "one_way": ("network-boundary",),
        "content_checked": ("file-sanitisation",),
        "signed_updates": ("remote-maintenance",),
        "command_restricted": ("remote-maintenance",),
        "media_registered": ("removable-media",),
        "media_scanned": ("removable-media",),
        "media_blocked": ("removable-media",),
        "supervised": ("maintenance-plan-and-report",),
        "logging": ("log-provision",),
        "av": ("vendor-equipment",),
    }
)
"""Control to the clauses under which a vendor owes it; none for what is the hospital's own."""

CONTROL_DUTIES: Mapping[str, Duty] = MappingProxyType(
    {
        "patched": Duty.PATCH,
        "os_patched": Duty.PATCH,
        "mfa": Duty.MFA,
        "unique_credentials": Duty.CREDENTIAL_MANAGEMENT,
        "strong_password": Duty.CREDENTIAL_MANAGEMENT,
        "lockout": Duty.CREDENTIAL_MANAGEMENT,
        "on_demand": Duty.ACCESS_APPROVAL,
        "approval_per_session": Duty.ACCESS_APPROVAL,
        "logging": Duty.LOG_REVIEW,
    }
)
"""Control to the duty of keeping it in place, as far as there is one."""

DUTY_CLAUSES: Mapping[Duty, tuple[str, ...]] = MappingProxyType(
    {
        Duty.PATCH: ("security-update-duty", "network-boundary"),
        Duty.VULN_WATCH: ("vulnerability-notification",),
        Duty.CREDENTIAL_MANAGEMENT: ACCOUNTS,
        Duty.MFA: ("two-factor",),
        Duty.ACCESS_APPROVAL: ("remote-maintenance",),
        Duty.LOG_REVIEW: ("log-provision",),
        Duty.BACKUP: ("backup-content",),
        Duty.INCIDENT_NOTICE: ("incident-notice",),
        Duty.EOL_REPLACEMENT: ("vulnerability-deadline",),
        Duty.DATA_DELETION: ("data-return-and-erasure",),
        Duty.SUBCONTRACT_CONTROL: ("subcontract-consent", "subcontract-flowdown"),
    }
)

_DUTIES = {duty.value: duty for duty in Duty}

RULE_CLAUSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "connection-always-on": CONTROL_CLAUSES["on_demand"],
        "exposed-device-unpatched": CONTROL_CLAUSES["patched"],
        "known-vulnerability-stale": ("vulnerability-deadline", "security-update-duty"),
        "device-version-unknown": ("vulnerability-notification", "network-boundary"),
        "source-unrestricted": CONTROL_CLAUSES["source_ip_restricted"],
        "two-factor-missing": CONTROL_CLAUSES["mfa"],
        "shared-credential": CONTROL_CLAUSES["unique_credentials"],
        "lockout-missing": CONTROL_CLAUSES["lockout"],
        "interactive-login-allowed": CONTROL_CLAUSES["jump_host"],
        "antimalware-missing": CONTROL_CLAUSES["av"],
        "equipment-unregistered": ("vendor-equipment",),
        "cross-vendor-reach": CONTROL_CLAUSES["dest_pinned"],
    }
)
"""Rule to the clauses that oblige, beside those that its `basis` names."""


def obliging_clauses(finding: Finding, catalogue: Catalogue) -> tuple[str, ...]:
    """Clauses on whose ground a vendor can be asked to mend it, the most fitting first."""
    if finding.clause is not None:
        return (finding.clause,)
    part = finding.subject.partition("/")[2]
    duty = _DUTIES.get(part)
    if duty is not None:
        return DUTY_CLAUSES[duty]
    if finding.item is not None:
        item = catalogue.items.get(finding.item)
        return () if item is None else item.settled_by
    basis = catalogue.rules[finding.rule].basis
    named = (id_ for id_ in basis if id_ in catalogue.clauses)
    return tuple(dict.fromkeys((*named, *RULE_CLAUSES.get(finding.rule, ()))))

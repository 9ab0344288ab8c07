"""次にすること: what a vendor's page offers as next actions, by what is missing on record."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Party
from vendormgr.domain.risk import SEVERE
from vendormgr.domain.vocabulary import ClauseStatus, PartyRole
from vendormgr.i18n import t
from vendormgr.web.access import can
from vendormgr.web.sight import sees_attack_map

MOST = 3


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, and where."""

    text: str
    address: str


def next_steps(conclusions: Conclusions, party: Party) -> list[NextStep]:
    """The first few things that are missing and that the person may add."""
    steps = (*_to_record(conclusions, party), *_to_agree(conclusions, party))
    return list(steps)[:MOST]


def _to_record(conclusions: Conclusions, party: Party) -> Iterator[NextStep]:
    index = conclusions.index
    if party.id not in index.services_of and can(Permission.EDIT_SERVICES):
        yield NextStep(t("vendor.next_service"), url_for("service.new", vendor=party.id))
    if not (sees_attack_map() and can(Permission.EDIT_ASSETS)):
        return
    if party.lines_listed is False:
        yield NextStep(t("vendor.next_line_end"), url_for("line.new", id_=party.id))
    elif party.id not in index.lines_of and party.lines_listed is None:
        yield NextStep(t("vendor.next_line"), url_for("line.new", id_=party.id))


def _to_agree(conclusions: Conclusions, party: Party) -> Iterator[NextStep]:
    index = conclusions.index
    contracts = index.contracts_of.get(party.id, ())
    if can(Permission.EDIT_CONTRACTS):
        if not contracts and party.role is not PartyRole.SUBVENDOR:
            yield NextStep(t("vendor.next_contract"), url_for("contract.new", party=party.id))
        for contract in contracts:
            listed = conclusions.applicable.get(contract.id, ())
            unread = sum(one.status is ClauseStatus.UNKNOWN for one in listed)
            if unread and contract.in_force(conclusions.today):
                text = t("vendor.next_clauses", n=unread)
                yield NextStep(text, url_for("clause.sheet", id_=contract.id))
    reachable = any(
        one.party == party.id and one.round_the_clock for one in conclusions.portfolio.contacts
    )
    if not reachable and can(Permission.EDIT_VENDORS):
        yield NextStep(t("vendor.next_contact"), url_for("contact.new", party=party.id))
    unapproved = party.approved_on is None and party.criticality in SEVERE
    if unapproved and can(Permission.APPROVE_OUTSOURCING):
        yield NextStep(t("vendor.approve"), url_for("approval.edit", id_=party.id))

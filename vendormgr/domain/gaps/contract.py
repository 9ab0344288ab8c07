"""Rules on contracts: is there one, does it run on, what does it say and not say."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from re import search

from vendormgr.domain.agreement import OWN_LIFE, Bundle
from vendormgr.domain.deadline import WINDOW_DAYS, end_to_decide, notice_by
from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import Seen
from vendormgr.domain.gaps.registry import rule
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import (
    ClauseLevel,
    ClauseStatus,
    NoticeStart,
    PartyRole,
    edition_on,
)

MUST = frozenset({ClauseLevel.MUST})
WANTED = frozenset({ClauseLevel.MUST, ClauseLevel.SHOULD})
ADVERSE = frozenset({ClauseLevel.ADVERSE})
LONGEST_NOTICE_HOURS = 24


@rule("contract-absent")
def contract_absent(estate: Estate) -> Iterator[Seen]:
    """A vendor has a line, keeps an asset or supplies a service, and no contract is on record."""
    index = estate.index
    assets = index.assets
    active = {service.vendor for service in index.portfolio.services}
    active |= {asset.maintained_by or "" for asset in index.portfolio.assets}
    for connection in index.connections.values():
        active.add(connection.line_party or "")
        for end in (assets[connection.from_], assets[connection.to]):
            active |= {end.owner or "", end.maintained_by or ""}
    for party in index.portfolio.parties:
        contracted = index.contracts_of.get(party.id)
        if party.role is PartyRole.VENDOR and party.id in active and not contracted:
            yield Seen(party.id, (party.id,))


@rule("contract-expired")
def contract_expired(estate: Estate) -> Iterator[Seen]:
    """The term has ended, or the last day for notice is past or within 90 days.

    Silent where another contract carries on, for one that renews itself until the next last day for
    notice comes near, and for an amendment that does not end before what it amends.
    """
    for contract in estate.index.portfolio.contracts:
        end = end_to_decide(contract, estate.today)
        if end is None or _ends_with_what_it_amends(estate, contract, end):
            continue
        last_day = notice_by(contract, end)
        due = (last_day - estate.today).days <= WINDOW_DAYS
        if due and not _carried_on(estate, contract, end):
            yield Seen(
                contract.id,
                estate.parties(contract.party),
                contract.id,
                facts=(
                    end,
                    contract.auto_renewal,
                    contract.cancel_notice_days,
                    contract.cancel_notice_months,
                ),
                detail={"date": end, "expected": last_day},
            )


@rule("clause-missing")
def clause_missing(estate: Estate) -> Iterator[Seen]:
    """A clause that must be in the contract is absent."""
    return _clauses(estate, ClauseStatus.ABSENT, MUST)


@rule("clause-inadequate")
def clause_inadequate(estate: Estate) -> Iterator[Seen]:
    """A clause is in the contract and does not settle what it must."""
    return _clauses(estate, ClauseStatus.INADEQUATE, WANTED)


@rule("clause-unknown")
def clause_unknown(estate: Estate) -> Iterator[Seen]:
    """Nobody has checked whether the clause is in the contract."""
    return _clauses(estate, ClauseStatus.UNKNOWN, frozenset(ClauseLevel))


@rule("clause-adverse")
def clause_adverse(estate: Estate) -> Iterator[Seen]:
    """A clause that should not be there is."""
    return _clauses(estate, ClauseStatus.PRESENT, ADVERSE)


@rule("contract-cites-old-edition")
def contract_cites_old_edition(estate: Estate) -> Iterator[Seen]:
    """A contract cites another guideline edition than the one the hospital works under.

    The official edition of the day is no fault either, where the hospital still works under an
    older one.
    """
    current = {estate.edition.value, max(estate.edition, edition_on(estate.today)).value}
    for contract, bundle in _seats(estate):
        edition = bundle.field("cites_edition")
        if edition is not None and not _is_edition_of(edition, current):
            yield Seen(
                contract.id,
                estate.parties(contract.party),
                contract.id,
                facts=(edition, estate.edition),
                detail={"edition": edition, "expected": estate.edition.value},
            )


@rule("notice-deadline-too-long")
def notice_deadline_too_long(estate: Estate) -> Iterator[Seen]:
    """The vendor may wait more than 24 hours, or until it is sure, before it reports."""
    for contract, bundle in _seats(estate):
        hours, start = bundle.field("notice_hours"), bundle.field("notice_starts_at")
        if start is NoticeStart.CONFIRMATION or (
            hours is not None and hours > LONGEST_NOTICE_HOURS
        ):
            yield Seen(
                contract.id,
                estate.parties(contract.party),
                contract.id,
                facts=(hours, start),
                detail={"hours": hours, "stated": start},
            )


def _running(estate: Estate) -> Iterator[Contract]:
    """Contracts in force or to come: about one that has ended only contract-expired speaks."""
    return (one for one in estate.index.portfolio.contracts if not one.has_ended(estate.today))


def _seats(estate: Estate) -> Iterator[tuple[Contract, Bundle]]:
    """Each bundle once, with the document under which it is judged."""
    bundles = estate.index.bundles
    return ((one, bundles[one.id]) for one in _running(estate) if bundles[one.id].seat == one.id)


def _clauses(
    estate: Estate, status: ClauseStatus, levels: Collection[ClauseLevel]
) -> Iterator[Seen]:
    """Applicable clauses of that status and of one of the levels."""
    parties = {one.id: estate.parties(one.party) for one in _running(estate)}
    for contract, clause, level, *_ in estate.clauses_by_status.get(status, ()):
        if level in levels and contract in parties:
            yield Seen(f"{contract}/{clause}", parties[contract], contract, clause)


def _is_edition_of(cited: str, editions: Collection[str]) -> bool:
    found = search(r"\d+(\.\d+)?", cited)
    return found is not None and _with_minor(found.group()) in editions


def _with_minor(edition: str) -> str:
    return edition if "." in edition else f"{edition}.0"


def _ends_with_what_it_amends(estate: Estate, contract: Contract, end: date) -> bool:
    """Whether it only follows the contract that it amends, whose own end speaks for both."""
    above = estate.index.contracts.get(contract.amends or "")
    if above is None or contract.kind in OWN_LIFE:
        return False
    other = end_to_decide(above, estate.today)
    return other is not None and other <= end


def _carried_on(estate: Estate, contract: Contract, end: date) -> bool:
    """Whether other contracts of the party cover all it covers: today, or right after its end.

    A contract that names no services may cover anything: it carries on any other, and any other
    carries it on. What it amends or is amended by goes on beside it and does not replace it,
    and no memorandum replaces a contract.
    """
    ended = end < estate.today or end == date.max
    day = estate.today if ended else end + timedelta(days=1)
    relatives = estate.index.bundles[contract.id].relatives(contract.id)
    others = [
        one
        for one in estate.index.contracts_of.get(contract.party or "", ())
        if one.id != contract.id
        and one.id not in relatives
        and (one.amends is None or one.kind in OWN_LIFE)
        and one.in_force(day)
    ]
    if not contract.services or not all(one.services for one in others):
        return bool(others)
    return {service for one in others for service in one.services}.issuperset(contract.services)

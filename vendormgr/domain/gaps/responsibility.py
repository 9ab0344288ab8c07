"""Rules on who answers: duties on assets and lines, rows of the matrix, leads and approvals."""

from collections.abc import Callable, Iterator

from vendormgr.domain.gaps.duty import DutyState
from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import NO_DETAIL, Detail, Seen
from vendormgr.domain.gaps.registry import rule
from vendormgr.domain.matrix import Cell
from vendormgr.domain.vocabulary import Criticality, Edition, PartyRole

IMPORTANT = frozenset({Criticality.HIGH, Criticality.CRITICAL})


@rule("responsibility-unassigned")
def responsibility_unassigned(estate: Estate) -> Iterator[Seen]:
    """A duty has nobody, or a matrix row was never settled."""
    yield from _duties(estate, lambda duty: not duty.accountable and not duty.unconfirmed)
    yield from _cells(estate, "responsibility-unassigned")


@rule("responsibility-conflict")
def responsibility_conflict(estate: Estate) -> Iterator[Seen]:
    """More than one party is accountable for the same duty."""
    return _duties(estate, lambda duty: len(duty.accountable) > 1)


@rule("responsibility-unconfirmed")
def responsibility_unconfirmed(estate: Estate) -> Iterator[Seen]:
    """A duty's party is assumed, not confirmed."""
    return _duties(estate, lambda duty: duty.unconfirmed)


@rule("responsibility-unwritten")
def responsibility_unwritten(estate: Estate) -> Iterator[Seen]:
    """A row is the vendor's or shared, and no contract says so."""
    return _cells(estate, "responsibility-unwritten")


@rule("shared-without-decider")
def shared_without_decider(estate: Estate) -> Iterator[Seen]:
    """A row is shared by agreement and nobody is named who decides."""
    return _cells(estate, "shared-without-decider")


@rule("responsibility-disputed")
def responsibility_disputed(estate: Estate) -> Iterator[Seen]:
    """What the vendor said of a row differs from what is written or proposed."""
    return _cells(estate, "responsibility-disputed", _dispute)


@rule("interface-lead-missing")
def interface_lead_missing(estate: Estate) -> Iterator[Seen]:
    """A system of several vendors has nobody who leads fault isolation between them."""
    for system in estate.matrix.leads_missing:
        vendors = estate.matrix.vendors_of[system]
        yield Seen(
            system,
            estate.parties(*vendors),
            facts=tuple(sorted(vendors)),
            detail={"count": len(vendors)},
        )


@rule("approval-missing")
def approval_missing(estate: Estate) -> Iterator[Seen]:
    """Management has not approved an important outsourcing; a day to come is no approval yet."""
    for party in estate.index.portfolio.parties:
        approved = party.approved_on is not None and party.approved_on <= estate.today
        if party.role is PartyRole.VENDOR and party.criticality in IMPORTANT and not approved:
            yield Seen(party.id, (party.id,), facts=(party.criticality,))


@rule("deemed-compliance-not-met")
def deemed_compliance_not_met(estate: Estate) -> Iterator[Seen]:
    """Under edition 7.0: a server whose contract leaves some update with the hospital."""
    if estate.edition is not Edition.V7:
        return
    for server in estate.deemed.servers:
        subject = server.asset or server.service
        if not server.met and subject is not None:
            yield Seen(
                subject,
                estate.parties(server.maintained_by),
                contract=server.contract,
                rests_on=(server.asset,) if server.asset is not None else (),
                facts=(server.maintained_by, server.clause),
                detail={"party": server.maintained_by},
            )


def _duties(estate: Estate, fires: Callable[[DutyState], bool]) -> Iterator[Seen]:
    for duty in estate.duties.values():
        if fires(duty):
            first, second = (*duty.accountable, None, None)[:2]
            yield Seen(
                duty.key,
                estate.parties(*duty.accountable, *_subject_parties(estate, duty.subject)),
                rests_on=() if duty.subject in estate.index.services else (duty.subject,),
                facts=(duty.accountable, duty.unconfirmed),
                detail={"party": first, "other_party": second} if first else NO_DETAIL,
            )


def _subject_parties(estate: Estate, subject: str) -> tuple[str, ...]:
    index = estate.index
    if subject in index.connections:
        return estate.line_parties[subject]
    if subject in index.assets:
        return estate.parties_of_asset(index.assets[subject])
    return estate.parties(index.services[subject].vendor)


def _cells(
    estate: Estate, problem: str, detail: Callable[[Cell], Detail] | None = None
) -> Iterator[Seen]:
    services, contracts = estate.index.services, estate.contract_of_service
    parties = {id_: estate.parties(service.vendor) for id_, service in services.items()}
    for cell in estate.problem_cells.get(problem, ()):
        service, item = cell.service, cell.item
        yield Seen(
            f"{service}/{item}",
            parties[service],
            cell.contract or contracts.get(service),
            cell.clause,
            item,
            (),
            cell[2:6],  # column, proposed, written, stated
            NO_DETAIL if detail is None else detail(cell),
        )


def _dispute(cell: Cell) -> Detail:
    return {
        "stated": cell.stated,
        "expected": cell.written or cell.proposed,
        "date": cell.statement.on if cell.statement is not None else None,
    }

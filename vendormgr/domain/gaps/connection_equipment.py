"""Rules of the connection theme on what stands at the ends: devices, servers, left accounts."""

from collections.abc import Iterator
from datetime import date

from vendormgr.domain.gaps.duty import DutyState
from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import NO_DETAIL, Detail, Seen
from vendormgr.domain.gaps.registry import rule
from vendormgr.domain.portfolio import Asset, Connection, Contract, Service
from vendormgr.domain.vocabulary import AssetKind, Duty, Location

STALE_AFTER_DAYS = 30
"""A known weakness older than this is stale; exactly this old is not. Source: incident K-6."""
SUPPORT_NOTICE_MONTHS = 12


@rule("known-vulnerability-stale")
def known_vulnerability_stale(estate: Estate) -> Iterator[Seen]:
    """A weakness has been known for more than 30 days and is not remediated by today."""
    today = estate.today
    for asset in estate.index.portfolio.assets:
        known, remediated = asset.vuln_known_on, asset.remediated_on
        if known is None or (remediated is not None and remediated <= today):
            continue
        days = (today - known).days
        if days > STALE_AFTER_DAYS:
            yield _seen(estate, asset, known, detail={"date": known, "days": days})


@rule("device-version-unknown")
def device_version_unknown(estate: Estate) -> Iterator[Seen]:
    """The firmware of a line's device, or the day it was checked, is not on record."""
    for id_ in estate.line_devices:
        asset = estate.index.assets[id_]
        if asset.firmware is None or asset.firmware_checked_on is None:
            yield _seen(
                estate,
                asset,
                asset.device_model,
                asset.firmware,
                detail={"model": asset.device_model},
            )


@rule("antimalware-missing")
def antimalware_missing(estate: Estate) -> Iterator[Seen]:
    """An asset is known to run without anti-malware."""
    for asset in estate.index.portfolio.assets:
        if asset.controls.get("av") is False:
            yield _seen(estate, asset, asset.controls, detail={"party": asset.maintained_by})


@rule("connection-owner-missing")
def connection_owner_missing(estate: Estate) -> Iterator[Seen]:
    """Nobody is named as the one who updates a line's device.

    Unconfirmed is another matter: responsibility-unconfirmed asks about it.
    """
    for id_, lines in estate.line_devices.items():
        states = _updater_states(estate, id_, lines)
        if not any(state.accountable or state.unconfirmed for state in states):
            asset = estate.index.assets[id_]
            parties = [party for line in lines for party in estate.line_parties[line.id]]
            yield Seen(
                id_,
                estate.parties(asset.maintained_by, asset.owner, *parties),
                rests_on=(id_, *(line.id for line in lines)),
                facts=(asset.owner, asset.maintained_by, asset.location, asset.kind),
                detail={"party": asset.owner},
            )


@rule("connection-left-after-end")
def connection_left_after_end(estate: Estate) -> Iterator[Seen]:
    """A line or an account of a party is still there although its last contract has ended."""
    last = _last_contracts(estate)
    for connection in estate.index.connections.values():
        contract = last.get(_whose_line(estate, connection) or "")
        if contract is not None:
            yield _left(estate, connection.id, contract, facts=(connection,))
    for asset in estate.index.portfolio.assets:
        contract = last.get(asset.owner or "") if asset.kind is AssetKind.CREDENTIAL else None
        if contract is not None:
            opens = (*asset.holds_credentials_for, None)[0]
            ends = {"connection": asset.id, "start": asset.owner, "end": opens}
            yield _left(estate, asset.id, contract, facts=(asset.location,), ends=ends)


@rule("equipment-unregistered")
def equipment_unregistered(estate: Estate) -> Iterator[Seen]:
    """A vendor's equipment stands in the hospital and is not in the register.

    Either it is known to be missing there, or a service is said to have equipment and nothing in
    the hospital is on record that could be it: owned or kept by its vendor, or part of the service.
    Not knowing is a question to the hospital, not a finding.
    """
    index = estate.index
    for asset in index.portfolio.assets:
        inside = asset.location is Location.HOSPITAL
        if asset.registered is False and inside and index.is_vendor(asset.owner):
            yield Seen(
                asset.id,
                estate.parties(asset.owner, asset.maintained_by),
                rests_on=(asset.id,),
                facts=(asset.owner,),
                detail={"party": asset.owner},
            )
    for service in index.portfolio.services:
        if service.equipment_in_hospital is True and not _equipment_of(estate, service):
            yield Seen(
                service.id,
                estate.parties(service.vendor),
                contract=estate.contract_of_service.get(service.id),
                detail={"asset": service.id, "party": service.vendor},
            )


@rule("end-of-support")
def end_of_support(estate: Estate) -> Iterator[Seen]:
    """The maker's support of a device or system has ended or ends within 12 months."""
    for asset in estate.index.portfolio.assets:
        ends = asset.support_ends_on
        if (
            ends is not None
            and asset.kind in {AssetKind.DEVICE, AssetKind.SYSTEM}
            and _within_months(ends, estate.today, SUPPORT_NOTICE_MONTHS)
        ):
            yield _seen(estate, asset, ends, detail={"model": asset.device_model, "date": ends})


def _seen(estate: Estate, asset: Asset, *facts: object, detail: Detail = NO_DETAIL) -> Seen:
    return Seen(
        asset.id,
        estate.parties_of_asset(asset),
        rests_on=(asset.id,),
        facts=(asset.location, asset.owner, asset.maintained_by, *facts),
        detail=detail,
    )


def _equipment_of(estate: Estate, service: Service) -> bool:
    """Whether anything in the hospital is on record that could be the service's equipment."""
    index = estate.index
    candidates = (
        *index.assets_owned.get(service.vendor, ()),
        *index.assets_maintained.get(service.vendor, ()),
        *index.assets_of_service.get(service.id, ()),
    )
    return any(asset.location is Location.HOSPITAL for asset in candidates)


def _updater_states(estate: Estate, device: str, lines: tuple[Connection, ...]) -> list[DutyState]:
    """Records of who updates the device: on itself, or on a line of which it is the one device."""
    assets = estate.index.assets
    subjects = [device]
    for line in lines:
        other = line.from_ if line.to == device else line.to
        if assets[other].kind is not AssetKind.DEVICE:
            subjects.append(line.id)
    keys = ((subject, Duty.PATCH.value) for subject in subjects)
    return [estate.duties[key] for key in keys if key in estate.duties]


def _last_contracts(estate: Estate) -> dict[str, Contract]:
    """Party to the contract that ended last, where none of its contracts is in force."""
    last = {}
    for party, contracts in estate.index.contracts_of.items():
        ended = [one for one in contracts if one.has_ended(estate.today)]
        if ended and not any(one.in_force(estate.today) for one in contracts):
            last[party] = max(ended, key=lambda one: one.ends_on or date.min)
    return last


def _whose_line(estate: Estate, connection: Connection) -> str | None:
    """The party whose line it is: as recorded, else who owns or keeps the end outside."""
    if connection.line_party is not None:
        return connection.line_party
    start = estate.index.assets[connection.from_]
    end = estate.index.assets[connection.to]
    if start.location is end.location:
        return None
    outer = start if start.location is Location.EXTERNAL else end
    return outer.owner or outer.maintained_by


def _left(
    estate: Estate,
    subject: str,
    contract: Contract,
    *,
    facts: tuple[object, ...],
    ends: Detail = NO_DETAIL,
) -> Seen:
    return Seen(
        subject,
        estate.parties(contract.party),
        contract=contract.id,
        rests_on=(subject,),
        facts=(*facts, contract.ends_on),
        detail={"date": contract.ends_on, **ends},
    )


def _within_months(day: date, today: date, months: int) -> bool:
    """Whether the day comes no later than so many months after today; past days do."""
    apart = (day.year - today.year) * 12 + day.month - today.month
    return apart < months or (apart == months and day.day <= today.day)

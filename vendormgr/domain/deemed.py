"""みなし遵守: may the hospital follow the overview and the maintenance volume alone?

Only if a contract gives the vendor the security updates of every server. Source: mhlw-7.0; exact
rule: scenarios, section Matrix, `deemed_compliance`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.agreement import Bundle, HeldClause, by_precedence
from vendormgr.domain.index import Index
from vendormgr.domain.matrix import Matrix
from vendormgr.domain.portfolio import Asset, Contract, Service
from vendormgr.domain.vocabulary import (
    MEDICAL,
    AssetKind,
    ClauseStatus,
    Holder,
    Location,
    PartyRole,
    ServiceModel,
)

UPDATE_CLAUSE = "security-update-duty"
UPDATE_ROWS = ("os-updates", "middleware-updates", "application-fixes")
HOSTED = frozenset({ServiceModel.SAAS, ServiceModel.ASP, ServiceModel.PAAS})
ENOUGH = frozenset({Holder.VENDOR, Holder.NOT_APPLICABLE})
_BURDEN = (Holder.NOT_APPLICABLE, Holder.VENDOR, Holder.SHARED, Holder.HOSPITAL)
"""From least to most that is left to the hospital."""


class LackReason(StrEnum):
    """What is missing for a yes."""

    NO_MAINTAINER = "no_maintainer"
    HOSPITAL_MAINTAINS = "hospital_maintains"
    NO_CONTRACT = "no_contract"
    CONTRACT_NOT_IN_FORCE = "contract_not_in_force"
    SERVICE_NOT_COVERED = "service_not_covered"
    NO_SERVICE_COVERED = "no_service_covered"
    CLAUSE_NOT_PRESENT = "clause_not_present"
    ROW_NOT_VENDOR = "row_not_vendor"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, with the contract, service and row that it concerns."""

    reason: LackReason
    contract: str | None = None
    service: str | None = None
    item: str | None = None
    status: ClauseStatus | None = None
    """How the clause stands, where it is the clause that is missing."""
    effective: Holder | None = None
    """Who has the row now, where it is a row that is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeemedServer:
    """One server: an asset in the hospital, or a hosted service, that holds medical data."""

    asset: str | None
    service: str | None
    """For an asset: the service that it names."""
    maintained_by: str | None
    contract: str | None
    """The contract that comes closest to a yes; None when there is none in force."""
    clause: str | None
    article: str | None
    met: bool
    bears: Mapping[str, Holder]
    """Update row to who bears it now; hospital wherever no contract settles it."""
    missing: tuple[Lack, ...]
    """Empty exactly when met."""


@dataclass(frozen=True, slots=True)
class DeemedCompliance:
    """The answer for the whole hospital."""

    met: bool
    """There is at least one server and all are met."""
    servers: tuple[DeemedServer, ...]
    """Assets first, then hosted services, each in the order of the portfolio."""
    unclassified: tuple[str, ...]
    """Assets and hosted services that are no server only because nobody recorded their data."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """A server before it is judged, with the contracts that could give its duty."""

    asset: str | None
    service: str | None
    vendor: str | None
    contracts: tuple[Contract, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one contract does for one server."""

    contract: str
    """The document that has the clause; else the one under which it would be asked for."""
    held: HeldClause
    services: tuple[str, ...]
    """The services whose rows were looked at."""
    missing: tuple[Lack, ...]


def deemed_compliance(index: Index, matrix: Matrix) -> DeemedCompliance:
    """Whether deemed compliance is open to the hospital, server by server."""
    assets = [one for one in index.portfolio.assets if _stands_in_hospital(one)]
    hosted = [
        one for one in index.portfolio.services if one.model in HOSTED and one.id in matrix.columns
    ]
    subjects = (
        *(_of_asset(one, index) for one in assets if one.data_class in MEDICAL),
        *(_of_service(one, index) for one in hosted if one.data_class in MEDICAL),
    )
    servers = tuple(_server(subject, index, matrix) for subject in subjects)
    return DeemedCompliance(
        met=bool(servers) and all(server.met for server in servers),
        servers=servers,
        unclassified=(
            *(one.id for one in assets if one.data_class is None),
            *(one.id for one in hosted if one.data_class is None),
        ),
    )


def _stands_in_hospital(asset: Asset) -> bool:
    return asset.kind is AssetKind.SYSTEM and asset.location is Location.HOSPITAL


def _of_asset(asset: Asset, index: Index) -> _Subject:
    contracts = index.contracts_of.get(asset.maintained_by or "", ())
    return _Subject(
        asset.id, asset.service, asset.maintained_by, by_precedence(contracts, index.bundles)
    )


def _of_service(service: Service, index: Index) -> _Subject:
    contracts = index.contracts_of.get(service.vendor, ())
    covering = [one for one in contracts if service.id in _covered(one, index)]
    return _Subject(None, service.id, service.vendor, by_precedence(covering, index.bundles))


def _covered(contract: Contract, index: Index) -> tuple[str, ...]:
    """The services of a document, with what it takes over from what it amends."""
    bundle = index.bundles[contract.id]
    return bundle.covers.get(contract.id) or bundle.reaches.get(contract.id, contract.services)


def _server(subject: _Subject, index: Index, matrix: Matrix) -> DeemedServer:
    """The verdict on one server: by the contract in force that comes closest, else by none."""
    in_force = [one for one in subject.contracts if one.id in index.bundles[one.id].in_force]
    # An asset that names its service needs just that one; a hosted service, all of its contract.
    only = subject.service if subject.asset is not None else None
    verdicts = [_judge(one, index, matrix, only) for one in reversed(in_force)]
    best = min(verdicts, key=lambda one: len(one.missing), default=None)
    if best is None or index.parties[subject.vendor or ""].role is PartyRole.HOSPITAL:
        return _unmet(subject, _without_contract(subject, index))
    present = best.held.state.status is ClauseStatus.PRESENT
    return DeemedServer(
        asset=subject.asset,
        service=subject.service,
        maintained_by=subject.vendor,
        contract=best.contract,
        clause=UPDATE_CLAUSE if present else None,
        article=best.held.state.article if present else None,
        met=not best.missing,
        bears=_bears(matrix, best.services),
        missing=best.missing,
    )


def _unmet(subject: _Subject, lack: Lack) -> DeemedServer:
    return DeemedServer(
        asset=subject.asset,
        service=subject.service,
        maintained_by=subject.vendor,
        contract=None,
        clause=None,
        article=None,
        met=False,
        bears=dict.fromkeys(UPDATE_ROWS, Holder.HOSPITAL),
        missing=(lack,),
    )


def _without_contract(subject: _Subject, index: Index) -> Lack:
    """Why there is no contract to look at."""
    if subject.vendor is None:
        return Lack(LackReason.NO_MAINTAINER)
    if index.parties[subject.vendor].role is PartyRole.HOSPITAL:
        return Lack(LackReason.HOSPITAL_MAINTAINS)
    if not subject.contracts:
        return Lack(LackReason.NO_CONTRACT)
    return Lack(LackReason.CONTRACT_NOT_IN_FORCE, subject.contracts[-1].id)


def _judge(contract: Contract, index: Index, matrix: Matrix, only: str | None) -> _Verdict:
    """What the contract lacks; of its services those count that have a column, or just `only`.

    The clause may stand in any document of its bundle that speaks for these services.
    """
    bundle = index.bundles[contract.id]
    covered = bundle.covers[contract.id]
    services = tuple(
        one for one in covered if (one in matrix.columns if only is None else one == only)
    )
    held = _held(bundle, services)
    status = held.state.status
    present = status is ClauseStatus.PRESENT
    named = (held.contract if present else bundle.seat) or contract.id
    lacks = []
    if not present:
        lacks.append(Lack(LackReason.CLAUSE_NOT_PRESENT, named, status=status))
    if not services:
        none = LackReason.NO_SERVICE_COVERED if only is None else LackReason.SERVICE_NOT_COVERED
        lacks.append(Lack(none, named, only))
    lacks += [
        Lack(LackReason.ROW_NOT_VENDOR, named, service, row, effective=holder)
        for service in services
        for row in UPDATE_ROWS
        if (holder := _holder(matrix, service, row)) not in ENOUGH
    ]
    return _Verdict(named, held, services, tuple(lacks))


def _held(bundle: Bundle, services: tuple[str, ...]) -> HeldClause:
    """The clause for all of the services: one that lacks it decides."""
    found = [bundle.holding(UPDATE_CLAUSE, one) for one in services or (None,)]
    lacking = (one for one in found if one.state.status is not ClauseStatus.PRESENT)
    return next(lacking, found[0])


def _holder(matrix: Matrix, service: str, row: str) -> Holder:
    """Who has the row; without a cell nobody is bound, so the hospital."""
    cell = matrix.cells.get((service, row))
    return Holder.HOSPITAL if cell is None else cell.effective


def _bears(matrix: Matrix, services: tuple[str, ...]) -> Mapping[str, Holder]:
    """Each update row with the holder that leaves most to the hospital among the services."""
    return {
        row: max(
            (_holder(matrix, service, row) for service in services),
            key=_BURDEN.index,
            default=Holder.HOSPITAL,
        )
        for row in UPDATE_ROWS
    }

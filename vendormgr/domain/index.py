"""Look-ups over a portfolio, made once and shared by the matrix, the paths and the gap rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from vendormgr.domain.agreement import Bundle, bundle_contracts
from vendormgr.domain.assessment import Assessment
from vendormgr.domain.assurance import Disclosure, Evidence, Sheet
from vendormgr.domain.collector import collector_paused
from vendormgr.domain.portfolio import (
    Asset,
    Connection,
    Contract,
    Party,
    Portfolio,
    Relation,
    Service,
    Statement,
    System,
)
from vendormgr.domain.selection import Selection
from vendormgr.domain.vocabulary import Location, PartyRole

Paper = Assessment | Evidence | Disclosure | Sheet | Selection
K = TypeVar("K")
V = TypeVar("V")
_VENDORS = frozenset({PartyRole.VENDOR, PartyRole.SUBVENDOR})


@dataclass(frozen=True, slots=True)
class Index:
    """By-id and by-relation look-ups; every tuple keeps the order of the document."""

    portfolio: Portfolio
    parties: Mapping[str, Party]
    services: Mapping[str, Service]
    systems: Mapping[str, System]
    assets: Mapping[str, Asset]
    connections: Mapping[str, Connection]
    """Only those still there: a removed connection is no line and raises nothing."""
    contracts: Mapping[str, Contract]
    relations: Mapping[str, Relation]
    hospital: str | None
    """The party that is the hospital; the first, where several are on record."""
    services_of: Mapping[str, tuple[Service, ...]]
    """Vendor to its services."""
    services_in: Mapping[str, tuple[Service, ...]]
    """System to its services."""
    contracts_of: Mapping[str, tuple[Contract, ...]]
    """Party to its contracts, in force or not."""
    contracts_covering: Mapping[str, tuple[Contract, ...]]
    """Service to the contracts in force on as_of that cover it, also as an amendment does."""
    bundles: Mapping[str, Bundle]
    """Contract to the bundle that it belongs to."""
    statements_on: Mapping[tuple[str, str], Statement]
    """(service, item) to the latest statement, by day, then by place in the document."""
    lines_of: Mapping[str, tuple[Connection, ...]]
    """Vendor to the connections that make it connected to the hospital: it is the line party, or it
    owns or maintains an end of a connection between a hospital and an external asset."""
    outgoing: Mapping[str, tuple[Connection, ...]]
    incoming: Mapping[str, tuple[Connection, ...]]
    assets_owned: Mapping[str, tuple[Asset, ...]]
    assets_maintained: Mapping[str, tuple[Asset, ...]]
    """Party to the assets whose maintained_by it is."""
    assets_of_service: Mapping[str, tuple[Asset, ...]]
    """Service to the assets that name it."""
    papers: Mapping[str, Paper]
    """Assessments, evidence, disclosures, sheets and selections, by id."""

    def name(self, id_: str) -> str:
        """What people call the thing of that id: name or label, else the id itself."""
        thing = self.parties.get(id_) or self.services.get(id_) or self.systems.get(id_)
        if thing is not None:
            return thing.name or id_
        asset = self.assets.get(id_)
        if asset is not None:
            return asset.label or id_
        contract = self.contracts.get(id_)
        return (contract.title or id_) if contract is not None else id_

    def is_vendor(self, party: str | None) -> bool:
        """Whether the id names a vendor or subcontractor."""
        found = self.parties.get(party or "")
        return found is not None and found.role in _VENDORS

    def crosses_into_hospital(self, connection: Connection) -> bool:
        """Whether it leads from an asset outside the hospital to one inside."""
        start, end = self.assets[connection.from_], self.assets[connection.to]
        return start.location is Location.EXTERNAL and end.location is Location.HOSPITAL


def _grouped(pairs: Iterable[tuple[K | None, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        if key is not None:
            groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _lines(
    portfolio: Portfolio, assets: Mapping[str, Asset], live: Iterable[Connection]
) -> Mapping[str, tuple[Connection, ...]]:
    pairs: list[tuple[str | None, Connection]] = []
    vendors = {p.id for p in portfolio.parties if p.role is not PartyRole.HOSPITAL}
    for connection in live:
        start, end = assets[connection.from_], assets[connection.to]
        parties = [connection.line_party]
        if start.location is not end.location:
            parties += [start.owner, start.maintained_by, end.owner, end.maintained_by]
        pairs += [(p, connection) for p in dict.fromkeys(parties) if p in vendors]
    return _grouped(pairs)


def _latest_statements(portfolio: Portfolio) -> Mapping[tuple[str, str], Statement]:
    latest: dict[tuple[str, str], Statement] = {}
    for statement in portfolio.statements:
        if statement.service is None or statement.item is None or statement.party is None:
            continue
        key = (statement.service, statement.item)
        known = latest.get(key)
        day, known_day = statement.on, known.on if known else None
        if known is None or known_day is None or (day is not None and day >= known_day):
            latest[key] = statement
    return latest


@collector_paused()
def build_index(portfolio: Portfolio) -> Index:
    """The look-ups of a portfolio whose references all resolve; one pass over everything."""
    assets = {a.id: a for a in portfolio.assets}
    live = [c for c in portfolio.connections if c.controls.get("removed") is not True]
    bundles = bundle_contracts(portfolio.contracts, portfolio.as_of)
    return Index(
        portfolio=portfolio,
        parties={p.id: p for p in portfolio.parties},
        services={s.id: s for s in portfolio.services},
        systems={s.id: s for s in portfolio.systems},
        assets=assets,
        connections={c.id: c for c in live},
        contracts={c.id: c for c in portfolio.contracts},
        relations={r.id: r for r in portfolio.relations},
        hospital=next((p.id for p in portfolio.parties if p.role is PartyRole.HOSPITAL), None),
        services_of=_grouped((s.vendor, s) for s in portfolio.services),
        services_in=_grouped((s.system, s) for s in portfolio.services),
        contracts_of=_grouped((c.party, c) for c in portfolio.contracts),
        contracts_covering=_grouped(
            (s, c) for c in portfolio.contracts for s in bundles[c.id].covers.get(c.id, ())
        ),
        bundles=bundles,
        statements_on=_latest_statements(portfolio),
        lines_of=_lines(portfolio, assets, live),
        outgoing=_grouped((c.from_, c) for c in live),
        incoming=_grouped((c.to, c) for c in live),
        assets_owned=_grouped((a.owner, a) for a in portfolio.assets),
        assets_maintained=_grouped((a.maintained_by, a) for a in portfolio.assets),
        assets_of_service=_grouped((a.service, a) for a in portfolio.assets),
        papers={
            paper.id: paper
            for listed in (
                portfolio.assessments,
                portfolio.evidence,
                portfolio.disclosures,
                portfolio.sheets,
                portfolio.selections,
            )
            for paper in listed
        },
    )

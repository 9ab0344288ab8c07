"""見込み: what would follow from a vendor that is still being typed in.

Runs the engines on a small estate: the vendor, the hospital, and what the draft connects to. On the
whole portfolio that would cost half a second at every keystroke for a thousand vendors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.clauses import ApplicableClause
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import (
    Asset,
    Connection,
    Contract,
    Party,
    Portfolio,
    Service,
    System,
)
from vendormgr.domain.question import Question, QuestionKind, questions_for
from vendormgr.domain.risk import TierResult
from vendormgr.domain.vocabulary import ClauseLevel, Column, Holder, Location, VendorPath

F = TypeVar("F")
ASKED_EARLY = frozenset(QuestionKind) - {
    QuestionKind.CLAUSE,
    QuestionKind.HOLDER,
    QuestionKind.DISPUTED,
    QuestionKind.DECIDER,
    QuestionKind.MEND,
    QuestionKind.SUBCONTRACT,
}
"""What can be asked before there is a contract to read or a control to mend."""
CONTRACT = "prospect.contract"
"""Id of the contract that stands in while none is typed; the dot keeps it apart from all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorDraft:
    """登録途中の委託先: the facts typed so far, under ids of their own."""

    party: Party
    service: Service | None = None
    contract: Contract | None = None
    asset: Asset | None = None
    """What stands at the vendor's end of its line."""
    connection: Connection | None = None
    end: Asset | None = None
    """Stands in the hospital for the end of the line, as long as nobody has said where that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What would be concluded about the vendor as it stands in the draft."""

    conclusions: Conclusions
    """Of the small estate."""
    tier: TierResult
    column: Column | None
    """Of the draft's service; None while there is none, or where another vendor answers for it."""
    holders: Mapping[Holder, int]
    """Proposed holder to number of rows."""
    borne: int
    """Rows that would be the hospital's as long as no contract says otherwise."""
    path: VendorPath
    """The vendor's way to a core system."""
    questions: tuple[Question, ...]
    """To the vendor, without those about rows, clauses and what has to be mended."""
    clauses: tuple[ApplicableClause, ...]
    """What its contract has to settle, must before should; none before a service is known."""


def look_ahead(draft: VendorDraft, now: Conclusions, catalogue: Catalogue) -> Prospect:
    """What follows from the draft.

    Args:
        draft: What is typed so far; what it refers to stands in the portfolio of `now`.
        now: The conclusions as they are.
        catalogue: The catalogue without the hospital's own rows, as `conclude` takes it.
    """
    service = draft.service
    contract = _covering(draft)
    made = conclude(_small_estate(draft, contract, now.index), catalogue)
    cells = made.matrix.of_service(service.id) if service is not None else ()
    clauses = made.applicable.get(contract.id, ()) if service is not None else ()
    levels = list(ClauseLevel)
    return Prospect(
        conclusions=made,
        tier=made.tiers[draft.party.id],
        column=made.matrix.columns.get(service.id) if service is not None else None,
        holders={one: n for one in Holder if (n := sum(c.proposed is one for c in cells))},
        borne=sum(one.effective is Holder.HOSPITAL for one in cells),
        path=made.exposure.vendors[draft.party.id].standing,
        questions=tuple(
            one for one in questions_for(made, draft.party.id) if one.kind in ASKED_EARLY
        ),
        clauses=tuple(
            sorted(
                (one for one in clauses if one.level is not ClauseLevel.ADVERSE),
                key=lambda one: levels.index(one.level),
            )
        ),
    )


def _covering(draft: VendorDraft) -> Contract:
    """The typed contract, or one that stands in for it: it shows what has to be settled."""
    contract = draft.contract or Contract(id=CONTRACT)
    covered = (draft.service.id,) if draft.service is not None else ()
    return replace(contract, party=draft.party.id, services=covered)


def _small_estate(draft: VendorDraft, contract: Contract, index: Index) -> Portfolio:
    """The draft, the hospital, and all that the draft reaches or stands on."""
    services = _services(draft.service, index)
    contracts = _contracts(services, index)
    assets, connections = _inside(draft.connection, index)
    named = {one.vendor for one in services} | {_lead(one, index) for one in services}
    named |= {one.party for one in contracts}
    named |= {index.hospital} | {end for one in assets for end in (one.owner, one.maintained_by)}
    known = [one for one in index.portfolio.parties if one.id in named]
    whole = index.portfolio
    return Portfolio(
        id=whole.id,
        as_of=whole.as_of,
        edition=whole.edition,
        parties=(*known, draft.party),
        systems=tuple(_systems(services, index)),
        services=tuple(services),
        assets=(*map(_bare, assets), *_given(draft.asset), *_given(draft.end)),
        connections=(*connections, *_given(draft.connection)),
        contracts=(*contracts, contract),
        own_items=whole.own_items,
        item_defaults=whole.item_defaults,
    )


def _given(value: F | None) -> tuple[F, ...]:
    return () if value is None else (value,)


def _services(drafted: Service | None, index: Index) -> list[Service]:
    """The draft's service, those of the same system, and those beneath and beside."""
    if drafted is None:
        return []
    found: dict[str, Service] = {}
    todo = [one.id for one in index.services_in.get(drafted.system or "", ())]
    todo += _next_to(drafted, index)
    while todo:
        service = index.services.get(todo.pop())
        if service is not None and service.id not in found:
            found[service.id] = service
            todo += [service.runs_on] if service.runs_on else []
    others = [
        replace(one, interfaces_with=tuple(id_ for id_ in one.interfaces_with if id_ in found))
        for one in found.values()
    ]
    return [*others, drafted]


def _contracts(services: Iterable[Service], index: Index) -> list[Contract]:
    """Who answers for a platform depends on whether it has a contract of its own."""
    ids = {one.id for one in services}
    found = {one.id: one for id_ in ids for one in index.contracts_covering.get(id_, ())}
    return [
        replace(
            one,
            amends=None,
            services=tuple(id_ for id_ in index.bundles[one.id].covers[one.id] if id_ in ids),
            overrides=(),
        )
        for one in sorted(found.values(), key=lambda one: one.id)
    ]


def _next_to(service: Service, index: Index) -> list[str]:
    return [
        one for one in (service.runs_on, *service.interfaces_with) if one and one in index.services
    ]


def _lead(service: Service, index: Index) -> str | None:
    system = index.systems.get(service.system or "")
    return system.lead if system is not None else None


def _systems(services: Iterable[Service], index: Index) -> list[System]:
    ids = dict.fromkeys(one.system for one in services)
    return [
        replace(index.systems[one], facility=None) for one in ids if one and one in index.systems
    ]


def _inside(drafted: Connection | None, index: Index) -> tuple[list[Asset], list[Connection]]:
    """What an attacker could go on to in the hospital from where the drafted line ends."""
    found: dict[str, Asset] = {}
    passed: list[Connection] = []
    todo = [drafted.to] if drafted is not None else []
    while todo:
        asset = index.assets.get(todo.pop())
        if asset is None or asset.id in found:
            continue
        found[asset.id] = asset
        for one in index.outgoing.get(asset.id, ()):
            if index.assets[one.to].location is Location.HOSPITAL:
                passed.append(one)
                todo.append(one.to)
    kept = [one for one in passed if all(need in found for need in one.needs)]
    return list(found.values()), kept


def _bare(asset: Asset) -> Asset:
    """The asset without references to what is left out."""
    return replace(
        asset, service=None, facility=None, intended_parties=(), holds_credentials_for=()
    )

"""Rules on dependence: data kept elsewhere, no fallback, one thing behind several core systems."""

from collections.abc import Iterable, Iterator

from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import Seen
from vendormgr.domain.gaps.registry import rule
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Asset
from vendormgr.domain.vocabulary import (
    PERSONAL_OR_MEDICAL,
    AssetKind,
    Criticality,
    Location,
    PartyRole,
)

LINE_SUBJECT, MODEL_SUBJECT = "line:", "model:"
"""How a subject begins that is a name and no id."""
NETWORK = frozenset({AssetKind.DEVICE, AssetKind.SEGMENT})
"""What carries a line on to the system behind it."""


@rule("data-custody")
def data_custody(estate: Estate) -> Iterator[Seen]:
    """Personal or medical data lies outside, with a vendor or subcontractor."""
    for asset in estate.index.portfolio.assets:
        if (
            asset.location is Location.EXTERNAL
            and asset.data_class in PERSONAL_OR_MEDICAL
            and estate.index.is_vendor(asset.owner)
        ):
            yield Seen(
                asset.id,
                estate.parties(asset.owner, asset.maintained_by),
                rests_on=(asset.id,),
                facts=(asset.data_class, asset.owner),
                detail={"party": asset.owner, "stated": asset.data_class},
            )


@rule("data-retention-overdue")
def data_retention_overdue(estate: Estate) -> Iterator[Seen]:
    """A vendor still holds what should have been erased."""
    for asset in estate.index.portfolio.assets:
        outside = asset.location is Location.EXTERNAL
        holder = estate.parties(asset.owner, asset.maintained_by if outside else None)
        if asset.retention_expired is True and holder:
            yield Seen(
                asset.id,
                holder,
                rests_on=(asset.id,),
                facts=(asset.data_class, asset.owner, asset.location),
            )


@rule("single-dependency")
def single_dependency(estate: Estate) -> Iterator[Seen]:
    """A critical party with neither another supplier nor a procedure to fall back on."""
    for party in estate.index.portfolio.parties:
        if (
            party.role is not PartyRole.HOSPITAL
            and party.criticality is Criticality.CRITICAL
            and party.alternative_supplier is not True
            and party.fallback_procedure is not True
        ):
            yield Seen(
                party.id,
                estate.parties(party.id),
                facts=(party.alternative_supplier, party.fallback_procedure),
            )


@rule("concentration")
def concentration(estate: Estate) -> Iterator[Seen]:
    """One vendor, platform, line or device model stands behind two or more core assets.

    Subject: the party, the service that is the platform, `line:PARTY/NAME` or `model:NAME`. Lines
    are one line only with the same party: names such as "LTE" are on record for many.
    """
    behind: dict[str, dict[str, None]] = {}
    for core in estate.index.portfolio.assets:
        if core.core is True:
            for thing in dict.fromkeys(_what_stands_behind(estate, core)):
                behind.setdefault(thing, {})[core.id] = None
    for thing, cores in behind.items():
        if len(cores) > 1:
            yield Seen(
                thing,
                _parties_of(estate, thing),
                rests_on=tuple(cores),
                facts=(frozenset(cores),),
                detail={"count": len(cores)},
            )


def _what_stands_behind(estate: Estate, core: Asset) -> Iterator[str]:
    """Vendors, platforms, lines and models that a core asset stands or falls with."""
    index = estate.index
    keepers = (core.maintained_by, core.owner)
    yield from (party for party in keepers if party is not None and index.is_vendor(party))
    service = index.services.get(core.service or "")
    seen: set[str] = set()
    while service is not None and service.id not in seen:
        yield service.vendor
        if seen:
            yield service.id
        seen.add(service.id)
        service = index.services.get(service.runs_on or "")
    network = [core, *network_before(index, core)]
    yield from (f"{MODEL_SUBJECT}{asset.device_model}" for asset in network if asset.device_model)
    for asset in network:
        for one in index.incoming.get(asset.id, ()):
            if one.line:
                yield f"{LINE_SUBJECT}{one.line_party or ''}/{one.line}"


def network_before(index: Index, core: Asset) -> Iterable[Asset]:
    """Devices and segments through which connections come to the asset, with nothing between."""
    found: dict[str, Asset] = {}
    todo = [core]
    while todo:
        for connection in index.incoming.get(todo.pop().id, ()):
            start = index.assets[connection.from_]
            if start.kind in NETWORK and start.id not in found and start.id != core.id:
                found[start.id] = start
                todo.append(start)
    return found.values()


def _parties_of(estate: Estate, thing: str) -> tuple[str, ...]:
    if thing.startswith(LINE_SUBJECT):
        return estate.parties(thing.removeprefix(LINE_SUBJECT).partition("/")[0])
    service = estate.index.services.get(thing)
    return estate.parties(thing if service is None else service.vendor)

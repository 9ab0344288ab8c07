"""集中: which vendor, platform, line, device model or credential stands behind core systems."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.exposure.graph import Graph
from vendormgr.domain.exposure.vendors import CoreState, cores_reached
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Asset
from vendormgr.domain.vocabulary import AssetKind, PathState


class Tag(StrEnum):
    """What several assets can have in common."""

    VENDOR = "vendor"
    PLATFORM = "platform"
    LINE = "line"
    DEVICE_MODEL = "device_model"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True)
class Concentration:
    """集中: what falls together when everything with one tag is held by an attacker."""

    tag: Tag
    name: str
    """Id of the vendor, service or credential; words of the line or device model."""
    assets: tuple[str, ...]
    """What carries the tag, in portfolio order."""
    cores: tuple[CoreState, ...]
    """Core assets of the hospital that then are reached, in portfolio order."""


def concentrations(graph: Graph) -> tuple[Concentration, ...]:
    """Every tag with what it stands behind: most core assets first, then tag and name.

    All tags in the same passes. A vendor's assets are those it owns or maintains; a platform's its
    own and those of the services on it; a line's those at which its connections begin. A
    credential counts with what the hops that need it lead to, because that is where it is used.
    """
    tagged: defaultdict[tuple[Tag, str], dict[int, None]] = defaultdict(dict)
    for tag, name, asset in _tags(graph):
        tagged[tag, name][asset] = None
    reached = cores_reached(graph, [list(assets) for assets in tagged.values()])
    found = [
        Concentration(
            tag=tag,
            name=name,
            assets=tuple(graph.assets[asset] for asset in sorted(assets)),
            cores=cores,
        )
        for ((tag, name), assets), cores in zip(tagged.items(), reached, strict=True)
    ]
    order = list(Tag)
    return tuple(sorted(found, key=lambda c: (-len(c.cores), order.index(c.tag), c.name)))


def _tags(graph: Graph) -> Iterator[tuple[Tag, str, int]]:
    index = graph.index
    platforms = {service.runs_on for service in index.services.values()}
    for number, asset in enumerate(index.assets.values()):
        yield from ((tag, name, number) for tag, name in _tags_of(asset, index))
        stack = _stack(asset.service, index)
        yield from ((Tag.PLATFORM, one, number) for one in stack if one in platforms)
    for id_, connection in index.connections.items():
        if graph.states[id_].state is PathState.CLOSED:
            continue
        if connection.line:
            yield Tag.LINE, connection.line, graph.number[connection.from_]
        for need in connection.needs:
            if need in index.assets and index.assets[need].kind is AssetKind.CREDENTIAL:
                yield Tag.CREDENTIAL, need, graph.number[connection.to]


def _tags_of(asset: Asset, index: Index) -> Iterator[tuple[Tag, str]]:
    for party in (asset.owner, asset.maintained_by):
        if party is not None and index.is_vendor(party):
            yield Tag.VENDOR, party
    if asset.device_model:
        yield Tag.DEVICE_MODEL, asset.device_model
    if asset.kind is AssetKind.CREDENTIAL:
        yield Tag.CREDENTIAL, asset.id


def _stack(service: str | None, index: Index) -> list[str]:
    """A service and all that it runs on; a circle is walked once."""
    stack: list[str] = []
    while service is not None and service in index.services and service not in stack:
        stack.append(service)
        service = index.services[service].runs_on
    return stack

"""Rules on paths: what an attacker could reach. Source: design domain section 6, incident O-9."""

from collections.abc import Iterator

from vendormgr.domain.exposure import Target
from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import Seen
from vendormgr.domain.gaps.registry import rule
from vendormgr.domain.portfolio import Asset, Connection
from vendormgr.domain.vocabulary import AttackMode, Location, PathState


@rule("path-open")
def path_open(estate: Estate) -> Iterator[Seen]:
    """A core asset in the hospital is open in either mode."""
    return _paths(estate, Location.HOSPITAL, PathState.OPEN)


@rule("path-unverified")
def path_unverified(estate: Estate) -> Iterator[Seen]:
    """A core asset in the hospital is open in no mode and closed for certain not in both."""
    return _paths(estate, Location.HOSPITAL, PathState.UNVERIFIED)


@rule("vendor-data-path-open")
def vendor_data_path_open(estate: Estate) -> Iterator[Seen]:
    """A core asset at a vendor is open from the internet."""
    return _paths(estate, Location.EXTERNAL, PathState.OPEN)


@rule("vendor-data-path-unverified")
def vendor_data_path_unverified(estate: Estate) -> Iterator[Seen]:
    """A core asset at a vendor may be open from the internet."""
    return _paths(estate, Location.EXTERNAL, PathState.UNVERIFIED)


@rule("cross-vendor-reach")
def cross_vendor_reach(estate: Estate) -> Iterator[Seen]:
    """A vendor's line that is not closed ends at what another vendor maintains, unagreed."""
    index = estate.index
    for connection in index.connections.values():
        line, end = connection.line_party, index.assets[connection.to]
        if (
            line is not None
            and end.location is Location.HOSPITAL
            and end.maintained_by not in {None, line}
            and line not in end.intended_parties
            and index.is_vendor(end.maintained_by)
            and index.is_vendor(line)
            and estate.exposure.connections[connection.id].state is not PathState.CLOSED
        ):
            other = end.maintained_by
            yield Seen(
                connection.id,
                estate.parties(line, other),
                rests_on=(connection.id, end.id),
                facts=(connection, other, end.intended_parties),
                detail={"party": line, "other_party": other, "end": end.id},
            )


def _paths(estate: Estate, location: Location, state: PathState) -> Iterator[Seen]:
    worst: dict[str, Target] = {}
    for target in estate.exposure.targets:
        asset = estate.index.assets[target.asset]
        if asset.location is location and _counts(target, location):
            known = worst.get(target.asset)
            if known is None or _badness(target) > _badness(known):
                worst[target.asset] = target
    for target in worst.values():
        if target.state is state:
            yield _seen(estate, estate.index.assets[target.asset], target)


def _counts(target: Target, location: Location) -> bool:
    """What is kept at a vendor is judged from the internet only: the vendor itself holds it."""
    return location is Location.HOSPITAL or target.mode is AttackMode.INTERNET


def _badness(target: Target) -> int:
    return [PathState.CLOSED, PathState.UNVERIFIED, PathState.OPEN].index(target.state)


def _seen(estate: Estate, asset: Asset, target: Target) -> Seen:
    path = target.path
    hops = path.connections if path is not None else ()
    connections = [estate.index.connections[hop] for hop in hops]
    detail: dict[str, str | int | None] = {"start": path.assets[0] if path else None}
    if asset.location is Location.EXTERNAL:
        detail["party"] = asset.owner
    return Seen(
        asset.id,
        _parties(estate, asset, hops),
        rests_on=hops or (asset.id,),
        facts=(*connections, estate.vendors_reaching.get(asset.id, ())),
        detail={**detail, "count": len(hops)},
    )


def _parties(estate: Estate, asset: Asset, hops: tuple[str, ...]) -> tuple[str, ...]:
    """Whose line enters the hospital on the way, then the other lines, else who keeps the asset."""
    index = estate.index
    on_the_way = [index.connections[hop] for hop in reversed(hops)]
    lines = [one for one in on_the_way if one.line_party or not _inside(one, estate)]
    lines.sort(key=lambda one: not index.crosses_into_hospital(one))
    parties = [party for one in lines for party in estate.line_parties[one.id]]
    if asset.location is Location.EXTERNAL or not parties:
        return estate.parties(asset.owner, asset.maintained_by, *parties)
    return estate.parties(*parties)


def _inside(connection: Connection, estate: Estate) -> bool:
    ends = (estate.index.assets[connection.from_], estate.index.assets[connection.to])
    return all(end.location is Location.HOSPITAL for end in ends)

"""Whom a matter concerns: the vendor to talk to first, then those behind it."""

from collections.abc import Mapping

from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Asset, Connection
from vendormgr.domain.vocabulary import Location, PartyRole


def prime_vendors(index: Index) -> Mapping[str, str]:
    """Subcontractor to the vendor at the top of its chain, with whom the hospital has its contract.

    Follows the first relation recorded; a chain in a circle ends where it began.
    """
    above: dict[str, str] = {}
    for relation in index.portfolio.relations:
        if relation.from_ and relation.to and index.is_vendor(relation.from_):
            above.setdefault(relation.to, relation.from_)
    primes: dict[str, str] = {}
    for party in index.portfolio.parties:
        if party.role is PartyRole.SUBVENDOR:
            chain = _chain(party.id, above, primes)
            primes.update(dict.fromkeys(chain[:-1], chain[-1]))
    return primes


def _chain(party: str, above: Mapping[str, str], primes: Mapping[str, str]) -> list[str]:
    """The party and those above it, up to the top or to one whose top is known."""
    chain, seen = [party], {party}
    while (upper := primes.get(chain[-1]) or above.get(chain[-1])) and upper not in seen:
        chain.append(upper)
        seen.add(upper)
    return chain


def concerned(index: Index, primes: Mapping[str, str], *parties: str | None) -> tuple[str, ...]:
    """The vendors among the parties, each once, a subcontractor behind its prime vendor."""
    named: dict[str, None] = {}
    for party in parties:
        if party is not None and index.is_vendor(party):
            if party in primes:
                named[primes[party]] = None
            named[party] = None
    return tuple(named)


def line_candidates(connection: Connection, index: Index) -> tuple[str | None, ...]:
    """Parties of a connection, nearest first: whose line, who owns or keeps its outer end.

    Inside the hospital, where nobody's line is recorded: who maintains the ends, target first.
    """
    start, end = index.assets[connection.from_], index.assets[connection.to]
    outer = [
        party
        for asset in (start, end)
        if asset.location is Location.EXTERNAL
        for party in (asset.owner, asset.maintained_by)
    ]
    if connection.line_party is not None:
        return (connection.line_party, *outer)
    if any(index.is_vendor(party) for party in outer):
        return tuple(outer)
    return (end.maintained_by, end.owner, start.maintained_by, start.owner)


def keepers(asset: Asset) -> tuple[str | None, ...]:
    """Who maintains an asset, then who owns it."""
    return (asset.maintained_by, asset.owner)

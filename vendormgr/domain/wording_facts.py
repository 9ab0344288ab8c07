"""What fills the model wordings of a contract, from what is on record."""

from collections.abc import Iterator

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.index import Index
from vendormgr.domain.model_wording import BLANK, NUMBERS, WordingFacts, join_names
from vendormgr.domain.portfolio import Connection, Contract, Service, System
from vendormgr.domain.vocabulary import RelationKind, edition_on


def wording_facts(
    contract: Contract, index: Index, catalogue: Catalogue, *, see_lines: bool = False
) -> WordingFacts:
    """The names and deadlines for a contract's wordings; what is not on record stays a blank.

    A contract under which a bundle is judged speaks for all that the bundle covers, as does one
    that names no service. Lines are part of the attack map: they are named only when the reader may
    see them. A notice deadline on record is kept where it is the shorter one: a draft never asks
    for less.
    """
    bundle = index.bundles[contract.id]
    own = () if contract.id == bundle.seat else bundle.reaches.get(contract.id, contract.services)
    services = [index.services[id_] for id_ in own or bundle.services]
    systems = [
        index.systems[id_] for id_ in dict.fromkeys(one.system for one in services if one.system)
    ]
    lines = _lines(contract.party, index) if see_lines else []
    hours = [one.stop_tolerance_hours for one in services if one.stop_tolerance_hours is not None]
    portfolio, hours_asked = index.portfolio, NUMBERS["notice_hours"]
    others = list(dict.fromkeys(_beside(contract, services, index)))
    return WordingFacts(
        hospital=_party(index, index.hospital),
        vendor=_party(index, contract.party),
        contract=contract.title or BLANK,
        services=join_names(one.name for one in services),
        systems=join_names(one.name for one in systems),
        lines=join_names(_line(one, catalogue) for one in lines),
        subcontractors=join_names(_party(index, one) for one in _behind(contract.party, index)),
        other_vendors=join_names(_party(index, one) for one in others),
        lead=_lead(contract, systems, others, index),
        edition=(portfolio.edition or edition_on(portfolio.as_of)).value,
        stop_hours=str(min(hours)) if hours else BLANK,
        notice_hours=min(bundle.field("notice_hours") or hours_asked, hours_asked),
    )


def _party(index: Index, id_: str | None) -> str:
    party = index.parties.get(id_ or "")
    return (party.name if party is not None else None) or BLANK


def _lead(contract: Contract, systems: list[System], others: list[str], index: Index) -> str:
    """Who leads; where nobody is named, a blank that says among whom to choose."""
    named = [_party(index, one.lead) for one in systems if one.lead]
    if named or not others:
        return join_names(named)
    meant = (_party(index, one) for one in (contract.party, *others, index.hospital))
    return f"{BLANK}〔主担当を記入：{'・'.join(one for one in meant if one != BLANK)}のいずれか〕"


def _lines(party: str | None, index: Index) -> list[Connection]:
    """The party's lines; a step onwards inside the hospital is the path's, not a line."""
    own = index.lines_of.get(party or "", ())
    return [one for one in own if one.line or index.crosses_into_hospital(one)]


def _line(connection: Connection, catalogue: Catalogue) -> str | None:
    """The name of the line, else what kind of line it is."""
    kind = catalogue.kinds.get(connection.kind)
    return connection.line or (kind.title.ja if kind is not None else None)


def _behind(party: str | None, index: Index) -> tuple[str, ...]:
    """Everybody the party outsources to, at any depth, nearest first."""
    passed_to: dict[str, list[str]] = {}
    for one in index.relations.values():
        if one.kind is RelationKind.OUTSOURCES and one.from_ and one.to:
            passed_to.setdefault(one.from_, []).append(one.to)
    found = [party] if party else []
    for reached in found:
        found += [one for one in dict.fromkeys(passed_to.get(reached, ())) if one not in found]
    return tuple(found[1:])


def _beside(contract: Contract, services: list[Service], index: Index) -> Iterator[str]:
    """Other vendors in the systems of the services, beneath them, or exchanging data with them."""
    for service in services:
        linked = (*service.interfaces_with, *([service.runs_on] if service.runs_on else []))
        near = [*index.services_in.get(service.system or "", ())]
        near += [index.services[id_] for id_ in linked]
        # Either side may have recorded that they meet.
        near += [one for one in index.services.values() if _leans_on(one, service)]
        yield from (one.vendor for one in near if one.vendor != contract.party)


def _leans_on(one: Service, other: Service) -> bool:
    return other.id in one.interfaces_with or one.runs_on == other.id

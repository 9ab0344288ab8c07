"""Rules on what lies behind a vendor: subcontractors and the firms that nobody has listed."""

from collections.abc import Iterator

from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import Seen
from vendormgr.domain.gaps.registry import rule
from vendormgr.domain.portfolio import Relation
from vendormgr.domain.vocabulary import Column, PartyRole


@rule("subcontract-undisclosed")
def subcontract_undisclosed(estate: Estate) -> Iterator[Seen]:
    """A vendor outsources onward and the hospital is known not to have agreed."""
    for relation in _onward(estate):
        if relation.consent is False:
            yield _seen(estate, relation)


@rule("subcontract-without-flowdown")
def subcontract_without_flowdown(estate: Estate) -> Iterator[Seen]:
    """A vendor outsources onward and is known not to have passed its duties on."""
    for relation in _onward(estate):
        if relation.flowdown is False:
            yield _seen(estate, relation)


@rule("supply-chain-unknown")
def supply_chain_unknown(estate: Estate) -> Iterator[Seen]:
    """A vendor on whose platform or lines something rests has not said who stands behind it.

    A plain outsourcing without any line (cleaning, say) rests on none and is not asked.
    """
    for party in estate.index.portfolio.parties:
        if (
            party.role is PartyRole.VENDOR
            and party.supply_chain_listed is not True
            and _rests_on_technology(estate, party.id)
        ):
            yield Seen(party.id, (party.id,), facts=(party.supply_chain_listed,))


def _onward(estate: Estate) -> Iterator[Relation]:
    """Relations that do not begin at the hospital."""
    parties = estate.index.parties
    for relation in estate.index.portfolio.relations:
        start = parties.get(relation.from_ or "")
        if start is None or start.role is not PartyRole.HOSPITAL:
            yield relation


def _seen(estate: Estate, relation: Relation) -> Seen:
    return Seen(
        relation.id,
        estate.parties(relation.from_, relation.to),
        facts=(relation.from_, relation.to, relation.kind, relation.consent, relation.flowdown),
        detail={"party": relation.from_, "other_party": relation.to},
    )


def _rests_on_technology(estate: Estate, party: str) -> bool:
    index = estate.index
    columns = estate.matrix.columns
    return (
        party in index.lines_of
        or party in index.assets_owned
        or any(
            columns.get(service.id) is not Column.BPO_NONE
            for service in index.services_of.get(party, ())
        )
    )

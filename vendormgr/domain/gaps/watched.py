"""Which vendors are asked to show something: still engaged, and with something at stake."""

from collections.abc import Iterator

from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Party
from vendormgr.domain.vocabulary import MEDICAL, PERSONAL_OR_MEDICAL, PartyRole


def engaged_vendors(index: Index) -> Iterator[Party]:
    """The vendors of the hospital's own, without those whose last contract has ended.

    What a former vendor left behind is a matter of other rules; it is assessed no more.
    """
    today = index.portfolio.as_of
    for party in index.portfolio.parties:
        contracts = index.contracts_of.get(party.id, ())
        over = bool(contracts) and all(one.has_ended(today) for one in contracts)
        if party.role is PartyRole.VENDOR and not over:
            yield party


def handles_medical(party: str, index: Index) -> bool:
    """Whether it keeps medical data or has a part in an information system."""
    held = (*index.assets_owned.get(party, ()), *index.assets_maintained.get(party, ()))
    return any(
        one.system is not None or one.data_class in MEDICAL
        for one in index.services_of.get(party, ())
    ) or any(one.data_class in MEDICAL for one in held)


def has_stake(party: str, index: Index) -> bool:
    """Whether it has medical or personal data, a line, or a part in an information system."""
    services = index.services_of.get(party, ())
    held = (*index.assets_owned.get(party, ()), *index.assets_maintained.get(party, ()))
    return (
        party in index.lines_of
        or any(one.system is not None for one in services)
        or any(one.data_class in PERSONAL_OR_MEDICAL for one in services)
        or any(one.data_class in PERSONAL_OR_MEDICAL for one in held)
    )

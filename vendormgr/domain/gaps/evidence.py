"""Rules on what a vendor has to show or to give: so far, somebody to call at night."""

from collections.abc import Iterator

from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import Seen
from vendormgr.domain.gaps.registry import rule
from vendormgr.domain.gaps.responsibility import IMPORTANT
from vendormgr.domain.vocabulary import PartyRole


@rule("emergency-contact-missing")
def emergency_contact_missing(estate: Estate) -> Iterator[Seen]:
    """An important party has no contact that is known to answer outside office hours."""
    portfolio = estate.index.portfolio
    reachable = {one.party for one in portfolio.contacts if one.round_the_clock is True}
    for party in portfolio.parties:
        if (
            party.role is not PartyRole.HOSPITAL
            and party.criticality in IMPORTANT
            and party.id not in reachable
        ):
            yield Seen(party.id, estate.parties(party.id), facts=(party.criticality,))

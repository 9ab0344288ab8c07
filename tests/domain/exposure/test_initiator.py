"""A connection that the hospital opens itself is a way in only as a tunnel or command channel."""

import pytest

from tests.domain import factories
from vendormgr.domain.exposure import analyse_exposure
from vendormgr.domain.index import build_index
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import PartyRole, PathState
from vendormgr.exchange.seed import load_catalogue


def state(kind: str, initiator: str | None, *more: Fact) -> PathState:
    portfolio = factories.portfolio(
        *more,
        factories.asset("outside", location="external", owner=factories.EHR),
        factories.asset("inside", location="hospital", core=True),
        factories.connection("outside", "inside", id_="line", kind=kind, initiator=initiator),
    )
    exposure = analyse_exposure(build_index(portfolio), load_catalogue().kinds)
    return exposure.connections["line"].state


@pytest.mark.parametrize("kind", ["remote_session", "file_drop", "lateral"])
def test_opened_by_the_hospital_it_gives_no_way_in(kind: str) -> None:
    assert state(kind, None) is PathState.UNVERIFIED
    assert state(kind, factories.EHR) is PathState.UNVERIFIED
    assert state(kind, "hospital") is PathState.CLOSED


def test_any_party_that_is_a_hospital_opens_lines_as_one() -> None:
    branch = factories.party("branch", role=PartyRole.HOSPITAL)
    assert state("remote_session", "branch", branch) is PathState.CLOSED
    assert state("remote_session", "branch") is PathState.UNVERIFIED


@pytest.mark.parametrize("kind", ["site_link", "agent_channel"])
def test_a_tunnel_or_a_command_channel_stays_a_way_in(kind: str) -> None:
    assert state(kind, "hospital") is PathState.UNVERIFIED

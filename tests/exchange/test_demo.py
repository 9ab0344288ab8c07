"""The invented hospital: big enough, of every kind, sound, and always of today."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendormgr.domain.analysis import conclude
from vendormgr.domain.dates import add_months
from vendormgr.domain.portfolio import NOUNS, Portfolio
from vendormgr.domain.signing import contracts_to_come, preview_signing
from vendormgr.domain.vocabulary import PartyRole, PathState, ServiceModel, Tier
from vendormgr.exchange.demo import demo_portfolio
from vendormgr.exchange.portfolio import read_portfolio, write_portfolio
from vendormgr.exchange.seed import load_catalogue

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def demo() -> Portfolio:
    return demo_portfolio(load_catalogue(), TODAY)


def test_it_has_four_hundred_beds_and_thirty_vendors_of_every_model(demo: Portfolio) -> None:
    assert sum(one.beds or 0 for one in demo.facilities) >= 400
    vendors = [one for one in demo.parties if one.role is PartyRole.VENDOR]
    assert len(vendors) >= 30
    assert {one.model for one in demo.services} == set(ServiceModel)
    assert any(one.it_vendor is False for one in vendors)
    assert all(getattr(demo, noun) for noun in ("contacts", "relations", "assets", "connections"))


def test_it_is_a_sound_document(demo: Portfolio) -> None:
    catalogue = load_catalogue()
    again = read_portfolio(write_portfolio(demo), catalogue)
    for noun in NOUNS:
        assert len(getattr(again, noun)) == len(getattr(demo, noun))


@pytest.mark.parametrize(
    "today", [date(2026, 1, 31), date(2028, 2, 29), date(2031, 12, 31), date(2027, 3, 31)]
)
def test_its_story_never_grows_old(today: date) -> None:
    made = conclude(demo_portfolio(load_catalogue(), today), load_catalogue())
    assert made.today == today
    running = [one for one in made.portfolio.contracts if one.in_force(today)]
    assert len(running) >= 25
    soon = today + timedelta(days=120)
    assert any(one.ends_on and today <= one.ends_on <= soon for one in running)
    assert all(one.on is None or one.on <= today for one in made.portfolio.statements)


def test_the_caterer_has_no_line_yet_and_is_standard(demo: Portfolio) -> None:
    made = conclude(demo, load_catalogue())
    assert made.tiers["minazuru"].tier is Tier.STANDARD
    assert made.tiers["minazuru"].t3 is None
    assert made.exposure.vendors["minazuru"].state is PathState.CLOSED
    assert "minazuru" not in made.index.lines_of


def test_it_shows_open_closed_and_unverified_paths_and_every_severity(demo: Portfolio) -> None:
    made = conclude(demo, load_catalogue())
    states = {one.state for one in made.exposure.vendors.values()}
    assert states == set(PathState)
    assert {one.severity.value for one in made.findings} >= {"critical", "high", "medium", "info"}


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(-600, 600))
def test_moving_by_months_keeps_order_and_ends_of_months(day: date, months: int) -> None:
    moved = add_months(day, months)
    place = day.year * 12 + day.month + months
    assert moved.year * 12 + moved.month == place
    tomorrow = add_months(day + timedelta(days=1), months)
    assert moved <= tomorrow
    if (day + timedelta(days=1)).day == 1 or moved.day != day.day:
        assert (moved + timedelta(days=1)).day == 1


def test_a_memorandum_a_contract_to_come_and_terms_show_how_contracts_are(demo: Portfolio) -> None:
    made = conclude(demo, load_catalogue())
    bundle = made.index.bundles["c-sukoyaka"]
    assert [one.id for one in bundle.members] == ["c-sukoyaka", "c-sukoyaka-memo"]
    assert made.finding("clause-missing", "c-sukoyaka/two-factor") is None
    assert any(one.negotiable is False for one in demo.contracts)
    (coming,) = contracts_to_come("billing-system", made.index)
    preview = preview_signing(
        "billing-system",
        coming,
        index=made.index,
        matrix=made.matrix,
        catalogue=made.catalogue,
    )
    assert preview.open_rows
    assert preview.lead_missing

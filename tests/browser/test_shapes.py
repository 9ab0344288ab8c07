"""390 px wide screens, paper, and hostile text in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.addresses import drawn_pages
from tests.browser.conftest import SMALL, Site, served
from tests.demo import demo_today, make_database, opened
from tests.security.portfolios import hostile_portfolio
from vendormgr.domain.access import Role

Looking = Callable[..., Page]
PARTS = 4
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
ON_PAPER = (
    "/",
    "/vendors",
    "/matrix/services/ehr-maintenance",
    "/gaps",
    "/contracts/c-tokiwagi/clauses",
)
HOSTILE_PAGES = (
    "/",
    "/vendors",
    "/vendors/tokiwagi",
    "/vendors/tokiwagi/edit",
    "/vendors/tokiwagi/history",
    "/connections",
    "/assets/ehr-vpn",
    "/matrix/services/ehr-maintenance?item=os-updates&service=ehr-maintenance",
    "/gaps",
    "/gaps/all",
    "/contracts/c-tokiwagi",
    "/contracts/c-tokiwagi/clauses",
    "/exposure",
)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_is_wider_than_a_small_screen(
    shared_site: Site, looking: Looking, part: int
) -> None:
    page = looking(Role.PLANNER, viewport=SMALL)
    wide = {}
    for path in drawn_pages(shared_site.hospital.app)[part::PARTS]:
        page.goto(path)
        if excess := page.evaluate(WIDER):
            wide[path] = excess
    assert wide == {}


def test_the_menu_of_a_small_screen_leads_on(looking: Looking) -> None:
    page = looking(Role.PLANNER, viewport=SMALL)
    page.goto("/")
    expect(page.get_by_role("link", name="委託先", exact=True)).to_have_count(0)
    page.locator("details.menu.small-screen summary").click()
    page.get_by_role("link", name="委託先", exact=True).click()
    expect(page).to_have_url(f"{page.url.partition('/vendors')[0]}/vendors")


def test_the_menu_closes_with_escape(looking: Looking) -> None:
    page = looking(Role.PLANNER, viewport=SMALL)
    page.goto("/")
    summary = page.locator("details.menu.small-screen summary")
    summary.click()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu.small-screen[open]")).to_have_count(0)
    expect(summary).to_be_focused()


@pytest.mark.parametrize("path", ON_PAPER)
def test_paper_has_no_navigation_and_no_buttons(looking: Looking, path: str) -> None:
    page = looking(Role.PLANNER)
    page.goto(path)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for what in ("nav.nav", ".footer a", "details.menu", "main .button", "button"):
        assert [one for one in page.locator(what).all() if one.is_visible()] == [], what


@pytest.fixture
def hostile_site(tmp_path: Path, launch: Callable[[], Browser]) -> Iterator[Site]:
    """The demo with hostile text in every free field."""
    file = make_database(tmp_path / "prepared.sqlite3", hostile_portfolio(demo_today()))
    with opened(file, tmp_path) as hospital, served(hospital.app) as address:
        site = Site(hospital, address, launch)
        yield site
        site.close()


def test_hostile_text_runs_in_no_browser_and_leaves_the_policy_nothing_to_block(
    hostile_site: Site,
) -> None:
    """WB-06: without the policy's help; with it nothing is reported either."""
    for help_of_policy in (False, True):
        page = hostile_site.visit(Role.PLANNER, bypass_csp=not help_of_policy)
        page.add_init_script("window.canary = () => { window.alive = true; };")
        for path in HOSTILE_PAGES:
            page.goto(path)
            assert page.evaluate("() => window.alive") is None, path
            assert page.locator("xss-canary").count() == 0, path

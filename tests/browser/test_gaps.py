"""The gap list: filtered, one opened, planned, accepted by management, with and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from vendormgr.domain.access import Role

HIGH = "/gaps/clause-missing?subject=c-asagi/two-factor"


def test_the_list_is_filtered_and_a_gap_opened(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/gaps/all")
    page.locator('main a[href*="severity=critical"]').first.click()
    page.wait_for_url("**severity=critical**")
    page.locator('main a[href*="/gaps/"][href*="subject="]').first.click()
    expect(page.locator("main")).to_contain_text("緊急")


def test_a_gap_is_planned(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto(HIGH)
    page.locator('a[href*="/gaps/plan"], button[formaction*="/gaps/plan"]').first.click()
    page.fill("[name=what]", "更新のときに条項を入れる")
    page.fill("[name=due_on]", "2027/3/31")
    page.locator("main form.form .primary").click()
    expect(page.get_by_text("更新のときに条項を入れる").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_management_accepts_a_serious_gap_for_a_time(site: Site, scripts: bool) -> None:
    page = site.visit(Role.EXECUTIVE, java_script_enabled=scripts)
    page.goto(HIGH)
    page.locator('a[href*="/gaps/accept"], button[formaction*="/gaps/accept"]').first.click()
    page.fill("[name=reason]", "次の更新で条項を入れる。それまでは来院の都度立ち会う。")
    page.fill("[name=until]", "令和9年3月31日")
    page.locator("main form.form .primary").click()
    expect(page.get_by_text("次の更新で条項を入れる。").first).to_be_visible()
    expect(page.get_by_text("2027年3月31日").first).to_be_visible()


def test_a_planner_is_not_offered_to_accept_a_serious_gap(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto(HIGH)
    expect(page.locator('main a[href*="/gaps/accept"]')).to_have_count(0)

"""Negotiating in a real browser: a round is filled in, an agreement written down, and printed."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from vendormgr.domain.access import Role

SHEET = "/contracts/c-tokiwagi/negotiation"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_round_is_begun_with_a_model_wording_and_agreed(site: Site, scripts: bool) -> None:
    page = site.visit(Role.CONTRACTS, java_script_enabled=scripts)
    page.goto(f"{SHEET}/encryption-and-keys")
    wording = page.locator(".wording").nth(1).inner_text()
    page.locator(".wordings a.button").nth(1).click()
    expect(page.locator("[name=ask]")).to_have_value(wording)
    page.fill("[name=answer]", "この文で同意します。")
    page.check("[name=decision][value=agreed]")
    page.locator("main form.form .primary").click()
    page.wait_for_url("**/settle")
    page.fill("[name=article]", "第40条")
    page.locator("main form.form .primary").click()
    page.wait_for_url("**/negotiation/encryption-and-keys")
    aside = page.locator("aside")
    expect(aside).to_contain_text("第40条")
    expect(page.locator(".timeline")).to_contain_text("この文で同意します。")
    page.get_by_role("button", name="元に戻す").click()
    expect(aside).not_to_contain_text("第40条")


def test_on_paper_the_table_shows_whole_texts_and_no_controls(site: Site) -> None:
    page = site.visit(Role.CONTRACTS)
    page.goto(SHEET)
    page.emulate_media(media="print")
    expect(page.locator("input[type=checkbox]").first).to_be_hidden()
    expect(page.locator(".chips").first).to_be_hidden()
    expect(page.locator("main h1")).to_be_visible()
    clamp = page.locator(".clamp").first
    assert clamp.evaluate("one => getComputedStyle(one).webkitLineClamp") == "none"

"""A new vendor from the first question to its page, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from vendormgr.domain.access import Role


def forward(page: Page) -> None:
    page.locator(".form-actions [name=go][value=next]").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_new_vendor_is_recorded_step_by_step(site: Site, scripts: bool) -> None:
    page = site.visit(Role.PLANNER, java_script_enabled=scripts)
    page.goto("/vendors/wizard")
    page.fill("[name=name]", "株式会社ハナモリ寝具")
    page.fill("[name=kana]", "はなもりしんぐ")
    page.check("[name=it_vendor][value=no]")
    forward(page)
    page.fill("[name=service_name]", "寝具の洗濯")
    page.check("[name=model][value=bpo]")
    forward(page)
    page.check("[name=data_class][value=business]")
    forward(page)
    page.check("[name=has_line][value=no]")
    forward(page)
    page.fill("[name=title]", "寝具洗濯契約")
    page.fill("[name=starts_on]", "令和8年12月1日")
    page.fill("[name=ends_on]", "２０２７／３／３１")
    forward(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("確認")
    page.locator("main .form-actions .primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("株式会社ハナモリ寝具")
    expect(page.get_by_text("寝具の洗濯").first).to_be_visible()


def test_what_follows_grows_beside_the_form(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/vendors/wizard")
    page.fill("[name=name]", "株式会社ハナモリ寝具")
    forward(page)
    before = page.locator("#outlook").inner_text()
    page.fill("[name=service_name]", "クラウドの予約受付")
    page.check("[name=model][value=saas]")
    expect(page.locator("#outlook")).not_to_have_text(before)
    expect(page.locator("#outlook")).to_contain_text("SaaS")


def test_a_draft_waits_for_the_person(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/vendors/wizard")
    page.fill("[name=name]", "株式会社ハナモリ寝具")
    page.locator("button[name=go][value=later]:visible").click()
    page.goto("/vendors/wizard")
    page.get_by_role("link", name="株式会社ハナモリ寝具", exact=True).click()
    expect(page.locator("[name=name]")).to_have_value("株式会社ハナモリ寝具")


def test_loading_the_page_again_keeps_the_step_and_what_was_typed(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/vendors/wizard")
    page.fill("[name=name]", "株式会社ハナモリ寝具")
    page.locator("[name=name]").blur()
    page.wait_for_url("**/who")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[name=name]")).to_have_value("株式会社ハナモリ寝具")


def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/vendors/wizard")
    page.fill("[name=kana]", "はなもりしんぐ")
    page.fill("[name=corporate_number]", "1234567890123")
    forward(page)
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("[name=kana]")).to_have_value("はなもりしんぐ")
    page.locator("#error-summary a").first.click()
    expect(page.locator("[name=name]")).to_be_focused()

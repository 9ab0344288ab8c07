"""Signing in and out with the keyboard alone, the language, and a session that ends too early."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.web.conftest import PASSWORD
from vendormgr.domain.access import Role


def focused(page: Page) -> str:
    """The name of the focused control, else its text."""
    return str(
        page.evaluate(
            "() => document.activeElement.name || document.activeElement.textContent.trim()"
        )
    )


def press_until(page: Page, wanted: str, key: str = "Tab") -> None:
    """Press a key until the focus is on something of that name or text."""
    for _ in range(60):
        if focused(page) == wanted:
            return
        page.keyboard.press(key)
    pytest.fail(f"{wanted!r} cannot be reached with {key}")


def type_password(page: Page) -> None:
    page.fill("[name=sign_in_name]", "planner")
    page.fill("[name=sign_in_password]", PASSWORD)
    page.keyboard.press("Enter")


def test_signing_in_and_out_takes_a_keyboard_only(site: Site) -> None:
    page = site.visit(None)
    page.goto("/vendors")
    press_until(page, "sign_in_name")
    page.keyboard.type("planner")
    page.keyboard.press("Tab")
    assert focused(page) == "sign_in_password"
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/vendors$"), wait_until="load")
    expect(page.get_by_role("heading", level=1)).to_have_text("委託先")
    page.keyboard.press("Tab")
    assert focused(page) == "本文へ移動"
    press_until(page, "planner の人")
    page.keyboard.press("Enter")
    press_until(page, "サインアウト")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
    page.goto("/vendors")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_a_wrong_password_is_said_and_focused(site: Site) -> None:
    page = site.visit(None)
    page.goto("/sign-in")
    page.fill("[name=sign_in_name]", "planner")
    page.fill("[name=sign_in_password]", "wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()


def test_every_focused_control_is_outlined(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/vendors")
    for _ in range(15):
        page.keyboard.press("Tab")
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", focused(page)


def test_the_language_is_switched_on_the_page_that_is_shown(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/vendors?q=みなづる")
    page.get_by_role("button", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "q=" in page.url
    page.goto("/gaps")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="日本語").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/vendors/minazuru/edit")
    page.fill("[name=note]", "一行目\n二行目 <b>𠮷野</b>")
    site.hospital.clock.forward(hours=1)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("入力した内容は残っています")).to_be_visible()
    type_password(page)
    expect(page.locator("[name=note]")).to_have_value("一行目\n二行目 <b>𠮷野</b>")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/vendors/minazuru")
    expect(page.get_by_text("二行目 <b>𠮷野</b>").first).to_be_visible()

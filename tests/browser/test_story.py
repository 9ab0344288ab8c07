"""The Osaka story: a line for the caterer is recorded, understood, and closed again."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from vendormgr.domain.access import Role

CATERER, SERVICE = "minazuru", "meal-catering"


def answer(page: Page, name: str, value: str) -> None:
    page.check(f"[name={name}][value={value}]")


def record_line(page: Page) -> str:
    """Record the always open line without two factors; the address of the page that follows."""
    page.goto(f"/vendors/{CATERER}/lines/new")
    page.select_option("[name=to]", "meal-server")
    answer(page, "always_on", "yes")
    answer(page, "control_mfa", "no")
    answer(page, "control_jump_host", "no")
    page.get_by_role("button", name="記録").click()
    page.wait_for_url("**/effect")
    return page.url


def test_a_line_for_the_caterer_shows_its_path_and_closing_it_ends_it(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto(f"/vendors/{CATERER}")
    expect(page.get_by_text("標準").first).to_be_visible()
    page.goto(f"/matrix/services/{SERVICE}")
    expect(page.get_by_text("業務委託(接続なし)").first).to_be_visible()
    effect = record_line(page)
    for words in ("業務委託(接続あり)", "電子カルテ基幹サーバ", "給食管理サーバ"):
        expect(page.get_by_text(words).first).to_be_visible()
    page.goto(f"/matrix/services/{SERVICE}")
    expect(page.get_by_text("業務委託(接続あり)").first).to_be_visible()
    page.goto(effect.replace("/effect", "/edit"))
    answer(page, "always_on", "no")
    answer(page, "control_mfa", "yes")
    answer(page, "control_approval_per_session", "yes")
    page.get_by_role("button", name="保存").click()
    page.goto(f"/connections/of/{CATERER}")
    main = page.locator("main")
    expect(main).to_contain_text("閉じている")


def test_the_line_can_be_taken_back_from_its_history(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    effect = record_line(page)
    page.goto(effect.replace("/effect", "/history"))
    page.get_by_role("button", name="元に戻す").first.click()
    page.goto(f"/matrix/services/{SERVICE}")
    expect(page.get_by_text("業務委託(接続なし)").first).to_be_visible()

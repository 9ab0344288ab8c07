"""Two people edit the same vendor in two browsers: the second sees both versions."""

from playwright.sync_api import expect

from tests.browser.conftest import Site
from vendormgr.domain.access import Role


def test_the_second_to_save_sees_both_versions_and_loses_nothing(site: Site) -> None:
    first, second = site.visit(Role.PLANNER), site.visit(Role.PROCUREMENT)
    for page in (first, second):
        page.goto("/vendors/minazuru/edit")
    first.fill("[name=address]", "みほん県北町1")
    first.get_by_role("button", name="保存").click()
    first.wait_for_url("**/vendors/minazuru")
    second.fill("[name=address]", "みほん県南町2")
    with second.expect_response(lambda one: one.request.method == "POST") as answer:
        second.get_by_role("button", name="保存").click()
    assert answer.value.status == 409
    main = second.locator("main")
    expect(main).to_contain_text("みほん県北町1")
    expect(second.locator("[name=address]")).to_have_value("みほん県南町2")
    second.locator("main form.form .primary").click()
    second.wait_for_url("**/vendors/minazuru")
    expect(second.get_by_text("みほん県南町2").first).to_be_visible()

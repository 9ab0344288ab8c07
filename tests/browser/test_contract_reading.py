"""A contract file is taken in, read clause by clause with the keyboard, and one is confirmed."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.exchange.contract_files import word
from vendormgr.domain.access import Role

HERE = "/contracts/c-tokiwagi/documents"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_word_file_is_taken_in_and_a_clause_confirmed(site: Site, scripts: bool) -> None:
    page = site.visit(Role.CONTRACTS, java_script_enabled=scripts)
    page.goto(HERE)
    file = {"name": "契約書.docx", "mimeType": WORD, "buffer": word()}
    page.set_input_files("input[type=file]", [file])  # type: ignore[arg-type]
    page.locator("form[enctype] .primary").click()
    page.fill("[name=title]", "追加の契約書")
    page.locator("main form.form .primary").click()
    expect(page.locator("h1")).to_contain_text("追加の契約書")
    if scripts:
        first = page.locator(".clause > h2").inner_text()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".clause > h2")).not_to_have_text(first)
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".clause > h2")).to_have_text(first)
    page.goto(f"{page.url.partition('?')[0]}?clause=incident-notice")
    expect(page.locator(".proposal mark").first).to_be_visible()
    page.get_by_role("button", name="有りとする").first.click()
    expect(page.locator("main .flash").first).to_contain_text("有り")
    page.goto("/contracts/c-tokiwagi/clauses/incident-notice")
    expect(page.locator("[name=article]")).to_have_value("第2条")

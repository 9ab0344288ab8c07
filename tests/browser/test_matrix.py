"""The matrix: a cell opened in place, what a contract says recorded, problems, papers."""

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from vendormgr.domain.access import Role

MATRIX = "/matrix/services/ehr-maintenance"


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def fetched(page: Page, path: str) -> Path:
    """The file behind a link of the page, really downloaded."""
    with page.expect_download() as waiting:
        page.locator(f'a[href^="{path}"]').first.click()
    return Path(waiting.value.path())


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_cell_says_why_in_a_panel(site: Site, scripts: bool) -> None:
    page = site.visit(Role.PLANNER, java_script_enabled=scripts)
    page.goto(MATRIX)
    page.locator('td[data-cell="ehr-maintenance/log-review"] .open-cell').click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", level=2)).to_be_visible()
    expect(panel).to_contain_text("根拠")
    page.wait_for_url("**item=log-review**")
    expect(page.locator('td[data-cell="ehr-maintenance/log-review"]')).to_have_class("chosen")
    page.go_back()
    expect(page.locator('td[data-cell="ehr-maintenance/log-review"] .chosen')).to_have_count(0)


def test_what_the_contract_says_is_recorded_from_the_panel(site: Site) -> None:
    page = site.visit(Role.CONTRACTS)
    page.goto(f"{MATRIX}?item=log-review&service=ehr-maintenance")
    page.locator('#panel a[href*="/agreed"]').first.click()
    page.check("[name=party][value=vendor]")
    page.fill("[name=article]", "別紙3 第2項")
    page.locator("main form.form .primary").click()
    page.goto(f"{MATRIX}?item=log-review&service=ehr-maintenance")
    expect(page.locator("#panel")).to_contain_text("別紙3 第2項")


def test_only_problems_leaves_fewer_rows(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/matrix/systems/pacs-system")
    rows = page.locator(".matrix tbody tr:not(.band)")
    everything = rows.count()
    page.locator(".matrix-tools .chip").first.click()
    page.wait_for_url("**problems**")
    assert 0 < rows.count() < everything


def test_the_pdf_and_the_excel_file_are_really_downloaded(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto(MATRIX)
    content = fetched(page, f"{MATRIX}.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert "電子カルテ保守" in pdf_text(content)
    book = fetched(page, f"{MATRIX}.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert "電子カルテ保守" in parts.read("xl/sharedStrings.xml").decode()


def test_a_clause_sheet_is_filled_in_at_once(site: Site) -> None:
    page = site.visit(Role.CONTRACTS)
    page.goto("/contracts/c-tokiwagi/clauses")
    page.select_option("[name=status_role-review]", "present")
    page.fill("[name=article_role-review]", "第41条")
    page.locator("main form.form .primary").first.click()
    page.goto("/contracts/c-tokiwagi")
    expect(page.get_by_text("第41条").first).to_be_visible()

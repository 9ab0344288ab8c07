"""The story that the README tells, clicked through in a real browser: a caterer gets a line."""

from pathlib import Path

import pypdfium2
from playwright.sync_api import Page

from tests.browser.conftest import Site
from vendormgr.domain.access import Role


def choose(page: Page, field: str, answer: str) -> None:
    """Answer a ○ × ？ question."""
    page.check(f"input[name={field}][value={answer}]")


def record_the_line(page: Page) -> None:
    page.goto("/vendors/minazuru/lines/new")
    page.select_option("select[name=to]", "meal-server")
    page.fill("input[name=start_name]", "給食会社 データセンターのサーバ")
    choose(page, "always_on", "yes")
    choose(page, "control_mfa", "no")
    choose(page, "control_jump_host", "no")
    with page.expect_navigation():
        page.click(".form-actions button")


def test_recording_a_line_shows_what_it_changes_and_closing_it_takes_the_path_away(
    site: Site,
) -> None:
    page = site.visit(Role.PLANNER)
    record_the_line(page)
    told = page.inner_text("main")
    assert "業務委託(接続なし)" in told
    assert "業務委託(接続あり)" in told
    assert "電子カルテ基幹サーバ" in told
    page.goto("/vendors/minazuru")
    assert "道が開いています" in page.inner_text("main")
    page.goto("/matrix/services/meal-catering?item=link-equipment&service=meal-catering")
    assert "接続経路" in page.inner_text("aside")
    page.goto("/connections/line-1/edit")
    choose(page, "always_on", "no")
    choose(page, "control_mfa", "yes")
    choose(page, "control_approval_per_session", "yes")
    with page.expect_navigation():
        page.click(".form-actions button")
    page.goto("/vendors/minazuru")
    assert "道が開いています" not in page.inner_text("main")


def test_the_story_works_without_javascript(site: Site) -> None:
    page = site.visit(Role.PLANNER, java_script_enabled=False)
    record_the_line(page)
    assert "業務委託(接続あり)" in page.inner_text("main")


def test_the_matrix_is_downloaded_as_a_readable_pdf(site: Site, tmp_path: Path) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/matrix/systems/ehr-system")
    with page.expect_download() as waiting:
        page.click("a[href*='.pdf']")
    file = tmp_path / "matrix.pdf"
    waiting.value.save_as(file)
    assert waiting.value.suggested_filename.startswith("責任分界マトリクス_電子カルテ")
    document = pypdfium2.PdfDocument(file)
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    assert "電子カルテ保守" in text


def test_a_cell_opens_in_place_and_takes_what_the_contract_says(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/matrix/services/meal-maintenance?problems=1")
    rows = page.locator("main table tbody tr").count()
    page.goto("/matrix/services/meal-maintenance/rows/os-updates/agreed")
    page.check("input[name=party][value=vendor]")
    page.fill("input[name=article]", "第7条")
    with page.expect_navigation():
        page.click(".form-actions button")
    page.goto("/matrix/services/meal-maintenance?problems=1")
    assert page.locator("main table tbody tr").count() == rows - 1


def test_a_gap_is_found_and_planned(site: Site) -> None:
    page = site.visit(Role.PLANNER)
    page.goto("/gaps/all?severity=critical")
    with page.expect_navigation():
        page.click("main table tbody a[href*='subject='] >> nth=0")
    with page.expect_navigation():
        page.click("main a[href*='/gaps/plan']")
    page.fill("textarea[name=what]", "機器を入れ替える")
    page.fill("input[name=owner]", "情報管理室")
    page.fill("input[name=due_on]", "令和9年3月31日")
    with page.expect_navigation():
        page.click(".form-actions button.primary")
    told = page.inner_text("main")
    assert "機器を入れ替える" in told
    assert "2027年3月31日" in told


def test_the_wizard_ends_with_a_new_vendor(site: Site) -> None:
    page = site.visit(Role.PROCUREMENT)
    page.goto("/vendors/wizard")
    page.fill("input[name=name]", "ハナノキ給茶株式会社")
    page.fill("input[name=kana]", "はなのききゅうちゃ")
    choose(page, "it_vendor", "no")
    for _ in range(6):
        with page.expect_navigation():
            page.click(".form-actions button.primary")
        if "/wizard" not in page.url:
            break
    page.goto("/vendors?q=はなのき")
    assert "ハナノキ給茶株式会社" in page.inner_text("main")

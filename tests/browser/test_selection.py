"""Candidates side by side where there is room, one at a time where there is none."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import SMALL
from vendormgr.domain.access import Role

Looking = Callable[..., Page]
CASE = "/selections/meals-renewal"


def shown(page: Page) -> list[str]:
    """The candidates whose column of the comparison can be seen."""
    heads = page.locator(".compare thead th:not(.first)")
    return [one.inner_text().split("\n")[0] for one in heads.all() if one.is_visible()]


def test_a_wide_screen_shows_all_and_a_small_one_the_chosen_candidate(looking: Looking) -> None:
    wide = looking(Role.PLANNER)
    wide.goto(CASE)
    assert len(shown(wide)) == 3
    assert wide.locator(".compare").bounding_box()["width"] <= 1280  # type: ignore[index]
    small = looking(Role.PLANNER, viewport=SMALL)
    small.goto(CASE)
    assert len(shown(small)) == 1
    small.get_by_role("link", name="コナミズキ栄養システム株式会社").first.click()
    expect(small.locator(".compare thead")).to_contain_text("コナミズキ")
    assert ["コナミズキ" in one for one in shown(small)] == [True]

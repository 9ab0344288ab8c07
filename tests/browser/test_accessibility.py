"""axe-core on every page: nothing serious or critical."""

from collections.abc import Callable
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from tests.addresses import drawn_pages
from tests.browser.conftest import SMALL, Site
from vendormgr.domain.access import Role

Looking = Callable[..., Page]
SEVERE = frozenset({"serious", "critical"})
FOR_EXECUTIVES = frozenset({"/vendors/tokiwagi/approval", "/selections/meals-renewal/approve"})
PARTS = 8
"""The pages are walked in so many tests, for several processes."""
IN_ENGLISH = (
    "/",
    "/sign-in",
    "/vendors",
    "/vendors/tokiwagi",
    "/vendors/new",
    "/matrix/services/ehr-maintenance?item=os-updates&service=ehr-maintenance",
    "/matrix/systems/ehr-system",
    "/gaps",
    "/gaps/all",
    "/gaps/clause-inadequate?subject=c-tokiwagi/responsibility-matrix-annex",
    "/connections/ehr-remote",
    "/contracts/c-tokiwagi/clauses",
    "/catalogue",
    "/deemed-compliance",
    "/exposure",
    "/exposure/vendors/jishaku",
    "/exposure/plan",
    "/exposure/what-if?vendor=jishaku",
    "/exposure/history",
    "/drill?vendor=jishaku",
    "/inventory",
    "/inventory/vendors/tokiwagi",
    "/measures",
    "/measures/new",
    "/connections/paste",
)


@cache
def axe() -> Axe:
    return Axe()


def severe(page: Page) -> list[str]:
    """What axe holds against the page that is shown."""
    found = axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['html'][:160]}"
        f" and {len(one['nodes']) - 1} more"
        for one in found
        if one["impact"] in SEVERE
    ]


def walk(page: Page, paths: list[str]) -> dict[str, list[str]]:
    """What axe holds against each of the pages."""
    found = {}
    for path in paths:
        answer = page.goto(path)
        shown = answer is not None and (answer.ok or path in FOR_EXECUTIVES)
        found[path] = severe(page) if shown else [f"answered {answer and answer.status}"]
    return {path: problems for path, problems in found.items() if problems}


def paths_of(app: Flask, part: int) -> list[str]:
    return drawn_pages(app)[part::PARTS]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_shuts_anybody_out(shared_site: Site, looking: Looking, part: int) -> None:
    page = looking(Role.PLANNER, bypass_csp=True)
    assert walk(page, paths_of(shared_site.hospital.app, part)) == {}


def test_no_page_shuts_anybody_out_in_english(looking: Looking) -> None:
    page = looking(Role.PLANNER, language="en", bypass_csp=True)
    assert walk(page, list(IN_ENGLISH)) == {}


def test_no_page_shuts_anybody_out_on_a_small_screen(looking: Looking) -> None:
    page = looking(Role.PLANNER, viewport=SMALL, bypass_csp=True)
    assert walk(page, list(IN_ENGLISH[2:])) == {}


@pytest.mark.parametrize("path", ["/nothing-here", "/sign-in"])
def test_pages_for_nobody_in_particular_shut_nobody_out(looking: Looking, path: str) -> None:
    page = looking(None, bypass_csp=True)
    page.goto(path)
    assert severe(page) == []

"""A real Chromium on a served demo. A message in its console, or a blocked script, fails a test."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress import create_server, wasyncore

from tests.demo import Hospital, opened
from vendormgr.domain.access import Role

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = "browser" in os.environ.get("VENDORMGR_REQUIRE", "")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 15_000
LARGE = {"width": 1280, "height": 900}
SMALL = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application behind a real server; its address."""
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # From inside its own loop: closing sockets under a waiting select would make it fail.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[[], Browser]]:
    """``launch()``: the browser of all tests of a process; a new one where it has died."""
    if CHROMIUM is None:
        if REQUIRED:
            pytest.fail("VENDORMGR_REQUIRE names browser, and there is no Chromium")
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        alive: list[Browser] = []

        def browser() -> Browser:
            if not alive or not alive[-1].is_connected():
                alive.append(playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS))
            return alive[-1]

        yield browser
        for one in alive:
            one.close()


@dataclass
class Site:
    """A served demo, and browsers that look at it."""

    hospital: Hospital
    address: str
    launch: Callable[[], Browser]
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def visit(
        self,
        role: Role | None = Role.PLANNER,
        *,
        language: str = "ja",
        viewport: dict[str, int] | None = None,
        **kwargs: Any,
    ) -> Page:
        """A page of a fresh browser of somebody who is signed in with that role."""
        context = self.launch().new_context(
            base_url=self.address,
            locale="ja-JP" if language == "ja" else "en-GB",
            timezone_id="Asia/Tokyo",
            viewport=viewport or LARGE,  # type: ignore[arg-type]
            **kwargs,
        )
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        if role is not None:
            cookie = self.hospital.visitors[role].client.get_cookie("vendormgr")
            assert cookie is not None
            context.add_cookies([{"name": "vendormgr", "value": cookie.value, "url": self.address}])
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda one: self._failed(one.url, one.failure or ""))
        return page

    def _note(self, message: Any) -> None:
        # Chromium says of every 4xx page that it "failed to load": those are meant.
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(f"{message.text} at {message.location}")

    def _failed(self, url: str, reason: str) -> None:
        # A download and a page left early end a request; something blocked never begins it.
        if "ERR_ABORTED" not in reason:
            self.complaints.append(f"{reason} {url}")

    def close(self) -> None:
        """Close all browsers and say what they complained of."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        complaints, self.complaints = self.complaints, []
        assert complaints == []


@pytest.fixture
def site(demo_file: Path, tmp_path: Path, launch: Callable[[], Browser]) -> Iterator[Site]:
    """A demo of the test's own."""
    with opened(demo_file, tmp_path) as hospital, served(hospital.app) as address:
        site = Site(hospital, address, launch)
        yield site
        site.close()


@pytest.fixture(scope="module")
def shared_site(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory, launch: Callable[[], Browser]
) -> Iterator[Site]:
    """A demo that all tests of a module look at and none changes."""
    folder = tmp_path_factory.mktemp("shared")
    with opened(demo_file, folder) as hospital, served(hospital.app) as address:
        yield Site(hospital, address, launch)


@pytest.fixture
def looking(shared_site: Site) -> Iterator[Callable[..., Page]]:
    """``looking(Role.PLANNER, viewport=SMALL)``: a page on the shared demo."""
    yield shared_site.visit
    shared_site.close()

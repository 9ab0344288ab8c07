"""The demo with a visitor for each role, and every form that its pages hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo import Hospital, opened
from tests.security.posts import Post, find_posts


@pytest.fixture(scope="module")
def hospital(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Hospital]:
    """The demo; errors are answered as in production. What a test changes it takes back."""
    folder = tmp_path_factory.mktemp(request.module.__name__.rpartition(".")[2])
    with opened(demo_file, folder) as hospital:
        hospital.app.testing = False
        hospital.warm_up()
        yield hospital


@pytest.fixture(scope="session")
def posts(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Post]:
    """Every POST route with a form that a browser would send to it."""
    with opened(demo_file, tmp_path_factory.mktemp("posts")) as hospital:
        return find_posts(hospital)

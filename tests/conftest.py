"""Options of the whole suite."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine makes any example slow; speed is measured in tests/benchmarks.
settings.register_profile("vendormgr", deadline=None)
settings.load_profile("vendormgr")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files with what came out"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with golden/NAME beside the test, or rewrite that file when asked to."""

    def check(name: str, text: str) -> None:
        place = Path(request.path).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, encoding="utf-8")
        assert text == place.read_text(encoding="utf-8")

    return check


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented hospital in a database; copy it, never change it."""
    from tests.demo import demo_today, make_database  # noqa: PLC0415 - only for some tests

    return make_database(tmp_path_factory.mktemp("demo") / "prepared.sqlite3", demo_today())

"""Commands run inside the test, with the language put back afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.exchange.cast import FOLDER
from vendormgr.cli import main
from vendormgr.i18n import Language, speaking

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    with speaking(Language.JA):
        yield


@pytest.fixture
def run() -> Run:
    """Run ``vendormgr`` with these words."""

    def call(*words: str | Path, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], input=stdin)

    return call


@pytest.fixture
def clinic() -> Path:
    """A document with an unverified path, from a caterer to the chart."""
    return FOLDER / "clinic-with-caterer.yaml"


@pytest.fixture
def imaging() -> Path:
    """A document with a service that runs on another, and gaps in its contract."""
    return FOLDER / "imaging-saas.json"


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    """A document in which nothing is wrong."""
    file = tmp_path / "quiet.yaml"
    text = "format: vendormgr-portfolio/1\nid: d\nas_of: 2026-10-01\nparties: []\n"
    file.write_text(text, encoding="utf-8")
    return file

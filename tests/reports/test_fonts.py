"""The font: what it can draw, and that texts of the product need nothing else."""

from pathlib import Path

import pytest

from vendormgr.i18n import texts
from vendormgr.reports.fonts import CHART_FAMILY, missing_glyphs, register_chart_fonts
from vendormgr.resources import resource_dir


def test_japanese_and_our_own_marks_can_be_drawn() -> None:
    assert missing_glyphs("医療機関 髙﨑㈱①⑪ ○×？－〓→※・「」ｶﾅ Abc 123\n\t") == set()


def test_characters_that_the_font_lacks_are_named() -> None:
    assert missing_glyphs("𠮷田☑☐✔✕😀") == set("𠮷☑☐✔✕😀")


def test_every_text_of_the_product_can_be_printed() -> None:
    lacking = {
        text.id: missing_glyphs(text.ja + text.en)
        for text in texts().values()
        if missing_glyphs(text.ja + text.en)
    }
    assert lacking == {}


SEED = sorted(resource_dir("seed").rglob("*.toml"))


@pytest.mark.parametrize("place", SEED, ids=[place.stem for place in SEED])
def test_every_text_of_the_catalogue_can_be_printed(place: Path) -> None:
    assert missing_glyphs(place.read_text(encoding="utf-8")) == set()


def test_charts_draw_with_the_same_font() -> None:
    from matplotlib.font_manager import findfont  # noqa: PLC0415

    register_chart_fonts()
    assert "BIZUDPGothic" in findfont(CHART_FAMILY, fallback_to_default=False)

"""What people type for a country or a law, and what it means."""

import pytest

from vendormgr.domain.place import Origin, origin_of


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("JP", Origin.JAPAN),
        ("日本", Origin.JAPAN),
        ("日本国(東京、大阪)", Origin.JAPAN),
        ("国内のみ", Origin.JAPAN),
        ("日本法に準拠", Origin.JAPAN),
        ("ＪＰＮ", Origin.JAPAN),
        ("laws of Japan", Origin.JAPAN),
        ("日本、米国", Origin.ABROAD),
        ("日本又は米国", Origin.ABROAD),
        ("US", Origin.ABROAD),
        ("カリフォルニア州法", Origin.ABROAD),
        ("日本以外", Origin.ABROAD),
        ("東南アジア", Origin.ABROAD),
        (None, Origin.UNKNOWN),
        ("  ", Origin.UNKNOWN),
        ("不明", Origin.UNKNOWN),
        ("日本、不明", Origin.UNKNOWN),
    ],
)
def test_a_place_or_law_is_read(text: str | None, origin: Origin) -> None:
    assert origin_of(text) is origin

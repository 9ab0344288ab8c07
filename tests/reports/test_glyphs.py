"""What the font lacks is shown as 〓 with a note: no name loses a character without a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendormgr.reports.fonts import missing_glyphs
from vendormgr.reports.glyphs import GlyphNote, Glyphs, Loss


def test_a_missing_character_of_a_name_is_marked_and_noted() -> None:
    glyphs = Glyphs()
    assert glyphs.printable("𠮷田株式会社") == "〓〔1〕田株式会社"
    assert glyphs.notes == (GlyphNote(1, Loss.CHARACTER, "U+20BB7", "吉"),)


def test_the_same_character_has_the_same_number_everywhere() -> None:
    glyphs = Glyphs()
    assert [glyphs.printable(t) for t in ("𠮷田", "😀", "𠮷野")] == [
        "〓〔1〕田",
        "〓〔2〕",
        "〓〔1〕野",
    ]


def test_a_variant_selector_is_noted_and_the_character_stays() -> None:
    glyphs = Glyphs()
    assert glyphs.printable("葛\U000e0100城") == "葛〔1〕城"
    assert glyphs.notes == (GlyphNote(1, Loss.VARIANT, "U+845B U+E0100", "葛"),)


def test_names_that_the_font_has_stay_exactly_as_they_are() -> None:
    glyphs = Glyphs()
    assert glyphs.printable("髙﨑㈱①神 と 神") == "髙﨑㈱①神 と 神"
    assert glyphs.notes == ()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("☑済", "[レ]済"),
        ("✕", "×"),
        ("か\u3099", "が"),
        ("⚠\ufe0f注意", "[!]注意"),
        ("\u202eabc\u200b", "abc"),
        ("a\x00b", "ab"),
        ("a\r\nb\rc\td", "a\nb\nc d"),
        ("☑\r\nb\rc\td", "[レ]\nb\nc d"),
        ("𝟏", "1"),
    ],
)
def test_symbols_of_another_shape_and_invisible_marks_need_no_note(typed: str, shown: str) -> None:
    glyphs = Glyphs()
    assert glyphs.printable(typed) == shown
    assert glyphs.notes == ()


@given(st.text())
def test_whatever_is_typed_the_font_can_draw_the_result(text: str) -> None:
    assert missing_glyphs(Glyphs().printable(text)) == set()


@given(st.characters(categories=["L", "N", "P", "S", "Co", "Cs"]))
def test_no_visible_character_is_ever_dropped(character: str) -> None:
    assert Glyphs().printable(character) != ""

"""Text that the font can draw: what it lacks is shown as 〓 with a numbered note, never dropped.

A name that loses a character names somebody else. 〓 (the printer's "geta") is the mark that
Japanese readers know for a missing type; the note gives the code point and, where one is known,
the everyday character that the missing one is a variant of. Nothing is swapped silently.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.reports.fonts import has_glyph, missing_glyphs

GETA = "〓"
SAME_SHAPE = {
    "☑": "[レ]", "✅": "[レ]", "☐": "□", "⬜": "□", "✔": "✓", "✕": "×", "✖": "×", "❌": "×",
    "⚠": "[!]", "•": "・", "‣": "・", "‧": "・", "․": ".", "‒": "–", "\u00a0": " ", "\u202f": " ",
    "\u2007": " ", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
"""Symbols of which another shape says the same; used only where the font lacks them."""
KNOWN_VARIANTS = {
    "𠮷": "吉", "𣘺": "橋", "𥔎": "碕", "𡈽": "土", "𠀋": "丈", "𣳾": "泰",
}  # fmt: skip
"""Everyday character of a variant that occurs in names; only ever named in the note."""
_MARKED = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")
_INVISIBLE = {"Cc", "Cf"}


class Loss(StrEnum):
    """What a reader does not see."""

    CHARACTER = "character"
    """No glyph at all: 〓 stands in its place."""
    VARIANT = "variant"
    """The character is there, the chosen variant of its shape is not."""


@dataclass(frozen=True, slots=True)
class GlyphNote:
    """One character that could not be printed as it is."""

    number: int
    loss: Loss
    code: str
    """U+20BB7, or base and selector: U+845B U+E0100."""
    near: str | None
    """The everyday character it is a variant of, if known and printable."""


class Glyphs:
    """Makes texts of one paper printable and numbers what could not be printed, in order."""

    def __init__(self) -> None:
        self._notes: dict[str, GlyphNote] = {}

    @property
    def notes(self) -> tuple[GlyphNote, ...]:
        """What could not be printed so far, in order of appearance."""
        return tuple(self._notes.values())

    def printable(self, text: str) -> str:
        """The text with every character drawable; 〓〔1〕 points to note 1. Line breaks stay."""
        # macOS and some scanners send か+゛ in two; NFC on the pair only, because NFC on a whole
        # name would rewrite compatibility ideographs.
        text = _MARKED.sub(lambda pair: unicodedata.normalize("NFC", pair[0]), text)
        if not missing_glyphs(text):
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        return "".join(map(self._one, " " + text, text))

    def _one(self, before: str, character: str) -> str:
        if character in "\n\r\t":
            return " " if character == "\t" else ("" if before + character == "\r\n" else "\n")
        if has_glyph(character):
            return character
        if _is_selector(character):
            return self._variant(before, character)
        if character in SAME_SHAPE:
            return SAME_SHAPE[character]
        if unicodedata.category(character) in _INVISIBLE:
            return ""
        return self._missing(character)

    def _missing(self, character: str) -> str:
        plain = unicodedata.normalize("NFKC", character)
        near = KNOWN_VARIANTS.get(character, plain)
        if plain != character and not missing_glyphs(plain) and not _is_ideograph(character):
            return plain
        note = self._note(Loss.CHARACTER, character, near)
        return f"{GETA}{_pointer(note)}"

    def _variant(self, before: str, selector: str) -> str:
        # FE00-FE0F behind a symbol only asks for an emoji picture: nothing a paper has to say.
        if not _is_ideograph(before) or not has_glyph(before):
            return ""
        return _pointer(self._note(Loss.VARIANT, before + selector, before))

    def _note(self, loss: Loss, characters: str, near: str) -> GlyphNote:
        if characters not in self._notes:
            self._notes[characters] = GlyphNote(
                number=len(self._notes) + 1,
                loss=loss,
                code=" ".join(f"U+{ord(one):04X}" for one in characters),
                near=near if near != characters and not missing_glyphs(near) else None,
            )
        return self._notes[characters]


def _pointer(note: GlyphNote) -> str:
    return f"〔{note.number}〕"


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _is_ideograph(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK ")

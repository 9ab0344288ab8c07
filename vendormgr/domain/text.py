"""A text in both languages of the product, as the catalogue holds it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Japanese and English."""

    ja: str
    en: str

    def of(self, language: str) -> str:
        """The text in that language; anything but "en" is Japanese."""
        return self.en if language == "en" else self.ja


NO_TEXT = Text("", "")
"""Nothing to say in either language."""

"""Puts texts on paper: no markup is ever read from them, and no character is lost silently."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.platypus.paraparser import ParaFrag

from vendormgr.reports.fonts import BOLD, REGULAR
from vendormgr.reports.glyphs import GlyphNote, Glyphs
from vendormgr.reports.linebreak import Text
from vendormgr.reports.look import BODY, Style, paragraph_style

LONGEST = 20_000
"""Characters of one text that a paper takes; more than any field of the product holds."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text inside a paragraph that looks different."""

    text: str
    bold: bool | None = None
    colour: Color | None = None
    raised: bool = False
    """Small and above the line, as the number of a note."""


class Ink:
    """Makes the paragraphs of one paper and remembers what could not be printed.

    Fragments are made directly, reportlab's markup parser is never used: text typed by people
    cannot become a tag, a link or a picture.
    """

    def __init__(self) -> None:
        self._glyphs = Glyphs()

    @property
    def notes(self) -> tuple[GlyphNote, ...]:
        """What could not be printed so far, in order of appearance."""
        return self._glyphs.notes

    def plain(self, text: str) -> str:
        """One printable line, for what is drawn outside of paragraphs."""
        return " ".join(self._glyphs.printable(text[:LONGEST]).split())

    def text(self, text: str | Iterable[Span | str], style: Style = BODY) -> Text:
        """A paragraph; line breaks in the text stay line breaks."""
        spans = [text] if isinstance(text, str) else text
        return Text(
            None,
            paragraph_style(style),
            frags=[self._frag(Span(s) if isinstance(s, str) else s, style) for s in spans],
        )

    def _frag(self, span: Span, style: Style) -> ParaFrag:
        bold = style.bold if span.bold is None else span.bold
        return ParaFrag(
            text=self._glyphs.printable(span.text[:LONGEST]),
            fontName=BOLD if bold else REGULAR,
            fontSize=style.size * (0.72 if span.raised else 1),
            rise=style.size * 0.3 if span.raised else 0,
            textColor=span.colour or style.colour,
            bold=bold, italic=0, greek=0, link=[], us_lines=[],
        )  # fmt: skip

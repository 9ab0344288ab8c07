"""Colours, sizes and text styles of every paper: the same design tokens as the screens.

Source: digital-go-jp design tokens 1.1.9 (MIT), tokens.css. Ink on paper reads in grey as well:
every tone carries a word, problems have a frame, and what is nobody's problem has none.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from vendormgr.domain.vocabulary import Holder, Severity
from vendormgr.reports.fonts import BOLD, REGULAR, register_fonts

INK = HexColor("#1a1a1a")
GREY = HexColor("#4d4d4d")
PALE = HexColor("#767676")
RULE = HexColor("#cccccc")
SURFACE = HexColor("#f2f2f2")
BAND = HexColor("#f8f8fb")
WHITE = HexColor("#ffffff")
BLUE = HexColor("#0017c1")
RED = HexColor("#ce0000")


@dataclass(frozen=True, slots=True)
class Colours:
    """Ink, ground and frame of a badge; None draws none."""

    ink: str
    ground: str | None = None
    frame: str | None = None


class Tone(Enum):
    """What a badge is about, by colour; the words in it say the same."""

    HOSPITAL = Colours("#0017c1", "#e8f1fe")
    VENDOR = Colours("#115a36", "#e6f5ec")
    SHARED = Colours("#5c10be", "#f1eafa")
    NOBODY = Colours("#767676")
    ALARM = Colours("#ce0000", "#ffffff", "#ce0000")
    WARNING = Colours("#8b3200", "#ffffff", "#c74700")
    NOTE = Colours("#4d4d4d", "#ffffff", "#949494")
    CRITICAL = Colours("#ffffff", "#a90000")
    PLAIN = Colours("#333333", "#f2f2f2")


HOLDER_TONES = {
    Holder.HOSPITAL: Tone.HOSPITAL,
    Holder.VENDOR: Tone.VENDOR,
    Holder.SHARED: Tone.SHARED,
    Holder.TO_SETTLE: Tone.ALARM,
    Holder.NOT_APPLICABLE: Tone.NOBODY,
}
SEVERITY_TONES = {
    Severity.CRITICAL: Tone.CRITICAL,
    Severity.HIGH: Tone.ALARM,
    Severity.MEDIUM: Tone.WARNING,
    Severity.LOW: Tone.NOTE,
    Severity.INFO: Tone.PLAIN,
}


@dataclass(frozen=True, slots=True)
class Style:
    """A text style; size and leading in points."""

    size: float
    leading: float
    bold: bool = False
    colour: Color = INK
    align: int = TA_LEFT
    before: float = 0
    after: float = 0

    @property
    def font(self) -> str:
        """The name under which reportlab knows the weight."""
        return BOLD if self.bold else REGULAR


TITLE = Style(19, 25, bold=True)
LONG_TITLE = Style(12, 17, bold=True)
KICKER = Style(9, 13, bold=True, colour=BLUE)
HEADING = Style(11.5, 16, bold=True, before=10, after=4)
LEAD = Style(10.5, 16)
BODY = Style(8.5, 12.75)
CELL = Style(8, 11.5)
CELL_BOLD = Style(8, 11.5, bold=True)
SMALL = Style(6.75, 9.5, colour=GREY)
NOTE = Style(6.75, 10, colour=GREY)
LABEL = Style(6.75, 9.5, colour=PALE)
HEAD = Style(8, 11, bold=True)
FIGURE = Style(16, 19, bold=True)
RIGHT = Style(8, 11.5, align=TA_RIGHT)
CENTRE = Style(8, 11.5, align=TA_CENTER)


@cache
def paragraph_style(style: Style) -> ParagraphStyle:
    """The style as reportlab wants it; every font in it is ours, bullets too."""
    register_fonts()
    return ParagraphStyle(
        f"vendormgr-{style.font}-{style.size}",
        fontName=style.font,
        bulletFontName=style.font,
        fontSize=style.size,
        leading=style.leading,
        textColor=style.colour,
        alignment=style.align,
        spaceBefore=style.before,
        spaceAfter=style.after,
        wordWrap="CJK",
        allowWidows=1,
        allowOrphans=1,
    )

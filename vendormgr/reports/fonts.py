"""The one typeface of every paper: BIZ UDPGothic, embedded in PDFs and used in charts."""

from functools import cache
from threading import Lock

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from vendormgr.resources import resource_dir

REGULAR = "BIZUDPGothic"
BOLD = "BIZUDPGothic-Bold"
EXCEL_FONT = "BIZ UDPゴシック"
"""The name under which Windows has had this font since 2018."""
CHART_FAMILY = "BIZ UDPGothic"
_LOCK = Lock()
_FILES = {REGULAR: "BIZUDPGothic-Regular.ttf", BOLD: "BIZUDPGothic-Bold.ttf"}


def register_fonts() -> None:
    """Make both weights known to reportlab; bold markup finds the bold file, slanted has none."""
    # Locked: a font registered again under a document being written would lose its subsets.
    with _LOCK:
        if BOLD in pdfmetrics.getRegisteredFontNames():
            return
        # Streams as bytes, not as text in base 85: a fifth smaller, a tenth of the time less.
        rl_config.useA85 = 0
        folder = resource_dir("static") / "fonts"
        for name, file in _FILES.items():
            pdfmetrics.registerFont(TTFont(name, str(folder / file)))
        pdfmetrics.registerFontFamily(
            REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD
        )


@cache
def register_chart_fonts() -> str:
    """Make both weights known to matplotlib; the family name to draw with."""
    # Imported here: matplotlib takes half a second, and few papers hold a chart.
    from matplotlib import font_manager  # noqa: PLC0415

    folder = resource_dir("static") / "fonts"
    for file in _FILES.values():
        font_manager.fontManager.addfont(folder / file)
    return CHART_FAMILY


@cache
def _character_map() -> frozenset[int]:
    register_fonts()
    regular, bold = (pdfmetrics.getFont(name).face.charToGlyph for name in _FILES)
    return frozenset(regular.keys() & bold.keys())


def has_glyph(character: str) -> bool:
    """Whether both weights can draw that one character."""
    return ord(character) in _character_map()


def missing_glyphs(text: str) -> set[str]:
    """The characters of a text that the font cannot draw; line breaks and tabs are not drawn."""
    known = _character_map()
    return {one for one in set(text) if ord(one) not in known and one not in "\n\r\t"}

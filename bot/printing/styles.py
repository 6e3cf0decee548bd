"""How each piece of a paper is set."""

from typing import Any

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle

from bot.printing.fonts import BOLD, TEXT

INK, QUIET, LINE = colors.HexColor("#1d2b36"), colors.HexColor("#55636e"), colors.HexColor("#c9d1d7")
SHADE = colors.HexColor("#eef2f5")


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    said: dict[str, Any] = {"fontName": TEXT, "textColor": INK, "fontSize": size, "leading": leading}
    return ParagraphStyle(name, **said | more)


def _heading(name: str, size: float, leading: float, before: float, after: float) -> ParagraphStyle:
    """Never left alone at the foot of a page."""
    return _style(name, size, leading, fontName=BOLD, spaceBefore=before, spaceAfter=after, keepWithNext=1)


BODY = _style("body", 9, 12.5, spaceAfter=4)
SMALL = _style("small", 7.5, 10, textColor=QUIET)
CELL = _style("cell", 8, 10.5)
HEAD = _style("head", 8, 10.5, fontName=BOLD)
RIGHT = _style("right", 8, 10.5, alignment=2)
RIGHT_HEAD = _style("right-head", 8, 10.5, fontName=BOLD, alignment=2)
ASKED = _style("asked", 8, 11, textColor=QUIET, spaceBefore=3, keepWithNext=1)
TITLE = _style("title", 19, 24, fontName=BOLD, spaceAfter=4)
H1 = _heading("h1", 14, 18, 12, 6)
H2 = _heading("h2", 10.5, 14, 9, 3)
H3 = _heading("h3", 9, 12, 6, 2)
ABOVE = ParagraphStyle("h1", parent=H1, keepWithNext=0)
"""Above a table, which may begin at the foot of a page and go on over others."""

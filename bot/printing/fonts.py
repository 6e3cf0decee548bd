"""The font of every paper: DejaVu, which comes with matplotlib, is embedded and writes any name of Europe."""

from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

TEXT, BOLD, FIXED = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""In place of a sign the font does not have, so that it is seen that one stood there."""


@cache
def registered() -> None:
    """Once a process."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name in (TEXT, BOLD, FIXED):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(TEXT, normal=TEXT, bold=BOLD, italic=TEXT, boldItalic=BOLD)


def writable(text: str) -> str:
    """The text with only what the font can show; ends of lines stay."""
    font: Any = pdfmetrics.getFont(TEXT)
    shown = font.face.charToGlyph
    return "".join(letter if letter == "\n" or ord(letter) in shown else _in_place_of(letter) for letter in text)


def _in_place_of(letter: str) -> str:
    if letter in "\t\r":
        return " "
    return UNKNOWN if letter.isprintable() else ""

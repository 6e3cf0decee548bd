"""A text without its disguises: full-width and foreign digits, odd spaces, dashes, accents and signs that cannot be seen."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LINE: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
APOSTROPHES: Final = "'’‘ʼ`´＇"
_PIECE: Final = re.compile(r"[^\W\d_]++(?:'[^\W\d_]++)*+|[0-9]++|\n++|[^\S\n]++|.", re.DOTALL)
"""A word, a number, a space or one other sign. Possessive throughout: nothing in it can be tried twice."""


def words(text: str) -> frozenset[str]:
    """The words of a list, which is kept as a text to be read by people."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, or one other sign, with what stands before it."""

    kind: str
    """`w` a word, `d` a number in 0 to 9, `p` another sign, `e` past the end."""
    text: str
    low: str
    start: int
    end: int
    """Places in the original text."""
    gap: int
    """Before it: 0 nothing, 1 a space, 2 a new line."""

    @property
    def is_capital(self) -> bool:
        """It begins with a capital."""
        return self.kind == "w" and self.text[0].isupper()

    @property
    def is_shouted(self) -> bool:
        """It is capitals only, two at least."""
        return self.kind == "w" and len(self.text) > 1 and self.text.isupper()


END: Final = Token("e", "", "", 0, 0, 2)


class Tokens:
    """The tokens of a text. Finders look a few places around, never further, so that finding takes time by length alone."""

    def __init__(self, text: str) -> None:
        """Read once, from left to right."""
        self._tokens = tuple(_tokens(text))
        self._length = len(self._tokens)

    def __len__(self) -> int:
        """How many."""
        return self._length

    def at(self, place: int) -> Token:
        """The token there; before the first and past the last, the end."""
        return self._tokens[place] if 0 <= place < self._length else END


def _tokens(text: str) -> list[Token]:
    folded, places = _folded(text)
    found: list[Token] = []
    gap = 2
    for piece in _PIECE.finditer(folded):
        said = piece[0]
        if said[0] == "\n":
            gap = 2
        elif said[0] == " ":
            gap = max(gap, 1)
        else:
            kind = "w" if said[0].isalpha() else "d" if said[0] in "0123456789" else "p"
            found.append(Token(kind, said, said.lower(), places[piece.start()], places[piece.end() - 1] + 1, gap))
            gap = 0
    return found


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The plain text, and for each sign of it the place of the sign it came from."""
    if text.isascii():
        return text.translate(_ASCII), range(len(text))
    parts: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = _plain(sign)
        parts.append(plain)
        places.extend([place] * len(plain))
    return "".join(parts), places


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    if sign in LINE:
        return "\n"
    if sign in APOSTROPHES:
        return "'"
    category = unicodedata.category(sign)
    if category in ("Cf", "Mn", "Me"):
        return ""  # cannot be seen, or only sits on another
    if category[0] == "Z" or category == "Cc":
        return " "
    if category == "Pd" or sign == "\u2212":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    made = "".join(each for each in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(each))
    return made if made.strip() else " "


_ASCII: Final = {place: _plain(chr(place)) for place in range(128)}
"""A sign for each, so that every place stays where it is."""

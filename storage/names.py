"""Names as they are compared, however an extract or a person writes them."""

import re
import unicodedata

_NOT_LETTERS = re.compile(r"[^\w]+")


def name_key(name: str) -> str:
    """`Example,  Ann` and `ann example` are one key; accents, hyphens and non-breaking spaces do not count."""
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma else name
    plain = unicodedata.normalize("NFKD", turned).encode("ascii", "ignore").decode() or turned
    return _NOT_LETTERS.sub(" ", plain.casefold()).strip()

"""Workers' names, however a system writes them: one key for `O’Neil,  Ann`, `Ms Ann O'Neil (Agency)` and `ann oneil`."""

import re
import unicodedata
from functools import lru_cache

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "dame", "lady"})
NOBODY = frozenset({
    "unallocated", "not allocated", "unassigned", "not assigned", "no worker", "no allocated worker", "awaiting allocation",
    "vacant", "vacancy", "tbc", "tba", "closed", "no longer allocated", "not recorded", "unknown worker",
})  # fmt: skip
"""What stands in a worker's column for "nobody"."""

_BRACKETS = re.compile(r"[(\[{].*?(?:[)\]}]|$)")
_AFTER_DASH = re.compile(r"\s+[-–—/|]\s*.*$|\s*[-–—]\s+.*$")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=32_768)
def worker_key(name: str) -> str:
    """The name as it is compared, forename first; "" for nobody."""
    bare = _AFTER_DASH.sub("", _BRACKETS.sub(" ", name)).strip()
    last, comma, first = bare.partition(",")
    turned = f"{first} {last}" if comma else bare
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", turned)).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    parts = [part for part in _LETTERS.findall(plain) if part not in TITLES]
    key = " ".join(parts)
    return "" if key in NOBODY else key


def is_somebody(text: str) -> bool:
    """Whether this names a person, by name or by a staff number, rather than nobody."""
    return bool(worker_key(text)) or any(c.isdigit() for c in text)


def loose_key(key: str) -> str:
    """The parts of a name in any order: some systems write the surname first without a comma."""
    return " ".join(sorted(key.split()))

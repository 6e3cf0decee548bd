"""What a case reference looks like: by the council's own patterns, or anything that could be one."""

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 40
MOST: Final = 20
_ANY: Final = re.compile(r"[A-Z0-9][A-Z0-9/_.\-#]{0,39}")
_DATES: Final = (
    re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-](\d{4}|\d{2})"),
    re.compile(r"\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2}"),
)
_PATTERN: Final = re.compile(r"[A-Z0-9/_.\-#]{1,40}")
EXAMPLE: Final = "M100001"


@dataclass(frozen=True, slots=True)
class References:
    """Patterns in which `9` is any digit, `A` any letter, and every other sign itself: `M999999`, `AA-9999`.

    No expressions: what a council writes is compared sign by sign, so no pattern can be slow.
    """

    patterns: tuple[str, ...] = ()
    """None: letters, digits and `/ _ . - #` without blanks, a digit among them, at most forty, and no date."""

    def fits(self, ref: str) -> bool:
        """Whether this is one, in small letters or capitals."""
        text = ref.upper()
        if not self.patterns:
            return could_be(text)
        return any(_matches(text, pattern) for pattern in self.patterns)

    def is_ours(self, text: str) -> bool:
        """Whether this is one by a pattern of the council's; without any nothing is."""
        return bool(self.patterns) and self.fits(text)

    @property
    def example(self) -> str:
        """One that could be, for a sentence."""
        return _shaped(self.patterns[0]) if self.patterns else EXAMPLE


def could_be(text: str) -> bool:
    """Whether this, in capitals, could be any council's reference, and is no name and no date."""
    if not _ANY.fullmatch(text) or not any("0" <= sign <= "9" for sign in text):
        return False
    return not any(form.fullmatch(text) for form in _DATES)


def wrong_patterns(patterns: tuple[str, ...]) -> str:
    """What is wrong with them; "" for nothing."""
    if len(patterns) > MOST:
        return f"more than {MOST} patterns"
    for pattern in patterns:
        if not _PATTERN.fullmatch(pattern) or "9" not in pattern:
            return f"{pattern[:60]!r} is not a pattern such as 'M999999': 9 for a digit, A for a letter, one 9 at least"
    return ""


def _matches(text: str, pattern: str) -> bool:
    return len(text) == len(pattern) and all(_sign_fits(sign, of) for sign, of in zip(text, pattern, strict=True))


def _sign_fits(sign: str, of: str) -> bool:
    if of == "9":
        return "0" <= sign <= "9"
    return "A" <= sign <= "Z" if of == "A" else sign == of


def _shaped(pattern: str) -> str:
    """`M999999` as `M100001`."""
    spots = [spot for spot, sign in enumerate(pattern) if sign == "9"]
    digits = dict.fromkeys(spots, "0") | {spots[0]: "1", spots[-1]: "1"}
    letters = iter("ABCDEFGHJKLMNPQRSTUVWXYZABCDEFGHJKLMNPQRSTUVWXYZ")
    return "".join(digits.get(spot) or (next(letters) if sign == "A" else sign) for spot, sign in enumerate(pattern))

"""References one slip of the finger away from what was typed."""

from string import ascii_uppercase, digits


def neighbours(ref: str) -> set[str]:
    """One sign left out, added, changed or swapped: a set small enough to look up whole."""
    typed = ref.upper()
    signs = digits + (ascii_uppercase if any(sign.isalpha() for sign in typed) else "")
    cuts = [(typed[:place], typed[place:]) for place in range(len(typed) + 1)]
    found = {head + tail[1:] for head, tail in cuts if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    found |= {head + sign + tail[1:] for head, tail in cuts if tail for sign in signs}
    found |= {head + sign + tail for head, tail in cuts for sign in signs}
    return found - {typed, ""}

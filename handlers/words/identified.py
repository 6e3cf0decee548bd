"""What people read where something they typed looks like a name or an identifier. The words themselves are only hinted at."""

import re
from collections.abc import Sequence

from handlers.words.phrases import listed
from scheduling.identifying import Found, Kind

CALLED: dict[Kind, str] = {
    Kind.NHS_NUMBER: "an NHS number",
    Kind.UPN: "a pupil number",
    Kind.NATIONAL_INSURANCE: "a National Insurance number",
    Kind.DATE_OF_BIRTH: "a date of birth",
    Kind.PHONE: "a phone number",
    Kind.POSTCODE: "a postcode",
    Kind.EMAIL: "an e-mail address",
    Kind.ADDRESS: "an address",
    Kind.NAME: "a name",
    Kind.LINK: "a link",
}
SHOWN = 6
KEEP = "Keep it as it is, because"
KEEP_HINT = "In a few words, without the name. The reason is kept with it."
NOBODYS = "None of it is about a child or family: say what it is"
NOBODYS_HINT = "Only where that is so, for example: the address of our own office. It is kept with the record."
LEFT_OUT = "A case goes by its reference, never by a name. The name was left out and is kept nowhere. Choose the case here."
BY_REFERENCE = "A case goes by its reference, never by a name. Type it again with the reference."
NOT_A_REFERENCE = "That is not a case reference. One looks like {example}; a name cannot stand here."
NO_REFERENCE = "What stood in place of the reference is not one, so it was left out. One looks like {example}."
NOT_SAVED_TITLE = "Not saved yet"
NOT_SAVED = "This is not saved yet: something in it looks like a name or an identifier. Open the form again to change it."
REASON_TOO = "The reason holds one too: say it without."


def looks_like(text: str, found: Sequence[Found]) -> str:
    """`Looks like a name (J… S…) and a postcode (R…).`"""
    hints = [f"{CALLED[each.kind]} ({hint(text[each.start : each.end])})" for each in found[:SHOWN]]
    more = [f"{len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return f"Looks like {listed([*dict.fromkeys(hints), *more])}."


def hint(words: str) -> str:
    """Enough to find it again, for whoever typed it: the first sign of each word, of a number the first."""
    parts = re.findall(r"\w+", words)[:3]
    return " ".join(f"{part[0]}…" for part in parts) or "…"


def never(source: str, example: str, *, identifier: str, is_number: bool) -> str:
    """Above the form, where the policy keeps it out."""
    told = f"Not saved yet. {source}: no names or personal details of families in this record. "
    instead = f"Put the {identifier or 'case reference'} in their place, for example {example}."
    return told + instead + (" A number that is one person's cannot stay." if is_number else "")


def with_reason(example: str) -> str:
    """Above the form, where it may be kept."""
    return (
        "Not saved yet. Something here looks like it names or identifies somebody. Put the case reference in its place, "
        f"for example {example}, or say below why it has to stay."
    )

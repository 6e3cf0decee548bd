"""Words that look as if they named a child or carried an identifier: found before they are stored, never shown elsewhere.

Pure, and in time by the length of the text: it is read once, and every finder looks a few words around, never further.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from scheduling.identifying.dates import births, dates
from scheduling.identifying.found import NUMBERED, Found, Kind, Span
from scheduling.identifying.names import names
from scheduling.identifying.numbers import numbers
from scheduling.identifying.places import places
from scheduling.identifying.plain import Tokens

LONGEST_NAME = 4
"""Words of a name of the staff that is not seen to go on: a surname may be an ordinary word."""

__all__ = ["NUMBERED", "Found", "Kind", "Staff", "identify"]


@dataclass(frozen=True)
class Staff:
    """Who works here, and may be named."""

    full: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    emails: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, names: Iterable[str], emails: Iterable[str] = (), near: Iterable[str] = ()) -> "Staff":
        """Of full names; of those of `near`, who work with the writer, given names and surnames alone too."""
        full = frozenset(" ".join(_words(name)) for name in names)
        parts = frozenset(part for name in near for part in _words(name))
        return cls(full - {""}, parts, frozenset(email.casefold() for email in emails))


def identify(
    text: str,
    *,
    today: date | None = None,
    staff: Staff | None = None,
    is_reference: Callable[[str], bool] = lambda _: False,
    tokens: Callable[[str], Tokens] = Tokens,
) -> tuple[Found, ...]:
    """What is found, in order. Without `staff` and `today` it finds more, never less.

    `is_reference` says what is a case reference of the council's own pattern: that is never found.
    """
    read = tokens(text)
    written = dates(read)
    taken = {place for each in written for place in range(each.first, each.last)}
    spans = [*places(read), *births(read, written, today), *numbers(read, taken), *names(read)]
    spans.sort(key=lambda span: (span.first, -span.last))
    found: list[Found] = []
    until = 0
    for span in spans:
        start, end = read.at(span.first).start, read.at(span.last - 1).end
        if start < until or _is_staff(read, span, staff) or is_reference(text[start:end]):
            continue
        found.append(Found(span.kind, start, end))
        until = end
    return tuple(found)


def _is_staff(read: Tokens, span: Span, staff: Staff | None) -> bool:
    if staff is None:
        return False
    if span.kind is Kind.EMAIL:
        return "".join(read.at(at).low for at in range(span.first, span.last)) in staff.emails
    if span.kind is not Kind.NAME:
        return False
    words = _words(" ".join(read.at(at).low for at in range(span.first, span.last)))
    if words and words[0] in ("mr", "mrs", "ms", "miss", "mx"):
        words = words[1:]
    if not words or _are_staff(words, staff, alone=not span.is_family):
        return True
    more = [read.at(span.last + step).low.removesuffix("'s") for step in range(LONGEST_NAME - 1)]
    return any(" ".join([*words, *more[:step]]) in staff.full for step in range(1, LONGEST_NAME))  # Zoe Head, Tom Day


def _are_staff(words: list[str], staff: Staff, *, alone: bool) -> bool:
    """All of them, one after the other, by their full names; where `alone`, by a given name or surname too."""
    while words:
        full = next((length for length in range(len(words), 1, -1) if " ".join(words[:length]) in staff.full), 0)
        if not full and not (alone and words[0] in staff.parts):
            return False
        words = words[full or 1 :]
    return True


def _words(name: str) -> list[str]:
    """A name as it is compared."""
    read = Tokens(name)
    return [read.at(at).low.removesuffix("'s") for at in range(len(read)) if read.at(at).kind == "w"]

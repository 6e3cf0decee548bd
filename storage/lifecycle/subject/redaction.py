"""Third parties taken out of free text: what is found is replaced by what it was, so that whoever checks it sees where.

What finds them is a list of functions, each from a text to the spans it found. No list finds a child's first name or a
nickname: every text is marked to be read by the officer before it is released.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from scheduling.identifying import Kind, Staff, identify
from storage.names import name_key

LONGEST_NAME = 5
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_REFERENCE = re.compile(r"[^\W_]+(?:[/_-][^\W_]+)*")
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_POSSESSIVE = re.compile(r"[’']s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where in a text, and what stands there instead."""

    start: int
    end: int
    says: str


SAYS = {
    Kind.NHS_NUMBER: "an NHS number",
    Kind.UPN: "a pupil number",
    Kind.NATIONAL_INSURANCE: "a National Insurance number",
    Kind.DATE_OF_BIRTH: "a date of birth",
    Kind.PHONE: "a telephone number",
    Kind.POSTCODE: "a postcode",
    Kind.EMAIL: "an e-mail address",
    Kind.ADDRESS: "an address",
    Kind.NAME: "a name",
    Kind.LINK: "a link",
}
Find = Callable[[str], Iterable[Span]]


def redacted(text: str, finders: Iterable[Find]) -> str:
    """Without what any of them finds; where two overlap, the longer stands for both."""
    spans = sorted((span for find in finders for span in find(text)), key=lambda span: (span.start, -span.end))
    parts, done = list[str](), 0
    for span in spans:
        if span.start < done:
            if span.end > done:
                done = span.end  # the rest of what overlaps goes without a word of its own
            continue
        parts += [text[done : span.start], f"[{span.says}]"]
        done = span.end
    return "".join([*parts, text[done:]])


def as_compared(name: str) -> str:
    """`O’Neil` and `O'Neil` are one: a phone types the one, an extract holds the other."""
    return name_key(name.replace("’", "'"))


@dataclass(frozen=True, slots=True)
class Names:
    """People known to the council, by their names as they are compared, each with the word for what they are."""

    full: Mapping[str, str]
    """Everybody's, in whatever order and capitals they are written."""
    single: Mapping[str, str]
    """A first or a last name alone, of those around the subject only: elsewhere `Will` or `Grace` is a word."""

    def __call__(self, text: str) -> Iterator[Span]:
        """The longest name first."""
        words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
        at = 0
        while at < len(words):
            span = self._at(text, words, at)
            if span is None:
                at += 1
                continue
            yield span
            at = next((each for each in range(at, len(words)) if words[each][0] >= span.end), len(words))

    def _at(self, text: str, words: list[tuple[int, int]], at: int) -> Span | None:
        start = words[at][0]
        for number in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            written = text[start : words[at + number - 1][1]]
            name = _POSSESSIVE.sub("", written)
            key = as_compared(name)
            says = self.full.get(key) if number > 1 else None
            if number == 1 and name[:1].isupper():
                says = self.single.get(key)
            if says is not None:
                return Span(start, start + len(name), says)
        return None


def references(cases: Callable[[str], str | None]) -> Find:
    """Case references, known to `cases`, which answers what is said instead."""

    def find(text: str) -> Iterator[Span]:
        for match in _REFERENCE.finditer(text):
            if (says := cases(match[0])) is not None:
                yield Span(match.start(), match.end(), says)

    return find


def addresses(own: str) -> Find:
    """E-mail addresses but the subject's own."""

    def find(text: str) -> Iterator[Span]:
        return (Span(m.start(), m.end(), "an e-mail address") for m in _ADDRESS.finditer(text) if m[0].lower() != own.lower())

    return find


def identifiers(own: Staff) -> Find:
    """What looks like a name or an identifier, of a child perhaps, but the subject's own."""

    def find(text: str) -> Iterator[Span]:
        return (Span(each.start, each.end, SAYS[each.kind]) for each in identify(text, staff=own))

    return find


def mentions(roles: Mapping[str, str]) -> Find:
    """Slack's own way to name somebody."""

    def find(text: str) -> Iterator[Span]:
        return (Span(m.start(), m.end(), roles.get(m[1], "somebody")) for m in _MENTION.finditer(text))

    return find

"""Typed text as it arrives from Slack, back to what the person typed; and the pieces a decision is made of."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

_LABELLED = re.compile(r"<([@#!][^|>]*|[a-z][a-z0-9+.-]*:[^|>]*)(?:\|([^>]*))?>")
AROUND = ".,:;#*_`'\"()[]“”‘’«»"
"""Signs that stand around a word and are none of it."""
AFTER = " \t\r\n,:;-–—"
"""What may stand between a reference and the decision."""
_JOINING = "/&+-–—"
_WORD = re.compile(r"\S+")
_BECAUSE = re.compile(r"\bbecause\b", re.IGNORECASE)
_SAYING = re.compile(r"[^\s.,:;!?…-]")
_MINUTES = re.compile(
    r"(?:^|\s)(?:for )?(?:(?P<hours>\d{1,2}(?:\.5)?) ?(?:h|hr|hrs|hours?))?"
    r"(?:(?(hours) ?)(?P<minutes>\d{1,3}) ?(?:m|min|mins|minutes?)?)?$",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Slack's escapes undone: `<@U1|ann>` is `@ann`, `&lt;` is `<`. What it gives is stored, and escaped again when shown."""
    return _unescaped(_LABELLED.sub(_label, text)).replace("\x00", "").strip()


def _label(found: re.Match[str]) -> str:
    target, label = found[1], found[2] or ""
    if target[0] in "@#!":
        return f"{target[0] if target[0] != '!' else '@'}{label or target[1:]}"
    return label or target


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@dataclass(frozen=True, slots=True)
class TypedDecision:
    """What stood in one line: any part may be missing."""

    ref: str
    decision: str
    rationale: str
    kind: str = ""
    """Which of the policy's kinds it is; "" where that was left out."""

    @property
    def is_whole(self) -> bool:
        """Nothing needs to be asked."""
        return bool(self.ref and self.decision and self.rationale)


def parse_decision(text: str) -> TypedDecision:
    """`M100001 move to strategy meeting because two missed visits`, told apart at the last sensible "because"."""
    whole = plain(text)
    first, _, rest = _split(whole)
    ref = first.strip(AROUND) if any(character.isdigit() for character in first) else ""
    decision, rationale = _at_because(rest if ref else whole)
    return TypedDecision(ref, decision, rationale)


def parse_message(text: str, ref: str) -> TypedDecision:
    """A message nobody wrote as a command: told apart as one, about the case `ref` that was found in it, if one was."""
    whole = plain(text)
    first, _, rest = _split(whole)
    begins = bool(ref) and first.strip(AROUND).casefold() == ref.casefold()
    return TypedDecision(ref, *_at_because(rest if begins else whole))


def words(text: str) -> list[str]:
    """The words of a text, each once, without the signs around it."""
    return list(dict.fromkeys(word for each in plain(text).split() if (word := each.strip(AROUND))))


def leading(text: str, found_in: Callable[[str], Sequence[str]]) -> tuple[list[str], str]:
    """The references a text begins with, `M1 and M2 move on`, `M1/M2, M3: move on`; and what stands behind them.

    `found_in` tells which of them a word is, without the signs around it; none for a word that is no reference.
    """
    found, end = list[str](), 0
    for word in _WORD.finditer(text):
        bare = word[0].strip(AROUND + _JOINING)
        if not bare or bare.casefold() == "and":
            continue
        refs = found_in(bare)
        if not refs:
            break
        found += refs
        end = word.end()
    return found, text[end:].lstrip(AFTER)


def with_kind(typed: TypedDecision, kinds: Sequence[str]) -> TypedDecision:
    """`direction: visit daily` is a direction: a kind of the policy's, or its first word, before a colon at the start."""
    said, colon, rest = typed.decision.partition(":")
    word = " ".join(said.split()).casefold()
    if not colon or not word or len(kinds) < 2:
        return typed
    meant = [kind for kind in kinds if word == kind.casefold()] or [
        kind for kind in kinds if word == kind.casefold().split()[0]
    ]
    return replace(typed, decision=rest.strip(), kind=meant[0]) if len(meant) == 1 else typed


def _split(text: str) -> tuple[str, str, str]:
    found = re.match(r"(\S*)(\s*)(.*)", text, re.DOTALL)
    assert found is not None
    return found[1], found[2], found[3]


def _at_because(text: str) -> tuple[str, str]:
    for found in reversed(list(_BECAUSE.finditer(text))):
        before, after = text[: found.start()].strip(" \t\r\n,;-–—"), text[found.end() :].strip(" \t\r\n,:;")
        if _SAYING.search(before) and _SAYING.search(after):
            return before, after
    if text[:7].casefold() == "because" and _SAYING.search(text[7:]):
        return "", text[7:].strip(" \t\r\n,:;")
    return text.strip(), ""


def take_minutes(text: str) -> tuple[str, int | None]:
    """`yesterday 90` is yesterday, 90 minutes; also `1h30`, `1.5 hours`, `90 min`."""
    found = _MINUTES.search(text.strip())
    if not found or not (found["hours"] or found["minutes"]):
        return text.strip(), None
    minutes = round(float(found["hours"] or 0) * 60) + int(found["minutes"] or 0)
    return text.strip()[: found.start()].strip(), minutes


def take_reason(text: str) -> tuple[str, str]:
    """`tue 2pm because court` or `tue 2pm - court`: the date part and the reason."""
    words = plain(text)
    found = _BECAUSE.search(words) or re.search(r"(?:\s[-–—]\s|: |; |, (?=\D*$)|\breason:?\b)", words)
    if not found:
        return words, ""
    return words[: found.start()].strip(" ,;"), words[found.end() :].strip(" ,:;")

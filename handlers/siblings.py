"""A line that begins with several references: one decision is about one case, so it is asked which, with a button for each."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers.asking import AskError, Choice
from handlers.typed import leading, plain
from handlers.words import decision as words
from scheduling.references import References, could_be
from storage.unit import UnitOfWork
from storage.views import Person

_JOINT = re.compile(r"[/,;&+]")
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])/(0?[1-9]|1[0-2])(/(\d{2}|\d{4}))?")
"""`14/5` is a day somebody begins with, unless there is a case of that name."""
_SHORTEST = 4
"""Of two words that are taken for references because they look alike: `2 4` are none."""


@dataclass(frozen=True, slots=True)
class Siblings:
    """The cases named at the start of a line, and what it says of them."""

    refs: tuple[str, ...]
    rest: str


def may_follow(decision: str) -> bool:
    """Whether a further reference may stand where the decision should begin, by its look alone."""
    return bool(leading(decision, _likely)[0])


def named(text: str, viewer: Person, work: UnitOfWork) -> Siblings | None:
    """None where the line is about one case. Storage is asked only where further references may be named."""
    said = plain(text)
    whole = leading(said, _likely)[0]
    likely = list(dict.fromkeys(each for word in whole for each in (word, *_parts(word))))
    if len(likely) < 2:
        return None
    cases = work.cases.seen([(each, viewer) for each in likely])
    known = {each for each, case in zip(likely, cases, strict=True) if case}
    return told_apart(said, known, work.policy.at(work.today).record.references)


def told_apart(said: str, known: Collection[str] = (), references: References | None = None) -> Siblings | None:
    """The same by cases that are `known`, by the council's patterns, and by looking like the first: so may a mistyped one."""
    first = next(iter(leading(said, _likely)[0]), "")

    def is_sure(word: str) -> bool:
        return word in known or (references is not None and references.is_ours(word))

    def is_one(word: str) -> bool:
        looks_like_one = len(word) >= _SHORTEST and _shape(word) == _shape(first) and not _DAY.fullmatch(word)
        return is_sure(word) or looks_like_one

    def found_in(word: str) -> Sequence[str]:
        parts = _parts(word)
        # `2025/14` may be one reference: it is two where both are certain, and the whole is not known.
        if len(parts) > 1 and not is_sure(word) and all(map(is_sure, parts)):
            return parts
        if is_one(word):
            return (word,)
        return parts if all(map(is_one, parts)) else ()

    refs, rest = leading(said, found_in)
    once = dict[str, str]()
    for each in refs:
        once.setdefault(each.casefold(), each)
    return Siblings(tuple(once.values()), rest) if len(once) > 1 else None


def which(siblings: Siblings) -> AskError:
    """One press saves what was typed on one case; the others are offered then."""
    choices = [Choice(ref, ref) for ref in siblings.refs]
    return AskError(words.ONE_CASE, before="", after=siblings.rest, choices=choices, one_by_one=words.THE_OTHERS)


def _likely(word: str) -> Sequence[str]:
    if could_be(word.upper()):
        return (word,)
    parts = _parts(word)
    return parts if all(could_be(part.upper()) for part in parts) else ()


def _parts(word: str) -> list[str]:
    return [part for part in _JOINT.split(word) if part]


def _shape(word: str) -> str:
    """`M100001` as `A999999`."""
    return "".join("9" if sign.isdigit() else "A" if sign.isalpha() else sign for sign in word)

"""What stands after a word of `/case`: a reference, and then a category, a role, people and a day in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.asked_dates import day_typed
from handlers.dates import Day, Toward, parse
from handlers.naming import BY_ID, MENTION, is_date, take_person
from handlers.request import Request
from handlers.typed import plain
from handlers.words import casework as words
from scheduling.errors import SupervisionError
from scheduling.identifying import identify
from storage.errors import NotFound
from storage.extracts import cases as extract
from storage.extracts.cells import squeezed
from storage.unit import UnitOfWork
from storage.views import Person

AROUND = ".,:;#*_`'\"()[]“”‘’«»"
SINCE = ("from", "on", "since", "as", "to", "with", "and", "for", "is", "now")
"""Small words between the others."""
LONGEST_RUN = 4
CATEGORIES: Mapping[str, str] = {
    **extract.CATEGORIES,
    **{squeezed(typed): category for typed, category in words.TYPED_CATEGORIES.items()},
    **{squeezed(said): category for category, said in words.NAMES.items()},
}
ROLES: Mapping[str, str] = {**extract.ROLES, **{squeezed(said): role for role, said in words.ROLES.items()}}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, told apart; anything may be missing."""

    ref: str
    is_reference: bool
    """False: what stands in its place is none, and is shown, stored and kept nowhere."""
    category: str
    role: str
    people: tuple[Person, ...]
    typed_on: str

    def day(self, request: Request, toward: Toward, word: str) -> date:
        """The day typed; today for none. Raises AskError, NoDateError."""
        if not self.typed_on:
            return request.today
        return day_typed(request, self.typed_on, toward, before=f"{word} {self.again}", after="").on

    @property
    def again(self) -> str:
        """The same once more, without the day."""
        people = [f"id:{each.id}" for each in self.people]
        return " ".join(part for part in (self.ref, self.category, *people, self.role) if part)

    def day_if_any(self, request: Request, toward: Toward) -> date | None:
        """The same where it can be read."""
        reading = parse(self.typed_on, request.today, toward)
        return reading.on if isinstance(reading, Day) else None


def split(request: Request, work: UnitOfWork, rest: str) -> tuple[str, bool, str]:
    """The reference as it is here (or as typed), whether it is one, and what follows."""
    first, _, after = rest.strip().partition(" ")
    typed = plain(first).strip(AROUND)
    references = work.policy.at(work.today).record.references
    if not typed:
        return "", True, after.strip()
    try:
        return work.cases.find(typed, viewer=request.viewer).ref, True, after.strip()
    except NotFound:
        return typed, references.fits(typed) and not identify(typed), after.strip()


def read(request: Request, work: UnitOfWork, word: str, rest: str, *, kinds: str = "") -> Asked:
    """`kinds`: wanted besides a day, `c` a category, `r` a role, `p` people. Raises AskError, UnmetError, NobodyError."""
    ref, is_reference, after = split(request, work, rest)
    said = after.split()
    category, said = _taken(said, CATEGORIES) if "c" in kinds else ("", said)
    role, said = _taken(said, ROLES) if "r" in kinds else ("", said)
    before = " ".join(part for part in (word, ref, category, role) if part)
    people, said = _people(request, work, before, _bare(said)) if "p" in kinds else ([], said)
    return Asked(ref, is_reference, category, role, tuple(people), plain(" ".join(_bare(said))))


def read_leniently(request: Request, work: UnitOfWork, word: str, rest: str, *, kinds: str = "") -> Asked:
    """The same for a form: what cannot be told apart is left out."""
    try:
        return read(request, work, word, rest, kinds=kinds)
    except SupervisionError:
        ref, is_reference, after = split(request, work, rest)
        category, said = _taken(after.split(), CATEGORIES) if "c" in kinds else ("", after.split())
        role, _ = _taken(said, ROLES) if "r" in kinds else ("", said)
        return Asked(ref, is_reference, category, role, (), "")


def _taken(said: list[str], known: Mapping[str, str]) -> tuple[str, list[str]]:
    """The longest run of words that is one of these, and the rest."""
    for length in range(min(LONGEST_RUN, len(said)), 0, -1):
        for at in range(len(said) - length + 1):
            run = said[at : at + length]
            value = known.get(squeezed("".join(run)))
            if value and not any(_is_marked(each) for each in run):
                return value, said[:at] + said[at + length :]
    return "", said


def _people(request: Request, work: UnitOfWork, before: str, said: list[str]) -> tuple[list[Person], list[str]]:
    """Everybody mentioned, and what is left; a name without its @ where no other words are."""
    found: list[Person] = []
    while True:
        at = next((at for at, each in enumerate(said) if _is_marked(each)), None)
        if at is None:
            at = 0 if said and not found and not is_date(" ".join(said), request) else None
        if at is None:
            return found, said
        so_far = " ".join([before, *(f"id:{each.id}" for each in found), *said[:at]])
        person, rest = take_person(request, work, so_far, " ".join(said[at:]))
        if person is None:
            return found, said
        found.append(person)
        said = _bare([*said[:at], *rest.split()])


def _bare(said: list[str]) -> list[str]:
    """Without the small words at either end."""
    while said and re.sub(r"\W", "", said[0]).casefold() in SINCE:
        said = said[1:]
    while said and re.sub(r"\W", "", said[-1]).casefold() in SINCE:
        said = said[:-1]
    return said


def _is_marked(word: str) -> bool:
    return bool(MENTION.fullmatch(word) or BY_ID.fullmatch(word)) or word.startswith("@")

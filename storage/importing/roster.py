"""Who is who: anybody in people.csv or on record, by staff id, e-mail address or name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.extracts.names import is_somebody, loose_key, worker_key
from storage.extracts.plan import ImportPlan, Who
from storage.models import PersonRow, WorkerNameRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

MOST_GUESSES = 200
"""As many faults are shown; each guess takes a hundredth of a second among 3,000 people."""
NOBODYS = "import.nobodys_names"
"""The setting that remembers names in extracts that are no person's."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a name turned out to be. Neither: nobody is known by it, or more than one person is."""

    person_id: str | None = None
    is_nobody: bool = False
    """Known to be no person: a team's tray, a duty rota."""
    several: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Nothing to ask about."""
        return self.person_id is not None or self.is_nobody


@dataclass(slots=True)
class Roster:
    """Everybody, to be found by any of their names."""

    names: dict[str, str] = field(default_factory=dict)
    """Id to name, to show."""
    by_id: dict[str, str] = field(default_factory=dict)
    """Staff id or e-mail, in small letters, to id."""
    by_name: dict[str, set[str]] = field(default_factory=dict)
    by_loose_name: dict[str, set[str]] = field(default_factory=dict)
    remembered: dict[str, str | None] = field(default_factory=dict)
    """Names mapped once: to an id, or to None for nobody."""
    remembered_before: dict[str, str | None] = field(default_factory=dict)
    """Those of an earlier import."""
    spoilt: set[str] = field(default_factory=set)
    found: dict[Who, Match] = field(default_factory=dict)
    guessed: int = 0
    """How often a name nobody is known by was held against all others."""

    @classmethod
    def of(cls, work: UnitOfWork, plan: ImportPlan) -> Roster:
        """Those on record, then those in the file: the same person keeps the id on record."""
        roster = cls(spoilt=plan.spoilt_people)
        rows = work.session.execute(
            select(PersonRow.id, PersonRow.name, PersonRow.email).where(PersonRow.workspace == work.workspace)
        )
        for person_id, name, email in rows:
            roster.add(person_id, name, (person_id, email))
        for person in plan.people or ():
            known = roster.by_id.get(person.id.casefold()) or roster.by_id.get(person.email)
            roster.add(known or person.id, person.name, (person.id, person.email))
        names = select(WorkerNameRow.name_key, WorkerNameRow.person_id).where(WorkerNameRow.workspace == work.workspace)
        roster.remembered.update((key, person_id) for key, person_id in work.session.execute(names))
        roster.remembered.update(dict.fromkeys(work.settings.get(NOBODYS) or ()))
        roster.remembered_before = dict(roster.remembered)
        return roster

    def add(self, person_id: str, name: str, also: Iterable[str]) -> None:
        """Somebody, under every name they go by."""
        self.names[person_id] = name
        for each in also:
            self.by_id[each.casefold()] = person_id
        key = worker_key(name)
        self.by_name.setdefault(key, set()).add(person_id)
        self.by_loose_name.setdefault(loose_key(key), set()).add(person_id)

    def find(self, who: Who) -> Match:
        """By staff id or address, by what was mapped once, by name, by the parts of the name in any order."""
        match = self.found.get(who)
        if match is None:
            match = self.found[who] = self._find(who)
        return match

    def _find(self, who: Who) -> Match:
        for text in (who.staff_id, who.text):
            if text and (person_id := self.by_id.get(text.casefold())):
                return Match(person_id)
        key = worker_key(who.text)
        if not key:
            return Match(is_nobody=not is_somebody(who.text))
        if key in self.remembered:
            person_id = self.remembered[key]
            return Match(person_id) if person_id else Match(is_nobody=True)
        for ids in (self.by_name.get(key), self.by_loose_name.get(loose_key(key))):
            if ids:
                return Match(next(iter(ids))) if len(ids) == 1 else Match(several=tuple(sorted(ids)))
        return Match()

    def is_spoilt(self, who: Who) -> bool:
        """Whether the person meant stands in a line of people.csv that could not be read."""
        return bool({who.text.casefold(), who.staff_id.casefold(), worker_key(who.text)} & self.spoilt)

    def id_of(self, person_id: str, email: str) -> str:
        """The id on record of somebody in the file."""
        return self.by_id.get(person_id.casefold()) or self.by_id.get(email) or person_id

    def shown(self, person_id: str) -> str:
        """Name and id."""
        return f"{self.names.get(person_id, person_id)} ({person_id})"

    def nearest(self, who: Who) -> str:
        """A question to help, or nothing: "Is it Ann Ashby (E1005)? "."""
        self.guessed += 1
        if self.guessed > MOST_GUESSES:
            return ""
        near = get_close_matches(worker_key(who.text), self.by_name, n=1, cutoff=0.75)
        ids = sorted(self.by_name[near[0]]) if near else []
        return f"Is it {self.shown(ids[0])}? " if ids else ""

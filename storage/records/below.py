"""The facts about everybody below somebody, to reckon with while they wait: read, and nothing stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scheduling.errors import SupervisionError
from scheduling.facts import Facts
from storage.errors import NotFound
from storage.index.facts import load
from storage.index.scope import Scope
from storage.records.base import Records
from storage.records.supervised import cases_of
from storage.views import Person

MOST_PEOPLE: Final = 300
MOST_CASES: Final = 3_500
"""Both sides of an answer about so many take two thirds of a second of one core, the reading with it."""


class TooManyBelow(SupervisionError):
    """There are too many people and cases below you to reckon with while you wait. Ask whoever runs Cornerstone for `cornerstone simulate`: it takes any council."""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Known:
    """Everybody below, and the facts of them with whoever stands around them."""

    people: tuple[Person, ...]
    """By name."""
    facts: Facts


class Below(Records):
    """Of those who manage supervisors; to anybody else it is not there."""

    def leaders(self, viewer: Person) -> list[Person]:
        """Those below who supervise somebody, by name. Raises NotFound, TooManyBelow."""
        people = self._work.sight.below(viewer)
        found = self._work.people.leaders(people)
        if not found:
            raise NotFound
        if len(people) > MOST_PEOPLE:
            raise TooManyBelow
        return list(self._work.people.by_id(found).values())

    def known(self, viewer: Person) -> Known:
        """Raises NotFound, TooManyBelow."""
        self.leaders(viewer)
        people = sorted(self._work.sight.below(viewer))
        cases = cases_of(self._work, people)
        if len(cases) > MOST_CASES:
            raise TooManyBelow
        return Known(tuple(self._work.people.by_id(people).values()), load(self._work, Scope.of(people, cases)))

"""Who is told in somebody's place, for what the ladder of an obligation does not say: as `scheduling.deputies` walks."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import select

from scheduling.deputies import deputy as walked
from storage.models import AbsenceRow
from storage.records.lines import is_away

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person


def deputy(work: UnitOfWork, person_id: str, apart: Collection[str] = (), *, in_slack: bool = False) -> str | None:
    """Themselves where they are there; else who covers for them, else their manager; never one of `apart`.

    `in_slack`: nobody without a Slack account either.
    """
    around = _Around(work)

    def is_there(who: str) -> bool:
        person = around.person(who)
        return is_here(work, person) and not around.away(who) and (not in_slack or bool(person and person.slack_id))

    def cover(who: str) -> str | None:
        return next((each for each in around.away(who) if each), None)

    def manager(who: str) -> str | None:
        person = around.person(who)
        return person.manager_id if person else None

    return walked(person_id, is_there, cover, manager, apart)


def is_here(work: UnitOfWork, person: Person | None) -> bool:
    """Whether they have started and not left."""
    return person is not None and person.started_on <= work.today and (person.left_on is None or person.left_on > work.today)


class _Around:
    """Asked of each of the few that a walk passes, once."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._people: dict[str, Person | None] = {}
        self._away: dict[str, list[str | None]] = {}

    def person(self, person_id: str) -> Person | None:
        if person_id not in self._people:
            self._people[person_id] = self._work.people.get(person_id)
        return self._people[person_id]

    def away(self, person_id: str) -> list[str | None]:
        """Who covers, for each absence of today; empty where they are not away."""
        if person_id not in self._away:
            row = AbsenceRow
            theirs = row.workspace == self._work.workspace, row.person_id == person_id, is_away(row, self._work.today)
            self._away[person_id] = list(self._work.session.scalars(select(row.cover_id).where(*theirs).order_by(row.from_on)))
        return self._away[person_id]

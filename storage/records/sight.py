"""Who may see whose records, and who may write them. The answer to a stranger is that there is no such record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from storage.errors import ForTheSupervisor, NotFound
from storage.records import lines

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person


class Sight:
    """Remembers, for one unit of work, the lines it has asked for."""

    def __init__(self, work: UnitOfWork) -> None:
        """One a unit of work."""
        self._work = work
        self._above: dict[str, dict[str, int]] = {}
        self._below: dict[str, frozenset[str]] = {}

    def above(self, person_id: str) -> dict[str, int]:
        """Who is in the line above this person, and how many steps up; nearest first."""
        self.look_up([person_id])
        return self._above[person_id]

    def look_up(self, person_ids: Iterable[str]) -> None:
        """Ask for the lines above all of these at once, where several are asked about next."""
        new = [each for each in set(person_ids) if each not in self._above]
        self._above |= {each: {} for each in new}
        for person_id, above_id, depth in self._work.ask(lines.ABOVE, ids=new) if new else ():
            if above_id and above_id != person_id:
                self._above[person_id][above_id] = depth

    def below(self, viewer: Person) -> frozenset[str]:
        """Everyone in the line below the viewer, without the viewer."""
        if viewer.id not in self._below:
            found = self._work.ask(lines.BELOW, person=viewer.id)
            self._below[viewer.id] = frozenset(row.id for row in found) - {viewer.id}
        return self._below[viewer.id]

    def can_see(self, viewer: Person, person_id: str) -> bool:
        """Oneself, and everyone below."""
        return viewer.id == person_id or viewer.id in self.above(person_id)

    def must_see(self, viewer: Person, *person_ids: str) -> None:
        """NotFound unless the viewer may see at least one of these people."""
        if not any(self.can_see(viewer, person_id) for person_id in person_ids):
            raise NotFound

    def must_supervise(self, viewer: Person, person_id: str) -> None:
        """The viewer stands in the line above; one cannot record one's own supervision."""
        if viewer.id == person_id:
            raise ForTheSupervisor
        self.must_see(viewer, person_id)

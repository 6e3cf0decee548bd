"""Who may see whom, asked on the read itself, so that no handler can forget it; and every reading of a record noted.

Two questions are told apart. What is owed, booked and late is the business of the person and the line above. What was written
in a record may also be read by whoever has been granted it, for a purpose and a time (Wokingham 9, Manchester 2.4). Nobody
who has left sees anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.errors import ForTheSupervisor, NotFound
from storage.records import granted, lines

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

SUPERVISEE, SUPERVISOR, LINE, WORKER, GRANTED = "supervisee", "supervisor", "line", "worker", "granted"
OWNER = "owner"
PRESENT = "present"
OBSERVER = "observer"
AUDITOR = "auditor"
"""In which role somebody reads or writes a record."""


@dataclass(frozen=True, slots=True)
class Way:
    """By what right somebody reads a record."""

    role: str
    """`supervisee`, `supervisor` (whoever covers among them), `line` above, `worker`, `granted`, `present` (in a group),
    `observer` or `auditor`."""
    purpose: str = ""
    """Of a grant, or of an audit."""
    covers_personal: bool = False
    """Of a grant: whether it names personal matters too."""


class Sight:
    """Remembers, for one unit of work, the lines it has asked for."""

    def __init__(self, work: UnitOfWork) -> None:
        """One a unit of work."""
        self._work = work
        self._above: dict[str, dict[str, int]] = {}
        self._below: dict[str, frozenset[str]] = {}
        self._granted: dict[str, dict[str, Way]] = {}

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
            found = self._work.ask(lines.BELOW, person=viewer.id) if self._is_here(viewer) else ()
            self._below[viewer.id] = frozenset(row.id for row in found) - {viewer.id}
        return self._below[viewer.id]

    def can_see(self, viewer: Person, person_id: str) -> bool:
        """Oneself, and everyone below: what is owed, booked and late."""
        return self._is_here(viewer) and (viewer.id == person_id or viewer.id in self.above(person_id))

    def must_see(self, viewer: Person, *person_ids: str) -> None:
        """NotFound unless the viewer may see at least one of these people."""
        if not any(self.can_see(viewer, person_id) for person_id in person_ids):
            raise NotFound

    def must_supervise(self, viewer: Person, person_id: str) -> None:
        """The viewer stands in the line above; one cannot record one's own supervision."""
        if viewer.id == person_id:
            raise ForTheSupervisor
        self.must_see(viewer, person_id)

    def way(self, viewer: Person, person_id: str) -> Way | None:
        """By what right the viewer may read this person's record; None where by none."""
        if self.can_see(viewer, person_id):
            return self._in_line(viewer, person_id)
        return self.granted(viewer).get(person_id)

    def granted(self, viewer: Person) -> dict[str, Way]:
        """Whose records have been opened to the viewer and still are, by supervisee."""
        if viewer.id not in self._granted:
            rows = self._work.ask(granted.OPEN_TO, person=viewer.id) if self._is_here(viewer) else ()
            found: dict[str, Way] = {}
            for about_id, purpose, covers_personal in rows:
                seen = found.get(about_id)
                personal = covers_personal or (seen.covers_personal if seen else False)
                found[about_id] = Way(GRANTED, seen.purpose if seen else purpose, personal)
            self._granted[viewer.id] = found
        return self._granted[viewer.id]

    def sees_personal(self, viewer: Person, person_id: str) -> bool:
        """The supervisee, their supervisor of today, and whoever has been granted it by name: not cover, nor the line above."""
        if not self.can_see(viewer, person_id):
            way = self.granted(viewer).get(person_id)
            return way is not None and way.covers_personal
        return viewer.id == person_id or self._work.people.supervisors_of([person_id]).get(person_id) == viewer.id

    def must_read(self, viewer: Person, person_id: str) -> Way:
        """By what right; NotFound, as if it did not exist, where by none."""
        way = self.way(viewer, person_id)
        if way is None:
            raise NotFound
        return way

    def note(self, act: str, viewer: Person, kind: str, record: str, about: str, way: Way | None = None) -> None:
        """Enter into the audit trail who did what to whose record, and by what right; never what it says."""
        by = way or self.way(viewer, about) or Way(WORKER)
        self._work.trail.note(act, viewer=viewer, kind=kind, object=record, about=about, role=by.role, purpose=by.purpose)

    def _in_line(self, viewer: Person, person_id: str) -> Way:
        if viewer.id == person_id:
            return Way(SUPERVISEE)
        return Way(SUPERVISOR if self.above(person_id)[viewer.id] == 1 else LINE)

    def _is_here(self, viewer: Person) -> bool:
        return viewer.left_on is None or viewer.left_on > self._work.today

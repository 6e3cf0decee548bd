"""Who supervises more people than the policy asks for: reported, never blocked (R-22)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from scheduling.readings import chosen_over
from scheduling.saying import Cited
from storage.index import staff
from storage.models import PersonRow, RelationshipRow
from storage.records.base import Records
from storage.records.lines import supervises
from storage.views import Person


@dataclass(frozen=True, slots=True)
class Load:
    """Of one supervisor, today."""

    supervisor: Person
    number: int
    """People they supervise."""
    most: int
    """So many are not too many yet."""
    cited: Cited


class Loads(Records):
    """Of the viewer, and of everybody below."""

    def too_many(self, viewer: Person) -> tuple[Load, ...]:
        """The viewer first, then whoever has most; nobody where the policy in force is silent. In four statements at most."""
        work = self._work
        cited = work.policy.at(work.today).load
        if cited is None:
            return ()
        chosen = staff.settings(work)[0].chosen
        readings = chosen_over(work.policy.readings, chosen) if chosen else work.policy.readings
        counted = self._counted({viewer.id, *work.sight.below(viewer)}, readings.supervisees_red_from)
        people = work.people.by_id({viewer.id, *counted})
        most = readings.supervisees_red_from - 1
        found = [Load(people[each], number, most, cited) for each, number in counted.items()]
        return tuple(sorted(found, key=lambda load: (load.supervisor.id != viewer.id, -load.number, load.supervisor.name)))

    def _counted(self, supervisors: set[str], red_from: int) -> dict[str, int]:
        row, person, today = RelationshipRow, PersonRow, self._work.today
        number = func.count(row.supervisee_id.distinct())
        query = (
            select(row.supervisor_id, number.label("number"))
            .join(person, and_(person.workspace == row.workspace, person.id == row.supervisee_id))
            .where(row.workspace == self._work.workspace, row.supervisor_id.in_(supervisors), supervises(row, today))
            .where(or_(person.left_on.is_(None), person.left_on > today))
            .group_by(row.supervisor_id)
            .having(number >= red_from)
        )
        return {each.supervisor_id: each.number for each in self._work.session.execute(query)}

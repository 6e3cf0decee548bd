"""When somebody is written to: the days they work and the hour of their morning message, as they or their line chose."""

from collections.abc import Iterable
from datetime import time

from sqlalchemy import select

from scheduling.rhythm import chosen_morning, kept_as
from storage.models import PersonChangeRow
from storage.notices.zones import moved
from storage.records.base import Records
from storage.views import Person


class Rhythms(Records):
    """Each choice holds from its day on and the ones before stay; who made it is in the trail. No duty follows from it."""

    def choose_days(self, days: Iterable[int], *, viewer: Person, person_id: str) -> Person:
        """The weekdays somebody works, by themselves or the line above. Raises NoSuchDays, NotFound."""
        self._work.sight.must_see(viewer, person_id)
        return self._choose("works_on", kept_as(days), viewer, person_id)

    def choose_morning(self, at: time, *, viewer: Person) -> Person:
        """When one's own morning message comes. Raises NotInTheMorning."""
        return self._choose("morning_at", chosen_morning(at), viewer, viewer.id)

    def _choose(self, field: str, value: str, viewer: Person, person_id: str) -> Person:
        work, row = self._work, PersonChangeRow
        before = work.people.must_get(person_id)
        if getattr(before, field) == value:
            return before
        same = row.workspace == work.workspace, row.person_id == person_id, row.field == field, row.from_on == work.today
        found = work.session.scalar(select(row).where(*same))
        if found is None:
            mine = {"workspace": work.workspace, "person_id": person_id}
            work.session.add(row(**mine, from_on=work.today, field=field, value=value))
        else:
            found.value = value
        work.session.flush()
        work.sight.note("changed", viewer, "setting", field, person_id)
        moved(work, person_id, sooner=field == "works_on")
        return work.people.must_get(person_id)

"""Absences and who covers."""

from datetime import date

from sqlalchemy import or_, select

from storage.errors import ReturnBeforeLeaving
from storage.models import AbsenceRow, new_id
from storage.notices.edits import touch
from storage.records.base import Records
from storage.records.supervised import cases_of, supervised_by
from storage.views import Person


class Absences(Records):
    """Absences of people the viewer may see."""

    def record(
        self, *, viewer: Person, person_id: str, from_on: date, until_on: date | None = None, cover_id: str | None = None
    ) -> None:
        """Somebody is away: `until_on` is the first day back, None while not known. The same first day again amends it."""
        self._work.sight.must_see(viewer, person_id)
        if until_on is not None and until_on <= from_on:
            raise ReturnBeforeLeaving
        row = self._row(person_id, from_on)
        row.until_on = until_on
        row.cover_id = self._work.people.must_get(cover_id).id if cover_id else None
        # The sweep asks the ladder whom to tell that cover is needed, and when.
        row.next_at = self._work.now
        self._work.session.flush()
        self._work.sight.note("recorded", viewer, "absence", row.id, person_id)
        self._refresh(person_id)
        touch(self._work, [row.id])

    def since(self, person_id: str, since_on: date, *, viewer: Person) -> list[tuple[date, date | None]]:
        """Away on or after that day: the first day away, and the first day back, None while not known."""
        self._work.sight.must_see(viewer, person_id)
        row = AbsenceRow
        theirs = row.workspace == self._work.workspace, row.person_id == person_id, row.from_on <= self._work.today
        query = select(row.from_on, row.until_on).where(*theirs, or_(row.until_on.is_(None), row.until_on > since_on))
        return [(from_on, until_on) for from_on, until_on in self._work.session.execute(query.order_by(row.from_on))]

    def _row(self, person_id: str, from_on: date) -> AbsenceRow:
        row, work = AbsenceRow, self._work
        same = row.workspace == work.workspace, row.person_id == person_id, row.from_on == from_on
        found = work.session.scalar(select(row).where(*same))
        if found is None:
            found = AbsenceRow(
                id=new_id(), workspace=work.workspace, person_id=person_id, from_on=from_on, recorded_on=work.today
            )
            work.session.add(found)
        return found

    def _refresh(self, person_id: str) -> None:
        """Everyone they supervise is touched too, with their cases: somebody else is responsible meanwhile."""
        people = {person_id} | supervised_by(self._work, [person_id])
        self._work.index.refresh(people=people, cases=cases_of(self._work, people))

"""Absences and who covers."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from storage import errors
from storage.models import AbsenceRow, new_id
from storage.notices.carrying import retime
from storage.notices.edits import touch
from storage.notices.kinds import COVERING
from storage.notices.queue import Telling, queue
from storage.records.base import Records
from storage.records.deputies import is_here
from storage.records.supervised import cases_of, supervised_by
from storage.views import AbsenceView, Person

ABSENCE = "absence"
KINDS = ("leave", "sick", "other")
"""And no more of why: a reason would be about somebody's health."""
LISTED = timedelta(days=92)


class Absences(Records):
    """Absences of people the viewer may see: their own, and of those below."""

    def record(
        self,
        *,
        viewer: Person,
        person_id: str,
        from_on: date,
        until_on: date | None = None,
        cover_id: str | None = None,
        kind: str | None = None,
    ) -> AbsenceView:
        """Somebody is away: `until_on` is the first day back, None while not known. The same first day again amends it.

        Raises NotFound, ReturnBeforeLeaving, NotAKindOfAbsence, AwayAlready, CoverIsThemselves, CoverNotThere.
        """
        self._work.sight.must_see(viewer, person_id)
        if until_on is not None and until_on <= from_on:
            raise errors.ReturnBeforeLeaving
        if kind is not None and kind not in KINDS:
            raise errors.NotAKindOfAbsence
        if any(each.from_on != from_on for each in self._meanwhile(person_id, from_on, until_on)):
            raise errors.AwayAlready
        able = self._able(cover_id, person_id, from_on, until_on) if cover_id else None
        row = self._row(person_id, from_on)
        cover_before = row.cover_id
        row.until_on, row.kind, row.recorded_by_id = until_on, kind or row.kind, viewer.id
        row.cover_id = able
        self._work.session.flush()
        self._work.sight.note("recorded", viewer, ABSENCE, row.id, person_id)
        self._changed(row)
        if row.cover_id and row.cover_id not in (cover_before, viewer.id):
            queue(self._work, [Telling(COVERING, row.cover_id, self._work.now, absence_id=row.id)])
        return self._views([row])[0]

    def back(self, absence_id: str, back_on: date, *, viewer: Person) -> AbsenceView:
        """The first day back is another one: sooner, later, or known at last. The first day away itself: it is called off.

        Raises NotFound, ReturnBeforeLeaving, AwayAlready.
        """
        row = self._must_get(absence_id, viewer)
        if back_on < row.from_on:
            raise errors.ReturnBeforeLeaving
        if any(each.id != row.id for each in self._meanwhile(row.person_id, row.from_on, back_on)):
            raise errors.AwayAlready
        row.until_on = back_on
        self._work.session.flush()
        self._work.sight.note("changed", viewer, ABSENCE, row.id, row.person_id)
        self._changed(row)
        return self._views([row])[0]

    def get(self, absence_id: str, *, viewer: Person) -> AbsenceView:
        """One. Raises NotFound."""
        return self._views([self._must_get(absence_id, viewer)])[0]

    def of(self, person_id: str, *, viewer: Person) -> list[AbsenceView]:
        """Running, to come, and those of the last three months, the latest first; not those that were called off."""
        self._work.sight.must_see(viewer, person_id)
        row = AbsenceRow
        recent = or_(row.until_on.is_(None), row.until_on > self._work.today - LISTED)
        took_place = or_(row.until_on.is_(None), row.until_on > row.from_on)
        return self._views(self._rows(row.person_id == person_id, recent, took_place))

    def now_of(self, person_ids: Iterable[str]) -> dict[str, AbsenceView]:
        """Who of these is away today; names and days are no secret among those who may see these people."""
        row, today = AbsenceRow, self._work.today
        lasting = row.from_on <= today, or_(row.until_on.is_(None), row.until_on > today)
        return {view.person.id: view for view in self._views(self._rows(row.person_id.in_(list(person_ids)), *lasting))}

    def since(self, person_id: str, since_on: date, *, viewer: Person) -> list[tuple[date, date | None]]:
        """Away on or after that day: the first day away, and the first day back, None while not known."""
        self._work.sight.must_see(viewer, person_id)
        row = AbsenceRow
        theirs = row.workspace == self._work.workspace, row.person_id == person_id, row.from_on <= self._work.today
        lasting = or_(row.until_on.is_(None), (row.until_on > since_on) & (row.until_on > row.from_on))
        query = select(row.from_on, row.until_on).where(*theirs, lasting)
        return [(from_on, until_on) for from_on, until_on in self._work.session.execute(query.order_by(row.from_on))]

    def can_cover(self, person_id: str, from_on: date, until_on: date | None) -> bool:
        """Whether they work here, and are not to be away meanwhile with nobody covering for them."""
        away = self._meanwhile(person_id, max(from_on, self._work.today), until_on)
        return is_here(self._work, self._work.people.get(person_id)) and all(each.cover_id for each in away)

    def _able(self, cover_id: str, person_id: str, from_on: date, until_on: date | None) -> str:
        """Whoever is to cover is somebody else, and there."""
        cover = self._work.people.must_get(cover_id)
        if cover.id == person_id:
            raise errors.CoverIsThemselves
        if not self.can_cover(cover.id, from_on, until_on):
            raise errors.CoverNotThere
        return cover.id

    def _meanwhile(self, person_id: str, from_on: date, until_on: date | None) -> list[AbsenceRow]:
        """Absences that share a day with that time."""
        row = AbsenceRow
        shares = [or_(row.until_on.is_(None), (row.until_on > from_on) & (row.until_on > row.from_on))]
        shares += [row.from_on < until_on] if until_on is not None else []
        return self._rows(row.person_id == person_id, *shares)

    def _row(self, person_id: str, from_on: date) -> AbsenceRow:
        work = self._work
        for found in self._rows(AbsenceRow.person_id == person_id, AbsenceRow.from_on == from_on):
            return found
        found = AbsenceRow(id=new_id(), workspace=work.workspace, person_id=person_id, from_on=from_on, recorded_on=work.today)
        work.session.add(found)
        return found

    def _must_get(self, absence_id: str, viewer: Person) -> AbsenceRow:
        rows = self._rows(AbsenceRow.id == absence_id)
        if not rows:
            raise errors.NotFound
        self._work.sight.must_see(viewer, rows[0].person_id)
        return rows[0]

    def _rows(self, *where: ColumnElement[bool]) -> list[AbsenceRow]:
        row = AbsenceRow
        query = select(row).where(row.workspace == self._work.workspace, *where).order_by(row.from_on.desc(), row.id)
        return list(self._work.session.scalars(query))

    def _views(self, rows: Iterable[AbsenceRow]) -> list[AbsenceView]:
        found = list(rows)
        people = self._work.people.by_id({who for row in found for who in (row.person_id, row.cover_id) if who})
        return [_view(row, people) for row in found]

    def _changed(self, row: AbsenceRow) -> None:
        """The sweep asks whom to tell that cover is needed, for this one and where they themselves cover for somebody."""
        covers = update(AbsenceRow).where(AbsenceRow.workspace == self._work.workspace, AbsenceRow.cover_id == row.person_id)
        over = AbsenceRow.until_on.is_not(None) & (AbsenceRow.until_on <= self._work.today)
        self._work.session.execute(covers.where(~over).values(next_at=self._work.now))
        row.next_at = self._work.now
        self._work.session.flush()
        # Everyone they supervise is touched too, with their cases: somebody else is responsible meanwhile.
        people = {row.person_id} | supervised_by(self._work, [row.person_id])
        self._work.index.refresh(people=people, cases=cases_of(self._work, people))
        touch(self._work, [row.id])
        retime(self._work, row.person_id, sooner=True)


def _view(row: AbsenceRow, people: dict[str, Person]) -> AbsenceView:
    given: dict[str, Any] = {"id": row.id, "from_on": row.from_on, "until_on": row.until_on, "kind": row.kind or ""}
    return AbsenceView(person=people[row.person_id], cover=people.get(row.cover_id or ""), **given)

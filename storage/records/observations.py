"""Observations of practice and of supervision."""

from datetime import date

from sqlalchemy import select

from storage.errors import NotFound
from storage.index.closing import Cause
from storage.models import ObservationRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.views import Person


class Observations(Records):
    """Observations of people the viewer may see."""

    def record(self, *, viewer: Person, of_id: str, by_id: str, kind: str, on: date) -> str:
        """An observation took place; `kind` is `practice` or `supervision`. Answers its id."""
        self._work.sight.must_supervise(viewer, of_id)
        checks.since_start(checks.happened(on, self._work.today), self._work.people.must_get(of_id))
        observer = self._work.people.must_get(by_id)
        row = ObservationRow(
            id=new_id(), workspace=self._work.workspace, of_id=of_id, by_id=observer.id, kind=kind, observed_on=on
        )
        self._work.session.add(row)
        self._work.session.flush()
        self._work.sight.note("recorded", viewer, "observation", row.id, of_id)
        self._work.index.refresh(people=[of_id], cause=Cause(done_on=on))
        return row.id

    def correct(self, observation_id: str, *, viewer: Person, on: date) -> None:
        """It took place on another day than was said; what is owed follows. Raises as `record`."""
        each = ObservationRow
        mine = (each.workspace == self._work.workspace, each.id == observation_id)
        row = self._work.session.scalar(select(each).where(*mine))
        if row is None:
            raise NotFound
        self._work.sight.must_supervise(viewer, row.of_id)
        checks.since_start(checks.happened(on, self._work.today), self._work.people.must_get(row.of_id))
        if on == row.observed_on:
            return
        row.observed_on = on
        self._work.session.flush()
        self._work.sight.note("changed", viewer, "observation", row.id, row.of_id)
        self._work.index.refresh(people=[row.of_id])

    def observer(self, observation_id: str) -> str | None:
        """Who observed; None where there is no such observation. For whoever knows its id from a record they may read."""
        row = ObservationRow
        query = select(row.by_id).where(row.workspace == self._work.workspace, row.id == observation_id)
        return self._work.session.scalar(query)

    def to_discuss(self, person_id: str, *, viewer: Person, since_on: date) -> list[tuple[str, date]]:
        """Kind and day of what was observed since then, to be discussed and recorded in the next session (Wokingham 8)."""
        self._work.sight.must_see(viewer, person_id)
        row = ObservationRow
        mine = row.workspace == self._work.workspace, row.of_id == person_id, row.observed_on >= since_on
        found = self._work.session.execute(select(row.kind, row.observed_on).where(*mine).order_by(row.observed_on, row.id))
        return [(kind, on) for kind, on in found]

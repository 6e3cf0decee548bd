"""Observations of practice and of supervision."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select

from storage.index.closing import Cause
from storage.models import ObservationRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.views import Person


def observed_by(workspace: str, person_id: str) -> Select[str]:
    """The ids of what somebody observed."""
    row = ObservationRow
    return select(row.id).where(row.workspace == workspace, row.by_id == person_id)


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

    def observer(self, observation_id: str) -> str | None:
        """Who observed; None where there is no such observation. For whoever knows its id from a record they may read."""
        return self.observers([observation_id]).get(observation_id)

    def observers(self, observation_ids: Collection[str]) -> dict[str, str]:
        """Of several, by observation."""
        row = ObservationRow
        query = select(row.id, row.by_id).where(row.workspace == self._work.workspace, row.id.in_(observation_ids))
        found = self._work.session.execute(query) if observation_ids else ()
        return {each.id: each.by_id for each in found}

    def to_discuss(self, person_id: str, *, viewer: Person, since_on: date) -> list[tuple[str, date]]:
        """Kind and day of what was observed since then, to be discussed and recorded in the next session (Wokingham 8)."""
        self._work.sight.must_see(viewer, person_id)
        row = ObservationRow
        mine = row.workspace == self._work.workspace, row.of_id == person_id, row.observed_on >= since_on
        found = self._work.session.execute(select(row.kind, row.observed_on).where(*mine).order_by(row.observed_on, row.id))
        return [(kind, on) for kind, on in found]

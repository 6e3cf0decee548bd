"""Observations of practice and of supervision: planned for a day, and that they took place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, select, update

from storage.errors import InThePast, NotFound, NotPlannedAnyMore, NotTheirObserver
from storage.index.closing import Cause
from storage.models import ObservationRow, PlannedObservationRow, RecordRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.records.sight import OBSERVER, Way
from storage.views import Person

OBSERVATION = "observation"
FORMS = {"practice": "practice_observation", "supervision": "supervision_observation"}
"""The form of each kind."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An observation planned and not yet written down by the observer."""

    id: str
    of_id: str
    by_id: str
    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Observed:
    """An observation that took place; what was seen is in its record, where one was written here."""

    id: str
    of_id: str
    by_id: str
    kind: str
    on: date


def observed_by(workspace: str, person_id: str) -> Select[str]:
    """The ids of what somebody observed."""
    row = ObservationRow
    return select(row.id).where(row.workspace == workspace, row.by_id == person_id)


class Observations(Records):
    """Observations of people the viewer may see, and those that are theirs to make."""

    def plan(self, *, viewer: Person, of_id: str, by_id: str, kind: str, on: date) -> str:
        """This colleague is to observe them that day; answers its id. The same observer again: it is moved to that day.

        Whoever is named writes the observer's part and reads that one record, and nothing else of the file: they need not be
        in the line (Manchester 3.1). Raises NotFound, ForTheSupervisor, InThePast, NotTheirObserver.
        """
        self._work.sight.must_supervise(viewer, of_id)
        if on < self._work.today:
            raise InThePast
        observer = self._work.people.must_get(by_id)
        is_above = observer.id in self._work.sight.above(of_id)
        if observer.id == of_id or (kind == "supervision" and not is_above):
            raise NotTheirObserver
        each = PlannedObservationRow
        found = self._plans(each.of_id == of_id, each.by_id == observer.id, each.kind == kind)
        if found:
            row = found[0]
            row.planned_on = on
        else:
            mine = {"workspace": self._work.workspace, "id": new_id()}
            row = PlannedObservationRow(**mine, of_id=of_id, by_id=observer.id, kind=kind, planned_on=on)
            self._work.session.add(row)
        self._work.session.flush()
        self._take_up(row)
        self._work.sight.note("booked", viewer, OBSERVATION, row.id, of_id)
        return row.id

    def call_off(self, planned_id: str, *, viewer: Person) -> Planned:
        """It is not to be made, and whoever was to make it reads nothing more.

        Raises NotFound, ForTheSupervisor, NotPlannedAnyMore.
        """
        each = PlannedObservationRow
        mine = (each.workspace == self._work.workspace, each.id == planned_id)
        row = self._work.session.scalar(select(each).where(*mine))
        if row is None:
            raise NotFound
        self._work.sight.must_supervise(viewer, row.of_id)
        if not self._plans(each.id == row.id):
            raise NotPlannedAnyMore
        row.called_off_on = self._work.today
        self._work.session.flush()
        self._let_go(row)
        self._work.sight.note("cancelled", viewer, OBSERVATION, row.id, row.of_id)
        return _planned(row)

    def planned(self, planned_id: str, *, viewer: Person) -> Planned:
        """One still to be made: to whoever it is of, whoever makes it, and the line above. Raises NotFound."""
        found = [row for row in self._plans(PlannedObservationRow.id == planned_id) if self._is_shown(viewer, row)]
        if not found:
            raise NotFound
        return _planned(found[0])

    def ahead(self, viewer: Person, people: Sequence[Person] = ()) -> list[Planned]:
        """Still to be made: of the viewer, by the viewer, and of these people as far as the viewer sees them; soonest first."""
        each, theirs = PlannedObservationRow, {viewer.id, *(person.id for person in people)}
        found = self._plans(each.of_id.in_(theirs) | (each.by_id == viewer.id))
        return [_planned(row) for row in found if self._is_shown(viewer, row)]

    def planned_for(self, viewer: Person) -> list[str]:
        """Ids of those it was planned that the viewer makes, made or not."""
        each = PlannedObservationRow
        mine = (each.workspace == self._work.workspace, each.by_id == viewer.id, each.called_off_on.is_(None))
        return list(self._work.session.scalars(select(each.id).where(*mine)))

    def observes(self, observation_id: str, viewer: Person) -> bool:
        """Whether it was planned that the viewer, who works here still, makes it."""
        each = PlannedObservationRow
        mine = (each.workspace == self._work.workspace, each.id == observation_id, each.by_id == viewer.id)
        named = self._work.session.scalar(select(each.id).where(*mine, each.called_off_on.is_(None)))
        return named is not None and self._work.sight.can_see(viewer, viewer.id)

    def is_for_another(self, observation_id: str, viewer: Person) -> bool:
        """Whether it was planned that somebody else makes it. For whoever knows its id from a record they may read."""
        return any(row.by_id != viewer.id for row in self._plans(PlannedObservationRow.id == observation_id))

    def record(self, *, viewer: Person, of_id: str, by_id: str, kind: str, on: date) -> str:
        """An observation took place; `kind` is `practice` or `supervision`. Answers its id: that of its plan, if it had one."""
        each = PlannedObservationRow
        plans = self._plans(each.of_id == of_id, each.by_id == by_id, each.kind == kind)
        if not (plans and viewer.id == by_id and self.observes(plans[0].id, viewer)):
            self._work.sight.must_supervise(viewer, of_id)
        checks.since_start(checks.happened(on, self._work.today), self._work.people.must_get(of_id))
        observer = self._work.people.must_get(by_id)
        row = ObservationRow(
            id=plans[0].id if plans else new_id(),
            workspace=self._work.workspace,
            of_id=of_id,
            by_id=observer.id,
            kind=kind,
            observed_on=on,
        )
        self._work.session.add(row)
        self._work.session.flush()
        self._noted("recorded", viewer, row)
        self._work.index.refresh(people=[of_id], cause=Cause(done_on=on))
        return row.id

    def correct(self, observation_id: str, *, viewer: Person, on: date) -> None:
        """It took place on another day than was said; what is owed follows. Raises as `record`."""
        each = ObservationRow
        mine = (each.workspace == self._work.workspace, each.id == observation_id)
        row = self._work.session.scalar(select(each).where(*mine))
        if row is None:
            raise NotFound
        if not self.observes(row.id, viewer):
            self._work.sight.must_supervise(viewer, row.of_id)
        checks.since_start(checks.happened(on, self._work.today), self._work.people.must_get(row.of_id))
        if on == row.observed_on:
            return
        row.observed_on = on
        self._work.session.flush()
        self._noted("changed", viewer, row)
        self._work.index.refresh(people=[row.of_id])

    def observer(self, observation_id: str) -> str | None:
        """Who observed; None where there is no such observation. For whoever knows its id from a record they may read."""
        return self.observers([observation_id]).get(observation_id)

    def observers(self, observation_ids: Collection[str]) -> dict[str, str]:
        """Of several, by observation."""
        row = ObservationRow
        query = select(row.id, row.by_id).where(row.workspace == self._work.workspace, row.id.in_(observation_ids))
        found = self._work.session.execute(query) if observation_ids else ()
        return {each.id: each.by_id for each in found}

    def of(self, person_id: str, *, viewer: Person) -> list[Observed]:
        """All that took place of this person, oldest first, for whoever may read their record. Raises NotFound."""
        way = self._work.sight.must_read(viewer, person_id)
        self._work.sight.note("listed", viewer, OBSERVATION, "", person_id, way)
        row = ObservationRow
        query = select(row.id, row.of_id, row.by_id, row.kind, row.observed_on).order_by(row.observed_on, row.id)
        found = self._work.session.execute(query.where(row.workspace == self._work.workspace, row.of_id == person_id))
        return [Observed(*each) for each in found]

    def to_discuss(self, person_id: str, *, viewer: Person, since_on: date) -> list[tuple[str, date]]:
        """Kind and day of what was observed since then, to be discussed and recorded in the next session (Wokingham 8)."""
        self._work.sight.must_see(viewer, person_id)
        row = ObservationRow
        mine = row.workspace == self._work.workspace, row.of_id == person_id, row.observed_on >= since_on
        found = self._work.session.execute(select(row.kind, row.observed_on).where(*mine).order_by(row.observed_on, row.id))
        return [(kind, on) for kind, on in found]

    def _is_shown(self, viewer: Person, row: PlannedObservationRow) -> bool:
        return self._work.sight.can_see(viewer, row.of_id) or self.observes(row.id, viewer)

    def _noted(self, act: str, viewer: Person, row: ObservationRow) -> None:
        way = self._work.sight.way(viewer, row.of_id) or Way(OBSERVER)
        self._work.sight.note(act, viewer, OBSERVATION, row.id, row.of_id, way)

    def _plans(self, *where: ColumnElement[bool]) -> list[PlannedObservationRow]:
        """Neither made nor called off, the soonest first."""
        each, made = PlannedObservationRow, ObservationRow
        mine = (each.workspace == self._work.workspace, each.called_off_on.is_(None), *where)
        is_made = exists().where(made.workspace == each.workspace, made.id == each.id)
        return list(self._work.session.scalars(select(each).where(*mine, ~is_made).order_by(each.planned_on, each.id)))

    def _take_up(self, row: PlannedObservationRow) -> None:
        """What the worker has written for it before it was planned belongs to it."""
        record = RecordRow
        theirs = (record.workspace == row.workspace, record.about_id == row.of_id, record.form == FORMS[row.kind])
        begun = select(record).where(*theirs, record.of_id.is_(None)).order_by(record.made_at.desc(), record.id).limit(1)
        for each in self._work.session.scalars(begun):
            each.of_id = row.id
        self._work.session.flush()

    def _let_go(self, row: PlannedObservationRow) -> None:
        record = RecordRow
        its = (record.workspace == row.workspace, record.of_id == row.id)
        self._work.session.execute(update(record).where(*its).values(of_id=None))


def _planned(row: PlannedObservationRow) -> Planned:
    return Planned(row.id, row.of_id, row.by_id, row.kind, row.planned_on)

"""The register of supervisors' training: noted by themselves or by the line above, confirmed by the line above.

Nothing is owed by it and nobody is reminded: what a policy asks for and the register does not hold is shown to the line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from scheduling.measures import Trained
from storage.asking import WORKSPACE, among
from storage.errors import NotFound, NotYourNote, TrainedLater, WhichTraining
from storage.models import TrainingRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.views import Person

SKILLS, PROCEDURES, TOP_UP, OBJECTIVES, OTHER = KINDS = ("skills", "procedures", "top_up", "objectives", "other")
TRAINING = "training"
STANDS = TrainingRow.taken_back_on.is_(None)
_NOTED = select(
    TrainingRow.person_id,
    TrainingRow.kind,
    TrainingRow.done_on,
    TrainingRow.needed_on,
    TrainingRow.by_id,
    TrainingRow.confirmed_by_id,
).where(TrainingRow.workspace == WORKSPACE, STANDS)


@dataclass(frozen=True, slots=True)
class TrainingView:
    """One entry of the register."""

    id: str
    person_id: str
    kind: str
    title: str
    """What it was called, where that was typed: shown in windows only."""
    needed_on: date | None
    done_on: date | None
    by_id: str | None
    """None: from a list of attendance."""
    confirmed_by_id: str | None

    @property
    def is_own_word(self) -> bool:
        """They said so themselves, and nobody above has confirmed it."""
        return self.by_id == self.person_id and self.confirmed_by_id is None


class Trainings(Records):
    """Of oneself and of everyone in the line below."""

    def note(self, *, viewer: Person, person_id: str, kind: str, on: date, title: str = "") -> str:
        """It took place that day, or was agreed; answers the entry's id.

        What stands there already is not noted twice: where the line above notes what somebody said of themselves, it is
        confirmed by that. A top-up that was found to be needed is taken by it: the one so called, or else the first of them.
        Raises NotFound, TrainedLater, WhichTraining, TooLong.
        """
        self._work.sight.must_see(viewer, person_id)
        typed = self._typed(kind, title)
        self._came(on)
        rows = self._rows(TrainingRow.person_id == person_id, TrainingRow.kind == kind)
        found = next((row for row in rows if row.done_on == on and _same(row.title, typed)), None)
        to_take = [row for row in rows if row.done_on is None and row.needed_on is not None and row.needed_on <= on]
        to_take.sort(key=lambda row: row.needed_on or on)
        taken = next((row for row in to_take if _same(row.title, typed)), to_take[0] if to_take and not typed else None)
        row = found or taken
        if row is None:
            row = self._added(viewer, person_id, kind, typed, done_on=on)
            self._noted("recorded", viewer, row)
        elif row.done_on is None:
            row.done_on, row.by_id, row.confirmed_by_id = on, viewer.id, None
            self._noted("changed", viewer, row)
        elif row.by_id == person_id != viewer.id and row.confirmed_by_id is None:
            row.confirmed_by_id = viewer.id
            self._noted("confirmed", viewer, row)
        return row.id

    def need(self, *, viewer: Person, person_id: str, on: date, title: str = "") -> str:
        """Top-up training was found to be needed that day; answers the entry's id. Raises as `note`."""
        self._work.sight.must_see(viewer, person_id)
        typed = checks.fits(title)
        self._came(on)
        rows = self._rows(TrainingRow.person_id == person_id, TrainingRow.kind == TOP_UP)
        row = next((each for each in rows if each.needed_on == on and _same(each.title, typed)), None)
        if row is None:
            row = self._added(viewer, person_id, TOP_UP, typed, needed_on=on)
            self._noted("recorded", viewer, row)
        return row.id

    def confirm(self, training_id: str, *, viewer: Person) -> TrainingView:
        """What somebody noted of themselves is right, by the line above. Raises NotFound, ForTheSupervisor."""
        row = self._must_get(TrainingRow.id == training_id, STANDS)
        self._work.sight.must_supervise(viewer, row.person_id)
        if _view(row).is_own_word:
            row.confirmed_by_id = viewer.id
            self._noted("confirmed", viewer, row)
        return _view(row)

    def take_back(self, training_id: str, *, viewer: Person) -> TrainingView:
        """It was noted wrongly: by the line above, or by whoever noted it of themselves while nobody has confirmed it.

        Raises NotFound, NotYourNote.
        """
        row = self._must_get(TrainingRow.id == training_id)
        self._work.sight.must_see(viewer, row.person_id)
        if viewer.id == row.person_id and not _view(row).is_own_word:
            raise NotYourNote
        if row.taken_back_on is None:
            row.taken_back_on = self._work.today
            self._noted("cancelled", viewer, row)
        return _view(row)

    def of(self, person_id: str, *, viewer: Person) -> list[TrainingView]:
        """All of it, what is not taken yet first, then the latest. Raises NotFound."""
        self._work.sight.must_see(viewer, person_id)
        self._work.sight.note("listed", viewer, TRAINING, "", person_id)
        return _ordered(self._rows(TrainingRow.person_id == person_id))

    def of_each(self, person_ids: Collection[str], *, viewer: Person) -> dict[str, list[TrainingView]]:
        """Of several, as far as the viewer sees them, in one statement; whoever has nothing noted has an empty list."""
        seen = set(person_ids) & (self._work.sight.below(viewer) | {viewer.id})
        found: dict[str, list[TrainingRow]] = {each: [] for each in sorted(seen)}
        for row in self._rows(TrainingRow.person_id.in_(seen)) if seen else ():
            found[row.person_id].append(row)
        for person_id in found:
            self._work.sight.note("listed", viewer, TRAINING, "", person_id)
        return {person_id: _ordered(rows) for person_id, rows in found.items()}

    def untrained(self, people: Sequence[Person], *, viewer: Person) -> list[Person]:
        """Of these, who supervises somebody and has nothing noted of what the policy asks for; nobody where it is silent.

        Only those the viewer sees; objectives alone are no training.
        """
        asked = {each.what for each in self._work.policy.at(self._work.today).training} & {SKILLS, PROCEDURES}
        seen = [each for each in people if asked and self._work.sight.can_see(viewer, each.id)]
        leaders = self._work.people.leaders([each.id for each in seen]) if seen else set()
        row = TrainingRow
        theirs = (row.workspace == self._work.workspace, row.person_id.in_(leaders), row.kind.in_(asked))
        query = select(row.person_id).where(*theirs, row.done_on.is_not(None), STANDS)
        trained = set(self._work.session.scalars(query)) if leaders else set()
        return [each for each in seen if each.id in leaders - trained]

    def noted(self, whose: Iterable[str] | None) -> tuple[Trained, ...]:
        """For the figures, of these or of everybody: kinds and days. Whoever asks has the right to see them."""
        ids = None if whose is None else list(whose)
        query = _NOTED if ids is None else _NOTED.where(among(TrainingRow.person_id))
        return tuple(
            Trained(person, kind, done_on, needed_on, by == person and confirmed is None)
            for person, kind, done_on, needed_on, by, confirmed in self._work.ask(query, ids=ids or [])
        )

    def _came(self, on: date) -> None:
        if on > self._work.today:
            raise TrainedLater

    def _typed(self, kind: str, title: str) -> str:
        typed = checks.fits(title)
        if kind not in KINDS or (kind == OTHER and not typed):
            raise WhichTraining
        return typed

    def _added(self, viewer: Person, person_id: str, kind: str, title: str, **on: date) -> TrainingRow:
        mine: dict[str, Any] = {"workspace": self._work.workspace, "id": new_id(), "noted_at": self._work.now}
        row = TrainingRow(**mine, person_id=person_id, kind=kind, title=title or None, by_id=viewer.id, **on)
        self._work.session.add(row)
        return row

    def _noted(self, act: str, viewer: Person, row: TrainingRow) -> None:
        self._work.session.flush()
        self._work.sight.note(act, viewer, TRAINING, row.id, row.person_id)

    def _must_get(self, *where: ColumnElement[bool]) -> TrainingRow:
        row = TrainingRow
        found = self._work.session.scalar(select(row).where(row.workspace == self._work.workspace, *where))
        if found is None:
            raise NotFound
        return found

    def _rows(self, *where: ColumnElement[bool]) -> list[TrainingRow]:
        row = TrainingRow
        query = select(row).where(row.workspace == self._work.workspace, STANDS, *where)
        return list(self._work.session.scalars(query.order_by(row.noted_at, row.id)))


def _same(one: str | None, other: str) -> bool:
    return (one or "").casefold() == other.casefold()


def _ordered(rows: Iterable[TrainingRow]) -> list[TrainingView]:
    views = [_view(row) for row in rows]
    return sorted(views, key=lambda each: (each.done_on is not None, -(each.done_on or each.needed_on or date.min).toordinal()))


def _view(row: TrainingRow) -> TrainingView:
    said = (row.kind, row.title or "", row.needed_on, row.done_on, row.by_id, row.confirmed_by_id)
    return TrainingView(row.id, row.person_id, *said)

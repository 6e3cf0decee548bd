"""A record that somebody says is not right: brought to the agreement's named manager, and seen to an outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, select

from scheduling.calendar import Calendar, at_nine, local_day
from storage import errors
from storage.models import AgreementRow, DisputeRow, RecordRow, RecordVersionRow, new_id
from storage.notices.edits import touch
from storage.notices.kinds import DISPUTED, SETTLED
from storage.notices.queue import Telling, queue
from storage.records import checks
from storage.records.base import Records
from storage.records.diary import is_here
from storage.records.writtenviews import dispute_view
from storage.written import DisputeView, RecordView

if TYPE_CHECKING:
    from storage.views import Person

RECORD = "record"
OUTCOMES = ("stands", "to_correct", "withdrawn")
GOES_ON_AFTER = 10
"""Working days, after which an open one goes to the next manager: a default of ours, no policy has a figure."""
_CALENDAR = Calendar()


class Disputes(Records):
    """Raised by whoever is to sign a record; settled by the named manager, or withdrawn by whoever raised it."""

    def bring(self, record_id: str, version: int, words: str, *, viewer: Person) -> DisputeView:
        """This version is not right, and why.

        Raises NotFound, NewerVersion, NotYoursToSign, WhyNotRightMissing, DisputedAlready.
        """
        row = self._record(record_id)
        self._work.sight.must_read(viewer, row.about_id)
        if version != row.version:
            raise errors.NewerVersion
        if not self._has_a_say(row, viewer):
            raise errors.NotYoursToSign
        said = checks.fits(words)
        if not said:
            raise errors.WhyNotRightMissing
        if any(each.is_open for each in self._of(row.id)):
            raise errors.DisputedAlready
        dispute = DisputeRow(
            id=new_id(),
            workspace=self._work.workspace,
            record_id=row.id,
            version=version,
            raised_by_id=viewer.id,
            raised_at=self._work.now,
            words=said,
            to_id=self._named_manager(row, viewer.id),
            outcome="",
        )
        self._work.session.add(dispute)
        self._work.session.flush()
        self._work.written.settle_state(row.id)
        self._work.sight.note("disputed", viewer, RECORD, row.id, row.about_id)
        touch(self._work, [row.id])
        self._tell(DISPUTED, dispute, {dispute.to_id, self._author(row)} - {None, viewer.id})
        return dispute_view(dispute)

    def settle(self, dispute_id: str, outcome: str, words: str, *, viewer: Person) -> DisputeView:
        """What came of it: it `stands`, it is `to_correct`, or it is `withdrawn` by whoever raised it. Both are told.

        Raises NotFound, ForTheNamedManager, AnsweredAlready, OutcomeMissing.
        """
        found = self._must_get(dispute_id)
        row = self._record(found.record_id)
        self._may_settle(viewer, found, row, outcome)
        if found.outcome:
            raise errors.AnsweredAlready
        said = checks.fits(words)
        if not said and outcome != "withdrawn":
            raise errors.OutcomeMissing
        way = self._work.written.way(row.id, viewer=viewer)
        found.outcome, found.outcome_words = outcome, said or None
        found.settled_by_id, found.settled_at = viewer.id, self._work.now
        self._work.session.flush()
        self._work.written.settle_state(row.id)
        self._work.sight.note("settled", viewer, RECORD, row.id, row.about_id, way)
        touch(self._work, [found.id, row.id])
        self._tell(SETTLED, found, {found.raised_by_id, self._author(row)} - {viewer.id})
        return dispute_view(found)

    def get(self, dispute_id: str, *, viewer: Person) -> DisputeView:
        """One, with its words: to whoever may read the record. Raises NotFound."""
        found = self._must_get(dispute_id)
        self._work.written.read(found.record_id, viewer=viewer)
        return dispute_view(found)

    def waiting(self, viewer: Person) -> list[DisputeView]:
        """Those brought to the viewer and not settled, oldest first."""
        rows = self._rows(DisputeRow.to_id == viewer.id, DisputeRow.outcome == "") if self._here(viewer) else []
        return list(map(dispute_view, rows))

    def to_correct(self, viewer: Person) -> list[RecordView]:
        """Records it was decided to correct, that the viewer wrote and nobody has corrected yet; oldest first."""
        row, theirs = RecordRow, {person.id for person in self._work.people.supervisees_of(viewer.id)}
        decided = select(DisputeRow.record_id).where(
            DisputeRow.workspace == row.workspace, DisputeRow.version == row.version, DisputeRow.outcome == "to_correct"
        )
        mine = (row.workspace == self._work.workspace, (row.by_id == viewer.id) | row.about_id.in_(theirs))
        query = select(row).where(*mine, row.state != "signed", row.id.in_(decided)).order_by(row.made_at, row.id)
        found = [each.id for each in self._work.session.scalars(query) if self._author(each) == viewer.id]
        records = self._work.written.by_id(found)
        return [records[each] for each in found]

    def by_id(self, ids: Iterable[str]) -> dict[str, DisputeView]:
        """What messages say of these; for whoever is being told of one."""
        wanted = list(ids)
        return {row.id: dispute_view(row) for row in self._rows(DisputeRow.id.in_(wanted))} if wanted else {}

    def may_bring(self, record_id: str, *, viewer: Person) -> bool:
        """Whether the viewer may say that this record is not right, now."""
        row = self._record(record_id)
        return self._has_a_say(row, viewer) and not any(each.is_open for each in self._of(row.id))

    def decides(self, dispute_id: str, *, viewer: Person) -> bool:
        """Whether it is the viewer's to decide: brought to them, or above the supervisor. Never a party to it."""
        found = self._must_get(dispute_id)
        row = self._record(found.record_id)
        if not self._here(viewer) or viewer.id in self._parties(row, found.raised_by_id):
            return False
        return viewer.id == found.to_id or viewer.id in self._above(row)

    def pass_on(self) -> int:
        """Those nobody has settled in ten working days go to the next manager, once; for the night. How many.

        What was brought to nobody, or to somebody who has left, goes to whoever it belongs to now.
        """
        moved = 0
        for found in self._rows(DisputeRow.outcome == ""):
            row = self._record(found.record_id)
            to = self._work.people.get(found.to_id) if found.to_id else None
            if to is None or not self._here(to):
                moved += self._hand(found, self._named_manager(row, found.raised_by_id))
            elif found.passed_at is None and self._is_late(found):
                first, next_up = found.to_id, self._next_up(row, found)
                if self._hand(found, next_up):
                    found.first_to_id, found.passed_at = first, self._work.now
                    moved += 1
        self._work.session.flush()
        return moved

    def _hand(self, found: DisputeRow, to_id: str | None) -> int:
        if to_id is None or to_id == found.to_id:
            return 0
        found.to_id = to_id
        self._tell(DISPUTED, found, {to_id}, rung=1)
        touch(self._work, [found.id])
        return 1

    def _tell(self, kind: str, found: DisputeRow, people: Collection[str | None], rung: int = 0) -> None:
        at = at_nine(self._work.today) if rung else self._work.now
        told = [Telling(kind, to, at, rung, about_id=found.id) for to in sorted(each for each in people if each)]
        queue(self._work, told)

    def _is_late(self, found: DisputeRow) -> bool:
        return self._work.today > _CALENDAR.after(local_day(found.raised_at), GOES_ON_AFTER)

    def _may_settle(self, viewer: Person, found: DisputeRow, row: RecordRow, outcome: str) -> None:
        if outcome not in OUTCOMES:
            raise ValueError(outcome)
        self._work.written.way(row.id, viewer=viewer)
        is_withdrawn = outcome == "withdrawn"
        if not (viewer.id == found.raised_by_id if is_withdrawn else self.decides(found.id, viewer=viewer)):
            raise errors.ForTheNamedManager

    def _has_a_say(self, row: RecordRow, viewer: Person) -> bool:
        """Whose record it is, or whose name is missing: unless nobody else wrote any of it."""
        written = RecordVersionRow
        authors = set(self._work.session.scalars(select(written.written_by_id).where(written.record_id == row.id)))
        missing = self._work.written.signs_as(row.id, viewer=viewer) in self._work.written.by_id([row.id])[row.id].missing
        return (viewer.id == row.about_id or missing) and authors != {viewer.id}

    def _author(self, row: RecordRow) -> str | None:
        """Who is to correct it: whoever wrote it, or the supervisor of today where they have left."""
        author = self._work.people.get(row.by_id)
        if author and self._here(author):
            return author.id
        supervisor = self._work.people.supervisor_of(row.about_id)
        return supervisor.id if supervisor else None

    def _parties(self, row: RecordRow, raised_by_id: str) -> set[str]:
        supervisor = self._work.people.supervisor_of(row.about_id)
        return {row.about_id, row.by_id, raised_by_id, supervisor.id if supervisor else ""}

    def _named_manager(self, row: RecordRow, raised_by_id: str) -> str | None:
        """Of the agreement in force (Wokingham 10); where none is named, the manager above the supervisor."""
        supervisor = self._work.people.supervisor_of(row.about_id)
        each = AgreementRow
        mine = (each.workspace == self._work.workspace, each.supervisee_id == row.about_id)
        pair = (each.supervisor_id == supervisor.id,) if supervisor else ()
        query = select(each.named_manager_id).where(*mine, *pair, each.named_manager_id.is_not(None))
        named = list(self._work.session.scalars(query.order_by(each.from_on.desc(), each.id)))
        return self._first([*named, *self._above(row)], self._parties(row, raised_by_id))

    def _next_up(self, row: RecordRow, found: DisputeRow) -> str | None:
        """Above whoever it was brought to; where they are not in the line, the nearest above the supervisor."""
        above = self._above(row)
        higher = above[above.index(found.to_id) + 1 :] if found.to_id in above else above
        return self._first(higher, self._parties(row, found.raised_by_id) | {found.to_id or ""})

    def _above(self, row: RecordRow) -> list[str]:
        """Supervisor, theirs, and so on up; not those who stand in for one of them for a time."""
        line, up = list[str](), self._work.people.supervisor_of(row.about_id)
        while up and up.id not in (row.about_id, *line):
            line.append(up.id)
            up = self._work.people.supervisor_of(up.id)
        return line

    def _first(self, candidates: Iterable[str | None], apart: Collection[str]) -> str | None:
        known = self._work.people.by_id({each for each in candidates if each and each not in apart})
        return next((each for each in candidates if each in known and self._here(known[each])), None)

    def _here(self, person: Person) -> bool:
        return is_here(person, self._work.today)

    def _of(self, record_id: str) -> list[DisputeView]:
        return list(map(dispute_view, self._rows(DisputeRow.record_id == record_id)))

    def _must_get(self, dispute_id: str) -> DisputeRow:
        rows = self._rows(DisputeRow.id == dispute_id)
        if not rows:
            raise errors.NotFound
        return rows[0]

    def _rows(self, *where: ColumnElement[bool]) -> list[DisputeRow]:
        row = DisputeRow
        query = select(row).where(row.workspace == self._work.workspace, *where)
        return list(self._work.session.scalars(query.order_by(row.raised_at, row.id)))

    def _record(self, record_id: str) -> RecordRow:
        row = RecordRow
        found = self._work.session.scalar(select(row).where(row.workspace == self._work.workspace, row.id == record_id))
        if found is None:
            raise errors.NotFound
        return found

"""A record that somebody says is not right: brought to the agreement's named manager, and seen to an outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select

from scheduling.calendar import Calendar, at_nine, local_day
from storage import errors
from storage.asking import WORKSPACE, among
from storage.models import DisputeRow, NoticeRow, RecordRow, RecordVersionRow, new_id
from storage.notices.edits import touch
from storage.notices.kinds import DISPUTED, SETTLED
from storage.notices.queue import Telling, queue
from storage.records import checks, deciders
from storage.records.base import Records
from storage.records.diary import is_here
from storage.records.signers import AGREEMENT, signers
from storage.records.tocorrect import TO_CORRECT
from storage.records.writtenviews import dispute_view, without_words
from storage.written import DisputeView, RecordView

if TYPE_CHECKING:
    from storage.views import Person

RECORD = "record"
OUTCOMES = ("stands", "to_correct", "withdrawn")
GOES_ON_AFTER = 10
"""Working days, after which an open one goes to the next manager: a default of ours, no policy has a figure."""
_CALENDAR = Calendar()
_TO_CORRECT = select(RecordRow.id, RecordRow.by_id, RecordRow.about_id).where(
    RecordRow.workspace == WORKSPACE, among(RecordRow.id), RecordRow.id.in_(TO_CORRECT)
)


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
            to_id=deciders.named_manager(self._work, row, viewer.id),
            outcome="",
        )
        self._work.session.add(dispute)
        self._work.session.flush()
        self._work.written.settle_state(row.id)
        self._work.sight.note("disputed", viewer, RECORD, row.id, row.about_id)
        touch(self._work, [row.id])
        self._tell(DISPUTED, dispute, {dispute.to_id, *self._concerned(row)} - {None, viewer.id})
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
        self._tell(SETTLED, found, {found.raised_by_id, *self._concerned(row)} - {viewer.id})
        return dispute_view(found)

    def get(self, dispute_id: str, *, viewer: Person) -> DisputeView:
        """One, with its words: to whoever may read the record. Raises NotFound."""
        found = self._must_get(dispute_id)
        self._work.written.read(found.record_id, viewer=viewer)
        return dispute_view(found)

    def waiting(self, viewer: Person) -> list[DisputeView]:
        """Those brought to the viewer and not settled, oldest first; without their words, which `get` reads."""
        rows = self._rows(DisputeRow.to_id == viewer.id, DisputeRow.outcome == "") if self._here(viewer) else []
        return list(map(without_words, rows))

    def to_correct(self, viewer: Person) -> list[RecordView]:
        """Records it was decided to correct, that the viewer wrote and nobody has corrected yet; oldest first."""
        row, theirs = RecordRow, {person.id for person in self._work.people.supervisees_of(viewer.id)}
        mine = (row.workspace == self._work.workspace, (row.by_id == viewer.id) | row.about_id.in_(theirs))
        query = select(row.id).where(*mine, row.state != "disputed", row.id.in_(TO_CORRECT)).order_by(row.made_at, row.id)
        waiting = list(self._work.session.scalars(query, {"workspace": self._work.workspace}))
        correctors, records = self.correctors(waiting), self._work.written.by_id(waiting)
        return [records[each] for each in waiting if (author := correctors[each]) and author.id == viewer.id]

    def correctors(self, record_ids: Collection[str]) -> dict[str, Person | None]:
        """Who is to correct each of these that was decided to be corrected and is not yet: nobody where nobody can."""
        if not record_ids:
            return {}
        found = self._work.ask(_TO_CORRECT, ids=list(record_ids)).all()
        supervisors = self._work.people.supervisors_of({each.about_id for each in found}) if found else {}
        people = self._work.people.by_id({*(each.by_id for each in found), *supervisors.values()})
        made: dict[str, Person | None] = {}
        for each in found:
            author = people.get(each.by_id)
            made[each.id] = author if author and self._here(author) else people.get(supervisors.get(each.about_id, ""))
        return made

    def by_id(self, ids: Iterable[str]) -> dict[str, DisputeView]:
        """What messages say of these, without their words; for whoever is being told of one."""
        wanted = list(ids)
        return {row.id: without_words(row) for row in self._rows(DisputeRow.id.in_(wanted))} if wanted else {}

    def may_bring(self, record_id: str, *, viewer: Person) -> bool:
        """Whether the viewer may say that this record is not right, now."""
        row = self._record(record_id)
        return self._has_a_say(row, viewer) and not any(each.is_open for each in self._of(row.id))

    def decides(self, dispute_id: str, *, viewer: Person) -> bool:
        """Whether it is the viewer's to decide: brought to them, or above the supervisor. Never a party to it."""
        found = self._must_get(dispute_id)
        row = self._record(found.record_id)
        if not self._here(viewer) or viewer.id in deciders.parties(self._work, row, found.raised_by_id):
            return False
        return viewer.id == found.to_id or viewer.id in deciders.above(self._work, row.about_id)

    def pass_on(self) -> int:
        """Those nobody has settled in ten working days go to the next manager, once; for the night. How many.

        What was brought to nobody, or to somebody who has left, goes to whoever it belongs to now, who has ten days too.
        Three statements, and a few for each that goes on.
        """
        waiting = self._rows(DisputeRow.outcome == "")
        people = self._work.people.by_id({found.to_id for found in waiting if found.to_id})
        brought = self._brought(waiting)
        moved = 0
        for found in waiting:
            to = people.get(found.to_id or "")
            if to is None or not self._here(to):
                moved += self._hand(
                    found, deciders.named_manager(self._work, self._record(found.record_id), found.raised_by_id)
                )
            elif found.passed_at is None and self._is_late(brought.get((found.id, to.id), found.raised_at)):
                moved += self._pass(found, to.id)
        self._work.session.flush()
        return moved

    def _brought(self, waiting: Collection[DisputeRow]) -> dict[tuple[str, str], datetime]:
        """When each of them was told that it had come to them, by dispute and person."""
        row = NoticeRow
        query = select(row.subject, row.recipient_id, func.max(row.at)).where(
            row.workspace == self._work.workspace, row.kind == DISPUTED, row.subject.in_([each.id for each in waiting])
        )
        rows = self._work.session.execute(query.group_by(row.subject, row.recipient_id)) if waiting else ()
        return {(subject, to): at for subject, to, at in rows}

    def _pass(self, found: DisputeRow, from_id: str) -> int:
        moved = self._hand(found, deciders.next_up(self._work, self._record(found.record_id), found))
        if moved:
            found.first_to_id, found.passed_at = from_id, self._work.now
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

    def _is_late(self, brought_at: datetime) -> bool:
        return self._work.today > _CALENDAR.after(local_day(brought_at), GOES_ON_AFTER)

    def _may_settle(self, viewer: Person, found: DisputeRow, row: RecordRow, outcome: str) -> None:
        if outcome not in OUTCOMES:
            raise ValueError(outcome)
        self._work.written.way(row.id, viewer=viewer)
        is_withdrawn = outcome == "withdrawn"
        if not (viewer.id == found.raised_by_id if is_withdrawn else self.decides(found.id, viewer=viewer)):
            raise errors.ForTheNamedManager

    def _has_a_say(self, row: RecordRow, viewer: Person) -> bool:
        """Whose record it is, or whose name is missing: unless nobody else wrote any of it.

        Of an agreement both have signed, either of the two: its terms may not be met (Wokingham 10).
        """
        if row.form == AGREEMENT and row.state == "signed":
            return viewer.id in (signers(self._work, row) or {})
        written = RecordVersionRow
        authors = set(self._work.session.scalars(select(written.written_by_id).where(written.record_id == row.id)))
        missing = self._work.written.signs_as(row.id, viewer=viewer) in self._work.written.by_id([row.id])[row.id].missing
        return (viewer.id == row.about_id or missing) and authors != {viewer.id}

    def _concerned(self, row: RecordRow) -> set[str | None]:
        """Whoever wrote it and, of what is between two, the other too."""
        return {self._author(row), *(signers(self._work, row) or {})}

    def _author(self, row: RecordRow) -> str | None:
        """Who is to correct it: whoever wrote it, or the supervisor of today where they have left."""
        author = self._work.people.get(row.by_id)
        if author and self._here(author):
            return author.id
        supervisor = self._work.people.supervisor_of(row.about_id)
        return supervisor.id if supervisor else None

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

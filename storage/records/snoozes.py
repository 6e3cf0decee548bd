"""Putting a reminder off: with a reason, for a few days, seen by the next rung. Nothing owed moves by it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from scheduling.answers import State
from scheduling.calendar import at_nine
from scheduling.snoozing import TIMES, days_open
from storage.errors import CannotPutOff, NotOpen, NotYourReminder, PutOffTooLong, PutOffTooOften, SnoozeReasonMissing
from storage.models import MessageRow, NoticeRow, OutboxRow, SnoozeRow
from storage.notices.edits import edit
from storage.notices.hours import rhythms
from storage.notices.kinds import AGAIN, ROUTINE
from storage.notices.queue import Telling, queue
from storage.notices.withdrawing import forget
from storage.records.base import Records
from storage.records.checks import fits
from storage.views import ObligationView, Person

KINDS = ("leave", "court", "emergency", "waiting", "in_hand", "other")
"""Why: what may be said of it in a message. Nothing of anybody's health, and nothing of a case."""
OTHER = "other"


class Snoozes(Records):
    """One's own reminders only: what others are told of the same goes on."""

    def days(self, obligation_ids: Collection[str], *, viewer: Person) -> tuple[date, ...]:
        """The days all of these reminders may come back on.

        Raises NotFound, NotOpen, NotYourReminder, CannotPutOff, PutOffTooOften.
        """
        every = [self._days(self._must_be_theirs(each, viewer), viewer) for each in obligation_ids]
        open_to_all = set(every[0]).intersection(*every[1:]) if every else set()
        if not open_to_all:
            raise CannotPutOff
        return tuple(sorted(open_to_all))

    def snooze(self, obligation_id: str, *, viewer: Person, kind: str, words: str, until_on: date) -> date:
        """The viewer hears of it again that day. Raises as `days` does, and PutOffTooLong, SnoozeReasonMissing, TooLong."""
        work, owed = self._work, self._must_be_theirs(obligation_id, viewer)
        typed = fits(words)
        if kind not in KINDS or (kind == OTHER and not typed):
            raise SnoozeReasonMissing
        open_days = self._days(owed, viewer)
        if until_on not in open_days:
            raise PutOffTooLong if open_days else CannotPutOff
        number = self.times(owed.id, viewer=viewer)
        mine = {"workspace": work.workspace, "obligation_id": owed.id, "by_id": viewer.id, "number": number}
        work.session.add(SnoozeRow(**mine, until_on=until_on, kind=kind, words=typed or None, snoozed_at=work.now))
        work.session.flush()
        forget(work, self._waiting(owed.id, viewer))
        queue(work, [Telling(AGAIN, viewer.id, at_nine(until_on), number, obligation_id=owed.id)])
        work.sight.note("snoozed", viewer, "obligation", owed.id, owed.person.id)
        edit(work, self._told_in(owed.id, viewer))
        return until_on

    def _must_be_theirs(self, obligation_id: str, viewer: Person) -> ObligationView:
        owed = self._work.obligations.get(obligation_id, viewer=viewer)
        if not owed.is_open:
            raise NotOpen
        if viewer.id not in {owed.person.id, *(each.id for each in owed.responsible)} and not self._told_in(owed.id, viewer):
            raise NotYourReminder
        return owed

    def _days(self, owed: ObligationView, viewer: Person) -> tuple[date, ...]:
        if owed.due != owed.due_on or owed.state in (State.ESCALATED, State.SUSPENDED):
            raise CannotPutOff
        if self.times(owed.id, viewer=viewer) >= TIMES:
            raise PutOffTooOften
        return days_open(self._work.today, owed.escalates_on, rhythms(self._work, {viewer.id: viewer})[viewer.id])

    def times(self, obligation_id: str, *, viewer: Person) -> int:
        """How often the viewer has put it off."""
        row = SnoozeRow
        theirs = row.workspace == self._work.workspace, row.obligation_id == obligation_id, row.by_id == viewer.id
        return len(self._work.session.scalars(select(row.id).where(*theirs)).all())

    def _told_in(self, obligation_id: str, viewer: Person) -> set[str]:
        """The messages in which they were reminded of it."""
        row = NoticeRow
        theirs = row.workspace == self._work.workspace, row.obligation_id == obligation_id, row.recipient_id == viewer.id
        return set(self._work.session.scalars(select(row.message_id).where(*theirs, row.kind.in_(ROUTINE))))

    def _waiting(self, obligation_id: str, viewer: Person) -> list[str]:
        """Reminders of it that wait for a day they work: the one that comes back says as much."""
        row, post = NoticeRow, OutboxRow
        theirs = row.workspace == self._work.workspace, row.obligation_id == obligation_id, row.recipient_id == viewer.id
        unsent = post.op == "post", post.state == "pending", MessageRow.sent_at.is_(None)
        query = select(row.id).join(MessageRow, MessageRow.id == row.message_id).join(post, post.message_id == row.message_id)
        return list(self._work.session.scalars(query.where(*theirs, row.kind.in_(ROUTINE), *unsent)))

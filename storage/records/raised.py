"""What a supervisee raises: dated, answered by a button, seen by both; unanswered, it goes up by itself.

By itself it reaches the line manager of the supervisor as soon as they have had their time (Wokingham, Standard 15, gives no
figure). Further up it goes no sooner than the policy's own ladder begins, three weeks late (R-12): until then a head of service
would hear of what the two, and the manager who sees to it, still have in hand. Whoever raised it may take it further at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select, update

from scheduling.calendar import Calendar, days_after, local_day
from scheduling.readings import chosen_over
from storage import errors
from storage.index import staff
from storage.models import ObligationRow, RaisedRow, RelationshipRow, new_id
from storage.notices.edits import touch
from storage.notices.kinds import RAISED
from storage.notices.queue import Telling, queue
from storage.records import owed
from storage.records.base import Records
from storage.records.deputies import deputy
from storage.views import ObligationView, Person, RaisedView

OBLIGATION = "obligation"
FIRST = "raised"
"""How the first step of each came about; the others are above the supervisor."""
SHOWN = 20
_CALENDAR = Calendar()
_OPEN = ObligationRow.closed_at.is_(None)


class Raised(Records):
    """Steps, the first of each with the supervisor. Whoever is away is stood in for."""

    def raise_(self, obligation_id: str, *, viewer: Person) -> RaisedView:
        """With the supervisor (Wokingham, Standard 14): they are told at once.

        Raises NotFound, ForTheSupervisee, NotOpen, NotLate, NoSupervisor, AlreadyRaised.
        """
        late = self._late(obligation_id, viewer)
        supervisor = self._work.people.supervisor_of(viewer.id)
        if supervisor is None:
            raise errors.NoSupervisor
        if self._steps(obligation_id):
            raise errors.AlreadyRaised
        to = deputy(self._work, supervisor.id, (viewer.id,)) or supervisor.id
        today = update(ObligationRow).where(ObligationRow.id == obligation_id).values(raised_on=self._work.today)
        self._work.session.execute(today)
        return self._step(late.id, 0, FIRST, viewer, to)

    def escalate(self, obligation_id: str, *, viewer: Person) -> RaisedView:
        """On to the next manager (Wokingham, Standard 15), once it has been raised.

        Raises NotFound, ForTheSupervisee, NotOpen, NotLate, RaiseItFirst, NobodyAbove.
        """
        late = self._late(obligation_id, viewer)
        steps = self._steps(obligation_id)
        if not steps:
            raise errors.RaiseItFirst
        above = self._next(steps)
        if above is None:
            raise errors.NobodyAbove
        return self._step(late.id, len(steps), "escalated", viewer, above)

    def answer(self, raised_id: str, *, viewer: Person) -> RaisedView:
        """Whoever it was raised with, or a manager above, has it in hand: every step waits no more.

        Not whoever supervises them no longer.

        Raises NotFound, ForWhoeverWasTold, AnsweredAlready.
        """
        row = self._must_get(raised_id)
        if viewer.id != row.to_id or row.id in self._passed_on([row]):
            self._work.sight.must_see(viewer, row.by_id)
        if viewer.id == row.by_id:
            raise errors.ForWhoeverWasTold
        waiting = [each for each in self._steps(row.obligation_id) if each.seen_at is None]
        if not waiting:
            raise errors.AnsweredAlready
        for each in waiting:
            each.seen_at, each.seen_by_id = self._work.now, viewer.id
        self._work.session.flush()
        self._work.sight.note("in_hand", viewer, OBLIGATION, row.obligation_id, row.by_id)
        touch(self._work, [row.obligation_id])
        return self._views([row])[0]

    def of(self, person_id: str, *, viewer: Person) -> list[RaisedView]:
        """What this person raised, the latest first: for themselves and the line above."""
        self._work.sight.must_see(viewer, person_id)
        return self._views(self._rows(RaisedRow.by_id == person_id)[:SHOWN])

    def on(self, obligation_id: str) -> tuple[RaisedView, ...]:
        """The steps of one obligation, the first first; for whoever sees that."""
        return tuple(self._views(self._steps(obligation_id)))

    def open_of(self, viewer: Person, most: int) -> list[RaisedView]:
        """The viewer's own that are still owed: the last step of each."""
        row, last = RaisedRow, dict[str, RaisedRow]()
        for each in self._rows(row.by_id == viewer.id, row.obligation_id.in_(select(ObligationRow.id).where(_OPEN))):
            last.setdefault(each.obligation_id, each)
        return self._views(list(last.values())[:most])

    def to_answer(self, viewer: Person, most: int) -> list[RaisedView]:
        """What was raised with the viewer, is still owed, and nobody has answered; the longest waiting first.

        Of somebody who has another supervisor by now it is theirs to answer.
        """
        row = RaisedRow
        still = row.obligation_id.in_(select(ObligationRow.id).where(_OPEN))
        waiting = self._rows(row.to_id == viewer.id, row.seen_at.is_(None), still)[::-1]
        passed_on, sight = self._passed_on(waiting), self._work.sight
        sight.look_up({each.by_id for each in waiting if each.id in passed_on})
        mine = [each for each in waiting if each.id not in passed_on or sight.can_see(viewer, each.by_id)]
        return self._views(mine[:most])

    def told(self, obligation_ids: Iterable[str]) -> dict[tuple[str, int], RaisedView]:
        """What messages say of these, by obligation and step; for whoever is being told."""
        wanted = list(obligation_ids)
        found = self._views(self._rows(RaisedRow.obligation_id.in_(wanted))) if wanted else []
        return {(view.obligation.id, view.step): view for view in found}

    def climb(self) -> int:
        """Those nobody has answered in time go to the next manager, and those above are told; for the night. How many."""
        row, number = RaisedRow, 0
        open_ids = select(ObligationRow.id).where(ObligationRow.workspace == self._work.workspace, _OPEN)
        waiting = self._rows(row.seen_at.is_(None), row.obligation_id.in_(open_ids.where(ObligationRow.suspended.is_(False))))
        ids = list(dict.fromkeys(each.obligation_id for each in waiting))
        columns = select(ObligationRow.id, ObligationRow.escalates_on).where(ObligationRow.id.in_(ids))
        escalates = {each.id: each.escalates_on for each in self._work.session.execute(columns)} if ids else {}
        for obligation_id in ids:
            steps = self._steps(obligation_id)
            each = steps[-1]
            if each.seen_at is not None or self._work.today <= self._waits_until(steps, escalates[obligation_id]):
                continue
            above = self._next(steps)
            by = self._work.people.get(each.by_id)
            if above is not None and by is not None:
                self._step(each.obligation_id, len(steps), "climbed", by, above)
                number += 1
        return number

    def _passed_on(self, rows: Sequence[RaisedRow]) -> set[str]:
        """Of these, by id, those whose raiser has got another supervisor since. One statement, and none of none."""
        tie = RelationshipRow
        theirs = tie.workspace == self._work.workspace, tie.supervisee_id.in_({each.by_id for each in rows})
        newest = select(tie.supervisee_id, func.max(tie.from_on).label("on")).where(*theirs).group_by(tie.supervisee_id)
        since = {each.supervisee_id: each.on for each in self._work.session.execute(newest)} if rows else {}
        zone = self._work.zone
        return {each.id for each in rows if each.by_id in since and since[each.by_id] >= local_day(each.raised_at, zone)}

    def _late(self, obligation_id: str, viewer: Person) -> ObligationView:
        late = self._work.obligations.get(obligation_id, viewer=viewer)
        if late.person.id != viewer.id:
            raise errors.ForTheSupervisee
        if not late.is_open:
            raise errors.NotOpen
        if not late.days_late:
            raise errors.NotLate
        return late

    def _step(self, obligation_id: str, step: int, how: str, by: Person, to: str) -> RaisedView:
        row = RaisedRow(
            id=new_id(),
            workspace=self._work.workspace,
            obligation_id=obligation_id,
            step=step,
            how=how,
            by_id=by.id,
            to_id=to,
            raised_at=self._work.now,
        )
        self._work.session.add(row)
        self._work.session.flush()
        self._work.sight.note("raised", by, OBLIGATION, obligation_id, by.id)
        touch(self._work, [obligation_id])
        queue(self._work, [Telling(RAISED, to, self._work.now, step, obligation_id=obligation_id)])
        return self._views([row])[0]

    def _next(self, steps: Sequence[RaisedRow]) -> str | None:
        """The next manager up from the supervisor who is there and has not been told; whoever covers where they are away."""
        person = steps[0].by_id
        told = {person, *(each.to_id for each in steps)}
        up, passed = self._work.people.supervisor_of(person), set[str]()
        while up is not None and up.id not in passed:
            passed.add(up.id)
            up = self._work.people.get(up.manager_id or "")
            if up is None or up.id in told:
                continue
            found = deputy(self._work, up.id, told | passed)
            if found is not None:
                return found
        return None

    def _waits_until(self, steps: Sequence[RaisedRow], escalates_on: date | None) -> date:
        """The last day on which it waits where it is. Above the supervisor that is, at the least, the policy's last in time."""
        is_above = any(each.how != FIRST for each in steps)
        on = self._answer_by(steps[-1])
        return max(on, days_after(escalates_on, -1)) if is_above and escalates_on else on

    def _answer_by(self, row: RaisedRow) -> date:
        """The last day on which it may still be answered before it goes on."""
        on = local_day(row.raised_at, self._work.zone)
        for _ in range(self._days):
            on = _CALENDAR.after(on)
        return on

    @property
    def _days(self) -> int:
        chosen, readings = staff.settings(self._work)[0].chosen, self._work.policy.readings
        return (chosen_over(readings, chosen) if chosen else readings).raised_answered_days

    def _views(self, rows: Iterable[RaisedRow]) -> list[RaisedView]:
        found = list(rows)
        if not found:
            return []
        known = {view.id: view for view in owed.views(self._work, ObligationRow.id.in_({row.obligation_id for row in found}))}
        people = self._work.people.by_id({who for row in found for who in (row.by_id, row.to_id, row.seen_by_id) if who})
        return [self._view(row, known[row.obligation_id], people) for row in found if row.obligation_id in known]

    def _view(self, row: RaisedRow, about: ObligationView, people: dict[str, Person]) -> RaisedView:
        steps = self._steps(row.obligation_id) if row.seen_at is None and about.is_open else []
        waits = bool(steps) and steps[-1].id == row.id and self._next(steps) is not None
        return RaisedView(
            id=row.id,
            obligation=about,
            step=row.step,
            how=row.how,
            by=people[row.by_id],
            to=people[row.to_id],
            raised_at=row.raised_at,
            seen_at=row.seen_at,
            seen_by=people.get(row.seen_by_id or ""),
            goes_on_on=_CALENDAR.after(self._waits_until(steps, about.escalates_on)) if waits else None,
        )

    def _steps(self, obligation_id: str) -> list[RaisedRow]:
        """The first first."""
        return self._rows(RaisedRow.obligation_id == obligation_id)[::-1]

    def _must_get(self, raised_id: str) -> RaisedRow:
        rows = self._rows(RaisedRow.id == raised_id)
        if not rows:
            raise errors.NotFound
        return rows[0]

    def _rows(self, *where: ColumnElement[bool]) -> list[RaisedRow]:
        """The latest first."""
        row = RaisedRow
        query = select(row).where(row.workspace == self._work.workspace, *where)
        return list(self._work.session.scalars(query.order_by(row.raised_at.desc(), row.step.desc(), row.id)))

"""Supervision sessions: booked, moved, held, recorded."""

from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import ColumnElement, select

from scheduling.answers import Finding
from scheduling.facts import DirectWork, FrontDoorCase
from scheduling.shapes import INFORMAL
from storage.errors import BookedOtherwise, NotFound, NothingBooked
from storage.models import SessionRow
from storage.notices import agreed
from storage.notices.edits import touch
from storage.notices.planned import who_meets
from storage.records import booked, booking, checks, holding, remarks, sessionviews
from storage.records.base import Records
from storage.views import Person, SessionView

HELD = SessionRow.held_on.is_not(None)


class Sessions(Records):
    """Sessions of people the viewer may see. Notes are read by their own method and sealed at rest."""

    def record(
        self,
        *,
        viewer: Person,
        supervisee_id: str,
        held_on: date,
        minutes: int | None = None,
        notes: str | None = None,
        cases: Sequence[str] = (),
        kind: str = "personal",
        direct_work: Sequence[tuple[str, str]] = (),
        front_door_cases: Sequence[tuple[str, int]] = (),
        late: str = "",
    ) -> SessionView:
        """A session was held. Completes the booked one if there is one; without notes, its record is still owed.

        `late`: who came late to it, as in `scheduling.forms.LATECOMERS`; empty where that is not said.
        """
        self._work.sight.must_supervise(viewer, supervisee_id)
        held = holding.Held(
            supervisee=self._work.people.must_get(supervisee_id),
            held_on=held_on,
            minutes=checks.minutes(minutes),
            notes=checks.fits(notes or ""),
            kind=kind,
            late=checks.latecomer(late),
        )
        row = holding.record(self._work, viewer, held, cases)
        holding.bring(self._work, viewer, row, direct_work, front_door_cases)
        self._noted("recorded", viewer, row)
        return self._view(row)

    def record_notes(self, *, viewer: Person, session_id: str, notes: str) -> SessionView:
        """The notes of a session already held: its record is done. Notes already there are replaced."""
        row = self._must_get(session_id)
        self._work.sight.must_supervise(viewer, row.supervisee_id)
        holding.record_notes(self._work, row, checks.fits(notes))
        self._noted("recorded", viewer, row)
        return self._view(row)

    def record_written(
        self,
        session_id: str,
        *,
        viewer: Person,
        cases: Sequence[str] = (),
        direct_work: Sequence[tuple[str, str]] = (),
        front_door_cases: Sequence[tuple[str, int]] = (),
    ) -> SessionView:
        """Its record stands in a filled form: it is done. `cases` were discussed in it, those left out before among them.

        `direct_work` are examples as case and state (the contract's words), `front_door_cases` numbers with their criterion.
        """
        row = self._must_get(session_id)
        self._work.sight.must_supervise(viewer, row.supervisee_id)
        holding.add_cases(self._work, viewer, row, cases)
        holding.bring(self._work, viewer, row, direct_work, front_door_cases)
        holding.record_written(self._work, row)
        self._noted("recorded", viewer, row)
        return self._view(row)

    def say_late(self, session_id: str, who: str, *, viewer: Person) -> None:
        """Who came late to a session held, as its record says; empty where it does not. Raises NotFound, ForTheSupervisor."""
        row = self._must_get(session_id)
        self._work.sight.must_supervise(viewer, row.supervisee_id)
        row.late = checks.latecomer(who)
        self._work.session.flush()

    def ask_feedback(self, session_id: str, *, viewer: Person) -> None:
        """The supervisee is asked what they thought of it, with their next morning message."""
        row = self._must_get(session_id)
        self._work.sight.must_supervise(viewer, row.supervisee_id)
        agreed.ask_feedback(self._work, row)

    def mark_filed(self, session_id: str, *, viewer: Person) -> SessionView:
        """Its record is where the policy keeps it, since today: said by the line above. Raises NotFound, ForTheSupervisor."""
        row = self._must_get(session_id)
        self._work.sight.must_supervise(viewer, row.supervisee_id)
        row.filed_on = row.filed_on or self._work.today
        self._work.session.flush()
        self._noted("filed", viewer, row)
        touch(self._work, [row.id])
        return self._view(row)

    def feedback_given(self, session_id: str, *, viewer: Person) -> None:
        """What asked the supervisee for it says that it is given."""
        row = self._must_get(session_id)
        self._work.sight.must_see(viewer, row.supervisee_id)
        touch(self._work, [row.id])

    def remarks(
        self,
        session_id: str,
        *,
        viewer: Person,
        direct_work: Sequence[DirectWork] | None = None,
        front_door: Sequence[FrontDoorCase] | None = None,
    ) -> list[Finding]:
        """What the policy has to remark of a session held: nothing of it stands in the way."""
        row = self._must_get(session_id)
        self._work.sight.must_supervise(viewer, row.supervisee_id)
        return remarks.of(self._work, row, direct_work, front_door)

    def held_before(self, session_id: str, *, viewer: Person) -> SessionView | None:
        """The session before it that counted as supervision."""
        row = self._must_get(session_id)
        self._work.sight.must_see(viewer, row.supervisee_id)
        before = SessionRow.held_on < (row.held_on or self._work.today)
        rows = self._rows(SessionRow.supervisee_id == row.supervisee_id, HELD, SessionRow.kind != INFORMAL, before, most=1)
        return self._view(rows[0]) if rows else None

    def book(self, *, viewer: Person, supervisee_id: str, planned_on: date, planned_at: time | None = None) -> SessionView:
        """Book the next session. The due date stays what it is."""
        self._work.sight.must_see(viewer, supervisee_id)
        row = booking.book(self._work, supervisee_id, planned_on, planned_at, by_id=viewer.id)
        self._noted("booked", viewer, row)
        return self._view(row)

    def move(
        self,
        *,
        viewer: Person,
        supervisee_id: str,
        to_on: date,
        to_at: time | None = None,
        reason: str,
        session_id: str = "",
        whose: str = "",
    ) -> SessionView:
        """Move the next session booked, or that one, with the reason. The due date stays what it is.

        `whose` need it was: the `supervisee`'s or the `supervisor`'s; empty where that is not said.
        """
        self._work.sight.must_supervise(viewer, supervisee_id)
        row, for_id = self._waiting(supervisee_id, session_id), self._needed(supervisee_id).get(whose)
        booking.move(self._work, row, (to_on, to_at), checks.fits(reason), by_id=viewer.id, for_id=for_id)
        self._noted("moved", viewer, row)
        return self._view(row)

    def call_off(
        self, *, viewer: Person, supervisee_id: str, reason: str, session_id: str = "", whose: str = ""
    ) -> SessionView:
        """The next session booked, or that one, takes place no more: said by either of the two, or from above.

        The due date stays what it is. `whose` as for a move. Raises NotFound, NothingBooked, BookedOtherwise, ReasonMissing,
        TooLong.
        """
        self._work.sight.must_see(viewer, supervisee_id)
        row = self._waiting(supervisee_id, session_id)
        booking.call_off(self._work, row, checks.fits(reason), by_id=viewer.id, for_id=self._needed(supervisee_id).get(whose))
        self._noted("cancelled", viewer, row)
        return self._view(row)

    def _waiting(self, supervisee_id: str, session_id: str) -> SessionRow:
        row = next((each for each in booking.ahead(self._work, supervisee_id) if session_id in ("", each.id)), None)
        if row is None:
            raise BookedOtherwise if session_id and booking.ahead(self._work, supervisee_id) else NothingBooked
        return row

    def _needed(self, supervisee_id: str) -> dict[str, str | None]:
        supervisor = self._work.people.supervisor_of(supervisee_id)
        return {"supervisee": supervisee_id, "supervisor": supervisor.id if supervisor else None}

    def booked(self, person_id: str, *, viewer: Person) -> SessionView | None:
        """The next session booked and not yet held."""
        return next(iter(self.ahead(person_id, viewer=viewer)), None)

    def ahead(self, person_id: str, *, viewer: Person) -> list[SessionView]:
        """Every session booked and not yet held, the next first."""
        self._work.sight.must_see(viewer, person_id)
        return sessionviews.views(self._work, booking.ahead(self._work, person_id))

    def ahead_of(self, session_id: str, *, viewer: Person) -> SessionView:
        """One that is booked and not yet held, for either of the two or from above. Raises NotFound."""
        row = self._must_get(session_id)
        self._work.sight.must_see(viewer, row.supervisee_id)
        view = self._view(row)
        if not view.is_booked:
            raise NotFound
        return view

    def told(self, supervisee_id: str, *, viewer: Person) -> list[Person]:
        """Whom a change of their booking concerns: the two, or whoever covers; nobody who is away."""
        self._work.sight.must_see(viewer, supervisee_id)
        both = who_meets(self._work, {supervisee_id}).get(supervisee_id, ())
        people = self._work.people.by_id(both)
        return [people[each] for each in both if each in people]

    def last_held(self, person_id: str, *, viewer: Person) -> SessionView | None:
        """The latest session held that counts as supervision."""
        self._work.sight.must_see(viewer, person_id)
        rows = self._rows(SessionRow.supervisee_id == person_id, HELD, SessionRow.kind != INFORMAL, most=1)
        return self._view(rows[0]) if rows else None

    def last_held_on(self, person_id: str, *, viewer: Person) -> date | None:
        """The day of that one, which is all that many ask of it."""
        self._work.sight.must_see(viewer, person_id)
        return booked.last_held(self._work, [person_id]).get(person_id)

    def get(self, session_id: str, *, viewer: Person) -> SessionView:
        """One session, its record about to be read."""
        row = self._must_get(session_id)
        self._work.sight.must_read(viewer, row.supervisee_id)
        return self._view(row)

    def to_write(self, session_id: str, *, viewer: Person) -> SessionView:
        """One session, its record about to be written: by the supervisor or a manager above."""
        row = self._must_get(session_id)
        self._work.sight.must_supervise(viewer, row.supervisee_id)
        return self._view(row)

    def of(self, person_id: str, *, viewer: Person, most: int = 20) -> list[SessionView]:
        """Sessions of this person, newest first, whoever held them: records follow a move of post (Manchester 2.4)."""
        way = self._work.sight.must_read(viewer, person_id)
        self._work.sight.note("listed", viewer, "session", "", person_id, way)
        return sessionviews.views(self._work, self._rows(SessionRow.supervisee_id == person_id, most=most))

    def has_any(self, person_ids: Sequence[str], *, viewer: Person) -> bool:
        """Whether one is on record, booked or held, of anybody among these whom the viewer may see."""
        self._work.sight.look_up(person_ids)
        theirs = [each for each in person_ids if self._work.sight.can_see(viewer, each)]
        return bool(self._rows(SessionRow.supervisee_id.in_(theirs), most=1))

    def to_record(self, viewer: Person) -> list[SessionView]:
        """Held by the viewer and not yet recorded, oldest first."""
        waiting = self._rows(SessionRow.supervisor_id == viewer.id, HELD, SessionRow.recorded_on.is_(None), most=100)
        return sessionviews.views(self._work, waiting[::-1])

    def notes(self, session_id: str, *, viewer: Person) -> str:
        """The notes; "" where none were recorded."""
        row = self._must_get(session_id)
        way = self._work.sight.must_read(viewer, row.supervisee_id)
        self._work.sight.note("read", viewer, "session", row.id, row.supervisee_id, way)
        return row.notes or ""

    def _noted(self, act: str, viewer: Person, row: SessionRow) -> None:
        self._work.sight.note(act, viewer, "session", row.id, row.supervisee_id)

    def _must_get(self, session_id: str) -> SessionRow:
        rows = self._rows(SessionRow.id == session_id, most=1)
        if not rows:
            raise NotFound
        return rows[0]

    def _rows(self, *where: ColumnElement[bool], most: int) -> list[SessionRow]:
        row = SessionRow
        query = select(row).where(row.workspace == self._work.workspace, *where)
        newest = query.order_by(row.held_on.is_not(None), row.held_on.desc(), row.planned_on.desc(), row.id)
        return list(self._work.session.scalars(newest.limit(most)))

    def _view(self, row: SessionRow) -> SessionView:
        return sessionviews.views(self._work, [row])[0]

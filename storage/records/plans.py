"""The year's sessions: proposed by one of the two, confirmed by the other, and then booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, or_, select

from scheduling.forms import LATECOMERS
from scheduling.index import index
from scheduling.planner import Changed, Tally, tallies
from scheduling.readings import chosen_over
from scheduling.rhythm import days_of as works_on
from scheduling.timetable import Timetable, timetable
from scheduling.view import View
from storage import errors
from storage.index import staff
from storage.index.facts import load
from storage.index.scope import Scope
from storage.models import PlanRow, PostponementRow, SessionRow, new_id
from storage.models.plans import days_of
from storage.notices import planned
from storage.notices.edits import touch
from storage.records import booking, sessionviews
from storage.records.base import Records
from storage.records.supervised import cases_of
from storage.views import Person, SessionView

KIND = "plan"
NOBODY = LATECOMERS[0]
CONFIRMED, REPLACED = "confirmed", "replaced"
PLANNED = SessionRow.planned_on.is_not(None)


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan, waiting or answered."""

    id: str
    supervisee_id: str
    supervisor_id: str
    proposed_by_id: str
    proposed_at: datetime
    days: tuple[date, ...]
    at: time | None
    answer: str
    answered_at: datetime | None
    answered_by_id: str | None

    @property
    def is_open(self) -> bool:
        """Nobody has answered it."""
        return not self.answer


class Plans(Records):
    """Of people the viewer may see: oneself, and those below."""

    def timetable(self, person_id: str, *, viewer: Person, cases: bool = False) -> Timetable:
        """When the two can meet, and by when they must; with what is known of their `cases` where that is asked for.

        Raises NotFound, NoSupervisor, NoInterval, AwayForGood.
        """
        work = self._work
        work.sight.must_see(viewer, person_id)
        supervisor = work.people.supervisor_of(person_id)
        if supervisor is None:
            raise errors.NoSupervisor
        both = work.people.must_get(person_id), supervisor
        scope = Scope.of([person_id], cases_of(work, [person_id]) if cases else ())
        view = View(index(load(work, scope)), work.policy, work.now)
        days = [row.planned_on for row in booking.ahead(work, person_id) if row.planned_on]
        table = timetable(view, person_id, days, {each.id: works_on(each.works_on) for each in both})
        if table is None:
            raise errors.NoInterval
        if table.away_for_good():
            raise errors.AwayForGood
        return table

    def open_of(self, person_id: str, *, viewer: Person) -> PlanView | None:
        """The plan that waits for an answer. Raises NotFound."""
        self._work.sight.must_see(viewer, person_id)
        found = self._rows(PlanRow.supervisee_id == person_id, PlanRow.answer == "")
        return _view(found[0]) if found else None

    def get(self, plan_id: str, *, viewer: Person) -> PlanView:
        """One. Raises NotFound."""
        return _view(self._must_get(plan_id, viewer))

    def propose(self, *, viewer: Person, supervisee_id: str, days: Sequence[date], at: time | None = None) -> PlanView:
        """Put these dates to the other of the two, in place of what was put to them before; they are told in the morning.

        Raises NotFound, NoSupervisor, NoDays, InThePast.
        """
        work = self._work
        work.sight.must_see(viewer, supervisee_id)
        supervisor = work.people.supervisor_of(supervisee_id)
        if supervisor is None:
            raise errors.NoSupervisor
        if not days:
            raise errors.NoDays
        if min(days) < work.today:
            raise errors.InThePast
        for before in self._rows(PlanRow.supervisee_id == supervisee_id, PlanRow.answer == ""):
            self._answer(before, REPLACED, viewer)
        row = PlanRow(
            id=new_id(),
            workspace=work.workspace,
            supervisee_id=supervisee_id,
            supervisor_id=supervisor.id,
            proposed_by_id=viewer.id,
            proposed_at=work.now,
            days=[each.isoformat() for each in sorted(days)],
            at=at,
            answer="",
        )
        work.session.add(row)
        work.session.flush()
        work.sight.note("recorded", viewer, KIND, row.id, supervisee_id)
        planned.ask(work, row)
        return _view(row)

    def may_confirm(self, plan: PlanView, *, viewer: Person) -> bool:
        """The supervisee, of what was proposed to them; of what they proposed, their supervisor or a manager above."""
        if not plan.is_open or not self._work.sight.can_see(viewer, plan.supervisee_id):
            return False
        return (viewer.id == plan.supervisee_id) != (plan.proposed_by_id == plan.supervisee_id)

    def confirm(self, plan_id: str, *, viewer: Person) -> list[SessionView]:
        """It holds: its sessions are booked, and who proposed it is told. Answers those booked.

        A day that has passed, or is booked already, is left out. Raises NotFound, PlanAnswered, ForTheOther, PlanPassed.
        """
        row = self._must_get(plan_id, viewer)
        if row.answer:
            raise errors.PlanAnswered
        if not self.may_confirm(_view(row), viewer=viewer):
            raise errors.ForTheOther
        if max(days_of(row)) < self._work.today:
            raise errors.PlanPassed
        made = booking.book_all(self._work, row.supervisee_id, days_of(row), row.at)
        self._answer(row, CONFIRMED, viewer)
        self._work.sight.note("confirmed", viewer, KIND, row.id, row.supervisee_id)
        for each in made:
            self._work.sight.note("booked", viewer, "session", each.id, row.supervisee_id)
        planned.tell(self._work, row)
        return sessionviews.views(self._work, made)

    def waiting(self, viewer: Person) -> list[PlanView]:
        """Those the viewer is asked to confirm, as supervisee or as supervisor."""
        row = PlanRow
        below = [each.id for each in self._work.people.supervisees_of(viewer.id)]
        mine = or_(row.supervisee_id == viewer.id, row.supervisee_id.in_(below))
        found = [_view(each) for each in self._rows(mine, row.answer == "")]
        return [each for each in found if self.may_confirm(each, viewer=viewer)]

    def planner(self, person_id: str, *, viewer: Person, most: int = 100) -> list[SessionView]:
        """Sessions planned, each with its moves and their reasons (Manchester Appendix C): the next first, then those past.

        Noted.
        """
        way = self._work.sight.must_read(viewer, person_id)
        self._work.sight.note("read", viewer, KIND, "", person_id, way)
        row = SessionRow
        query = select(row).where(row.workspace == self._work.workspace, row.supervisee_id == person_id, PLANNED)
        rows = self._work.session.scalars(query.order_by(row.planned_on.desc(), row.id).limit(most)).all()
        found = sessionviews.views(self._work, rows)
        return [*reversed([each for each in found if each.is_booked]), *(each for each in found if not each.is_booked)]

    def changes(self, person_id: str, *, viewer: Person) -> list[Tally]:
        """How often their sessions were moved or missed in a year, or began late, by whom; whether that is frequent (R-25)."""
        work, row, moved = self._work, SessionRow, PostponementRow
        work.sight.must_read(viewer, person_id)
        theirs = (row.workspace == work.workspace, row.supervisee_id == person_id)
        moves = select(moved.moved_on, moved.asked_by_id).join(row, row.id == moved.session_id).where(*theirs)
        missed = select(row.planned_on).where(*theirs, row.passed_on.is_not(None))
        found = [Changed(on, by or "") for on, by in work.session.execute(moves)]
        found += [Changed(on, "") for on in work.session.scalars(missed) if on]
        began = select(row.held_on, row.late, row.supervisor_id).where(*theirs, row.late.is_not(None), row.late != NOBODY)
        for on, late, supervisor_id in work.session.execute(began):
            both = {"supervisee": person_id, "supervisor": supervisor_id}
            found += [Changed(on, who, was_late=True) for party, who in both.items() if on and late in (party, "both")]
        chosen = staff.settings(work)[0].chosen
        return tallies(found, work.today, chosen_over(work.policy.readings, chosen) if chosen else work.policy.readings)

    def _answer(self, row: PlanRow, answer: str, viewer: Person) -> None:
        row.answer, row.answered_at, row.answered_by_id = answer, self._work.now, viewer.id
        self._work.session.flush()
        touch(self._work, [row.id])

    def _must_get(self, plan_id: str, viewer: Person) -> PlanRow:
        found = self._rows(PlanRow.id == plan_id)
        if not found:
            raise errors.NotFound
        self._work.sight.must_see(viewer, found[0].supervisee_id)
        return found[0]

    def _rows(self, *where: ColumnElement[bool]) -> list[PlanRow]:
        row = PlanRow
        query = select(row).where(row.workspace == self._work.workspace, *where)
        return list(self._work.session.scalars(query.order_by(row.proposed_at.desc(), row.id)))


def _view(row: PlanRow) -> PlanView:
    return PlanView(
        id=row.id,
        supervisee_id=row.supervisee_id,
        supervisor_id=row.supervisor_id,
        proposed_by_id=row.proposed_by_id,
        proposed_at=row.proposed_at,
        days=days_of(row),
        at=row.at,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by_id=row.answered_by_id,
    )

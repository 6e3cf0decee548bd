"""What is planned: a year's dates put to the other of two people and confirmed, and a session on the next working day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from scheduling.calendar import Calendar, at_nine, days_after, local_day
from storage.models import AbsenceRow, NoticeRow, PlanRow, PostponementRow, SessionRow
from storage.models.plans import days_of
from storage.notices.kinds import OF_PLANS, PLAN_CONFIRMED, SESSION_AHEAD, TO_CONFIRM_PLAN
from storage.notices.queue import Telling, queue
from storage.records import lines
from storage.records.booked import AHEAD
from storage.records.diary import is_here
from storage.views import ItemView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_CALENDAR = Calendar()
CONFIRMED_WITHIN_DAYS = 7
_MOVES = (
    select(func.count())
    .where(PostponementRow.session_id == SessionRow.id)
    .correlate(SessionRow)
    .scalar_subquery()
    .label("moves")
)


def ask(work: UnitOfWork, plan: PlanRow) -> None:
    """With the morning message of whoever is to confirm it: of a manager's proposal both may want to know."""
    queue(work, [Telling(TO_CONFIRM_PLAN, _asked(plan, plan.supervisor_id), next_morning(work), about_id=plan.id)])


def tell(work: UnitOfWork, plan: PlanRow) -> None:
    """Who proposed it, and the supervisor where that is somebody else, that it holds."""
    told = {plan.proposed_by_id, plan.supervisor_id} - {plan.answered_by_id}
    queue(work, [Telling(PLAN_CONFIRMED, to, next_morning(work), about_id=plan.id) for to in sorted(told)])


def remind(work: UnitOfWork) -> int:
    """Of sessions until the next working day, both of the two, this morning; for the night. How many were new.

    The supervisor of today, or whoever covers: a session may have been booked a year before.
    """
    if not _CALENDAR.is_working(work.today):
        return 0
    row, until = SessionRow, _CALENDAR.after(work.today)
    query = select(row.id, row.supervisee_id, _MOVES).where(
        row.workspace == work.workspace, AHEAD, row.planned_on > work.today, row.planned_on <= until
    )
    found = work.session.execute(query.order_by(row.planned_on, row.id)).all()
    told = who_meets(work, {each.supervisee_id for each in found}) if found else {}
    at = at_nine(work.today)
    return queue(
        work,
        [
            Telling(SESSION_AHEAD, to, at, each.moves, about_id=each.id)
            for each in found
            for to in told.get(each.supervisee_id, ())
        ],
    )


def remind_of_plans(work: UnitOfWork) -> int:
    """Whoever is to confirm a plan that has waited for a week, once more; for the night. How many were new.

    The supervisor of today, where it waits for the supervisor. No policy has a figure for it: a week is a default of ours.
    """
    row, since = PlanRow, at_nine(days_after(work.today, 1 - CONFIRMED_WITHIN_DAYS))
    query = select(row).where(row.workspace == work.workspace, row.answer == "", row.proposed_at < since)
    found = [each for each in work.session.scalars(query.order_by(row.id)) if max(days_of(each)) >= work.today]
    supervisors = work.people.supervisors_of({each.supervisee_id for each in found})
    asked = {each.id: _asked(each, supervisors.get(each.supervisee_id, each.supervisor_id)) for each in found}
    here = {each.id for each in work.people.by_id(asked.values()).values() if is_here(each, work.today)}
    at = at_nine(work.today)
    told = {plan_id: to for plan_id, to in asked.items() if to in here}
    return queue(work, [Telling(TO_CONFIRM_PLAN, to, at, rung=1, about_id=plan_id) for plan_id, to in told.items()])


def _asked(plan: PlanRow, supervisor_id: str) -> str:
    return supervisor_id if plan.proposed_by_id == plan.supervisee_id else plan.supervisee_id


def who_meets(work: UnitOfWork, supervisees: set[str]) -> dict[str, tuple[str, ...]]:
    """By supervisee: they and whoever supervises them today, where both are here; of nobody who is away."""
    supervisors = work.people.supervisors_of(supervisees)
    row = AbsenceRow
    people = supervisees | set(supervisors.values())
    query = select(row.person_id, row.cover_id).where(
        row.workspace == work.workspace, row.person_id.in_(people), lines.is_away(row, work.today)
    )
    away: dict[str, str | None] = {row.person_id: row.cover_id for row in work.session.execute(query)}
    here = work.people.by_id(people)
    gone = {each.id for each in here.values() if each.left_on is not None and each.left_on <= work.today} | set(away)
    found = {}
    for supervisee, supervisor in supervisors.items():
        if supervisee not in gone:
            acting = away.get(supervisor, supervisor)
            found[supervisee] = tuple(who for who in (supervisee, acting) if who and who not in gone)
    return found


def next_morning(work: UnitOfWork) -> datetime:
    """Of the next working day, at nine."""
    return at_nine(_CALENDAR.on_or_after(days_after(work.today, 1)))


@dataclass(frozen=True, slots=True)
class Planned:
    """The plans and sessions the notices of one message speak of, by id."""

    plans: Mapping[str, PlanRow]
    sessions: Mapping[str, Any]

    @property
    def people(self) -> set[str]:
        """Whom they are about."""
        return {each.supervisee_id for each in (*self.plans.values(), *self.sessions.values())}

    @property
    def named(self) -> set[str]:
        """Whoever is named in them besides."""
        return {who for each in self.plans.values() for who in (each.proposed_by_id, each.answered_by_id) if who}

    def about(self, notice: NoticeRow) -> str | None:
        """Whose supervision it is; None where it is about nothing of ours."""
        found = self.plans.get(notice.subject) if notice.kind in OF_PLANS else None
        found = self.sessions.get(notice.subject) if notice.kind == SESSION_AHEAD else found
        return found.supervisee_id if found else None

    def item(self, work: UnitOfWork, notice: NoticeRow, people: Mapping[str, Any], around: Mapping[str, Any]) -> ItemView:
        """The line; `around` are the people it names by their part, `people` everybody by id."""
        if notice.kind == SESSION_AHEAD:
            return _of_session(work, notice, self.sessions[notice.subject], around)
        return _of_plan(notice, self.plans[notice.subject], people, around)


def of_plans(work: UnitOfWork, notices: Sequence[NoticeRow]) -> Planned:
    """In two statements, none where no notice is about one."""
    plans = {notice.subject for notice in notices if notice.kind in OF_PLANS}
    sessions = {notice.subject for notice in notices if notice.kind == SESSION_AHEAD}
    return Planned(_plans(work, plans), _sessions(work, sessions))


def _plans(work: UnitOfWork, ids: Collection[str]) -> Mapping[str, PlanRow]:
    if not ids:
        return {}
    row = PlanRow
    query = select(row).where(row.workspace == work.workspace, row.id.in_(ids))
    return {each.id: each for each in work.session.scalars(query)}


def _sessions(work: UnitOfWork, ids: Collection[str]) -> Mapping[str, Any]:
    if not ids:
        return {}
    row = SessionRow
    columns = (row.id, row.supervisee_id, row.planned_on, row.planned_at, row.held_on, row.passed_on, row.called_off_on, _MOVES)
    query = select(*columns).where(row.workspace == work.workspace, row.id.in_(ids))
    return {each.id: each for each in work.session.execute(query)}


def _of_session(work: UnitOfWork, notice: NoticeRow, about: Any, around: Mapping[str, Any]) -> ItemView:
    """Done with once it is held, passed over, called off, or moved to another day than the one it told of."""
    how, on = "", None
    if about.held_on or about.passed_on:
        how, on = ("held", about.held_on) if about.held_on else ("no_longer_owed", None)
    elif about.called_off_on:
        how, on = "called_off", about.called_off_on
    elif about.moves != notice.rung or about.planned_on < work.today - timedelta(days=7):
        how = "session_moved" if about.moves != notice.rung else "no_longer_owed"
    return _item(
        notice,
        around,
        session_id=about.id,
        booked_on=about.planned_on,
        booked_at=about.planned_at,
        closed_how=how,
        closed_on=on,
    )


def _of_plan(notice: NoticeRow, about: PlanRow, people: Mapping[str, Any], around: Mapping[str, Any]) -> ItemView:
    how = f"plan_{about.answer}" if about.answer and notice.kind == TO_CONFIRM_PLAN else ""
    on = local_day(about.answered_at) if about.answered_at and how else None
    by = about.proposed_by_id if notice.kind == TO_CONFIRM_PLAN else about.answered_by_id or about.proposed_by_id
    whose = {**around, "person": people[by]}
    return _item(notice, whose, plan_id=about.id, plan_days=days_of(about), booked_at=about.at, closed_how=how, closed_on=on)


def _item(notice: NoticeRow, around: Mapping[str, Any], **more: Any) -> ItemView:
    told: dict[str, Any] = {
        "notice_kind": notice.kind,
        "rung": notice.rung,
        "obligation": None,
        "decision_id": None,
        "case_ref": None,
        "booked_on": None,
        "moves": (),
        "last_held_on": None,
        "subject": notice.subject,
    }
    return ItemView(**(told | more | dict(around)))

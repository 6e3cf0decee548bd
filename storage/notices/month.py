"""On the first working day of a month: how the month before went below a manager, in the morning message."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, and_, bindparam, case, func, or_, select

from scheduling.calendar import Calendar, at_nine, local_day, months_after
from storage.asking import TODAY, WORKSPACE, among
from storage.models import NoticeRow, ObligationRow, PersonRow, RecordRow, RelationshipRow
from storage.notices import week
from storage.notices.kinds import MONTH
from storage.notices.queue import Telling, queue
from storage.quiet import MonthView, Waiting
from storage.records.kept import KINDS, kept
from storage.records.lateness import is_past
from storage.records.lines import supervises
from storage.views import ItemView, Person

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

A_TEAM = 2
"""Whoever supervises so many people is a manager too, though nobody they manage supervises anybody."""
MADE_GOOD = timedelta(days=10)
"""So long after the first working day a month's report is still of use."""
_CALENDAR = Calendar()
_SINCE: Any = bindparam("since", type_=Date())
_ROW = ObligationRow
_LATE = is_past()
_UP = _ROW.escalates_on <= TODAY


def _standing(which: Any) -> tuple[Any, Any]:
    """How many, and the earliest due date among them."""
    return func.sum(case((which, 1), else_=0)), func.min(case((which, _ROW.due_on)))


_STANDS = select(
    *_standing(and_(_LATE, _ROW.kind.in_(sorted(KINDS)))),
    *_standing(and_(_LATE, _ROW.kind.in_(("record_session", "record_discussion")))),
    *_standing(and_(_LATE, _ROW.kind == "agreement_signature")),
    *_standing(and_(_LATE, _ROW.kind == "agreement_review")),
    *_standing(_UP),
    *_standing(and_(_UP, _ROW.escalates_on >= _SINCE)),
).where(_ROW.workspace == WORKSPACE, _ROW.closed_at.is_(None), _ROW.suspended.is_(False), among(_ROW.person_id))
_UNSIGNED = select(func.count(), func.min(RecordRow.made_at)).where(
    RecordRow.workspace == WORKSPACE,
    RecordRow.state == "open",
    RecordRow.content_erased_on.is_(None),
    among(RecordRow.about_id),
)


def tell(work: UnitOfWork) -> int:
    """Every manager, in the night of the first working day of the month; of that month each is told once.

    Where that night was missed it is made good in one of the next days, if Cornerstone was in use here then.
    """
    first = work.today.replace(day=1)
    told_on, begun_at = _CALENDAR.on_or_after(first), work.trail.begun_at()
    was_here = begun_at is None or begun_at.astimezone(work.zone).date() < told_on
    is_late = was_here and told_on < work.today < told_on + MADE_GOOD and _CALENDAR.is_working(work.today)
    if work.today != told_on and not is_late:
        return 0
    about = f"{MONTH} {months_after(first, -1):%Y-%m}"
    return queue(work, [Telling(MONTH, to, at_nine(work.today), about_id=about) for to in sorted(_managers(work))])


def item(work: UnitOfWork, notice: NoticeRow) -> ItemView:
    """As the schedule has it now."""
    manager = work.people.must_get(notice.recipient_id)
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        person=manager,
        subject=notice.subject,
        month=look(work, manager, date.fromisoformat(f"{notice.subject.removeprefix(f'{MONTH} ')}-01")),
    )


def look(work: UnitOfWork, manager: Person, month: date) -> MonthView:
    """Of that month, given by its first day, and how things stand; in a number of statements that is always the same."""
    before, ids = months_after(month, -1), list(work.sight.below(manager))
    back = (work.today.year - before.year) * 12 + work.today.month - before.month
    on_time = kept(work, manager, back + 1)
    (stands,) = work.ask(_STANDS, ids=ids, since=month)
    (unsigned,) = work.ask(_UNSIGNED, ids=ids)
    number, made_at = unsigned
    counts = [Waiting(int(stands[at] or 0), stands[at + 1]) for at in range(0, len(stands), 2)]
    late, to_record, missing, past_review, up, new = counts
    return MonthView(
        month=month,
        in_month=(on_time.of_month(month).in_time, on_time.of_month(month).out_of),
        in_month_before=(on_time.of_month(before).in_time, on_time.of_month(before).out_of),
        late=late,
        to_record=to_record,
        to_sign=Waiting(int(number), local_day(made_at, work.zone) if made_at else None),
        agreements_missing=missing.number,
        agreements_past_review=past_review.number,
        escalated=up.number,
        escalated_since=new.number,
        begun_on=on_time.begun_on if on_time.begun_on and on_time.begun_on > before else None,
    )


def _managers(work: UnitOfWork) -> set[str]:
    """Who manages supervisors, as the week has it, or supervises a team."""
    row, held = PersonRow, RelationshipRow
    here = or_(row.left_on.is_(None), row.left_on > work.today)
    teams = (
        select(held.supervisor_id)
        .join(row, and_(row.workspace == held.workspace, row.id == held.supervisor_id))
        .where(held.workspace == work.workspace, supervises(held, work.today), held.supervisee_id != row.id, here)
        .group_by(held.supervisor_id)
        .having(func.count(held.supervisee_id.distinct()) >= A_TEAM)
    )
    return week.managers(work) | set(work.session.scalars(teams))

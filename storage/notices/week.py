"""On the first day of their week: what a line manager begins it with, in the morning message."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from scheduling.calendar import at_nine, days_after
from scheduling.ladder import PERSONAL
from storage.asking import TODAY, WORKSPACE
from storage.models import AbsenceRow, NoticeRow, ObligationRow, PersonRow, RaisedRow, RelationshipRow
from storage.notices.hours import rhythms
from storage.notices.kinds import WEEK
from storage.notices.queue import Telling, queue
from storage.quiet import Unbooked, WeekView
from storage.records import owed
from storage.records.lines import is_away, supervises
from storage.views import ItemView, ObligationView, Person

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

CLEAR = "week_clear"
"""How it ended where nothing is left to say of it: then it is not sent, or says so."""

_ABOVE = aliased(PersonRow)
_HELD = and_(
    RelationshipRow.workspace == PersonRow.workspace,
    RelationshipRow.supervisor_id == PersonRow.id,
    RelationshipRow.supervisee_id != PersonRow.id,
    supervises(RelationshipRow),
)
_MANAGERS = (
    select(_ABOVE.id)
    .join(PersonRow, and_(PersonRow.workspace == _ABOVE.workspace, PersonRow.manager_id == _ABOVE.id))
    .join(RelationshipRow, _HELD)
    .where(_ABOVE.workspace == WORKSPACE, or_(_ABOVE.left_on.is_(None), _ABOVE.left_on > TODAY))
    .distinct()
)


def tell(work: UnitOfWork) -> int:
    """Everybody who manages supervisors and whose week begins today; for the night. What is clear by nine is not sent."""
    found = work.people.by_id(managers(work))
    rhythm = rhythms(work, found)
    monday = days_after(work.today, -work.today.weekday())
    begins = [each for each in sorted(found) if rhythm[each].begins(work.today)]
    return queue(work, [Telling(WEEK, to, at_nine(work.today), about_id=f"{WEEK} {monday.isoformat()}") for to in begins])


def item(work: UnitOfWork, notice: NoticeRow) -> ItemView:
    """As the week looks now."""
    manager = work.people.must_get(notice.recipient_id)
    view = look(work, manager)
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        closed_how=CLEAR if view.is_clear else "",
        person=manager,
        subject=notice.subject,
        week=view,
    )


def look(work: UnitOfWork, manager: Person) -> WeekView:
    """In a number of statements that does not depend on how many are below."""
    below = work.sight.below(manager)
    late, soon, raised = _supervisions(work, below)
    supervisors = work.people.supervisors_of({each.person.id for each in late})
    counts: dict[str, int] = {}
    for each in late:
        if (by := supervisors.get(each.person.id)) is not None and by != manager.id:
            counts[by] = counts.get(by, 0) + 1
    people = work.people.by_id(counts)
    return WeekView(
        late=tuple(sorted(((people[by], n) for by, n in counts.items()), key=lambda pair: (-pair[1], pair[0].name))),
        will_be=tuple(Unbooked(each.person, each.due_on) for each in soon),
        without_cover=_without_cover(work, below),
        to_confirm=len(work.decisions.to_confirm(manager)),
        to_sign=len(work.written.to_sign(manager)),
        to_decide=len(work.disputes.waiting(manager)),
        to_allocate=len(work.leavers.open_cases(manager)),
        raised=tuple({each.person.id: each.person for each in raised}.values()),
    )


def managers(work: UnitOfWork) -> set[str]:
    """Line managers of people who supervise somebody, and who work here."""
    return {person_id for (person_id,) in work.ask(_MANAGERS)}


def _supervisions(
    work: UnitOfWork, below: frozenset[str]
) -> tuple[list[ObligationView], list[ObligationView], list[ObligationView]]:
    """Of people below: late; due this week with nothing booked by then; raised as missed, with no answer."""
    row, ends = ObligationRow, days_after(work.today, 6 - work.today.weekday())
    which = row.closed_at.is_(None), row.suspended.is_(False), row.kind.in_(PERSONAL), row.due_on <= ends
    every = owed.views(work, *which, row.person_id.in_(below)) if below else []
    step = RaisedRow
    asked = select(step.obligation_id, func.max(step.seen_at)).where(step.obligation_id.in_([each.id for each in every]))
    steps = work.session.execute(asked.where(step.workspace == work.workspace).group_by(step.obligation_id))
    raised = {obligation_id for obligation_id, seen_at in steps if seen_at is None}
    late = [each for each in every if each.due_on < work.today]
    soon = [each for each in every if each.due_on >= work.today and not _is_booked(each.booked_on, each.due_on)]
    return late, soon, [each for each in every if each.id in raised]


def _is_booked(on: date | None, due_on: date) -> bool:
    return on is not None and on <= due_on


def _without_cover(work: UnitOfWork, below: frozenset[str]) -> tuple[Person, ...]:
    away, held = AbsenceRow, RelationshipRow
    query = (
        select(away.person_id)
        .join(held, and_(held.workspace == away.workspace, held.supervisor_id == away.person_id, supervises(held, work.today)))
        .where(away.workspace == work.workspace, is_away(away, work.today), away.cover_id.is_(None), away.person_id.in_(below))
        .distinct()
    )
    found = work.people.by_id(work.session.scalars(query)) if below else {}
    return tuple(sorted(found.values(), key=lambda person: (person.name, person.id)))

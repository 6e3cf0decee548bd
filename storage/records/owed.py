"""Building obligation views: the stored row, as it stands at this instant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select

from scheduling.answers import State
from storage.asking import WORKSPACE, among
from storage.dialects import plainly
from storage.models import ObligationRow, ResponsibleRow
from storage.records.booked import SUPERVISIONS, Booked, booked
from storage.views import ObligationView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person


_ROWS = select(*ObligationRow.__table__.columns)
"""Read and shown, never changed: a row of the ORM's takes as long again to make, and a senior manager has thousands late."""
_RESPONSIBLE = (
    select(ResponsibleRow.obligation_id, ResponsibleRow.person_id)
    .where(ResponsibleRow.workspace == WORKSPACE, among(ResponsibleRow.obligation_id))
    .order_by(ResponsibleRow.place)
)


SAMPLE = "audit_sample"


def _sample(work: UnitOfWork, rule: str) -> str:
    """What its audits count as, by the policy in force; "" where that has no such sample."""
    return next((each.kinds[0] for each in work.policy.at(work.today).audits.sample if each.rule == rule), "")


def _due(row: Any) -> date | datetime:
    """The due date, or the due instant."""
    return datetime.fromisoformat(row.due) if "T" in row.due else date.fromisoformat(row.due)


def _state(row: Any, due: date | datetime, now: datetime, today: date) -> State:
    """As the engine would say it now: the row holds what does not change with the day."""
    if row.suspended:
        return State.SUSPENDED
    if row.escalates_on is not None and today >= row.escalates_on:
        return State.ESCALATED
    is_late = now > due if isinstance(due, datetime) else today > due
    if is_late:
        return State.OVERDUE
    return State.DUE if row.due_on == today else State.UPCOMING


def views(work: UnitOfWork, *where: ColumnElement[bool]) -> list[ObligationView]:
    """Those that match, soonest first, in four statements however many they are."""
    query = _ROWS.where(ObligationRow.workspace == work.workspace, *where)
    rows = work.session.execute(
        query.order_by(ObligationRow.due_on, ObligationRow.due, plainly(ObligationRow.kind), ObligationRow.id)
    ).all()
    if not rows:
        return []
    responsible = _responsible(work, [row.id for row in rows])
    ahead = booked(work, {row.person_id for row in rows if row.kind in SUPERVISIONS})
    ids = {row.person_id for row in rows} | {person_id for each in responsible.values() for person_id in each}
    people = work.people.by_id(ids)
    return [_view(work, row, responsible.get(row.id, []), people, ahead) for row in rows]


def _responsible(work: UnitOfWork, obligation_ids: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for obligation_id, person_id in work.ask(_RESPONSIBLE, ids=list(obligation_ids)):
        found.setdefault(obligation_id, []).append(person_id)
    return found


def _view(
    work: UnitOfWork, row: Any, responsible: list[str], people: dict[str, Person], ahead: dict[str, Booked]
) -> ObligationView:
    due = _due(row)
    session = ahead.get(row.person_id) if row.kind in SUPERVISIONS and row.closed_at is None else None
    return ObligationView(
        id=row.id,
        rule=row.rule,
        kind=row.kind,
        person=people[row.person_id],
        case_ref=row.case_ref,
        about=row.about,
        due=due,
        due_on=row.due_on,
        state=_state(row, due, work.now, work.today),
        days_late=max(0, (work.today - row.due_on).days),
        responsible=tuple(people[person_id] for person_id in responsible),
        escalates_on=row.escalates_on,
        source=row.source,
        why=row.why,
        booked_on=session.planned_on if session else None,
        booked_at=session.planned_at if session else None,
        booked_id=session.session_id if session else None,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closed_on=row.closed_on,
        closed_how=row.closed_how,
        sample=_sample(work, row.rule) if row.kind == SAMPLE else "",
    )

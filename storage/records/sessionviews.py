"""Sessions as they are shown: with the moves, the cases and what was brought to them, without the notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from scheduling.facts import DirectWork, FrontDoorCase
from storage.dialects import plainly
from storage.models import DirectWorkRow, DiscussionRow, FrontDoorCaseRow, SessionRow
from storage.records.booked import moves
from storage.views import SessionView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def views(work: UnitOfWork, rows: Sequence[SessionRow]) -> list[SessionView]:
    """In the order given."""
    ids = [row.id for row in rows]
    moved = moves(work, ids)
    discussed: dict[str, tuple[str, ...]] = {}
    query = select(DiscussionRow.session_id, DiscussionRow.case_ref).where(DiscussionRow.session_id.in_(ids))
    for session_id, ref in work.session.execute(query.order_by(plainly(DiscussionRow.case_ref))) if ids else ():
        discussed[session_id or ""] = (*discussed.get(session_id or "", ()), ref)
    examples, numbers = _examples(work, ids), _numbers(work, ids)
    return [
        SessionView(
            id=row.id,
            supervisee_id=row.supervisee_id,
            supervisor_id=row.supervisor_id,
            kind=row.kind,
            planned_on=row.planned_on,
            planned_at=row.planned_at,
            held_on=row.held_on,
            minutes=row.minutes,
            recorded_on=row.recorded_on,
            moves=moved.get(row.id, ()),
            cases=discussed.get(row.id, ()),
            direct_work=examples.get(row.id, ()),
            front_door_cases=numbers.get(row.id, ()),
            assessed_on=row.assessed_on,
            filed_on=row.filed_on,
            passed_on=row.passed_on,
            late=row.late or "",
            called_off_on=row.called_off_on,
        )
        for row in rows
    ]


def _examples(work: UnitOfWork, ids: Sequence[str]) -> dict[str, tuple[DirectWork, ...]]:
    row, found = DirectWorkRow, dict[str, tuple[DirectWork, ...]]()
    query = select(row.session_id, row.case_ref, row.state).where(row.session_id.in_(ids))
    for session_id, ref, state in work.session.execute(query.order_by(plainly(row.case_ref), row.id)) if ids else ():
        found[session_id] = (*found.get(session_id, ()), DirectWork(ref, state))
    return found


def _numbers(work: UnitOfWork, ids: Sequence[str]) -> dict[str, tuple[FrontDoorCase, ...]]:
    row, found = FrontDoorCaseRow, dict[str, tuple[FrontDoorCase, ...]]()
    query = select(row.session_id, row.number, row.criterion).where(row.session_id.in_(ids))
    for session_id, number, criterion in work.session.execute(query.order_by(plainly(row.number))) if ids else ():
        found[session_id] = (*found.get(session_id, ()), FrontDoorCase(number, criterion))
    return found

"""Sessions as they are shown: with the moves and the cases, without the notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.dialects import plainly
from storage.models import DiscussionRow, SessionRow
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
        )
        for row in rows
    ]

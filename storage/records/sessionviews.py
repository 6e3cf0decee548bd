"""Sessions as they are shown: with the moves, the cases and what was brought to them, without the notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from scheduling.facts import DirectWork, FrontDoorCase
from storage.asking import WORKSPACE, among
from storage.dialects import plainly
from storage.models import DirectWorkRow, DiscussionRow, FrontDoorCaseRow, SessionRow
from storage.records.booked import moves
from storage.views import SessionView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_DISCUSSED = (
    select(DiscussionRow.session_id, DiscussionRow.case_ref)
    .where(DiscussionRow.workspace == WORKSPACE, among(DiscussionRow.session_id))
    .order_by(plainly(DiscussionRow.case_ref))
)
_EXAMPLES = (
    select(DirectWorkRow.session_id, DirectWorkRow.case_ref, DirectWorkRow.state)
    .where(DirectWorkRow.workspace == WORKSPACE, among(DirectWorkRow.session_id))
    .order_by(plainly(DirectWorkRow.case_ref), DirectWorkRow.id)
)
_NUMBERS = (
    select(FrontDoorCaseRow.session_id, FrontDoorCaseRow.number, FrontDoorCaseRow.criterion)
    .where(FrontDoorCaseRow.workspace == WORKSPACE, among(FrontDoorCaseRow.session_id))
    .order_by(plainly(FrontDoorCaseRow.number))
)


def views(work: UnitOfWork, rows: Sequence[SessionRow]) -> list[SessionView]:
    """In the order given."""
    ids = [row.id for row in rows]
    moved = moves(work, ids)
    discussed: dict[str, tuple[str, ...]] = {}
    for session_id, ref in work.ask(_DISCUSSED, ids=ids) if ids else ():
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
    found = dict[str, tuple[DirectWork, ...]]()
    for session_id, ref, state in work.ask(_EXAMPLES, ids=ids) if ids else ():
        found[session_id] = (*found.get(session_id, ()), DirectWork(ref, state))
    return found


def _numbers(work: UnitOfWork, ids: Sequence[str]) -> dict[str, tuple[FrontDoorCase, ...]]:
    found = dict[str, tuple[FrontDoorCase, ...]]()
    for session_id, number, criterion in work.ask(_NUMBERS, ids=ids) if ids else ():
        found[session_id] = (*found.get(session_id, ()), FrontDoorCase(number, criterion))
    return found

"""What surrounds an obligation: the session booked, how often it moved, when supervision last took place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from scheduling.shapes import INFORMAL
from storage.models import DiscussionRow, PostponementRow, SessionRow
from storage.views import Move

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

SUPERVISIONS = (
    "personal_supervision",
    "casework_supervision",
    "professional_support",
    "case_discussion",
    "first_case_discussion",
)
"""Obligations a booked session will meet."""
AHEAD = and_(
    SessionRow.held_on.is_(None),
    SessionRow.passed_on.is_(None),
    SessionRow.called_off_on.is_(None),
    SessionRow.planned_on.is_not(None),
)
"""Booked, and still to be held: a year's sessions may be."""
_HELD = aliased(SessionRow)
_LAST_HELD = (
    select(func.max(_HELD.held_on))
    .where(_HELD.workspace == SessionRow.workspace, _HELD.supervisee_id == SessionRow.supervisee_id, _HELD.kind != INFORMAL)
    .correlate(SessionRow)
    .scalar_subquery()
)
OFF_SINCE = and_(SessionRow.called_off_on.is_not(None), or_(_LAST_HELD.is_(None), SessionRow.called_off_on > _LAST_HELD))
"""Called off, and no supervision held since."""


@dataclass(frozen=True, slots=True)
class Booked:
    """A session planned and not yet held."""

    session_id: str
    planned_on: date
    planned_at: time | None


def booked(work: UnitOfWork, person_ids: Iterable[str]) -> dict[str, Booked]:
    """By supervisee the next one, where a year of them is planned."""
    rows = work.session.execute(
        select(SessionRow.supervisee_id, SessionRow.id, SessionRow.planned_on, SessionRow.planned_at)
        .where(SessionRow.workspace == work.workspace, SessionRow.supervisee_id.in_(set(person_ids)))
        .where(AHEAD)
        .order_by(SessionRow.planned_on.desc())
    )
    return {supervisee_id: Booked(session_id, on, at) for supervisee_id, session_id, on, at in rows if on}


def moves(work: UnitOfWork, session_ids: Iterable[str]) -> dict[str, tuple[Move, ...]]:
    """By session, oldest first."""
    wanted = set(session_ids)
    found: dict[str, tuple[Move, ...]] = {}
    if not wanted:
        return found
    row = PostponementRow
    columns = select(row.session_id, row.from_on, day_moved_to(), row.reason, row.moved_on, row.moved_by_id, row.asked_by_id)
    query = columns.where(row.session_id.in_(wanted)).order_by(row.place)
    for session_id, from_on, to_on, reason, moved_on, by_id, for_id in work.session.execute(query):
        move = Move(from_on, to_on, reason, moved_on, by_id or "", for_id or "")
        found[session_id] = (*found.get(session_id, ()), move)
    return found


def day_moved_to() -> ColumnElement[date | None]:
    """Of a postponement; NULL where it is that the session was called off."""
    return case((PostponementRow.is_off.is_(True), None), else_=PostponementRow.to_on)


def put_off(work: UnitOfWork, ahead: Mapping[str, Booked], person_ids: Collection[str]) -> dict[str, tuple[Move, ...]]:
    """By supervisee: the moves of their next session, after those of sessions called off since the last one was held."""
    row = SessionRow
    theirs = (row.workspace == work.workspace, row.supervisee_id.in_(person_ids), OFF_SINCE)
    query = select(row.supervisee_id, row.id).where(*theirs)
    off = work.session.execute(query.order_by(row.called_off_on, row.planned_on, row.id)).all() if person_ids else []
    whose = [*((each.supervisee_id, each.id) for each in off), *((who, each.session_id) for who, each in ahead.items())]
    moved = moves(work, {session_id for _, session_id in whose})
    found: dict[str, tuple[Move, ...]] = {}
    for supervisee_id, session_id in whose:
        found[supervisee_id] = (*found.get(supervisee_id, ()), *moved.get(session_id, ()))
    return found


def last_held(work: UnitOfWork, person_ids: Iterable[str]) -> dict[str, date]:
    """By supervisee: the latest session that counts as supervision."""
    row = SessionRow
    rows = work.session.execute(
        select(row.supervisee_id, func.max(row.held_on))
        .where(row.workspace == work.workspace, row.supervisee_id.in_(set(person_ids)))
        .where(row.held_on.is_not(None), row.kind != INFORMAL)
        .group_by(row.supervisee_id)
    )
    return {supervisee_id: on for supervisee_id, on in rows if on}


def last_discussed(work: UnitOfWork, refs: Iterable[str]) -> dict[str, date]:
    """By case: the latest discussion in supervision, which an ad hoc decision is not."""
    row = DiscussionRow
    rows = work.session.execute(
        select(row.case_ref, func.max(row.discussed_on))
        .where(row.workspace == work.workspace, row.case_ref.in_(set(refs)))
        .where(or_(row.kind == "supervision", row.kind == "group"))
        .group_by(row.case_ref)
    )
    return {ref: on for ref, on in rows if on}

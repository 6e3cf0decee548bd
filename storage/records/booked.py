"""What surrounds an obligation: the session booked, how often it moved, when supervision last took place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from scheduling.shapes import INFORMAL
from storage.asking import WORKSPACE, among
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


def day_moved_to() -> ColumnElement[date | None]:
    """Of a postponement; NULL where it is that the session was called off."""
    return case((PostponementRow.is_off.is_(True), None), else_=PostponementRow.to_on)


_MOVES = (
    select(
        PostponementRow.session_id,
        PostponementRow.from_on,
        day_moved_to(),
        PostponementRow.reason,
        PostponementRow.moved_on,
        PostponementRow.moved_by_id,
        PostponementRow.asked_by_id,
    )
    .where(PostponementRow.workspace == WORKSPACE, among(PostponementRow.session_id))
    .order_by(PostponementRow.place)
)
_THEIRS = and_(SessionRow.workspace == WORKSPACE, among(SessionRow.supervisee_id))
_BOOKED = (
    select(SessionRow.supervisee_id, SessionRow.id, SessionRow.planned_on, SessionRow.planned_at)
    .where(_THEIRS, AHEAD)
    .order_by(SessionRow.planned_on.desc())
)
_OFF = (
    select(SessionRow.supervisee_id, SessionRow.id)
    .where(_THEIRS, OFF_SINCE)
    .order_by(SessionRow.called_off_on, SessionRow.planned_on, SessionRow.id)
)
_HELD_LAST = (
    select(SessionRow.supervisee_id, func.max(SessionRow.held_on))
    .where(_THEIRS, SessionRow.held_on.is_not(None), SessionRow.kind != INFORMAL)
    .group_by(SessionRow.supervisee_id)
)
_DISCUSSED_LAST = (
    select(DiscussionRow.case_ref, func.max(DiscussionRow.discussed_on))
    .where(DiscussionRow.workspace == WORKSPACE, among(DiscussionRow.case_ref))
    .where(or_(DiscussionRow.kind == "supervision", DiscussionRow.kind == "group"))
    .group_by(DiscussionRow.case_ref)
)


@dataclass(frozen=True, slots=True)
class Booked:
    """A session planned and not yet held."""

    session_id: str
    planned_on: date
    planned_at: time | None


def booked(work: UnitOfWork, person_ids: Iterable[str]) -> dict[str, Booked]:
    """By supervisee the next one, where a year of them is planned."""
    rows = work.ask(_BOOKED, ids=list(set(person_ids)))
    return {supervisee_id: Booked(session_id, on, at) for supervisee_id, session_id, on, at in rows if on}


def moves(work: UnitOfWork, session_ids: Iterable[str]) -> dict[str, tuple[Move, ...]]:
    """By session, oldest first."""
    wanted = list(set(session_ids))
    found: dict[str, tuple[Move, ...]] = {}
    for session_id, from_on, to_on, reason, moved_on, by_id, for_id in work.ask(_MOVES, ids=wanted) if wanted else ():
        move = Move(from_on, to_on, reason, moved_on, by_id or "", for_id or "")
        found[session_id] = (*found.get(session_id, ()), move)
    return found


def put_off(work: UnitOfWork, ahead: Mapping[str, Booked], person_ids: Collection[str]) -> dict[str, tuple[Move, ...]]:
    """By supervisee: the moves of their next session, after those of sessions called off since the last one was held."""
    off = work.ask(_OFF, ids=list(person_ids)).all() if person_ids else []
    whose = [*((each.supervisee_id, each.id) for each in off), *((who, each.session_id) for who, each in ahead.items())]
    moved = moves(work, {session_id for _, session_id in whose})
    found: dict[str, tuple[Move, ...]] = {}
    for supervisee_id, session_id in whose:
        found[supervisee_id] = (*found.get(supervisee_id, ()), *moved.get(session_id, ()))
    return found


def last_held(work: UnitOfWork, person_ids: Iterable[str]) -> dict[str, date]:
    """By supervisee: the latest session that counts as supervision."""
    rows = work.ask(_HELD_LAST, ids=list(set(person_ids)))
    return {supervisee_id: on for supervisee_id, on in rows if on}


def last_discussed(work: UnitOfWork, refs: Iterable[str]) -> dict[str, date]:
    """By case: the latest discussion in supervision, which an ad hoc decision is not."""
    rows = work.ask(_DISCUSSED_LAST, ids=list(set(refs)))
    return {ref: on for ref, on in rows if on}

"""A session was booked, moved or called off: the other of the two is told, in their hours, not with the next morning."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scheduling.calendar import Calendar
from storage.models import NoticeRow, ObligationRow, PostponementRow, SessionRow
from storage.notices.edits import EDITED_FOR, touch
from storage.notices.kinds import BOOKED, MOVED
from storage.notices.planned import next_morning, who_meets
from storage.notices.queue import Telling, queue
from storage.records import booked, owed
from storage.views import ItemView, Move, ObligationView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_CALENDAR = Calendar()
SUPERVISIONS = ("personal_supervision", "casework_supervision", "professional_support")
"""What a session called off would have been: it stays due."""


@dataclass(frozen=True, slots=True)
class Told:
    """A session that was booked, and what became of it."""

    session: Any
    moves: list[Any] = field(default_factory=list)
    """In order; the last of one that was called off says so."""
    due: ObligationView | None = None
    """Of one called off: the supervision that stays due, and whether it is booked again."""
    held_on: date | None = None
    """Of one called off: the day supervision was held since."""

    @property
    def supervisee_id(self) -> str:
        """Whose supervision it is."""
        return str(self.session.supervisee_id)


def tell(work: UnitOfWork, row: SessionRow, by_id: str, times: int) -> None:
    """Whoever of the two did not do it; both, where a manager did. `times` it has been moved now: 0, where it was booked."""
    both = who_meets(work, {row.supervisee_id}).get(row.supervisee_id, ())
    can_wait = times == 0 and row.planned_on is not None and row.planned_on > _CALENDAR.after(work.today)
    kind, at = (BOOKED, next_morning(work)) if can_wait else (MOVED, work.now)
    queue(work, [Telling(kind, to, at, times, about_id=row.id) for to in both if to != by_id])


def touch_off(work: UnitOfWork, supervisee_id: str) -> None:
    """What told of one called off says that another is booked, or was held, since."""
    row, since = SessionRow, work.today - EDITED_FOR
    theirs = (row.workspace == work.workspace, row.supervisee_id == supervisee_id)
    touch(work, list(work.session.scalars(select(row.id).where(*theirs, row.called_off_on >= since))))


def found(work: UnitOfWork, ids: Collection[str]) -> Mapping[str, Told]:
    """Those sessions, each with its moves in order, without their reasons."""
    if not ids:
        return {}
    row, move = SessionRow, PostponementRow
    columns = (row.id, row.supervisee_id, row.planned_on, row.planned_at, row.held_on, row.passed_on, row.called_off_on)
    sessions = work.session.execute(select(*columns).where(row.workspace == work.workspace, row.id.in_(ids))).all()
    off = {each.supervisee_id for each in sessions if each.called_off_on}
    due, held = (_due(work, off), booked.last_held(work, off)) if off else ({}, {})
    made = {each.id: _told(each, due, held) for each in sessions}
    moves = select(move.session_id, move.from_on, booked.day_moved_to().label("to_on"), move.moved_on, move.moved_by_id)
    mine = (move.workspace == work.workspace, move.session_id.in_(made))
    for each in work.session.execute(moves.where(*mine).order_by(move.session_id, move.place)):
        made[each.session_id].moves.append(each)
    return made


def _told(session: Any, due: Mapping[str, ObligationView], held: Mapping[str, date]) -> Told:
    if not session.called_off_on:
        return Told(session)
    held_on = held.get(session.supervisee_id)
    is_since = held_on is not None and held_on >= session.called_off_on
    return Told(session, due=due.get(session.supervisee_id), held_on=held_on if is_since else None)


def _due(work: UnitOfWork, supervisees: Collection[str]) -> dict[str, ObligationView]:
    """By supervisee, the supervision that is due first."""
    row = ObligationRow
    views = owed.views(work, row.person_id.in_(supervisees), row.kind.in_(SUPERVISIONS), row.closed_at.is_(None))
    return {each.person.id: each for each in reversed(views)}


def movers(about: Mapping[str, Told]) -> set[str]:
    """Whoever moved them, or called them off."""
    return {each.moved_by_id for told in about.values() for each in told.moves if each.moved_by_id}


def item(notice: NoticeRow, about: Told, everybody: Mapping[str, Any], people: Mapping[str, Any]) -> ItemView:
    """What it was moved from and to; over once it is held, moved again, or called off and another is booked."""
    session, moves = about.session, about.moves
    move = moves[notice.rung - 1] if 0 < notice.rung <= len(moves) else None
    tells_off = move is not None and move.to_on is None
    how, on = _how_it_ended(notice, about, is_lost=move is None and notice.rung > 0)
    by = everybody.get(move.moved_by_id or "") if move else None
    told = (Move(move.from_on, move.to_on, "", move.moved_on, move.moved_by_id or ""),) if move else ()
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        obligation=about.due if tells_off else None,
        closed_on=on,
        closed_how=how,
        booked_on=session.planned_on,
        booked_at=session.planned_at,
        moves=told,
        session_id=session.id,
        subject=notice.subject,
        **{**people, "person": by or people["person"]},
    )


def _how_it_ended(notice: NoticeRow, about: Told, *, is_lost: bool) -> tuple[str, date | None]:
    session = about.session
    if session.held_on or about.held_on:
        return "held", session.held_on or about.held_on
    if session.passed_on or is_lost:
        return "no_longer_owed", None
    if len(about.moves) != notice.rung:
        return ("called_off", session.called_off_on) if session.called_off_on else ("session_moved", None)
    if about.due and about.due.booked_on:
        return "booked_again", about.due.booked_on
    return "", None

"""A session was booked, or moved: the other of the two is told, in their working hours and not with the next morning."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.models import NoticeRow, PostponementRow, SessionRow
from storage.notices.kinds import MOVED
from storage.notices.planned import who_meets
from storage.notices.queue import Telling, queue
from storage.views import ItemView, Move

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def tell(work: UnitOfWork, row: SessionRow, by_id: str, times: int) -> None:
    """Whoever of the two did not do it; both, where a manager did. `times` it has been moved now: 0, where it was booked."""
    both = who_meets(work, {row.supervisee_id}).get(row.supervisee_id, ())
    queue(work, [Telling(MOVED, to, work.now, times, about_id=row.id) for to in both if to != by_id])


def found(work: UnitOfWork, ids: Collection[str]) -> Mapping[str, tuple[Any, list[Any]]]:
    """Those sessions, each with its moves in order, without their reasons."""
    if not ids:
        return {}
    row, move = SessionRow, PostponementRow
    columns = (row.id, row.supervisee_id, row.planned_on, row.planned_at, row.held_on, row.passed_on)
    sessions = work.session.execute(select(*columns).where(row.workspace == work.workspace, row.id.in_(ids)))
    made: dict[str, tuple[Any, list[Any]]] = {each.id: (each, []) for each in sessions}
    moves = select(move.session_id, move.from_on, move.to_on, move.moved_on, move.moved_by_id)
    mine = (move.workspace == work.workspace, move.session_id.in_(made))
    for each in work.session.execute(moves.where(*mine).order_by(move.session_id, move.place)):
        made[each.session_id][1].append(each)
    return made


def movers(about: Mapping[str, tuple[Any, list[Any]]]) -> set[str]:
    """Whoever moved them."""
    return {each.moved_by_id for _, moves in about.values() for each in moves if each.moved_by_id}


def item(notice: NoticeRow, about: tuple[Any, list[Any]], everybody: Mapping[str, Any], people: Mapping[str, Any]) -> ItemView:
    """What it was moved from and to; over once it is held, or moved again."""
    session, moves = about
    move = moves[notice.rung - 1] if 0 < notice.rung <= len(moves) else None
    is_lost = move is None and notice.rung > 0
    how = "held" if session.held_on else "no_longer_owed" if session.passed_on or is_lost else ""
    how = how or ("session_moved" if len(moves) != notice.rung else "")
    by = everybody.get(move.moved_by_id or "") if move else None
    told = (Move(move.from_on, move.to_on, "", move.moved_on, move.moved_by_id or ""),) if move else ()
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        obligation=None,
        decision_id=None,
        case_ref=None,
        closed_on=session.held_on,
        closed_how=how,
        booked_on=session.planned_on,
        booked_at=session.planned_at,
        moves=told,
        last_held_on=None,
        session_id=session.id,
        subject=notice.subject,
        **{**people, "person": by or people["person"]},
    )

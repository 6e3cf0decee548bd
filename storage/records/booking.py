"""Booking a session, or a year of them, moving one and calling one off: none of it moves the day it is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from storage.errors import AlreadyBooked, BookedThatDay, InThePast, NoSupervisor, NotMoved, ReasonMissing
from storage.models import ObligationRow, PostponementRow, RecordRow, SessionRow, new_id
from storage.notices import moved as moved_notices
from storage.notices.edits import touch
from storage.records.booked import AHEAD, OFF_SINCE, SUPERVISIONS, booked

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def book(work: UnitOfWork, supervisee_id: str, planned_on: date, planned_at: time | None, *, by_id: str) -> SessionRow:
    """One session ahead at a time: moving it asks for a reason, booking another must not be the way round that.

    Whoever of the two did not book it is told.
    """
    if planned_on < work.today:
        raise InThePast
    supervisor_id = _supervisor(work, supervisee_id)
    if booked(work, [supervisee_id]):
        raise AlreadyBooked
    row = _row(work, supervisee_id, supervisor_id, planned_on, planned_at)
    work.session.add(row)
    _changed(work, supervisee_id)
    moved_notices.tell(work, row, by_id, 0)
    return row


def book_all(work: UnitOfWork, supervisee_id: str, days: Sequence[date], at: time | None) -> list[SessionRow]:
    """A year's sessions, as both have confirmed them; a day that has passed meanwhile, or is booked already, is left out."""
    supervisor_id = _supervisor(work, supervisee_id)
    taken = {row.planned_on for row in ahead(work, supervisee_id)}
    wanted = [on for on in days if on >= work.today and on not in taken]
    rows = [_row(work, supervisee_id, supervisor_id, on, at) for on in wanted]
    work.session.add_all(rows)
    _changed(work, supervisee_id)
    return rows


def ahead(work: UnitOfWork, supervisee_id: str) -> list[SessionRow]:
    """Those booked and still to be held, the next first."""
    row = SessionRow
    query = select(row).where(row.workspace == work.workspace, row.supervisee_id == supervisee_id, AHEAD)
    return list(work.session.scalars(query.order_by(row.planned_on, row.id)))


def _supervisor(work: UnitOfWork, supervisee_id: str) -> str:
    supervisor = work.people.supervisor_of(supervisee_id)
    if supervisor is None:
        raise NoSupervisor
    return supervisor.id


def _row(work: UnitOfWork, supervisee_id: str, supervisor_id: str, on: date, at: time | None) -> SessionRow:
    return SessionRow(
        id=new_id(),
        workspace=work.workspace,
        supervisee_id=supervisee_id,
        supervisor_id=supervisor_id,
        kind="personal",
        planned_on=on,
        planned_at=at,
        changed_at=work.now,
    )


def move(
    work: UnitOfWork, row: SessionRow, to: tuple[date, time | None], reason: str, *, by_id: str, for_id: str | None
) -> None:
    """To another day or time, with the reason somebody gave; for one of the two, where that was said."""
    to_on, to_at = to
    if not reason:
        raise ReasonMissing
    if (to_on, to_at) == (row.planned_on, row.planned_at):
        raise NotMoved
    if to_on < work.today:
        raise InThePast
    if any(each.planned_on == to_on and each.id != row.id for each in ahead(work, row.supervisee_id)):
        raise BookedThatDay
    times = _put_off(work, row, to_on, reason, by_id=by_id, for_id=for_id)
    row.planned_on, row.planned_at, row.changed_at = to_on, to_at, work.now
    _changed(work, row.supervisee_id)
    moved_notices.tell(work, row, by_id, times)
    touch(work, [row.id])


def call_off(work: UnitOfWork, row: SessionRow, reason: str, *, by_id: str, for_id: str | None) -> None:
    """It takes place no more, for the reason somebody gave: that stays on record as a move does, and so does what is due."""
    if not reason:
        raise ReasonMissing
    times = _put_off(work, row, row.planned_on or work.today, reason, by_id=by_id, for_id=for_id, is_off=True)
    row.called_off_on, row.changed_at = work.today, work.now
    _changed(work, row.supervisee_id)
    moved_notices.tell(work, row, by_id, times)
    touch(work, [row.id])


def _put_off(
    work: UnitOfWork, row: SessionRow, to_on: date, reason: str, *, by_id: str, for_id: str | None, is_off: bool = False
) -> int:
    """Kept with the session (Manchester Appendix C). How often it has been moved, or called off, now."""
    before = work.session.scalar(select(func.count()).where(PostponementRow.session_id == row.id)) or 0
    work.session.add(
        PostponementRow(
            id=new_id(),
            workspace=work.workspace,
            session_id=row.id,
            place=before,
            from_on=row.planned_on,
            to_on=to_on,
            reason=reason,
            moved_on=work.today,
            moved_by_id=by_id,
            asked_by_id=for_id,
            is_off=is_off or None,
        )
    )
    return before + 1


def _carry_assessed(work: UnitOfWork, supervisee_id: str) -> None:
    """What was assessed for a session that was called off is for the next: nobody assesses the same work twice (MAN-K-d)."""
    following = next(iter(ahead(work, supervisee_id)), None)
    if following is None or following.assessed_on or work.policy.at(work.today).self_assessment is None:
        return
    row, form = SessionRow, RecordRow
    theirs = row.workspace == work.workspace, row.supervisee_id == supervisee_id, row.assessed_on.is_not(None)
    newest = row.called_off_on.desc(), row.planned_on.desc(), row.id
    off = work.session.scalar(select(row).where(*theirs, OFF_SINCE).order_by(*newest).limit(1))
    if off is None:
        return
    following.assessed_on = off.assessed_on
    mine = form.workspace == work.workspace, form.session_id == off.id, form.form == "self_assessment"
    work.session.execute(update(form).where(*mine).values(session_id=following.id))


def _changed(work: UnitOfWork, supervisee_id: str) -> None:
    """The messages that say "nothing is booked yet" say when, now; so do those that told of one called off."""
    work.session.flush()
    _carry_assessed(work, supervisee_id)
    work.session.flush()
    work.index.refresh(people=[supervisee_id])
    moved_notices.touch_off(work, supervisee_id)
    row = ObligationRow
    open_ones = select(row.id).where(
        row.workspace == work.workspace, row.person_id == supervisee_id, row.closed_at.is_(None), row.kind.in_(SUPERVISIONS)
    )
    touch(work, list(work.session.scalars(open_ones)))

"""Booking a session and moving it: neither moves the day it is due."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.errors import AlreadyBooked, InThePast, NoSupervisor, ReasonMissing
from storage.models import ObligationRow, PostponementRow, SessionRow, new_id
from storage.notices.edits import touch
from storage.records.booked import SUPERVISIONS, booked

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def book(work: UnitOfWork, supervisee_id: str, planned_on: date, planned_at: time | None) -> SessionRow:
    """One session ahead at a time: moving it asks for a reason, booking another must not be the way round that."""
    if planned_on < work.today:
        raise InThePast
    supervisor = work.people.supervisor_of(supervisee_id)
    if supervisor is None:
        raise NoSupervisor
    if booked(work, [supervisee_id]):
        raise AlreadyBooked
    row = SessionRow(
        id=new_id(),
        workspace=work.workspace,
        supervisee_id=supervisee_id,
        supervisor_id=supervisor.id,
        kind="personal",
        planned_on=planned_on,
        planned_at=planned_at,
        changed_at=work.now,
    )
    work.session.add(row)
    _changed(work, supervisee_id)
    return row


def move(work: UnitOfWork, row: SessionRow, to_on: date, to_at: time | None, reason: str) -> None:
    """To another day or time, with the reason somebody gave."""
    if not reason:
        raise ReasonMissing
    if to_on < work.today:
        raise InThePast
    before = select(func.count()).where(PostponementRow.session_id == row.id)
    moved = PostponementRow(
        id=new_id(),
        workspace=work.workspace,
        session_id=row.id,
        place=work.session.scalar(before) or 0,
        from_on=row.planned_on,
        to_on=to_on,
        reason=reason,
        moved_on=work.today,
    )
    work.session.add(moved)
    row.planned_on, row.planned_at, row.changed_at = to_on, to_at, work.now
    _changed(work, row.supervisee_id)


def _changed(work: UnitOfWork, supervisee_id: str) -> None:
    """The messages that say "nothing is booked yet" say when, now."""
    work.session.flush()
    work.index.refresh(people=[supervisee_id])
    row = ObligationRow
    open_ones = select(row.id).where(
        row.workspace == work.workspace, row.person_id == supervisee_id, row.closed_at.is_(None), row.kind.in_(SUPERVISIONS)
    )
    touch(work, list(work.session.scalars(open_ones)))

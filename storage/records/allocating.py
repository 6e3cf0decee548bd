"""Who works a case, in which role, from when: asked for by several, kept here. Asks nobody's rights but the line's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from storage import errors
from storage.models import AllocationRow, new_id
from storage.records.casebook import LEADING, Held
from storage.views import Person

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def must_hold(work: UnitOfWork, ref: str, viewer: Person) -> Held:
    """The case, where the viewer supervises whoever answers for it. Raises NotFound, ForTheSupervisor."""
    case = work.cases.must_see(ref, viewer)
    if viewer.id not in work.sight.above(case.workers[0]):
        raise errors.ForTheSupervisor
    return case


def must_be_open_on(work: UnitOfWork, case: Held, on: date, *, ahead: bool = False) -> None:
    """`ahead`: the day may be one to come. Raises NotThatDayYet, CaseClosed, BeforeTheCaseOpened."""
    if not ahead and on > work.today:
        raise errors.NotThatDayYet
    if case.closed_on is not None and case.closed_on <= work.today:
        raise errors.CaseClosed
    if on < case.opened_on:
        raise errors.BeforeTheCaseOpened


def put(work: UnitOfWork, ref: str, worker_id: str, role: str, on: date) -> None:
    """Ends what the worker, and for a leading role whoever led until then, had before.

    Whoever answers for the case already and goes on doing so in another role is no new worker of it: the day it was given
    to them stands, and no clock starts anew. Raises AllocatedAlready.
    """
    row = AllocationRow
    mine = (row.workspace == work.workspace, row.case_ref == ref, or_(row.until_on.is_(None), row.until_on > on))
    there = list(work.session.scalars(select(row).where(*mine)))
    kept = next((each for each in there if each.worker_id == worker_id and _goes_on(each, role, on)), None)
    if kept is not None and kept.role == role:
        raise errors.AllocatedAlready
    for each in there:
        if each is not kept and (each.worker_id == worker_id or (role in LEADING and each.role in LEADING)):
            if each.from_on >= on:
                work.session.delete(each)
            else:
                each.until_on = on
    work.session.flush()
    if kept is not None:
        kept.role, kept.until_on = role, None
    else:
        at = work.now if on == work.today else None
        mine_now = {"workspace": work.workspace, "case_ref": ref, "worker_id": worker_id, "role": role}
        work.session.add(row(**mine_now, id=new_id(), from_on=on, from_at=at))
    work.session.flush()


def there_on(work: UnitOfWork, ref: str, on: date, *roles: str) -> list[AllocationRow]:
    """To whom it is given in these roles that day, in the order it was."""
    row = AllocationRow
    here = (row.workspace == work.workspace, row.case_ref == ref, row.role.in_(roles), row.from_on <= on)
    lasts = or_(row.until_on.is_(None), row.until_on > on)
    return list(work.session.scalars(select(row).where(*here, lasts).order_by(row.from_on, row.id)))


def _goes_on(row: AllocationRow, role: str, on: date) -> bool:
    return row.from_on <= on and (row.role == role or (role in LEADING and row.role in LEADING))

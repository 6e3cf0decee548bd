"""A case is brought to group supervision on the next working day: whoever brings it, and whoever leads it, hear of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scheduling.calendar import Calendar, at_nine
from storage.models import CaseForGroupRow, NoticeRow
from storage.notices.kinds import GROUP_AHEAD
from storage.notices.queue import Telling, queue
from storage.views import ItemView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_CALENDAR = Calendar()
CASEWORKER = "caseworker"
"""Whose preparation a policy speaks of (WOK-s2.1.2-e)."""


def remind(work: UnitOfWork) -> int:
    """Of cases for a group until the next working day, this morning; for the night. How many were new."""
    if not _CALENDAR.is_working(work.today):
        return 0
    row, until = CaseForGroupRow, _CALENDAR.after(work.today)
    mine = (row.workspace == work.workspace, row.planned_on > work.today, row.planned_on <= until)
    found = work.session.scalars(select(row).where(*mine).order_by(row.planned_on, row.id)).all()
    here = work.people.by_id({who for each in found for who in (each.worker_id, each.facilitator_id)}) if found else {}
    gone = {each.id for each in here.values() if each.left_on is not None and each.left_on <= work.today}
    at = at_nine(work.today)
    told = [(each.id, who) for each in found for who in dict.fromkeys((each.worker_id, each.facilitator_id)) if who not in gone]
    return queue(work, [Telling(GROUP_AHEAD, who, at, about_id=subject) for subject, who in told])


def found(work: UnitOfWork, ids: Collection[str]) -> Mapping[str, CaseForGroupRow]:
    """Those plans, by id."""
    row = CaseForGroupRow
    query = select(row).where(row.workspace == work.workspace, row.id.in_(ids))
    return {each.id: each for each in work.session.scalars(query)} if ids else {}


def item(
    work: UnitOfWork, notice: NoticeRow, about: CaseForGroupRow, everybody: Mapping[str, Any], people: Mapping[str, Any]
) -> ItemView:
    """Who brings what to whom; over a week after its day."""
    version = work.policy.at(work.today)
    is_over = about.planned_on < work.today - timedelta(days=7)
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        case_ref=about.case_ref,
        closed_how="no_longer_owed" if is_over else "",
        booked_on=about.planned_on,
        prepare=tuple(each.says for each in version.prepare if each.whose == CASEWORKER),
        subject=notice.subject,
        **{**people, "person": everybody[about.facilitator_id]},
    )

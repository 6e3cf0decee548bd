"""A worker asked that a case be discussed more often: whoever supervises it hears of it with their next morning message."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from scheduling.calendar import Calendar, at_nine, days_after
from storage.models import NoticeRow
from storage.notices.kinds import MORE_OFTEN
from storage.notices.queue import Telling, queue
from storage.views import ItemView, Person

if TYPE_CHECKING:
    from storage.records.intervals import IntervalView
    from storage.unit import UnitOfWork

_CALENDAR = Calendar()


def tell(work: UnitOfWork, interval_id: str, to: Collection[str]) -> None:
    """With their next morning message: nothing is late yet."""
    at = at_nine(_CALENDAR.on_or_after(days_after(work.today, 1)))
    queue(work, [Telling(MORE_OFTEN, each, at, about_id=interval_id) for each in to])


def item(notice: NoticeRow, about: IntervalView, is_over: bool, people: Mapping[str, Person | None]) -> ItemView:
    """Over once it was ended, or another was agreed."""
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        case_ref=about.case_ref,
        closed_how="no_longer_owed" if is_over else "",
        named_on=about.from_on,
        every=about.every,
        subject=notice.subject,
        **people,  # type: ignore[arg-type]
    )

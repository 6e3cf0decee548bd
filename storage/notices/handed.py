"""A report as a file, for who asked for it: the message whose thread it comes into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.models import NoticeRow
from storage.papers import Paper
from storage.views import ItemView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def item(work: UnitOfWork, notice: NoticeRow) -> ItemView:
    """Which it is: nothing of what stands in it."""
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        person=work.people.must_get(notice.recipient_id),
        subject=notice.subject,
        paper=Paper.of(notice.subject),
    )
